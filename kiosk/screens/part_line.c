/* A line of the basket: picture, name, what one costs, how many, what that comes to. */
#include <math.h>

#include "screens/parts.h"

bool line_is_shown(const OrderLine *line)
{
    return !(line->flags & ORDER_LINE_VOID) && line->parent_id == 0;
}

int64_t line_minor(Scene *scene, const OrderLine *line)
{
    return order_line_shown(scene->order, line).minor;
}

int32_t line_number(const Order *order, const OrderLine *line)
{
    int32_t number = 0;
    for (const OrderLine *other = order->lines; other <= line; other++)
        number += line_is_shown(other);
    return number;
}

static int32_t line_article(Scene *scene, const OrderLine *line)
{
    if (!scene->view->catalogue)
        return CATALOGUE_NONE;
    return catalogue_article_by_id(scene->view->catalogue, line->article_id);
}

// "Menu (Burger (Ketchup), Beer)"
static Text with_parts(Scene *scene, Text name, const OrderLine *line)
{
    Ui *ui = scene->ui;
    const OrderLine *end = &scene->order->lines[scene->order->line_count];
    Text parts = {0};
    for (const OrderLine *part = scene->order->lines; part < end; part++) {
        if (part->parent_id != line->id)
            continue;
        Text one = line_name(scene, part);
        parts = parts.size == 0
                    ? one
                    : UI_FILL(ui, TEXT("{parts}, {part}"), {"parts", parts}, {"part", one});
    }
    return parts.size == 0
               ? name
               : UI_FILL(ui, TEXT("{name} ({parts})"), {"name", name}, {"parts", parts});
}

Text line_name(Scene *scene, const OrderLine *line)
{
    int32_t article = line_article(scene, line);
    if ((line->flags & ORDER_LINE_COMBO) && article != CATALOGUE_NONE)
        return with_parts(scene, article_name(scene, article), line);
    Text whole = text_from_string(line->name);
    if (article == CATALOGUE_NONE)
        return whole;
    Text name = article_name(scene, article);
    Text plain = catalogue_article_name(scene->view->catalogue, article, 0);
    if (line->choice_count == 0 || !text_starts_with(whole, plain))
        return name;
    Text choices = {whole.data + plain.size, whole.size - plain.size}; // " (500 g, Filter)"
    if (choices.size > 0 && choices.data[0] == ' ')
        choices = text_slice(choices, 1, choices.size);
    return UI_FILL(scene->ui, TEXT("{name} {choices}"), {"name", name}, {"choices", choices});
}

UiText line_end_style(TypeStyle style)
{
    return (UiText){.style = style,
                    .align = ALIGN_END,
                    .vertical = VERTICAL_MIDDLE,
                    .number = true,
                    .silent = true,
                    .fit = true};
}

UiText line_count_style(Scene *scene)
{
    UiText style = line_end_style(TYPE_LABEL);
    style.number = !ui_is_mirrored(scene->ui); // there it isn't read as a number alone
    return style;
}

Money line_amount_before(const OrderLine *line)
{
    double now = (double)line->unit_price.micro * (1.0 - line->discount.hundredths / 10000.0);
    double before = (double)line->list_price.micro;
    if (now <= 0 || before <= now || (line->flags & ORDER_LINE_MANUAL_PRICE))
        return line->display_total;
    int64_t minor = llround((double)line->display_total.minor * before / now);
    return (Money){minor > line->display_total.minor ? minor : line->display_total.minor};
}

Money order_savings(const Order *order)
{
    Money saved = {0};
    for (int32_t i = 0; i < order->line_count; i++)
        if (line_is_shown(&order->lines[i]))
            saved.minor +=
                line_amount_before(&order->lines[i]).minor - order->lines[i].display_total.minor;
    return saved;
}

void line_picture(Scene *scene, Rect where, int32_t article_id, Text name, float radius)
{
    ui_picture(scene->ui, where,
               &(UiPicture){.kind = PICTURE_ARTICLE,
                            .id = (uint64_t)article_id,
                            .initials = article_initials(scene, name),
                            .tint = COLOUR_COUNT,
                            .radius = radius,
                            .inset = where.w * (1.0f / 12)});
}

