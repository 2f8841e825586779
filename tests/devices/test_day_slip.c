/* The paper of a closed day says what was taken, and the whole seal, in lines that fit. */
#include <string.h>

#include "devices/day_slip.h"
#include "devices/paper_text.h"
#include "support/unit_test.h"

static DaySlip slip(void)
{
    DaySlip slip = {
        .figures = {.session_name = "POS/00016",
                    .currency = {.code = "EUR", .symbol = "€", .decimals = 2, .rounding = 0.01},
                    .order_count = 412,
                    .total = {786540},
                    .counts_cash = true,
                    .cash_expected = {10693},
                    .method_count = 2,
                    .methods = {{.name = "Cash", .taken = {693}, .is_cash = true},
                                {.name = "Card terminal", .taken = {785847}, .payments = 408}}},
        .counted = true,
        .cash_counted = {10600},
        .attendant = "Sofia Marques",
        .closed = {2026, 11, 29, 20, 4}};
    for (int32_t i = 0; i < DAY_SLIP_HEAD_SIZE; i++)
        slip.chain_head[i] = (uint8_t)(i * 7 + 1);
    return slip;
}

static void figures_cash_and_the_seal_are_on_it(void **state)
{
    (void)state;
    static const char wanted[] = "               Corner Shop\n"
                                 "              END OF THE DAY\n"
                                 "\n"
                                 "Lane                                Lane 1\n"
                                 "Session                          POS/00016\n"
                                 "Closed                    2026-11-29 20:04\n"
                                 "By                           Sofia Marques\n"
                                 "------------------------------------------\n"
                                 "Sales                                  412\n"
                                 "Cash                                6.93 €\n"
                                 "Card terminal (408)              7858.47 €\n"
                                 "TOTAL                            7865.40 €\n"
                                 "------------------------------------------\n"
                                 "Cash expected                     106.93 €\n"
                                 "Cash counted                      106.00 €\n"
                                 "Difference                         -0.93 €\n"
                                 "------------------------------------------\n"
                                 "        Seal of the lane's records\n"
                                 "           0108 0f16 1d24 2b32\n"
                                 "           3940 474e 555c 636a\n"
                                 "           7178 7f86 8d94 9ba2\n"
                                 "           a9b0 b7be c5cc d3da\n"
                                 " Keep this slip away from the lane: with\n"
                                 " the seal anybody can check that nothing\n"
                                 "          before it was changed.\n";
    Arena arena;
    DaySlip given = slip();
    ReceiptShop shop = {.company = "Corner Shop", .lane = "Lane 1"};
    arena_create(&arena, 1 << 20);
    Text text = day_slip_text(&given, &shop, &arena);
    char got[sizeof wanted + 1000];
    text_copy_to_buffer(text, got, sizeof got);
    assert_string_equal(got, wanted);
    arena_destroy(&arena);
}

static void many_methods_with_long_names_fit(void **state)
{
    (void)state;
    Arena arena;
    DaySlip given = slip();
    ReceiptShop shop = {.company = "Corner Shop", .lane = "Lane 1"};
    given.counted = false;
    given.figures.method_count = DAY_METHODS_MAX;
    for (int32_t i = 0; i < DAY_METHODS_MAX; i++) {
        DayMethod *method = &given.figures.methods[i];
        *method = (DayMethod){.taken = {INT64_C(1) << 52}, .payments = INT32_MAX};
        memset(method->name, 'W', sizeof method->name - 1);
    }
    arena_create(&arena, 1 << 20);
    Text text = day_slip_text(&given, &shop, &arena);
    int32_t column = 0;
    for (int32_t position = 0; position < text.size;) {
        column = text_next_code_point(text, &position) == '\n' ? 0 : column + 1;
        assert_true(column <= PAPER_COLUMNS);
    }
    arena_destroy(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_cash_and_the_seal_are_on_it),
        cmocka_unit_test(many_methods_with_long_names_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
