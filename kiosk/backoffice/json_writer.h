/* Writes JSON text piece by piece, the same bytes for the same calls: amounts as exact decimals
 * (never through a double), texts escaped, no white space. It keeps no structure: commas and
 * brackets are the caller's. What it wrote is wiped when the memory moves, because requests carry
 * the lane's key. */
#ifndef KIOSK_BACKOFFICE_JSON_WRITER_H
#define KIOSK_BACKOFFICE_JSON_WRITER_H

#include "base/text.h"

typedef struct JsonWriter { // zeroed: empty
    char *data;
    size_t size, room;
} JsonWriter;

void json_writer_raw(JsonWriter *writer, const char *json);
// A quoted text. Bytes that are not UTF-8 become U+FFFD.
void json_writer_text(JsonWriter *writer, Text text);
void json_writer_string(JsonWriter *writer, const char *string);
void json_writer_integer(JsonWriter *writer, int64_t value);
// A member that is not an object's first: `,"name":`, and with its value.
void json_writer_key(JsonWriter *writer, const char *name);
void json_writer_string_member(JsonWriter *writer, const char *name, const char *value);
void json_writer_integer_member(JsonWriter *writer, const char *name, int64_t value);
// `value` in units of 10^-decimals, the shortest way: 1650 with 2 is 16.5. `decimals` 0 to 9.
void json_writer_decimal(JsonWriter *writer, int64_t value, int32_t decimals);
// The text with its ending zero, owned by the caller (free). The writer is empty afterwards.
char *json_writer_take(JsonWriter *writer);

#endif