// What one (or a kilogram) costs as shown, when the line's amount is that times the quantity.
static bool unit_amount(Scene *scene, const OrderLine *line, Money *out)
{
    int64_t milli = line->quantity.milli;
    int32_t article = line_article(scene, line);
    Money now, before;
    if (milli <= 0)
        return false;
    if (article != CATALOGUE_NONE && scene->view->pricing &&
        !(line->flags & ORDER_LINE_MANUAL_PRICE) &&
        order_display_price(scene->view->catalogue, scene->view->pricing, article, &now, &before)) {
        int64_t off = divide_round_half_away(now.minor * milli, 1000) - line->display_total.minor;
        if (off >= -1 && off <= 1) {
            *out = now;
            return true;
        }
    }
    int64_t minor = line_minor(scene, line);
    if (minor * 1000 % milli != 0)
        return false;
    *out = (Money){minor * 1000 / milli};
    return true;
}

static Text quantity_words(Scene *scene, const OrderLine *line)
{
    Ui *ui = scene->ui;
    if (line->flags & ORDER_LINE_WEIGHED)
        return UI_FILL(ui, TEXT("{number} {unit}"),
                       {"number", ui_milli(ui, line->quantity.milli, 3, 3)},
                       {"unit", unit_word(scene, text_from_string(line->unit))});
    return ui_milli(ui, line->quantity.milli, 0, 3);
}

Text line_detail(Scene *scene, const OrderLine *line, bool short_form)
{
    Ui *ui = scene->ui;
    Money each;
    bool weighed = line->flags & ORDER_LINE_WEIGHED;
    if ((weighed && short_form) || !unit_amount(scene, line, &each))
        return quantity_words(scene, line);
    int32_t article = line_article(scene, line);
    ArticlePrice price = {0};
    if (weighed && article != CATALOGUE_NONE && !(line->flags & ORDER_LINE_MANUAL_PRICE))
        price = article_price(scene, article);
    bool other_unit =
        price.known && !text_equal(price.unit, unit_word(scene, text_from_string(line->unit)));
    if (other_unit) // 640 g of what is told by the kilogram
        return UI_FILL(ui, TEXT("{quantity} · {price} / {unit}"),
                       {"quantity", quantity_words(scene, line)},
                       {"price", ui_money(ui, price.now.minor)}, {"unit", price.unit});
    if (weighed || short_form)
        return product_words(scene, quantity_words(scene, line), ui_money(ui, each.minor));
    Text lot = text_from_string(line->lot);
    if (line->flags & ORDER_LINE_SERIAL) // the amount says what one costs
        return lot;
    Text price_each = UI_FILL(ui, ui_tr(ui, "{price} each"), {"price", ui_money(ui, each.minor)});
    return lot.size == 0
               ? price_each
               : UI_FILL(ui, TEXT("{price} · {lot}"), {"price", price_each}, {"lot", lot});
}

int32_t line_name_lines(const OrderLine *line, int32_t lines)
{
    const int32_t parts = 3; // a menu's name has its parts
    return line->flags & ORDER_LINE_COMBO ? lines + parts : lines;
}

// ---- Stepper

float line_stepper_height(Scene *scene)
{
    return ui_is_text_big(scene->ui) ? 112 : 80;
}

static float stepper_number_width(Scene *scene)
{
    Frame frame = frame_plain(scene);
    return frame.big ? 84 : frame.compact ? 44 : 52;
}

float line_stepper_width(Scene *scene)
{
    return 2 * line_stepper_height(scene) + stepper_number_width(scene);
}

static bool stepper_key(Scene *scene, Rect where, Text id, Text label, UiIcon icon,
                        bool pressed_start)
{
    Ui *ui = scene->ui;
    UiControlState state =
        ui_control(ui, where, &(UiControl){.id = id, .label = label, .radius = 24});
    if (state.pressed)
        ui_box(ui, where,
               (UiBox){.fill = COLOUR_LINE,
                       .radius = 24,
                       .square_corners =
                           pressed_start ? CORNERS_END : CORNER_TOP_START | CORNER_BOTTOM_START});
    float size = ui_icon_size(ui, 34);
    ui_icon(ui, rect_centred(where, size, size), icon, COLOUR_TEXT);
    return state.acted;
}

// Weighed lines can only be taken out.
static bool bin(Scene *scene, Rect where, Text id, Text label, bool on_tint)
{
    Ui *ui = scene->ui;
    UiControlState state =
        ui_control(ui, where, &(UiControl){.id = id, .label = label, .radius = 24});
    ThemeColour fill = state.pressed ? COLOUR_LINE : on_tint ? COLOUR_SURFACE : COLOUR_SUNKEN;
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = fill, .radius = 24, .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE});
    float size = ui_icon_size(ui, 34);
    ui_icon(ui, rect_centred(where, size, size), ICON_TRASH, COLOUR_TEXT);
    return state.acted;
}

