/* What is in the drawer when the day is closed, beside what the server expects there. */
#include "screens/sheet_entry.h"

void sheet_day_count(Scene *scene)
{
    Ui *ui = scene->ui;
    const DayFigures *figures = &scene->lane->day.figures;
    Money counted;
    if (scene->lane->day.step != DAY_FIGURES) { // the server was asked again meanwhile
        scene_open_sheet(scene, SHEET_DAY);
        return;
    }
    sheet_entry_drop_key(scene, &figures->currency);
    bool is_typed = sheet_entry_money(scene, &figures->currency, &counted);
    int64_t difference = is_typed ? counted.minor - figures->cash_expected.minor : 0;
    SheetEntry entry = {
        .id = TEXT("day-count-sheet"),
        .title = ui_tr(ui, "Count the cash"),
        .detail = ui_tr(ui, "Everything that is in the drawer now"),
        .was_label = ui_tr(ui, "Expected"),
        .was = ui_money(ui, figures->cash_expected.minor),
        .was_stays = true,
        .value_label = ui_tr(ui, "Counted"),
        .value = is_typed ? ui_money(ui, counted.minor) : (Text){0},
        .keypad = TEXT("count"),
        .point = sheet_entry_point(scene, &figures->currency),
        .keep = {.id = TEXT("count-leave"), .label = ui_tr(ui, "Back")},
        .set = {.id = TEXT("count-set"),
                .label = ui_tr(ui, "Close the day"),
                .icon = ICON_LOCK,
                .disabled = !is_typed},
    };
    if (is_typed)
        entry.value_plain =
            format_money_plain(ui_frame_arena(ui), figures->currency.decimals, counted.minor);
    if (difference != 0)
        entry.warning =
            UI_FILL(ui, ui_tr(ui, "The count differs by {amount}. The server books it."),
                    {"amount", ui_money(ui, difference)});
    if (sheet_entry(scene, &entry) != SHEET_ENTRY_SET)
        return;
    event_out_push(scene->out,
                   (CheckoutEvent){.kind = EVENT_DAY_CLOSE, .flag = true, .amount = counted});
    scene_open_sheet(scene, SHEET_DAY);
}
