#include "lane_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/unit_test.h"

enum { MORNING_UNIX_S = 1795392000, ARTICLES = 10, WORKERS = 5 };

// Single articles whose cents the demo terminal answers in each of its ways, and a few others.
static const double prices[ARTICLES] = {1.00, 2.50, 0.91, 1.92, 3.93,
                                        0.94, 1.95, 5.00, 0.00, 12.34};

/* --- between the lane and its machine and server: where bugs are planted --- */

static LaneWorld *planted_world; // a table's functions know only the machine

// Says that a paid order is on the disk before it is.
static bool lying_sync(void *context, OsFile *file, Error *error)
{
    const Lane *lane = planted_world->lane;
    bool lies = lane && lane->checkout.payment == PAYMENT_SAVING_PAID;
    return lies || fake_os_table(planted_world->disk).files.sync(context, file, error);
}

static void plant(LaneWorld *world)
{
    planted_world = world;
    if (world->plant == PLANT_THANKS_BEFORE_SYNC)
        world->os.files.sync = lying_sync;
    if (world->plant == PLANT_RESEND_WITHOUT_ASKING) {
        world->server.blind = true;
    }
}

/* --- the host of the lane --- */

static bool verify(void *context, const char *secret, bool is_badge)
{
    LaneWorld *world = context;
    world->sign_in_waits = true;
    world->sign_in_ok = secret[0] != 'x';
    world->sign_in_manager = secret[0] == '9';
    world->sign_in_by_badge = is_badge;
    return true;
}

/* --- power --- */

static CheckoutSettings settings(void)
{
    return (CheckoutSettings){
        .card_method_id = 6,
        .offer_no_receipt = true,
        .idle_after_ms = CHECKOUT_IDLE_AFTER_MS,
        .idle_countdown_ms = CHECKOUT_IDLE_COUNTDOWN_MS,
        .receipt_ms = CHECKOUT_RECEIPT_MS,
        .thanks_ms = CHECKOUT_THANKS_MS,
        .price_change_percent = 20,
        .quantity_max = 20,
    };
}

static void configure_sync(SyncConfig *sync)
{
    *sync = (SyncConfig){.language_count = 1, .reopen_closed_session = true, .refresh_minutes = 5};
    snprintf(sync->languages[0], 8, "en");
    snprintf(sync->database, sizeof sync->database, "shop");
    snprintf(sync->login, sizeof sync->login, "lane");
    snprintf(sync->key, sizeof sync->key, "0123456789secret");
    snprintf(sync->pos_config, sizeof sync->pos_config, "Lane 1");
    snprintf(sync->origin, sizeof sync->origin, "https://shop.example shop");
    snprintf(sync->data_directory, sizeof sync->data_directory, "/lane");
}

LaneWorld *world_create(uint64_t seed, WorldPlant planted)
{
    LaneWorld *world = calloc(1, sizeof *world);
    CHECK(world != NULL);
    world->seed = world->random = seed;
    (void)random_next(&world->random);
    world->plant = planted;
    world->machine = "machine one";
    world->disk = fake_os_create(random_next(&world->random));
    fake_os_set_wall(world->disk, MORNING_UNIX_S * INT64_C(1000));
    fake_os_set_monotonic(world->disk, 20000);
    world->os = fake_os_table(world->disk);
    fake_backoffice_init(&world->server, random_next(&world->random));
    world->server.held = true;
    world->server.slow_ms_max = 20000; // much longer than the lane waits before it sends again
    world->server.unix_ms = MORNING_UNIX_S * INT64_C(1000);
    fake_shop_init(&world->shop, ARTICLES, MORNING_UNIX_S - 86400);
    for (int32_t i = 0; i < ARTICLES; i++)
        world->shop.articles[i].price = prices[i];
    world->server.shop = &world->shop;
    world->transport = fake_backoffice_transport(&world->server);
    configure_sync(&world->sync);
    ledgers_init(&world->ledgers, world->disk, &world->server.orders, &world->server.closings);
    plant(world);
    return world;
}

void world_destroy(LaneWorld *world)
{
    if (world->lane)
        world_die(world, FAKE_OUTCOME_KILLED);
    fake_backoffice_release(&world->server);
    fake_shop_release(&world->shop);
    ledgers_release(&world->ledgers);
    fake_os_destroy(world->disk);
    free(world);
}

static void check_basket(LaneWorld *world)
{
    Ledgers *ledgers = &world->ledgers;
    const JournalRecovered *found = &world->lane->recovered;
    const char *has = found->has_basket ? found->basket->uuid : "";
    if (strcmp(has, ledgers->basket_uuid) != 0 ||
        (has[0] && found->basket->line_count != ledgers->basket_lines))
        ledgers_violated(ledgers, "P7: the basket was '%s' with %d lines, the start finds '%s'",
                         ledgers->basket_uuid, ledgers->basket_lines, has);
    const char *intent = found->has_intent ? found->intent.intent_id : "";
    if (has[0] && strcmp(intent, ledgers->basket_intent) != 0)
        ledgers_violated(ledgers, "P3: the basket's charge was '%s', the start finds '%s'",
                         ledgers->basket_intent, intent);
}

