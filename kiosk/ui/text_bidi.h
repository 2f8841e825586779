/* Cuts a line of text into runs that one font can shape in one direction, in the order in which
 * they are seen from left to right. Directions come from FriBidi; without it "12.50" in an Arabic
 * line reads "05.21". */
#ifndef KIOSK_UI_TEXT_BIDI_H
#define KIOSK_UI_TEXT_BIDI_H

#include "base/text.h"

enum { TEXT_LINE_BYTES_MAX = 1024, TEXT_RUNS_MAX = 64 };

typedef enum TextScript {
    SCRIPT_COMMON, // digits, spaces, punctuation: takes the script beside it
    SCRIPT_LATIN,
    SCRIPT_GREEK,
    SCRIPT_CYRILLIC,
    SCRIPT_ARABIC,
    SCRIPT_HEBREW,
    SCRIPT_DEVANAGARI,
    SCRIPT_THAI,
    SCRIPT_CJK,
    SCRIPT_OTHER,
    SCRIPT_COUNT
} TextScript;

typedef struct TextRun {
    int32_t from, to; // bytes of the line
    bool right_to_left;
    TextScript script;
} TextRun;

// `right_to_left` is the direction of the paragraph. Marks that only steer the direction are left
// out of the runs. Longer lines than TEXT_LINE_BYTES_MAX are cut. Returns the number of runs.
int32_t text_bidi_split(Text line, bool right_to_left, TextRun runs[TEXT_RUNS_MAX]);

// Some letter of it runs right to left. A text without any reads left to right in every language.
bool text_has_right_to_left(Text text);

TextScript text_script_of(uint32_t code_point);
const char *text_script_tag(TextScript script); // ISO 15924 for the shaper: "Arab"
bool text_is_direction_mark(uint32_t code_point);
// Letters that stand on others or join them: never cut before one.
bool text_is_combining(uint32_t code_point);

#endif
