/* What waits for the attendant: the sale's own case, a payment nobody knows the end of, charges of
 * orders that were left behind, what the lane found out. */
#include <string.h>

#include "screens/staff_parts.h"

bool staff_has_case(const Scene *scene)
{
    return scene->checkout->payment == PAYMENT_UNKNOWN || staff_sale_cases(scene) > 0;
}

// The sale's own case; it is decided in the sale.
static float sale_row(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    StaffSaleCase open;
    if (!staff_sale_case(scene, &open))
        return 0;
    const OrderLine *line = open.is_help ? order_line(scene->order, scene->checkout->help_line_id)
                                         : checkout_age_case(scene->checkout);
    Text waiting = staff_waiting_words(scene), here = ui_tr(ui, "This lane");
    StaffRow row = {.icon = open.decision.icon,
                    .tone = TONE_WARNING,
                    .title = open.is_help ? open.decision.title
                                          : UI_FILL(ui, ui_tr(ui, "Age check: {name}"),
                                                    {"name", line_name(scene, line)}),
                    .detail = waiting.size > 0 ? UI_FILL(ui, TEXT("{lane} · {waiting}"),
                                                         {"lane", here}, {"waiting", waiting})
                                               : here,
                    .button = {.id = TEXT("case-check"),
                               .label = open.is_help ? ui_tr(ui, "Open") : ui_tr(ui, "Check"),
                               .kind = BUTTON_PRIMARY,
                               .disabled = scene->checkout->payment == PAYMENT_UNKNOWN}};
    if (line) {
        row.article_id = line->article_id;
        row.picture_name = line_name(scene, line);
    }
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        scene_emit(scene, EVENT_STAFF_SALE);
    return height;
}

Text charge_words(Scene *scene, const LaneCharge *charge)
{
    Ui *ui = scene->ui;
    if (charge->said_charged)
        return ui_tr(ui, "The card reader says: charged");
    return charge->words[0] ? ui_tr(ui, "The card reader can't tell")
                            : ui_tr(ui, "The card reader was not asked yet");
}

static float charge_row(Scene *scene, Rect where, int32_t index, bool draw)
{
    Ui *ui = scene->ui;
    const LaneCharge *charge = &scene->lane->charges[index];
    StaffRow row = {.icon = ICON_CARD,
                    .tone = TONE_BAD,
                    .title = UI_FILL(ui, ui_tr(ui, "Card charge without an end: {amount}"),
                                     {"amount", ui_money(ui, charge->amount.minor)}),
                    .detail = charge_words(scene, charge),
                    .button = {.id = ui_id(ui, "charge-settle-%d", index + 1),
                               .label = ui_tr(ui, "Settle"),
                               .disabled = scene->checkout->attendant.by_badge}};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button) {
        memcpy(scene->state->sheet_uuid, charge->intent_id, sizeof(scene->state->sheet_uuid));
        scene_open_sheet(scene, SHEET_CHARGE);
    }
    return height;
}

float staff_lost_row(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    int32_t count = scene->lane->lost_count;
    if (count == 0)
        return 0;
    StaffRow row = {.icon = ICON_WARNING,
                    .tone = TONE_BAD,
                    .title =
                        UI_FILL(ui,
                                ui_tr_plural(ui, "The server has lost {count} confirmed order",
                                             "The server has lost {count} confirmed orders", count),
                                {"count", ui_integer(ui, count)}),
                    .detail = ui_tr(ui, "Was it restored from a backup? Nothing is lost here."),
                    .button = {.id = TEXT("send-lost"),
                               .label = ui_tr(ui, "Send them again"),
                               .disabled = scene->lane->lost_sending}};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        scene_emit(scene, EVENT_SEND_LOST);
    return height;
}

enum { NOTES_MAX = 5 };

static int32_t notes(Scene *scene, StaffRow out[NOTES_MAX])
{
    Ui *ui = scene->ui;
    const LaneView *lane = scene->lane;
    int32_t count = 0;
    if (lane->queue_stopped)
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_BAD,
                                  .title = ui_tr(ui, "The shop server refuses all orders"),
                                  .detail = text_from_string(lane->queue_words)};
    if (lane->journal_words[0])
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "The lane's records were damaged"),
                                  .detail = text_from_string(lane->journal_words)};
    if (scene->checkout->cause[0] && !lane->is_moved && lane->day.step != DAY_CLOSING &&
        lane->day.step != DAY_CLOSED)
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "The lane can't open"),
                                  .detail = text_from_string(scene->checkout->cause)};
    if (lane->clock_unsure)
        out[count++] = (StaffRow){.icon = ICON_CLOCK,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "The clock may be wrong"),
                                  .detail = ui_tr(ui, "It is set when the shop server answers.")};
    if (lane->loses_grams)
        out[count++] = (StaffRow){.icon = ICON_SCALE,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "Weights lose grams"),
                                  .detail = ui_tr(ui, "Units need three decimals on the server, "
                                                      "and kg the rounding 0.001.")};
    return count;
}

static float payment_box(Scene *scene, Rect where, bool draw)
{
    StaffDecision payment = staff_payment_decision(scene);
    float height = staff_decision(scene, where, &payment, draw);
    if (payment.touched_no)
        scene_emit(scene, EVENT_PAYMENT_NOT_CHARGED);
    if (payment.touched_yes)
        scene_emit(scene, EVENT_PAYMENT_WAS_CHARGED);
    return height + 16;
}

float staff_cases(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    StaffRow rows[NOTES_MAX];
    bool unknown = scene->checkout->payment == PAYMENT_UNKNOWN;
    int32_t row_count = notes(scene, rows), charges = scene->lane->charge_count;
    int32_t count = row_count + charges + staff_sale_cases(scene) + unknown +
                    staff_session_count(scene) + (scene->lane->lost_count > 0);
    float y = inner.y + staff_head(scene, inner, ui_tr(ui, "Needs you"), (Text){0}, count, draw);
    if (unknown)
        y += payment_box(scene, RECT(inner.x, y, inner.w, 0), draw);
    y += sale_row(scene, RECT(inner.x, y, inner.w, 0), draw);
    for (int32_t i = 0; i < charges; i++)
        y += charge_row(scene, RECT(inner.x, y, inner.w, 0), i, draw);
    y += staff_session_rows(scene, RECT(inner.x, y, inner.w, 0), draw);
    y += staff_lost_row(scene, RECT(inner.x, y, inner.w, 0), draw);
    for (int32_t i = 0; i < row_count; i++)
        y += staff_row(scene, RECT(inner.x, y, inner.w, 0), &rows[i], draw);
    if (count == 0)
        y += scene_paragraph(scene, RECT(inner.x, y, inner.w, 0), ui_tr(ui, "Nobody is waiting"),
                             (UiText){.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 2},
                             draw);
    return y - inner.y;
}
