/* Texts: the type scale and the alignment of ui.h become blocks of the text cache. */
#include <math.h>

#include "ui/ui_internal.h"

enum { WORD_BYTES_LONG = 7 }; // shorter ones have room anywhere

float ui_line_height(Ui *ui, TypeStyle style)
{
    return type_metrics(style, ui->settings.text_percent, ui->arabic).line;
}

static TypeWeight weight_of(const Ui *ui, const UiText *options)
{
    TypeMetrics metrics = type_metrics(options->style, ui->settings.text_percent, ui->arabic);
    return options->weight ? options->weight : metrics.weight;
}

static TextSpec spec_of(const Ui *ui, Text text, const UiText *options, float shrink)
{
    TypeMetrics metrics = type_metrics(options->style, ui->settings.text_percent, ui->arabic);
    float size = metrics.size > ui->layout.caption_floor ? metrics.size : ui->layout.caption_floor;
    size *= shrink;
    TextSpec spec = {.text = text,
                     .mark = options->mark,
                     .weight = weight_of(ui, options),
                     .half_px = (int32_t)lrintf(size * ui->layout.scale * 2.0f),
                     .line_px = (int32_t)lrintf(metrics.line * ui->layout.scale),
                     .max_lines = options->max_lines > 1 ? options->max_lines : 1,
                     .display = size >= 53.5f || options->style == TYPE_BRAND,
                     .right_to_left = ui->mirrored && text_has_right_to_left(text),
                     .number = options->number,
                     .struck = options->struck};
    bool heading = options->style == TYPE_TITLE || options->style == TYPE_HEADLINE ||
                   options->style == TYPE_DISPLAY || options->style == TYPE_HERO ||
                   options->style == TYPE_HERO_WIDE;
    spec.evenly = spec.max_lines > 1 && (heading || options->align == ALIGN_CENTRE);
    if (options->align == ALIGN_CENTRE)
        spec.align = 1;
    else
        spec.align = (options->align == ALIGN_END) != ui->mirrored ? 2 : 0;
    return spec;
}

static bool word_fits(Ui *ui, Text word, const UiText *options, float shrink, int32_t width_px)
{
    TextSpec spec = spec_of(ui, word, options, shrink);
    spec.align = 0;
    spec.max_lines = 1;
    spec.evenly = false;
    return text_cache_get(ui->texts, &spec).width <= width_px;
}

// How much smaller the letters must be for the longest word to stay whole. One that is much too
// long is broken, and then small letters would not help.
static float shrink_for_words(Ui *ui, Text text, const UiText *options, int32_t width_px)
{
    enum { LEAST = 70, BROKEN = 85, STEP = 5 };
    int32_t percent = 100;
    for (int32_t from = 0, to = 0; to <= text.size; to++) {
        if (to < text.size && text.data[to] != ' ' && text.data[to] != '-')
            continue;
        Text word = text_slice(text, from, to < text.size && text.data[to] == '-' ? to + 1 : to);
        from = to + 1;
        if (word.size < WORD_BYTES_LONG)
            continue;
        while (percent >= LEAST && !word_fits(ui, word, options, (float)percent / 100.0f, width_px))
            percent -= STEP;
        if (percent < LEAST)
            return (float)BROKEN / 100.0f;
    }
    return (float)percent / 100.0f;
}

// Breaks that were set for a wider place are given up where a line must be broken anyway: else a
// word stands alone.
static Text without_breaks(Ui *ui, Text text)
{
    char *flat = ARENA_NEW(ui_frame_arena(ui), char, (size_t)text.size);
    for (int32_t i = 0; i < text.size; i++)
        flat[i] = text.data[i] == '\n' ? ' ' : text.data[i];
    return (Text){flat, text.size};
}

static TextBlock wrapped_block(Ui *ui, TextSpec spec)
{
    TextBlock block = text_cache_get(ui->texts, &spec);
    int32_t breaks = 0;
    for (int32_t i = 0; i < spec.text.size; i++)
        breaks += spec.text.data[i] == '\n';
    if (breaks == 0 || block.lines <= breaks + 1)
        return block;
    spec.text = without_breaks(ui, spec.text);
    return text_cache_get(ui->texts, &spec);
}

// The block of a text in `width_px`: a short text is one picture, whatever the width. The letters'
// size is told, because `fit` may have made it smaller.
static TextBlock block_of(Ui *ui, Text text, const UiText *options, int32_t width_px,
                          int32_t *out_half_px)
{
    TextSpec spec = spec_of(ui, text, options, 1.0f);
    *out_half_px = spec.half_px;
    int32_t align = spec.align;
    spec.align = 0;
    TextSpec single = spec;
    single.max_lines = 1;
    single.evenly = false;
    // Longer texts are not tried in one line first.
    if (width_px <= 0 || text.size <= 160) {
        TextBlock block = text_cache_get(ui->texts, &single);
        if (!block.cut && (width_px <= 0 || block.width <= width_px))
            return block;
        if (width_px <= 0)
            return block;
    }
    if (options->fit) {
        for (float shrink = 0.95f; shrink > 0.6f; shrink -= 0.05f) {
            single = spec_of(ui, text, options, shrink);
            single.align = 0;
            TextBlock block = text_cache_get(ui->texts, &single);
            *out_half_px = single.half_px;
            if (block.width <= width_px)
                return block;
        }
        spec = spec_of(ui, text, options, 0.6f);
        *out_half_px = spec.half_px;
    }
    if (options->whole_words && spec.max_lines > 1) {
        spec = spec_of(ui, text, options, shrink_for_words(ui, text, options, width_px));
        *out_half_px = spec.half_px;
    }
    spec.align = spec.max_lines > 1 ? align : 0;
    spec.width_px = width_px;
    return wrapped_block(ui, spec);
}

