#include <math.h>

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

static bool pay_touched;

static bool frame(int64_t now_ms, const char *screen, int64_t total)
{
    ui_begin(test.ui, now_ms, text_from_string(screen));
    ui_text(test.ui, RECT(40, 1760, 496, 72), ui_money(test.ui, total),
            (UiText){.style = TYPE_TOTAL, .number = true, .id = TEXT("total")});
    pay_touched = ui_button(
        test.ui, RECT(560, 1760, 480, 120),
        &(UiButton){
            .id = TEXT("pay"), .label = TEXT("Pay"), .kind = BUTTON_PAY, .icon_end = ICON_FORWARD});
    return ui_end(test.ui);
}

static void second_equal_frame_paints_nothing(void **state)
{
    (void)state;
    assert_true(frame(0, "basket", 1234));
    assert_false(frame(16, "basket", 1234));
    assert_int_equal(ui_frame_stats(test.ui).damage_pixels, 0);
    assert_int_equal(ui_next_wake_ms(test.ui), INT64_MAX);
}

static void changed_total_damages_its_cells_only(void **state)
{
    (void)state;
    frame(0, "basket", 1234);
    assert_true(frame(16, "basket", 1235));
    UiFrameStats stats = ui_frame_stats(test.ui);
    assert_int_equal(stats.damage_count, 1);
    assert_true(stats.damage_pixels < 320 * 320);
}

static void touch_acts_in_the_next_frame(void **state)
{
    (void)state;
    frame(0, "basket", 1234);
    test_ui_finger(&test, SDL_FINGERDOWN, 1, 800, 1800, 100);
    frame(110, "basket", 1234);
    assert_false(pay_touched);
    assert_true(access_tree_find_id(ui_access_tree(test.ui), TEXT("pay"))->pressed);
    test_ui_finger(&test, SDL_FINGERUP, 1, 800, 1800, 150);
    frame(160, "basket", 1234);
    assert_true(pay_touched);
    frame(176, "basket", 1234);
    assert_false(pay_touched);
}

static void touch_just_after_a_screen_change_does_nothing(void **state)
{
    (void)state;
    frame(0, "welcome", 0);
    frame(1000, "basket", 0);
    assert_false(ui_is_idle(test.ui));
    test_ui_tap(&test, 800, 1800, 1200);
    frame(1260, "basket", 0);
    assert_false(pay_touched);
    frame(1400, "basket", 0);
    assert_true(ui_is_idle(test.ui));
    test_ui_tap(&test, 800, 1800, 1500);
    frame(1560, "basket", 0);
    assert_true(pay_touched);
}

static void transition_ends_and_then_sleeps(void **state)
{
    (void)state;
    frame(0, "welcome", 0);
    frame(1000, "basket", 0);
    int32_t frames = 0;
    int64_t now = 1000;
    while (ui_next_wake_ms(test.ui) != INT64_MAX && frames < 100) {
        now = ui_next_wake_ms(test.ui);
        frame(now, "basket", 0);
        frames++;
    }
    assert_in_range(frames, 10, 20);
    assert_in_range(now, 1000 + MOTION_SCREEN_MS, 1000 + MOTION_SCREEN_MS + 20);
}

static void arabic_mirrors_touch_and_access_alike(void **state)
{
    (void)state;
    Error error = {0};
    assert_true(ui_set_language(test.ui, TEXT("ar"), &error));
    frame(0, "basket", 1250);
    const AccessNode *pay = access_tree_find_id(ui_access_tree(test.ui), TEXT("pay"));
    assert_true(pixel_rect_equal(pay->rect, (PixelRect){40, 1760, 480, 120}));
    assert_non_null(access_tree_find_text(ui_access_tree(test.ui), TEXT("€12.50")));
    test_ui_tap(&test, 280, 1800, 500);
    frame(600, "basket", 1250);
    assert_true(pay_touched);
    test_ui_tap(&test, 900, 1800, 700);
    frame(800, "basket", 1250);
    assert_false(pay_touched);
}

static void key_shows_the_ring_and_a_finger_hides_it(void **state)
{
    (void)state;
    frame(0, "basket", 0);
    ui_press_key(test.ui, UI_KEY_NEXT, 400);
    assert_true(frame(410, "basket", 0));
    assert_true(access_tree_find_id(ui_access_tree(test.ui), TEXT("pay"))->focused);
    ui_press_key(test.ui, UI_KEY_ACT, 500);
    frame(510, "basket", 0);
    assert_true(pay_touched);
    test_ui_tap(&test, 5, 900, 600);
    assert_true(frame(700, "basket", 0));
    assert_false(access_tree_find_id(ui_access_tree(test.ui), TEXT("pay"))->focused);
}

static UiScrollState scroll_frame(int64_t now_ms, float content)
{
    ui_begin(test.ui, now_ms, TEXT("basket"));
    Rect where = RECT(40, 200, 1000, 800);
    UiScrollState state = ui_begin_scroll(
        test.ui, where,
        &(UiScroll){.id = TEXT("lines"), .label = TEXT("Lines"), .content = content});
    for (int32_t i = 0; i < 20; i++)
        (void)ui_control(test.ui, RECT(40, 200 + i * 128, 1000, 128),
                         &(UiControl){.id = ui_id(test.ui, "line-%d", i + 1),
                                      .label = TEXT("Milk"),
                                      .role = ACCESS_LINE});
    ui_end_scroll(test.ui);
    ui_end(test.ui);
    return state;
}

