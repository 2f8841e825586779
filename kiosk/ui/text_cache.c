#include "ui/text_cache.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/checksum.h"

enum { BUCKET_COUNT = 1024 };

typedef struct Entry {
    bool taken;
    uint64_t key;
    char *bytes; // text and mark, to tell equal keys apart
    TextSpec spec;
    TextBlock block;
    TextLine *lines;         // block.lines of them; NULL once drawn
    uint8_t *alpha, *marked; // mask_width x mask_height each; NULL until they are painted
    uint32_t frame;          // in which it was last used
    int32_t next;            // in its bucket, -1 the last
} Entry;

struct TextCache {
    FontStore *fonts;
    Entry entries[TEXT_CACHE_MAX];
    int32_t buckets[BUCKET_COUNT];
    int64_t bytes;
    uint32_t frame;
};

TextCache *text_cache_create(FontStore *fonts)
{
    TextCache *cache = calloc(1, sizeof *cache);
    CHECK(cache);
    cache->fonts = fonts;
    for (int32_t i = 0; i < BUCKET_COUNT; i++)
        cache->buckets[i] = -1;
    cache->frame = 2;
    return cache;
}

static int64_t entry_bytes(const Entry *entry)
{
    int64_t area = (int64_t)entry->block.mask_width * entry->block.mask_height;
    return area * ((entry->alpha ? 1 : 0) + (entry->marked ? 1 : 0)) + entry->spec.text.size +
           entry->spec.mark.size;
}

static void drop(TextCache *cache, int32_t index)
{
    Entry *entry = &cache->entries[index];
    int32_t *link = &cache->buckets[entry->key % BUCKET_COUNT];
    while (*link != index)
        link = &cache->entries[*link].next;
    *link = entry->next;
    cache->bytes -= entry_bytes(entry);
    free(entry->bytes);
    free(entry->lines);
    free(entry->alpha);
    free(entry->marked);
    memset(entry, 0, sizeof *entry);
}

void text_cache_destroy(TextCache *cache)
{
    if (!cache)
        return;
    for (int32_t i = 0; i < TEXT_CACHE_MAX; i++)
        if (cache->entries[i].taken)
            drop(cache, i);
    free(cache);
}

void text_cache_begin_frame(TextCache *cache)
{
    cache->frame++;
}

static uint64_t key_of(const TextSpec *spec)
{
    struct {
        int32_t numbers[6];
        uint8_t flags[8];
    } plain;
    memset(&plain, 0, sizeof plain);
    plain.numbers[0] = (int32_t)spec->weight;
    plain.numbers[1] = spec->half_px;
    plain.numbers[2] = spec->line_px;
    plain.numbers[3] = spec->width_px;
    plain.numbers[4] = spec->max_lines;
    plain.numbers[5] = spec->align;
    plain.flags[0] = spec->display;
    plain.flags[1] = spec->right_to_left;
    plain.flags[2] = spec->number;
    plain.flags[3] = spec->struck;
    plain.flags[4] = spec->evenly;
    uint64_t key = checksum_xxh3(&plain, sizeof plain);
    key = key * 31 + checksum_xxh3(spec->text.data, (size_t)spec->text.size);
    if (spec->mark.size > 0)
        key = key * 31 + checksum_xxh3(spec->mark.data, (size_t)spec->mark.size);
    return key ^ key >> 32;
}

static bool same_spec(const TextSpec *a, const TextSpec *b)
{
    return a->weight == b->weight && a->half_px == b->half_px && a->line_px == b->line_px &&
           a->width_px == b->width_px && a->max_lines == b->max_lines && a->align == b->align &&
           a->display == b->display && a->right_to_left == b->right_to_left &&
           a->number == b->number && a->struck == b->struck && a->evenly == b->evenly &&
           text_equal(a->text, b->text) && text_equal(a->mark, b->mark);
}

// A place for one more: a free one, or the one longest unused. Past the limit in bytes old ones go
// first.
static int32_t free_slot(TextCache *cache)
{
    for (;;) {
        int32_t oldest = -1, unused = -1;
        for (int32_t i = 0; i < TEXT_CACHE_MAX; i++) {
            const Entry *entry = &cache->entries[i];
            if (!entry->taken)
                unused = i;
            else if (entry->frame + 1 < cache->frame &&
                     (oldest < 0 || entry->frame < cache->entries[oldest].frame))
                oldest = i;
        }
        if (cache->bytes <= TEXT_CACHE_BYTES && unused >= 0)
            return unused;
        if (oldest < 0) {
            CHECK(unused >= 0); // more than a thousand texts on two screens
            return unused;
        }
        drop(cache, oldest);
    }
}

