/* The loop: commands in, events out, a call on each lane, one wait. What to ask and what answers
 * mean is in the other sync_*.c files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/sync_internal.h"
#include "base/log.h"

const HttpLimits sync_limits_load = {10000, 600000, 120000, CATALOGUE_REPLY_MAX_BYTES};
const HttpLimits sync_limits_push = {10000, 90000, 60000, 4 << 20};
const HttpLimits sync_limits_read = {10000, 60000, 30000, 16 << 20};

typedef enum SyncCommandKind {
    COMMAND_SEND,
    COMMAND_TAKE,
    COMMAND_RESEND,
    COMMAND_FORGET,
    COMMAND_LOOK_UP,
    COMMAND_LOOK_UP_CUSTOMER,
    COMMAND_RELOAD,
    COMMAND_REOPEN,
    COMMAND_PICTURE,
    COMMAND_CLOSE,
    COMMAND_LOOK_FOR_LOST,
    COMMAND_SEND_LOST,
    COMMAND_LIST,
} SyncCommandKind;

typedef struct SyncCommand {
    SyncCommandKind kind;
    char text[SYNC_BARCODE_SIZE]; // uuid or barcode
    Bytes snapshot;               // owned by the command
    OrderRepairs repairs;
    bool is_category;
    int32_t id;
    int64_t write_unix_s;
    SyncCloseWish close;
    ReconcileListing *listing; // owned by the command until it is obeyed
    JournalServerState state;  // of COMMAND_TAKE, with words; its server id is `id`
    char words[240];
} SyncCommand;

int64_t sync_now(const SyncThread *sync)
{
    return sync->os.clock.monotonic_ms(sync->os.clock.context);
}

uint32_t sync_random(const SyncThread *sync)
{
    uint32_t random;
    sync->os.random.fill(sync->os.random.context, &random, sizeof random);
    return random;
}

int64_t sync_period_ms(const SyncThread *sync, int64_t period_ms)
{
    return sync_plan_period_ms(period_ms, sync_random(sync));
}

Odoo17Login sync_login(const SyncThread *sync)
{
    return (Odoo17Login){sync->config.database, sync->session.user_id, sync->config.key};
}

/* --- events --- */

static void flush_outbox(SyncThread *sync)
{
    int32_t sent = 0;
    while (sent < sync->outbox_count && bounded_queue_push(sync->events, &sync->outbox[sent]))
        sent++;
    if (sent == 0)
        return;
    sync->outbox_count -= sent;
    memmove(sync->outbox, sync->outbox + sent, (size_t)sync->outbox_count * sizeof *sync->outbox);
}

// Words are put together from names of any length and cut to fit: half a character becomes a
// question mark.
static void mend_words(char *words)
{
    Text text = text_from_string(words);
    for (int32_t at = 0; at < text.size;) {
        int32_t from = at;
        if (text_next_code_point(text, &at) == 0xfffd && at - from == 1)
            words[from] = '?';
    }
}

void sync_tell(SyncThread *sync, const SyncEvent *given)
{
    SyncEvent copy = *given;
    const SyncEvent *event = &copy;
    mend_words(copy.words);
    mend_words(copy.note.words);
    if (sync->outbox_count == 0 && bounded_queue_push(sync->events, event))
        return;
    if (sync->outbox_count == sync->outbox_room) {
        sync->outbox_room = sync->outbox_room ? sync->outbox_room * 2 : 16;
        sync->outbox = realloc(sync->outbox, (size_t)sync->outbox_room * sizeof *sync->outbox);
        CHECK(sync->outbox != NULL);
    }
    sync->outbox[sync->outbox_count++] = *event;
}

static const char *state_name(SyncState state)
{
    switch (state) {
    case SYNC_STARTING:
        return "starting";
    case SYNC_OFFLINE:
        return "offline";
    case SYNC_OPENING:
        return "opening";
    case SYNC_LOADING:
        return "loading";
    case SYNC_ONLINE:
        return "online";
    case SYNC_CLOSED:
        return "session closed";
    case SYNC_STUCK:
        return "session stuck in closing";
    case SYNC_REFUSED:
        return "refused";
    }
    return "?";
}

void sync_tell_state(SyncThread *sync, SyncState state, const char *words)
{
    if (sync->state == state && strcmp(sync->state_words, words) == 0)
        return;
    if (sync->state !=
        state) // words of an outage may change at each try: the log has the first and the last
        log_info("%s%s%s", state_name(state), words[0] ? ": " : "", words);
    sync->state = state;
    snprintf(sync->state_words, sizeof sync->state_words, "%s", words);
    SyncEvent event = {.kind = SYNC_EVENT_STATE, .state = state};
    memcpy(event.words, sync->state_words, sizeof event.words);
    sync_tell(sync, &event);
}

