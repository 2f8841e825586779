// Numbers are drawn one statement at a time: compilers are free in the order of arguments.
#include "people.h"

#include <stdio.h>
#include <string.h>

static int32_t below(LaneWorld *world, int32_t limit)
{
    return random_below(&world->random, limit);
}

static bool one_in(LaneWorld *world, int32_t count)
{
    return random_one_in(&world->random, count);
}

static void post(LaneWorld *world, CheckoutEventKind kind)
{
    world_post(world, (CheckoutEvent){.kind = kind});
}

static void post_twice(LaneWorld *world, CheckoutEventKind kind)
{
    post(world, kind);
    if (one_in(world, 4))
        post(world, kind); // a double tap
}

static void post_text(LaneWorld *world, CheckoutEventKind kind, const char *text)
{
    CheckoutEvent event = {.kind = kind};
    snprintf(event.text, sizeof event.text, "%s", text);
    world_post(world, event);
}

void people_scan(LaneWorld *world, int32_t article)
{
    char code[16];
    snprintf(code, sizeof code, "%d", FAKE_SHOP_FIRST_ID + article);
    post_text(world, EVENT_SCAN, code);
}

void people_sign_in(LaneWorld *world, bool manager)
{
    post(world, EVENT_STAFF);
    world_pass(world, 50);
    if (world_has_crashed(world))
        return;
    post_text(world, EVENT_PIN, manager ? "9" : "1");
    world_pass(world, 300);
}

static int32_t some_line(LaneWorld *world)
{
    const Order *order = &world->lane->checkout.order;
    return order->line_count > 0 ? order->lines[below(world, order->line_count)].id : 1;
}

static void post_line(LaneWorld *world, CheckoutEventKind kind)
{
    world_post(world, (CheckoutEvent){.kind = kind, .line_id = some_line(world), .pieces = 2});
}

/* --- a customer --- */

static void shop_on(LaneWorld *world)
{
    switch (below(world, 16)) {
    case 0:
        post_line(world, EVENT_LINE_PLUS);
        break;
    case 1:
        post_line(world, EVENT_LINE_MINUS);
        break;
    case 2:
        post_line(world, EVENT_LINE_REMOVE);
        if (one_in(world, 2))
            post(world, EVENT_UNDO);
        break;
    case 3:
        post(world, one_in(world, 6) ? EVENT_START_OVER : EVENT_SHOW_BASKET);
        break;
    case 4:
        post(world, one_in(world, 2) ? EVENT_HELP : EVENT_SHOW_BROWSE);
        break;
    case 5:
        if (one_in(world, 3))
            world_pass(world, 70000); // walked away
        break;
    case 6:
        post_text(world, EVENT_SCAN, "999999"); // nobody's code
        break;
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
        post_twice(world, EVENT_PAY);
        break;
    default:
        people_scan(world, below(world, world->shop.count));
        break;
    }
}

static void settle_unknown(LaneWorld *world)
{
    const Checkout *checkout = &world->lane->checkout;
    people_sign_in(world, one_in(world, 2));
    if (world_has_crashed(world) || checkout->payment != PAYMENT_UNKNOWN)
        return;
    bool charged = ledgers_charge(&world->ledgers, checkout->intent_id) != NULL;
    post(world, charged ? EVENT_PAYMENT_WAS_CHARGED : EVENT_PAYMENT_NOT_CHARGED);
}

static void wait_at_the_terminal(LaneWorld *world)
{
    const Checkout *checkout = &world->lane->checkout;
    if (checkout->payment == PAYMENT_UNKNOWN) {
        settle_unknown(world);
        return;
    }
    if (checkout->payment == PAYMENT_DECLINED)
        post_twice(world, one_in(world, 2) ? EVENT_TRY_AGAIN : EVENT_BACK);
    switch (below(world, 8)) {
    case 0:
        post_twice(world, EVENT_CANCEL_PAYMENT);
        break;
    case 1:
        people_scan(world, below(world, world->shop.count));
        break;
    case 2:
        post(world, EVENT_PAY);
        break;
    case 3:
        post(world, EVENT_BACK);
        break;
    case 4:
        world_pass(world, random_between(&world->random, 1000, 30000));
        break;
    default:
        break;
    }
}

static void take_receipt(LaneWorld *world)
{
    static const CheckoutEventKind kinds[] = {EVENT_RECEIPT_PRINT, EVENT_RECEIPT_QR,
                                              EVENT_RECEIPT_NONE, EVENT_START};
    if (one_in(world, 5))
        people_scan(world, below(world, world->shop.count)); // the next customer is quick
    else
        post_twice(world, kinds[below(world, COUNT_OF(kinds))]);
}

