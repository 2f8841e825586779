#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Text text_from_string(const char *string)
{
    return (Text){string, string ? (int32_t)strlen(string) : 0};
}

bool text_equal(Text a, Text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, (size_t)a.size) == 0);
}

bool text_equal_string(Text a, const char *b)
{
    return text_equal(a, text_from_string(b));
}

bool text_starts_with(Text text, Text start)
{
    return text.size >= start.size &&
           (start.size == 0 || memcmp(text.data, start.data, (size_t)start.size) == 0);
}

bool text_contains(Text text, Text part)
{
    if (part.size == 0)
        return true;
    return text.size >= part.size &&
           memmem(text.data, (size_t)text.size, part.data, (size_t)part.size) != NULL;
}

Text text_slice(Text text, int32_t from, int32_t to)
{
    if (to > text.size)
        to = text.size;
    if (from < 0)
        from = 0;
    if (from >= to)
        return (Text){0};
    return (Text){text.data + from, to - from};
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Text text_trim(Text text)
{
    while (text.size > 0 && is_white(text.data[0]))
        text = (Text){text.data + 1, text.size - 1};
    while (text.size > 0 && is_white(text.data[text.size - 1]))
        text.size--;
    return text;
}

Text text_copy(Arena *arena, Text text)
{
    return (Text){text_to_string(arena, text), text.size};
}

char *text_to_string(Arena *arena, Text text)
{
    char *copy = ARENA_NEW(arena, char, (size_t)text.size + 1);
    if (text.size > 0)
        memcpy(copy, text.data, (size_t)text.size);
    return copy;
}

Text text_format(Arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    CHECK(size >= 0);
    char *out = ARENA_NEW(arena, char, (size_t)size + 1);
    va_start(arguments, format);
    vsnprintf(out, (size_t)size + 1, format, arguments);
    va_end(arguments);
    return (Text){out, size};
}

// Bytes that follow a lead byte, or -1 when it can't lead.
static int32_t continuation_count(uint8_t lead)
{
    if (lead < 0x80)
        return 0;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 1;
    if (lead >= 0xe0 && lead <= 0xef)
        return 2;
    if (lead >= 0xf0 && lead <= 0xf4)
        return 3;
    return -1;
}

static bool decode(Text text, int32_t position, uint32_t *out_code_point, int32_t *out_size)
{
    static const uint32_t smallest[4] = {0, 0x80, 0x800, 0x10000};
    const uint8_t *bytes = (const uint8_t *)text.data + position;
    int32_t more = continuation_count(bytes[0]);
    if (more < 0 || position + more >= text.size)
        return false;
    uint32_t code_point = more == 0 ? bytes[0] : bytes[0] & (0x3fu >> more);
    for (int32_t i = 1; i <= more; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return false;
        code_point = code_point << 6 | (bytes[i] & 0x3f);
    }
    if (code_point < smallest[more] || code_point > 0x10ffff ||
        (code_point >= 0xd800 && code_point <= 0xdfff))
        return false;
    *out_code_point = code_point;
    *out_size = more + 1;
    return true;
}

uint32_t text_next_code_point(Text text, int32_t *position)
{
    uint32_t code_point = 0xfffd;
    int32_t size = 1;
    CHECK(*position >= 0);
    CHECK(*position < text.size);
    decode(text, *position, &code_point, &size);
    *position += size;
    return code_point;
}

int32_t text_encode_code_point(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xc0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xe0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

bool text_is_valid_utf8(Text text)
{
    for (int32_t position = 0; position < text.size;) {
        uint32_t code_point;
        int32_t size;
        if (!decode(text, position, &code_point, &size))
            return false;
        position += size;
    }
    return true;
}

int32_t text_copy_to_buffer(Text text, char *buffer, int32_t buffer_bytes)
{
    CHECK(buffer_bytes > 0);
    int32_t size = text.size < buffer_bytes - 1 ? text.size : buffer_bytes - 1;
    // A cut may fall inside a code point: step back to where one begins.
    while (size > 0 && size < text.size && ((uint8_t)text.data[size] & 0xc0) == 0x80)
        size--;
    if (size > 0)
        memcpy(buffer, text.data, (size_t)size);
    buffer[size] = 0;
    return size;
}
