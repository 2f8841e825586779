/* Orders that the server has not confirmed, refused ones first, with the server's words. */
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

// Orders leave the lane, or come to it, on a stick.
static float stick_button(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    bool by_badge = scene->checkout->attendant.by_badge;
    UiButton button = {.id = TEXT("staff-stick"),
                       .label = ui_tr(ui, "USB stick"),
                       .icon = by_badge ? ICON_LOCK : ICON_STICK,
                       .icon_size = 32};
    float side = frame_button_height(scene, 80);
    if (!scene->lane->stick.offered)
        return 0;
    if (draw && ui_button(ui, RECT(where.x, where.y + 16, where.w, side), &button))
        scene_emit(scene, EVENT_STICK);
    return 16 + side;
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
    int32_t shown = count < LANE_PENDING_SHOWN_MAX ? count : LANE_PENDING_SHOWN_MAX;
    for (int32_t i = 0; i < shown; i++) {
        const LanePending *order = &lane->pending[i];
        Rect where = RECT(inner.x, y, inner.w, 0);
        y += order->refused ? refused_row(scene, where, order, i + 1, draw)
                            : waiting_row(scene, where, order, draw);
    }
    y += staff_more(scene, RECT(inner.x, y, inner.w, 0), count - shown, draw);
    y += stick_button(scene, RECT(inner.x, y, inner.w, 0), draw);
    return y - inner.y;
}
