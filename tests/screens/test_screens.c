/* What every screen must keep, over the access tree of each state: ids are there once, a touch
 * emits the right event, nothing is drawn when nothing changes; and golden trees to be read. How
 * they look is test_pictures.c's business. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h> // needs the ones above
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "golden.h"

static Fixture fixture; // large: not for the stack

static const FixtureSize sizes[] = {
    {"portrait", 1080, 1920}, {"landscape", 1920, 1080}, {"compact", 800, 480}};
static const struct {
    const char *language;
    int32_t percent;
} looks[] = {{"en", 100}, {"ar", 100}, {"de", 200}};

static const FixtureState *state_named(const char *name)
{
    for (int32_t i = 0; i < fixture_state_count; i++)
        if (strcmp(fixture_states[i].name, name) == 0)
            return &fixture_states[i];
    fail_msg("no state '%s'", name);
    return NULL;
}

static void enter(const char *name)
{
    fixture_enter(&fixture, state_named(name));
}

static const AccessNode *node_with(const char *id)
{
    return access_tree_find_id(ui_access_tree(fixture.ui), text_from_string(id));
}

typedef void (*EachState)(const char *name);

static void for_each_look(EachState check)
{
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        fixture_open(&fixture, sizes[s].width, sizes[s].height, FIXTURE_INITIALS);
        for (size_t look = 0; look < COUNT_OF(looks); look++) {
            fixture_set_language(&fixture, looks[look].language);
            for (int32_t i = 0; i < fixture_state_count; i++) {
                char name[128];
                fixture_set_text(&fixture, looks[look].percent, THEME_LIGHT);
                fixture_enter(&fixture, &fixture_states[i]);
                snprintf(name, sizeof(name), "%s %s %s %d", fixture_states[i].name, sizes[s].name,
                         looks[look].language, looks[look].percent);
                check(name);
            }
        }
        fixture_close(&fixture);
    }
}

static int32_t faults;

static void fault(const char *where, const AccessNode *node, const char *what)
{
    print_error("%s: '%.*s' %s (%d,%d %dx%d)\n", where, TEXT_PRINTF(node->id), what, node->rect.x,
                node->rect.y, node->rect.w, node->rect.h);
    faults++;
}

static void check_ids_differ(const char *name)
{
    const AccessTree *tree = ui_access_tree(fixture.ui);
    for (int32_t i = 0; i < tree->count; i++)
        for (int32_t j = i + 1; j < tree->count && tree->nodes[i].id.size > 0; j++)
            if (tree->nodes[i].layer == tree->nodes[j].layer &&
                text_equal(tree->nodes[i].id, tree->nodes[j].id))
                fault(name, &tree->nodes[i], "is there twice");
}

static void controls_are_named_once(void **unused)
{
    (void)unused;
    faults = 0;
    for_each_look(check_ids_differ);
    assert_int_equal(faults, 0);
}

// ---- What a touch does

typedef struct Touched {
    const char *state, *id;
    CheckoutEventKind kind;
} Touched;

static const Touched touches[] = {
    {"welcome", "start", EVENT_START},
    {"welcome", "wall", EVENT_START},
    {"welcome", "help", EVENT_HELP},
    {"welcome", "language-ar", EVENT_LANGUAGE},
    {"welcome--language", "language-fr", EVENT_LANGUAGE},
    {"browse", "product-2100001000004", EVENT_ADD_ARTICLE},
    {"browse", "pay", EVENT_PAY},
    {"browse", "basket", EVENT_SHOW_BASKET},
    {"browse", "search", EVENT_SHOW_SEARCH},
    {"browse", "help", EVENT_HELP},
    {"browse", "line-4-plus", EVENT_LINE_PLUS},
    {"browse", "line-4-minus", EVENT_LINE_MINUS},
    {"browse--offline", "offline", EVENT_TOUCH_OFFLINE},
    {"weigh", "add", EVENT_ADD_WEIGHED},
    {"weigh", "tare-1", EVENT_TARE},
    {"weigh", "weigh-other", EVENT_SHOW_SEARCH},
    {"weigh", "back", EVENT_BACK},
    {"weigh", "pay", EVENT_PAY},
    {"search--none", "browse", EVENT_SHOW_BROWSE},
    {"search", "back", EVENT_BACK},
    {"basket", "pay", EVENT_PAY},
    {"basket", "back", EVENT_BACK},
    {"basket", "add-more", EVENT_SHOW_BROWSE},
    {"basket", "line-6-remove", EVENT_LINE_REMOVE},
    {"basket", "line-5-minus", EVENT_LINE_MINUS},
    {"basket", "line-5-plus", EVENT_LINE_PLUS},
    {"basket--undo", "undo", EVENT_UNDO},
    {"basket--empty", "find-item", EVENT_SHOW_BROWSE},
    {"basket--bag", "bag-add", EVENT_ADD_BAG},
    {"article", "add", EVENT_ADD_CHOSEN},
    {"article", "option-13", EVENT_CHOOSE_VALUE},
    {"article", "pieces-minus", EVENT_PIECES},
    {"article", "pieces-plus", EVENT_PIECES},
    {"article", "back", EVENT_BACK},
    {"article", "pay", EVENT_PAY},
    {"payment-choice", "pay-method-card", EVENT_CHOOSE_METHOD},
    {"payment-choice", "pay-method-2", EVENT_CHOOSE_METHOD},
    {"payment-choice", "back-to-basket", EVENT_SHOW_BASKET},
    {"payment-progress", "cancel-payment", EVENT_CANCEL_PAYMENT},
    {"payment-progress--declined", "try-again", EVENT_TRY_AGAIN},
    {"payment-progress--declined", "back", EVENT_BACK},
    {"payment-progress--unknown", "staff", EVENT_STAFF},
    {"receipt", "receipt-print", EVENT_RECEIPT_PRINT},
    {"receipt", "receipt-qr", EVENT_RECEIPT_QR},
    {"receipt", "receipt-none", EVENT_RECEIPT_NONE},
    {"thanks", "start", EVENT_START},
    {"closed", "staff", EVENT_STAFF},
    {"out-of-order", "staff", EVENT_STAFF},
    {"help", "keep-adding", EVENT_KEEP_ADDING},
    {"help", "remove-cause", EVENT_REMOVE_CAUSE},
    {"help", "staff", EVENT_STAFF},
    {"idle", "still-here", EVENT_STILL_HERE},
    {"idle", "start-over", EVENT_START_OVER},
    {"staff-login", "back", EVENT_BACK},
    {"staff-login", "pin-enter", EVENT_PIN},
    {"staff", "sign-out", EVENT_STAFF_LEAVE},
    {"staff", "go-to-sale", EVENT_STAFF_SALE},
    {"staff", "case-check", EVENT_STAFF_SALE},
    {"staff--quiet", "leave", EVENT_STAFF_LEAVE},
    {"staff--settle", "reason-1", EVENT_SETTLE_CHARGE},
    {"staff--settle-charged", "reason-1", EVENT_SETTLE_CHARGE},
    {"staff--settle-lost", "charge-ask", EVENT_ASK_CHARGE},
    {"staff-sale", "age-approve", EVENT_AGE_APPROVE},
    {"staff-sale", "age-refuse", EVENT_AGE_REFUSE},
    {"staff-sale", "select-3", EVENT_SELECT_LINE},
    {"staff-sale", "staff-remove", EVENT_STAFF_VOID},
    {"staff-sale", "staff-home", EVENT_STAFF_HOME},
    {"staff-sale", "staff-done", EVENT_STAFF_LEAVE},
    {"staff-sale--none", "staff-back", EVENT_STAFF_LEAVE},
    {"staff-sale--solved", "reason-2", EVENT_HELP_SOLVED},
    {"staff-sale--removed", "undo", EVENT_UNDO},
    {"staff-sale--price", "price-set", EVENT_STAFF_PRICE},
    {"staff-sale--quantity", "quantity-set", EVENT_STAFF_QUANTITY},
    {"staff", "lane-pause", EVENT_LANE_PAUSE},
    {"staff", "ask-server", EVENT_ASK_SERVER_AGAIN},
    {"staff", "day-close", EVENT_DAY},
    {"staff--day-refused", "day-again", EVENT_DAY},
    {"staff--day-count", "count-set", EVENT_DAY_CLOSE},
    {"staff--day-not-printed", "day-print", EVENT_DAY_PRINT},
    {"staff--session", "day-open", EVENT_ASK_SERVER_AGAIN},
    {"staff--session", "rescue-close-1", EVENT_RESCUE_CLOSE},
    {"staff--adopt", "adopt-yes", EVENT_LANE_ADOPT},
    {"staff--key-keep", "key-yes", EVENT_KEY_KEEP},
    {"closed--trouble-language", "language-ar", EVENT_LANGUAGE},
    {"setup--language", "language-ar", EVENT_LANGUAGE},
    {"staff-order--reference", "repair-reference", EVENT_REPAIR_ORDER},
    {"staff", "order-review-1", EVENT_REVIEW_ORDER},
    {"staff--quiet", "staff-stick", EVENT_STICK},
    {"staff-stick--one", "stick-1", EVENT_STICK_CHOOSE},
    {"staff-stick--one", "stick-done", EVENT_STAFF_HOME},
    {"staff-stick--one", "staff-home", EVENT_STAFF_HOME},
    {"staff-stick--chosen", "stick-save-open", EVENT_STICK_SAVE},
    {"staff-stick--chosen", "stick-save-today", EVENT_STICK_SAVE},
    {"staff-stick--chosen", "stick-files", EVENT_STICK_FILES},
    {"staff-stick--chosen", "stick-back", EVENT_BACK},
    {"staff-stick--saved", "stick-done", EVENT_BACK},
    {"staff-stick--full", "stick-back", EVENT_BACK},
    {"staff-stick--files", "stick-file-2", EVENT_STICK_FILE},
    {"staff-stick--take", "stick-take-yes", EVENT_STICK_TAKE},
    {"staff-order", "order-retry", EVENT_RETRY_ORDER},
    {"staff-order", "replace-3", EVENT_REPLACE_ARTICLE},
    {"staff-order", "staff-home", EVENT_STAFF_HOME},
    {"staff-order--session", "repair-session", EVENT_REPAIR_ORDER},
    {"staff-order--session", "repair-partner", EVENT_REPAIR_ORDER},
    {"staff-order--badge", "repair-session", EVENT_STAFF},
    {"staff-order--badge", "order-settle", EVENT_STAFF},
    {"staff-order--done", "review-done", EVENT_STAFF_HOME},
    {"staff--quiet", "staff-compare", EVENT_COMPARE},
    {"staff-compare--same", "compare-week", EVENT_COMPARE},
    {"staff-compare--failed", "compare-again", EVENT_COMPARE},
    {"staff-compare--lost", "send-lost", EVENT_SEND_LOST},
    {"staff-compare", "staff-home", EVENT_STAFF_HOME},
    {"staff-order--chosen", "replace-use", EVENT_REPAIR_ORDER},
    {"staff-order--replace", "close", EVENT_BACK},
    {"staff-order--manager", "reason-3", EVENT_SETTLE_ORDER},
    {"staff--quiet", "lane-open", EVENT_LANE_OPEN},
    {"staff--payment", "payment-charged", EVENT_PAYMENT_WAS_CHARGED},
    {"staff--payment", "payment-not-charged", EVENT_PAYMENT_NOT_CHARGED},
    {"staff--cancel", "cancel-sale-yes", EVENT_CANCEL_SALE},
};

static bool emitted(CheckoutEventKind kind)
{
    for (int32_t i = 0; i < fixture.out.count; i++)
        if (fixture.out.events[i].kind == kind)
            return true;
    return false;
}

static void a_touch_emits_its_event(void **unused)
{
    (void)unused;
    for (size_t s = 0; s < 2; s++) { // on a compact screen some lie further down
        fixture_open(&fixture, sizes[s].width, sizes[s].height, FIXTURE_INITIALS);
        for (size_t i = 0; i < COUNT_OF(touches); i++) {
            enter(touches[i].state);
            bool tapped = fixture_tap(&fixture, touches[i].id);
            if (!tapped || !emitted(touches[i].kind))
                fail_msg("%s: '%s' on %s %s", touches[i].state, touches[i].id, sizes[s].name,
                         tapped ? "emits something else" : "can't be touched");
        }
        fixture_close(&fixture);
    }
}

// ---- Single claims

static int open_portrait(void **unused)
{
    (void)unused;
    fixture_open(&fixture, 1080, 1920, FIXTURE_INITIALS);
    return 0;
}

static int close_fixture(void **unused)
{
    (void)unused;
    fixture_close(&fixture);
    return 0;
}

static void total_says_digits_with_a_point(void **unused)
{
    (void)unused;
    static const char *const selling[] = {"browse",           "basket", "payment-choice",
                                          "payment-progress", "help",   "idle"};
    fixture_set_language(&fixture, "de");
    for (size_t i = 0; i < COUNT_OF(selling); i++) {
        enter(selling[i]);
        const AccessNode *total = node_with("total");
        assert_non_null(total);
        bool few = strcmp(selling[i], "browse") == 0;
        assert_true(text_equal(total->value, text_from_string(few ? "11.33" : "23.69")));
    }
}

static void pay_never_moves(void **unused)
{
    (void)unused;
    static const char *const with_pay[] = {"browse",        "browse--empty", "search", "basket",
                                           "basket--empty", "help",          "article"};
    for (size_t i = 0; i < COUNT_OF(with_pay); i++) {
        enter(with_pay[i]);
        const AccessNode *pay = node_with("pay");
        assert_non_null(pay);
        assert_int_equal(pay->rect.x, 560);
        assert_int_equal(pay->rect.y, 1760);
        assert_int_equal(pay->rect.w, 480);
        assert_int_equal(pay->rect.h, 120);
    }
}

static void pay_is_at_the_start_in_arabic(void **unused)
{
    (void)unused;
    fixture_set_language(&fixture, "ar");
    enter("basket");
    assert_int_equal(node_with("pay")->rect.x, 1080 - 560 - 480);
}

static void names_of_lines_are_whole(void **unused)
{
    (void)unused;
    enter("basket");
    const AccessNode *line = node_with("line-3");
    assert_non_null(line);
    assert_true(text_contains(line->label, TEXT("Mountain cheese, aged 12 months")));
    assert_true(text_contains(line->label, TEXT("€5.45")));
}

static void names_follow_the_language(void **unused)
{
    (void)unused;
    fixture_set_language(&fixture, "de");
    enter("basket");
    assert_true(text_contains(node_with("line-4")->label, TEXT("Vollmilch")));
}

static void a_price_is_sent_with_its_reason_and_waits_for_a_manager(void **unused)
{
    (void)unused;
    enter("staff-sale--limit");
    assert_false(node_with("price-set")->enabled);
    snprintf(fixture.checkout.attendant.approved_by, sizeof(fixture.checkout.attendant.approved_by),
             "Grace");
    fixture_settle(&fixture);
    assert_true(fixture_tap(&fixture, "price-set"));
    assert_true(emitted(EVENT_STAFF_PRICE));
    assert_int_equal(fixture.out.events[0].price_micro, 3800000);
    assert_string_equal(fixture.out.events[0].text, "Short date");
}

static void choices_stay_in_the_name_of_a_line(void **unused)
{
    (void)unused;
    fixture_set_language(&fixture, "de");
    enter("basket--chosen");
    assert_true(text_contains(node_with("line-1")->label,
                              TEXT("Kaffee aus eigener Röstung (500 g, Filter)")));
    fixture_set_language(&fixture, "en");
}

static void a_held_tile_is_looked_at(void **unused)
{
    (void)unused;
    enter("browse");
    assert_true(fixture_hold(&fixture, "product-2100001000004"));
    assert_true(emitted(EVENT_OPEN_ARTICLE));
    assert_false(emitted(EVENT_ADD_ARTICLE));
}

static void add_waits_for_the_choice(void **unused)
{
    (void)unused;
    enter("article--choice");
    const AccessNode *add = node_with("add");
    assert_false(add->enabled);
    assert_true(text_equal(add->reason, TEXT("Choose: Grind")));
    enter("article");
    assert_true(text_equal(node_with("add")->label, TEXT("Add · €13.80")));
}

static void nothing_is_drawn_when_nothing_changes(void **unused)
{
    (void)unused;
    for (int32_t i = 0; i < fixture_state_count; i++) {
        fixture_enter(&fixture, &fixture_states[i]);
        fixture_frame(&fixture, 0);
        if (fixture.presented)
            fail_msg("%s is drawn again", fixture_states[i].name);
    }
}

static void a_pin_is_wiped_when_it_is_handed_on(void **unused)
{
    (void)unused;
    enter("staff-login");
    assert_true(fixture_tap(&fixture, "pin-enter"));
    assert_string_equal(fixture.out.events[0].text, "43");
    fixture_frame(&fixture, 20);
    assert_true(text_contains(node_with("pin")->label, TEXT("0 digits")));
    assert_false(node_with("pin-enter")->enabled);
}

static void the_next_customer_finds_everything_as_new(void **unused)
{
    (void)unused;
    fixture_set_text(&fixture, 100, THEME_LIGHT);
    enter("welcome--access");
    assert_true(fixture_tap(&fixture, "text-200"));
    assert_int_equal(ui_settings(fixture.ui).text_percent, 200);
    fixture_settle(&fixture);
    assert_true(fixture_tap(&fixture, "contrast"));
    fixture_settle(&fixture);
    assert_int_equal(ui_settings(fixture.ui).theme, THEME_CONTRAST);
    assert_true(fixture_tap(&fixture, "take-time"));
    assert_true(screens_takes_time(fixture.screens));
    screens_customer_gone(fixture.screens, fixture.ui);
    fixture_settle(&fixture);
    assert_int_equal(ui_settings(fixture.ui).text_percent, 100);
    assert_int_equal(ui_settings(fixture.ui).theme, THEME_LIGHT);
    assert_false(screens_takes_time(fixture.screens));
    assert_null(node_with("done"));
}

static void taking_time_keeps_the_warning_away(void **unused)
{
    (void)unused;
    enter("welcome--access");
    assert_true(fixture_tap(&fixture, "take-time"));
    fixture.checkout.screen = SCREEN_BROWSE;
    fixture_settle(&fixture);
    fixture_frame(&fixture, 20000);
    assert_true(emitted(EVENT_TOUCHED));
    fixture_frame(&fixture, 11 * 60 * 1000); // nobody has been there for long
    assert_false(emitted(EVENT_TOUCHED));
}

static void what_a_key_does_is_drawn_at_once(void **unused)
{
    (void)unused;
    enter("search");
    assert_true(fixture_tap(&fixture, "key-o"));
    assert_true(ui_next_wake_ms(fixture.ui) <= fixture.now_ms); // not when the key looks let go
    fixture_frame(&fixture, 0);
    assert_true(text_contains(node_with("search")->value, TEXT("o")));
    assert_true(ui_next_wake_ms(fixture.ui) > fixture.now_ms);
    assert_true(fixture_tap(&fixture, "key-123"));
    fixture_frame(&fixture, 0);
    assert_non_null(node_with("key-1"));
}

static void only_rows_that_are_seen_are_made(void **unused)
{
    (void)unused;
    enter("browse--favourites");
    const AccessTree *tree = ui_access_tree(fixture.ui);
    int32_t tiles = 0;
    for (int32_t i = 0; i < tree->count; i++)
        tiles += tree->nodes[i].role == ACCESS_TILE;
    assert_in_range(tiles, 12, 20);
}

static void trees_are_as_accepted(void **unused)
{
    (void)unused;
    int32_t differ = 0;
    for (int32_t i = 0; i < fixture_state_count; i++) {
        fixture_enter(&fixture, &fixture_states[i]);
        differ += !golden_matches(ui_access_tree(fixture.ui), fixture_states[i].name);
    }
    if (differ > 0)
        fail_msg("%d trees differ from tests/golden/screens; tools/update_golden accepts them",
                 differ);
}

int main(void)
{
    setenv("SDL_VIDEODRIVER", "dummy", 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_are_named_once),
        cmocka_unit_test(a_touch_emits_its_event),
        cmocka_unit_test_setup_teardown(total_says_digits_with_a_point, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(pay_never_moves, open_portrait, close_fixture),
        cmocka_unit_test_setup_teardown(pay_is_at_the_start_in_arabic, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(names_of_lines_are_whole, open_portrait, close_fixture),
        cmocka_unit_test_setup_teardown(names_follow_the_language, open_portrait, close_fixture),
        cmocka_unit_test_setup_teardown(a_price_is_sent_with_its_reason_and_waits_for_a_manager,
                                        open_portrait, close_fixture),
        cmocka_unit_test_setup_teardown(choices_stay_in_the_name_of_a_line, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_held_tile_is_looked_at, open_portrait, close_fixture),
        cmocka_unit_test_setup_teardown(add_waits_for_the_choice, open_portrait, close_fixture),
        cmocka_unit_test_setup_teardown(nothing_is_drawn_when_nothing_changes, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_pin_is_wiped_when_it_is_handed_on, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(the_next_customer_finds_everything_as_new, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(taking_time_keeps_the_warning_away, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(what_a_key_does_is_drawn_at_once, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(only_rows_that_are_seen_are_made, open_portrait,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(trees_are_as_accepted, open_portrait, close_fixture),
    };
    return cmocka_run_group_tests_name("screens", tests, NULL, NULL);
}
