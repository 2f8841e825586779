/* What a scanner types is told by its keys, whatever they are called. */
#include <SDL_scancode.h>
#include <string.h>

#include "app/setup_input.h"
#include "support/unit_test.h"

static char code[SETUP_RUN_MAX + 1];

static void both_rows_of_digits_are_digits_and_letters_are_none(void **state)
{
    (void)state;
    SetupInput input = {.size = 0};
    static const SDL_Scancode keys[] = {SDL_SCANCODE_1,    SDL_SCANCODE_9,    SDL_SCANCODE_0,
                                        SDL_SCANCODE_KP_1, SDL_SCANCODE_KP_0, SDL_SCANCODE_A,
                                        SDL_SCANCODE_MINUS};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_true(setup_input_key(&input, (int32_t)keys[i], 1000));
    assert_false(setup_input_key(&input, SDL_SCANCODE_LSHIFT, 1000)); // comes with French digits
    assert_false(setup_input_key(&input, SDL_SCANCODE_CAPSLOCK, 1000));
    assert_true(setup_input_end(&input, code));
    assert_string_equal(code, "19010??");
    assert_false(setup_input_end(&input, code));
}

static void a_run_ends_when_nothing_comes(void **state)
{
    (void)state;
    SetupInput input = {.size = 0};
    assert_true(setup_input_due_ms(&input) == INT64_MAX);
    setup_input_letter(&input, '7', 1000);
    setup_input_letter(&input, '3', 1300);
    assert_int_equal(setup_input_due_ms(&input), 1300 + SETUP_RUN_PAUSE_MS);
    assert_false(setup_input_end(&input, code)); // two keys are a person's
    assert_true(setup_input_due_ms(&input) == INT64_MAX);
}

static void more_than_any_code_is_cut(void **state)
{
    (void)state;
    SetupInput input = {.size = 0};
    for (int32_t i = 0; i < SETUP_RUN_MAX + 500; i++)
        setup_input_letter(&input, '7', i);
    assert_true(setup_input_end(&input, code));
    assert_int_equal(strlen(code), SETUP_RUN_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_rows_of_digits_are_digits_and_letters_are_none),
        cmocka_unit_test(a_run_ends_when_nothing_comes),
        cmocka_unit_test(more_than_any_code_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