/* --- an attendant --- */

static void settle_charges(LaneWorld *world)
{
    const JournalRecovered *found = &world->lane->recovered;
    for (int32_t i = found->case_count - 1; i >= 0; i--) {
        CheckoutEvent event = {.kind = EVENT_SETTLE_CHARGE};
        bool charged = ledgers_charge(&world->ledgers, found->cases[i].intent.intent_id) != NULL;
        snprintf(event.text, sizeof event.text, "%s", found->cases[i].intent.intent_id);
        snprintf(event.words, sizeof event.words,
                 charged ? "paid back at the terminal" : "was not charged");
        world_post(world, event);
    }
}

static void retry_refused(LaneWorld *world)
{
    for (int32_t i = 0; i < world->lane->order_count && i < 8; i++) {
        if (!world->lane->orders[i].refused)
            continue;
        post_text(world, EVENT_REVIEW_ORDER, world->lane->orders[i].uuid);
        post(world, EVENT_RETRY_ORDER);
        post(world, EVENT_STAFF_HOME);
    }
}

// What fits is the checkout's to say; here everything is tried. Nothing is settled: the promises
// are about orders that nobody took off the books.
static void staff_at_order(LaneWorld *world)
{
    switch (below(world, 4)) {
    case 0:
        post(world, EVENT_RETRY_ORDER);
        break;
    case 1:
        world_post(world, (CheckoutEvent){.kind = EVENT_REPAIR_ORDER,
                                          .repair = (OrderRepairKind)(1 + below(world, 3))});
        break;
    default:
        post(world, EVENT_STAFF_HOME);
        break;
    }
}

void people_attend(LaneWorld *world)
{
    Lane *lane = world->lane;
    if (lane->checkout.payment == PAYMENT_UNKNOWN) {
        settle_unknown(world);
        return;
    }
    if (lane->checkout.screen != SCREEN_STAFF)
        people_sign_in(world, true);
    if (world_has_crashed(world))
        return;
    if (lane->checkout.screen == SCREEN_STAFF_SALE)
        post(world, EVENT_STAFF_HOME);
    settle_charges(world);
    retry_refused(world);
    post(world, EVENT_ASK_SERVER_AGAIN);
    if (lane->checkout.paused)
        post(world, EVENT_LANE_OPEN);
    post(world, EVENT_STAFF_LEAVE);
}

static void staff_at_home(LaneWorld *world)
{
    switch (below(world, 8)) {
    case 0:
        post(world, one_in(world, 2) ? EVENT_LANE_PAUSE : EVENT_LANE_OPEN);
        break;
    case 1:
        post(world, EVENT_CANCEL_SALE);
        break;
    case 2:
        post(world, EVENT_STAFF_SALE);
        break;
    case 3:
        people_attend(world);
        break;
    default:
        post(world, EVENT_STAFF_LEAVE);
        break;
    }
}

static void staff_in_sale(LaneWorld *world)
{
    CheckoutEvent event = {.line_id = some_line(world)};
    event.pieces = 1 + below(world, 3);
    snprintf(event.text, sizeof event.text, "damaged");
    event.price_micro = random_between(&world->random, 10, 500) * 10000;
    switch (below(world, 6)) {
    case 0:
        event.kind = EVENT_STAFF_VOID;
        break;
    case 1:
        event.kind = EVENT_STAFF_QUANTITY;
        break;
    case 2:
        event.kind = EVENT_STAFF_PRICE;
        break;
    case 3:
        event.kind = EVENT_CANCEL_SALE;
        break;
    default:
        event.kind = EVENT_STAFF_LEAVE;
        break;
    }
    world_post(world, event);
}

static const FakeOutcome outcomes[] = {FAKE_OUTCOME_KEPT, FAKE_OUTCOME_LOST, FAKE_OUTCOME_TORN,
                                       FAKE_OUTCOME_REORDERED, FAKE_OUTCOME_KILLED};

static void power_cut(LaneWorld *world)
{
    world_die(world, outcomes[below(world, COUNT_OF(outcomes))]);
    while (!world_start(world)) // it may be cut again while it starts: once is enough here
        world_die(world, outcomes[below(world, COUNT_OF(outcomes))]);
    if (one_in(world, 3)) // the next one comes soon
        fake_os_set_fault(world->disk, FAKE_FAULT_CRASH, below(world, 60));
}

