/* One lane and everything around it in memory, all from one seed: the real lane (kiosk/lane) with
 * its journal, sync thread, demo terminal and file printer turned by hand, on a fake machine,
 * before a fake back office. Time passes only in world_pass; after every turn of anybody the
 * ledgers are compared. */
#ifndef KIOSK_TESTS_SIMULATION_LANE_WORLD_H
#define KIOSK_TESTS_SIMULATION_LANE_WORLD_H

#include "backoffice/fake_backoffice.h"
#include "lane/lane.h"
#include "ledgers.h"
#include "support/random_numbers.h"

// A bug that is put between the lane and its world, to see that it is found.
typedef enum WorldPlant {
    PLANT_NONE,
    PLANT_THANKS_BEFORE_SYNC,    // the journal's sync says true and does nothing
    PLANT_COUNTER_IN_MEMORY,     // a start counts from one again
    PLANT_RESEND_WITHOUT_ASKING, // a lost answer is met by sending once more
} WorldPlant;

typedef struct LaneWorld {
    uint64_t seed, random;
    WorldPlant plant;
    FakeOs *disk;
    Os os;
    FakeBackoffice server;
    FakeShop shop;
    HttpTransport transport;
    SyncConfig sync;
    Lane *lane;          // NULL: no power
    const char *machine; // that the folder is on
    bool no_printer;     // from the next start
    Ledgers ledgers;
    uint64_t segment_size_max;      // of the journal, 0: as usual
    int64_t journal_stuck_until_ms; // a disk that is slow
    bool comparer_held;             // its thread gets no time
    bool sign_in_waits, sign_in_ok, sign_in_manager, sign_in_by_badge;
    int32_t lives, sales, faults;
    char late[16][ORDER_UUID_SIZE]; // charged after all: the terminal tells it once in each life
    size_t late_count, late_told;
    bool trace;
} LaneWorld;

LaneWorld *world_create(uint64_t seed, WorldPlant plant);
void world_destroy(LaneWorld *world);

// Power on. False: the machine failed or crashed meanwhile; world_die before the next try.
bool world_start(LaneWorld *world);
void world_stop(LaneWorld *world); // an ordered end
// What runs ends here and now, or has crashed already. The disk keeps what the outcome says.
void world_die(LaneWorld *world, FakeOutcome outcome);
bool world_has_crashed(const LaneWorld *world);

// The terminal charges though nobody at the lane hears of it.
void world_charge_behind(LaneWorld *world, const char *intent_id, int64_t amount_minor);
void world_post(LaneWorld *world, CheckoutEvent event);
// Lets time pass, and everybody do what is due. Ends early when the machine crashes or a ledger is
// violated.
void world_pass(LaneWorld *world, int64_t ms);
bool world_is_well(const LaneWorld *world); // no violation
const char *world_words(const LaneWorld *world);

// Orders that the server has as paid; fails when it has a draft.
int32_t world_paid_at_server(const LaneWorld *world);

#endif
