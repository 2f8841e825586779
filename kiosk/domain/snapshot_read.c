#include "domain/snapshot_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The first bytes of msgpack values.
enum {
    FIXARRAY = 0x90,
    FIXSTR = 0xa0,
    FALSE_BYTE = 0xc2,
    TRUE_BYTE = 0xc3,
    BIN8 = 0xc4,
    FLOAT64 = 0xcb,
    UINT8 = 0xcc,
    INT8 = 0xd0,
    STR8 = 0xd9,
    STR16 = 0xda,
    ARRAY16 = 0xdc,
};

void snapshot_fail(SnapshotReader *reader, const char *what, const char *why)
{
    if (!reader->failed)
        error_set(reader->error, ERROR_CORRUPT, "order snapshot: %s %s", what, why);
    reader->failed = true;
    reader->at = reader->end;
}

static bool has(SnapshotReader *reader, const char *what, size_t size)
{
    if ((size_t)(reader->end - reader->at) >= size)
        return true;
    snapshot_fail(reader, what, "is cut off");
    return false;
}

static uint8_t take_byte(SnapshotReader *reader, const char *what)
{
    return has(reader, what, 1) ? *reader->at++ : 0;
}

static uint64_t take_big_endian(SnapshotReader *reader, const char *what, size_t size)
{
    if (!has(reader, what, size))
        return 0;
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | *reader->at++;
    return value;
}

int32_t snapshot_read_array(SnapshotReader *reader, const char *what, int32_t min, int32_t max)
{
    uint8_t first = take_byte(reader, what);
    uint64_t count = 0;
    if ((first & 0xf0) == FIXARRAY)
        count = first & 0x0f;
    else if (first == ARRAY16)
        count = take_big_endian(reader, what, 2);
    else
        snapshot_fail(reader, what, "is not a list");
    if (!reader->failed && (count < (uint64_t)min || count > (uint64_t)max))
        snapshot_fail(reader, what, "has a wrong number of items");
    return reader->failed ? 0 : (int32_t)count;
}

static int64_t int_after(SnapshotReader *reader, const char *what, uint8_t first)
{
    if (first < 0x80)
        return first;
    if (first >= 0xe0)
        return (int8_t)first;
    if (first >= UINT8 && first < UINT8 + 4) {
        uint64_t value = take_big_endian(reader, what, (size_t)1 << (first - UINT8));
        if (value > INT64_MAX)
            snapshot_fail(reader, what, "is out of range");
        return (int64_t)value;
    }
    switch (first) {
    case INT8:
        return (int8_t)take_big_endian(reader, what, 1);
    case INT8 + 1:
        return (int16_t)take_big_endian(reader, what, 2);
    case INT8 + 2:
        return (int32_t)take_big_endian(reader, what, 4);
    case INT8 + 3:
        return (int64_t)take_big_endian(reader, what, 8);
    default:
        break;
    }
    snapshot_fail(reader, what, "is not a whole number");
    return 0;
}

int64_t snapshot_read_int(SnapshotReader *reader, const char *what, int64_t min, int64_t max)
{
    int64_t value = int_after(reader, what, take_byte(reader, what));
    if (!reader->failed && (value < min || value > max))
        snapshot_fail(reader, what, "is out of range");
    return reader->failed ? 0 : value;
}

bool snapshot_read_bool(SnapshotReader *reader, const char *what)
{
    uint8_t first = take_byte(reader, what);
    if (first != TRUE_BYTE && first != FALSE_BYTE)
        snapshot_fail(reader, what, "is neither true nor false");
    return !reader->failed && first == TRUE_BYTE;
}

double snapshot_read_number(SnapshotReader *reader, const char *what, double limit)
{
    uint8_t first = take_byte(reader, what);
    double value;
    if (first == FLOAT64) {
        uint64_t bits = take_big_endian(reader, what, 8);
        memcpy(&value, &bits, sizeof value);
    } else {
        value = (double)int_after(reader, what, first);
    }
    if (!reader->failed && !(fabs(value) <= limit)) // also true for a NaN
        snapshot_fail(reader, what, "is out of range");
    return reader->failed ? 0 : value;
}

static size_t text_size_after(SnapshotReader *reader, const char *what, uint8_t first)
{
    if ((first & 0xe0) == FIXSTR)
        return first & 0x1f;
    if (first == STR8)
        return take_big_endian(reader, what, 1);
    if (first == STR16)
        return take_big_endian(reader, what, 2);
    snapshot_fail(reader, what, "is not a text");
    return 0;
}

static void text_after(SnapshotReader *reader, const char *what, uint8_t first, char *out,
                       size_t room)
{
    memset(out, 0, room);
    size_t size = text_size_after(reader, what, first);
    if (!has(reader, what, size) || reader->failed)
        return;
    Text text = {(const char *)reader->at, (int32_t)size};
    if (size >= room)
        snapshot_fail(reader, what, "is too long");
    else if (memchr(text.data, 0, size) || !text_is_valid_utf8(text))
        snapshot_fail(reader, what, "is not UTF-8");
    if (reader->failed)
        return;
    memcpy(out, text.data, size);
    reader->at += size;
}

void snapshot_read_text(SnapshotReader *reader, const char *what, char *out, size_t room)
{
    text_after(reader, what, take_byte(reader, what), out, room);
}

void snapshot_read_uuid(SnapshotReader *reader, const char *what, char out[37])
{
    uint8_t first = take_byte(reader, what);
    if (first != BIN8) {
        text_after(reader, what, first, out, 37);
        return;
    }
    memset(out, 0, 37);
    if (take_byte(reader, what) != 16 || !has(reader, what, 16)) {
        snapshot_fail(reader, what, "is not 16 bytes long");
        return;
    }
    char *to = out;
    for (int32_t i = 0; i < 16; i++) {
        static const char digits[] = "0123456789abcdef";
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = digits[reader->at[i] >> 4];
        *to++ = digits[reader->at[i] & 15];
    }
    reader->at += 16;
}
