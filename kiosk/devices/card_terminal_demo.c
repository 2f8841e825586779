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
    DEMO_FILE_MAX_BYTES = 64 << 20,
};

typedef enum DemoCommandKind { DEMO_CHARGE, DEMO_ASK, DEMO_CANCEL, DEMO_STOP } DemoCommandKind;

typedef struct DemoCommand {
    DemoCommandKind kind;
    char intent_id[ORDER_UUID_SIZE];
    Money amount;
    char currency[4];
} DemoCommand;

struct CardTerminal {
    Os os;
    bool by_cents;
    char path[1024], directory[1024];
    BoundedQueue commands;
    BoundedQueue *events;
    pthread_t thread;
    // What a real terminal has in its own memory, kept in the file.
    char late_intent[ORDER_UUID_SIZE]; // charged, but it says so only at late_at_ms
    int64_t late_at_ms;
    atomic_bool stopping;
};

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
    while (!bounded_queue_push(terminal->events, &event) && !atomic_load(&terminal->stopping)) {
        DemoCommand ignored; // the main thread is behind: wait a little, lose nothing
        if (bounded_queue_wait(&terminal->commands, &ignored, 20) && ignored.kind == DEMO_STOP)
            atomic_store(&terminal->stopping, true);
    }
}

// Appends a line and syncs it before anybody is answered.
static bool record(CardTerminal *terminal, const char *intent_id, Money amount,
                   const char *currency, const char *state)
{
    const OsFiles *files = &terminal->os.files;
    OsFile *file = NULL;
    uint64_t size = 0;
    Error error = {0};
    json_t *line = json_pack("{s:s, s:I, s:s, s:s}", "id", intent_id, "amount",
                             (json_int_t)amount.minor, "currency", currency, "state", state);
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER) : NULL;
    json_decref(line);
    CHECK(text != NULL);
    size_t length = strlen(text);
    text[length] = '\n'; // in place of the zero: written with its length
    bool ok = files->open(files->context, terminal->path, OS_OPEN_CREATE_OR, &file, &error) &&
              files->size(files->context, file, &size, &error) &&
              files->write_at(files->context, file, size, text, length + 1, &error) &&
              files->sync(files->context, file, &error) &&
              files->sync_directory(files->context, terminal->directory, &error);
    Error ignored; // half a line would spoil the next one
    if (!ok && file)
        (void)!files->truncate(files->context, file, size, &ignored);
    files->close(files->context, file);
    free(text);
    if (!ok)
        log_error("demo terminal: %s", error.message);
    return ok;
}

