/* What a step asked for, done: records to the journal, requests to the devices and to the sync
 * thread. Nothing here waits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/order_snapshot.h"
#include "lane/lane.h"

static void save_failed(Lane *lane, int64_t ticket, const char *words)
{
    CheckoutEvent event = {.kind = EVENT_SAVE_FAILED, .ticket = ticket};
    log_error("%s", words);
    snprintf(event.words, sizeof event.words, "%.150s", words);
    lane_post(lane, event);
}

static bool snapshot(Lane *lane, Arena *scratch, int64_t ticket, Bytes *out)
{
    Error error;
    if (order_snapshot_encode(&lane->checkout.order, scratch, out, &error))
        return true;
    save_failed(lane, ticket, error.message);
    return false;
}

static void save_basket(Lane *lane, Arena scratch)
{
    Bytes bytes = {0};
    if (lane->checkout.sale_open && lane->checkout.order.line_count > 0 &&
        !snapshot(lane, &scratch, 0, &bytes))
        return;
    lane_record(lane, JOURNAL_BASKET, bytes, 0);
}

static JournalIntent intent_of(Lane *lane, const CheckoutEffect *effect)
{
    JournalIntent intent = {.method_id = effect->method_id,
                            .amount = effect->amount,
                            .asked_unix_ms = shop_time_unix_ms(&lane->time),
                            .outcome = (JournalIntentOutcome)effect->value};
    snprintf(intent.intent_id, sizeof intent.intent_id, "%.36s", effect->text);
    snprintf(intent.words, sizeof intent.words, "%s", effect->words);
    return intent;
}

static void save_intent(Lane *lane, const CheckoutEffect *effect, Arena scratch)
{
    Bytes order;
    if (!snapshot(lane, &scratch, effect->ticket, &order))
        return;
    JournalIntent intent = intent_of(lane, effect);
    lane_charges_asked(lane, &intent, lane->checkout.order.uuid);
    lane_record(lane, JOURNAL_INTENT, journal_encode_intent(&intent, order, &scratch),
                effect->ticket);
}

static void save_intent_result(Lane *lane, const CheckoutEffect *effect, Arena scratch)
{
    JournalIntent intent = intent_of(lane, effect);
    lane_record(lane, JOURNAL_INTENT_RESULT,
                journal_encode_intent_result(&intent, lane->checkout.order.uuid, &scratch), 0);
}

static void save_paid(Lane *lane, const CheckoutEffect *effect, Arena scratch)
{
    Bytes order;
    if (!snapshot(lane, &scratch, effect->ticket, &order))
        return;
    free(lane->paid_snapshot);
    lane->paid_snapshot = malloc(order.size);
    CHECK(lane->paid_snapshot != NULL);
    memcpy(lane->paid_snapshot, order.data, order.size);
    lane->paid_snapshot_bytes = order.size;
    lane->paid_ticket = effect->ticket;
    lane_charges_paid(lane, &lane->checkout.order);
    lane_record(lane, JOURNAL_PAID, order, effect->ticket);
}

static void save_sign_in(Lane *lane, const CheckoutSignIn *sign_in, Arena scratch)
{
    JournalSignIn kept = {.failures = sign_in->failures,
                          .badge_failures = sign_in->badge_failures,
                          .ended_by_badge = sign_in->ended_by_badge,
                          .until_unix_ms = sign_in->until_unix_ms};
    lane_record(lane, JOURNAL_SIGN_IN, journal_encode_sign_in(&kept, &scratch), 0);
}

static void save_attendant(Lane *lane, const CheckoutEffect *effect, Arena scratch)
{
    JournalAttendantNote note = {.line_id = effect->line_id,
                                 .at_unix_ms = shop_time_unix_ms(&lane->time)};
    lane->interventions += strcmp(effect->text, "sign-in") == 0;
    snprintf(note.attendant, sizeof note.attendant, "%s", effect->attendant);
    snprintf(note.action, sizeof note.action, "%.31s", effect->text);
    snprintf(note.order_uuid, sizeof note.order_uuid, "%s", effect->order_uuid);
    snprintf(note.old_value, sizeof note.old_value, "%s", effect->old_value);
    snprintf(note.new_value, sizeof note.new_value, "%s", effect->new_value);
    snprintf(note.reason, sizeof note.reason, "%.119s", effect->words);
    lane_record(lane, JOURNAL_ATTENDANT, journal_encode_attendant(&note, &scratch), 0);
}

static void print(Lane *lane, Arena scratch)
{
    ReceiptTime when;
    const Order *order = &lane->checkout.order;
    char reference[ORDER_REFERENCE_SIZE];
    order_reference(&order->number, reference);
    shop_time_local(order->paid_unix_ms, &when.year, &when.month, &when.day, &when.hour,
                    &when.minute);
    Text text = receipt_text(order, &lane->receipt_shop, when, &scratch);
    if (lane->printer && receipt_printer_print(lane->printer, PRINT_RECEIPT, reference, text))
        return;
    CheckoutEvent event = {.kind = EVENT_PRINT_FAILED};
    strcpy(event.words, lane->printer ? "the printer takes no more jobs" : "there is no printer");
    lane_post(lane, event);
}

static void terminal_lost(Lane *lane, const char *intent_id)
{
    CheckoutEvent event = {.kind = EVENT_TERMINAL_LOST};
    snprintf(event.text, sizeof event.text, "%s", intent_id);
    strcpy(event.words, "the card terminal takes no request");
    lane_post(lane, event);
}

static void look_up(Lane *lane, const CheckoutEffect *effect)
{
    if (lane->sync && sync_look_up(lane->sync, effect->text))
        return;
    CheckoutEvent event = {.kind = EVENT_LOOKED_UP, .article = CATALOGUE_NONE};
    snprintf(event.text, sizeof event.text, "%s", effect->text);
    lane_post(lane, event);
}

static void look_up_customer(Lane *lane, const CheckoutEffect *effect)
{
    if (lane->sync && sync_look_up_customer(lane->sync, effect->text))
        return;
    CheckoutEvent event = {.kind = EVENT_CUSTOMER};
    snprintf(event.text, sizeof event.text, "%s", effect->text);
    lane_post(lane, event);
}

static void verify(Lane *lane, const CheckoutEffect *effect, bool is_badge)
{
    if (!lane->host.verify(lane->host.context, effect->text, is_badge))
        lane_post(lane, (CheckoutEvent){.kind = EVENT_SIGN_IN_FAILED, .flag2 = is_badge});
}

static void customer_gone(Lane *lane)
{
    free(lane->paid_snapshot);
    lane->paid_snapshot = NULL;
    lane->paid_snapshot_bytes = 0;
    lane->host.customer_gone(lane->host.context);
    snprintf(lane->checkout.language, sizeof lane->checkout.language, "%s", lane->language);
    lane_shop_customer_gone(lane);
}

static void ask_server_again(Lane *lane)
{
    lane->queue_stopped = false;
    if (!lane->sync || !sync_reopen(lane->sync))
        log_warning("the sync thread takes no request now, ignoring");
}

static void perform(Lane *lane, const CheckoutEffect *effect)
{
    switch (effect->kind) {
    case EFFECT_SAVE_BASKET:
        save_basket(lane, lane->scratch);
        break;
    case EFFECT_SAVE_INTENT:
        save_intent(lane, effect, lane->scratch);
        break;
    case EFFECT_SAVE_INTENT_RESULT:
        save_intent_result(lane, effect, lane->scratch);
        break;
    case EFFECT_SAVE_PAID:
        save_paid(lane, effect, lane->scratch);
        break;
    case EFFECT_CHARGE:
        if (!card_terminal_charge(lane->terminal, effect->text, effect->amount,
                                  lane->checkout.order.currency.code))
            terminal_lost(lane, effect->text);
        break;
    case EFFECT_ASK_TERMINAL:
        if (!card_terminal_ask(lane->terminal, effect->text))
            log_warning("the terminal's queue is full, asking again later");
        break;
    case EFFECT_CANCEL_CHARGE:
        if (!card_terminal_cancel(lane->terminal, effect->text))
            terminal_lost(lane, effect->text);
        break;
    case EFFECT_SEND_ORDER:
        lane_orders_send(lane);
        break;
    case EFFECT_PRINT:
        print(lane, lane->scratch);
        break;
    case EFFECT_SAVE_RECEIPT: {
        Arena scratch = lane->scratch;
        lane_record(lane, JOURNAL_RECEIPT,
                    journal_encode_receipt(lane->checkout.order.uuid, effect->text, &scratch), 0);
        break;
    }
    case EFFECT_LOOK_UP_CUSTOMER:
        look_up_customer(lane, effect);
        break;
    case EFFECT_LOOK_UP:
        look_up(lane, effect);
        break;
    case EFFECT_VERIFY_PIN:
    case EFFECT_VERIFY_BADGE:
        verify(lane, effect, effect->kind == EFFECT_VERIFY_BADGE);
        break;
    case EFFECT_SAVE_SIGN_IN:
        save_sign_in(lane, &effect->sign_in, lane->scratch);
        break;
    case EFFECT_SAVE_ATTENDANT:
        save_attendant(lane, effect, lane->scratch);
        break;
    case EFFECT_SETTLE_CHARGE:
        lane_charges_settle(lane, effect->text, effect->words);
        break;
    case EFFECT_LATE_CHARGE:
        lane_charges_late(lane, effect->text, effect->words);
        break;
    case EFFECT_CUSTOMER_GONE:
        customer_gone(lane);
        break;
    case EFFECT_RETRY_ORDER:
        lane_review_resend(lane, effect->text);
        break;
    case EFFECT_REPAIR_ORDER:
        lane_review_repair(lane, effect);
        break;
    case EFFECT_SETTLE_ORDER:
        lane_review_settle(lane, effect);
        break;
    case EFFECT_SEND_LOST:
        lane_lost_send_again(lane);
        break;
    case EFFECT_STICK_SAVE:
        lane_stick_save(lane, effect);
        break;
    case EFFECT_STICK_READ:
        lane_stick_read(lane, effect);
        break;
    case EFFECT_STICK_TAKE:
        lane_stick_take(lane, effect);
        break;
    case EFFECT_STICK_CLEAR:
        lane_stick_clear(lane);
        break;
    case EFFECT_ASK_SERVER_AGAIN:
        ask_server_again(lane);
        break;
    case EFFECT_ASK_DAY:
        lane_day_ask(lane);
        break;
    case EFFECT_CLOSE_DAY:
        lane_day_close(lane, effect);
        break;
    case EFFECT_PRINT_DAY:
        lane_slip_print(lane);
        break;
    case EFFECT_CLOSE_RESCUE:
        lane_day_close_rescue(lane, effect->value);
        break;
    case EFFECT_ADOPT_LANE:
        lane_device_adopt(lane, effect->attendant);
        break;
    case EFFECT_KEEP_KEY:
        lane->host.keep_key(lane->host.context, effect->attendant);
        break;
    case EFFECT_COMPARE:
        lane_compare_ask(lane, (ComparisonPeriod)effect->value);
        break;
    case EFFECT_SOUND: // shown by the screens; the lane has no loudspeaker yet
        break;
    }
}

void lane_perform(Lane *lane, const CheckoutEffects *effects)
{
    for (int32_t i = 0; i < effects->count; i++)
        perform(lane, &effects->items[i]);
}
