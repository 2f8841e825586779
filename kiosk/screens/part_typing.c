/* What a keyboard types, on the screen or beside it. */
#include <string.h>

#include "screens/parts.h"

static void delete_character(const char *text, int32_t *size)
{
    while (*size > 0) { // a whole code point
        --*size;
        if (((uint8_t)text[*size] & 0xC0) != 0x80)
            break;
    }
}

void typed_text(char *text, int32_t *size, int32_t room, Text typed)
{
    for (int32_t position = 0; position < typed.size;) {
        int32_t from = position;
        uint32_t c = text_next_code_point(typed, &position);
        if (c == '\b') {
            delete_character(text, size);
        } else if (c >= ' ' && *size + position - from <= room) {
            memcpy(text + *size, typed.data + from, (size_t)(position - from));
            *size += position - from;
        }
    }
}
