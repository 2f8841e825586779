/* Closing the day: what the session took, what is in the way, how it ended. The cash is counted in
 * a sheet of its own (sheet_day_count.c). */
#include <math.h>

#include "screens/staff_parts.h"

enum { DAY_ROWS_MAX = DAY_METHODS_MAX + 6 };

static bool has_figures(const LaneDayView *day)
{
    return day->step == DAY_FIGURES || day->step == DAY_CLOSED;
}

static Text waiting_words(Scene *scene, const LaneDayView *day)
{
    Ui *ui = scene->ui;
    return UI_FILL(ui,
                   ui_tr_plural(ui, "{count} order is not confirmed yet",
                                "{count} orders are not confirmed yet", day->waiting_count),
                   {"count", ui_integer(ui, day->waiting_count)});
}

static Text aside_words(Scene *scene, const LaneDayView *day)
{
    Ui *ui = scene->ui;
    return UI_FILL(ui,
                   ui_tr_plural(ui, "{count} order was refused and not settled",
                                "{count} orders were refused and not settled", day->aside_count),
                   {"count", ui_integer(ui, day->aside_count)});
}

// The references of those that are waiting, or were set aside: as many as there is room for.
static Text names_of(Scene *scene, bool refused)
{
    const LaneView *lane = scene->lane;
    Text names = {0};
    int32_t shown = 0;
    for (int32_t i = 0; i < lane->pending_count && i < LANE_PENDING_SHOWN_MAX && shown < 3; i++) {
        const LanePending *order = &lane->pending[i];
        if (order->refused != refused)
            continue;
        Text name = text_from_string(order->reference);
        names = shown++ == 0
                    ? name
                    : UI_FILL(scene->ui, TEXT("{first}, {next}"), {"first", names}, {"next", name});
    }
    return names;
}

static int32_t order_hindrances(Scene *scene, StaffRow *rows)
{
    Ui *ui = scene->ui;
    const LaneDayView *day = &scene->lane->day;
    int32_t count = 0;
    if (day->aside_count > 0)
        rows[count++] = (StaffRow){.icon = ICON_WARNING,
                                   .tone = TONE_BAD,
                                   .title = aside_words(scene, day),
                                   .detail = names_of(scene, true)};
    if (day->waiting_count == 0)
        return count;
    rows[count++] = (StaffRow){.icon = ICON_SYNC,
                               .tone = TONE_WARNING,
                               .title = waiting_words(scene, day),
                               .detail = names_of(scene, false)};
    rows[count++] = (StaffRow){.icon = ICON_CLOCK,
                               .tone = TONE_NEUTRAL,
                               .title = ui_tr(ui, "Wait here: it goes on when they are confirmed")};
    return count;
}

// What stands in the way before the server is asked for anything; returns how many rows.
static int32_t hindrances(Scene *scene, StaffRow *rows)
{
    Ui *ui = scene->ui;
    const LaneDayView *day = &scene->lane->day;
    if (day->step == DAY_CLOSED || day->step == DAY_CLOSING)
        return 0;
    if (!scene->lane->online) {
        rows[0] = (StaffRow){.icon = ICON_OFFLINE,
                             .tone = TONE_WARNING,
                             .title = ui_tr(ui, "Closing the day needs the shop server"),
                             .detail = ui_tr(ui, "It goes on here when the server answers.")};
        return 1;
    }
    if (scene->checkout->sale_open && scene_has_sale(scene)) {
        rows[0] = (StaffRow){.icon = ICON_BASKET,
                             .tone = TONE_WARNING,
                             .title = ui_tr(ui, "A sale is still open"),
                             .detail = ui_tr(ui, "Finish or cancel it first.")};
        return 1;
    }
    return order_hindrances(scene, rows);
}