// Latin letters without their case: the second byte of "À" to "Þ" becomes that of "à" to "þ".
static uint8_t folded(Text text, int32_t i)
{
    uint8_t byte = (uint8_t)text.data[i];
    if (byte >= 'A' && byte <= 'Z')
        return (uint8_t)(byte + 'a' - 'A');
    bool latin = i > 0 && (uint8_t)text.data[i - 1] == 0xc3;
    return latin && byte >= 0x80 && byte <= 0x9e ? (uint8_t)(byte + 0x20) : byte;
}

static bool is_at(Text text, int32_t at, Text mark)
{
    if (at + mark.size > text.size)
        return false;
    for (int32_t i = 0; i < mark.size; i++)
        if (folded(text, at + i) != folded(mark, i))
            return false;
    return true;
}

// At the beginning of a word, else anywhere.
static TextMark find_mark(Text text, Text mark)
{
    TextMark found = {0};
    for (int32_t i = 0; mark.size > 0 && i < text.size; i++) {
        bool begins = i == 0 || text.data[i - 1] == ' ' || text.data[i - 1] == '-';
        if ((!begins && found.to > 0) || !is_at(text, i, mark))
            continue;
        found = (TextMark){i, i + mark.size};
        if (begins)
            break;
    }
    return found;
}

static void strike(TextCanvas canvas, int32_t from, int32_t to, int32_t baseline, int32_t half_px)
{
    int32_t thick = half_px / 28 > 1 ? half_px / 28 : 1;
    int32_t top = baseline - half_px * 15 / 100 - thick / 2;
    for (int32_t y = top; y < top + thick; y++)
        if (y >= 0 && y < canvas.height)
            memset(canvas.alpha + y * canvas.width + from, 255, (size_t)(to - from));
}

static void draw_line(Entry *entry, const TextFace *face, const TextLine *line, int32_t index,
                      TextMark mark)
{
    char buffer[TEXT_LINE_BYTES_MAX];
    Text text = text_wrap_line_text(entry->spec.text, line, buffer);
    int32_t origin = text_wrap_line_origin(line);
    TextMark in_line = {mark.from + origin, mark.to + origin};
    TextPiece pieces[TEXT_PIECES_MAX];
    int32_t width = 0, count = text_shape_line(face, text, in_line, pieces, &width);
    TextBlock *block = &entry->block;
    int32_t x = block->pad_x;
    if (entry->spec.align == 1)
        x += (block->width - width) / 2;
    else if (entry->spec.align == 2)
        x += block->width - width;

    // The baseline is Inter's in every script, so that lines of mixed scripts don't jump.
    const OpenFont *inter = font_store_get(face->fonts, FONT_INTER, face->weight, face->half_px);
    CHECK(inter);
    float em = (float)face->half_px / 2.0f;
    int32_t baseline = block->pad_y + index * entry->spec.line_px +
                       (int32_t)lrintf((float)entry->spec.line_px / 2.0f + em * 0.364f);
    TextCanvas plain = {entry->alpha, block->mask_width, block->mask_height};
    TextCanvas marked = {entry->marked, block->mask_width, block->mask_height};
    int32_t from = x;
    for (int32_t i = 0; i < count; i++) {
        text_shape_draw(face, text, &pieces[i], pieces[i].marked ? marked : plain, x, baseline);
        x += pieces[i].width;
    }
    if (entry->spec.struck)
        strike(plain, from, x, baseline, face->half_px);
}

static TextFace face_of(const TextCache *cache, const TextSpec *spec)
{
    return (TextFace){.fonts = cache->fonts,
                      .weight = spec->weight,
                      .half_px = spec->half_px,
                      .display = spec->display,
                      .right_to_left = spec->right_to_left,
                      .number = spec->number};
}

