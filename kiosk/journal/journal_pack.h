/* Writes the flat msgpack arrays of journal payloads; journal_msgpack.h reads them. */
#ifndef KIOSK_JOURNAL_JOURNAL_PACK_H
#define KIOSK_JOURNAL_JOURNAL_PACK_H

#include <msgpack.h>

#include "base/text.h"

// Packing grows a malloc'd buffer; the arena gets a copy of the right size.
typedef struct JournalPack {
    msgpack_sbuffer buffer;
    msgpack_packer packer;
} JournalPack;

// An array of `count` values, the first of which, the version 1, is written here.
void journal_pack_begin(JournalPack *pack, size_t count);
void journal_pack_integer(JournalPack *pack, int64_t value);
void journal_pack_time(JournalPack *pack, int64_t unix_ms); // clamped to what a reader takes
// Words of terminals and servers may be anything; a record must be readable, so bad bytes become
// '?'.
void journal_pack_text(JournalPack *pack, const char *text, size_t size_max);
void journal_pack_bytes(JournalPack *pack, const void *bytes, size_t size);
void journal_pack_nil(JournalPack *pack);
Bytes journal_pack_end(JournalPack *pack, Arena *arena);

#endif
