/* What waits for the attendant's decision: an age, a payment nobody knows the end of, what the lane
 * found out. */
#include <math.h>

#include "screens/staff_parts.h"

typedef struct Case {
    UiIcon icon;
    Text title, detail;
    UiButton no, yes;
    CheckoutEventKind no_event, yes_event;
} Case;

static Text birth_date(Scene *scene, int32_t age)
{
    LaneTime now = scene->lane->now;
    int32_t day = now.month == 2 && now.day == 29 ? 28 : now.day;
    return format_date(ui_frame_arena(scene->ui), ui_language(scene->ui), now.year - age, now.month,
                       day);
}

static Case age_case(Scene *scene, const OrderLine *line)
{
    Ui *ui = scene->ui;
    return (Case){
        .icon = ICON_AGE18,
        .title = UI_FILL(ui, ui_tr(ui, "Born on or before {date}?"),
                         {"date", birth_date(scene, line->minimum_age)}),
        .detail = UI_FILL(ui, ui_tr(ui, "{name}. Look at the ID in person."),
                          {"name", line_name(scene, line)}),
        .no = {.id = TEXT("age-refuse"), .label = ui_tr(ui, "Refuse")},
        .yes = {.id = TEXT("age-approve"), .label = ui_tr(ui, "Approve age"), .icon = ICON_CHECK},
        .no_event = EVENT_AGE_REFUSE,
        .yes_event = EVENT_AGE_APPROVE};
}

static Case payment_case(Scene *scene)
{
    Ui *ui = scene->ui;
    bool by_badge = scene->checkout->attendant.by_badge;
    Text amount = ui_money(ui, checkout_amount_due(scene->checkout).minor);
    Case one = {
        .icon = ICON_CARD,
        .title = UI_FILL(ui, ui_tr(ui, "Was the card charged {amount}?"), {"amount", amount}),
        .detail =
            by_badge
                ? ui_tr(ui, "Look at the card reader. To decide, sign in with your PIN.")
                : ui_tr(ui, "The reader did not answer. Look at its last payment, then decide."),
        .no = {.id = TEXT("payment-not-charged"),
               .label = ui_tr(ui, "Not charged"),
               .disabled = by_badge},
        .yes = {.id = TEXT("payment-charged"),
                .label = ui_tr(ui, "It was charged"),
                .icon = ICON_CHECK,
                .disabled = by_badge},
        .no_event = EVENT_PAYMENT_NOT_CHARGED,
        .yes_event = EVENT_PAYMENT_WAS_CHARGED};
    return one;
}

static float case_box(Scene *scene, Rect where, Case *one, bool draw)
{
    Ui *ui = scene->ui;
    const float pad = 24, icon = 72;
    float width = where.w - 2 * pad - icon - 24, button = frame_button_height(scene, 96);
    one->yes.kind = BUTTON_PRIMARY;
    UiText title = {.style = TYPE_LABEL, .colour = COLOUR_ON_WARNING_SOFT, .max_lines = 5};
    UiText detail = {.style = TYPE_CAPTION, .colour = COLOUR_ON_WARNING_SOFT, .max_lines = 6};
    float title_height = scene_text_height(scene, width, one->title, title);
    float words = title_height + 4 + scene_text_height(scene, width, one->detail, detail);
    float no_width = ui_button_width(ui, &one->no), yes_width = ui_button_width(ui, &one->yes);
    float room = where.w - 2 * pad;
    bool stacked = no_width + yes_width + 16 > room;
    float body = fmaxf(icon, words);
    float height = 20 + body + 20 + button + (stacked ? 16 + button : 0) + 20;
    if (!draw)
        return height;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, RECT(where.x, where.y, where.w, height),
           (UiBox){.fill = COLOUR_WARNING_SOFT,
                   .radius = RADIUS_L,
                   .border = contrast ? COLOUR_WARNING : COLOUR_NONE});
    float x = where.x + pad, y = where.y + 20;
    ui_icon(ui, RECT(x, y + (body - icon) / 2, icon, icon), one->icon, COLOUR_ON_WARNING_SOFT);
    float text_y = y + (body - words) / 2;
    scene_paragraph(scene, RECT(x + icon + 24, text_y, width, 0), one->title, title, true);
    scene_paragraph(scene, RECT(x + icon + 24, text_y + title_height + 4, width, 0), one->detail,
                    detail, true);
    y += body + 20;
    float share = (room - 16) * no_width / (no_width + yes_width);
    Rect no = stacked ? RECT(x, y + button + 16, room, button) : RECT(x, y, share, button);
    Rect yes =
        stacked ? RECT(x, y, room, button) : RECT(x + share + 16, y, room - share - 16, button);
    if (ui_button(ui, no, &one->no))
        scene_emit(scene, one->no_event);
    if (ui_button(ui, yes, &one->yes))
        scene_emit(scene, one->yes_event);
    return height;
}

bool staff_has_case(const Scene *scene)
{
    return scene->checkout->payment == PAYMENT_UNKNOWN ||
           (scene->checkout->sale_open && checkout_age_line(scene->checkout));
}

static int32_t notes(Scene *scene, StaffRow out[4])
{
    Ui *ui = scene->ui;
    const LaneView *lane = scene->lane;
    int32_t count = 0;
    if (lane->queue_stopped)
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_BAD,
                                  .title = ui_tr(ui, "The shop server refuses all orders"),
                                  .detail = text_from_string(lane->server_words)};
    if (lane->journal_words[0])
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "The lane's records were damaged"),
                                  .detail = text_from_string(lane->journal_words)};
    if (scene->checkout->cause[0])
        out[count++] = (StaffRow){.icon = ICON_WARNING,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "The lane can't open"),
                                  .detail = text_from_string(scene->checkout->cause)};
    if (lane->clock_unsure)
        out[count++] = (StaffRow){.icon = ICON_CLOCK,
                                  .tone = TONE_WARNING,
                                  .title = ui_tr(ui, "The clock may be wrong"),
                                  .detail = ui_tr(ui, "It is set when the shop server answers.")};
    return count;
}

float staff_cases(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    Case cases[2];
    StaffRow rows[4];
    int32_t case_count = 0, row_count = notes(scene, rows);
    if (scene->checkout->payment == PAYMENT_UNKNOWN)
        cases[case_count++] = payment_case(scene);
    const OrderLine *age = scene->checkout->sale_open ? checkout_age_line(scene->checkout) : NULL;
    if (age)
        cases[case_count++] = age_case(scene, age);
    float y = inner.y + staff_head(scene, inner, ui_tr(ui, "Needs you"), (Text){0},
                                   case_count + row_count, draw);
    for (int32_t i = 0; i < case_count; i++)
        y += case_box(scene, RECT(inner.x, y, inner.w, 0), &cases[i], draw) + 16;
    for (int32_t i = 0; i < row_count; i++)
        y += staff_row(scene, RECT(inner.x, y, inner.w, 0), &rows[i], draw);
    if (case_count + row_count == 0)
        y += scene_paragraph(scene, RECT(inner.x, y, inner.w, 0), ui_tr(ui, "Nobody is waiting"),
                             (UiText){.style = TYPE_BODY, .colour = COLOUR_TEXT_2, .max_lines = 2},
                             draw);
    return y - inner.y;
}
