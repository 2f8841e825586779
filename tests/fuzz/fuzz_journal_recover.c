/* A data folder of any bytes: recovery never crashes, and what it leaves can be written to and read
 * again. The first byte chooses: the rest is a segment's file as it is, a good header and then the
 * rest, or a list of payloads that get good records around them (kind, two bytes of size, payload),
 * so that folding meets them too. */
#include <stdlib.h>
#include <string.h>

#include "../support/fake_os.h"
#include "fuzz_target.h"
#include "journal/journal_write.h"

#define FOLDER "/lane/data"

enum { FILE_SIZE = 256 << 10 };

static size_t put_header(uint8_t *file)
{
    JournalHeader header = {.version = JOURNAL_FORMAT_VERSION, .number = 1};
    journal_header_encode(&header, file);
    memcpy(file + JOURNAL_HEADER_COPY_AT, file, JOURNAL_HEADER_SIZE);
    return JOURNAL_RECORDS_AT;
}

static size_t put_records(uint8_t *file, const uint8_t *data, size_t size)
{
    JournalHeader header = {.version = JOURNAL_FORMAT_VERSION, .number = 1};
    size_t at = put_header(file), used = 0;
    for (int64_t sequence = 1; size - used >= 3; sequence++) {
        size_t payload_size = (size_t)data[used + 1] << 8 | data[used + 2];
        if (payload_size > size - used - 3)
            payload_size = size - used - 3;
        JournalRecord record = {.kind = (JournalKind)(data[used] % 16 + 1),
                                .sequence = sequence,
                                .payload = {data + used + 3, payload_size}};
        // A few orders, so that records meet.
        memcpy(record.order_uuid, "order-0", 8);
        record.order_uuid[6] = (char)('0' + data[used] / 16);
        if (at + JOURNAL_RECORD_OVERHEAD + payload_size > FILE_SIZE)
            break;
        at += journal_record_encode(&record, journal_crc_seed(&header), file + at);
        used += 3 + payload_size;
    }
    return FILE_SIZE;
}

static void recover_and_go_on(const Os *os, Arena *arena, JournalRecovered *recovered)
{
    Error error = {0};
    JournalWriter *writer = NULL;
    arena_clear(arena);
    if (!journal_recover(os, FOLDER, arena, recovered, &error)) {
        CHECK(error.kind == ERROR_CORRUPT); // a newer version; nothing else may stop the lane
        return;
    }
    CHECK(recovered->damage[0] == 0 || recovered->damaged_records > 0);
    CHECK(journal_writer_open(os, FOLDER, recovered, &writer, &error));
    JournalEntry entry = {.kind = JOURNAL_TIME, .payload = journal_encode_time(1, arena)};
    journal_writer_append(writer, &entry, 1);
    CHECK(entry.result.ok);
    journal_writer_close(writer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > FILE_SIZE - JOURNAL_RECORDS_AT)
        return 0;
    uint8_t *file = calloc(1, FILE_SIZE);
    CHECK(file != NULL);
    size_t file_size = size - 1;
    if (data[0] % 3 == 0)
        memcpy(file, data + 1, size - 1);
    else if (data[0] % 3 == 1) {
        file_size = put_header(file) + size - 1;
        memcpy(file + JOURNAL_RECORDS_AT, data + 1, size - 1);
    } else
        file_size = put_records(file, data + 1, size - 1);
    FakeOs *fake = fake_os_create(1);
    Os os = fake_os_table(fake);
    Error error;
    CHECK(os.files.make_directory(fake, FOLDER, &error));
    fake_os_put(fake, FOLDER "/journal-00000001.wal", (Bytes){file, file_size});
    free(file);
    Arena arena;
    arena_create(&arena, (size_t)64 << 20);
    JournalRecovered first = {0}, second = {0};
    recover_and_go_on(&os, &arena, &first);
    int32_t pending = first.pending_count, cases = first.case_count;
    int64_t counter = first.counter_last;
    recover_and_go_on(&os, &arena, &second);
    CHECK(second.pending_count == pending);
    CHECK(second.case_count == cases);
    CHECK(second.counter_last >= counter);
    arena_destroy(&arena);
    fake_os_destroy(fake);
    return 0;
}
