/* The lane is closed: by an attendant, because something that it needs is not there yet, or because
 * its program can't run. */
#include "screens/parts.h"

static Text what_it_needs(Scene *scene)
{
    const Checkout *checkout = scene->checkout;
    Ui *ui = scene->ui;
    if (checkout->paused || scene->view->trouble)
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

// What is wrong, for who comes to look.
static Text cause(Scene *scene)
{
    Ui *ui = scene->ui;
    const ScreensView *view = scene->view;
    if (view->trouble)
        return UI_FILL(ui, ui_tr(ui, "{words}. Switch it off and on again."),
                       {"words", text_from_string(view->trouble)});
    if (scene->checkout->disk_full)
        return ui_tr(ui, "The disk is full. The lane opens when there is room on it.");
    return scene->checkout->paused ? (Text){0} : text_from_string(scene->checkout->cause);
}

void screen_closed(Scene *scene)
{
    Notice notice = {.title = ui_tr(scene->ui, "This lane is closed"),
                     .detail = what_it_needs(scene),
                     .art = TEXT("art/closed.svg"),
                     .cause = cause(scene),
                     .no_staff = scene->view->trouble != NULL};
    part_notice(scene, &notice);
    part_toast(scene, scene_toast_bottom(scene), 40, frame_plain(scene).width - 80);
}
