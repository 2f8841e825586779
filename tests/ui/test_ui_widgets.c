#include "test_support_ui.h"

static TestUi test;

static int open_ui(void **state)
{
    (void)state;
    test_ui_open(&test, 1080, 1920);
    return 0;
}

static int close_ui(void **state)
{
    (void)state;
    test_ui_close(&test);
    return 0;
}

static UiStep stepper_frame(int64_t now_ms)
{
    ui_begin(test.ui, now_ms, TEXT("basket"));
    UiStep step = ui_stepper(test.ui, RECT(100, 100, 212, 80),
                             &(UiStepper){.id = TEXT("line-1"),
                                          .what = TEXT("Whole milk"),
                                          .number = TEXT("2"),
                                          .less_label = TEXT("One less"),
                                          .more_label = TEXT("One more"),
                                          .remove_label = TEXT("Remove")});
    ui_end(test.ui);
    return step;
}

static void stepper_has_two_keys(void **state)
{
    (void)state;
    stepper_frame(0);
    test_ui_tap(&test, 290, 140, 100);
    assert_int_equal(stepper_frame(200), STEP_MORE);
    test_ui_tap(&test, 120, 140, 300);
    assert_int_equal(stepper_frame(400), STEP_LESS);
    const AccessNode *more = access_tree_find_id(ui_access_tree(test.ui), TEXT("line-1-plus"));
    assert_true(text_equal_string(more->label, "Whole milk: One more"));
    assert_non_null(access_tree_find_text(ui_access_tree(test.ui), TEXT("2")));
}

static bool busy_frame(int64_t now_ms, bool busy, bool disabled)
{
    ui_begin(test.ui, now_ms, TEXT("pay"));
    bool acted = ui_button(test.ui, RECT(100, 100, 480, 120),
                           &(UiButton){.id = TEXT("pay"),
                                       .label = TEXT("Pay"),
                                       .kind = BUTTON_PAY,
                                       .busy = busy,
                                       .disabled = disabled,
                                       .reason = TEXT("Waiting for age check")});
    ui_end(test.ui);
    return acted;
}

static void busy_and_disabled_buttons_take_no_touch(void **state)
{
    (void)state;
    busy_frame(0, true, false);
    test_ui_tap(&test, 200, 150, 100);
    assert_false(busy_frame(200, true, false));
    busy_frame(300, false, true);
    test_ui_tap(&test, 200, 150, 400);
    assert_false(busy_frame(500, false, true));
    const AccessTree *tree = ui_access_tree(test.ui);
    assert_true(
        text_equal_string(access_tree_find_id(tree, TEXT("pay"))->reason, "Waiting for age check"));
    assert_non_null(access_tree_find_text(tree, TEXT("Waiting for age check")));
}

static UiTap tile_frame(int64_t now_ms)
{
    ui_begin(test.ui, now_ms, TEXT("browse"));
    UiTap tap = ui_tile(test.ui, RECT(40, 100, 235, 315),
                        &(UiTile){.id = TEXT("product-5449000000996"),
                                  .name = TEXT("Whole milk"),
                                  .price = ui_money(test.ui, 119),
                                  .picture = {.initials = TEXT("WM")}});
    ui_end(test.ui);
    return tap;
}

static void tile_can_be_touched_and_held(void **state)
{
    (void)state;
    tile_frame(0);
    test_ui_tap(&test, 100, 200, 100);
    assert_int_equal(tile_frame(200), TAP_TOUCHED);
    test_ui_finger(&test, SDL_FINGERDOWN, 1, 100, 200, 1000);
    assert_int_equal(tile_frame(1100), TAP_NONE);
    assert_int_equal(ui_next_wake_ms(test.ui), 1500);
    assert_int_equal(tile_frame(1500), TAP_HELD);
    test_ui_finger(&test, SDL_FINGERUP, 1, 100, 200, 1600);
    assert_int_equal(tile_frame(1700), TAP_NONE);
}

static bool yes_touched, pay_touched;

