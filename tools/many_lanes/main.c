#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/log.h"
#include "many_lanes.h"

enum { LOAD_LIMIT_S = 3600, DRAIN_LIMIT_S = 900, CLOSE_LIMIT_S = 900, FILES_MAX = 32768 };

static const char usage[] =
    "kiosk-many-lanes --config FILE --data FOLDER [options] STEP ...\n"
    "  --config, --data     kiosk.ini and data folder; %d in them is the lane's number, from 1\n"
    "  --lanes N            how many (1 to 1000; 1)\n"
    "  --orders-per-hour N  of each lane, one to fifteen lines each (20)\n"
    "  --seed N             what customers buy\n"
    "  --server COMMAND     starts the server, which says \"ready\"; `away` needs it\n"
    "  --watch NAME=PID     also tells the processor time of that process and its children\n"
    "  KIOSK_MANY_LANES_LOG in the environment: a file for the log of all lanes\n"
    "steps, one after the other, each with its figures:\n"
    "  start        all lanes begin in the same moment, until all are online\n"
    "  morning:S    all stop and begin in the same moment, and customers come for S seconds\n"
    "  sell:S       customers come for S seconds\n"
    "  idle:S       nobody comes for S seconds\n"
    "  drain        nobody comes, until all orders are confirmed\n"
    "  away:S       the server is killed, started again after S seconds; until all is confirmed\n"
    "  close        every lane closes its day\n";

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

static _Noreturn void fail(const char *words)
{
    fprintf(stderr, "kiosk-many-lanes: %s\n", words);
    exit(1);
}

/* --- steps --- */

static void turn_until(Many *many, bool (*done)(const Many *many), int64_t limit_s)
{
    int64_t until = wire_now_us() + limit_s * 1000000;
    while (!done(many) && !stopped && wire_now_us() < until)
        many_turn(many);
}

static bool never(const Many *many)
{
    (void)many;
    return false;
}

static void turn_for(Many *many, int64_t seconds)
{
    turn_until(many, never, seconds);
}

static bool all_online(const Many *many)
{
    return many_online(many) == many->lane_count;
}

static bool all_confirmed(const Many *many)
{
    for (int32_t i = 0; i < many->lane_count; i++)
        if (!customer_is_gone(&many->lanes[i]))
            return false;
    return many_waiting(many) == 0;
}

static bool all_answered(const Many *many)
{
    int64_t ignored;
    for (int32_t i = 0; i < many->lane_count; i++)
        if (!wire_lane_is_back(&many->lanes[i].wire, &ignored))
            return false;
    return all_online(many) && many_waiting(many) <= many->lane_count;
}

static void begin(Many *many)
{
    Error error;
    wire_hold(&many->wire, true);
    for (int32_t i = 0; i < many->lane_count; i++) {
        many->lanes[i].number = i + 1;
        if (!many_lane_open(many, &many->lanes[i], &error))
            fail(error.message);
    }
    for (int32_t i = 0; i < many->lane_count; i++)
        if (!many_lane_begin(many, &many->lanes[i], &error))
            fail(error.message);
    figures_begin(many);
    wire_hold(&many->wire, false);
}

static void stop(Many *many)
{
    for (int32_t i = 0; i < many->lane_count; i++)
        many_lane_stop(&many->lanes[i]);
}

static void away(Many *many, int64_t seconds)
{
    Error error;
    if (!many->server)
        fail("away needs --server");
    server_kill(many);
    many->watched[0].pid = 0;
    turn_for(many, seconds);
    many->sells = false;
    figures_print(many, "away");
    figures_begin(many);
    if (!server_start(many, &error))
        fail(error.message);
    many->watched[0].pid = many->server_pid;
    many->watched[0].cpu_s = 0;
    wire_server_back(&many->wire);
    turn_until(many, all_answered, DRAIN_LIMIT_S);
    figures_print_back(many);
    turn_until(many, all_confirmed, DRAIN_LIMIT_S);
}

static bool none_is_closing(const Many *many)
{
    for (int32_t i = 0; i < many->lane_count; i++)
        if (many->lanes[i].lane.day.state == LANE_DAY_CLOSING)
            return false;
    return true;
}

static bool all_have_figures(const Many *many)
{
    for (int32_t i = 0; i < many->lane_count; i++)
        if (many->lanes[i].lane.day.state == LANE_DAY_ASKING)
            return false;
    return true;
}

static void close_days(Many *many)
{
    int32_t closed = 0;
    for (int32_t i = 0; i < many->lane_count; i++)
        lane_day_ask(&many->lanes[i].lane);
    turn_until(many, all_have_figures, CLOSE_LIMIT_S);
    for (int32_t i = 0; i < many->lane_count; i++) {
        Lane *lane = &many->lanes[i].lane;
        CheckoutEffect effect = {.value = lane->day.figures.counts_cash,
                                 .amount = lane->day.figures.cash_expected};
        snprintf(effect.attendant, sizeof effect.attendant, "attendant");
        many->lanes[i].closed = false;
        lane_day_close(lane, &effect);
    }
    turn_until(many, none_is_closing, CLOSE_LIMIT_S);
    for (int32_t i = 0; i < many->lane_count; i++) {
        closed += many->lanes[i].closed;
        if (!many->lanes[i].closed)
            printf("  lane %d did not close: %s\n", (int)(i + 1), many->lanes[i].lane.day.words);
    }
    printf("  %d days closed\n", closed);
}

