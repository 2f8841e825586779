#include "ui/text_shape.h"

#include <SDL_ttf.h>
#include <string.h>

#include "base/check.h"

static FontFamily family_of(const TextFace *face, TextScript script)
{
    switch (script) {
    case SCRIPT_ARABIC:
        return FONT_ARABIC;
    case SCRIPT_HEBREW:
        return FONT_HEBREW;
    case SCRIPT_DEVANAGARI:
        return FONT_DEVANAGARI;
    case SCRIPT_THAI:
        return FONT_THAI;
    case SCRIPT_CJK:
        return FONT_CJK;
    case SCRIPT_OTHER:
        return FONT_NOTO;
    case SCRIPT_COMMON:
    case SCRIPT_LATIN:
    case SCRIPT_GREEK:
    case SCRIPT_CYRILLIC:
    case SCRIPT_COUNT:
        break;
    }
    return face->display ? FONT_INTER_DISPLAY : FONT_INTER;
}

static bool family_has(const TextFace *face, FontFamily family, uint32_t code_point)
{
    const OpenFont *open = font_store_get(face->fonts, family, face->weight, face->half_px);
    return open && TTF_GlyphIsProvided32(open->font, code_point);
}

// The family of the script when it has the letter, else the first that has it.
static FontFamily family_for(const TextFace *face, TextScript script, uint32_t code_point)
{
    FontFamily first = family_of(face, script);
    if (family_has(face, first, code_point))
        return first;
    static const FontFamily others[] = {FONT_INTER, FONT_NOTO, FONT_CJK};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (family_has(face, others[i], code_point))
            return others[i];
    return FONT_INTER; // an empty box, but a visible one
}