static UiDialogFrame dialog_frame(int64_t now_ms, bool open, bool closing)
{
    UiDialogFrame frame = {0};
    ui_begin(test.ui, now_ms, TEXT("basket"));
    pay_touched = ui_button(test.ui, RECT(560, 1760, 480, 120),
                            &(UiButton){.id = TEXT("pay"), .label = TEXT("Pay")});
    if (open) {
        frame = ui_begin_dialog(test.ui, &(UiDialog){.id = TEXT("idle"),
                                                     .label = TEXT("Are you still there?"),
                                                     .height = 600,
                                                     .closing = closing});
        Rect inner = frame.inner;
        yes_touched = ui_button(test.ui, rect_cut_bottom(&inner, 120),
                                &(UiButton){.id = TEXT("keep"), .label = TEXT("Keep my basket")});
        ui_end_dialog(test.ui);
    }
    ui_end(test.ui);
    return frame;
}

static void dialog_takes_what_lies_below(void **state)
{
    (void)state;
    dialog_frame(0, false, false);
    ui_press_key(test.ui, UI_KEY_NEXT, 10);
    dialog_frame(20, false, false);
    assert_true(access_tree_find_id(ui_access_tree(test.ui), TEXT("pay"))->focused);
    dialog_frame(100, true, false);
    dialog_frame(120, true, false);
    const AccessTree *tree = ui_access_tree(test.ui);
    assert_true(access_tree_find_id(tree, TEXT("keep"))->focused);
    assert_false(access_node_is_reachable(tree, access_tree_find_id(tree, TEXT("pay"))));
    test_ui_tap(&test, 800, 1800, 500);
    assert_true(dialog_frame(600, true, false).outside);
    assert_false(pay_touched);
    dialog_frame(700, true, true);
    assert_true(dialog_frame(700 + MOTION_SHEET_OUT_MS, true, true).gone);
    // Its controls are in that frame's tree: a frame without them is due.
    assert_true(ui_next_wake_ms(test.ui) <= 700 + MOTION_SHEET_OUT_MS);
    ui_press_key(test.ui, UI_KEY_NEXT, 1000); // the ring again, where it was
    dialog_frame(1000, false, false);
    dialog_frame(1016, false, false);
    assert_true(access_tree_find_id(ui_access_tree(test.ui), TEXT("pay"))->focused);
}

static int32_t keypad_frame(int64_t now_ms)
{
    ui_begin(test.ui, now_ms, TEXT("staff-login"));
    int32_t key = ui_keypad(
        test.ui, RECT(120, 900, 840, 560),
        &(UiKeypad){.id = TEXT("pin"), .back_label = TEXT("Delete"), .ok_label = TEXT("OK")});
    ui_end(test.ui);
    return key;
}

static void tap_key(const char *id, int64_t now_ms)
{
    const AccessNode *key = access_tree_find_id(ui_access_tree(test.ui), text_from_string(id));
    assert_non_null(key);
    test_ui_tap(&test, (float)(key->rect.x + key->rect.w / 2),
                (float)(key->rect.y + key->rect.h / 2), now_ms);
}

static void keypad_is_not_mirrored(void **state)
{
    (void)state;
    Error error = {0};
    assert_true(ui_set_language(test.ui, TEXT("ar"), &error));
    keypad_frame(0);
    const AccessTree *tree = ui_access_tree(test.ui);
    assert_true(access_tree_find_id(tree, TEXT("pin-1"))->rect.x <
                access_tree_find_id(tree, TEXT("pin-3"))->rect.x);
    tap_key("pin-7", 100);
    assert_int_equal(keypad_frame(200), '7');
    tap_key("pin-back", 300);
    assert_int_equal(keypad_frame(400), KEYPAD_BACK);
    tap_key("pin-ok", 500);
    assert_int_equal(keypad_frame(600), KEYPAD_OK);
}

