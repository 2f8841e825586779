/* Breaks a text into lines of a width, and ends what does not fit in an ellipsis. */
#ifndef KIOSK_UI_TEXT_WRAP_H
#define KIOSK_UI_TEXT_WRAP_H

#include "ui/text_shape.h"

enum { TEXT_LINES_MAX = 24 };

typedef struct TextLine {
    int32_t from, to; // bytes of the text, without the spaces at its ends
    int32_t isolate;  // its first byte plus 1 when the line begins inside an isolate, else 0
    bool broken;      // ends inside a word that is wider than the line
    bool hyphen;      // "-" follows
    bool ellipsis;    // "…" follows
    int32_t width;    // px
} TextLine;

// `width_px` 0: only "\n" breaks. Returns the number of lines, at most `max_lines`; *out_cut when
// something is missing.
int32_t text_wrap(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                  TextLine lines[TEXT_LINES_MAX], bool *out_cut);
// Lines of about one width instead of a short last one: the least width that takes as many.
int32_t text_wrap_evenly(const TextFace *face, Text text, int32_t width_px, int32_t max_lines,
                         TextLine lines[TEXT_LINES_MAX], bool *out_cut);
// The bytes of a line as drawn, its hyphen or ellipsis included, in `buffer`. An isolate that the
// line begins in is opened again: `text_wrap_line_lead` bytes before what is the text's.
int32_t text_wrap_line_lead(const TextLine *line);
Text text_wrap_line_text(Text text, const TextLine *line, char buffer[TEXT_LINE_BYTES_MAX]);

#endif
