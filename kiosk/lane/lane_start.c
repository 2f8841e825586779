/* From the journal to a lane that sells. What the journal and the image hold is enough for a first
 * picture; the workers come after it, when what was recovered is safe on the disk. A basket that a
 * restart brings back waits for them: it may have to ask the terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

enum {
    BOOT_BYTES = 1 << 30,
    SCRATCH_BYTES = 16 << 20
}; // address space; pages are taken as they are used

void lane_init(Lane *lane, const LaneSetup *setup)
{
    lane->os = *setup->os;
    lane->host = setup->host;
    lane->settings = setup->settings;
    lane->next_ticket = 1;
    lane->keep_days = setup->keep_days;
    snprintf(lane->name, sizeof lane->name, "%s", setup->name);
    snprintf(lane->language, sizeof lane->language, "%s", setup->language);
    snprintf(lane->origin, sizeof lane->origin, "%s", setup->origin);
    CHECK(strlen(setup->data_directory) < sizeof lane->data_directory);
    snprintf(lane->data_directory, sizeof lane->data_directory, "%s", setup->data_directory);
    snprintf(lane->machine, sizeof lane->machine, "%s", setup->machine);
    if (setup->sticks)
        snprintf(lane->stick.folder, sizeof lane->stick.folder, "%s", setup->sticks);
    lane->stick.status.offered = lane->stick.folder[0] != 0;
    arena_create(&lane->boot, BOOT_BYTES);
    arena_create(&lane->scratch, SCRATCH_BYTES);
    shop_time_init(&lane->time, &lane->os.clock, setup->timezone);
    checkout_init(&lane->checkout, setup->language);
}

// What an attendant must look at before anything else. Charges without an end are in the list of
// what needs them, where they are settled.
static void tell_attendant(Lane *lane)
{
    const JournalRecovered *found = &lane->recovered;
    if (found->torn_bytes > 0)
        log_warning("journal: a torn tail of %d bytes was cut", found->torn_bytes);
    if (found->damage[0])
        log_error("journal: %s", found->damage);
    snprintf(lane->attendant_words, sizeof lane->attendant_words, "%s", found->damage);
    if (found->case_count > 0)
        log_error("%d card charge(s) without an end: compare with the card terminal",
                  found->case_count);
}

void lane_open(Lane *lane, const LaneImage *image)
{
    const JournalRecovered *recovered = &lane->recovered;
    tell_attendant(lane);
    lane_device_open(lane);
    memcpy(lane->chain_head, recovered->chain_head, sizeof lane->chain_head);
    lane->counter_next = recovered->counter_last + 1;
    if (recovered->time_last_unix_ms > 0)
        shop_time_heard(&lane->time, recovered->time_last_unix_ms);
    if (recovered->has_session && strcmp(recovered->session.origin, lane->origin) == 0) {
        lane->session = recovered->session;
        lane->has_session = true;
    }
    lane_shop_take_image(lane, image);
    if (lane->has_session)
        lane_post(lane, (CheckoutEvent){.kind = EVENT_SESSION});
    lane_orders_load(lane);
    lane_shop_post_cause(lane);
}

static void make_queue(const LaneWorkers *workers, BoundedQueue *queue, size_t item_bytes,
                       int32_t capacity)
{
    bounded_queue_init(queue, item_bytes, capacity);
    queue->bell = workers->bell;
    queue->bell_context = workers->bell_context;
}

static void make_queues(Lane *lane, const LaneWorkers *workers)
{
    make_queue(workers, &lane->journal_events, sizeof(JournalEvent), JOURNAL_QUEUE_MAX);
    make_queue(workers, &lane->sync_events, sizeof(SyncEvent), 64);
    make_queue(workers, &lane->terminal_events, sizeof(TerminalEvent), 32);
    make_queue(workers, &lane->printer_events, sizeof(PrinterEvent), 32);
    make_queue(workers, &lane->scale_events, sizeof(ScaleEvent), 32);
    make_queue(workers, &lane->comparison_events, sizeof(ComparisonEvent), 16);
    make_queue(workers, &lane->stick.events, sizeof(StickEvent), STICK_EVENTS_MAX);
}

static bool make_by_hand(Lane *lane, const LaneWorkers *workers, Error *error)
{
    return journal_create(&lane->os, lane->data_directory, &lane->recovered, &lane->journal_events,
                          &lane->journal, error) &&
           receipt_printer_create(&lane->os, workers->printer, lane->data_directory,
                                  &lane->printer_events, &lane->printer, error) &&
           card_terminal_create(&lane->os, workers->terminal, lane->data_directory,
                                &lane->terminal_events, &lane->terminal, error) &&
           sync_create(&lane->os, workers->transport, workers->sync, lane->recovered.pending,
                       lane->recovered.pending_count, &lane->sync_events, &lane->sync, error);
}

static bool start_threads(Lane *lane, const LaneWorkers *workers, Error *error)
{
    return journal_start(&lane->os, lane->data_directory, &lane->recovered, &lane->journal_events,
                         &lane->journal, error) &&
           receipt_printer_start(&lane->os, workers->printer, lane->data_directory,
                                 &lane->printer_events, &lane->printer, error) &&
           card_terminal_start(&lane->os, workers->terminal, lane->data_directory,
                               &lane->terminal_events, &lane->terminal, error) &&
           weighing_scale_start(workers->scale, &lane->scale_events, &lane->scale, error) &&
           sync_start(&lane->os, workers->transport, workers->sync, lane->recovered.pending,
                      lane->recovered.pending_count, &lane->sync_events, &lane->sync, error);
}

static void restore_sign_in(Lane *lane)
{
    const JournalSignIn *kept = &lane->recovered.sign_in;
    CheckoutEvent event = {.kind = EVENT_RESTORE_SIGN_IN,
                           .sign_in = {.failures = kept->failures,
                                       .badge_failures = kept->badge_failures,
                                       .ended_by_badge = kept->ended_by_badge,
                                       .until_unix_ms = kept->until_unix_ms}};
    if (kept->failures > 0)
        lane_post(lane, event);
}

void lane_restore(Lane *lane)
{
    const JournalRecovered *found = &lane->recovered;
    if (!found->has_basket || lane->is_moved || lane->has_restored)
        return;
    lane->has_restored = true;
    CheckoutEvent event = {
        .kind = EVENT_RESTORE, .order = found->basket, .method_id = found->intent.method_id};
    if (found->has_intent) {
        event.intent_outcome = found->intent.outcome == JOURNAL_INTENT_APPROVED ? 2 : 1;
        snprintf(event.text, sizeof event.text, "%s", found->intent.intent_id);
        lane_charges_asked(lane, &found->intent, found->basket->uuid);
    }
    log_info("an open basket with %d lines is restored", found->basket->line_count);
    lane_post(lane, event);
}

bool lane_begin(Lane *lane, const LaneWorkers *workers, Error *error)
{
    make_queues(lane, workers);
    (workers->by_hand ? stick_worker_create
                      : stick_worker_start)(&lane->os, lane->stick.folder, lane->data_directory,
                                            &lane->stick.events, &lane->stick.worker);
    lane->terminal_ready = true;
    if (!(workers->by_hand ? make_by_hand : start_threads)(lane, workers, error))
        return false;
    lane->comparer = (workers->by_hand ? comparison_worker_create : comparison_worker_start)(
        &lane->os, lane->data_directory, lane->origin, workers->terminal, &lane->comparison_events);
    restore_sign_in(lane);
    lane_device_begin(lane);
    lane_restore(lane);
    lane_charges_ask(lane);
    lane->changed = true;
    return true;
}

void lane_stop(Lane *lane)
{
    lane_compare_release(lane);
    sync_stop(lane->sync);
    card_terminal_stop(lane->terminal);
    receipt_printer_stop(lane->printer);
    weighing_scale_stop(lane->scale);
    stick_worker_stop(lane->stick.worker);
    if (lane->journal) {
        lane_drain_inboxes(lane); // what the workers said last is kept
        lane_flush_records(lane);
        journal_stop(lane->journal);
    } else
        journal_abandon(&lane->os, &lane->recovered);
    lane_shop_release(lane);
    bounded_queue_release(&lane->journal_events);
    bounded_queue_release(&lane->sync_events);
    bounded_queue_release(&lane->terminal_events);
    bounded_queue_release(&lane->printer_events);
    bounded_queue_release(&lane->scale_events);
    bounded_queue_release(&lane->comparison_events);
    lane_stick_release(lane);
    lane_orders_release(lane);
    free(lane->paid_snapshot);
    free(lane->reviewed_order);
    arena_destroy(&lane->scratch);
    arena_destroy(&lane->boot);
}