// The last state of an intent in the file: "" when it never heard of it.
static void last_state(CardTerminal *terminal, const char *intent_id, char out[24])
{
    out[0] = 0;
    Arena arena;
    Bytes bytes;
    Error error;
    if (!terminal->os.files.exists(terminal->os.files.context, terminal->path))
        return;
    arena_create(&arena, DEMO_FILE_MAX_BYTES + 4096);
    if (!os_read_file(&terminal->os, terminal->path, DEMO_FILE_MAX_BYTES, &arena, &bytes, &error)) {
        log_error("demo terminal: %s", error.message);
        arena_destroy(&arena);
        return;
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
}

// Waits like a customer looking for the card; a cancel or stop ends it. True: go on.
static bool linger(CardTerminal *terminal, const char *intent_id, int32_t ms)
{
    DemoCommand command;
    if (!bounded_queue_wait(&terminal->commands, &command, ms))
        return true;
    if (command.kind == DEMO_STOP) {
        atomic_store(&terminal->stopping, true);
        return false;
    }
    if (command.kind == DEMO_CANCEL && strcmp(command.intent_id, intent_id) == 0) {
        tell(terminal, TERMINAL_DECLINED, intent_id, "cancelled");
        return false;
    }
    return true; // questions about another intent wait for this charge: a terminal does one thing
                 // at a time
}

static void charge(CardTerminal *terminal, const DemoCommand *command)
{
    const char *id = command->intent_id;
    int64_t cents = terminal->by_cents ? command->amount.minor % 100 : 0;
    char known[24];
    last_state(terminal, id, known);
    if (strcmp(known, "approved") == 0) { // the same intent again is the same charge
        tell(terminal, TERMINAL_APPROVED, id, "");
        return;
    }
    tell(terminal, TERMINAL_STARTED, id, "");
    tell(terminal, TERMINAL_WAITING, id, "");
    if (!linger(terminal, id, DEMO_STEP_MS * 3))
        return;
    if (cents == 92) { // dead: nothing is charged, nothing is said
        if (linger(terminal, id, DEMO_ANSWER_LIMIT_MS))
            tell(terminal, TERMINAL_LOST, id, "the card terminal does not answer");
        return;
    }
    tell(terminal, TERMINAL_CHECKING, id, "");
    if (!linger(terminal, id, DEMO_STEP_MS))
        return;
    bool approve = cents != 91;
    if (!record(terminal, id, command->amount, command->currency,
                approve ? "approved" : "declined")) {
        tell(terminal, TERMINAL_DECLINED, id, "the card terminal has no memory left");
        return;
    }
    if (!approve) {
        tell(terminal, TERMINAL_DECLINED, id, "declined by the bank");
    } else if (cents == 93) {
        snprintf(terminal->late_intent, sizeof terminal->late_intent, "%s", id);
        terminal->late_at_ms =
            terminal->os.clock.monotonic_ms(terminal->os.clock.context) + DEMO_LATE_MS;
        tell(terminal, TERMINAL_LOST, id, "the card terminal does not answer");
    } else if (cents == 94) {
        tell(terminal, TERMINAL_LOST, id, "the answer of the card terminal was lost");
    } else {
        tell(terminal, TERMINAL_APPROVED, id, "");
    }
}

static void answer_question(CardTerminal *terminal, const char *intent_id)
{
    int64_t now_ms = terminal->os.clock.monotonic_ms(terminal->os.clock.context);
    if (strcmp(terminal->late_intent, intent_id) == 0 && now_ms < terminal->late_at_ms)
        return; // not yet: the lane asks again
    char state[24];
    last_state(terminal, intent_id, state);
    if (strcmp(state, "approved") == 0)
        tell(terminal, TERMINAL_APPROVED, intent_id, "");
    else if (state[0])
        tell(terminal, TERMINAL_DECLINED, intent_id, "declined by the bank");
    else
        tell(terminal, TERMINAL_NEVER_HEARD, intent_id, "the card was not charged");
}

static void *run(void *context)
{
    CardTerminal *terminal = context;
    log_thread_name("terminal");
    DemoCommand command;
    while (!atomic_load(&terminal->stopping) &&
           bounded_queue_wait(&terminal->commands, &command, -1)) {
        switch (command.kind) {
        case DEMO_CHARGE:
            charge(terminal, &command);
            break;
        case DEMO_ASK:
            answer_question(terminal, command.intent_id);
            break;
        case DEMO_CANCEL: // nothing runs: it was over before the cancel came
            answer_question(terminal, command.intent_id);
            break;
        case DEMO_STOP:
            return NULL;
        }
    }
    return NULL;
}

bool card_terminal_start(const Os *os, const char *kind, const char *data_directory,
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
    CHECK(pthread_create(&terminal->thread, NULL, run, terminal) == 0);
    *out = terminal;
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

void card_terminal_stop(CardTerminal *terminal)
{
    if (!terminal)
        return;
    atomic_store(&terminal->stopping, true);
    while (!send(terminal, DEMO_STOP, "", (Money){0}, "")) {
        DemoCommand ignored;
        if (!bounded_queue_pop(&terminal->commands, &ignored))
            break;
    }
    pthread_join(terminal->thread, NULL);
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
