#include "backoffice/wire_text.h"

#include <string.h>

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) || code_point == 0x2028 ||
           code_point == 0x2029;
}

// Most texts need no change: printable ASCII within the limit.
static bool is_clean(Text text, int32_t room)
{
    if (text.size > room)
        return false;
    for (int32_t i = 0; i < text.size; i++)
        if ((uint8_t)text.data[i] < 0x20 || (uint8_t)text.data[i] >= 0x7f)
            return false;
    return true;
}

int32_t wire_text_clean(Text text, WireLines lines, char *out, int32_t room)
{
    text = text_trim(text);
    if (is_clean(text, room)) {
        if (text.size > 0)
            memcpy(out, text.data, (size_t)text.size);
        return text.size;
    }
    int32_t size = 0;
    for (int32_t position = 0; position < text.size;) {
        uint32_t code_point = text_next_code_point(text, &position);
        if (is_control(code_point) && !(code_point == '\n' && lines == WIRE_KEEP_LINES))
            code_point = ' ';
        char bytes[4];
        int32_t count = text_encode_code_point(code_point, bytes);
        if (count > room - size)
            break;
        memcpy(out + size, bytes, (size_t)count);
        size += count;
    }
    return size;
}

void wire_text_to_buffer(Text text, char *buffer, int32_t buffer_bytes)
{
    CHECK(buffer_bytes > 0);
    buffer[wire_text_clean(text, WIRE_ONE_LINE, buffer, buffer_bytes - 1)] = 0;
}
