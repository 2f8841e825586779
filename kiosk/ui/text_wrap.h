/* Breaks a text into lines of a width, and ends what does not fit in an ellipsis. */
#ifndef KIOSK_UI_TEXT_WRAP_H
#define KIOSK_UI_TEXT_WRAP_H

#include "ui/text_shape.h"

enum { TEXT_LINES_MAX = 24 };

typedef struct TextLine {
    int32_t from, to; // bytes of the text, without the spaces at its ends
    bool ellipsis;    // "…" follows
    int32_t width;    // px
} TextLine;

// `width_px` 0: only "\n" breaks. Returns the number of lines, at most `max_lines`; *out_cut when
// something is missing.
int32_t text_wrap(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                  TextLine lines[TEXT_LINES_MAX], bool *out_cut);
// The bytes of a line as drawn, its ellipsis included, in `buffer`.
Text text_wrap_line_text(Text text, const TextLine *line, char buffer[TEXT_LINE_BYTES_MAX]);

#endif