static void tell_time(SyncThread *sync, int64_t server_unix_ms)
{
    int64_t now = sync_now(sync);
    if (server_unix_ms == 0 || (sync->time_told && now - sync->time_told_ms < SYNC_TIME_TOLD_MS))
        return;
    sync->time_told = true;
    sync->time_told_ms = now;
    sync_tell(sync, &(SyncEvent){.kind = SYNC_EVENT_TIME, .server_unix_ms = server_unix_ms});
}

/* --- calls --- */

bool sync_lane_free(const SyncThread *sync, HttpLane lane)
{
    return !sync->calls[lane].busy;
}

static void call_clear(SyncCall *call)
{
    odoo17_request_destroy(call->body);
    *call = (SyncCall){0};
}

void sync_call_streaming(SyncThread *sync, HttpLane lane, char *body, const HttpLimits *limits,
                         HttpSink sink, void *sink_context, SyncAnswered answered)
{
    SyncCall *call = &sync->calls[lane];
    CHECK(!call->busy);
    *call =
        (SyncCall){.busy = true, .number = ++sync->call_number, .body = body, .answered = answered};
    sync->transport.start(sync->transport.context, lane, call->number, "/jsonrpc",
                          (Bytes){(const uint8_t *)body, strlen(body)}, limits, sink, sink_context);
}

void sync_call(SyncThread *sync, HttpLane lane, char *body, const HttpLimits *limits,
               SyncAnswered answered)
{
    sync_call_streaming(sync, lane, body, limits, NULL, NULL, answered);
}

bool sync_result(const HttpReply *reply, json_t **out_result, OdooError *refusal, Error *error)
{
    *refusal = (OdooError){0};
    if (reply->ok)
        return odoo17_reply(reply->status, reply->body, out_result, refusal, error);
    *error = reply->error;
    return false;
}

static void take_reply(SyncThread *sync, const HttpReply *reply)
{
    for (int lane = 0; lane < HTTP_LANE_COUNT; lane++) {
        SyncCall *call = &sync->calls[lane];
        if (!call->busy || call->number != reply->call)
            continue;
        SyncAnswered answered = call->answered;
        call_clear(call);
        tell_time(sync, reply->server_unix_ms);
        answered(sync, reply);
        return;
    }
}

/* --- the loop --- */

static void take_order(SyncThread *sync, const SyncCommand *command)
{
    JournalPending pending = {.state = command->state,
                              .server_id = command->id,
                              .snapshot = command->snapshot,
                              .repairs = command->repairs};
    snprintf(pending.uuid, sizeof pending.uuid, "%.36s", command->text);
    memcpy(pending.words, command->words, sizeof pending.words);
    sync_orders_add_pending(sync, &pending);
}

static void obey(SyncThread *sync, const SyncCommand *command)
{
    switch (command->kind) {
    case COMMAND_SEND:
        sync_orders_add(sync, command->text, command->snapshot, &command->repairs, false);
        return;
    case COMMAND_TAKE:
        take_order(sync, command);
        return;
    case COMMAND_RESEND:
        sync_orders_resend(sync, command->text, &command->repairs);
        return;
    case COMMAND_FORGET:
        sync_orders_forget(sync, command->text);
        return;
    case COMMAND_LOOK_UP:
        sync_lookup_add(sync, SYNC_LOOKUP_ARTICLE, command->text);
        return;
    case COMMAND_LOOK_UP_CUSTOMER:
        sync_lookup_add(sync, SYNC_LOOKUP_CUSTOMER, command->text);
        return;
    case COMMAND_RELOAD:
        sync->load.wanted = true;
        sync_load_hurry(sync);
        return;
    case COMMAND_REOPEN:
        sync_orders_go_on(sync);
        sync_session_reopen(sync);
        sync_lost_want(sync);
        return;
    case COMMAND_LOOK_FOR_LOST:
        sync_lost_want(sync);
        return;
    case COMMAND_SEND_LOST:
        sync_lost_send_next(sync);
        return;
    case COMMAND_LIST:
        sync_listing_begin(sync, command->listing);
        return;
    case COMMAND_PICTURE:
        sync_pictures_want(sync, command->is_category, command->id, command->write_unix_s);
        return;
    case COMMAND_CLOSE:
        sync_close_begin(sync, &command->close);
        return;
    }
}