static bool begin(LaneWorld *world, Error *error)
{
    Lane *lane = world->lane;
    lane_init(lane, &(LaneSetup){.os = &world->os,
                                 .host = lane_host_alone(world, verify),
                                 .settings = settings(),
                                 .name = "Lane 1",
                                 .language = "en",
                                 .origin = world->sync.origin,
                                 .timezone = "UTC",
                                 .data_directory = "/lane",
                                 .machine = world->machine,
                                 .sticks = "/media"});
    if (!journal_recover(&world->os, "/lane", &lane->boot, &lane->recovered, error))
        return false;
    LaneImage image = {.found = false};
    image.found = catalogue_file_open(&world->os, "/lane", world->sync.origin, &image.block,
                                      &image.catalogue, image.words, &image.error);
    if (world->plant == PLANT_COUNTER_IN_MEMORY)
        lane->recovered.counter_last = 0;
    lane_open(lane, &image);
    LaneWorkers workers = {.by_hand = true,
                           .printer = world->no_printer ? "none" : "file",
                           .terminal = "demo:cents",
                           .transport = &world->transport,
                           .sync = &world->sync};
    if (!lane_begin(lane, &workers, error))
        return false;
    if (world->segment_size_max > 0)
        journal_limit_segments(lane->journal, world->segment_size_max);
    return true;
}

bool world_start(LaneWorld *world)
{
    Error error = {0};
    CHECK(world->lane == NULL);
    world->lane = calloc(1, sizeof *world->lane);
    CHECK(world->lane != NULL);
    world->lives++;
    world->sign_in_waits = false;
    world->late_told = 0;
    world->journal_stuck_until_ms = 0;
    if (!begin(world, &error)) {
        if (world->trace)
            printf("# no start: %s\n", error.message);
        return false;
    }
    if (!world_has_crashed(world)) {
        ledgers_read_again(&world->ledgers);
        check_basket(world);
    }
    return !world_has_crashed(world);
}

static void end_life(LaneWorld *world)
{
    lane_stop(world->lane);
    free(world->lane);
    world->lane = NULL;
}

void world_stop(LaneWorld *world)
{
    end_life(world);
    ledgers_check(&world->ledgers, NULL, "");
}

bool world_has_crashed(const LaneWorld *world)
{
    return fake_os_has_crashed(world->disk);
}

void world_charge_behind(LaneWorld *world, const char *intent_id, int64_t amount_minor)
{
    Bytes before = {0};
    char text[65536];
    (void)fake_os_peek(world->disk, "/lane/demo-terminal.jsonl", &before);
    CHECK(before.size + 300 < sizeof text);
    size_t size = before.size;
    if (size > 0)
        memcpy(text, before.data, size);
    if (size > 0 && text[size - 1] != '\n')
        size += (size_t)snprintf(text + size, sizeof text - size, "!\n");
    size += (size_t)snprintf(
        text + size, sizeof text - size,
        "{\"id\":\"%s\",\"amount\":%lld,\"currency\":\"EUR\",\"state\":\"approved\"}\n", intent_id,
        (long long)amount_minor);
    fake_os_put(world->disk, "/lane/demo-terminal.jsonl", (Bytes){(const uint8_t *)text, size});
    world->ledgers.syncs_seen = -1;
}

// A terminal of its own goes on without the lane: what it was about to charge, it may have charged.
static void terminal_goes_on(LaneWorld *world, const char *intent_id, int64_t amount_minor)
{
    if (intent_id[0] && random_one_in(&world->random, 2) &&
        !ledgers_charge(&world->ledgers, intent_id))
        world_charge_behind(world, intent_id, amount_minor);
}

static void tell_late_charges(LaneWorld *world)
{
    while (world->late_told < world->late_count) {
        TerminalEvent event = {.kind = TERMINAL_APPROVED, .ready = true};
        if (ledgers_knows_charge(&world->ledgers, world->late[world->late_told])) {
            world->late_told++;
            continue;
        }
        memcpy(event.intent_id, world->late[world->late_told], sizeof event.intent_id);
        snprintf(event.transaction, sizeof event.transaction, "LATE-%.8s", event.intent_id);
        if (!bounded_queue_push(&world->lane->terminal_events, &event))
            return;
        world->late_told++;
    }
}

