/* Orders that the server has not confirmed, refused ones first, with the server's words. */
#include <math.h>

#include "screens/staff_parts.h"

static float refused_row(Scene *scene, Rect where, const LanePending *order, int32_t number,
                         bool draw)
{
    Ui *ui = scene->ui;
    Text reference = text_from_string(order->reference);
    StaffRow row = {
        .icon = ICON_WARNING,
        .tone = TONE_BAD,
        .title = UI_FILL(ui, TEXT("{order} · {amount}"), {"order", reference},
                         {"amount", ui_money(ui, order->total.minor)}),
        .detail = UI_FILL(ui, ui_tr(ui, "Server refused: {words}"),
                          {"words", text_from_string(order->words)}),
        .button = {.id = ui_id(ui, "order-review-%d", number),
                   .label = UI_FILL(ui, TEXT("{review} {order}"), {"review", ui_tr(ui, "Review")},
                                    {"order", reference}),
                   .text = ui_tr(ui, "Review")}};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        scene_emit_text(scene, EVENT_REVIEW_ORDER, text_from_string(order->uuid));
    return height;
}

static float waiting_row(Scene *scene, Rect where, const LanePending *order, bool draw)
{
    Ui *ui = scene->ui;
    Text words = text_from_string(order->words);
    StaffRow row = {.icon = ICON_SYNC,
                    .tone = TONE_NEUTRAL,
                    .title = text_from_string(order->reference),
                    .detail = words.size > 0 ? words : ui_tr(ui, "Paid · waits to be sent"),
                    .amount = ui_money(ui, order->total.minor)};
    return staff_row(scene, where, &row, draw);
}

// Above the rows, of which there may be many: beside each other where they fit.
static float buttons(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    bool by_badge = scene->checkout->attendant.by_badge, sticks = scene->lane->stick.offered;
    float side = frame_button_height(scene, 80);
    UiButton compare = {.id = TEXT("staff-compare"),
                        .label = ui_tr(ui, "Compare"),
                        .icon = ICON_LIST,
                        .icon_size = 32,
                        .disabled = by_badge};
    UiButton stick = {.id = TEXT("staff-stick"),
                      .label = ui_tr(ui, "USB stick"),
                      .icon = by_badge ? ICON_LOCK : ICON_STICK,
                      .icon_size = 32};
    float compare_width = ui_button_width(ui, &compare), stick_width = ui_button_width(ui, &stick);
    bool beside = compare_width + 16 + stick_width <= where.w;
    Rect at = RECT(where.x, where.y, fminf(where.w, compare_width), side);
    if (draw && ui_button(ui, at, &compare))
        staff_compare_begin(scene, COMPARISON_TODAY);
    if (!sticks)
        return side + 16;
    at = beside ? RECT(at.x + at.w + 16, at.y, stick_width, side)
                : RECT(where.x, at.y + side + 16, fminf(where.w, stick_width), side);
    if (draw && ui_button(ui, at, &stick))
        scene_emit(scene, EVENT_STICK);
    return at.y + side + 16 - where.y;
}

float staff_orders(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const LaneView *lane = scene->lane;
    int32_t count = lane->pending_count;
    Text detail =
        count > 0
            ? ui_tr(ui, "Saved on this lane. They are sent as soon as the shop server answers.")
            : ui_tr(ui, "Everything is confirmed");
    float y = inner.y +
              staff_head(scene, inner, ui_tr(ui, "Orders not yet confirmed"), detail, count, draw);
    y += buttons(scene, RECT(inner.x, y, inner.w, 0), draw);
    int32_t shown = count < LANE_PENDING_SHOWN_MAX ? count : LANE_PENDING_SHOWN_MAX;
    for (int32_t i = 0; i < shown; i++) {
        const LanePending *order = &lane->pending[i];
        Rect where = RECT(inner.x, y, inner.w, 0);
        y += order->refused ? refused_row(scene, where, order, i + 1, draw)
                            : waiting_row(scene, where, order, draw);
    }
    y += staff_more(scene, RECT(inner.x, y, inner.w, 0), count - shown, draw);
    return y - inner.y;
}