static void type_a_pin(LaneWorld *world)
{
    bool wrong = one_in(world, 5), leaves = one_in(world, 4);
    post_text(world, leaves ? EVENT_STAFF_LEAVE : EVENT_PIN, wrong ? "x" : "1");
}

static void act_on_screen(LaneWorld *world)
{
    switch (world->lane->checkout.screen) {
    case SCREEN_WELCOME:
        if (one_in(world, 3))
            post(world, EVENT_START);
        else
            people_scan(world, below(world, world->shop.count));
        break;
    case SCREEN_BROWSE:
    case SCREEN_SEARCH:
    case SCREEN_BASKET:
    case SCREEN_ARTICLE:
    case SCREEN_WEIGH:
        shop_on(world);
        break;
    case SCREEN_PAYMENT_CHOICE:
        world_post(world, (CheckoutEvent){.kind = EVENT_CHOOSE_METHOD, .method_id = 6});
        break;
    case SCREEN_PAYMENT_PROGRESS:
        wait_at_the_terminal(world);
        break;
    case SCREEN_RECEIPT:
    case SCREEN_THANKS:
        take_receipt(world);
        break;
    case SCREEN_HELP:
    case SCREEN_IDLE:
        post(world, one_in(world, 3) ? EVENT_STAFF : EVENT_KEEP_ADDING);
        break;
    case SCREEN_STAFF_LOGIN:
        type_a_pin(world);
        break;
    case SCREEN_STAFF:
        staff_at_home(world);
        break;
    case SCREEN_STAFF_SALE:
        staff_in_sale(world);
        break;
    case SCREEN_STAFF_ORDER:
        staff_at_order(world);
        break;
    case SCREEN_STAFF_COMPARE:
    case SCREEN_STAFF_STICK:
        post(world, EVENT_STAFF_HOME);
        break;
    case SCREEN_CLOSED:
        if (one_in(world, 4))
            people_attend(world);
        else
            world_pass(world, 5000);
        break;
    case SCREEN_OUT_OF_ORDER: // somebody switches it off and on
        power_cut(world);
        break;
    case SCREEN_COUNT:
        break;
    }
}

void people_act(LaneWorld *world)
{
    static const CheckoutEventKind wild[] = {
        EVENT_PAY,           EVENT_CANCEL_PAYMENT, EVENT_TRY_AGAIN,   EVENT_BACK,
        EVENT_START,         EVENT_UNDO,           EVENT_START_OVER,  EVENT_STAFF,
        EVENT_RECEIPT_PRINT, EVENT_KEEP_ADDING,    EVENT_SHOW_BASKET, EVENT_STAFF_LEAVE,
    };
    if (one_in(world, 12))
        post(world, wild[below(world, COUNT_OF(wild))]);
    act_on_screen(world);
    if (world_has_crashed(world))
        return;
    static const int32_t waits[] = {20, 100, 300, 300, 500, 1000, 2500, 9000};
    world_pass(world, waits[below(world, COUNT_OF(waits))]);
}

/* --- trouble --- */

static void trouble_at_the_server(LaneWorld *world)
{
    static const char *const names[] = {
        "odoo.exceptions.ValidationError", "odoo.exceptions.UserError",
        "odoo.exceptions.AccessError", "psycopg2.errors.SerializationFailure", "builtins.KeyError"};
    static const char *const methods[] = {"create_from_ui", "create_from_ui", "search_read",
                                          "load_pos_data", "read"};
    FakeBackoffice *server = &world->server;
    switch (below(world, 6)) {
    case 0:
        server->unreachable = !server->unreachable;
        server->network_changed = below(world, 2) == 0; // whose fault it is, the lane can't know
        if (server->network_changed)
            server->wake_ms = server->now_ms;
        break;
    case 1:
        server->faulty = !server->faulty;
        break;
    case 2:
        server->refuse_method = methods[below(world, COUNT_OF(methods))];
        server->refuse_name = names[below(world, COUNT_OF(names))];
        server->refuse_message = "not today";
        server->refuse_count = 1 + below(world, 4);
        break;
    case 3:
        server->cut_method = methods[below(world, COUNT_OF(methods))];
        server->cut_count = 1 + below(world, 3);
        break;
    case 4: // somebody closes the session
        if (server->session_id && one_in(world, 2))
            snprintf(server->session_state, sizeof server->session_state, "closing_control");
        else
            server->session_id = 0;
        break;
    default: { // a price is changed
        FakeArticle *article = &world->shop.articles[below(world, world->shop.count)];
        article->price = article->price == 2.5 ? 1.92 : 2.5;
        article->write_unix_s = server->unix_ms / 1000;
        break;
    }
    }
}

