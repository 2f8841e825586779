#include "test_support_ui.h"
#include "ui/focus.h"

static AccessTree tree;

static void add(const char *id, int32_t x, int32_t y, int32_t layer)
{
    access_tree_add(&tree, &(AccessNode){.id = text_from_string(id),
                                         .label = text_from_string(id),
                                         .role = ACCESS_BUTTON,
                                         .rect = {x, y, 80, 80},
                                         .seen = {x, y, 80, 80},
                                         .enabled = true,
                                         .layer = layer});
}

static const char *go(const char *from, FocusMove move, bool mirrored)
{
    static char name[32];
    uint64_t id = from ? touch_hash_id(text_from_string(from)) : 0;
    const AccessNode *node = focus_move(&tree, id, move, mirrored);
    text_copy_to_buffer(node ? node->id : TEXT("none"), name, sizeof name);
    return name;
}

static int start(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("basket"));
    add("a", 0, 0, 0);
    add("b", 100, 0, 0);
    add("c", 200, 0, 0);
    add("d", 0, 200, 0);
    return 0;
}

static void next_and_previous_go_around(void **state)
{
    (void)state;
    assert_string_equal(go(NULL, FOCUS_NEXT, false), "a");
    assert_string_equal(go("a", FOCUS_NEXT, false), "b");
    assert_string_equal(go("d", FOCUS_NEXT, false), "a");
    assert_string_equal(go("a", FOCUS_PREVIOUS, false), "d");
    assert_string_equal(go("gone", FOCUS_NEXT, false), "a");
}

static void left_and_right_are_as_seen(void **state)
{
    (void)state;
    assert_string_equal(go("b", FOCUS_RIGHT, false), "c");
    assert_string_equal(go("b", FOCUS_LEFT, false), "a");
    assert_string_equal(go("d", FOCUS_RIGHT, false), "a"); // nothing beside: the next
    assert_string_equal(go("d", FOCUS_RIGHT, true), "c");
}

static void dialog_keeps_the_focus(void **state)
{
    (void)state;
    add("yes", 50, 50, 1);
    add("no", 150, 50, 1);
    assert_string_equal(go("a", FOCUS_NEXT, false), "yes");
    assert_string_equal(go("yes", FOCUS_NEXT, false), "no");
    assert_string_equal(go("no", FOCUS_NEXT, false), "yes");
}

static void empty_screen_has_no_focus(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("closed"));
    assert_string_equal(go(NULL, FOCUS_NEXT, false), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(next_and_previous_go_around, start),
        cmocka_unit_test_setup(left_and_right_are_as_seen, start),
        cmocka_unit_test_setup(dialog_keeps_the_focus, start),
        cmocka_unit_test_setup(empty_screen_has_no_focus, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
