/* A new price for the selected line. A reason is needed; what is further from the shop's price than
 * an attendant may go waits for a manager's badge. */
#include "screens/sheet_entry.h"

// In the journal as they are here, whatever the language of the screen.
static const char *const reasons[] = {TR_LATER("Short date"), TR_LATER("Damaged"),
                                      TR_LATER("Shelf price was lower"), TR_LATER("Price match"),
                                      TR_LATER("Other")};

static Text value_label(Scene *scene, const OrderLine *line)
{
    Ui *ui = scene->ui;
    if (!(line->flags & ORDER_LINE_WEIGHED))
        return ui_tr(ui, "New price, each");
    return UI_FILL(ui, ui_tr(ui, "New price, per {unit}"),
                   {"unit", unit_word(scene, text_from_string(line->unit))});
}

void sheet_price(Scene *scene)
{
    Ui *ui = scene->ui;
    const OrderLine *line = order_line(scene->order, scene->checkout->selected_line_id);
    Money was, typed, now = {0};
    UnitPrice price = {0};
    if (!line || !order_line_shown_price(scene->order, line, line->unit_price, &was)) {
        scene->state->sheet = SHEET_NONE;
        return;
    }
    sheet_entry_drop_key(scene, &scene->order->currency);
    bool is_typed = sheet_entry_money(scene, &scene->order->currency, &typed);
    bool can_be = is_typed && order_line_price_shown_as(scene->order, line, typed, &price) &&
                  order_line_shown_price(scene->order, line, price, &now);
    const CheckoutAttendant *attendant = &scene->checkout->attendant;
    bool approved = attendant->manager || attendant->approved_by[0];
    bool needs_manager =
        can_be && !approved && checkout_price_needs_manager(scene->view->settings, line, price);
    Text amount = ui_money(ui, can_be ? now.minor : was.minor);
    SheetEntry entry = {
        .id = TEXT("price-sheet"),
        .title = ui_tr(ui, "Change price"),
        .detail = line_name(scene, line),
        .was_label = ui_tr(ui, "Was"),
        .was = ui_money(ui, was.minor),
        .value_label = value_label(scene, line),
        .value = is_typed ? ui_money(ui, typed.minor) : (Text){0},
        .keypad = TEXT("price"),
        .point = sheet_entry_point(scene, &scene->order->currency),
        .reason_count = COUNT_OF(reasons),
        .keep = {.id = TEXT("price-keep"),
                 .label =
                     UI_FILL(ui, ui_tr(ui, "Keep {amount}"), {"amount", ui_money(ui, was.minor)})},
        .set = {.id = TEXT("price-set"),
                .label = UI_FILL(ui, ui_tr(ui, "Set {amount}"), {"amount", amount}),
                .icon = ICON_CHECK,
                .disabled = !can_be || needs_manager || scene->state->reason == 0 ||
                            now.minor == was.minor},
    };
    sheet_reasons_fill(scene, reasons, COUNT_OF(reasons), entry.reasons);
    if (is_typed)
        entry.value_plain =
            format_money_plain(ui_frame_arena(ui), scene->order->currency.decimals, typed.minor);
    if (needs_manager) {
        entry.set.reason = ui_tr(ui, "Needs a manager badge");
        entry.set.icon = ICON_BADGE;
        entry.warning = UI_FILL(
            ui, ui_tr(ui, "A change of more than {percent} % needs a manager. Scan the badge."),
            {"percent", ui_integer(ui, scene->view->settings->price_change_percent)});
    } else if (can_be && scene->state->reason == 0) {
        entry.set.reason = ui_tr(ui, "Choose a reason");
        entry.set.icon = ICON_NONE;
    } else if (attendant->approved_by[0]) {
        entry.warning = UI_FILL(ui, ui_tr(ui, "Approved by {name}"),
                                {"name", text_from_string(attendant->approved_by)});
    }
    if (sheet_entry(scene, &entry) != SHEET_ENTRY_SET)
        return;
    CheckoutEvent event = {
        .kind = EVENT_STAFF_PRICE, .line_id = line->id, .price_micro = price.micro};
    text_copy_to_buffer(text_from_string(reasons[scene->state->reason - 1]), event.text,
                        sizeof(event.text));
    event_out_push(scene->out, event);
}
