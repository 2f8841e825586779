/* An attendant with a USB stick: orders are saved on it or taken up from it. */
#include <math.h>

#include "screens/staff_parts.h"

static bool is_busy(const Scene *scene)
{
    StickTask task = scene->lane->stick.task;
    return task == STICK_SAVING || task == STICK_TAKING;
}

static bool shows_sticks(const Scene *scene)
{
    return scene->lane->stick.task == STICK_IDLE && !scene->checkout->stick.name[0];
}

static void bar(Scene *scene, const Frame *frame)
{
    Ui *ui = scene->ui;
    UiButton home = staff_home_button(scene);
    home.disabled = is_busy(scene);
    bool touched = part_staff_bar(
        scene, frame, ICON_STICK, ui_tr(ui, "USB stick"),
        frame->big ? (Text){0} : text_from_string(scene->checkout->stick.name), &home);
    if (touched) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_STAFF_HOME);
    } else if (ui_took_cancel(ui) && !is_busy(scene)) {
        ui_transition_back(ui);
        scene_emit(scene, EVENT_BACK);
    }
}

// What is left to be done with what the screen shows; no label: nothing.
static UiButton main_button(Scene *scene)
{
    Ui *ui = scene->ui;
    const StickStatus *status = &scene->lane->stick;
    bool can = status->sum.taken + status->sum.kept > 0 && !staff_stick_gone(scene) &&
               scene->checkout->payment == PAYMENT_NONE;
    UiButton done = {.id = TEXT("stick-done"),
                     .label = ui_tr(ui, "Done"),
                     .kind = BUTTON_PRIMARY,
                     .icon = ICON_CHECK};
    if (status->task == STICK_SAVED || status->task == STICK_TAKEN || shows_sticks(scene))
        return done;
    if (status->task == STICK_READ && checkout_may_import(&scene->checkout->attendant))
        return (UiButton){.id = TEXT("stick-take"),
                          .label = ui_tr(ui, "Take them up"),
                          .kind = BUTTON_PRIMARY,
                          .icon = ICON_CHECK,
                          .disabled = !can};
    if (status->task == STICK_READ)
        return (UiButton){.id = TEXT("stick-take"),
                          .label = ui_tr(ui, "Needs a manager badge"),
                          .kind = BUTTON_PRIMARY,
                          .icon = ICON_BADGE,
                          .disabled = true};
    return (UiButton){0};
}

static void touched_main(Scene *scene)
{
    if (scene->lane->stick.task == STICK_READ)
        scene_open_sheet(scene, SHEET_STICK_TAKE);
    else {
        ui_transition_back(scene->ui);
        scene_emit(scene, shows_sticks(scene) ? EVENT_STAFF_HOME : EVENT_BACK);
    }
}

static void foot(Scene *scene, Rect where, bool compact)
{
    Ui *ui = scene->ui;
    Rect row = staff_foot(scene, where, compact);
    UiButton main = main_button(scene);
    bool alone = main.label.size == 0;
    bool ended = scene->lane->stick.task == STICK_SAVED || scene->lane->stick.task == STICK_TAKEN;
    if (!ended && !shows_sticks(scene)) {
        UiButton back = {.id = TEXT("stick-back"),
                         .label = ui_tr(ui, "Back"),
                         .icon = ICON_BACK,
                         .disabled = is_busy(scene)};
        float least = staff_button_least(scene, &back);
        Rect at = alone ? row : rect_cut_start(&row, fmaxf(row.w * 0.36f, least));
        if (ui_button(ui, at, &back)) {
            ui_transition_back(ui);
            scene_emit(scene, EVENT_BACK);
        }
        rect_cut_start(&row, 20);
    }
    if (!alone && ui_button(ui, row, &main))
        touched_main(scene);
}

static int32_t cards_of(const Scene *scene, StaffCard cards[2])
{
    const CheckoutStick *chosen = &scene->checkout->stick;
    switch (scene->lane->stick.task) {
    case STICK_SAVING:
    case STICK_SAVED:
    case STICK_READING:
    case STICK_TAKING:
    case STICK_FAILED:
        cards[0] = staff_stick_task;
        return 1;
    case STICK_READ:
    case STICK_TAKEN:
        cards[0] = staff_stick_gone(scene) ? staff_stick_sticks : staff_stick_sum;
        return 1;
    case STICK_IDLE:
        break;
    }
    if (!chosen->name[0] || staff_stick_gone(scene)) {
        cards[0] = staff_stick_sticks;
        return 1;
    }
    if (chosen->shows_files) {
        cards[0] = staff_stick_files;
        return 1;
    }
    cards[0] = staff_stick_save;
    cards[1] = staff_stick_import;
    return 2;
}

static void body(Scene *scene, Rect room)
{
    StaffCard cards[2];
    int32_t count = cards_of(scene, cards);
    staff_scrolled(scene, room, cards, count,
                   &(StaffScroll){TEXT("stick-cards"), ui_tr(scene->ui, "USB stick"), 16});
}

void screen_staff_stick(Scene *scene)
{
    StaffPlan plan = staff_plan(scene);
    body(scene, plan.room);
    bar(scene, &plan.frame);
    foot(scene, plan.foot, plan.frame.compact);
    staff_toast(scene, &plan);
}

void sheet_stick_take(Scene *scene)
{
    Ui *ui = scene->ui;
    const StickSum *sum = &scene->lane->stick.sum;
    if (scene->lane->stick.task != STICK_READ || staff_stick_gone(scene)) {
        scene->state->sheet = SHEET_NONE;
        return;
    }
    SheetQuestion question = {
        .id = TEXT("stick-take-dialog"),
        .title = UI_FILL(ui,
                         ui_tr_plural(ui, "Take {count} order up?", "Take {count} orders up?",
                                      sum->taken + sum->kept),
                         {"count", ui_integer(ui, sum->taken + sum->kept)}),
        .detail =
            ui_tr(ui, "This lane sends them from now on. The lane that they come from must be "
                      "out of service, or wait until they are sent."),
        .no = {.id = TEXT("stick-take-no"), .label = ui_tr(ui, "Leave them")},
        .yes = {.id = TEXT("stick-take-yes"),
                .label = ui_tr(ui, "Take them up"),
                .kind = BUTTON_PRIMARY,
                .icon = ICON_CHECK}};
    if (sheet_question(scene, &question))
        scene_emit(scene, EVENT_STICK_TAKE);
}
