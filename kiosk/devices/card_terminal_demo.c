/* The demo terminal: one charge at a time, in phases that end by the clock or by a cancel. What is
 * asked meanwhile waits for its end. */
#include <jansson.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "devices/card_terminal.h"

enum {
    DEMO_STEP_MS = 120,          // between the states that a customer sees
    DEMO_LATE_MS = 6000,         // .93: after the lane began to ask
    DEMO_ANSWER_LIMIT_MS = 4000, // the lane's patience: then the answer counts as lost
    DEMO_QUEUE = 8,
    DEMO_OUTBOX = 16,    // events that found no room
    DEMO_EVENTS_MAX = 4, // of one command
    DEMO_OUTBOX_RETRY_MS = 20,
    DEMO_FILE_MAX_BYTES = 64 << 20,
};

typedef enum DemoCommandKind { DEMO_CHARGE, DEMO_ASK, DEMO_CANCEL, DEMO_STOP } DemoCommandKind;

typedef struct DemoCommand {
    DemoCommandKind kind;
    char intent_id[ORDER_UUID_SIZE];
    Money amount;
    char currency[4];
} DemoCommand;

typedef enum DemoPhase {
    DEMO_IDLE,
    DEMO_CARD, // waits for the card
    DEMO_DEAD, // .92
    DEMO_BANK,
} DemoPhase;

struct CardTerminal {
    Os os;
    bool by_cents;
    char path[1024], directory[1024];
    BoundedQueue commands;
    BoundedQueue *events;
    pthread_t thread;
    bool has_thread;
    atomic_bool stopping;
    DemoPhase phase;
    int64_t phase_until_ms;
    DemoCommand charge;           // running, when not idle
    DemoCommand held[DEMO_QUEUE]; // wait for its end
    int32_t held_count;
    TerminalEvent outbox[DEMO_OUTBOX]; // the main thread is behind: nothing is lost
    int32_t outbox_count;
    // What a real terminal has in its own memory, kept in the file.
    char late_intent[ORDER_UUID_SIZE]; // charged, but it says so only at late_at_ms
    int64_t late_at_ms;
    bool file_is_safe; // what a life before wrote is durable too
};

static int64_t now_ms(const CardTerminal *terminal)
{
    return terminal->os.clock.monotonic_ms(terminal->os.clock.context);
}

static void flush(CardTerminal *terminal)
{
    int32_t sent = 0;
    while (sent < terminal->outbox_count &&
           bounded_queue_push(terminal->events, &terminal->outbox[sent]))
        sent++;
    terminal->outbox_count -= sent;
    memmove(terminal->outbox, terminal->outbox + sent,
            (size_t)terminal->outbox_count * sizeof *terminal->outbox);
}

static void tell(CardTerminal *terminal, TerminalEventKind kind, const char *intent_id,
                 const char *words)
{
    TerminalEvent event = {.kind = kind, .ready = true};
    snprintf(event.intent_id, sizeof event.intent_id, "%s", intent_id);
    snprintf(event.words, sizeof event.words, "%s", words);
    if (kind == TERMINAL_APPROVED) {
        snprintf(event.transaction, sizeof event.transaction, "DEMO-%.8s", intent_id);
        snprintf(event.card_type, sizeof event.card_type, "Demo card");
    }
    CHECK(terminal->outbox_count < DEMO_OUTBOX);
    terminal->outbox[terminal->outbox_count++] = event;
    flush(terminal);
}

// A line that a power cut or a full disk left unfinished was never answered: the next one must
// neither continue nor complete it.
static bool ends_torn(CardTerminal *terminal, OsFile *file, uint64_t size, bool *out, Error *error)
{
    char last = '\n';
    size_t count;
    if (size > 0 && !terminal->os.files.read_at(terminal->os.files.context, file, size - 1, &last,
                                                1, &count, error))
        return false;
    *out = last != '\n';
    return true;
}

// A line that is not safe was never written: it is taken back, as far as the disk lets it.
static void take_back(CardTerminal *terminal, OsFile *file, uint64_t size)
{
    const OsFiles *files = &terminal->os.files;
    Error error;
    if (!files->truncate(files->context, file, size, &error) ||
        !files->sync(files->context, file, &error))
        log_error("demo terminal: %s", error.message);
}