// Order of need: orders and look-ups, then the session and its load, then what changed, what was
// lost, what an attendant compares, then pictures.
static void begin_calls(SyncThread *sync)
{
    if (sync_lane_free(sync, HTTP_LANE_READ))
        (void)(sync_lookup_turn(sync, HTTP_LANE_READ) || sync_session_turn(sync) ||
               sync_refresh_turn(sync) || sync_lost_turn(sync) || sync_listing_turn(sync) ||
               sync_pictures_turn(sync));
    if (!sync_lane_free(sync, HTTP_LANE_WRITE) || sync_close_turn(sync))
        return;
    // While a load has the read lane, look-ups and orders take turns on the other.
    bool order_first = sync->orders.lookup_was_last;
    if (order_first && sync_orders_turn(sync))
        return;
    if (sync_lookup_turn(sync, HTTP_LANE_WRITE)) {
        sync->orders.lookup_was_last = true;
        return;
    }
    if (!order_first && sync_orders_turn(sync))
        return;
    (void)sync_lost_clear_turn(sync);
}

static int32_t time_to_wait(const SyncThread *sync)
{
    int64_t now = sync_now(sync), wait = SYNC_WAIT_MS_MAX;
    int64_t due[] = {sync_session_due_ms(sync), sync_orders_due_ms(sync),
                     sync_lookup_due_ms(sync),  sync_pictures_due_ms(sync),
                     sync_refresh_due_ms(sync), sync_close_due_ms(sync),
                     sync_lost_due_ms(sync),    sync_listing_due_ms(sync)};
    for (size_t i = 0; i < COUNT_OF(due); i++)
        if (due[i] - now < wait)
            wait = due[i] - now;
    if (sync->outbox_count > 0 && wait > SYNC_OUTBOX_RETRY_MS)
        wait = SYNC_OUTBOX_RETRY_MS;
    return wait > 0 ? (int32_t)wait : 0;
}

void sync_turn(SyncThread *sync)
{
    SyncCommand command;
    HttpReply reply;
    while (bounded_queue_pop(&sync->commands, &command)) {
        obey(sync, &command);
        free((void *)(uintptr_t)command.snapshot.data);
    }
    begin_calls(sync);
    flush_outbox(sync);
    if (sync->transport.wait(sync->transport.context, time_to_wait(sync), &reply))
        take_reply(sync, &reply);
    if (sync->transport.network_changed(sync->transport.context))
        sync_session_network_changed(sync);
    flush_outbox(sync);
}

static void *thread_main(void *context)
{
    SyncThread *sync = context;
    log_thread_name("sync");
    while (!atomic_load(&sync->stopping))
        sync_turn(sync);
    return NULL;
}

/* --- begin and end --- */

bool sync_create(const Os *os, const HttpTransport *transport, const SyncConfig *config,
                 const JournalPending *pending, int32_t pending_count, BoundedQueue *events,
                 SyncThread **out, Error *error)
{
    if (events->item_bytes != sizeof(SyncEvent))
        return error_set(error, ERROR_INVALID,
                         "the queue for sync events has items of another size");
    if (config->language_count < 1 || config->language_count > CATALOGUE_LANGUAGES_MAX)
        return error_set(error, ERROR_INVALID, "a lane has 1 to %d languages, not %d",
                         CATALOGUE_LANGUAGES_MAX, config->language_count);
    char images[600];
    snprintf(images, sizeof images, "%s/images", config->data_directory);
    if (!os->files.make_directory(os->files.context, images, error))
        return false;
    SyncThread *sync = calloc(1, sizeof *sync);
    CHECK(sync != NULL);
    sync->scratch = calloc(1, sizeof *sync->scratch);
    CHECK(sync->scratch != NULL);
    sync->os = *os;
    sync->transport = *transport;
    sync->config = *config;
    sync->events = events;
    sync->orders.in_flight = -1;
    sync->pictures.files =
        picture_files_create(os, config->data_directory,
                             (PictureFilesLimits){.bytes = config->pictures_mb * (int64_t)1000000});
    bounded_queue_init(&sync->commands, sizeof(SyncCommand), SYNC_COMMANDS_MAX);
    for (int32_t i = 0; i < pending_count; i++)
        sync_orders_add_pending(sync, &pending[i]);
    sync_session_begin(sync, config->reopen_closed_session);
    *out = sync;
    return true;
}

static void destroy(SyncThread *sync)
{
    SyncCommand command;
    for (int lane = 0; lane < HTTP_LANE_COUNT; lane++) {
        if (sync->calls[lane].busy)
            sync->transport.cancel(sync->transport.context, (HttpLane)lane);
        call_clear(&sync->calls[lane]);
    }
    sync_load_drop(sync);
    sync_refresh_release(sync);
    sync_orders_release(sync);
    sync_listing_release(sync);
    picture_files_destroy(sync->pictures.files);
    while (bounded_queue_pop(&sync->commands, &command)) {
        free((void *)(uintptr_t)command.snapshot.data);
        reconcile_listing_free(command.listing);
    }
    bounded_queue_release(&sync->commands);
    for (int32_t i = 0; i < sync->outbox_count; i++) {
        sync_release_catalogue(sync->outbox[i].catalogue_block);
        free((void *)(uintptr_t)sync->outbox[i].snapshot.data);
        reconcile_listing_free(sync->outbox[i].listing);
    }
    free(sync->outbox);
    free(sync->scratch);
    explicit_bzero(&sync->config, sizeof sync->config);
    free(sync);
}

