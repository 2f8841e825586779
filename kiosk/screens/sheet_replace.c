/* What takes the place of an article that the server no longer has: scanned, or the shop's usual
 * one. */
#include <math.h>

#include "screens/staff_parts.h"

static Text gone_name(Scene *scene, int32_t article_id)
{
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    for (int32_t i = 0; order && order->order && i < order->order->line_count; i++)
        if (order->order->lines[i].article_id == article_id)
            return line_name(scene, &order->order->lines[i]);
    return (Text){0};
}

static StaffRow chosen_row(Scene *scene)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    int32_t id = scene->checkout->review.replacement_id;
    int32_t article =
        catalogue && id != 0 ? catalogue_article_by_id(catalogue, id) : CATALOGUE_NONE;
    if (scene->checkout->toast == TOAST_NO_REPLACEMENT)
        return (StaffRow){.icon = ICON_WARNING,
                          .tone = TONE_BAD,
                          .title = ui_tr(ui, "This article can't take its place"),
                          .detail =
                              ui_tr(ui, "Scan another one: no menu, no serial number, sold in "
                                        "the same unit.")};
    if (article == CATALOGUE_NONE)
        return (StaffRow){.icon = ICON_SCAN,
                          .tone = TONE_NEUTRAL,
                          .title = ui_tr(ui, "Scan the article that takes its place")};
    Text name = article_name(scene, article);
    return (StaffRow){.tone = TONE_NEUTRAL,
                      .title = name,
                      .detail = ui_tr(ui, "Scan another one to change it."),
                      .article_id = id,
                      .picture_name = name};
}

void sheet_replace(Scene *scene)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    const CheckoutReview *review = &scene->checkout->review;
    if (review->replace_id == 0) { // chosen, or no longer to be chosen
        scene->state->sheet = SHEET_NONE;
        return;
    }
    Text title = ui_tr(ui, "What takes its place?");
    Text detail = UI_FILL(ui,
                          ui_tr(ui, "{name} is sent as another article. Its name, price and taxes "
                                    "stay as they were sold."),
                          {"name", gone_name(scene, review->replace_id)});
    float width = frame.wide ? fminf(1040, frame.width - 48) : frame.width;
    float inner = width - frame_dialog_pad_x(&frame, true);
    float button = frame_button_height(scene, 112);
    UiText note = {.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 6};
    StaffRow row = chosen_row(scene);
    float words = scene_text_height(scene, inner, detail, note);
    float head = sheet_head_height(scene, inner, title, (Text){0});
    float content = words + 24 + staff_row(scene, RECT(0, 0, inner, 0), &row, false);
    float height = frame_dialog_pad_y(&frame, true) + head + 16 + content + 24 + button;
    UiDialogFrame dialog =
        ui_begin_dialog(ui, &(UiDialog){.id = TEXT("replace-sheet"),
                                        .label = title,
                                        .width = frame.wide ? width : 0,
                                        .height = fminf(frame.height - 24, height),
                                        .sheet = true,
                                        .closing = scene->state->sheet_closing});
    Rect rest = sheet_head(scene, dialog.inner, title, (Text){0});
    rect_cut_top(&rest, 16);
    Rect foot = rect_cut_bottom(&rest, button);
    rect_cut_bottom(&rest, 24);
    ui_begin_scroll(ui, rest,
                    &(UiScroll){.id = TEXT("replacement"), .label = title, .content = content});
    scene_paragraph(scene, RECT(rest.x, rest.y, rest.w, 0), detail, note, true);
    staff_row(scene, RECT(rest.x, rest.y + words + 24, rest.w, 0), &row, true);
    ui_end_scroll(ui);
    UiButton use = {.id = TEXT("replace-use"),
                    .label = ui_tr(ui, "Use this article"),
                    .kind = BUTTON_PRIMARY,
                    .icon = ICON_CHECK,
                    .disabled = review->replacement_id == 0};
    if (ui_button(ui, foot, &use))
        event_out_push(scene->out,
                       (CheckoutEvent){.kind = EVENT_REPAIR_ORDER, .repair = ORDER_REPAIR_ARTICLE});
    bool leave = dialog.outside || ui_took_cancel(ui) || scene->state->sheet_closing;
    ui_end_dialog(ui);
    if (leave)
        scene_emit(scene, EVENT_BACK);
}
