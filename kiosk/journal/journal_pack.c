#include "journal/journal_pack.h"

#include <string.h>

#include "journal/journal_format.h"

void journal_pack_begin(JournalPack *pack, size_t count)
{
    msgpack_sbuffer_init(&pack->buffer);
    msgpack_packer_init(&pack->packer, &pack->buffer, msgpack_sbuffer_write);
    msgpack_pack_array(&pack->packer, count);
    msgpack_pack_int64(&pack->packer, 1); // version of the payload
}

void journal_pack_integer(JournalPack *pack, int64_t value)
{
    msgpack_pack_int64(&pack->packer, value);
}

void journal_pack_time(JournalPack *pack, int64_t unix_ms)
{
    int64_t most = JOURNAL_NUMBER_MAX;
    journal_pack_integer(pack, unix_ms < 0 ? 0 : unix_ms > most ? most : unix_ms);
}

void journal_pack_text(JournalPack *pack, const char *text, size_t size_max)
{
    Text all = {text, (int32_t)strnlen(text, size_max - 1)};
    msgpack_pack_str(&pack->packer, (size_t)all.size);
    for (int32_t position = 0; position < all.size;) {
        int32_t start = position;
        uint32_t code_point = text_next_code_point(all, &position);
        bool bad = code_point == 0xfffd && position - start == 1;
        msgpack_pack_str_body(&pack->packer, bad ? "?" : text + start, (size_t)(position - start));
    }
}

void journal_pack_bytes(JournalPack *pack, const void *bytes, size_t size)
{
    msgpack_pack_bin(&pack->packer, size);
    if (size > 0)
        msgpack_pack_bin_body(&pack->packer, bytes, size);
}

void journal_pack_nil(JournalPack *pack)
{
    msgpack_pack_nil(&pack->packer);
}

Bytes journal_pack_end(JournalPack *pack, Arena *arena)
{
    uint8_t *copy = ARENA_NEW(arena, uint8_t, pack->buffer.size);
    memcpy(copy, pack->buffer.data, pack->buffer.size);
    Bytes bytes = {copy, pack->buffer.size};
    msgpack_sbuffer_destroy(&pack->buffer);
    return bytes;
}