bool sync_start(const Os *os, const HttpTransport *transport, const SyncConfig *config,
                const JournalPending *pending, int32_t pending_count, BoundedQueue *events,
                SyncThread **out, Error *error)
{
    SyncThread *sync;
    if (!sync_create(os, transport, config, pending, pending_count, events, &sync, error))
        return false;
    int failure = pthread_create(&sync->thread, NULL, thread_main, sync);
    if (failure != 0) {
        destroy(sync);
        return error_set_errno(error, failure, "cannot start the sync thread");
    }
    sync->has_thread = true;
    *out = sync;
    return true;
}

void sync_stop(SyncThread *sync)
{
    if (!sync)
        return;
    atomic_store(&sync->stopping, true);
    if (sync->has_thread) {
        sync->transport.wake(sync->transport.context);
        pthread_join(sync->thread, NULL);
    }
    destroy(sync);
}

/* --- from the main thread --- */

static bool give_command(SyncThread *sync, const SyncCommand *command)
{
    if (!bounded_queue_push(&sync->commands, command))
        return false;
    sync->transport.wake(sync->transport.context);
    return true;
}

static bool give_text(SyncThread *sync, SyncCommandKind kind, const char *text)
{
    SyncCommand command = {.kind = kind};
    snprintf(command.text, sizeof command.text, "%s", text);
    return give_command(sync, &command);
}

// `command` with a copy of the snapshot.
static bool give_order(SyncThread *sync, SyncCommand *command, const char *uuid, Bytes snapshot)
{
    snprintf(command->text, sizeof command->text, "%s", uuid);
    uint8_t *copy = malloc(snapshot.size + 1);
    CHECK(copy != NULL);
    memcpy(copy, snapshot.data, snapshot.size);
    command->snapshot = (Bytes){copy, snapshot.size};
    if (give_command(sync, command))
        return true;
    free(copy);
    return false;
}

bool sync_send_order(SyncThread *sync, const char *uuid, Bytes snapshot,
                     const OrderRepairs *repairs)
{
    SyncCommand command = {.kind = COMMAND_SEND};
    if (repairs)
        command.repairs = *repairs;
    return give_order(sync, &command, uuid, snapshot);
}

bool sync_take_order(SyncThread *sync, const JournalPending *pending)
{
    SyncCommand command = {.kind = COMMAND_TAKE,
                           .repairs = pending->repairs,
                           .id = pending->server_id,
                           .state = pending->state};
    memcpy(command.words, pending->words, sizeof command.words);
    return give_order(sync, &command, pending->uuid, pending->snapshot);
}

bool sync_resend_order(SyncThread *sync, const char *uuid, const OrderRepairs *repairs)
{
    SyncCommand command = {.kind = COMMAND_RESEND, .repairs = *repairs};
    snprintf(command.text, sizeof command.text, "%s", uuid);
    return give_command(sync, &command);
}

bool sync_forget_order(SyncThread *sync, const char *uuid)
{
    return give_text(sync, COMMAND_FORGET, uuid);
}

OrderRefusal sync_refusal_about(const char *words)
{
    return odoo17_refusal_about(words);
}

bool sync_look_up(SyncThread *sync, const char *barcode)
{
    return give_text(sync, COMMAND_LOOK_UP, barcode);
}

bool sync_look_up_customer(SyncThread *sync, const char *barcode)
{
    return give_text(sync, COMMAND_LOOK_UP_CUSTOMER, barcode);
}

bool sync_reload(SyncThread *sync)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_RELOAD});
}

bool sync_reopen(SyncThread *sync)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_REOPEN});
}

bool sync_close_session(SyncThread *sync, const SyncCloseWish *wish)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_CLOSE, .close = *wish});
}

bool sync_look_for_lost(SyncThread *sync)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_LOOK_FOR_LOST});
}

bool sync_send_lost_order(SyncThread *sync)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_SEND_LOST});
}

bool sync_list_orders(SyncThread *sync, ReconcileListing *listing)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_LIST, .listing = listing});
}

bool sync_want_picture(SyncThread *sync, bool is_category, int32_t id, int64_t write_unix_s)
{
    return give_command(sync, &(SyncCommand){.kind = COMMAND_PICTURE,
                                             .is_category = is_category,
                                             .id = id,
                                             .write_unix_s = write_unix_s});
}