// Where the lines break and how large the block is. Its mask waits until it is painted: many a text
// is only measured.
static void lay_out(TextCache *cache, Entry *entry)
{
    TextSpec *spec = &entry->spec;
    TextFace face = face_of(cache, spec);
    TextLine lines[TEXT_LINES_MAX];
    TextBlock *block = &entry->block;
    block->lines = (spec->evenly ? text_wrap_evenly : text_wrap)(
        &face, spec->text, spec->width_px, spec->max_lines, lines, &block->cut);
    TextMark mark = find_mark(spec->text, spec->mark);
    block->marked = mark.to > mark.from;
    for (int32_t i = 0; i < block->lines; i++) {
        int32_t width = lines[i].width;
        block->broken = block->broken || lines[i].broken;
        if (block->marked) { // bold letters are wider
            char buffer[TEXT_LINE_BYTES_MAX];
            TextPiece pieces[TEXT_PIECES_MAX];
            int32_t origin = text_wrap_line_origin(&lines[i]);
            (void)text_shape_line(&face, text_wrap_line_text(spec->text, &lines[i], buffer),
                                  (TextMark){mark.from + origin, mark.to + origin}, pieces, &width);
        }
        block->width = width > block->width ? width : block->width;
    }
    block->height = block->lines * spec->line_px;
    // Room for what letters stretch beyond their line: Arabic descenders, italics, stacked signs.
    block->pad_x = spec->half_px / 8 + 1;
    block->pad_y = spec->half_px * 3 / 16 + 1;
    block->mask_width = block->width + 2 * block->pad_x;
    block->mask_height = block->height + 2 * block->pad_y;
    entry->lines = malloc((size_t)(block->lines + 1) * sizeof *lines);
    CHECK(entry->lines);
    memcpy(entry->lines, lines, (size_t)block->lines * sizeof *lines);
}

static void draw_block(TextCache *cache, Entry *entry)
{
    const TextBlock *block = &entry->block;
    TextFace face = face_of(cache, &entry->spec);
    TextMark mark = find_mark(entry->spec.text, entry->spec.mark);
    size_t area = (size_t)block->mask_width * (size_t)block->mask_height;
    cache->bytes -= entry_bytes(entry);
    entry->alpha = calloc(area, 1);
    CHECK(entry->alpha);
    if (block->marked) {
        entry->marked = calloc(area, 1);
        CHECK(entry->marked);
    }
    for (int32_t i = 0; i < block->lines; i++)
        draw_line(entry, &face, &entry->lines[i], i, mark);
    free(entry->lines);
    entry->lines = NULL;
    cache->bytes += entry_bytes(entry);
}

TextBlock text_cache_get(TextCache *cache, const TextSpec *spec)
{
    uint64_t key = key_of(spec);
    for (int32_t i = cache->buckets[key % BUCKET_COUNT]; i >= 0; i = cache->entries[i].next) {
        Entry *entry = &cache->entries[i];
        if (entry->key == key && same_spec(&entry->spec, spec)) {
            entry->frame = cache->frame;
            return entry->block;
        }
    }
    int32_t slot = free_slot(cache);
    Entry *entry = &cache->entries[slot];
    *entry = (Entry){.taken = true, .key = key, .spec = *spec, .frame = cache->frame};
    entry->bytes = malloc((size_t)(spec->text.size + spec->mark.size) + 1);
    CHECK(entry->bytes);
    if (spec->text.size > 0)
        memcpy(entry->bytes, spec->text.data, (size_t)spec->text.size);
    if (spec->mark.size > 0)
        memcpy(entry->bytes + spec->text.size, spec->mark.data, (size_t)spec->mark.size);
    entry->spec.text.data = entry->bytes;
    entry->spec.mark.data = entry->bytes + spec->text.size;
    entry->block.slot = slot;
    entry->block.generation = (uint32_t)key;
    lay_out(cache, entry);
    entry->next = cache->buckets[key % BUCKET_COUNT];
    cache->buckets[key % BUCKET_COUNT] = slot;
    cache->bytes += entry_bytes(entry);
    return entry->block;
}

MaskView text_cache_mask(TextCache *cache, int32_t slot, uint32_t generation, bool marked)
{
    if (!cache || slot < 0 || slot >= TEXT_CACHE_MAX)
        return (MaskView){0};
    Entry *entry = &cache->entries[slot];
    if (!entry->taken || entry->block.generation != generation)
        return (MaskView){0};
    if (!entry->alpha)
        draw_block(cache, entry);
    return (MaskView){marked ? entry->marked : entry->alpha, entry->block.mask_width,
                      entry->block.mask_height};
}

int64_t text_cache_bytes(const TextCache *cache)
{
    return cache->bytes;
}
