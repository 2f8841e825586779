#include "backoffice/json_msgpack.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- writing --- */

static void put(MsgpackText *out, const void *bytes, size_t size)
{
    if (out->room - out->size < size) {
        size_t room = out->room ? out->room * 2 : 1024;
        while (room - out->size < size)
            room *= 2;
        out->data = realloc(out->data, room);
        CHECK(out->data != NULL);
        out->room = room;
    }
    memcpy(out->data + out->size, bytes, size);
    out->size += size;
}

// A type byte and a number of `size` bytes, the highest first.
static void put_number(MsgpackText *out, uint8_t type, uint64_t value, int32_t size)
{
    uint8_t bytes[9] = {type};
    for (int32_t i = 0; i < size; i++)
        bytes[1 + i] = (uint8_t)(value >> (8 * (size - 1 - i)));
    put(out, bytes, 1 + (size_t)size);
}

// A count in its shortest form: within the type byte, or behind it. bytes8 0: there is no such
// form.
static void put_count(MsgpackText *out, uint8_t fix, uint32_t fix_max, uint8_t bytes8,
                      uint8_t bytes16, uint32_t count)
{
    if (count <= fix_max)
        put_number(out, (uint8_t)(fix | count), 0, 0);
    else if (bytes8 && count <= UINT8_MAX)
        put_number(out, bytes8, count, 1);
    else if (count <= UINT16_MAX)
        put_number(out, bytes16, count, 2);
    else
        put_number(out, (uint8_t)(bytes16 + 1), count, 4);
}

void json_msgpack_write_map(MsgpackText *out, uint32_t count)
{
    put_count(out, 0x80, 15, 0, 0xde, count);
}

void json_msgpack_write_array(MsgpackText *out, uint32_t count)
{
    put_count(out, 0x90, 15, 0, 0xdc, count);
}

void json_msgpack_write_text(MsgpackText *out, const char *text)
{
    size_t size = strlen(text);
    put_count(out, 0xa0, 31, 0xd9, 0xda, (uint32_t)size);
    put(out, text, size);
}

static void put_integer(MsgpackText *out, int64_t value)
{
    if (value >= -32 && value <= 127)
        put_number(out, (uint8_t)value, 0, 0);
    else if (value >= INT32_MIN && value <= INT32_MAX)
        put_number(out, 0xd2, (uint32_t)value, 4);
    else
        put_number(out, 0xd3, (uint64_t)value, 8);
}

void json_msgpack_write(MsgpackText *out, const json_t *value)
{
    const char *key;
    json_t *item;
    size_t index;
    uint64_t bits;
    double real;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        json_msgpack_write_map(out, (uint32_t)json_object_size(value));
        json_object_foreach((json_t *)(uintptr_t)value, key, item)
        {
            json_msgpack_write_text(out, key);
            json_msgpack_write(out, item);
        }
        return;
    case JSON_ARRAY:
        json_msgpack_write_array(out, (uint32_t)json_array_size(value));
        json_array_foreach(value, index, item) json_msgpack_write(out, item);
        return;
    case JSON_STRING:
        json_msgpack_write_text(out, json_string_value(value));
        return;
    case JSON_INTEGER:
        put_integer(out, json_integer_value(value));
        return;
    case JSON_REAL:
        real = json_real_value(value);
        memcpy(&bits, &real, sizeof bits);
        put_number(out, 0xcb, bits, 8);
        return;
    case JSON_TRUE:
        put_number(out, 0xc3, 0, 0);
        return;
    case JSON_FALSE:
        put_number(out, 0xc2, 0, 0);
        return;
    case JSON_NULL:
        put_number(out, 0xc0, 0, 0);
        return;
    }
}

/* --- reading --- */

typedef struct Level {
    bool map;
    uint64_t left; // values: of a map twice its pairs
} Level;

typedef struct Reading {
    Bytes bytes;
    size_t at;
    JsonHandler handler;
    void *context;
    Level levels[JSON_DEPTH_MAX];
    int32_t depth;
} Reading;

static bool bad(const Reading *reading, const char *what, Error *error)
{
    return error_set(error, ERROR_CORRUPT, "no msgpack at byte %zu: %s", reading->at, what);
}

static bool take_number(Reading *reading, size_t size, uint64_t *out, Error *error)
{
    if (reading->bytes.size - reading->at < size)
        return bad(reading, "it ends in the middle", error);
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | reading->bytes.data[reading->at++];
    *out = value;
    return true;
}

static bool tell(Reading *reading, JsonEvent event, Text text, Error *error)
{
    return reading->handler(reading->context, event, text, error);
}

static bool is_key(const Reading *reading)
{
    const Level *level = reading->depth > 0 ? &reading->levels[reading->depth - 1] : NULL;
    return level && level->map && level->left % 2 == 0;
}

