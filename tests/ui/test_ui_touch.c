#include "test_support_ui.h"

static AccessTree tree;
static Touch touch;

static void start(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("basket"));
    AccessNode area = {.id = TEXT("lines"), .role = ACCESS_SCROLL, .label = TEXT("Lines")};
    area.rect = area.seen = (PixelRect){0, 200, 1000, 600};
    access_tree_add(&tree, &area);
    AccessNode pay = {
        .id = TEXT("pay"), .label = TEXT("Pay"), .role = ACCESS_BUTTON, .enabled = true};
    pay.rect = pay.seen = (PixelRect){100, 1000, 200, 100};
    access_tree_add(&tree, &pay);
    AccessNode line = {
        .id = TEXT("line-1"), .label = TEXT("Milk"), .role = ACCESS_LINE, .enabled = true};
    line.rect = line.seen = (PixelRect){0, 300, 1000, 128};
    access_tree_add(&tree, &line);
    touch_init(
        &touch,
        (TouchSettings){
            .width_px = 1000, .height_px = 2000, .edge_px = 6, .drag_px = 18, .slack_px = 12});
}

static void send(TouchPhase phase, int64_t finger, int32_t x, int32_t y, int64_t ms)
{
    touch_event(&touch, &tree, (TouchEvent){phase, finger, x, y, ms});
}

static bool acted(const char *id)
{
    return touch_take_acted(&touch, touch_hash_id(text_from_string(id)));
}

static void release_inside_acts_once(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 150, 1050, 0);
    assert_true(touch_is_pressed(&touch, touch_hash_id(TEXT("pay"))));
    assert_false(acted("pay"));
    send(TOUCH_UP, 1, 160, 1050, 40);
    assert_true(acted("pay"));
    assert_false(acted("pay"));
}

static void release_outside_cancels(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 150, 1050, 0);
    send(TOUCH_MOVE, 1, 600, 1050, 20);
    assert_false(touch_is_pressed(&touch, touch_hash_id(TEXT("pay"))));
    send(TOUCH_MOVE, 1, 150, 1050, 30); // coming back doesn't mend it
    send(TOUCH_UP, 1, 150, 1050, 40);
    assert_false(acted("pay"));
}

static void second_finger_is_ignored(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 500, 1500, 0);
    send(TOUCH_DOWN, 2, 150, 1050, 10);
    send(TOUCH_UP, 2, 150, 1050, 30);
    assert_false(acted("pay"));
    send(TOUCH_UP, 1, 500, 1500, 40);
    send(TOUCH_DOWN, 2, 150, 1050, 50);
    send(TOUCH_UP, 2, 150, 1050, 80);
    assert_true(acted("pay"));
}

static void guard_swallows_touches_after_a_screen_change(void **state)
{
    start(state);
    touch_screen_changed(&touch, 1000);
    send(TOUCH_DOWN, 1, 150, 1050, 1000 + TOUCH_GUARD_MS - 1);
    send(TOUCH_UP, 1, 150, 1050, 2000);
    assert_false(acted("pay"));
    send(TOUCH_DOWN, 1, 150, 1050, 1000 + TOUCH_GUARD_MS);
    send(TOUCH_UP, 1, 150, 1050, 2100);
    assert_true(acted("pay"));
}

static void screen_change_drops_a_finger_that_is_down(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 150, 1050, 0);
    touch_screen_changed(&touch, 10);
    send(TOUCH_UP, 1, 150, 1050, 1000);
    assert_false(acted("pay"));
}

static void disabled_control_takes_nothing(void **state)
{
    start(state);
    tree.nodes[1].enabled = false;
    send(TOUCH_DOWN, 1, 150, 1050, 0);
    send(TOUCH_UP, 1, 150, 1050, 20);
    assert_false(acted("pay"));
}

static void drag_scrolls_and_does_not_act(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 500, 350, 0);
    send(TOUCH_MOVE, 1, 500, 330, 16);
    send(TOUCH_MOVE, 1, 500, 300, 32);
    send(TOUCH_UP, 1, 500, 300, 40);
    assert_false(acted("line-1"));
    assert_true(touch.flung);
    assert_true(touch.drag_y == -30); // the threshold itself is not scrolled
    assert_true(touch.speed_y < 0);
}

static void swipe_from_the_edge_scrolls_nothing(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 2, 700, 0);
    send(TOUCH_MOVE, 1, 300, 600, 16);
    send(TOUCH_UP, 1, 300, 600, 40);
    assert_false(touch.flung);
}

static void hold_is_told_once_and_does_not_act(void **state)
{
    start(state);
    uint64_t line = touch_hash_id(TEXT("line-1"));
    send(TOUCH_DOWN, 1, 500, 350, 0);
    assert_false(touch_take_held(&touch, line, TOUCH_HOLD_MS - 1));
    assert_int_equal(touch_next_wake_ms(&touch, 100), TOUCH_HOLD_MS);
    assert_true(touch_take_held(&touch, line, TOUCH_HOLD_MS));
    assert_false(touch_take_held(&touch, line, TOUCH_HOLD_MS + 1));
    send(TOUCH_UP, 1, 500, 350, 900);
    assert_false(acted("line-1"));
}

static void two_quick_touches_are_two(void **state)
{
    start(state);
    for (int32_t i = 0; i < 2; i++) {
        send(TOUCH_DOWN, 1, 150, 1050, i * 100);
        send(TOUCH_UP, 1, 150, 1050, i * 100 + 40);
    }
    assert_true(acted("pay"));
    touch_end_frame(&touch);
    assert_true(acted("pay"));
    touch_end_frame(&touch);
    assert_false(acted("pay"));
}

static void act_without_its_control_is_dropped(void **state)
{
    start(state);
    send(TOUCH_DOWN, 1, 150, 1050, 0);
    send(TOUCH_UP, 1, 150, 1050, 20);
    touch_end_frame(&touch);
    touch_end_frame(&touch);
    assert_false(acted("pay"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(release_inside_acts_once),
        cmocka_unit_test(release_outside_cancels),
        cmocka_unit_test(second_finger_is_ignored),
        cmocka_unit_test(guard_swallows_touches_after_a_screen_change),
        cmocka_unit_test(screen_change_drops_a_finger_that_is_down),
        cmocka_unit_test(disabled_control_takes_nothing),
        cmocka_unit_test(drag_scrolls_and_does_not_act),
        cmocka_unit_test(swipe_from_the_edge_scrolls_nothing),
        cmocka_unit_test(hold_is_told_once_and_does_not_act),
        cmocka_unit_test(two_quick_touches_are_two),
        cmocka_unit_test(act_without_its_control_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
