/* The lane must not sell: its disk doesn't keep what is written. */
#include "screens/parts.h"

static Text cause_and_time(Scene *scene)
{
    Ui *ui = scene->ui;
    Text cause = text_from_string(scene->checkout->cause);
    if (cause.size == 0)
        cause = ui_tr(ui, "The lane can't save");
    return cause;
}

void screen_out_of_order(Scene *scene)
{
    Ui *ui = scene->ui;
    // What was charged is not said here: a payment may have been on its way.
    Notice notice = {
        .title = ui_tr(ui, "Sorry, this checkout needs a rest"),
        .detail =
            ui_tr(ui, "Please use another lane. If you were paying, please wait for a colleague."),
        .art = TEXT("art/outoforder.svg"),
        .cause = cause_and_time(scene)};
    part_notice(scene, &notice);
    part_toast(scene, scene_toast_bottom(scene), 40, frame_plain(scene).width - 80);
}
