/* Journal, server and terminal side by side: each kind of difference, what is none, and many orders
 * at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/reconcile.h"
#include "support/random_numbers.h"
#include "support/unit_test.h"

#define OURS  "https://shop.example shop"
#define OTHER "https://other.example shop"

enum { SESSION = 16, LOGIN = 1 };

// A lane whose order n has the reference "Order 00016-001-000n", costs n euros and cents, and is
// paid with the charge "charge-n".
typedef struct Lane {
    JournalOrders journal;
    ReconcileServerOrder *server;
    TerminalCharge *charges;
    int32_t server_count, charge_count;
} Lane;

static void reference_of(int32_t number, char out[ORDER_REFERENCE_SIZE])
{
    order_reference(&(OrderNumber){SESSION, LOGIN, number}, out);
}

static Money amount_of(int32_t number)
{
    return (Money){number * 100 + number % 100};
}

static void init(Lane *lane, int32_t room)
{
    static JournalSession sessions[2] = {{SESSION, LOGIN, 3, 5, "POS/16", OURS, 0},
                                         {SESSION, 7, 3, 5, "POS/16", OTHER, 0}};
    *lane = (Lane){.journal = {.sessions = sessions, .session_count = 2}};
    lane->journal.items = calloc((size_t)room, sizeof *lane->journal.items);
    lane->journal.charges = calloc((size_t)room, sizeof *lane->journal.charges);
    lane->server = calloc((size_t)room, sizeof *lane->server);
    lane->charges = calloc((size_t)room, sizeof *lane->charges);
    assert_non_null(lane->charges);
}

static void release(Lane *lane)
{
    journal_index_release(&lane->journal.by_reference);
    journal_index_release(&lane->journal.by_intent);
    free(lane->journal.items);
    free(lane->journal.charges);
    free(lane->server);
    free(lane->charges);
}

static JournalPaidOrder *add_order(Lane *lane, int32_t number, JournalServerState state)
{
    JournalOrders *journal = &lane->journal;
    JournalPaidOrder *order = &journal->items[journal->count++];
    *order = (JournalPaidOrder){.state = state,
                                .total = amount_of(number),
                                .currency = {"EUR", "", false, 2, 0.01},
                                .paid_unix_ms = number * INT64_C(1000),
                                .server_id = 1000 + number,
                                .imported = -1};
    snprintf(order->uuid, sizeof order->uuid, "order-%d", number);
    snprintf(order->access_token, sizeof order->access_token, "token-%d", number);
    reference_of(number, order->reference);
    journal_index_add(&journal->by_reference, journal_index_tag(order->reference),
                      journal->count - 1);
    return order;
}

// An intent of the last order (`paid`), or of none.
static JournalOrderCharge *add_intent(Lane *lane, int32_t number, bool paid,
                                      JournalIntentOutcome outcome)
{
    JournalOrders *journal = &lane->journal;
    JournalOrderCharge *charge = &journal->charges[journal->charge_count++];
    *charge = (JournalOrderCharge){.amount = amount_of(number),
                                   .outcome = outcome,
                                   .asked_unix_ms = number * INT64_C(1000),
                                   .order = paid ? journal->count - 1 : -1};
    snprintf(charge->intent_id, sizeof charge->intent_id, "charge-%d", number);
    journal_index_add(&journal->by_intent, journal_index_tag(charge->intent_id),
                      journal->charge_count - 1);
    return charge;
}

static ReconcileServerOrder *add_record(Lane *lane, int32_t number, ReconcileState state)
{
    ReconcileServerOrder *record = &lane->server[lane->server_count++];
    *record = (ReconcileServerOrder){.id = 1000 + number + 5000 * lane->server_count,
                                     .state = state,
                                     .total = amount_of(number)};
    snprintf(record->access_token, sizeof record->access_token, "token-%d", number);
    reference_of(number, record->reference);
    return record;
}

static TerminalCharge *add_charge(Lane *lane, int32_t number)
{
    TerminalCharge *charge = &lane->charges[lane->charge_count++];
    *charge = (TerminalCharge){.amount = amount_of(number), .currency = "EUR", .approved = true};
    snprintf(charge->intent_id, sizeof charge->intent_id, "charge-%d", number);
    return charge;
}

static void sell(Lane *lane, int32_t number)
{
    add_order(lane, number, JOURNAL_SERVER_CONFIRMED);
    add_intent(lane, number, true, JOURNAL_INTENT_APPROVED);
    add_record(lane, number, RECONCILE_STATE_PAID);
    add_charge(lane, number);
}

static void compare(const Lane *lane, bool has_server, bool has_terminal, int64_t since_unix_ms,
                    Reconciled *out)
{
    ReconcileInput input = {.journal = &lane->journal,
                            .since_unix_ms = since_unix_ms,
                            .has_server = has_server,
                            .origin = OURS,
                            .server = lane->server,
                            .server_count = has_server ? lane->server_count : 0,
                            .has_terminal = has_terminal,
                            .charges = lane->charges,
                            .charge_count = has_terminal ? lane->charge_count : 0};
    reconcile(&input, out);
}

/* --- one difference each, between two good sales --- */

