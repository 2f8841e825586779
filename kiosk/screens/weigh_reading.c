/* What the weigh screen says in words and numbers. Numbers and their units are runs of their own,
 * so that they keep their places in languages that run right to left. */
#include <math.h>

#include "screens/weigh_parts.h"

static bool is_settled(const WeighScene *weigh)
{
    return weigh->weighing.state == WEIGHING_STEADY;
}

// ---- "Bananas · €1.79 / kg"

static float unit_price(const WeighScene *weigh, Rect where, UiText style, bool draw)
{
    Ui *ui = weigh->scene->ui;
    if (weigh->price.size == 0)
        return 0;
    UiText number = style;
    number.number = true;
    Text unit = UI_FILL(ui, TEXT("/ {unit}"), {"unit", weigh->unit});
    float width = ui_text_measure(ui, 0, weigh->price, number).width;
    float space = 8 * ui_text_scale(ui);
    float unit_width = ui_text_measure(ui, 0, unit, style).width;
    if (draw) {
        ui_text(ui, RECT(where.x, where.y, width, where.h), weigh->price, number);
        ui_text(ui, RECT(where.x + width + space, where.y, unit_width, where.h), unit, style);
    }
    return width + space + unit_width;
}

static float title(const WeighScene *weigh, Rect where, bool draw)
{
    Ui *ui = weigh->scene->ui;
    UiText style = {.style = TYPE_TITLE, .weight = TYPE_MEDIUM, .colour = COLOUR_TEXT_2};
    float line = ui_line_height(ui, TYPE_TITLE);
    float price_width = unit_price(weigh, where, style, false);
    Text dot = TEXT("\u00a0·\u00a0");
    float name_width = ui_text_measure(ui, 0, weigh->name, style).width;
    float dot_width = ui_text_measure(ui, 0, dot, style).width;
    if (price_width == 0 || name_width + dot_width + price_width <= where.w) {
        Rect row = RECT(where.x, where.y, name_width, line);
        if (!draw)
            return line;
        ui_text(ui, row, weigh->name, style);
        if (price_width > 0) {
            ui_text(ui, RECT(row.x + name_width, row.y, dot_width, line), dot, style);
            unit_price(weigh, RECT(row.x + name_width + dot_width, row.y, price_width, line), style,
                       true);
        }
        return line;
    }
    UiText name = style;
    bool small = ui_layout(ui)->kind == LAYOUT_COMPACT && !ui_is_text_big(ui);
    name.max_lines = small ? 1 : 2;
    name.fit = small;
    float height = scene_paragraph(weigh->scene, where, weigh->name, name, draw);
    if (draw)
        unit_price(weigh, RECT(where.x, where.y + height, where.w, line), style, true);
    return height + line;
}

// ---- "0.642 kg"

static Text weight_digits(const WeighScene *weigh)
{
    Ui *ui = weigh->scene->ui;
    if (weigh->weighing.state == WEIGHING_OUT)
        return TEXT("–"); // out of its range a scale has no number to show
    return ui_milli(ui, weigh->weighing.net.milli, 3, 3);
}

static float weight(const WeighScene *weigh, Rect where, bool draw)
{
    Ui *ui = weigh->scene->ui;
    Text digits = weight_digits(weigh);
    UiText number = {.style = TYPE_HERO,
                     .colour = is_settled(weigh) ? COLOUR_TEXT : COLOUR_TEXT_2,
                     .number = true,
                     .id = TEXT("weight")};
    UiText unit = {.style = TYPE_HEADLINE, .colour = COLOUR_TEXT_2};
    float width = ui_text_measure(ui, 0, digits, number).width;
    float unit_width = ui_text_measure(ui, 0, weigh->unit, unit).width;
    float line = ui_line_height(ui, TYPE_HERO), unit_line = ui_line_height(ui, TYPE_HEADLINE);
    if (draw) {
        number.label =
            UI_FILL(ui, TEXT("{number} {unit}"), {"number", digits}, {"unit", weigh->unit});
        ui_text(ui, RECT(where.x, where.y, width, line), digits, number);
        float drop = text_baseline(ui, TYPE_HERO) - text_baseline(ui, TYPE_HEADLINE);
        ui_text(ui, RECT(where.x + width + 12, where.y + drop, unit_width, unit_line), weigh->unit,
                unit);
    }
    return width + 12 + unit_width;
}