static const OpenFont *font_of(const TextFace *face, const TextPiece *piece)
{
    const OpenFont *open = font_store_get(face->fonts, piece->family, piece->weight, face->half_px);
    if (!open)
        open = font_store_get(face->fonts, FONT_INTER, piece->weight, face->half_px);
    CHECK(open);
    TTF_SetFontDirection(open->font, piece->right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(open->font, text_script_tag(piece->script));
    return open;
}

enum { JOINER_BYTES = 3, PIECE_BYTES_MAX = TEXT_LINE_BYTES_MAX + 2 * JOINER_BYTES + 1 };

static const char *string_of(Text line, const TextPiece *piece, char buffer[PIECE_BYTES_MAX])
{
    static const char joiner[] = "\xe2\x80\x8d"; // U+200D
    int32_t size = 0, length = piece->to - piece->from;
    CHECK(length <= TEXT_LINE_BYTES_MAX);
    if (piece->joins_before) {
        memcpy(buffer, joiner, JOINER_BYTES);
        size = JOINER_BYTES;
    }
    memcpy(buffer + size, line.data + piece->from, (size_t)length);
    size += length;
    if (piece->joins_after) {
        memcpy(buffer + size, joiner, JOINER_BYTES);
        size += JOINER_BYTES;
    }
    buffer[size] = 0;
    return buffer;
}

static int32_t piece_width(const TextFace *face, Text line, const TextPiece *piece)
{
    const OpenFont *open = font_of(face, piece);
    if (piece->digit) {
        // Large figures stand closer, as in the design; cells are the one place where that can be
        // done.
        int32_t closer = face->display ? (face->half_px * 15 + 500) / 1000 : 0;
        return font_store_digit_width(face->fonts, open) - closer;
    }
    char buffer[PIECE_BYTES_MAX];
    int width = 0;
    if (TTF_SizeUTF8(open->font, string_of(line, piece, buffer), &width, NULL) != 0)
        return 0;
    return width;
}

static bool is_arabic_letter(uint32_t c)
{
    return text_script_of(c) == SCRIPT_ARABIC && ((c >= 0x620 && c <= 0x64a) || c >= 0x66e);
}

// Between the character that ends at `at` and the letter `c`.
static bool is_joining(const char *line, int32_t at, uint32_t c)
{
    int32_t start = at - 1;
    while (start > 0 && ((uint8_t)line[start] & 0xc0) == 0x80)
        start--;
    int32_t position = start;
    return is_arabic_letter(c) &&
           is_arabic_letter(text_next_code_point((Text){line, at}, &position));
}

// Cuts one run where the font, the mark or a digit cell changes; pieces in logical order.
static int32_t cut_run(const TextFace *face, Text line, const TextRun *run, TextMark mark,
                       TextPiece *pieces, int32_t room)
{
    int32_t count = 0, position = run->from;
    while (position < run->to) {
        int32_t at = position;
        uint32_t c = text_next_code_point(line, &position);
        TextPiece *last = count > 0 ? &pieces[count - 1] : NULL;
        bool marked = at >= mark.from && at < mark.to;
        bool digit = face->number && c >= '0' && c <= '9';
        // A space has no look, and a sign on a letter must stay in the letter's font.
        bool stays = last && !last->digit && (c == ' ' || text_is_combining(c));
        FontFamily family = stays ? last->family : family_for(face, run->script, c);
        if (last && !digit && !last->digit && last->family == family && last->marked == marked) {
            last->to = position;
            continue;
        }
        if (count == room)
            break;
        bool joins = last && last->to == at && run->script == SCRIPT_ARABIC &&
                     last->family == family && is_joining(line.data, at, c);
        if (joins)
            last->joins_after = true;
        pieces[count++] = (TextPiece){
            .from = at,
            .to = position,
            .family = family,
            .weight = marked ? TYPE_BOLD : face->weight,
            .script = run->script,
            .right_to_left = run->right_to_left,
            .marked = marked,
            .digit = digit,
            .joins_before = joins,
        };
    }
    return count;
}

int32_t text_shape_line(const TextFace *face, Text line, TextMark mark,
                        TextPiece pieces[TEXT_PIECES_MAX], int32_t *out_width)
{
    TextRun runs[TEXT_RUNS_MAX];
    bool right_to_left = face->right_to_left && !face->number;
    int32_t run_count = text_bidi_split(line, right_to_left, runs);
    int32_t count = 0, width = 0;
    for (int32_t i = 0; i < run_count; i++) {
        TextPiece *first = pieces + count;
        int32_t added = cut_run(face, line, &runs[i], mark, first, TEXT_PIECES_MAX - count);
        if (runs[i].right_to_left) {
            for (int32_t a = 0, b = added - 1; a < b; a++, b--) {
                TextPiece piece = first[a];
                first[a] = first[b];
                first[b] = piece;
            }
        }
        count += added;
    }
    for (int32_t i = 0; i < count; i++) {
        pieces[i].width = piece_width(face, line, &pieces[i]);
        width += pieces[i].width;
    }
    *out_width = width;
    return count;
}

int32_t text_shape_width(const TextFace *face, Text line)
{
    TextPiece pieces[TEXT_PIECES_MAX];
    int32_t width = 0;
    (void)text_shape_line(face, line, (TextMark){0}, pieces, &width);
    return width;
}

static void add_glyphs(TextCanvas canvas, const SDL_Surface *drawn, int32_t x, int32_t y)
{
    for (int32_t row = 0; row < drawn->h; row++) {
        int32_t to_y = y + row;
        if (to_y < 0 || to_y >= canvas.height)
            continue;
        const uint8_t *from = (const uint8_t *)drawn->pixels + row * drawn->pitch;
        uint8_t *to = canvas.alpha + (size_t)to_y * (size_t)canvas.width;
        for (int32_t i = 0; i < drawn->w; i++) {
            int32_t to_x = x + i;
            if (to_x >= 0 && to_x < canvas.width && from[i] > to[to_x])
                to[to_x] = from[i];
        }
    }
}

void text_shape_draw(const TextFace *face, Text line, const TextPiece *piece, TextCanvas canvas,
                     int32_t x, int32_t baseline)
{
    const OpenFont *open = font_of(face, piece);
    char buffer[PIECE_BYTES_MAX];
    static const SDL_Color white = {255, 255, 255, 255}, black = {0, 0, 0, 255};
    // The shaded kind has one byte a pixel, which is just the coverage.
    SDL_Surface *drawn =
        TTF_RenderUTF8_Shaded(open->font, string_of(line, piece, buffer), white, black);
    if (!drawn)
        return; // nothing but marks
    if (piece->digit)
        x += (piece->width - drawn->w) / 2;
    add_glyphs(canvas, drawn, x, baseline - open->ascent);
    SDL_FreeSurface(drawn);
}