// The terminal says of a charge that was declined or cancelled that it was made after all, and says
// it again after a start until it is heard.
static void late_approval(LaneWorld *world)
{
    const Ledgers *ledgers = &world->ledgers;
    if (ledgers->intent_count == 0)
        return;
    const LedgerIntent *intent =
        &ledgers->intents[ledgers->intent_count - 1 -
                          below(world, ledgers->intent_count) % 4 % ledgers->intent_count];
    if (intent->outcome != JOURNAL_INTENT_DECLINED || ledgers_charge(ledgers, intent->id))
        return;
    world_charge_behind(world, intent->id, intent->amount_minor);
    if (world->late_count < COUNT_OF(world->late))
        snprintf(world->late[world->late_count++], ORDER_UUID_SIZE, "%s", intent->id);
}

void people_trouble(LaneWorld *world)
{
    if (world_has_crashed(world)) {
        world->faults++;
        power_cut(world);
        return;
    }
    if (!one_in(world, 6))
        return;
    static const FakeFault disk_faults[] = {FAKE_FAULT_EIO, FAKE_FAULT_SHORT_WRITE,
                                            FAKE_FAULT_ENOSPC, FAKE_FAULT_EROFS};
    FakeFault kind;
    world->faults++;
    switch (below(world, 9)) {
    case 0: // at some call soon
        fake_os_set_fault(world->disk, FAKE_FAULT_CRASH, below(world, 40));
        break;
    case 1:
        power_cut(world);
        break;
    case 4:
        late_approval(world);
        break;
    case 5: // the disk fails
        kind = disk_faults[below(world, COUNT_OF(disk_faults))];
        fake_os_set_fault(world->disk, kind, below(world, 60));
        break;
    case 2:
        fake_os_set_wall(world->disk, world->os.clock.unix_ms(world->os.clock.context) +
                                          random_between(&world->random, -7200000, 7200000));
        break;
    case 3:
        world->journal_stuck_until_ms = world->os.clock.monotonic_ms(world->os.clock.context) +
                                        random_between(&world->random, 10, 4000);
        break;
    default:
        trouble_at_the_server(world);
        break;
    }
}

/* --- the end --- */

static bool is_quiet(const LaneWorld *world)
{
    const Lane *lane = world->lane;
    bool resting = lane->checkout.screen == SCREEN_WELCOME && !lane->checkout.sale_open;
    return resting && lane_orders_waiting(lane) == 0 && lane->record_count == 0 &&
           lane->recovered.case_count == 0 && lane->sync_state == SYNC_ONLINE;
}

static void mend_server(LaneWorld *world)
{
    FakeBackoffice *server = &world->server;
    server->unreachable = server->faulty = false;
    server->refuse_count = server->cut_count = 0;
    if (strcmp(server->session_state, "closing_control") == 0)
        server->session_id = 0; // a person finishes closing it
}

static bool start_again(LaneWorld *world)
{
    if (world_has_crashed(world))
        world_die(world, outcomes[below(world, COUNT_OF(outcomes))]);
    else
        world_stop(world);
    fake_os_set_fault(world->disk, FAKE_FAULT_NONE, 0);
    return world_start(world);
}

static bool wait_until_quiet(LaneWorld *world)
{
    for (int32_t i = 0; i < 120 && world_is_well(world); i++) {
        world_pass(world, 20000);
        if (is_quiet(world))
            return true;
        if (world->lane->checkout.screen == SCREEN_OUT_OF_ORDER && !start_again(world))
            return false;
        if (i % 4 == 1)
            people_attend(world);
    }
    return false;
}

bool people_heal(LaneWorld *world)
{
    if (world_has_crashed(world) && !start_again(world))
        return false;
    fake_os_set_fault(world->disk, FAKE_FAULT_NONE, 0);
    mend_server(world);
    model_advance(&world->server.orders, INT64_MAX);
    // What was left of the day, and then once more from the disk alone.
    if (!wait_until_quiet(world) || !start_again(world) || !wait_until_quiet(world))
        return false;
    // What the server finished late is looked for after a sign-in, and two minutes later.
    world_pass(world, 180000);
    return world_is_well(world);
}
