#include "backoffice/json_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Moves to new memory by hand: realloc would leave the old bytes, and with them the key, in free
// memory.
static void make_room(JsonWriter *writer, size_t more)
{
    if (writer->room - writer->size >= more)
        return;
    size_t room = writer->room ? writer->room * 2 : 1024;
    while (room - writer->size < more)
        room *= 2;
    char *data = malloc(room);
    CHECK(data != NULL);
    if (writer->size > 0) {
        memcpy(data, writer->data, writer->size);
        explicit_bzero(writer->data, writer->size);
    }
    free(writer->data);
    writer->data = data;
    writer->room = room;
}

static void append(JsonWriter *writer, const char *bytes, size_t size)
{
    make_room(writer, size);
    memcpy(writer->data + writer->size, bytes, size);
    writer->size += size;
}

void json_writer_raw(JsonWriter *writer, const char *json)
{
    append(writer, json, strlen(json));
}

static void append_code_point(JsonWriter *writer, uint32_t code_point)
{
    char bytes[8];
    if (code_point == '"' || code_point == '\\') {
        bytes[0] = '\\';
        bytes[1] = (char)code_point;
        append(writer, bytes, 2);
    } else if (code_point < 0x20 || code_point == 0x7f) {
        int size = snprintf(bytes, sizeof bytes, "\\u%04x", (unsigned)code_point);
        append(writer, bytes, (size_t)size);
    } else {
        append(writer, bytes, (size_t)text_encode_code_point(code_point, bytes));
    }
}

void json_writer_text(JsonWriter *writer, Text text)
{
    json_writer_raw(writer, "\"");
    for (int32_t position = 0; position < text.size;)
        append_code_point(writer, text_next_code_point(text, &position));
    json_writer_raw(writer, "\"");
}

void json_writer_string(JsonWriter *writer, const char *string)
{
    json_writer_text(writer, text_from_string(string));
}

void json_writer_integer(JsonWriter *writer, int64_t value)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%" PRId64, value);
    append(writer, digits, (size_t)size);
}

void json_writer_decimal(JsonWriter *writer, int64_t value, int32_t decimals)
{
    CHECK(decimals >= 0);
    CHECK(decimals <= 9);
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    while (decimals > 0 && magnitude % 10 == 0) {
        magnitude /= 10;
        decimals--;
    }
    uint64_t unit = 1;
    for (int32_t i = 0; i < decimals; i++)
        unit *= 10;
    char digits[48];
    int size =
        snprintf(digits, sizeof digits, "%s%" PRIu64, value < 0 ? "-" : "", magnitude / unit);
    if (decimals > 0)
        size += snprintf(digits + size, sizeof digits - (size_t)size, ".%0*" PRIu64, (int)decimals,
                         magnitude % unit);
    append(writer, digits, (size_t)size);
}

void json_writer_key(JsonWriter *writer, const char *name)
{
    json_writer_raw(writer, ",");
    json_writer_string(writer, name);
    json_writer_raw(writer, ":");
}

void json_writer_string_member(JsonWriter *writer, const char *name, const char *value)
{
    json_writer_key(writer, name);
    json_writer_string(writer, value);
}

void json_writer_integer_member(JsonWriter *writer, const char *name, int64_t value)
{
    json_writer_key(writer, name);
    json_writer_integer(writer, value);
}

char *json_writer_take(JsonWriter *writer)
{
    append(writer, "", 1);
    char *data = writer->data;
    *writer = (JsonWriter){0};
    return data;
}