// ---- Steady, and the price

static bool state_tag(const WeighScene *weigh, UiTag *out_tag)
{
    Ui *ui = weigh->scene->ui;
    *out_tag = (UiTag){.id = TEXT("scale-state"), .large = true};
    if (is_settled(weigh)) {
        out_tag->text = ui_tr(ui, "Steady");
        out_tag->tone = TONE_GOOD;
        out_tag->icon = ICON_CHECK_CIRCLE;
        return true;
    }
    out_tag->text = ui_tr(ui, "Moving");
    out_tag->tone = TONE_NEUTRAL;
    return weigh->weighing.state == WEIGHING_MOVING;
}

static UiText amount_style(TextAlign align)
{
    return (UiText){.style = TYPE_HEADLINE,
                    .align = align,
                    .vertical = VERTICAL_MIDDLE,
                    .number = true,
                    .fit = true,
                    .id = TEXT("weight-price")};
}

static Text amount_words(const WeighScene *weigh)
{
    return weigh->weighing.can_add ? ui_money(weigh->scene->ui, weigh->weighing.amount.minor)
                                   : (Text){0};
}

float weigh_reading(const WeighScene *weigh, Rect where, bool draw)
{
    Ui *ui = weigh->scene->ui;
    bool compact = ui_layout(ui)->kind == LAYOUT_COMPACT;
    float hero = ui_line_height(ui, TYPE_HERO), price = ui_line_height(ui, TYPE_HEADLINE);
    float above = 0;
    if (compact) { // figures need no room for the signs under Arabic letters
        int32_t percent = ui_settings(ui).text_percent;
        above = (hero - type_metrics(TYPE_HERO, percent, false).line) / 2;
        hero -= 2 * above;
        price = type_metrics(TYPE_HEADLINE, percent, false).line;
    }
    float tag_height = 56 + 24 * (ui_text_scale(ui) - 1);
    UiTag tag;
    bool tagged = state_tag(weigh, &tag);
    UiTag steady = {.text = ui_tr(ui, "Steady"), .icon = ICON_CHECK_CIRCLE, .large = true};
    UiTag moving = {.text = ui_tr(ui, "Moving"), .large = true};
    float tag_width = ui_tag_width(ui, &tag);
    // As wide as the widest that may come, so that nothing moves while the scale settles.
    float digits =
        ui_text_measure(ui, 0, TEXT("00.000"), (UiText){.style = TYPE_HERO, .number = true}).width +
        12 + ui_text_measure(ui, 0, weigh->unit, (UiText){.style = TYPE_HEADLINE}).width;
    float side = fmaxf(fmaxf(ui_tag_width(ui, &moving), ui_tag_width(ui, &steady)), 180);
    bool beside = digits + 24 + side <= where.w;
    Rect title_row = where;
    title_row.w -= beside ? side + 24 : 0; // the state reaches up into its line
    float top = title(weigh, title_row, draw) + (compact ? 0 : 8);
    Rect hero_row = RECT(where.x, where.y + top, where.w, hero);
    Rect tag_row, price_row;
    float bottom = top + hero;
    if (beside) {
        float end = where.x + where.w, down = where.y + bottom;
        price_row = RECT(end - (where.w - digits - 24), down - price, where.w - digits - 24, price);
        tag_row = RECT(end - tag_width, price_row.y - (compact ? 8 : 20) - tag_height, tag_width,
                       tag_height);
    } else {
        float row = fmaxf(price, tag_height), gap = compact ? 4 : 12;
        tag_row = RECT(where.x, where.y + bottom + gap, tag_width, row);
        price_row = RECT(where.x + side + 24, tag_row.y, where.w - side - 24, row);
        bottom += gap + row;
    }
    if (!draw)
        return bottom;
    hero_row.y -= above;
    weight(weigh, hero_row, true);
    if (tagged)
        ui_tag(ui, tag_row, &tag);
    ui_text(ui, price_row, amount_words(weigh), amount_style(ALIGN_END));
    return bottom;
}