// The next step may sell too: then customers come and go as before.
static void begin_selling(Many *many, bool sold)
{
    for (int32_t i = 0; i < many->lane_count && !sold; i++)
        many->lanes[i].next_customer_ms = 0;
    many->sells = true;
}

static bool is_step(const char *text, const char *name, int64_t *out_seconds)
{
    size_t size = strlen(name);
    if (strncmp(text, name, size) != 0 || (text[size] != 0 && text[size] != ':'))
        return false;
    *out_seconds = text[size] == ':' ? atoll(text + size + 1) : 0;
    return true;
}

static void do_step(Many *many, const char *text)
{
    int64_t seconds;
    bool sold = many->sells;
    many->sells = false;
    figures_begin(many);
    if (is_step(text, "start", &seconds)) {
        begin(many);
        turn_until(many, all_online, LOAD_LIMIT_S);
    } else if (is_step(text, "morning", &seconds)) {
        stop(many);
        begin(many);
        begin_selling(many, false);
        turn_for(many, seconds);
    } else if (is_step(text, "sell", &seconds) || is_step(text, "away", &seconds)) {
        begin_selling(many, sold);
        if (text[0] == 's')
            turn_for(many, seconds);
        else
            away(many, seconds);
    } else if (is_step(text, "idle", &seconds)) {
        turn_for(many, seconds);
    } else if (is_step(text, "drain", &seconds)) {
        turn_until(many, all_confirmed, DRAIN_LIMIT_S);
    } else if (is_step(text, "close", &seconds)) {
        close_days(many);
    } else {
        fail(usage);
    }
    figures_print(many, text);
}

/* --- the command line --- */

static void watch(Many *many, const char *name, pid_t pid)
{
    if (many->watched_count == MANY_WATCHED_MAX || pid <= 0)
        fail("--watch takes NAME=PID, eight times at most");
    many->watched[many->watched_count++] = (Watched){.name = name, .pid = pid};
}

static void watch_argument(Many *many, char *text)
{
    char *equals = strchr(text, '=');
    if (equals)
        *equals = 0;
    watch(many, text, equals ? (pid_t)atoi(equals + 1) : 0);
}

static int32_t number_of(const char *text, int32_t limit)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*end != 0 || number < 1 || number > limit)
        fail(usage);
    return (int32_t)number;
}

static void read_arguments(Many *many, int count, char **words)
{
    static const struct option options[] = {
        {"config", 1, NULL, 'c'}, {"data", 1, NULL, 'd'},   {"lanes", 1, NULL, 'l'},
        {"seed", 1, NULL, 's'},   {"server", 1, NULL, 'S'}, {"orders-per-hour", 1, NULL, 'o'},
        {"watch", 1, NULL, 'w'},  {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(count, words, "", options, NULL)) != -1;)
        switch (option) {
        case 'c':
            many->config = optarg;
            break;
        case 'd':
            many->data = optarg;
            break;
        case 'l':
            many->lane_count = number_of(optarg, MANY_LANES_MAX);
            break;
        case 's':
            many->seed = (uint64_t)number_of(optarg, INT32_MAX);
            break;
        case 'S':
            many->server = optarg;
            break;
        case 'o':
            many->orders_per_hour = number_of(optarg, 100000);
            break;
        case 'w':
            watch_argument(many, optarg);
            break;
        default:
            fail(usage);
        }
    if (!many->config || !many->data || optind == count)
        fail(usage);
    if (many->lane_count > 1 && !strstr(many->data, "%d"))
        fail("each lane needs a data folder of its own: %d in --data");
}

static void prepare(Many *many)
{
    Error error;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < FILES_MAX ? files.rlim_max : FILES_MAX;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    if (sodium_init() < 0)
        fail("cannot begin libsodium");
    wire_init(&many->wire);
    many->lanes = calloc((size_t)many->lane_count, sizeof *many->lanes);
    CHECK(many->lanes != NULL);
    many->memory_before_mb = figures_memory_mb();
    if (!many->server)
        return;
    if (!server_start(many, &error))
        fail(error.message);
    for (int32_t i = many->watched_count; i > 0; i--)
        many->watched[i] = many->watched[i - 1];
    many->watched[0] = (Watched){.name = "server", .pid = many->server_pid};
    many->watched_count++;
}

int main(int count, char **words)
{
    static Many many = {.lane_count = 1, .orders_per_hour = 20, .seed = 1};
    Error error;
    read_arguments(&many, count, words);
    if (getenv("KIOSK_MANY_LANES_LOG") && !log_open(getenv("KIOSK_MANY_LANES_LOG"), &error))
        fail(error.message);
    prepare(&many);
    for (int32_t i = optind; i < count && !stopped; i++)
        do_step(&many, words[i]);
    stop(&many);
    server_kill(&many);
    for (int32_t i = 0; i < many.lane_count; i++)
        free(many.lanes[i].waiting);
    free(many.lanes);
    log_close();
    return stopped ? 1 : 0;
}
