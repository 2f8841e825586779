/* The lane is closed: by an attendant, or because something that it needs is not there yet. */
#include "screens/parts.h"

static Text what_it_needs(Scene *scene)
{
    const Checkout *checkout = scene->checkout;
    Ui *ui = scene->ui;
    if (checkout->paused)
        return ui_tr(ui, "Please use another lane.");
    if (scene->lane->day.step == DAY_CLOSING || scene->lane->day.step == DAY_CLOSED)
        return ui_tr(ui, "Please use another lane. This one is closed for today.");
    if (!checkout->has_catalogue)
        return ui_tr(
            ui, "Please use another lane. This one opens when it has the shop's items and prices.");
    if (!checkout->has_session)
        return ui_tr(
            ui, "Please use another lane. This one opens when the shop server has opened its day.");
    return ui_tr(ui, "Please use another lane. A colleague has been told.");
}

void screen_closed(Scene *scene)
{
    Notice notice = {.title = ui_tr(scene->ui, "This lane is closed"),
                     .detail = what_it_needs(scene),
                     .art = TEXT("art/closed.svg")};
    if (scene->checkout->disk_full)
        notice.cause =
            ui_tr(scene->ui, "The disk is full. The lane opens when there is room on it.");
    else if (!scene->checkout->paused)
        notice.cause = text_from_string(scene->checkout->cause);
    part_notice(scene, &notice);
    part_toast(scene, scene_toast_bottom(scene), 40, frame_plain(scene).width - 80);
}
