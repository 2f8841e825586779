/* Answers of the threads become checkout events, lines of the journal and what the attendant's
 * screen says. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/log.h"

static void drain_journal(App *app)
{
    JournalEvent answer;
    while (bounded_queue_pop(&app->journal_events, &answer)) {
        CheckoutEvent event = {.kind = answer.ok ? EVENT_SAVED : EVENT_SAVE_FAILED,
                               .ticket = answer.ticket};
        if (answer.about_room) {
            app_post(app, (CheckoutEvent){.kind = EVENT_DISK_ROOM, .flag = answer.ok});
            continue;
        }
        if (!answer.ok) {
            log_error("journal: %s", answer.error.message);
            snprintf(event.words, sizeof event.words, "%.150s", answer.error.message);
            event.flag = journal_is_full(&answer.error);
        }
        if (answer.ok && answer.ticket != 0 && answer.ticket == app->paid_ticket)
            app_orders_add_paid(app, &app->checkout.order, app->paid_snapshot,
                                app->paid_snapshot_bytes);
        if (answer.ticket != 0 || !answer.ok)
            app_post(app, event);
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

static void drain_terminal(App *app)
{
    TerminalEvent answer;
    while (bounded_queue_pop(&app->terminal_events, &answer)) {
        app->terminal_ready =
            answer.kind == TERMINAL_STATE ? answer.ready : answer.kind != TERMINAL_LOST;
        snprintf(app->terminal_words, sizeof app->terminal_words, "%.79s",
                 app->terminal_ready ? "" : answer.words);
        app->dirty = true;
        if (answer.kind == TERMINAL_STATE)
            continue;
        CheckoutEvent event = {.kind = terminal_event_kind(answer.kind)};
        snprintf(event.text, sizeof event.text, "%s", answer.intent_id);
        snprintf(event.words, sizeof event.words, "%s", answer.words);
        snprintf(event.transaction, sizeof event.transaction, "%s", answer.transaction);
        snprintf(event.card_type, sizeof event.card_type, "%s", answer.card_type);
        app_post(app, event);
    }
}

static void drain_printer(App *app)
{
    PrinterEvent answer;
    while (bounded_queue_pop(&app->printer_events, &answer)) {
        app->printer_failed = !answer.ok;
        snprintf(app->printer_words, sizeof app->printer_words, "%.79s", answer.words);
        CheckoutEvent event = {.kind = answer.ok ? EVENT_PRINTED : EVENT_PRINT_FAILED};
        snprintf(event.words, sizeof event.words, "%s", answer.words);
        app_post(app, event);
    }
}

static void drain_sign_in(App *app)
{
    SignInEvent answer;
    while (bounded_queue_pop(&app->sign_in_events, &answer)) {
        CheckoutEvent event = {.kind = answer.ok ? EVENT_SIGNED_IN : EVENT_SIGN_IN_FAILED,
                               .flag = answer.manager,
                               .flag2 = answer.by_badge};
        snprintf(event.text, sizeof event.text, "%s", answer.name);
        app_post(app, event);
    }
}

// Every state is a step of its own: between two weights the scale was empty or it wasn't.
static void drain_scale(App *app)
{
    ScaleEvent answer;
    while (bounded_queue_pop(&app->scale_events, &answer)) {
        if (answer.state == SCALE_ABSENT)
            log_warning("the scale does not answer");
        app_post(app, (CheckoutEvent){
                          .kind = EVENT_SCALE, .scale = answer.state, .grams = answer.grams});
    }
}

static void post_cause(App *app)
{
    char cause[240];
    CheckoutEvent event = {.kind = EVENT_CAUSE};
    app_shop_cause(app, cause);
    snprintf(event.words, sizeof event.words, "%.159s", cause);
    app_post(app, event);
}

static void session_opened(App *app, const SyncEvent *answer)
{
    Arena scratch = app->scratch;
    app->session = answer->session;
    app->has_session = true;
    log_info("session %d, login number %d", answer->session.session_id,
             answer->session.login_number);
    app_record(app, JOURNAL_SESSION, journal_encode_session(&answer->session, &scratch), 0);
    app_post(app, (CheckoutEvent){.kind = EVENT_SESSION});
    post_cause(app);
}

static void looked_up(App *app, const SyncEvent *answer)
{
    CheckoutEvent event = {
        .kind = EVENT_LOOKED_UP, .article = CATALOGUE_NONE, .flag = answer->lookup_article_id >= 0};
    if (answer->lookup_article_id > 0 && app->has_catalogue) {
        bool later = false;
        event.article = app_shop_find(app, answer->lookup_article_id, &later);
        event.flag = !later;
    }
    snprintf(event.text, sizeof event.text, "%s", answer->barcode);
    app_post(app, event);
}

static void customer_looked_up(App *app, const SyncEvent *answer)
{
    CheckoutEvent event = {.kind = EVENT_CUSTOMER,
                           .flag = answer->customer_id >= 0,
                           .partner_id = answer->customer_id > 0 ? answer->customer_id : 0,
                           .pricelist_id = answer->customer_pricelist_id,
                           .fiscal_position_id = answer->customer_fiscal_position_id};
    snprintf(event.text, sizeof event.text, "%s", answer->barcode);
    snprintf(event.words, sizeof event.words, "%s", answer->customer_name);
    app_post(app, event);
}

static void state_changed(App *app, const SyncEvent *answer)
{
    app->sync_state = answer->state;
    app->sync_answered = true;
    snprintf(app->sync_words, sizeof app->sync_words, "%s", answer->words);
    if (answer->state == SYNC_ONLINE)
        app->queue_stopped = false;
    log_info("back office: state %d %s", (int)answer->state, answer->words);
    post_cause(app);
}

static void drain_sync(App *app)
{
    SyncEvent answer;
    while (bounded_queue_pop(&app->sync_events, &answer)) {
        app->dirty = true;
        switch (answer.kind) {
        case SYNC_EVENT_STATE:
            state_changed(app, &answer);
            break;
        case SYNC_EVENT_SESSION:
            session_opened(app, &answer);
            break;
        case SYNC_EVENT_CATALOGUE:
            app_shop_take(app, answer.catalogue_block);
            post_cause(app);
            break;
        case SYNC_EVENT_ORDER:
            app_orders_note(app, &answer.note);
            break;
        case SYNC_EVENT_QUEUE_STOPPED:
            app->queue_stopped = true;
            snprintf(app->sync_words, sizeof app->sync_words, "%s", answer.words);
            log_error("sending stopped: %s", answer.words);
            break;
        case SYNC_EVENT_CUSTOMER:
            customer_looked_up(app, &answer);
            break;
        case SYNC_EVENT_LOOKUP:
            looked_up(app, &answer);
            break;
        case SYNC_EVENT_PICTURE:
            app_shop_picture_came(app, &answer);
            break;
        case SYNC_EVENT_TIME: {
            Arena scratch = app->scratch;
            shop_time_heard(&app->time, answer.server_unix_ms);
            app_record(app, JOURNAL_TIME, journal_encode_time(answer.server_unix_ms, &scratch), 0);
            break;
        }
        }
    }
}

void app_drain_inboxes(App *app)
{
    drain_journal(app);
    drain_terminal(app);
    drain_printer(app);
    drain_sign_in(app);
    drain_scale(app);
    drain_sync(app);
}
