/* A sync thread turned by hand, a back office in memory, and all events so far: one test case of
 * the sync thread. */
#ifndef KIOSK_TESTS_BACKOFFICE_SYNC_CASE_H
#define KIOSK_TESTS_BACKOFFICE_SYNC_CASE_H

#include "backoffice/sync_internal.h"
#include "fake_backoffice.h"

enum { CASE_EVENTS_MAX = 4096 };

typedef struct TestOrder {
    char uuid[ORDER_UUID_SIZE], reference[ORDER_REFERENCE_SIZE], token[ORDER_UUID_SIZE];
    uint8_t bytes[4096];
    Bytes snapshot; // of bytes
} TestOrder;

extern char case_folder[64];
extern FakeBackoffice *case_fake;
extern SyncConfig case_config;
extern SyncThread
    *case_sync; // made by case_create, so that a case can change the configuration before
extern BoundedQueue case_events; // holds four
extern SyncEvent *case_seen;
extern int32_t case_seen_count;

int case_begin(void **state);
int case_end(void **state);
void case_create(const JournalPending *pending, int32_t pending_count);
void case_turn(int32_t times);
void case_turn_for(int64_t ms); // of the fake clock
void case_drain(void);
void case_forget_seen(void);
// The index of the first event of that kind, or -1.
int32_t case_index_of(SyncEventKind kind);
int32_t case_count_of(SyncEventKind kind);
int32_t case_index_of_state(SyncState state);
SyncState case_state(void);
// uuid NULL: of any order.
int32_t case_notes_of(const char *uuid, JournalServerState state);

void case_make_order(TestOrder *out, int32_t number);
void case_push_order(const TestOrder *order);
void case_check_once_paid(const TestOrder *order);

#define CASE(name) cmocka_unit_test_setup_teardown(name, case_begin, case_end)

#endif
