/* Orders of an export on a USB stick are taken up by the running lane, one after the other. One is
 * given to the sync thread only when its records are on the disk; whatever happens before that, the
 * next import finds it as new or as known. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/order_snapshot.h"
#include "journal/journal_import_decide.h"
#include "lane/lane.h"

// In the next turn in which no other record waits for the journal.
static void ask_next(Lane *lane)
{
    lane->stick.wants_next = true;
}

void lane_stick_give_next(Lane *lane)
{
    if (!lane->stick.wants_next || lane->record_count > 0)
        return;
    StickJob job = {.kind = STICK_JOB_NEXT, .number = lane->stick.job};
    lane->stick.wants_next = !stick_worker_give(lane->stick.worker, &job);
}

// What the worker found in the journal is not all: an order may be on its way there.
static bool is_known(Lane *lane, const char *uuid, const char *reference)
{
    const Checkout *checkout = &lane->checkout;
    if (checkout->sale_open && strcmp(checkout->order.uuid, uuid) == 0)
        return true;
    for (int32_t i = 0; i < lane->order_count; i++)
        if (strcmp(lane->orders[i].uuid, uuid) == 0 ||
            strcmp(lane->orders[i].reference, reference) == 0)
            return true;
    return false;
}

static void use_number(Lane *lane, int64_t counter)
{
    if (counter >= lane->counter_next)
        lane->counter_next = counter + 1;
}

static void record(Lane *lane, const StickEvent *event, const OrderNumber *number,
                   const OrderNumber *renamed)
{
    LaneStick *stick = &lane->stick;
    Arena scratch = lane->scratch;
    JournalImportRecord records[JOURNAL_IMPORT_RECORDS_MAX];
    JournalImported imported = event->imported;
    imported.at_unix_ms = shop_time_unix_ms(&lane->time);
    int32_t count = journal_import_records(&imported, event->uuid, &event->repairs, event->snapshot,
                                           &scratch, records);
    use_number(lane, number->counter);
    use_number(lane, renamed->counter);
    stick->ticket = lane->next_ticket++;
    for (int32_t i = 0; i < count; i++)
        lane_record(lane, records[i].kind, records[i].payload, i == count - 1 ? stick->ticket : 0);
    stick->imported = imported;
    stick->repairs = event->repairs;
    stick->snapshot = event->snapshot;
}

// The event's snapshot is ours.
void lane_stick_take_order(Lane *lane, const StickEvent *event)
{
    StickSum *sum = &lane->stick.status.sum;
    char reference[ORDER_REFERENCE_SIZE];
    Error error;
    Order *order = malloc(sizeof *order);
    CHECK(order != NULL);
    bool ok = order_snapshot_decode(event->snapshot, order, &error);
    OrderNumber renamed = order_repaired_number(&event->repairs, &order->number);
    order_reference(&renamed, reference);
    if (ok && !is_known(lane, event->uuid, reference))
        record(lane, event, &order->number, &renamed);
    else {
        sum->known += ok;
        if (!ok)
            log_error("an order of an export can't be read any more: %s", error.message);
        lane->stick.status.total--;
        free((void *)(uintptr_t)event->snapshot.data);
        ask_next(lane);
    }
    free(order);
}

void lane_stick_end_taking(Lane *lane)
{
    const StickSum *sum = &lane->stick.status.sum;
    char words[STICK_WORDS_SIZE];
    snprintf(words, sizeof words, "%d taken up, %d kept, %d known, %d refused", (int)sum->taken,
             (int)sum->kept, (int)sum->known, (int)sum->refused);
    lane->stick.status.task = STICK_TAKEN;
    log_info("stick: %s", words);
    lane_stick_post_end(lane, "stick-imported", words);
}

void lane_stick_forget_taking(LaneStick *stick)
{
    free((void *)(uintptr_t)stick->snapshot.data);
    stick->snapshot = (Bytes){0};
    stick->ticket = 0;
}

void lane_stick_recorded(Lane *lane, int64_t ticket)
{
    LaneStick *stick = &lane->stick;
    StickStatus *status = &stick->status;
    if (stick->ticket == 0 || ticket != stick->ticket)
        return;
    bool waits = stick->imported.use == JOURNAL_IMPORT_SEND;
    if (waits)
        lane_orders_add_imported(lane, &stick->imported, stick->snapshot, &stick->repairs);
    lane_stick_forget_taking(stick);
    lane->changed = true;
    if (status->task != STICK_TAKING)
        return;
    status->sum.taken += waits;
    status->sum.kept += !waits;
    status->done++;
    ask_next(lane);
}

void lane_stick_record_failed(Lane *lane, const char *words)
{
    if (lane->stick.ticket == 0)
        return;
    lane_stick_forget_taking(&lane->stick);
    if (lane->stick.status.task == STICK_TAKING)
        lane_stick_fail(lane, STICK_LANE, words);
}

// The order that waits for room is taken up when there is some.
void lane_stick_disk_full(Lane *lane)
{
    if (lane->stick.status.task == STICK_TAKING)
        lane_stick_fail(lane, STICK_LANE, "the lane's own disk is full");
}

void lane_stick_begin_taking(Lane *lane, const StickStatus *found)
{
    StickStatus *status = &lane->stick.status;
    status->sum = found->sum;
    status->sum.taken = status->sum.kept = 0; // counted as they are on the disk
    status->total = found->total;
    ask_next(lane);
}