static bool append(CardTerminal *terminal, const char *line, size_t length, Error *error)
{
    const OsFiles *files = &terminal->os.files;
    OsFile *file = NULL;
    uint64_t size = 0;
    bool torn = false;
    if (!files->open(files->context, terminal->path, OS_OPEN_CREATE_OR, &file, error))
        return false;
    bool ok = files->size(files->context, file, &size, error) &&
              ends_torn(terminal, file, size, &torn, error);
    if (ok && !((!torn || files->write_at(files->context, file, size, "!\n", 2, error)) &&
                files->write_at(files->context, file, size + (torn ? 2 : 0), line, length, error) &&
                files->sync(files->context, file, error) &&
                files->sync_directory(files->context, terminal->directory, error))) {
        take_back(terminal, file, size);
        ok = false;
    }
    files->close(files->context, file);
    return ok;
}

// Appends a line and syncs it before anybody is answered.
static bool record(CardTerminal *terminal, const char *intent_id, Money amount,
                   const char *currency, const char *state)
{
    Error error = {0};
    json_t *line = json_pack("{s:s, s:I, s:s, s:s}", "id", intent_id, "amount",
                             (json_int_t)amount.minor, "currency", currency, "state", state);
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    json_decref(line);
    CHECK(text != NULL);
    size_t length = strlen(text);
    text[length] = '\n'; // in place of the zero: written with its length
    bool ok = append(terminal, text, length + 1, &error);
    free(text);
    if (!ok)
        log_error("demo terminal: %s", error.message);
    return ok;
}

// A program that was killed may have left a line that a power cut can still take back.
static bool make_safe(CardTerminal *terminal, Error *error)
{
    const OsFiles *files = &terminal->os.files;
    OsFile *file;
    if (terminal->file_is_safe)
        return true;
    if (!files->open(files->context, terminal->path, OS_OPEN_WRITE, &file, error))
        return false;
    terminal->file_is_safe = files->sync(files->context, file, error) &&
                             files->sync_directory(files->context, terminal->directory, error);
    files->close(files->context, file);
    return terminal->file_is_safe;
}

// The last state of an intent in the file: "" when it never heard of it. False: it can't be read
// now.
static bool last_state(CardTerminal *terminal, const char *intent_id, char out[24])
{
    out[0] = 0;
    Arena arena;
    Bytes bytes;
    Error error;
    if (!terminal->os.files.exists(terminal->os.files.context, terminal->path))
        return true;
    if (!make_safe(terminal, &error)) {
        log_error("demo terminal: %s", error.message);
        return false;
    }
    arena_create(&arena, DEMO_FILE_MAX_BYTES + 4096);
    if (!os_read_file(&terminal->os, terminal->path, DEMO_FILE_MAX_BYTES, &arena, &bytes, &error)) {
        log_error("demo terminal: %s", error.message);
        arena_destroy(&arena);
        return false;
    }
    for (size_t start = 0; start < bytes.size;) {
        const uint8_t *end = memchr(bytes.data + start, '\n', bytes.size - start);
        if (!end)
            break; // a torn last line was never answered
        json_t *line = json_loadb((const char *)bytes.data + start,
                                  (size_t)(end - bytes.data) - start, 0, NULL);
        const char *id = json_string_value(json_object_get(line, "id"));
        const char *state = json_string_value(json_object_get(line, "state"));
        if (id && state && strcmp(id, intent_id) == 0)
            snprintf(out, 24, "%s", state);
        json_decref(line);
        start = (size_t)(end - bytes.data) + 1;
    }
    arena_destroy(&arena);
    return true;
}

static void begin_phase(CardTerminal *terminal, DemoPhase phase, int64_t ms)
{
    terminal->phase = phase;
    terminal->phase_until_ms = now_ms(terminal) + ms;
}

static int64_t cents_of(const CardTerminal *terminal, const DemoCommand *charge)
{
    return terminal->by_cents ? charge->amount.minor % 100 : 0;
}

static void begin_charge(CardTerminal *terminal, const DemoCommand *command)
{
    char known[24];
    if (!last_state(terminal, command->intent_id, known)) {
        tell(terminal, TERMINAL_LOST, command->intent_id, "the card terminal has lost its memory");
        return;
    }
    if (strcmp(known, "approved") == 0) { // the same intent again is the same charge
        tell(terminal, TERMINAL_APPROVED, command->intent_id, "");
        return;
    }
    terminal->charge = *command;
    tell(terminal, TERMINAL_STARTED, command->intent_id, "");
    tell(terminal, TERMINAL_WAITING, command->intent_id, "");
    begin_phase(terminal, DEMO_CARD, DEMO_STEP_MS * 3);
}

