/* One lane of many: as kiosk/app starts it, without window, scanner and sign-in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/secrets.h"
#include "many_lanes.h"

enum { TURN_PAUSE_MS = 5, NAME_SIZE = 48 };

/* --- what the lane asks of its host --- */

static bool verify(void *context, const char *secret, bool is_badge)
{
    (void)context;
    (void)secret;
    (void)is_badge;
    return false; // nobody signs in
}

static void ring(void *context)
{
    ManyLane *lane = context;
    atomic_store(&lane->rung, true);
}

/* --- start and stop --- */

// A path with the lane's number where the pattern has %d.
static void numbered(const char *pattern, int32_t number, char out[MANY_PATH_MAX])
{
    const char *place = strstr(pattern, "%d");
    if (place)
        snprintf(out, MANY_PATH_MAX, "%.*s%d%s", (int)(place - pattern), pattern, (int)number,
                 place + 2);
    else
        snprintf(out, MANY_PATH_MAX, "%s", pattern);
}

static CheckoutSettings settings(const Config *config)
{
    return (CheckoutSettings){.card_method_id = config->devices.terminal_method,
                              .offer_no_receipt = true,
                              .idle_after_ms = config->sale.idle_s * 1000,
                              .idle_countdown_ms = config->sale.idle_countdown_s * 1000,
                              .receipt_ms = 2000,
                              .thanks_ms = 500,
                              .quantity_max = config->sale.quantity_max};
}

static void configure(const ManyLane *lane, const char *key, SyncConfig *out)
{
    const Config *config = &lane->config;
    *out = (SyncConfig){.opening_cash = {config->sale.opening_cash_minor},
                        .reopen_closed_session = true,
                        .refresh_minutes = config->server.refresh_minutes,
                        .load_spread_minutes = config->server.load_spread_minutes,
                        .language_count = config->lane.language_count};
    snprintf(out->database, sizeof out->database, "%s", config->server.database);
    snprintf(out->login, sizeof out->login, "%s", config->server.login);
    snprintf(out->key, sizeof out->key, "%s", key);
    snprintf(out->pos_config, sizeof out->pos_config, "%s", config->server.pos_config);
    snprintf(out->origin, sizeof out->origin, "%s", lane->origin);
    snprintf(out->data_directory, sizeof out->data_directory, "%.511s", lane->data);
    memcpy(out->languages, config->lane.languages, sizeof out->languages);
}

// From the disk alone.
static bool open_lane(ManyLane *lane, Error *error)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "lane %d", (int)lane->number);
    lane_init(&lane->lane, &(LaneSetup){.os = &lane->os,
                                        .host = lane_host_alone(lane, verify),
                                        .settings = settings(&lane->config),
                                        .name = name,
                                        .language = lane->config.lane.languages[0],
                                        .origin = lane->origin,
                                        .timezone = lane->config.lane.timezone,
                                        .keep_days = lane->config.lane.keep_days,
                                        .data_directory = lane->data,
                                        .machine = name});
    if (!journal_recover(&lane->os, lane->data, &lane->lane.boot, &lane->lane.recovered, error))
        return false;
    LaneImage image = {0};
    image.found = catalogue_file_open(&lane->os, lane->data, lane->origin, &image.block,
                                      &image.catalogue, image.words, &image.error);
    lane_open(&lane->lane, &image);
    return true;
}

bool many_lane_open(Many *many, ManyLane *lane, Error *error)
{
    char config[MANY_PATH_MAX];
    numbered(many->config, lane->number, config);
    numbered(many->data, lane->number, lane->data);
    lane->lane = (Lane){0};
    lane->os = os_linux();
    lane->online_us = lane->due_ms = 0;
    lane->is_buying = false;
    if (lane->random == 0)
        lane->random = many->seed * 1000003 + (uint64_t)lane->number;
    if (!config_load(config, &lane->config, error) ||
        !lane->os.files.make_directory(lane->os.files.context, lane->data, error))
        return false;
    config_origin(&lane->config, lane->origin);
    return open_lane(lane, error);
}