void line_stepper(Scene *scene, Rect where, const OrderLine *line, bool on_tint)
{
    Ui *ui = scene->ui;
    int32_t number = line_number(scene->order, line);
    Text name = line_name(scene, line);
    Text remove_id = ui_id(ui, "line-%d-remove", number);
    Text remove_label = UI_FILL(ui, ui_tr(ui, "Remove {name}"), {"name", name});
    float side = line_stepper_height(scene);
    if (line->flags & (ORDER_LINE_WEIGHED | ORDER_LINE_SERIAL)) {
        Rect key = RECT(where.x + where.w - side, where.y + (where.h - side) / 2, side, side);
        if (bin(scene, key, remove_id, remove_label, on_tint))
            scene_emit_line(scene, EVENT_LINE_REMOVE, line->id);
        return;
    }
    bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
    float middle = stepper_number_width(scene), width = 2 * side + middle;
    Rect box = RECT(where.x + where.w - width, where.y + (where.h - side) / 2, width, side);
    ui_box(ui, box,
           (UiBox){.fill = on_tint ? COLOUR_SURFACE : COLOUR_SUNKEN,
                   .radius = 24,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE});
    bool removes = line->quantity.milli <= 1000;
    Text less_id = removes ? remove_id : ui_id(ui, "line-%d-minus", number);
    Text less_label =
        removes ? remove_label : UI_FILL(ui, ui_tr(ui, "One less: {name}"), {"name", name});
    if (stepper_key(scene, RECT(box.x, box.y, side, side), less_id, less_label,
                    removes ? ICON_TRASH : ICON_MINUS, true))
        scene_emit_line(scene, removes ? EVENT_LINE_REMOVE : EVENT_LINE_MINUS, line->id);
    ui_text(ui, RECT(box.x + side - 8, box.y, middle + 16, side),
            ui_milli(ui, line->quantity.milli, 0, 3),
            (UiText){.style = TYPE_AMOUNT,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .number = true,
                     .fit = true,
                     .silent = true});
    if (stepper_key(scene, RECT(box.x + side + middle, box.y, side, side),
                    ui_id(ui, "line-%d-plus", number),
                    UI_FILL(ui, ui_tr(ui, "One more: {name}"), {"name", name}), ICON_PLUS, false))
        scene_emit_line(scene, EVENT_LINE_PLUS, line->id);
}

// ---- Whole lines

typedef struct LineParts {
    bool big, compact;
    float picture, gap, amount_width, control_width;
    float name_width, name_height, tag_height, sub_height, height;
    Text name;
    UiText name_style;
    bool age;
    Money before;
} LineParts;

bool line_needs_age(Scene *scene, const OrderLine *line)
{
    if (line->minimum_age > 0 && !(line->flags & ORDER_LINE_AGE_APPROVED))
        return true;
    for (int32_t i = 0; i < scene->order->line_count && (line->flags & ORDER_LINE_COMBO); i++) {
        const OrderLine *part = &scene->order->lines[i];
        if (part->parent_id == line->id && line_needs_age(scene, part))
            return true;
    }
    return false;
}

static UiText amount_style(void)
{
    return (UiText){.style = TYPE_AMOUNT,
                    .align = ALIGN_END,
                    .vertical = VERTICAL_MIDDLE,
                    .number = true,
                    .silent = true,
                    .fit = true};
}

