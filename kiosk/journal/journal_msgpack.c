#include "journal/journal_msgpack.h"

#include <string.h>

static uint64_t take_number(JournalUnpack *unpack, size_t bytes)
{
    if (unpack->failed || unpack->size - unpack->position < bytes) {
        unpack->failed = true;
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | unpack->data[unpack->position++];
    return value;
}

static const uint8_t *take_bytes(JournalUnpack *unpack, uint64_t count)
{
    if (unpack->failed || unpack->size - unpack->position < count) {
        unpack->failed = true;
        return NULL;
    }
    const uint8_t *bytes = unpack->data + unpack->position;
    unpack->position += (size_t)count;
    return bytes;
}

// The first byte of the next value.
static uint8_t take_value(JournalUnpack *unpack)
{
    if (unpack->left-- <= 0)
        unpack->failed = true;
    return (uint8_t)take_number(unpack, 1);
}

JournalUnpack journal_unpack_begin(Bytes payload, int32_t count_min, int32_t version_max)
{
    JournalUnpack unpack = {.data = payload.data, .size = payload.size};
    uint8_t first = (uint8_t)take_number(&unpack, 1);
    if ((first & 0xf0) == 0x90)
        unpack.left = first & 0x0f;
    else if (first == 0xdc)
        unpack.left = (int32_t)take_number(&unpack, 2);
    else
        unpack.failed = true;
    if (unpack.left < count_min)
        unpack.failed = true;
    journal_unpack_integer(&unpack, 1, version_max);
    return unpack;
}

int64_t journal_unpack_integer(JournalUnpack *unpack, int64_t min, int64_t max)
{
    uint8_t first = take_value(unpack);
    int64_t value = 0;
    if (first < 0x80)
        value = first;
    else if (first >= 0xe0)
        value = (int8_t)first;
    else if (first >= 0xcc && first <= 0xcf) {
        uint64_t number = take_number(unpack, (size_t)1 << (first - 0xcc));
        if (number > INT64_MAX)
            unpack->failed = true;
        value = (int64_t)(number & INT64_MAX);
    } else if (first == 0xd0)
        value = (int8_t)take_number(unpack, 1);
    else if (first == 0xd1)
        value = (int16_t)take_number(unpack, 2);
    else if (first == 0xd2)
        value = (int32_t)take_number(unpack, 4);
    else if (first == 0xd3)
        value = (int64_t)take_number(unpack, 8);
    else
        unpack->failed = true;
    if (value < min || value > max)
        unpack->failed = true;
    return unpack->failed ? min : value;
}

void journal_unpack_text(JournalUnpack *unpack, char *out, size_t out_size)
{
    memset(out, 0, out_size);
    uint8_t first = take_value(unpack);
    uint64_t count = 0;
    if ((first & 0xe0) == 0xa0)
        count = first & 0x1f;
    else if (first >= 0xd9 && first <= 0xdb)
        count = take_number(unpack, (size_t)1 << (first - 0xd9));
    else
        unpack->failed = true;
    const uint8_t *bytes = take_bytes(unpack, count);
    if (!bytes || count == 0)
        return;
    if (count >= out_size || memchr(bytes, 0, (size_t)count) ||
        !text_is_valid_utf8((Text){(const char *)bytes, (int32_t)count}))
        unpack->failed = true;
    else
        memcpy(out, bytes, (size_t)count);
}

Bytes journal_unpack_bytes(JournalUnpack *unpack)
{
    uint8_t first = take_value(unpack);
    if (first == 0xc0)
        return (Bytes){0};
    uint64_t count = 0;
    if (first >= 0xc4 && first <= 0xc6)
        count = take_number(unpack, (size_t)1 << (first - 0xc4));
    else
        unpack->failed = true;
    const uint8_t *bytes = take_bytes(unpack, count);
    return bytes ? (Bytes){bytes, (size_t)count} : (Bytes){0};
}

// Values of a later program: integers, nil, booleans, texts and bytes; anything nested is not ours.
static void skip_value(JournalUnpack *unpack)
{
    uint8_t first = take_value(unpack);
    if (first < 0x80 || first >= 0xe0 || first == 0xc0 || first == 0xc2 || first == 0xc3)
        return;
    if ((first & 0xe0) == 0xa0)
        take_bytes(unpack, first & 0x1f);
    else if (first >= 0xd9 && first <= 0xdb)
        take_bytes(unpack, take_number(unpack, (size_t)1 << (first - 0xd9)));
    else if (first >= 0xc4 && first <= 0xc6)
        take_bytes(unpack, take_number(unpack, (size_t)1 << (first - 0xc4)));
    else if (first >= 0xcc && first <= 0xcf)
        take_number(unpack, (size_t)1 << (first - 0xcc));
    else if (first >= 0xd0 && first <= 0xd3)
        take_number(unpack, (size_t)1 << (first - 0xd0));
    else
        unpack->failed = true;
}

bool journal_unpack_end(JournalUnpack *unpack)
{
    while (!unpack->failed && unpack->left > 0)
        skip_value(unpack);
    return !unpack->failed && unpack->position == unpack->size;
}
