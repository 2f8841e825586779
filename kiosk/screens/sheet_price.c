/* A new price for the selected line. A reason is needed; what is further from the shop's price than
 * an attendant may go waits for a manager's badge. */
#include <stdio.h>

#include "screens/sheet_entry.h"

// In the journal as they are here, whatever the language of the screen.
static const char *const reasons[] = {TR_LATER("Short date"), TR_LATER("Damaged"),
                                      TR_LATER("Shelf price was lower"), TR_LATER("Price match"),
                                      TR_LATER("Other")};

// "3.80" as minor units; false while nothing that can be a price was typed.
static bool typed_minor(const Scene *scene, Money *out)
{
    const ScreensState *state = scene->state;
    bool digits = false;
    for (int32_t i = 0; i < state->entry_size; i++)
        digits |= state->entry[i] != '.';
    char text[ENTRY_SIZE_MAX + 2];
    int32_t size = state->entry_size;
    if (size > 0 && state->entry[size - 1] == '.')
        size--;
    snprintf(text, sizeof text, "0%.*s", (int)size, state->entry); // ".5" is a half
    return digits && money_parse(text, &scene->order->currency, out);
}

// A key that leads to no price is taken back.
static void drop_last_key(Scene *scene)
{
    ScreensState *state = scene->state;
    Money amount;
    bool only_point = state->entry_size == 1 && state->entry[0] == '.';
    while (state->entry_size > 0 && !only_point && !typed_minor(scene, &amount)) {
        state->entry[--state->entry_size] = 0;
        only_point = state->entry_size == 1 && state->entry[0] == '.';
    }
}

static Text point_of(Scene *scene)
{
    if (scene->order->currency.decimals == 0)
        return (Text){0};
    Text half = ui_milli(scene->ui, 500, 1, 1);
    return text_contains(half, TEXT(",")) ? TEXT(",") : TEXT(".");
}

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
    drop_last_key(scene);
    bool is_typed = typed_minor(scene, &typed);
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
        .point = point_of(scene),
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