void world_die(LaneWorld *world, FakeOutcome outcome)
{
    char charging[ORDER_UUID_SIZE] = "";
    int64_t amount_minor = 0;
    Error ignored;
    if (!world_has_crashed(world)) { // the next call is the end
        fake_os_set_fault(world->disk, FAKE_FAULT_CRASH, 0);
        (void)!world->os.files.sync_directory(world->os.files.context, "/nowhere", &ignored);
    }
    if (world->lane && world->lane->terminal) {
        snprintf(charging, sizeof charging, "%s", card_terminal_charging(world->lane->terminal));
        amount_minor = checkout_amount_due(&world->lane->checkout).minor;
    }
    if (world->lane)
        end_life(world);
    fake_os_restart(world->disk, outcome);
    if (outcome != FAKE_OUTCOME_KILLED)
        fake_os_set_monotonic(world->disk, random_between(&world->random, 2000, 60000));
    terminal_goes_on(world, charging, amount_minor);
}

/* --- turning --- */

void world_post(LaneWorld *world, CheckoutEvent event)
{
    lane_post(world->lane, event);
}

static int64_t now_ms(const LaneWorld *world)
{
    return world->os.clock.monotonic_ms(world->os.clock.context);
}

static void sign_in(LaneWorld *world)
{
    CheckoutEvent event = {.kind = world->sign_in_ok ? EVENT_SIGNED_IN : EVENT_SIGN_IN_FAILED,
                           .flag = world->sign_in_manager,
                           .flag2 = world->sign_in_by_badge};
    snprintf(event.text, sizeof event.text, "Ada");
    world->sign_in_waits = false;
    world_post(world, event);
}

// True when it did something that another may have to do with.
static bool turn_one(LaneWorld *world, int32_t who)
{
    Lane *lane = world->lane;
    switch (who) {
    case 0:
        if (world->sign_in_waits)
            sign_in(world);
        return lane_turn(lane, now_ms(world));
    case 1:
        return now_ms(world) >= world->journal_stuck_until_ms && journal_turn(lane->journal);
    case 2:
        card_terminal_turn(lane->terminal);
        tell_late_charges(world);
        return lane->terminal_events.count > 0;
    case 3:
        return (int)(!world->comparer_held && comparison_worker_turn(lane->comparer)) |
               (int)stick_worker_turn(lane->stick.worker) |
               (int)(lane->printer && receipt_printer_turn(lane->printer));
    default:
        sync_turn(lane->sync);
        return lane->sync_events.count > 0;
    }
}

static bool goes_on(const LaneWorld *world)
{
    return world_is_well(world) && !world_has_crashed(world);
}

// Everybody once, in an order of the seed's. False: nobody had anything to do.
static bool turn_all(LaneWorld *world)
{
    int32_t first = random_below(&world->random, WORKERS);
    int32_t stride = 1 + random_below(&world->random, WORKERS - 1);
    bool busy = false;
    for (int32_t i = 0; i < WORKERS && goes_on(world); i++) {
        busy = turn_one(world, (first + i * stride) % WORKERS) || busy;
        if (world->server.other_bytes[0])
            ledgers_violated(&world->ledgers, "P5: '%s' was sent in two forms",
                             world->server.other_bytes);
        if (!world_has_crashed(world))
            ledgers_check(&world->ledgers, &world->lane->checkout,
                          card_terminal_charging(world->lane->terminal));
    }
    return busy;
}

static int64_t next_due_ms(const LaneWorld *world)
{
    const Lane *lane = world->lane;
    int64_t now = now_ms(world), due = lane_due_ms(lane, now);
    int64_t wake_in_ms = world->server.wake_ms - world->server.now_ms;
    int64_t others[] = {card_terminal_due_ms(lane->terminal), now + wake_in_ms,
                        world->journal_stuck_until_ms > now ? world->journal_stuck_until_ms
                                                            : INT64_MAX};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        due = others[i] < due ? others[i] : due;
    return due;
}

static void pass_to(LaneWorld *world, int64_t at_ms)
{
    int64_t ms = at_ms - now_ms(world);
    fake_os_pass(world->disk, ms);
    world->server.now_ms += ms; // the server is never switched off
    world->server.unix_ms += ms;
}

void world_pass(LaneWorld *world, int64_t ms)
{
    int64_t until = now_ms(world) + ms;
    while (goes_on(world)) {
        if (turn_all(world))
            continue;
        int64_t due = next_due_ms(world), now = now_ms(world);
        if (now >= until)
            return;
        due = due <= now ? now + 1 : due;
        pass_to(world, due < until ? due : until);
    }
}

bool world_is_well(const LaneWorld *world)
{
    return world->ledgers.violation[0] == 0;
}

const char *world_words(const LaneWorld *world)
{
    return world->ledgers.violation;
}

int32_t world_paid_at_server(const LaneWorld *world)
{
    int32_t paid = 0;
    for (int32_t i = 0; i < world->server.orders.record_count; i++) {
        const ModelRecord *record = &world->server.orders.records[i];
        assert_true(record->gone || record->paid); // no draft is left
        paid += !record->gone;
    }
    return paid;
}
