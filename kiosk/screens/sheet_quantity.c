/* How many of the selected line. */
#include <stdlib.h>

#include "screens/sheet_entry.h"

enum { PIECES_DIGITS = 4 };

void sheet_quantity(Scene *scene)
{
    Ui *ui = scene->ui;
    ScreensState *state = scene->state;
    const OrderLine *line = order_line(scene->order, scene->checkout->selected_line_id);
    if (!line) {
        state->sheet = SHEET_NONE;
        return;
    }
    while (state->entry_size > PIECES_DIGITS)
        state->entry[--state->entry_size] = 0;
    int32_t pieces = state->entry_size > 0 ? atoi(state->entry) : 0;
    Text was = ui_milli(ui, line->quantity.milli, 0, 3);
    bool changes = pieces > 0 && pieces * INT64_C(1000) != line->quantity.milli;
    SheetEntry entry = {
        .id = TEXT("quantity-sheet"),
        .title = ui_tr(ui, "Quantity"),
        .detail = line_name(scene, line),
        .was_label = ui_tr(ui, "Was"),
        .was = was,
        .value_label = ui_tr(ui, "New quantity"),
        .value = state->entry_size > 0 ? ui_integer(ui, pieces) : (Text){0},
        .value_plain = ui_id(ui, "%d", pieces),
        .keypad = TEXT("quantity"),
        .keep = {.id = TEXT("quantity-keep"),
                 .label = UI_FILL(ui, ui_tr(ui, "Keep {amount}"), {"amount", was})},
        .set = {.id = TEXT("quantity-set"),
                .label = pieces > 0 ? UI_FILL(ui, ui_tr(ui, "Set {amount}"),
                                              {"amount", ui_integer(ui, pieces)})
                                    : ui_tr(ui, "Quantity"),
                .icon = ICON_CHECK,
                .disabled = !changes},
    };
    if (sheet_entry(scene, &entry) == SHEET_ENTRY_SET)
        event_out_push(
            scene->out,
            (CheckoutEvent){.kind = EVENT_STAFF_QUANTITY, .line_id = line->id, .pieces = pieces});
}
