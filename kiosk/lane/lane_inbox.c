/* Answers of the threads become checkout events, lines of the journal and what the attendant's
 * screen says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "lane/lane.h"

static void drain_journal(Lane *lane)
{
    JournalEvent answer;
    while (bounded_queue_pop(&lane->journal_events, &answer)) {
        CheckoutEvent event = {.kind = answer.ok ? EVENT_SAVED : EVENT_SAVE_FAILED,
                               .ticket = answer.ticket};
        if (answer.about_room) {
            lane_post(lane, (CheckoutEvent){.kind = EVENT_DISK_ROOM, .flag = answer.ok});
            if (!answer.ok)
                lane_stick_disk_full(lane);
            continue;
        }
        lane->records_answered++;
        if (!answer.ok) {
            log_error("journal: %s", answer.error.message);
            snprintf(event.words, sizeof event.words, "%.150s", answer.error.message);
            event.flag = journal_is_full(&answer.error);
            lane_stick_record_failed(lane, answer.error.message);
        }
        if (answer.ok)
            memcpy(lane->chain_head, answer.chain_head, sizeof lane->chain_head);
        if (answer.ok && answer.ticket != 0 && answer.ticket == lane->paid_ticket)
            lane_orders_add_paid(lane, &lane->checkout.order, lane->paid_snapshot,
                                 lane->paid_snapshot_bytes);
        if (answer.ok && answer.ticket != 0) {
            lane_review_saved(lane, answer.ticket);
            lane_stick_recorded(lane, answer.ticket);
        }
        if (answer.ticket != 0 || !answer.ok)
            lane_post(lane, event);
    }
}

static CheckoutEventKind terminal_event_kind(TerminalEventKind kind)
{
    switch (kind) {
    case TERMINAL_STARTED:
        return EVENT_TERMINAL_STARTED;
    case TERMINAL_WAITING:
        return EVENT_TERMINAL_WAITING;
    case TERMINAL_PIN:
        return EVENT_TERMINAL_PIN;
    case TERMINAL_CHECKING:
        return EVENT_TERMINAL_CHECKING;
    case TERMINAL_APPROVED:
        return EVENT_TERMINAL_APPROVED;
    case TERMINAL_DECLINED:
        return EVENT_TERMINAL_DECLINED;
    case TERMINAL_NEVER_HEARD:
        return EVENT_TERMINAL_NEVER_HEARD;
    case TERMINAL_LOST:
    case TERMINAL_STATE:
        break;
    }
    return EVENT_TERMINAL_LOST;
}

static void drain_terminal(Lane *lane)
{
    TerminalEvent answer;
    while (bounded_queue_pop(&lane->terminal_events, &answer)) {
        lane->terminal_ready =
            answer.kind == TERMINAL_STATE ? answer.ready : answer.kind != TERMINAL_LOST;
        snprintf(lane->terminal_words, sizeof lane->terminal_words, "%.79s",
                 lane->terminal_ready ? "" : answer.words);
        lane->changed = true;
        if (answer.kind == TERMINAL_STATE)
            continue;
        lane_charges_answer(lane, &answer);
        CheckoutEvent event = {.kind = terminal_event_kind(answer.kind)};
        snprintf(event.text, sizeof event.text, "%s", answer.intent_id);
        snprintf(event.words, sizeof event.words, "%s", answer.words);
        snprintf(event.transaction, sizeof event.transaction, "%s", answer.transaction);
        snprintf(event.card_type, sizeof event.card_type, "%s", answer.card_type);
        lane_post(lane, event);
    }
}

static void drain_printer(Lane *lane)
{
    PrinterEvent answer;
    while (bounded_queue_pop(&lane->printer_events, &answer)) {
        lane->printer_failed = !answer.ok;
        snprintf(lane->printer_words, sizeof lane->printer_words, "%.79s", answer.words);
        if (answer.kind == PRINT_DAY_SLIP) {
            lane_slip_answered(lane, &answer);
            continue;
        }
        CheckoutEvent event = {.kind = answer.ok ? EVENT_PRINTED : EVENT_PRINT_FAILED};
        snprintf(event.words, sizeof event.words, "%s", answer.words);
        lane_post(lane, event);
    }
}

// Every state is a step of its own: between two weights the scale was empty or it wasn't.
static void drain_scale(Lane *lane)
{
    ScaleEvent answer;
    while (bounded_queue_pop(&lane->scale_events, &answer)) {
        if (answer.state == SCALE_ABSENT)
            log_warning("the scale does not answer");
        lane_post(lane, (CheckoutEvent){
                            .kind = EVENT_SCALE, .scale = answer.state, .grams = answer.grams});
    }
}

static void session_opened(Lane *lane, const SyncEvent *answer)
{
    Arena scratch = lane->scratch;
    lane->session = answer->session;
    lane->has_session = true;
    log_info("session %d, login number %d", answer->session.session_id,
             answer->session.login_number);
    lane_record(lane, JOURNAL_SESSION, journal_encode_session(&answer->session, &scratch), 0);
    lane_device_session(lane);
    lane_day_session(lane);
    lane_post(lane, (CheckoutEvent){.kind = EVENT_SESSION});
    lane_shop_post_cause(lane);
}

static void looked_up(Lane *lane, const SyncEvent *answer)
{
    CheckoutEvent event = {
        .kind = EVENT_LOOKED_UP, .article = CATALOGUE_NONE, .flag = answer->lookup_article_id >= 0};
    if (answer->lookup_article_id > 0 && lane->has_catalogue) {
        bool later = false;
        event.article = lane_shop_find(lane, answer->lookup_article_id, &later);
        event.flag = !later;
    }
    snprintf(event.text, sizeof event.text, "%s", answer->barcode);
    lane_post(lane, event);
}

static void customer_looked_up(Lane *lane, const SyncEvent *answer)
{
    CheckoutEvent event = {.kind = EVENT_CUSTOMER,
                           .flag = answer->customer_id >= 0,
                           .partner_id = answer->customer_id > 0 ? answer->customer_id : 0,
                           .pricelist_id = answer->customer_pricelist_id,
                           .fiscal_position_id = answer->customer_fiscal_position_id};
    snprintf(event.text, sizeof event.text, "%s", answer->barcode);
    snprintf(event.words, sizeof event.words, "%s", answer->customer_name);
    lane_post(lane, event);
}

static void state_changed(Lane *lane, const SyncEvent *answer)
{
    lane->sync_state = answer->state;
    lane->sync_answered = true;
    snprintf(lane->sync_words, sizeof lane->sync_words, "%s", answer->words);
    log_info("back office: state %d %s", (int)answer->state, answer->words);
    lane_shop_post_cause(lane);
}

static void drain_sync(Lane *lane)
{
    SyncEvent answer;
    while (bounded_queue_pop(&lane->sync_events, &answer)) {
        lane->changed = true;
        switch (answer.kind) {
        case SYNC_EVENT_STATE:
            state_changed(lane, &answer);
            break;
        case SYNC_EVENT_SESSION:
            session_opened(lane, &answer);
            break;
        case SYNC_EVENT_CATALOGUE:
            lane_shop_take(lane, answer.catalogue_block);
            lane_shop_post_cause(lane);
            break;
        case SYNC_EVENT_ORDER:
            lane_orders_note(lane, &answer.note);
            break;
        case SYNC_EVENT_QUEUE_STOPPED:
            lane->queue_stopped = answer.words[0] != 0;
            snprintf(lane->queue_words, sizeof lane->queue_words, "%s", answer.words);
            break;
        case SYNC_EVENT_CUSTOMER:
            customer_looked_up(lane, &answer);
            break;
        case SYNC_EVENT_LOOKUP:
            looked_up(lane, &answer);
            break;
        case SYNC_EVENT_PICTURE:
            lane->host.picture_came(lane->host.context, answer.picture_is_category,
                                    answer.picture_id);
            break;
        case SYNC_EVENT_AROUND:
            lane->around = answer.around;
            break;
        case SYNC_EVENT_DAY:
            lane_day_answered(lane, &answer);
            break;
        case SYNC_EVENT_LOST:
            lane_lost_found(lane, answer.lost_count);
            break;
        case SYNC_EVENT_LOST_ORDER:
            lane_lost_order(lane, &answer);
            free((void *)(uintptr_t)answer.snapshot.data);
            break;
        case SYNC_EVENT_LISTED:
            lane_compare_listed(lane, &answer);
            break;
        case SYNC_EVENT_TIME: {
            Arena scratch = lane->scratch;
            shop_time_heard(&lane->time, answer.server_unix_ms);
            lane->server_unix_ms = answer.server_unix_ms;
            lane_record(lane, JOURNAL_TIME, journal_encode_time(answer.server_unix_ms, &scratch),
                        0);
            break;
        }
        }
    }
}

static void drain_comparison(Lane *lane)
{
    ComparisonEvent answer;
    while (bounded_queue_pop(&lane->comparison_events, &answer))
        lane_compare_answered(lane, &answer);
}

void lane_drain_inboxes(Lane *lane)
{
    drain_journal(lane);
    drain_terminal(lane);
    drain_printer(lane);
    drain_scale(lane);
    drain_sync(lane);
    drain_comparison(lane);
    lane_stick_drain(lane);
}