static UiKeyboardAct keyboard_frame(int64_t now_ms, const char *language, bool shifted, Text *out)
{
    ui_begin(test.ui, now_ms, TEXT("search"));
    UiKeyboardAct act = ui_keyboard(test.ui, RECT(40, 1200, 1000, 420),
                                    &(UiKeyboard){.id = TEXT("key"),
                                                  .language = text_from_string(language),
                                                  .go_label = TEXT("Find"),
                                                  .hide_label = TEXT("Hide keys"),
                                                  .back_label = TEXT("Delete"),
                                                  .space_label = TEXT("Space"),
                                                  .symbols_label = TEXT("123"),
                                                  .letters_label = TEXT("abc"),
                                                  .shift_label = TEXT("Capitals"),
                                                  .shifted = shifted},
                                    out);
    ui_end(test.ui);
    return act;
}

static void arabic_letters_without_a_key_are_on_its_second_page(void **state)
{
    static const char *const pairs[][2] = {{"key-د", "ذ"}, {"key-ا", "أ"}, {"key-غ", "إ"},
                                           {"key-ى", "آ"}, {"key-ي", "ئ"}, {"key-ؤ", "ؤ"}};
    (void)state;
    Text typed = {0};
    int64_t now_ms = 0;
    keyboard_frame(now_ms, "ar", true, &typed);
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        tap_key(pairs[i][0], now_ms += 100);
        assert_int_equal(keyboard_frame(now_ms += 100, "ar", true, &typed), KEYBOARD_CHARACTER);
        assert_true(text_equal_string(typed, pairs[i][1]));
    }
    tap_key("key-shift", now_ms += 100);
    assert_int_equal(keyboard_frame(now_ms += 100, "ar", true, &typed), KEYBOARD_SHIFT);
}

static void keyboard_types_letters_of_its_language(void **state)
{
    (void)state;
    Text typed = {0};
    keyboard_frame(0, "de", true, &typed);
    tap_key("key-ü", 100);
    assert_int_equal(keyboard_frame(200, "de", true, &typed), KEYBOARD_CHARACTER);
    assert_true(text_equal_string(typed, "Ü"));
    tap_key("key-go", 300);
    assert_int_equal(keyboard_frame(400, "de", false, &typed), KEYBOARD_GO);
    keyboard_frame(500, "ar", false, &typed);
    tap_key("key-ش", 600);
    assert_int_equal(keyboard_frame(700, "ar", false, &typed), KEYBOARD_CHARACTER);
    assert_true(text_equal_string(typed, "ش"));
}

static int32_t left_of(const char *id)
{
    const AccessNode *node = access_tree_find_id(ui_access_tree(test.ui), text_from_string(id));
    assert_non_null(node);
    return node->rect.x;
}

// Nobody learns to type from the other end.
static void arabic_keys_lie_as_on_every_arabic_keyboard(void **state)
{
    (void)state;
    Text typed = {0};
    Error error = {0};
    assert_true(ui_set_language(test.ui, TEXT("ar"), &error));
    keyboard_frame(0, "ar", false, &typed);
    assert_true(left_of("key-ض") < left_of("key-ص"));
    assert_true(left_of("key-ش") < left_of("key-ط"));
    assert_true(left_of("key-د") < left_of("key-back"));
    assert_true(left_of("key-123") < left_of("key-space"));
    assert_true(left_of("key-space") < left_of("key-go"));
    assert_true(ui_set_language(test.ui, TEXT("en"), &error));
}

static void names_in_arabic_sentences_keep_their_order(void **state)
{
    (void)state;
    Error error = {0};
    FormatPart parts[] = {{"name", TEXT("Maya K.")}};
    assert_true(text_equal(ui_fill(test.ui, TEXT("{name} x"), parts, 1), TEXT("Maya K. x")));
    assert_true(ui_set_language(test.ui, TEXT("ar"), &error));
    assert_true(
        text_equal(ui_fill(test.ui, TEXT("{name} x"), parts, 1), TEXT("\u2068Maya K.\u2069 x")));
    parts[0].text = ui_integer(test.ui, 5); // is isolated already
    assert_true(text_equal(ui_fill(test.ui, TEXT("{name} x"), parts, 1), TEXT("\u20665\u2069 x")));
    assert_true(ui_set_language(test.ui, TEXT("en"), &error));
}

