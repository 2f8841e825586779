/* A machine in memory that can be broken: it knows which bytes are synced and which directory
 * entries are durable.
 *
 * A crash stops the world at the Nth call: that call may have begun, later ones fail.
 * fake_os_restart then decides, by outcome and seed, what of the unsynced bytes (in sectors of 512)
 * and of the unsynced directory changes (in order) is still there. A failed or lying sync forgets
 * what it should have written, as Linux does: a second sync does not bring it back. EINTR is not
 * among the faults: the table's contract has it handled inside (os_linux.c). Thread-safe; the same
 * seed and calls give the same machine. */
#ifndef KIOSK_TESTS_SUPPORT_FAKE_OS_H
#define KIOSK_TESTS_SUPPORT_FAKE_OS_H

#include "os/os.h"

typedef struct FakeOs FakeOs;

typedef enum FakeFault {
    FAKE_FAULT_NONE,
    FAKE_FAULT_CRASH,
    FAKE_FAULT_EIO,         // once; half of a write is done
    FAKE_FAULT_ENOSPC,      // from then on, for calls that need room; half of a write is done
    FAKE_FAULT_EROFS,       // from then on, for calls that change something
    FAKE_FAULT_SHORT_WRITE, // once
    FAKE_FAULT_LIE,         // one sync says true and does nothing
    FAKE_FAULT_COUNT,
} FakeFault;

typedef enum FakeOutcome {
    FAKE_OUTCOME_KEPT,      // all that was written is there
    FAKE_OUTCOME_LOST,      // only what was synced
    FAKE_OUTCOME_TORN,      // unsynced bytes up to some byte, directory changes up to some change
    FAKE_OUTCOME_REORDERED, // any of the unsynced sectors
    FAKE_OUTCOME_KILLED, // the program died, the machine did not: all is readable, nothing more is
                         // durable
    FAKE_OUTCOME_COUNT,
} FakeOutcome;

// A machine with one empty durable folder "/lane".
FakeOs *fake_os_create(uint64_t seed);
FakeOs *fake_os_clone(const FakeOs *fake); // without open files
void fake_os_destroy(FakeOs *fake);
Os fake_os_table(FakeOs *fake);

// The `at`th call from now on (0: the next) meets the fault, if the fault applies to such a call.
void fake_os_set_fault(FakeOs *fake, FakeFault fault, int32_t at);
bool fake_os_fault_happened(const FakeOs *fake);
bool fake_os_has_crashed(const FakeOs *fake);   // and not restarted yet
int32_t fake_os_call_count(const FakeOs *fake); // since set_fault
// All files must be closed. Forgets the fault.
void fake_os_restart(FakeOs *fake, FakeOutcome outcome);

void fake_os_set_clock(FakeOs *fake, int64_t unix_ms); // both clocks
void fake_os_set_wall(FakeOs *fake, int64_t unix_ms);  // somebody set it
void fake_os_set_monotonic(FakeOs *fake, int64_t ms);  // the machine was switched on so long ago
void fake_os_pass(FakeOs *fake, int64_t ms);           // time, on both
// 00 01 02 ... instead of random bytes, from `first` on.
void fake_os_set_counting_random(FakeOs *fake, uint8_t first);

// Sticks: folders that are mount points of their own. Plugged in again, one has what was on it.
enum { FAKE_STICKS_MAX = 4 };
void fake_os_plug(FakeOs *fake, const char *path, uint64_t room_bytes, bool read_only);
// Pulled out: what was not synced is settled as by a power cut of the stick, its files are gone
// from sight, and open ones fail.
void fake_os_pull(FakeOs *fake, const char *path, FakeOutcome outcome);
// The same in the middle of what is going on, at the `at`th call from now on.
void fake_os_pull_at(FakeOs *fake, const char *path, FakeOutcome outcome, int32_t at);

// The disk without faults: what is there, and changing it behind everybody's back.
bool fake_os_peek(const FakeOs *fake, const char *path, Bytes *out); // bytes are the fake's
bool fake_os_peek_durable(const FakeOs *fake, const char *path, Bytes *out);
int64_t fake_os_syncs(const FakeOs *fake); // raised whenever something may have become durable
// The name of the `index`th file in a folder, or NULL behind the last.
const char *fake_os_name(const FakeOs *fake, const char *folder, int32_t index);
void fake_os_poke(FakeOs *fake, const char *path, size_t offset, const void *bytes, size_t size);
void fake_os_put(FakeOs *fake, const char *path, Bytes content); // makes or replaces, durable
void fake_os_drop(FakeOs *fake, const char *path);
int32_t fake_os_opens_of(const FakeOs *fake, const char *path); // how often it was opened

#endif