static void lost(Lane *lane)
{
    lane->server_count--;
}
static void lost_digested(Lane *lane)
{
    lane->server_count--;
    lane->journal.items[1].digested = true;
    lane->journal.items[1].access_token[0] = 0;
}
static void cancelled_there(Lane *lane)
{
    lane->server[1].state = RECONCILE_STATE_CANCELLED;
    lane->journal.items[1].server_id = lane->server[1].id;
}
static void twice(Lane *lane)
{
    add_record(lane, 2, RECONCILE_STATE_PAID);
}
static void other_amount(Lane *lane)
{
    lane->server[1].total.minor++;
}
static void only_a_draft(Lane *lane)
{
    lane->server[1].state = RECONCILE_STATE_DRAFT;
}
static void a_draft_beside(Lane *lane)
{
    add_record(lane, 2, RECONCILE_STATE_DRAFT);
}
static void of_another_lane(Lane *lane)
{
    snprintf(lane->server[1].access_token, ORDER_UUID_SIZE, "somebody else's");
}
static void a_strange_state(Lane *lane)
{
    lane->server[1].state = RECONCILE_STATE_OTHER;
}
static void not_in_the_journal(Lane *lane)
{
    add_record(lane, 3, RECONCILE_STATE_PAID);
}
static void not_in_the_journal_twice(Lane *lane)
{
    add_record(lane, 3, RECONCILE_STATE_PAID);
    add_record(lane, 3, RECONCILE_STATE_DRAFT);
}
static void waits(Lane *lane)
{
    lane->server_count--;
    lane->journal.items[1].state = JOURNAL_SERVER_WAITING;
}
static void refused_though_there(Lane *lane)
{
    lane->journal.items[1].state = JOURNAL_SERVER_REFUSED;
}
static void charged_without_order(Lane *lane)
{
    add_charge(lane, 3);
}
static void charged_after_a_decline(Lane *lane)
{
    add_intent(lane, 3, false, JOURNAL_INTENT_DECLINED);
    add_charge(lane, 3);
}
static void an_open_charge(Lane *lane)
{
    add_intent(lane, 3, false, JOURNAL_INTENT_UNKNOWN);
}
static void an_open_charge_that_was_charged(Lane *lane)
{
    add_intent(lane, 3, false, JOURNAL_INTENT_OPEN);
    add_charge(lane, 3);
}
static void order_without_charge(Lane *lane)
{
    lane->charge_count--;
}
static void a_declined_charge(Lane *lane)
{
    lane->charges[1].approved = false;
}
static void another_charge(Lane *lane)
{
    lane->charges[1].amount.minor -= 5;
}

/* --- what is no difference --- */