bool many_lane_begin(Many *many, ManyLane *lane, Error *error)
{
    char key[CONFIG_KEY_MAX];
    SyncConfig sync;
    HttpCurlConfig http = {.clock = lane->os.clock};
    LaneWorkers workers = {.bell = ring,
                           .bell_context = lane,
                           .printer = "none",
                           .terminal = "demo:approve",
                           .scale = "none",
                           .transport = &lane->transport,
                           .sync = &sync};
    if (!secrets_read(&lane->os, &lane->config, lane->data, lane->origin, key, error))
        return false;
    configure(lane, key, &sync);
    snprintf(http.url, sizeof http.url, "%s", lane->config.server.url);
    snprintf(http.ca_file, sizeof http.ca_file, "%.511s", lane->config.server.ca_file);
    lane->runs = wire_lane_open(&lane->wire, &many->wire, &http, &lane->transport, error) &&
                 lane_begin(&lane->lane, &workers, error);
    explicit_bzero(&sync, sizeof sync);
    explicit_bzero(key, sizeof key);
    return lane->runs;
}

void many_lane_stop(ManyLane *lane)
{
    if (!lane->runs)
        return;
    lane_stop(&lane->lane);
    wire_lane_close(&lane->wire);
    lane->runs = false;
}

/* --- what became of its orders --- */

static Waiting *waiting_of(ManyLane *lane, const char *uuid)
{
    for (int32_t i = 0; i < lane->waiting_count; i++)
        if (strcmp(lane->waiting[i].uuid, uuid) == 0)
            return &lane->waiting[i];
    return NULL;
}

static void add_waiting(Many *many, ManyLane *lane, const LaneOrder *order, int64_t now_us)
{
    if (lane->waiting_count == lane->waiting_room) {
        lane->waiting_room = lane->waiting_room ? lane->waiting_room * 2 : 16;
        lane->waiting = realloc(lane->waiting, (size_t)lane->waiting_room * sizeof *lane->waiting);
        CHECK(lane->waiting != NULL);
    }
    Waiting *added = &lane->waiting[lane->waiting_count++];
    added->paid_us = now_us;
    memcpy(added->uuid, order->uuid, sizeof added->uuid);
    many->sold++;
}

static void note_orders(Many *many, ManyLane *lane, int64_t now_us)
{
    for (int32_t i = 0; i < lane->lane.order_count; i++)
        if (!waiting_of(lane, lane->lane.orders[i].uuid))
            add_waiting(many, lane, &lane->lane.orders[i], now_us);
    for (int32_t i = lane->waiting_count - 1; i >= 0; i--) {
        Waiting *each = &lane->waiting[i];
        const LaneOrder *order = lane_order(&lane->lane, each->uuid);
        int64_t age = now_us - each->paid_us;
        if (age > many->oldest_us)
            many->oldest_us = age;
        if (order)
            continue;
        many->confirmed++;
        samples_add(&many->confirmed_us, age);
        *each = lane->waiting[--lane->waiting_count];
    }
}

/* --- turns --- */

static int64_t now_ms_of(const ManyLane *lane)
{
    return lane->os.clock.monotonic_ms(lane->os.clock.context);
}

static void turn(Many *many, ManyLane *lane)
{
    int64_t now_ms = now_ms_of(lane);
    int64_t customer_ms = customer_due_ms(many, lane);
    if (!atomic_exchange(&lane->rung, false) && now_ms < lane->due_ms && now_ms < customer_ms)
        return;
    customer_turn(many, lane, now_ms);
    (void)lane_turn(&lane->lane, now_ms);
    int64_t now_us = wire_now_us();
    note_orders(many, lane, now_us);
    if (lane->online_us == 0 && lane->lane.sync_state == SYNC_ONLINE)
        lane->online_us = now_us;
    lane->closed = lane->closed || lane->lane.day.state == LANE_DAY_CLOSED; // it may open the next
    lane->due_ms = lane_due_ms(&lane->lane, now_ms);
}

void many_turn(Many *many)
{
    for (int32_t i = 0; i < many->lane_count; i++)
        if (many->lanes[i].runs)
            turn(many, &many->lanes[i]);
    nanosleep(&(struct timespec){.tv_nsec = TURN_PAUSE_MS * 1000000L}, NULL);
}

int32_t many_online(const Many *many)
{
    int32_t count = 0;
    for (int32_t i = 0; i < many->lane_count; i++)
        count += many->lanes[i].lane.sync_state == SYNC_ONLINE;
    return count;
}

int32_t many_waiting(const Many *many)
{
    int32_t count = 0;
    for (int32_t i = 0; i < many->lane_count; i++)
        count += many->lanes[i].waiting_count;
    return count;
}