static LineParts line_parts(Scene *scene, const OrderLine *line, float width)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    LineParts parts = {.big = frame.big, .compact = frame.compact};
    parts.picture = frame.compact ? 80 : 96;
    parts.gap = frame.compact ? 14 : 20;
    float amount =
        ui_text_measure(ui, 0, ui_money(ui, line_minor(scene, line)), amount_style()).width;
    parts.amount_width = fmaxf(frame.compact ? 108 : 132, ceilf(amount));
    parts.control_width = line_stepper_width(scene);
    parts.name = line_name(scene, line);
    parts.name_style = (UiText){.style = frame.compact ? TYPE_BODY_STRONG : TYPE_LABEL,
                                .max_lines = line_name_lines(line, 2),
                                .silent = true};
    parts.age = line_needs_age(scene, line);
    parts.before = line_amount_before(line);
    parts.name_width = width - parts.picture - parts.gap;
    if (!frame.big) // a bin is narrower than a stepper, but names are broken at the same width
        parts.name_width -= parts.control_width + parts.amount_width + 2 * parts.gap;
    parts.name_height = ui_text_measure(ui, parts.name_width, parts.name, parts.name_style).height;
    bool tagged = parts.age || parts.before.minor != line->display_total.minor;
    parts.tag_height = frame.big ? 70 : 40;
    parts.sub_height = 4 + (tagged ? parts.tag_height : ui_line_height(ui, TYPE_CAPTION));
    float text = parts.name_height + parts.sub_height;
    float least = frame.compact ? 108 : 128;
    parts.height = fmaxf(least, text + 24);
    if (frame.big)
        parts.height = 20 + fmaxf(parts.picture, text) + 12 + line_stepper_height(scene) + 20;
    return parts;
}

float line_height(Scene *scene, const OrderLine *line, float width)
{
    // Measuring 500 names each frame would cost more than drawing the six that are seen.
    uint64_t key = 1469598103934665603u;
    Text name = line_name(scene, line);
    uint64_t facts[] = {(uint64_t)line->id,
                        (uint64_t)(width * 16),
                        (uint64_t)(ui_text_scale(scene->ui) * 100),
                        (uint64_t)line_minor(scene, line),
                        line->flags,
                        (uint64_t)line->minimum_age,
                        (uint64_t)line->list_price.micro,
                        (uint64_t)line->unit_price.micro,
                        ui_is_mirrored(scene->ui)};
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        key = (key ^ facts[i]) * 1099511628211u;
    for (int32_t i = 0; i < name.size; i++)
        key = (key ^ (uint8_t)name.data[i]) * 1099511628211u;
    LineHeight *kept = &scene->state->heights[line - scene->order->lines];
    if (kept->key != key)
        *kept = (LineHeight){key, line_parts(scene, line, width).height};
    return kept->height;
}

void line_note(Scene *scene, Rect where, const OrderLine *line)
{
    Ui *ui = scene->ui;
    int64_t saved = line_amount_before(line).minor - line->display_total.minor;
    if (line_needs_age(scene, line)) {
        ui_tag(ui, where,
               &(UiTag){.text = ui_tr(ui, "Age check at payment"),
                        .tone = TONE_WARNING,
                        .icon = ICON_AGE18});
    } else if (saved > 0) {
        ui_tag(ui, where,
               &(UiTag){.text = UI_FILL(ui, ui_tr(ui, "You save {amount}"),
                                        {"amount", ui_money(ui, saved)}),
                        .tone = TONE_GOOD,
                        .icon = ICON_TAG});
    } else {
        ui_text(
            ui, where, line_detail(scene, line, false),
            (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .fit = true, .silent = true});
    }
}

static void line_amount(Scene *scene, Rect where, const OrderLine *line, const LineParts *parts)
{
    Ui *ui = scene->ui;
    Text amount = ui_money(ui, line_minor(scene, line));
    if (parts->before.minor == line->display_total.minor || parts->big) {
        ui_text(ui, where, amount, amount_style());
        return;
    }
    float now = ui_line_height(ui, TYPE_AMOUNT), was = ui_line_height(ui, TYPE_WAS);
    float y = where.y + (where.h - now - was) / 2;
    ui_text(ui, RECT(where.x, y, where.w, now), amount, amount_style());
    UiText style = amount_style();
    style.style = TYPE_WAS;
    style.colour = COLOUR_TEXT_2;
    style.struck = true;
    ui_text(ui, RECT(where.x, y + now, where.w, was), ui_money(ui, parts->before.minor), style);
}

void line_describe(Scene *scene, Rect where, const OrderLine *line)
{
    Ui *ui = scene->ui;
    Text label = UI_FILL(ui, TEXT("{name}, {detail}, {amount}"), {"name", line_name(scene, line)},
                         {"detail", line_detail(scene, line, true)},
                         {"amount", ui_money(ui, line_minor(scene, line))});
    ui_describe(ui, where, ACCESS_TEXT, ui_id(ui, "line-%d", line_number(scene->order, line)),
                label, ui_milli(ui, line->quantity.milli, 0, 3));
}