static UiTextSize size_of(const Ui *ui, const TextBlock *block)
{
    float s = ui->layout.scale;
    return (UiTextSize){.width = (float)block->width / s,
                        .height = (float)block->height / s,
                        .lines = block->lines,
                        .cut = block->cut,
                        .broken = block->broken};
}

UiTextSize ui_text_measure(Ui *ui, float width, Text text, UiText options)
{
    if (text.size == 0)
        return (UiTextSize){0};
    int32_t width_px = width > 0 ? (int32_t)lrintf(width * ui->layout.scale) : 0;
    int32_t half_px;
    TextBlock block = block_of(ui, text, &options, width_px, &half_px);
    UiTextSize size = size_of(ui, &block);
    size.width = ceilf(size.width + 0.01f); // so that a box of this width fits after rounding
    return size;
}

static void record_mask(Ui *ui, const TextBlock *block, PixelRect place, ThemeColour colour,
                        bool marked)
{
    PixelRect mask = {place.x - block->pad_x, place.y - block->pad_y, block->mask_width,
                      block->mask_height};
    DrawCommand *command = ui_record(ui, DRAW_TEXT, mask, 0);
    if (!command)
        return;
    command->slot = block->slot;
    command->generation = block->generation;
    command->colour = ui_colour(ui, colour);
    command->a = marked ? 1 : 0;
}

// `node` has how the text is painted.
static void add_node(Ui *ui, Rect where, Text text, const UiText *options, AccessNode node)
{
    node.id = options->id;
    node.label = options->label.size > 0 ? options->label : text;
    node.role = ACCESS_TEXT;
    node.rect = ui_still_rect(ui, where);
    node.seen = pixel_rect_intersect(node.rect, ui_group(ui)->clip_still);
    node.layer = ui->layer;
    node.enabled = true;
    node.part = options->silent;
    if (!pixel_rect_is_empty(node.seen) || node.id.size > 0)
        access_tree_add(ui_tree_in_work(ui), &node);
}

static Text without_broken_bytes(Ui *ui, Text text)
{
    if (text.size > TEXT_LINE_BYTES_MAX * 4)
        text = text_slice(text, 0, TEXT_LINE_BYTES_MAX * 4);
    if (text_is_valid_utf8(text))
        return text;
    // A name from a server may be anything: what is not UTF-8 is shown as U+FFFD.
    char *clean = ARENA_NEW(ui_frame_arena(ui), char, (size_t)text.size * 3);
    int32_t size = 0, position = 0;
    while (position < text.size)
        size += text_encode_code_point(text_next_code_point(text, &position), clean + size);
    return (Text){clean, size};
}

UiTextSize ui_text(Ui *ui, Rect where, Text text, UiText options)
{
    if (text.size == 0)
        return (UiTextSize){0};
    text = without_broken_bytes(ui, text);
    PixelRect box = ui_draw_rect(ui, where);
    int32_t half_px;
    TextBlock block = block_of(ui, text, &options, box.w, &half_px);
    UiTextSize size = size_of(ui, &block);

    bool right = (options.align == ALIGN_END) != ui->mirrored;
    PixelRect place = {box.x, box.y, block.width, block.height};
    if (options.align == ALIGN_CENTRE)
        place.x = box.x + (box.w - block.width) / 2;
    else if (right)
        place.x = box.x + box.w - block.width;
    if (options.vertical == VERTICAL_MIDDLE)
        place.y = box.y + (box.h - block.height) / 2;
    else if (options.vertical == VERTICAL_BOTTOM)
        place.y = box.y + box.h - block.height;
    record_mask(ui, &block, place, options.colour ? options.colour : COLOUR_TEXT, false);
    if (block.marked)
        record_mask(ui, &block, place, COLOUR_ACCENT, true);

    // The node lies where the words are, not where there would be room for them.
    Rect seen = {where.x, where.y, size.width, size.height};
    if (options.align == ALIGN_CENTRE)
        seen.x = where.x + (where.w - size.width) / 2;
    else if (options.align == ALIGN_END)
        seen.x = where.x + where.w - size.width;
    if (options.vertical == VERTICAL_MIDDLE)
        seen.y = where.y + (where.h - size.height) / 2;
    else if (options.vertical == VERTICAL_BOTTOM)
        seen.y = where.y + where.h - size.height;
    AccessNode node = {.colour = ui_colour(ui, options.colour ? options.colour : COLOUR_TEXT),
                       .size_px = (float)half_px / 2.0f,
                       .bold = weight_of(ui, &options) == TYPE_BOLD,
                       .cut = size.cut,
                       .broken = size.broken};
    add_node(ui, seen, text, &options, node);
    return size;
}