static void end_charge(CardTerminal *terminal)
{
    const DemoCommand *charge = &terminal->charge;
    const char *id = charge->intent_id;
    int64_t cents = cents_of(terminal, charge);
    bool approve = cents != 91;
    if (!record(terminal, id, charge->amount, charge->currency, approve ? "approved" : "declined"))
        tell(terminal, TERMINAL_LOST, id, "the card terminal has no memory left"); // in part there?
    else if (!approve)
        tell(terminal, TERMINAL_DECLINED, id, "declined by the bank");
    else if (cents == 93) {
        snprintf(terminal->late_intent, sizeof terminal->late_intent, "%s", id);
        terminal->late_at_ms = now_ms(terminal) + DEMO_LATE_MS;
        tell(terminal, TERMINAL_LOST, id, "the card terminal does not answer");
    } else if (cents == 94)
        tell(terminal, TERMINAL_LOST, id, "the answer of the card terminal was lost");
    else
        tell(terminal, TERMINAL_APPROVED, id, "");
}

static void next_phase(CardTerminal *terminal)
{
    const DemoCommand *charge = &terminal->charge;
    switch (terminal->phase) {
    case DEMO_IDLE:
        break;
    case DEMO_CARD:
        if (cents_of(terminal, charge) == 92) { // nothing is charged, nothing is said
            begin_phase(terminal, DEMO_DEAD, DEMO_ANSWER_LIMIT_MS);
            break;
        }
        tell(terminal, TERMINAL_CHECKING, charge->intent_id, "");
        begin_phase(terminal, DEMO_BANK, DEMO_STEP_MS);
        break;
    case DEMO_DEAD:
        terminal->phase = DEMO_IDLE;
        tell(terminal, TERMINAL_LOST, charge->intent_id, "the card terminal does not answer");
        break;
    case DEMO_BANK:
        terminal->phase = DEMO_IDLE;
        end_charge(terminal);
        break;
    }
}

static void answer_question(CardTerminal *terminal, const char *intent_id)
{
    if (strcmp(terminal->late_intent, intent_id) == 0 && now_ms(terminal) < terminal->late_at_ms)
        return; // not yet: the lane asks again
    char state[24];
    if (!last_state(terminal, intent_id, state))
        return; // the lane asks again
    if (strcmp(state, "approved") == 0)
        tell(terminal, TERMINAL_APPROVED, intent_id, "");
    else if (state[0])
        tell(terminal, TERMINAL_DECLINED, intent_id, "declined by the bank");
    else
        tell(terminal, TERMINAL_NEVER_HEARD, intent_id, "the card was not charged");
}

// The running charge, while a cancel still reaches it.
static bool cancels(const CardTerminal *terminal, const DemoCommand *command)
{
    return terminal->phase != DEMO_IDLE && command->kind == DEMO_CANCEL &&
           strcmp(command->intent_id, terminal->charge.intent_id) == 0 &&
           cents_of(terminal, &terminal->charge) != 95;
}

static void obey(CardTerminal *terminal, const DemoCommand *command)
{
    if (cancels(terminal, command)) {
        terminal->phase = DEMO_IDLE;
        tell(terminal, TERMINAL_DECLINED, command->intent_id, "cancelled");
    } else if (command->kind == DEMO_CHARGE)
        begin_charge(terminal, command);
    else // also a cancel: it was over before that came
        answer_question(terminal, command->intent_id);
}

static bool has_room(const CardTerminal *terminal)
{
    return terminal->outbox_count + DEMO_EVENTS_MAX <= DEMO_OUTBOX;
}

// A terminal does one thing at a time: while it charges only a cancel of that is heard.
static void obey_held(CardTerminal *terminal)
{
    for (int32_t i = 0; i < terminal->held_count && has_room(terminal);) {
        DemoCommand command = terminal->held[i];
        if (terminal->phase != DEMO_IDLE && !cancels(terminal, &command)) {
            i++;
            continue;
        }
        terminal->held_count--;
        memmove(&terminal->held[i], &terminal->held[i + 1],
                (size_t)(terminal->held_count - i) * sizeof command);
        obey(terminal, &command);
        i = 0;
    }
}

static void take(CardTerminal *terminal, const DemoCommand *command)
{
    if (command->kind == DEMO_STOP)
        atomic_store(&terminal->stopping, true);
    else if (terminal->held_count < DEMO_QUEUE)
        terminal->held[terminal->held_count++] = *command;
    else // the lane asks again
        log_warning("demo terminal: too many questions at once, ignoring one");
    obey_held(terminal);
}