void line_draw(Scene *scene, Rect where, const OrderLine *line)
{
    Ui *ui = scene->ui;
    LineParts parts = line_parts(scene, line, where.w);
    float text_height = parts.name_height + parts.sub_height;
    float body = parts.big ? fmaxf(parts.picture, text_height) : where.h;
    float top = parts.big ? where.y + 20 : where.y;
    line_describe(scene, where, line);
    line_picture(scene,
                 RECT(where.x, top + (body - parts.picture) / 2, parts.picture, parts.picture),
                 line->article_id, parts.name, RADIUS_M);
    float x = where.x + parts.picture + parts.gap;
    float y = top + (body - text_height) / 2;
    ui_text(ui, RECT(x, y, parts.name_width, parts.name_height), parts.name, parts.name_style);
    line_note(scene, RECT(x, y + parts.name_height + 4, parts.name_width, parts.sub_height - 4),
              line);
    if (parts.big) {
        Rect row = RECT(where.x, top + body + 12, where.w, line_stepper_height(scene));
        float control =
            line->flags & (ORDER_LINE_WEIGHED | ORDER_LINE_SERIAL) ? row.h : parts.control_width;
        line_stepper(scene, RECT(row.x, row.y, control, row.h), line, false);
        line_amount(scene, RECT(row.x + control, row.y, row.w - control, row.h), line, &parts);
        return;
    }
    float amount_x = where.x + where.w - parts.amount_width;
    line_amount(scene, RECT(amount_x, where.y, parts.amount_width, where.h), line, &parts);
    float control_x = amount_x - parts.gap - parts.control_width;
    line_stepper(scene, RECT(control_x, where.y, parts.control_width, where.h), line, false);
}

// ---- The short form in the dock

float line_mini_height(Scene *scene, bool with_stepper)
{
    float text =
        ui_line_height(scene->ui, TYPE_BODY_STRONG) + ui_line_height(scene->ui, TYPE_CAPTION);
    float body = fmaxf(72, text);
    if (with_stepper)
        return 14 + body + 10 + line_stepper_height(scene) + 14;
    return fmaxf(96, body + 16);
}

void line_mini_draw(Scene *scene, Rect where, const OrderLine *line, bool is_new, bool with_stepper)
{
    Ui *ui = scene->ui;
    float stepper = line_stepper_height(scene);
    float body = with_stepper ? where.h - 14 - 10 - stepper - 14 : where.h;
    float top = with_stepper ? where.y + 14 : where.y;
    line_describe(scene, where, line);
    if (is_new) {
        bool contrast = ui_settings(ui).theme == THEME_CONTRAST;
        ui_box(ui, rect_inset(where, -16, 0),
               (UiBox){.fill = COLOUR_ACCENT_SOFT,
                       .radius = RADIUS_L,
                       .border = contrast ? COLOUR_ACCENT : COLOUR_NONE});
    }
    Text name = line_name(scene, line);
    line_picture(scene, RECT(where.x, top + (body - 72) / 2, 72, 72), line->article_id, name, 16);
    UiText amount = amount_style();
    amount.style = TYPE_BODY_STRONG;
    amount.weight = TYPE_BOLD;
    Text money = ui_money(ui, line_minor(scene, line));
    float amount_width = fmaxf(96, ceilf(ui_text_measure(ui, 0, money, amount).width));
    float x = where.x + 88, width = where.w - 88 - 16 - amount_width;
    float name_height = ui_line_height(ui, TYPE_BODY_STRONG),
          sub = ui_line_height(ui, TYPE_CAPTION);
    float y = top + (body - name_height - sub) / 2;
    ui_text(ui, RECT(x, y, width, name_height), name,
            (UiText){.style = TYPE_BODY_STRONG, .silent = true});
    // Large letters: the words under the name have the amount's room too.
    bool big = ui_is_text_big(ui);
    ui_text(ui, RECT(x, y + name_height, big ? where.x + where.w - x : width, sub),
            is_new ? ui_tr(ui, "Just added") : line_detail(scene, line, true),
            (UiText){.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .fit = true, .silent = true});
    ui_text(ui,
            RECT(where.x + where.w - amount_width, big ? y : top, amount_width,
                 big ? name_height : body),
            money, amount);
    if (with_stepper)
        line_stepper(scene, RECT(where.x, where.y + where.h - 14 - stepper, where.w, stepper), line,
                     true);
}