// What became of the paper, once the day is closed.
static Text slip_words(Scene *scene)
{
    Ui *ui = scene->ui;
    const LaneDayView *day = &scene->lane->day;
    switch (day->slip) {
    case DAY_SLIP_NONE:
        break;
    case DAY_SLIP_PRINTING:
        return ui_tr(ui, "The slip is being printed.");
    case DAY_SLIP_PRINTED:
        return ui_tr(ui, "The slip is printed: keep it away from the lane.");
    case DAY_SLIP_FAILED:
        return UI_FILL(ui, ui_tr(ui, "The slip was not printed: {words}"),
                       {"words", text_from_string(day->slip_words)});
    case DAY_SLIP_NO_PRINTER:
        return ui_tr(ui, "There is no printer: write the seal down.");
    }
    return (Text){0};
}

static StaffRow state_row(Scene *scene)
{
    Ui *ui = scene->ui;
    const LaneDayView *day = &scene->lane->day;
    StaffRow row = {.icon = ICON_SYNC, .tone = TONE_NEUTRAL};
    switch (day->step) {
    case DAY_OPEN:
    case DAY_ASKING:
        row.title = ui_tr(ui, "Asking the shop server");
        break;
    case DAY_FIGURES:
        row.icon = ICON_INFO;
        row.title = ui_tr(ui, "The lane sells nothing more until the next day is opened");
        break;
    case DAY_CLOSING:
        row.title = ui_tr(ui, "The day is being closed");
        row.detail = ui_tr(ui, "This can take a minute.");
        break;
    case DAY_REFUSED:
        row = (StaffRow){.icon = ICON_WARNING,
                         .tone = TONE_BAD,
                         .title = ui_tr(ui, "The day was not closed"),
                         .detail = text_from_string(day->words)};
        break;
    case DAY_UNREACHED:
        row = (StaffRow){.icon = ICON_OFFLINE,
                         .tone = TONE_BAD,
                         .title = ui_tr(ui, "The shop server did not answer"),
                         .detail = text_from_string(day->words)};
        break;
    case DAY_CLOSED:
        row.icon = ICON_CHECK;
        row.title = ui_tr(ui, "The day is closed");
        row.detail = slip_words(scene);
        if (day->slip == DAY_SLIP_FAILED)
            row.tone = TONE_WARNING;
        if (day->slip == DAY_SLIP_FAILED || day->slip == DAY_SLIP_PRINTED)
            row.button = (UiButton){.id = TEXT("day-print"),
                                    .label = ui_tr(ui, "Print again"),
                                    .kind = BUTTON_SECONDARY};
        break;
    }
    return row;
}

static int32_t figures_rows(Scene *scene, StaffRow *rows)
{
    Ui *ui = scene->ui;
    const LaneDayView *day = &scene->lane->day;
    const DayFigures *figures = &day->figures;
    int32_t count = 0;
    if (!has_figures(day))
        return 0;
    rows[count++] =
        (StaffRow){.icon = ICON_LIST,
                   .tone = TONE_NEUTRAL,
                   .title = UI_FILL(
                       ui, ui_tr_plural(ui, "{count} sale", "{count} sales", figures->order_count),
                       {"count", ui_integer(ui, figures->order_count)}),
                   .amount = ui_money(ui, figures->total.minor)};
    for (int32_t i = 0; i < figures->method_count; i++) {
        const DayMethod *method = &figures->methods[i];
        rows[count++] = (StaffRow){.icon = method->is_cash ? ICON_CASH : ICON_CARD,
                                   .tone = TONE_NEUTRAL,
                                   .title = text_from_string(method->name),
                                   .amount = ui_money(ui, method->taken.minor)};
    }
    rows[count++] = (StaffRow){.icon = ICON_LOCK,
                               .tone = TONE_NEUTRAL,
                               .title = ui_tr(ui, "Seal of the lane's records"),
                               .detail = text_from_string(day->chain_head)};
    return count;
}