static void nothing(Lane *lane)
{
    (void)lane;
}
static void a_removed_draft(Lane *lane)
{
    add_record(lane, 2, RECONCILE_STATE_CANCELLED);
}
static void somebody_elses_numbers(Lane *lane)
{
    order_reference(&(OrderNumber){SESSION, 2, 9},
                    add_record(lane, 9, RECONCILE_STATE_PAID)->reference);
    snprintf(add_record(lane, 9, RECONCILE_STATE_PAID)->reference, ORDER_REFERENCE_SIZE,
             "Order 00016-001-x");
    // A login of this lane, at another server.
    order_reference(&(OrderNumber){SESSION, 7, 9},
                    add_record(lane, 9, RECONCILE_STATE_PAID)->reference);
}
static void settled(Lane *lane)
{
    lane->server_count--;
    lane->journal.items[1].state = JOURNAL_SERVER_SETTLED;
}
static void a_settled_charge(Lane *lane)
{
    add_intent(lane, 3, false, JOURNAL_INTENT_SETTLED);
    add_charge(lane, 3);
}
static void an_attendants_word(Lane *lane)
{
    lane->charge_count--;
    lane->journal.charges[1].by_attendant = true;
}
static void a_decline(Lane *lane)
{
    add_intent(lane, 3, false, JOURNAL_INTENT_DECLINED);
    add_charge(lane, 3)->approved = false;
}
static void sold_for_another_server(Lane *lane)
{
    lane->server_count--;
    lane->journal.items[1].session = 1;
}
static void a_day_before_this_journal(Lane *lane)
{
    memmove(lane->charges + 1, lane->charges, 2 * sizeof *lane->charges);
    lane->charge_count = 0;
    add_charge(lane, 99);
    lane->charge_count = 3;
    lane->journal.items[0].digested = true;
}

#define BIT(kind) (1u << RECONCILE_##kind)
#define SECOND    "Order 00016-001-0002"
#define THIRD     "Order 00016-001-0003"

static const struct Row {
    void (*change)(Lane *lane);
    const char *reference; // "" of a charge alone, NULL: nothing differs
    uint32_t differences;
    const char *words; // of the first difference
} table[] = {
    {lost, SECOND, BIT(LOST),
     SECOND ": the server has lost it, it was confirmed there as record 1002"},
    {lost_digested, SECOND, BIT(LOST), "only its digest is left"},
    {cancelled_there, SECOND, BIT(CANCELLED),
     SECOND ": it was cancelled at the server, record 11002"},
    {twice, SECOND, BIT(TWICE), SECOND ": the server has it 2 times"},
    {other_amount, SECOND, BIT(AMOUNT),
     "the journal says 2.02, the server's record 11002 says 2.03"},
    {only_a_draft, SECOND, BIT(DRAFT), SECOND ": the server has only a draft of it"},
    {a_draft_beside, SECOND, BIT(DRAFT),
     SECOND ": the server has a draft of it beside the paid one"},
    {of_another_lane, SECOND, BIT(NOT_OURS), "is not this lane's (record 11002)"},
    {a_strange_state, SECOND, BIT(NOT_OURS), "(record 11002)"},
    {not_in_the_journal, THIRD, BIT(UNKNOWN), THIRD ": the server has it (record 16003, 3.03)"},
    {not_in_the_journal_twice, THIRD, BIT(UNKNOWN) | BIT(TWICE),
     THIRD ": the server has it 2 times"},
    {waits, SECOND, BIT(UNSETTLED), SECOND ": it waits to be sent"},
    {refused_though_there, SECOND, BIT(UNSETTLED), "an attendant has to see to it"},
    {charged_without_order, "", BIT(CHARGE_WITHOUT_ORDER),
     "charge charge-3: the terminal charged 3.03, and no order was paid with it"},
    {charged_after_a_decline, "", BIT(CHARGE_WITHOUT_ORDER), "charge charge-3"},
    {an_open_charge, "", BIT(UNSETTLED), "nobody has said yet what became of it (3.03 asked for)"},
    {an_open_charge_that_was_charged, "", BIT(UNSETTLED) | BIT(CHARGE_WITHOUT_ORDER), "charge-3"},
    {order_without_charge, SECOND, BIT(ORDER_WITHOUT_CHARGE),
     "2.02 were to be charged by card, the terminal charged 0.00"},
    {a_declined_charge, SECOND, BIT(ORDER_WITHOUT_CHARGE), SECOND},
    {another_charge, SECOND, BIT(CHARGE_AMOUNT),
     "2.02 were to be charged by card, the terminal charged 1.97"},
    {nothing, NULL, 0, NULL},
    {a_removed_draft, NULL, 0, NULL},
    {somebody_elses_numbers, NULL, 0, NULL},
    {settled, NULL, 0, NULL},
    {a_settled_charge, NULL, 0, NULL},
    {an_attendants_word, NULL, 0, NULL},
    {a_decline, NULL, 0, NULL},
    {sold_for_another_server, NULL, 0, NULL},
    {a_day_before_this_journal, NULL, 0, NULL},
};

