/* The grid of article tiles. Only the rows that are seen are worked out and drawn. */
#include <math.h>

#include "screens/parts.h"

static int32_t columns_for(const Frame *frame, float width)
{
    float least = frame->big ? 490 : frame->compact ? 185 : 232;
    int32_t columns = (int32_t)((width + frame->gutter) / (least + frame->gutter));
    return columns < 1 ? 1 : columns;
}

static int32_t count_in_basket(const Order *order, int32_t article_id)
{
    int64_t count = 0;
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (line->article_id == article_id && line_is_shown(line))
            count += line->flags & ORDER_LINE_WEIGHED ? 1 : (line->quantity.milli + 999) / 1000;
    }
    return (int32_t)count;
}

static Text product_id(Scene *scene, int32_t article)
{
    const CatArticle *record = &scene->view->catalogue->articles[article];
    Text barcode = catalogue_text(scene->view->catalogue, record->barcode);
    if (barcode.size > 0)
        return ui_id(scene->ui, "product-%.*s", TEXT_PRINTF(barcode));
    return ui_id(scene->ui, "product-%d", record->id);
}

void part_tile(Scene *scene, Rect where, int32_t article, Text mark, TileForm form)
{
    Ui *ui = scene->ui;
    const Catalogue *catalogue = scene->view->catalogue;
    const CatArticle *record = &catalogue->articles[article];
    Text name = article_name(scene, article);
    bool weighed = record->flags & CAT_ARTICLE_WEIGHED;
    ArticlePrice price = article_price(scene, article);
    Text unit = {0};
    if (price.unit.size > 0)
        unit = UI_FILL(ui, TEXT("/ {unit}"), {"unit", price.unit});
    UiTile tile = {.id = product_id(scene, article),
                   .name = name,
                   .price = price.known ? ui_money(ui, price.now.minor) : TEXT("–"),
                   .unit = unit,
                   .mark = mark,
                   .picture = {.kind = PICTURE_ARTICLE,
                               .id = (uint64_t)record->id,
                               .initials = article_initials(scene, name),
                               .tint = COLOUR_COUNT},
                   .weighed = weighed,
                   .flat = form == TILE_FLAT,
                   .row = form == TILE_ROW,
                   .count = count_in_basket(scene->order, record->id)};
    UiTap tap = ui_tile(ui, where, &tile);
    if (tap != TAP_NONE)
        event_out_push(scene->out, (CheckoutEvent){.kind = tap == TAP_HELD ? EVENT_OPEN_ARTICLE
                                                                           : EVENT_ADD_ARTICLE,
                                                   .article = article});
}

// The lower edge goes through a row, seen from the list's beginning: everybody sees that it goes
// on.
static bool cuts_a_row(float view, float height, float gap)
{
    const float least = 24;
    float cut = fmodf(view, height + gap);
    return cut >= least && cut <= height - least / 2;
}

void part_tiles(Scene *scene, Rect where, Text id, const int32_t *articles, int32_t count,
                Text mark)
{
    Ui *ui = scene->ui;
    Frame frame = frame_plain(scene);
    int32_t columns = columns_for(&frame, where.w);
    float gap = frame.gutter, height = frame.compact && !frame.big ? 270 : ui_tile_height(ui);
    // Over the keys of a screen there may be no room for the words under a picture.
    bool low = where.h < height * 0.9f;
    if (low) {
        columns = (int32_t)((where.w + gap) / ((frame.big ? 490 : 240) + gap));
        height = fmaxf(112, where.h - 16);
    }
    float top = 8, bottom = 40; // room for shadows, and air under the last row
    float content = top + rect_grid_height(columns, height, gap, count) + bottom;
    UiScrollState scroll =
        ui_begin_scroll(ui, where,
                        &(UiScroll){.id = id,
                                    .label = ui_tr(ui, "Items"),
                                    .content = content,
                                    .bleed = frame.margin,
                                    .own_sign = cuts_a_row(where.h - top, height, gap)});
    int32_t first = (int32_t)floorf((scroll.seen_from - top) / (height + gap));
    int32_t last = (int32_t)floorf((scroll.seen_to - top) / (height + gap));
    if (first < 0)
        first = 0;
    Rect grid = RECT(where.x, where.y + top, where.w, where.h);
    for (int32_t i = first * columns; i < count && i < (last + 1) * columns; i++)
        part_tile(scene, rect_grid_cell(grid, columns, height, gap, i), articles[i], mark,
                  low ? TILE_ROW : TILE_TALL);
    ui_end_scroll(ui);
}