static void inertia_stays_within_its_bounds(void **state)
{
    (void)state;
    scroll_frame(0, 2560);
    int64_t now = 100;
    test_ui_finger(&test, SDL_FINGERDOWN, 1, 500, 900, now);
    for (int32_t i = 0; i < 10; i++) {
        now += 8;
        test_ui_finger(&test, SDL_FINGERMOTION, 1, 500, 900 - 60.0f * (float)i, now);
        UiScrollState seen = scroll_frame(now, 2560);
        assert_true(seen.offset >= 0 && seen.offset <= 1760);
    }
    test_ui_finger(&test, SDL_FINGERUP, 1, 500, 360, now + 1);
    UiScrollState seen = {0};
    int32_t frames = 0;
    do {
        now += 16;
        seen = scroll_frame(now, 2560);
        assert_true(seen.offset >= 0 && seen.offset <= 1760);
    } while (seen.moving && ++frames < 1000);
    assert_true(frames < 400);
    assert_true(seen.offset > 540); // it ran on after the finger left
    assert_int_equal(ui_next_wake_ms(test.ui), INT64_MAX);
    // Fewer lines: the end comes nearer.
    assert_true(scroll_frame(now + 100, 900).offset <= 100);
    assert_true(scroll_frame(now + 200, 100).offset == 0);
}

static void clipped_lines_are_not_reachable_and_focus_brings_them(void **state)
{
    (void)state;
    scroll_frame(0, 2560);
    const AccessTree *tree = ui_access_tree(test.ui);
    assert_true(access_node_is_reachable(tree, access_tree_find_id(tree, TEXT("line-1"))));
    assert_false(access_node_is_reachable(tree, access_tree_find_id(tree, TEXT("line-15"))));
    ui_press_key(test.ui, UI_KEY_PREVIOUS, 50); // the last one
    scroll_frame(60, 2560);
    scroll_frame(76, 2560);
    tree = ui_access_tree(test.ui);
    assert_true(access_node_is_reachable(tree, access_tree_find_id(tree, TEXT("line-20"))));
}

static void animations_end_where_they_go(void **state)
{
    (void)state;
    float last = 0;
    for (int64_t now = 0; now <= 400; now += 16) {
        ui_begin(test.ui, now, TEXT("basket"));
        float value = ui_animate(test.ui, TEXT("x"), now < 50 ? 0 : 100, 200);
        assert_true(value >= last - 0.001f && value <= 100);
        last = value;
        assert_int_equal(ui_animate_minor(test.ui, TEXT("total"), now < 50 ? 5 : 1234567890123) < 0,
                         0);
        ui_end(test.ui);
    }
    assert_true(last == 100);
    ui_begin(test.ui, 500, TEXT("basket"));
    assert_int_equal(ui_animate_minor(test.ui, TEXT("total"), 1234567890123), 1234567890123);
    ui_end(test.ui);
}

static void screenshot_is_a_png(void **state)
{
    (void)state;
    frame(0, "basket", 1234);
    char path[64];
    snprintf(path, sizeof path, "/tmp/ui-shot-%d.png", (int)getpid());
    Error error = {0};
    assert_true(ui_write_screenshot(test.ui, path, &error));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    unsigned char start[8];
    assert_int_equal(fread(start, 1, 8, file), 8);
    assert_memory_equal(start, "\x89PNG\r\n\x1a\n", 8);
    fclose(file);
    unlink(path);
    assert_false(ui_write_screenshot(test.ui, "/nowhere/x.png", &error));
}

static void window_surface_path_shows_the_same_pixels(void **state)
{
    (void)state;
    frame(0, "basket", 1234);
    TestUi window;
    Error error = {0};
    if (!display_open_window(&window.display, "test", 1080, 1920, &error))
        skip();
    assert_true(ui_create(&window.ui,
                          &(UiSetup){.display = &window.display, .assets_directory = TEST_ASSETS},
                          &error));
    TestUi memory = test;
    test = window;
    frame(0, "basket", 1234);
    test = memory;
    for (int32_t y = 0; y < 1920; y++)
        for (int32_t x = 0; x < 1080; x++)
            if ((window.display.surface.pixels[y * window.display.surface.stride + x] ^
                 memory.display.surface.pixels[y * memory.display.surface.stride + x]) &
                0xffffff)
                fail_msg("pixel %d, %d differs", x, y);
    test_ui_close(&window);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(second_equal_frame_paints_nothing, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(changed_total_damages_its_cells_only, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(touch_acts_in_the_next_frame, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(touch_just_after_a_screen_change_does_nothing, open_ui,
                                        close_ui),
        cmocka_unit_test_setup_teardown(transition_ends_and_then_sleeps, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(arabic_mirrors_touch_and_access_alike, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(key_shows_the_ring_and_a_finger_hides_it, open_ui,
                                        close_ui),
        cmocka_unit_test_setup_teardown(inertia_stays_within_its_bounds, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(clipped_lines_are_not_reachable_and_focus_brings_them,
                                        open_ui, close_ui),
        cmocka_unit_test_setup_teardown(animations_end_where_they_go, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(screenshot_is_a_png, open_ui, close_ui),
        cmocka_unit_test_setup_teardown(window_surface_path_shows_the_same_pixels, open_ui,
                                        close_ui),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
