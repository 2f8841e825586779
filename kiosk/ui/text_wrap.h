/* Breaks a text into lines of a width, and ends what does not fit in an ellipsis. */
#ifndef KIOSK_UI_TEXT_WRAP_H
#define KIOSK_UI_TEXT_WRAP_H

#include "ui/text_shape.h"

enum { TEXT_LINES_MAX = 24 };

typedef struct TextLine {
    int32_t from, to; // bytes of the text, without the spaces at its ends
    bool broken;      // ends inside a word that is wider than the line
    bool hyphen;      // "-" follows
    bool ellipsis;    // "…" follows
    int32_t width;    // px
    int32_t isolate;  // byte of the isolate mark that was opened in a line before; -1: none
} TextLine;

// `width_px` 0: only "\n" breaks. Returns the number of lines, at most `max_lines`; *out_cut when
// something is missing.
int32_t text_wrap(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                  TextLine lines[TEXT_LINES_MAX], bool *out_cut);
// Lines of about one width instead of a short last one: the least width that takes as many.
int32_t text_wrap_evenly(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                         TextLine lines[TEXT_LINES_MAX], bool *out_cut);
// The bytes of a line as drawn, in `buffer`: its hyphen or ellipsis included, and begun by the mark
// that still holds, so that half a name has the direction of the whole.
Text text_wrap_line_text(Text text, const TextLine *line, char buffer[TEXT_LINE_BYTES_MAX]);

// Where the text's byte 0 would be in what text_wrap_line_text gives.
int32_t text_wrap_line_origin(const TextLine *line);

#endif