static void everything_draws_in_every_theme_size_and_language(void **state)
{
    (void)state;
    Error error = {0};
    static const char *const languages[] = {"en", "ar"};
    for (int32_t i = 0; i < 12; i++) {
        ui_set_settings(test.ui, (UiSettings){.theme = (ThemeKind)(i % 3),
                                              .text_percent = 100 + i % 2 * 100,
                                              .motion_off = i > 5});
        assert_true(ui_set_language(test.ui, text_from_string(languages[i / 2 % 2]), &error));
        stepper_frame(i * 1000);
        busy_frame(i * 1000 + 100, i & 1, !(i & 1));
        tile_frame(i * 1000 + 200);
        dialog_frame(i * 1000 + 300, true, false);
        keypad_frame(i * 1000 + 400);
        ui_begin(test.ui, i * 1000 + 500, TEXT("all"));
        ui_banner(test.ui, RECT(40, 40, 1000, 88),
                  &(UiBanner){.text = TEXT("Put the item in the bag."), .tone = TONE_WARNING});
        (void)ui_tag(test.ui, RECT(40, 150, 1000, 40),
                     &(UiTag){.text = TEXT("Refused"), .icon = ICON_WARNING, .tone = TONE_BAD});
        (void)ui_toast(test.ui, RECT(40, 200, 1000, 96),
                       &(UiToast){.id = TEXT("toast"),
                                  .text = TEXT("Whole milk removed"),
                                  .icon = ICON_TRASH,
                                  .undo_label = TEXT("Undo"),
                                  .since_ms = i * 1000});
        (void)ui_switch(test.ui, RECT(40, 320, 1000, 112),
                        &(UiSwitch){.id = TEXT("contrast"),
                                    .label = TEXT("High contrast"),
                                    .icon = ICON_CONTRAST,
                                    .on = i & 1});
        (void)ui_chip(test.ui, RECT(40, 460, 300, 80),
                      &(UiChip){.id = TEXT("category-1"), .label = TEXT("Bakery")});
        (void)ui_option(
            test.ui, RECT(40, 560, 300, 96),
            &(UiOption){.id = TEXT("size-1"), .label = TEXT("Large"), .selected = true});
        assert_true(ui_qr(test.ui, RECT(40, 700, 380, 380), TEXT("https://example.org/r/1"),
                          TEXT("Receipt")));
        ui_progress_bar(test.ui, RECT(40, 1100, 400, 12), 0.4f, TEXT("bar"), TEXT("Closes"));
        ui_progress_ring(test.ui, 700, 900, 140, 0.9f, TEXT("ring"), TEXT("Time left"));
        ui_check_disc(test.ui, 540, 1400, 132, TEXT("check"));
        (void)ui_field(test.ui, RECT(40, 1550, 900, 88),
                       &(UiField){.id = TEXT("pin"),
                                  .label = TEXT("PIN"),
                                  .value = TEXT("1234"),
                                  .secret = true,
                                  .active = true});
        ui_end(test.ui);
        const AccessNode *pin = access_tree_find_id(ui_access_tree(test.ui), TEXT("pin"));
        assert_int_equal(pin->value.size, 0);
        assert_null(access_tree_find_text(ui_access_tree(test.ui), TEXT("1234")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stepper_has_two_keys, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(busy_and_disabled_buttons_take_no_touch, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(tile_can_be_touched_and_held, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(dialog_takes_what_lies_below, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(keypad_is_not_mirrored, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(keyboard_types_letters_of_its_language, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(arabic_letters_without_a_key_are_on_its_second_page,
                                        open_ui, close_ui),
        cmocka_unit_test_setup_teardown(arabic_keys_lie_as_on_every_arabic_keyboard, open_ui,
                                        close_ui),
        cmocka_unit_test_setup_teardown(names_in_arabic_sentences_keep_their_order, open_ui,
                                        close_ui),
        cmocka_unit_test_setup_teardown(everything_draws_in_every_theme_size_and_language, open_ui,
                                        close_ui),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