void card_terminal_turn(CardTerminal *terminal)
{
    DemoCommand command;
    flush(terminal);
    while (bounded_queue_pop(&terminal->commands, &command))
        take(terminal, &command);
    if (has_room(terminal) && terminal->phase != DEMO_IDLE &&
        now_ms(terminal) >= terminal->phase_until_ms)
        next_phase(terminal);
    obey_held(terminal);
}

int64_t card_terminal_due_ms(const CardTerminal *terminal)
{
    if (terminal->outbox_count > 0)
        return now_ms(terminal) + DEMO_OUTBOX_RETRY_MS;
    return terminal->phase == DEMO_IDLE ? INT64_MAX : terminal->phase_until_ms;
}

const char *card_terminal_charging(const CardTerminal *terminal)
{
    return terminal->phase == DEMO_IDLE ? "" : terminal->charge.intent_id;
}

static void *run(void *context)
{
    CardTerminal *terminal = context;
    DemoCommand command;
    log_thread_name("terminal");
    while (!atomic_load(&terminal->stopping)) {
        int64_t due_ms = card_terminal_due_ms(terminal), wait_ms = due_ms - now_ms(terminal);
        if (bounded_queue_wait(&terminal->commands, &command,
                               due_ms == INT64_MAX ? -1
                               : wait_ms > 0       ? (int32_t)wait_ms
                                                   : 0))
            take(terminal, &command);
        if (!atomic_load(&terminal->stopping))
            card_terminal_turn(terminal);
    }
    return NULL;
}

bool card_terminal_create(const Os *os, const char *kind, const char *data_directory,
                          BoundedQueue *events, CardTerminal **out, Error *error)
{
    bool by_cents = strcmp(kind, "demo:cents") == 0;
    if (!by_cents && strcmp(kind, "demo:approve") != 0)
        return error_set(error, ERROR_INVALID,
                         "terminal '%s' is not known: use demo:approve or demo:cents", kind);
    CardTerminal *terminal = calloc(1, sizeof *terminal);
    CHECK(terminal != NULL);
    terminal->os = *os;
    terminal->by_cents = by_cents;
    terminal->events = events;
    snprintf(terminal->directory, sizeof terminal->directory, "%s", data_directory);
    if (snprintf(terminal->path, sizeof terminal->path, "%s/demo-terminal.jsonl", data_directory) >=
        (int)sizeof terminal->path) {
        free(terminal);
        return error_set(error, ERROR_LIMIT, "the path of the data folder is too long");
    }
    bounded_queue_init(&terminal->commands, sizeof(DemoCommand), DEMO_QUEUE);
    *out = terminal;
    return true;
}

bool card_terminal_start(const Os *os, const char *kind, const char *data_directory,
                         BoundedQueue *events, CardTerminal **out, Error *error)
{
    if (!card_terminal_create(os, kind, data_directory, events, out, error))
        return false;
    CHECK(pthread_create(&(*out)->thread, NULL, run, *out) == 0);
    (*out)->has_thread = true;
    return true;
}

static bool send(CardTerminal *terminal, DemoCommandKind kind, const char *intent_id, Money amount,
                 const char *currency)
{
    DemoCommand command = {.kind = kind, .amount = amount};
    snprintf(command.intent_id, sizeof command.intent_id, "%s", intent_id);
    snprintf(command.currency, sizeof command.currency, "%s", currency);
    return bounded_queue_push(&terminal->commands, &command);
}

static void end_thread(CardTerminal *terminal)
{
    atomic_store(&terminal->stopping, true);
    while (!send(terminal, DEMO_STOP, "", (Money){0}, "")) {
        DemoCommand ignored;
        if (!bounded_queue_pop(&terminal->commands, &ignored))
            break;
    }
    pthread_join(terminal->thread, NULL);
}

void card_terminal_stop(CardTerminal *terminal)
{
    if (!terminal)
        return;
    if (terminal->has_thread)
        end_thread(terminal);
    bounded_queue_release(&terminal->commands);
    free(terminal);
}

bool card_terminal_charge(CardTerminal *terminal, const char *intent_id, Money amount,
                          const char *currency)
{
    return send(terminal, DEMO_CHARGE, intent_id, amount, currency);
}

bool card_terminal_ask(CardTerminal *terminal, const char *intent_id)
{
    return send(terminal, DEMO_ASK, intent_id, (Money){0}, "");
}

bool card_terminal_cancel(CardTerminal *terminal, const char *intent_id)
{
    return send(terminal, DEMO_CANCEL, intent_id, (Money){0}, "");
}
