/* Orders and sales for the journal's tests: a till that sells through the writer, remembers what it
 * was told is saved and what it tried, and compares that with what a restart finds. */
#ifndef KIOSK_TESTS_JOURNAL_JOURNAL_FIXTURE_H
#define KIOSK_TESTS_JOURNAL_JOURNAL_FIXTURE_H

#include "journal/journal.h"
#include "journal/journal_write.h"
#include "support/fake_os.h"
#include "support/unit_test.h"

#define FIXTURE_FOLDER "/lane/data"

enum { FIXTURE_SALES_MAX = 32 };

typedef struct FixtureSale {
    char uuid[ORDER_UUID_SIZE], intent_id[ORDER_UUID_SIZE];
    int64_t counter;
    bool basket_tried, basket_told, intent_tried, intent_told, paid_tried, paid_told, end_tried,
        end_told;
    bool left_tried; // another order or an empty basket was tried after it
} FixtureSale;

typedef struct Fixture {
    FakeOs *fake;
    Os os;
    Arena arena; // of recoveries and payloads
    JournalRecovered recovered;
    JournalWriter *writer;
    uint64_t segment_size_max; // 0: as usual
    int64_t unix_ms;
    int64_t counter_told; // highest number in a record that was told as saved
    FixtureSale sales[FIXTURE_SALES_MAX];
    int32_t sale_count;
    Error error;
} Fixture;

void fixture_init(Fixture *fixture, FakeOs *fake); // takes the fake over
void fixture_release(Fixture *fixture);
MUST_USE bool fixture_start(Fixture *fixture); // recover and open the writer
void fixture_stop(Fixture *fixture);
// Appends one record, true when it was told as saved.
bool fixture_append(Fixture *fixture, JournalKind kind, Bytes payload);
// A sale from the first line to the server's answer. False as soon as something is not told as
// saved.
bool fixture_sell(Fixture *fixture);
// The server confirms all that it hasn't yet.
bool fixture_confirm_all(Fixture *fixture);
// Removes what is older than everything, to the end. False when the machine failed.
bool fixture_compact(Fixture *fixture);
// The files of segments that are there.
int32_t fixture_segment_count(Fixture *fixture);
// Each sale that was told as paid stands in the journal, as a record or in a digest.
void fixture_check_known(Fixture *fixture);
// Nothing told is lost, nothing is invented, no number can come again.
void fixture_check_recovered(const Fixture *fixture, const JournalRecovered *recovered);

Bytes fixture_order(Arena *arena, const char *uuid, int64_t counter, int32_t line_count,
                    const char *intent_id);
void fixture_uuid(int32_t kind, int64_t number, char out[ORDER_UUID_SIZE]);
// Reads all segments as the tool does. Returns the number of damaged places; the first one's words
// in `what`.
int32_t fixture_verify(Fixture *fixture, char what[160], int32_t *out_records);

// The same machine and the same knowledge, without a writer; to be released.
void fixture_copy(const Fixture *from, Fixture *out);

#endif