static void check_row(size_t index, const Lane *lane, const Reconciled *result)
{
    const struct Row *expected = &table[index];
    const ReconcileRow *found = NULL;
    char words[400];
    assert_int_equal(result->difference_count, expected->reference != NULL);
    for (int32_t i = 0; i < result->count; i++)
        if (result->rows[i].differences)
            found = &result->rows[i];
    if (!expected->reference)
        return;
    assert_string_equal(found->reference, expected->reference);
    if (found->differences != expected->differences)
        fail_msg("row %zu: differences %x", index, found->differences);
    int32_t first = 0;
    while (!reconcile_has(found, (ReconcileKind)first))
        first++;
    assert_int_equal(result->kinds[first], 1);
    reconcile_sentence(found, (ReconcileKind)first, &lane->journal.items[0].currency, words);
    if (!strstr(words, expected->words))
        fail_msg("row %zu says: %s", index, words);
}

static void each_difference_has_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        Lane lane;
        Reconciled result;
        init(&lane, 8);
        sell(&lane, 1);
        sell(&lane, 2);
        table[i].change(&lane);
        compare(&lane, true, true, 0, &result);
        check_row(i, &lane, &result);
        reconciled_release(&result);
        release(&lane);
    }
}

static void what_was_not_asked_is_not_compared(void **state)
{
    (void)state;
    Lane lane;
    Reconciled result;
    init(&lane, 8);
    sell(&lane, 1);
    sell(&lane, 2);
    add_order(&lane, 3, JOURNAL_SERVER_WAITING)->session = 1;
    lane.server_count = lane.charge_count = 0;
    compare(&lane, false, false, 0, &result);
    assert_int_equal(result.difference_count, 1); // what waits is known without asking
    assert_int_equal(result.kinds[RECONCILE_UNSETTLED], 1);
    assert_false(result.rows[2].elsewhere); // nobody knows which server is meant
    reconciled_release(&result);
    compare(&lane, true, false, 0, &result);
    assert_int_equal(result.kinds[RECONCILE_LOST], 2);
    assert_true(result.rows[2].elsewhere);
    char words[400];
    reconcile_sentence(&result.rows[2], RECONCILE_UNSETTLED, &lane.journal.items[0].currency,
                       words);
    assert_non_null(strstr(words, "it belongs to another server"));
    reconciled_release(&result);
    release(&lane);
}

static void days_before_are_left_out(void **state)
{
    (void)state;
    Lane lane;
    Reconciled result;
    init(&lane, 16);
    for (int32_t i = 1; i <= 4; i++)
        sell(&lane, i);
    add_intent(&lane, 2, false, JOURNAL_INTENT_OPEN);
    lane.server_count = 1; // the first one: known, though it is before that day
    compare(&lane, true, true, 4000, &result);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.kinds[RECONCILE_LOST], 1);
    assert_string_equal(result.rows[0].reference, "Order 00016-001-0004");
    reconciled_release(&result);
    release(&lane);
}

// In any order, from all three.
static void ten_thousand_orders_and_each_kind_is_found(void **state)
{
    (void)state;
    enum { MANY = 10000 };
    Lane lane;
    Reconciled result;
    uint64_t random = 5;
    init(&lane, 2 * MANY);
    for (int32_t i = 1; i <= MANY; i++)
        sell(&lane, i);
    lane.server[17].total.minor++;
    lane.charges[4711].amount.minor++;
    lane.server[9000] = lane.server[--lane.server_count]; // one is lost
    lane.charges[100].approved = false;
    for (int32_t i = MANY - 2; i > 0; i--) { // as they come
        int32_t k = (int32_t)(random_next(&random) % (uint64_t)(i + 1));
        ReconcileServerOrder record = lane.server[i];
        lane.server[i] = lane.server[k];
        lane.server[k] = record;
        TerminalCharge charge = lane.charges[i];
        lane.charges[i] = lane.charges[k];
        lane.charges[k] = charge;
    }
    compare(&lane, true, true, 0, &result);
    assert_int_equal(result.count, MANY);
    assert_int_equal(result.difference_count, 4);
    assert_int_equal(result.kinds[RECONCILE_AMOUNT], 1);
    assert_int_equal(result.kinds[RECONCILE_LOST], 1);
    assert_int_equal(result.kinds[RECONCILE_CHARGE_AMOUNT], 1);
    assert_int_equal(result.kinds[RECONCILE_ORDER_WITHOUT_CHARGE], 1);
    assert_true(reconcile_has(&result.rows[9000], RECONCILE_LOST));
    reconciled_release(&result);
    release(&lane);
}

