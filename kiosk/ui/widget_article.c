/* Product tiles and quantity steppers. */
#include <math.h>

#include "ui/widget_internal.h"

float ui_tile_height(Ui *ui)
{
    return widget_grow(ui, 315, 404);
}

static void draw_tile_picture(Ui *ui, Rect where, const UiTile *tile)
{
    UiPicture picture = tile->picture;
    if (picture.tint == COLOUR_NONE)
        picture.tint = COLOUR_COUNT;
    picture.radius = RADIUS_M;
    picture.inset = 10;
    if (tile->unavailable)
        picture.opacity = 0.35f;
    ui_picture(ui, where, &picture);
    if (tile->weighed) {
        float side = fminf(widget_grow(ui, 44, 68), where.h - 8);
        float edge = fminf(8, (where.h - side) / 2);
        Rect mark = {where.x + edge, where.y + edge, side, side};
        ui_box(ui, mark, (UiBox){.fill = COLOUR_SURFACE, .radius = side / 2});
        ui_icon(ui, rect_centred(mark, side * 0.64f, side * 0.64f), ICON_SCALE, COLOUR_TEXT_2);
    }
}

static void draw_tile_price(Ui *ui, Rect where, const UiTile *tile)
{
    if (tile->unavailable) {
        ui_text(ui, where, tile->reason,
                (UiText){.style = TYPE_PRICE,
                         .weight = TYPE_SEMIBOLD,
                         .colour = COLOUR_TEXT_2,
                         .fit = true,
                         .silent = true});
        return;
    }
    UiText price = {.style = TYPE_PRICE, .number = true, .silent = true};
    UiText unit = {.style = TYPE_CAPTION, .colour = COLOUR_TEXT_2, .silent = true};
    float unit_width = tile->unit.size > 0 ? ui_text_measure(ui, 0, tile->unit, unit).width + 8 : 0;
    if (unit_width > where.w * 0.5f)
        unit_width = 0; // at big text the unit has no room beside the price
    Rect number = where;
    number.w -= unit_width;
    price.fit = true;
    UiTextSize size = ui_text(ui, number, tile->price, price);
    if (unit_width > 0) {
        // On one baseline: letters of 24 beside letters of 30.
        Rect place = {where.x + size.width + 8, where.y + 4, unit_width, where.h};
        ui_text(ui, place, tile->unit, unit);
    }
}

static float row_count_side(Ui *ui)
{
    return widget_grow(ui, 44, 70);
}

static void draw_tile_count(Ui *ui, Rect where, const UiTile *tile)
{
    Text number = tile->count_text;
    if (number.size == 0)
        number = ui_integer(ui, tile->count);
    UiText style = {.style = TYPE_BODY,
                    .weight = TYPE_BOLD,
                    .colour = COLOUR_ON_INK,
                    .align = ALIGN_CENTRE,
                    .vertical = VERTICAL_MIDDLE,
                    .number = true,
                    .silent = true};
    float side = tile->row ? row_count_side(ui) : widget_grow(ui, 56, 84);
    float width = ui_text_measure(ui, 0, number, style).width + 28;
    width = width > side ? width : side;
    Rect badge = {where.x + where.w - width, where.y, width, side};
    // Its outer corner is the tile's, its inner corner rounds into the picture.
    ui_box(ui, badge,
           (UiBox){.fill = COLOUR_INK,
                   // White on a white picture: an edge tells them apart.
                   .border = ui->settings.theme == THEME_CONTRAST ? COLOUR_ON_INK : COLOUR_NONE,
                   .radius = RADIUS_L,
                   .square_corners = CORNER_TOP_START | CORNER_BOTTOM_END});
    ui_text(ui, badge, number, style);
}

// Picture, name and price in a row that is too low for one above the other.
static void draw_row(Ui *ui, Rect inner, const UiTile *tile, UiText name)
{
    Rect picture = rect_cut_start(&inner, fminf(inner.h, inner.w * 0.34f));
    UiTile plain = *tile;
    plain.weighed = false; // the price says so; the mark would hide the picture
    draw_tile_picture(ui, rect_centred(picture, picture.w, picture.w), &plain);
    (void)rect_cut_start(&inner, 14);
    float price_line = ui_line_height(ui, TYPE_PRICE);
    Rect words = inner;
    if (tile->count > 0)
        words.w -= row_count_side(ui) - 10;
    float name_height = ui_text_measure(ui, words.w, tile->name, name).height;
    words.y += fmaxf(0, (inner.h - name_height - 4 - price_line) / 2);
    ui_text(ui, rect_cut_top(&words, name_height), tile->name, name);
    draw_tile_price(ui, (Rect){inner.x, words.y + 4, inner.w, price_line}, tile);
}