static bool read_text(Reading *reading, uint64_t size, Error *error)
{
    if (size > JSON_STRING_MAX_BYTES || reading->bytes.size - reading->at < size)
        return bad(reading, "a text is too long", error);
    Text text = {(const char *)reading->bytes.data + reading->at, (int32_t)size};
    if (!text_is_valid_utf8(text))
        return bad(reading, "a text is not UTF-8", error);
    reading->at += (size_t)size;
    return tell(reading, is_key(reading) ? JSON_EVENT_KEY : JSON_EVENT_STRING, text, error);
}

static bool read_begin(Reading *reading, bool map, uint64_t count, Error *error)
{
    if (reading->depth == JSON_DEPTH_MAX)
        return bad(reading, "it is too deep", error);
    reading->levels[reading->depth++] = (Level){map, map ? 2 * count : count};
    return tell(reading, map ? JSON_EVENT_OBJECT_BEGIN : JSON_EVENT_ARRAY_BEGIN, (Text){0}, error);
}

static bool read_number_text(Reading *reading, const char *format, int64_t integer, double real,
                             Error *error)
{
    char digits[40];
    int size = format[0] == 'd' ? snprintf(digits, sizeof digits, "%" PRId64, integer)
                                : snprintf(digits, sizeof digits, "%.17g", real);
    return tell(reading, JSON_EVENT_NUMBER, (Text){digits, size}, error);
}

static bool read_integer(Reading *reading, uint8_t type, Error *error)
{
    uint64_t value = 0;
    int32_t size = 1 << (type & 3); // cc to cf, d0 to d3
    if (!take_number(reading, (size_t)size, &value, error))
        return false;
    if (type >= 0xd0 && size < 8) // the sign of a shorter one
        value = (uint64_t)((int64_t)(value << (64 - 8 * size)) >> (64 - 8 * size));
    if (type < 0xd0 && value > INT64_MAX)
        return bad(reading, "a number is too large", error);
    return read_number_text(reading, "d", (int64_t)value, 0, error);
}

static bool read_real(Reading *reading, uint8_t type, Error *error)
{
    uint64_t bits = 0;
    double real;
    if (!take_number(reading, type == 0xca ? 4 : 8, &bits, error))
        return false;
    if (type == 0xca) {
        uint32_t small_bits = (uint32_t)bits;
        float small;
        memcpy(&small, &small_bits, sizeof small);
        real = (double)small;
    } else
        memcpy(&real, &bits, sizeof real);
    if (!isfinite(real))
        return bad(reading, "a number is none", error);
    return read_number_text(reading, "g", 0, real, error);
}

static bool read_sized(Reading *reading, uint8_t type, Error *error)
{
    uint64_t count = 0;
    size_t size = type == 0xd9 ? 1 : type == 0xda || type == 0xdc || type == 0xde ? 2 : 4;
    if (!take_number(reading, size, &count, error))
        return false;
    if (type <= 0xdb)
        return read_text(reading, count, error);
    return read_begin(reading, type >= 0xde, count, error);
}

static bool read_value(Reading *reading, Error *error)
{
    uint64_t first = 0;
    if (!take_number(reading, 1, &first, error))
        return false;
    uint8_t type = (uint8_t)first;
    bool text = (type & 0xe0) == 0xa0 || (type >= 0xd9 && type <= 0xdb);
    if (is_key(reading) && !text)
        return bad(reading, "a key is no text", error);
    if (type < 0x80 || type >= 0xe0)
        return read_number_text(reading, "d", (int8_t)type, 0, error);
    if (type < 0xa0)
        return read_begin(reading, type < 0x90, type & 0x0f, error);
    if (type < 0xc0)
        return read_text(reading, type & 0x1f, error);
    if (type == 0xc0)
        return tell(reading, JSON_EVENT_NULL, (Text){0}, error);
    if (type == 0xc2 || type == 0xc3)
        return tell(reading, type == 0xc3 ? JSON_EVENT_TRUE : JSON_EVENT_FALSE, (Text){0}, error);
    if (type == 0xca || type == 0xcb)
        return read_real(reading, type, error);
    if ((type >= 0xcc && type <= 0xcf) || (type >= 0xd0 && type <= 0xd3))
        return read_integer(reading, type, error);
    if (type >= 0xd9)
        return read_sized(reading, type, error);
    return bad(reading, "a kind of value that JSON doesn't have", error);
}

bool json_msgpack_read(Bytes bytes, JsonHandler handler, void *context, Error *error)
{
    Reading reading = {.bytes = bytes, .handler = handler, .context = context};
    bool began = false;
    while (!began || reading.depth > 0) {
        Level *level = reading.depth > 0 ? &reading.levels[reading.depth - 1] : NULL;
        if (level && level->left == 0) {
            reading.depth--;
            if (!tell(&reading, level->map ? JSON_EVENT_OBJECT_END : JSON_EVENT_ARRAY_END,
                      (Text){0}, error))
                return false;
            continue;
        }
        began = true;
        int32_t depth = reading.depth;
        if (!read_value(&reading, error))
            return false;
        if (level)
            reading.levels[depth - 1].left--;
    }
    return reading.at == bytes.size || bad(&reading, "something follows it", error);
}
