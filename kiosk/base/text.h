/* Text that knows its length and does not own its bytes, always UTF-8, not ended by a zero.
 * The owner is whoever's arena it points into. A zeroed Text is the empty text. */
#ifndef KIOSK_BASE_TEXT_H
#define KIOSK_BASE_TEXT_H

#include "base/arena.h"

typedef struct Text {
    const char *data;
    int32_t size; // bytes
} Text;

typedef struct Bytes {
    const uint8_t *data;
    size_t size;
} Bytes;

#define TEXT(literal) ((Text){(literal), (int32_t)sizeof(literal) - 1})
// For printf: printf("%.*s", TEXT_PRINTF(text))
#define TEXT_PRINTF(text) (int)(text).size, (text).data ? (text).data : ""

Text text_from_string(const char *string); // borrows; NULL is the empty text
bool text_equal(Text a, Text b);
bool text_equal_string(Text a, const char *b);
bool text_starts_with(Text text, Text start);
bool text_contains(Text text, Text part);
Text text_slice(Text text, int32_t from, int32_t to); // clamped to the text
Text text_trim(Text text);                            // without ASCII white space at the ends
Text text_copy(Arena *arena, Text text);
char *text_to_string(Arena *arena, Text text); // zero-ended copy
Text text_format(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

// Reads one code point at `*position` and moves it on. Returns U+FFFD for a bad byte, which is then
// one byte long; `*position` must be before the end.
uint32_t text_next_code_point(Text text, int32_t *position);
// Writes 1 to 4 bytes; returns how many.
int32_t text_encode_code_point(uint32_t code_point, char out[4]);
bool text_is_valid_utf8(Text text);
// Copies into a fixed buffer, always ends with zero, never cuts a code point. Returns bytes
// written.
int32_t text_copy_to_buffer(Text text, char *buffer, int32_t buffer_bytes);

// Case and accents folded for searching: "Käse" and "KASE" and "kase" give the same ("kase"; ß is
// ss; Arabic tatweel and vowel marks are dropped, alef and ya forms unified). Never longer than 3
// times the input. Writes at most `room` bytes and returns the bytes written.
int32_t text_fold(Text text, char *out, int32_t room);

#endif
