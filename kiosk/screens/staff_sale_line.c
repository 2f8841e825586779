/* A line of the sale as an attendant sees it: to be selected, with how many and what it comes to.
 */
#include <math.h>

#include "screens/staff_parts.h"

enum { PICK = 48 };

typedef struct SaleLine {
    bool big, compact, tagged;
    float picture, gap, amount_width, quantity_width;
    float name_x, name_width, name_height, sub_height, height;
    Text name, quantity;
    UiText name_style;
    UiTag tag;
    Money before;
} SaleLine;

static bool tag_of(Scene *scene, const OrderLine *line, Money before, UiTag *out)
{
    Ui *ui = scene->ui;
    int64_t saved = before.minor - line->display_total.minor;
    if (order_line_age(scene->order, line->id) > 0) {
        bool seen = !line_needs_age(scene, line);
        *out = (UiTag){.text = seen ? ui_tr(ui, "Age checked") : ui_tr(ui, "Age check at payment"),
                       .tone = seen ? TONE_GOOD : TONE_WARNING,
                       .icon = ICON_AGE18};
        return true;
    }
    if (line->flags & ORDER_LINE_MANUAL_PRICE && line->list_price.micro != line->unit_price.micro) {
        *out = (UiTag){.text = ui_tr(ui, "Price changed"), .tone = TONE_INFO, .icon = ICON_TAG};
        return true;
    }
    *out = (UiTag){.text =
                       UI_FILL(ui, ui_tr(ui, "You save {amount}"), {"amount", ui_money(ui, saved)}),
                   .tone = TONE_GOOD,
                   .icon = ICON_TAG};
    return saved > 0;
}

static SaleLine parts_of(Scene *scene, const OrderLine *line, float width)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    SaleLine parts = {.big = frame.big, .compact = frame.compact};
    parts.gap = frame.compact ? 14 : 20;
    parts.picture = frame.big ? 0 : frame.compact ? 72 : 88;
    parts.before = line_amount_before(line);
    parts.tagged = tag_of(scene, line, parts.before, &parts.tag);
    Text amount = ui_money(ui, line_minor(scene, line));
    parts.amount_width = fmaxf(frame.compact ? 108 : 132,
                               ui_text_measure(ui, 0, amount, line_end_style(TYPE_AMOUNT)).width);
    if (!(line->flags & ORDER_LINE_WEIGHED))
        parts.quantity = count_words(scene, ui_milli(ui, line->quantity.milli, 0, 3));
    parts.quantity_width =
        parts.quantity.size == 0
            ? 0
            : ceilf(ui_text_measure(ui, 0, parts.quantity, line_count_style(scene)).width);
    parts.name = line_name(scene, line);
    parts.name_style = (UiText){
        .style = frame.compact ? TYPE_BODY_STRONG : TYPE_LABEL, .max_lines = 2, .silent = true};
    parts.name_x = PICK + parts.gap + (parts.picture > 0 ? parts.picture + parts.gap : 0);
    parts.name_width = width - parts.name_x;
    if (!frame.big)
        parts.name_width -= parts.amount_width + parts.quantity_width + 2 * parts.gap;
    parts.name_height = ui_text_measure(ui, parts.name_width, parts.name, parts.name_style).height;
    float tag = frame.big ? 70 : 40;
    parts.sub_height = 4 + (parts.tagged ? tag : ui_line_height(ui, TYPE_CAPTION));
    float text = parts.name_height + parts.sub_height;
    parts.height = fmaxf(frame.compact ? 100 : 116, text + 24);
    if (frame.big)
        parts.height = fmaxf(112, text + ui_line_height(ui, TYPE_AMOUNT) + 40);
    return parts;
}

float staff_sale_line_height(Scene *scene, const OrderLine *line, float width)
{
    // As for the customer's lines: 500 names aren't measured each frame.
    uint64_t key = 0x5741ffull;
    Text name = line_name(scene, line);
    uint64_t facts[] = {(uint64_t)line->id,
                        (uint64_t)(width * 16),
                        (uint64_t)(ui_text_scale(scene->ui) * 100),
                        (uint64_t)line_minor(scene, line),
                        (uint64_t)line->quantity.milli,
                        line->flags,
                        (uint64_t)line->list_price.micro,
                        (uint64_t)line->unit_price.micro,
                        ui_is_mirrored(scene->ui)};
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        key = (key ^ facts[i]) * 1099511628211u;
    for (int32_t i = 0; i < name.size; i++)
        key = (key ^ (uint8_t)name.data[i]) * 1099511628211u;
    LineHeight *kept = &scene->state->heights[line - scene->order->lines];
    if (kept->key != key)
        *kept = (LineHeight){key, parts_of(scene, line, width).height};
    return kept->height;
}