static UiButton main_button(Scene *scene, bool hindered)
{
    Ui *ui = scene->ui;
    const LaneDayView *day = &scene->lane->day;
    UiButton button = {.id = TEXT("day-close-yes"),
                       .label = ui_tr(ui, "Close the day"),
                       .kind = BUTTON_PRIMARY,
                       .icon = ICON_LOCK,
                       .disabled = true};
    if (hindered)
        return button;
    switch (day->step) {
    case DAY_OPEN:
    case DAY_ASKING:
    case DAY_CLOSING:
        break;
    case DAY_FIGURES:
        button.disabled = false;
        if (day->figures.counts_cash) {
            button.id = TEXT("day-count");
            button.label = ui_tr(ui, "Count the cash");
            button.icon = ICON_CASH;
        }
        break;
    case DAY_REFUSED:
    case DAY_UNREACHED:
        button.disabled = false;
        button.id = TEXT("day-again");
        button.label = ui_tr(ui, "Look again");
        button.icon = ICON_SYNC;
        break;
    case DAY_CLOSED:
        button.disabled = false;
        button.id = TEXT("day-done");
        button.label = ui_tr(ui, "Done");
        button.icon = ICON_CHECK;
        break;
    }
    return button;
}

static void touched(Scene *scene)
{
    const LaneDayView *day = &scene->lane->day;
    if (day->step == DAY_FIGURES && day->figures.counts_cash)
        scene_open_sheet(scene, SHEET_DAY_COUNT);
    else if (day->step == DAY_FIGURES)
        scene_emit(scene, EVENT_DAY_CLOSE);
    else if (day->step == DAY_REFUSED || day->step == DAY_UNREACHED)
        scene_emit(scene, EVENT_DAY);
    else
        scene->state->sheet_closing = true;
}

// What was in the way is gone: the figures are asked for by themselves.
static void go_on(Scene *scene, bool hindered)
{
    if (!hindered && scene->lane->day.step == DAY_OPEN && !scene->state->sheet_closing)
        scene_emit(scene, EVENT_DAY);
}

static float rows_height(Scene *scene, float width, StaffRow *rows, int32_t count)
{
    float height = 0;
    for (int32_t i = 0; i < count; i++)
        height += staff_row(scene, RECT(0, 0, width, 0), &rows[i], false);
    return height;
}

void sheet_day(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    StaffRow rows[DAY_ROWS_MAX];
    int32_t count = hindrances(scene, rows);
    bool hindered = count > 0;
    if (!hindered)
        rows[count++] = state_row(scene);
    count += figures_rows(scene, rows + count);
    Text title = ui_tr(ui, "Close the day");
    Text session = has_figures(&scene->lane->day)
                       ? text_from_string(scene->lane->day.figures.session_name)
                       : (Text){0};
    float width = frame.wide ? fminf(1040, frame.width - 48) : frame.width;
    float inner = width - frame_dialog_pad_x(&frame, true);
    float button = frame_button_height(scene, 112),
          content = rows_height(scene, inner, rows, count);
    float height = frame_dialog_pad_y(&frame, true) +
                   sheet_head_height(scene, inner, title, session) + 16 + content + 24 + button;
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = TEXT("day-sheet"),
                                        .label = title,
                                        .width = frame.wide ? width : 0,
                                        .height = fminf(frame.height - 24, height),
                                        .sheet = true,
                                        .closing = scene->state->sheet_closing});
    Rect rest = sheet_head(scene, dialog.inner, title, session);
    rect_cut_top(&rest, 16);
    Rect foot = rect_cut_bottom(&rest, button);
    rect_cut_bottom(&rest, 24);
    ui_begin_scroll(ui, rest,
                    &(UiScroll){.id = TEXT("day-rows"), .label = title, .content = content});
    float y = rest.y;
    bool print = false;
    for (int32_t i = 0; i < count; i++) {
        y += staff_row(scene, RECT(rest.x, y, rest.w, 0), &rows[i], true);
        print = print || rows[i].touched_button; // no other row has one
    }
    ui_end_scroll(ui);
    UiButton act = main_button(scene, hindered);
    bool act_touched = ui_button(ui, foot, &act);
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui))
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
    else if (act_touched)
        touched(scene);
    else if (print)
        scene_emit(scene, EVENT_DAY_PRINT);
    else
        go_on(scene, hindered);
}
