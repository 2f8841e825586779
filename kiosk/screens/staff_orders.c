/* Orders that the server has not confirmed, refused ones first, with the server's words and what
 * can be done. */
#include <math.h>
#include <string.h>

#include "screens/staff_parts.h"

static UiButton retry_button(Scene *scene, int32_t number)
{
    return (UiButton){.id = ui_id(scene->ui, "order-retry-%d", number),
                      .label = ui_tr(scene->ui, "Send again"),
                      .icon = ICON_SYNC,
                      .icon_size = 32};
}

static float refused_row(Scene *scene, Rect where, const LanePending *order, int32_t number,
                         bool draw)
{
    Ui *ui = scene->ui;
    Text reference = text_from_string(order->reference);
    Text words = text_from_string(order->words);
    UiControl review = {.id = ui_id(ui, "order-review-%d", number),
                        .label = UI_FILL(ui, TEXT("{review} {order}: {words}"),
                                         {"review", ui_tr(ui, "Review")}, {"order", reference},
                                         {"words", words}),
                        .role = ACCESS_LINE,
                        .radius = RADIUS_M};
    StaffRow row = {.icon = ICON_WARNING,
                    .tone = TONE_BAD,
                    .title = UI_FILL(ui, TEXT("{order} · {amount}"), {"order", reference},
                                     {"amount", ui_money(ui, order->total.minor)}),
                    .detail = UI_FILL(ui, ui_tr(ui, "Server refused: {words}"), {"words", words}),
                    .button = retry_button(scene, number),
                    .control = &review};
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        scene_emit_text(scene, EVENT_RETRY_ORDER, text_from_string(order->uuid));
    if (row.touched_words) {
        memcpy(scene->state->sheet_uuid, order->uuid, sizeof(scene->state->sheet_uuid));
        scene_open_sheet(scene, SHEET_ORDER);
    }
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
    if (count > shown) {
        Text more =
            UI_FILL(ui, ui_tr_plural(ui, "and {count} more", "and {count} more", count - shown),
                    {"count", ui_integer(ui, count - shown)});
        y += scene_paragraph(scene, RECT(inner.x, y + 12, inner.w, 0), more,
                             (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2}, draw) +
             12;
    }
    return y - inner.y;
}

void sheet_order(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    const LanePending *order = NULL;
    int32_t shown = scene->lane->pending_count < LANE_PENDING_SHOWN_MAX ? scene->lane->pending_count
                                                                        : LANE_PENDING_SHOWN_MAX;
    for (int32_t i = 0; i < shown; i++)
        if (strcmp(scene->lane->pending[i].uuid, scene->state->sheet_uuid) == 0)
            order = &scene->lane->pending[i];
    if (!order) { // settled meanwhile
        scene->state->sheet = SHEET_NONE;
        return;
    }
    Text title = text_from_string(order->reference), words = text_from_string(order->words);
    float width = frame.wide ? fminf(1040, frame.width - 80) : frame.width,
          inner = width - frame_dialog_pad_x(&frame, true);
    UiText style = {.style = TYPE_BODY, .max_lines = 14};
    UiText note = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .max_lines = 4};
    Text explained = ui_tr(ui, "The customer has paid. The order stays here until it is settled.");
    float button = frame_button_height(scene, 112);
    float close = frame_button_height(scene, 80), beside = inner - close - 24;
    UiText title_style = {.style = TYPE_HEADLINE, .max_lines = 2};
    float head = fmaxf(close, scene_text_height(scene, beside, title, title_style) + 4 +
                                  ui_line_height(ui, TYPE_BODY));
    float body = scene_text_height(scene, inner, words, style) + 16 +
                 scene_text_height(scene, inner, explained, note);
    UiDialogFrame dialog = ui_begin_dialog(
        ui, &(UiDialog){.id = TEXT("order-sheet"),
                        .label = title,
                        .width = frame.wide ? width : 0,
                        .height = fminf(frame.height - 24, frame_dialog_pad_y(&frame, true) + head +
                                                               24 + body + 32 + button),
                        .sheet = true,
                        .closing = scene->state->sheet_closing});
    Rect rest = sheet_head(scene, dialog.inner, title, ui_money(ui, order->total.minor));
    rect_cut_top(&rest, 24);
    Rect foot = rect_cut_bottom(&rest, button);
    float y = rest.y + scene_paragraph(scene, rest, words, style, true) + 16;
    scene_paragraph(scene, RECT(rest.x, y, rest.w, 0), explained, note, true);
    UiButton retry = {.id = TEXT("order-retry"),
                      .label = ui_tr(ui, "Send again"),
                      .kind = BUTTON_PRIMARY,
                      .icon = ICON_SYNC,
                      .disabled = !order->refused};
    if (ui_button(ui, foot, &retry)) {
        scene_emit_text(scene, EVENT_RETRY_ORDER, text_from_string(order->uuid));
        scene->state->sheet_closing = true;
    }
    ui_end_dialog(ui);
    if (dialog.outside || ui_took_cancel(ui))
        scene->state->sheet_closing = true;
    if (dialog.gone)
        scene->state->sheet = SHEET_NONE;
}