UiTap ui_tile(Ui *ui, Rect where, const UiTile *tile)
{
    UiControlState state =
        ui_control(ui, where,
                   &(UiControl){.id = tile->id,
                                .label = tile->name,
                                .value = tile->unavailable ? tile->reason : tile->price,
                                .role = ACCESS_TILE,
                                .selected = tile->count > 0,
                                .radius = RADIUS_L});
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = state.pressed ? COLOUR_SUNKEN
                           : tile->flat  ? COLOUR_BG
                                         : COLOUR_SURFACE,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = RADIUS_L,
                   .shadow = state.pressed || tile->flat ? SHADOW_NONE : SHADOW_1});
    bool compact = ui->layout.kind == LAYOUT_COMPACT;
    Rect inner = rect_inset(where, 10, 10);
    float name_line = ui_line_height(ui, TYPE_TILE_NAME);
    float price_line = ui_line_height(ui, TYPE_PRICE);
    UiText name = {.style = TYPE_TILE_NAME,
                   .colour = tile->unavailable ? COLOUR_TEXT_2 : COLOUR_TEXT,
                   .max_lines = 2,
                   .whole_words = true,
                   .mark = tile->mark,
                   .silent = true};
    if (tile->row) {
        draw_row(ui, inner, tile, name);
        if (tile->count > 0)
            draw_tile_count(ui, (Rect){where.x, where.y, where.w, row_count_side(ui)}, tile);
        return state.held ? TAP_HELD : state.acted ? TAP_TOUCHED : TAP_NONE;
    }
    // Two lines of name and one of price keep their place; the picture has the rest. Large letters
    // would leave little of it: there a short name takes one line.
    float name_height = 2 * name_line;
    if (ui_is_text_big(ui))
        name_height = ui_text_measure(ui, inner.w - 16, tile->name, name).height;
    float others = (compact ? 10.0f : 12.0f) + 4 + price_line + 6;
    if (inner.h - others - name_height < 60 && name_height > name_line) { // a low tile
        name.max_lines = 1;
        name.fit = true;
        name_height = name_line;
    }
    float words = others + name_height;
    float picture_height = inner.h - words;
    if (picture_height >= 40 || !tile->flat) // a flat one is as low as its row
        draw_tile_picture(
            ui, rect_cut_top(&inner, tile->flat ? picture_height : fmaxf(60, picture_height)),
            tile);
    Rect text = rect_inset(inner, compact ? 4 : 8, 0);
    (void)rect_cut_top(&text, compact ? 10 : 12);
    ui_text(ui, rect_cut_top(&text, name_height), tile->name, name);
    (void)rect_cut_top(&text, 4);
    draw_tile_price(ui, text, tile);
    if (tile->count > 0)
        draw_tile_count(ui, where, tile);
    return state.held ? TAP_HELD : state.acted ? TAP_TOUCHED : TAP_NONE;
}

// ---- Stepper ----

float ui_stepper_height(const Ui *ui, bool big)
{
    return big ? widget_grow(ui, 120, 144) : widget_grow(ui, 80, 112);
}

float ui_stepper_width(Ui *ui, bool big)
{
    return big ? 382 : widget_grow(ui, 80, 112) * 2 + widget_grow(ui, 52, 72);
}

static bool stepper_key(Ui *ui, Rect where, Text id, Text label, UiIcon icon, bool off, bool big,
                        uint8_t square)
{
    float radius = big ? 36 : 24;
    UiControlState state = ui_control(
        ui, where, &(UiControl){.id = id, .label = label, .disabled = off, .radius = radius});
    if (state.pressed)
        ui_box(ui, where, (UiBox){.fill = COLOUR_LINE, .radius = radius, .square_corners = square});
    float size = ui_icon_size(ui, big ? 44 : 34);
    ui_icon(ui, rect_centred(where, size, size), icon, off ? COLOUR_TEXT_OFF : COLOUR_TEXT);
    return state.acted;
}

UiStep ui_stepper(Ui *ui, Rect where, const UiStepper *stepper)
{
    bool contrast = ui->settings.theme == THEME_CONTRAST;
    ui_box(ui, where,
           (UiBox){.fill = stepper->on_tint ? COLOUR_SURFACE : COLOUR_SUNKEN,
                   .border = contrast ? COLOUR_OUTLINE : COLOUR_NONE,
                   .radius = stepper->big ? 36 : 24});
    // In a narrow place the keys of a big one give way, not the number.
    float key = stepper->big ? fminf(136, where.w * 0.36f) : widget_grow(ui, 80, 112);
    Rect rest = where, less = rect_cut_start(&rest, key), more = rect_cut_end(&rest, key);
    Text less_label = stepper->removes ? stepper->remove_label : stepper->less_label;
    Text spoken_less = less_label, spoken_more = stepper->more_label;
    if (stepper->what.size > 0) {
        spoken_less = ui_id(ui, "%.*s: %.*s", TEXT_PRINTF(stepper->what), TEXT_PRINTF(less_label));
        spoken_more =
            ui_id(ui, "%.*s: %.*s", TEXT_PRINTF(stepper->what), TEXT_PRINTF(stepper->more_label));
    }
    bool stepped_less = stepper_key(ui, less, ui_id(ui, "%.*s-minus", TEXT_PRINTF(stepper->id)),
                                    spoken_less, stepper->removes ? ICON_TRASH : ICON_MINUS,
                                    stepper->less_off, stepper->big, CORNERS_END);
    bool stepped_more = stepper_key(ui, more, ui_id(ui, "%.*s-plus", TEXT_PRINTF(stepper->id)),
                                    spoken_more, ICON_PLUS, stepper->more_off, stepper->big,
                                    CORNER_TOP_START | CORNER_BOTTOM_START);
    ui_text(ui, rest, stepper->number,
            (UiText){.style = stepper->big ? TYPE_KEYPAD : TYPE_AMOUNT,
                     .weight = TYPE_BOLD,
                     .align = ALIGN_CENTRE,
                     .vertical = VERTICAL_MIDDLE,
                     .number = true,
                     .fit = true,
                     .silent = true});
    if (stepped_less)
        return stepper->removes ? STEP_REMOVE : STEP_LESS;
    return stepped_more ? STEP_MORE : STEP_NONE;
}
