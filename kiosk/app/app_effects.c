/* What a step asked for, done: records to the journal, requests to the devices and to the sync
 * thread. Nothing here waits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/log.h"
#include "domain/order_snapshot.h"

static void save_failed(App *app, int64_t ticket, const char *words)
{
    CheckoutEvent event = {.kind = EVENT_SAVE_FAILED, .ticket = ticket};
    log_error("%s", words);
    snprintf(event.words, sizeof event.words, "%.150s", words);
    app_post(app, event);
}

static bool snapshot(App *app, Arena *scratch, int64_t ticket, Bytes *out)
{
    Error error;
    if (order_snapshot_encode(&app->checkout.order, scratch, out, &error))
        return true;
    save_failed(app, ticket, error.message);
    return false;
}

static void save_basket(App *app, Arena scratch)
{
    Bytes bytes = {0};
    if (app->checkout.sale_open && app->checkout.order.line_count > 0 &&
        !snapshot(app, &scratch, 0, &bytes))
        return;
    app_record(app, JOURNAL_BASKET, bytes, 0);
}

static JournalIntent intent_of(App *app, const CheckoutEffect *effect)
{
    JournalIntent intent = {.method_id = effect->method_id,
                            .amount = effect->amount,
                            .asked_unix_ms = shop_time_unix_ms(&app->time),
                            .outcome = (JournalIntentOutcome)effect->value};
    snprintf(intent.intent_id, sizeof intent.intent_id, "%.36s", effect->text);
    snprintf(intent.words, sizeof intent.words, "%s", effect->words);
    return intent;
}

static void save_intent(App *app, const CheckoutEffect *effect, Arena scratch)
{
    Bytes order;
    if (!snapshot(app, &scratch, effect->ticket, &order))
        return;
    JournalIntent intent = intent_of(app, effect);
    app_record(app, JOURNAL_INTENT, journal_encode_intent(&intent, order, &scratch),
               effect->ticket);
}

static void save_intent_result(App *app, const CheckoutEffect *effect, Arena scratch)
{
    JournalIntent intent = intent_of(app, effect);
    app_record(app, JOURNAL_INTENT_RESULT,
               journal_encode_intent_result(&intent, app->checkout.order.uuid, &scratch), 0);
}

static void save_paid(App *app, const CheckoutEffect *effect, Arena scratch)
{
    Bytes order;
    if (!snapshot(app, &scratch, effect->ticket, &order))
        return;
    free(app->paid_snapshot);
    app->paid_snapshot = malloc(order.size);
    CHECK(app->paid_snapshot != NULL);
    memcpy(app->paid_snapshot, order.data, order.size);
    app->paid_snapshot_bytes = order.size;
    app->paid_ticket = effect->ticket;
    app_record(app, JOURNAL_PAID, order, effect->ticket);
}

static void save_sign_in(App *app, const CheckoutSignIn *sign_in, Arena scratch)
{
    JournalSignIn kept = {.failures = sign_in->failures,
                          .badge_failures = sign_in->badge_failures,
                          .ended_by_badge = sign_in->ended_by_badge,
                          .until_unix_ms = sign_in->until_unix_ms};
    app_record(app, JOURNAL_SIGN_IN, journal_encode_sign_in(&kept, &scratch), 0);
}

static void save_attendant(App *app, const CheckoutEffect *effect, Arena scratch)
{
    JournalAttendantNote note = {.line_id = effect->line_id,
                                 .at_unix_ms = shop_time_unix_ms(&app->time)};
    snprintf(note.attendant, sizeof note.attendant, "%s", effect->attendant);
    snprintf(note.action, sizeof note.action, "%.31s", effect->text);
    snprintf(note.order_uuid, sizeof note.order_uuid, "%s", effect->order_uuid);
    snprintf(note.old_value, sizeof note.old_value, "%s", effect->old_value);
    snprintf(note.new_value, sizeof note.new_value, "%s", effect->new_value);
    snprintf(note.reason, sizeof note.reason, "%.119s", effect->words);
    app_record(app, JOURNAL_ATTENDANT, journal_encode_attendant(&note, &scratch), 0);
}

static void print(App *app, Arena scratch)
{
    ReceiptTime when;
    const Order *order = &app->checkout.order;
    char reference[ORDER_REFERENCE_SIZE];
    order_reference(&order->number, reference);
    shop_time_local(order->paid_unix_ms, &when.year, &when.month, &when.day, &when.hour,
                    &when.minute);
    Text text = receipt_text(order, &app->receipt_shop, when, &scratch);
    if (app->printer && receipt_printer_print(app->printer, reference, text))
        return;
    CheckoutEvent event = {.kind = EVENT_PRINT_FAILED};
    strcpy(event.words, app->printer ? "the printer takes no more jobs" : "there is no printer");
    app_post(app, event);
}

static void terminal_lost(App *app, const char *intent_id)
{
    CheckoutEvent event = {.kind = EVENT_TERMINAL_LOST};
    snprintf(event.text, sizeof event.text, "%s", intent_id);
    strcpy(event.words, "the card terminal takes no request");
    app_post(app, event);
}

static void look_up(App *app, const CheckoutEffect *effect)
{
    if (app->sync && sync_look_up(app->sync, effect->text))
        return;
    CheckoutEvent event = {.kind = EVENT_LOOKED_UP, .article = CATALOGUE_NONE};
    snprintf(event.text, sizeof event.text, "%s", effect->text);
    app_post(app, event);
}

static void look_up_customer(App *app, const CheckoutEffect *effect)
{
    if (app->sync && sync_look_up_customer(app->sync, effect->text))
        return;
    CheckoutEvent event = {.kind = EVENT_CUSTOMER};
    snprintf(event.text, sizeof event.text, "%s", effect->text);
    app_post(app, event);
}

static void verify(App *app, const CheckoutEffect *effect, bool is_badge)
{
    if (!sign_in_verify(app->sign_in, effect->text, is_badge))
        app_post(app, (CheckoutEvent){.kind = EVENT_SIGN_IN_FAILED, .flag2 = is_badge});
}

static void customer_gone(App *app)
{
    free(app->paid_snapshot);
    app->paid_snapshot = NULL;
    app->paid_snapshot_bytes = 0;
    screens_customer_gone(app->screens, app->ui);
    snprintf(app->checkout.language, sizeof app->checkout.language, "%s",
             app->config.lane.languages[0]);
    app_shop_customer_gone(app);
}

static void settle_charge(App *app, const CheckoutEffect *effect, Arena scratch)
{
    JournalRecovered *found = &app->recovered;
    int32_t i = 0;
    while (i < found->case_count && strcmp(found->cases[i].intent.intent_id, effect->text) != 0)
        i++;
    if (i == found->case_count)
        return; // settled before
    JournalIntent intent = found->cases[i].intent;
    intent.outcome = JOURNAL_INTENT_SETTLED;
    snprintf(intent.words, sizeof intent.words, "%s", effect->words);
    app_record(app, JOURNAL_INTENT_RESULT,
               journal_encode_intent_result(&intent, found->cases[i].order_uuid, &scratch), 0);
    memmove(&found->cases[i], &found->cases[i + 1],
            (size_t)(found->case_count - i - 1) * sizeof found->cases[0]);
    found->case_count--;
}

static void ask_server_again(App *app)
{
    app->queue_stopped = false;
    if (!app->sync || !sync_reopen(app->sync))
        log_warning("the sync thread takes no request now, ignoring");
}

static void perform(App *app, const CheckoutEffect *effect)
{
    switch (effect->kind) {
    case EFFECT_SAVE_BASKET:
        save_basket(app, app->scratch);
        break;
    case EFFECT_SAVE_INTENT:
        save_intent(app, effect, app->scratch);
        break;
    case EFFECT_SAVE_INTENT_RESULT:
        save_intent_result(app, effect, app->scratch);
        break;
    case EFFECT_SAVE_PAID:
        save_paid(app, effect, app->scratch);
        break;
    case EFFECT_CHARGE:
        if (!card_terminal_charge(app->terminal, effect->text, effect->amount,
                                  app->checkout.order.currency.code))
            terminal_lost(app, effect->text);
        break;
    case EFFECT_ASK_TERMINAL:
        if (!card_terminal_ask(app->terminal, effect->text))
            log_warning("the terminal's queue is full, asking again later");
        break;
    case EFFECT_CANCEL_CHARGE:
        if (!card_terminal_cancel(app->terminal, effect->text))
            terminal_lost(app, effect->text);
        break;
    case EFFECT_SEND_ORDER:
        app_orders_send(app);
        break;
    case EFFECT_PRINT:
        print(app, app->scratch);
        break;
    case EFFECT_SAVE_RECEIPT: {
        Arena scratch = app->scratch;
        app_record(app, JOURNAL_RECEIPT,
                   journal_encode_receipt(app->checkout.order.uuid, effect->text, &scratch), 0);
        break;
    }
    case EFFECT_LOOK_UP_CUSTOMER:
        look_up_customer(app, effect);
        break;
    case EFFECT_LOOK_UP:
        look_up(app, effect);
        break;
    case EFFECT_VERIFY_PIN:
    case EFFECT_VERIFY_BADGE:
        verify(app, effect, effect->kind == EFFECT_VERIFY_BADGE);
        break;
    case EFFECT_SAVE_SIGN_IN:
        save_sign_in(app, &effect->sign_in, app->scratch);
        break;
    case EFFECT_SAVE_ATTENDANT:
        save_attendant(app, effect, app->scratch);
        break;
    case EFFECT_SETTLE_CHARGE:
        settle_charge(app, effect, app->scratch);
        break;
    case EFFECT_CUSTOMER_GONE:
        customer_gone(app);
        break;
    case EFFECT_RETRY_ORDER:
        if (!app->sync || !sync_retry_order(app->sync, effect->text))
            log_warning("the sync thread takes no request now, ignoring");
        break;
    case EFFECT_ASK_SERVER_AGAIN:
        ask_server_again(app);
        break;
    case EFFECT_SOUND: // shown by the screens; the lane has no loudspeaker yet
        break;
    }
}

void app_perform(App *app, const CheckoutEffects *effects)
{
    for (int32_t i = 0; i < effects->count; i++)
        perform(app, &effects->items[i]);
}