// ---- Packed in

// Names of packings that shops usually have, for translation; a shop may have its own.
static const char *const usual_packings[] = {TR_LATER("Paper bag"), TR_LATER("Net bag"),
                                             TR_LATER("Plastic bag"), TR_LATER("Tub")};

static UiOption packing_option(const WeighScene *weigh, int32_t number)
{
    Ui *ui = weigh->scene->ui;
    const CheckoutSettings *settings = weigh->scene->view->settings;
    UiOption option = {.id = ui_id(ui, "tare-%d", number), .centred = true, .snug = true};
    if (number == 0)
        option.label = ui_tr(ui, "Nothing");
    else {
        option.label = ui_tr(ui, settings->tares[number - 1].name);
        option.detail = UI_FILL(ui, TEXT("{number} {unit}"),
                                {"number", ui_integer(ui, settings->tares[number - 1].grams)},
                                {"unit", ui_tr_context(ui, "unit", "g")});
    }
    option.selected = weigh->scene->checkout->subject.tare_number == number;
    return option;
}

// The least width: the option's margins may shrink to 12.
static float option_needs(Ui *ui, const UiOption *option)
{
    return ui_option_width(ui, option) - 2 * 29 + 2 * 12;
}

static float packing_width(const WeighScene *weigh, int32_t number)
{
    Ui *ui = weigh->scene->ui;
    UiOption option = packing_option(weigh, number);
    option.selected = true; // its check must not cost it the grams
    return option_needs(ui, &option);
}

float weigh_packing(const WeighScene *weigh, Rect where, bool draw)
{
    Ui *ui = weigh->scene->ui;
    (void)usual_packings;
    int32_t count = weigh->scene->view->settings->tare_count + 1, columns = count;
    if (count == 1)
        return 0;
    // A small screen has room for two rows of them when they are as low as a finger allows.
    bool small = ui_layout(ui)->kind == LAYOUT_COMPACT && !ui_is_text_big(ui);
    float widest = 0, gap = small ? 12 : 16;
    for (int32_t i = 0; i < count; i++)
        widest = fmaxf(widest, packing_width(weigh, i));
    if (small)
        widest *= 0.85f; // their words become as much smaller
    while (columns > 1 && widest > (where.w - gap * (float)(columns - 1)) / (float)columns)
        columns = columns > 2 ? 2 : 1;
    bool says_what = !(frame_is_low(weigh->scene) && ui_is_text_big(ui)); // else no row is seen
    float caption = says_what ? ui_line_height(ui, TYPE_CAPTION) + 14 : 0;
    float row = small ? 80 : frame_button_height(weigh->scene, 96);
    float height = caption + rect_grid_height(columns, row, gap, count);
    if (!draw)
        return height;
    if (says_what)
        ui_text(ui, RECT(where.x, where.y, where.w, caption - 14), ui_tr(ui, "Packed in"),
                (UiText){.style = TYPE_CAPTION, .weight = TYPE_SEMIBOLD, .colour = COLOUR_TEXT_2});
    Rect grid = RECT(where.x, where.y + caption, where.w, height - caption);
    for (int32_t i = 0; i < count; i++) {
        UiOption option = packing_option(weigh, i);
        Rect cell = rect_grid_cell(grid, columns, row, gap, i);
        if (ui_option(ui, cell, &option))
            event_out_push(weigh->scene->out,
                           (CheckoutEvent){.kind = EVENT_TARE, .tare_number = i});
    }
    return height;
}