static void radio(Scene *scene, Rect where, bool selected)
{
    Ui *ui = scene->ui;
    float cx = where.x + PICK / 2.0f, cy = where.y + where.h / 2;
    ui_disc(ui, cx, cy, PICK / 2.0f, selected ? COLOUR_ACCENT : COLOUR_OUTLINE);
    if (selected)
        ui_icon(ui, RECT(cx - 15, cy - 15, 30, 30), ICON_CHECK, COLOUR_ON_ACCENT);
    else
        ui_disc(ui, cx, cy, PICK / 2.0f - 4, COLOUR_SURFACE);
}

static void amount_of(Scene *scene, Rect where, const OrderLine *line, const SaleLine *parts)
{
    Ui *ui = scene->ui;
    Text amount = ui_money(ui, line_minor(scene, line));
    if (parts->before.minor == line->display_total.minor || parts->big) {
        ui_text(ui, where, amount, line_end_style(TYPE_AMOUNT));
        return;
    }
    float now = ui_line_height(ui, TYPE_AMOUNT), was = ui_line_height(ui, TYPE_WAS);
    float y = where.y + (where.h - now - was) / 2;
    ui_text(ui, RECT(where.x, y, where.w, now), amount, line_end_style(TYPE_AMOUNT));
    UiText style = line_end_style(TYPE_WAS);
    style.colour = COLOUR_TEXT_2;
    style.struck = true;
    ui_text(ui, RECT(where.x, y + now, where.w, was), ui_money(ui, parts->before.minor), style);
}

static void words_of(Scene *scene, Rect where, const OrderLine *line, const SaleLine *parts)
{
    Ui *ui = scene->ui;
    float text = parts->name_height + parts->sub_height;
    float body = parts->big ? text + 28 : where.h, x = where.x + parts->name_x;
    float y = where.y + (body - text) / 2;
    ui_text(ui, RECT(x, y, parts->name_width, parts->name_height), parts->name, parts->name_style);
    Rect sub = RECT(x, y + parts->name_height + 4, parts->name_width, parts->sub_height - 4);
    if (parts->tagged)
        ui_tag(ui, sub, &parts->tag);
    else
        ui_text(
            ui, sub, line_detail(scene, line, false),
            (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .fit = true, .silent = true});
    Rect numbers = parts->big ? RECT(x, where.y + body - 8, where.w - parts->name_x,
                                     ui_line_height(ui, TYPE_AMOUNT))
                              : where;
    float end = numbers.x + numbers.w - parts->amount_width;
    amount_of(scene, RECT(end, numbers.y, parts->amount_width, numbers.h), line, parts);
    UiText style = line_count_style(scene);
    style.weight = TYPE_MEDIUM;
    style.colour = COLOUR_TEXT_2;
    if (parts->quantity.size > 0)
        ui_text(ui,
                RECT(end - parts->gap - parts->quantity_width, numbers.y, parts->quantity_width,
                     numbers.h),
                parts->quantity, style);
}

bool staff_sale_line(Scene *scene, Rect where, const OrderLine *line)
{
    Ui *ui = scene->ui;
    SaleLine parts = parts_of(scene, line, where.w);
    bool selected = line->id == scene->checkout->selected_line_id;
    Text label = UI_FILL(ui, TEXT("{name}, {detail}, {amount}"), {"name", parts.name},
                         {"detail", line_detail(scene, line, true)},
                         {"amount", ui_money(ui, line_minor(scene, line))});
    Rect area = rect_inset(where, -16, 0);
    UiControlState state =
        ui_control(ui, area,
                   &(UiControl){.id = ui_id(ui, "select-%d", line_number(scene->order, line)),
                                .label = label,
                                .role = ACCESS_LINE,
                                .selected = selected,
                                .radius = RADIUS_L});
    if (state.pressed || selected)
        ui_box(ui, area,
               (UiBox){.fill = state.pressed ? COLOUR_SUNKEN : COLOUR_SURFACE,
                       .radius = RADIUS_L,
                       .border = selected ? COLOUR_ACCENT : COLOUR_NONE,
                       .border_width = selected ? 4 : 0});
    radio(scene, where, selected);
    if (parts.picture > 0)
        line_picture(scene,
                     RECT(where.x + PICK + parts.gap, where.y + (where.h - parts.picture) / 2,
                          parts.picture, parts.picture),
                     line->article_id, parts.name, RADIUS_M);
    words_of(scene, where, line, &parts);
    return state.acted;
}