static void sums_are_of_what_is_compared(void **state)
{
    (void)state;
    Lane lane;
    Reconciled result;
    init(&lane, 16);
    for (int32_t i = 1; i <= 5; i++)
        sell(&lane, i);
    lane.journal.items[1].state = JOURNAL_SERVER_SETTLED; // decided: in no sum of orders
    lane.journal.items[2].session = 1;                    // another server's
    add_record(&lane, 5, RECONCILE_STATE_PAID);           // twice
    compare(&lane, true, true, 0, &result);
    Comparison *summed = malloc(sizeof *summed);
    reconciled_comparison(&result, true, summed);
    assert_int_equal(summed->lane.count, 3);
    assert_int_equal(summed->lane.amount.minor, 101 + 404 + 505);
    assert_int_equal(summed->at_server.count, 4);
    assert_int_equal(summed->at_server.amount.minor, 101 + 404 + 505 + 505);
    assert_int_equal(summed->charges.count, 5);
    assert_int_equal(summed->charges.amount.minor, 101 + 202 + 303 + 404 + 505);
    assert_int_equal(summed->by_card.amount.minor, summed->charges.amount.minor);
    assert_int_equal(summed->difference_count, 1);
    assert_int_equal(summed->agreeing_count, 4);
    assert_int_equal(summed->row_count, 5);
    assert_string_equal(summed->rows[0].reference, "Order 00016-001-0005"); // it differs
    assert_string_equal(summed->rows[1].reference, "Order 00016-001-0004"); // then the newest
    free(summed);
    reconciled_release(&result);
    release(&lane);
}

static void a_summary_is_bounded(void **state)
{
    (void)state;
    enum { MANY = 1000, DIFFER = 300 };
    Lane lane;
    Reconciled result;
    init(&lane, MANY);
    for (int32_t i = 1; i <= MANY; i++)
        sell(&lane, i);
    for (int32_t i = 0; i < DIFFER; i++)
        lane.server[3 * i].total.minor++;
    compare(&lane, true, true, 0, &result);
    Comparison *summed = malloc(sizeof *summed);
    reconciled_comparison(&result, true, summed);
    assert_int_equal(summed->difference_count, DIFFER);
    assert_int_equal(summed->agreeing_count, MANY - DIFFER);
    assert_int_equal(summed->row_count, COMPARED_DIFFERENCES_MAX + COMPARED_AGREEING_MAX);
    for (int32_t i = 0; i < summed->row_count; i++)
        assert_int_equal(summed->rows[i].differences != 0, i < COMPARED_DIFFERENCES_MAX);
    free(summed);
    reconciled_release(&result);
    release(&lane);
}

// A sale that is being paid, and what was sold since: neither in rows nor in sums.
static void what_is_being_sold_has_no_row(void **state)
{
    (void)state;
    Lane lane;
    Reconciled result;
    static const char paying[2][ORDER_UUID_SIZE] = {"charge-3", "order-2"};
    init(&lane, 16);
    sell(&lane, 1);
    sell(&lane, 2);
    lane.journal.items[1].state = JOURNAL_SERVER_WAITING;
    add_intent(&lane, 3, false, JOURNAL_INTENT_OPEN);
    add_charge(&lane, 3);
    sell(&lane, 7);
    lane.journal.items[2].state = JOURNAL_SERVER_WAITING;
    lane.server_count--;
    ReconcileInput input = {.journal = &lane.journal,
                            .until_unix_ms = 7000,
                            .has_server = true,
                            .origin = OURS,
                            .server = lane.server,
                            .server_count = lane.server_count,
                            .has_terminal = true,
                            .charges = lane.charges,
                            .charge_count = lane.charge_count,
                            .under_way = paying,
                            .under_way_count = 2};
    reconcile(&input, &result);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.difference_count, 0);
    reconciled_release(&result);
    release(&lane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_difference_has_its_name),
        cmocka_unit_test(what_was_not_asked_is_not_compared),
        cmocka_unit_test(days_before_are_left_out),
        cmocka_unit_test(sums_are_of_what_is_compared),
        cmocka_unit_test(a_summary_is_bounded),
        cmocka_unit_test(what_is_being_sold_has_no_row),
        cmocka_unit_test(ten_thousand_orders_and_each_kind_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
