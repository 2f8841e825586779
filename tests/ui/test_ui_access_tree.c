#include "test_support_ui.h"

static AccessTree tree;

static AccessNode *add(AccessRole role, const char *id, const char *label, PixelRect rect)
{
    return access_tree_add(&tree, &(AccessNode){.id = text_from_string(id),
                                                .label = text_from_string(label),
                                                .role = role,
                                                .rect = rect,
                                                .seen = rect,
                                                .enabled = true});
}

static void is_found_by_id_label_and_text(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("basket"));
    add(ACCESS_TEXT, "total", "€12.34", (PixelRect){0, 0, 10, 10});
    add(ACCESS_BUTTON, "pay", "Pay", (PixelRect){0, 20, 10, 10});
    add(ACCESS_BUTTON, "line-1-more", "One more", (PixelRect){0, 40, 10, 10});
    add(ACCESS_BUTTON, "line-2-more", "One more", (PixelRect){0, 60, 10, 10});
    int32_t count = 0;
    assert_ptr_equal(access_tree_find_id(&tree, TEXT("pay")), &tree.nodes[1]);
    assert_null(access_tree_find_id(&tree, TEXT("pa")));
    assert_ptr_equal(access_tree_find_label(&tree, TEXT("Pay"), &count), &tree.nodes[1]);
    assert_null(access_tree_find_label(&tree, TEXT("Pa"), &count)); // the whole label
    assert_null(access_tree_find_label(&tree, TEXT("One more"), &count));
    assert_int_equal(count, 2);
    assert_ptr_equal(access_tree_find_text(&tree, TEXT("12.3")), &tree.nodes[0]);
    assert_null(access_tree_find_text(&tree, TEXT("Pay"))); // a label is not a text on the screen
}

static void direction_marks_are_not_part_of_labels(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("basket"));
    AccessNode *node = add(ACCESS_TEXT, "total", "\u2066€12.50\u2069", (PixelRect){0, 0, 9, 9});
    assert_true(text_equal_string(node->label, "€12.50"));
}

static void clipped_away_is_not_visible_nor_reachable(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("basket"));
    AccessNode *node = add(ACCESS_BUTTON, "pay", "Pay", (PixelRect){0, 20, 10, 10});
    AccessNode *text = add(ACCESS_TEXT, "", "Hello", (PixelRect){0, 20, 10, 10});
    assert_true(access_node_is_reachable(&tree, node));
    node->seen = text->seen = (PixelRect){0};
    assert_false(access_node_is_reachable(&tree, node));
    assert_null(access_tree_find_text(&tree, TEXT("Hello")));
    assert_null(access_tree_at(&tree, 5, 25));
}

static void only_the_top_layer_is_reachable(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("basket"));
    AccessNode *below = add(ACCESS_BUTTON, "pay", "Pay", (PixelRect){0, 0, 100, 100});
    AccessNode *yes = access_tree_add(&tree, &(AccessNode){.id = TEXT("yes"),
                                                           .label = TEXT("Yes"),
                                                           .role = ACCESS_BUTTON,
                                                           .rect = {50, 50, 20, 20},
                                                           .seen = {50, 50, 20, 20},
                                                           .enabled = true,
                                                           .layer = 1});
    assert_false(access_node_is_reachable(&tree, below));
    assert_ptr_equal(access_tree_at(&tree, 60, 60), yes);
    assert_null(access_tree_at(&tree, 10, 10));
}

static void json_hides_secrets_and_escapes(void **state)
{
    (void)state;
    access_tree_clear(&tree, TEXT("staff-login"));
    AccessNode *pin = add(ACCESS_FIELD, "pin", "Your \"PIN\"", (PixelRect){1, 2, 3, 4});
    pin->value = TEXT("1234");
    pin->secret = true;
    char path[] = "/tmp/ui-tree-XXXXXX";
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    Error error = {0};
    assert_true(access_tree_write_json(&tree, path, &error));
    FILE *file = fdopen(handle, "r");
    char text[2048] = {0};
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    unlink(path);
    assert_non_null(strstr(text, "\"screen\": \"staff-login\""));
    assert_non_null(strstr(text, "Your \\\"PIN\\\""));
    assert_non_null(strstr(text, "\"rect\": [1, 2, 3, 4]"));
    assert_null(strstr(text, "1234"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_found_by_id_label_and_text),
        cmocka_unit_test(direction_marks_are_not_part_of_labels),
        cmocka_unit_test(clipped_away_is_not_visible_nor_reachable),
        cmocka_unit_test(only_the_top_layer_is_reachable),
        cmocka_unit_test(json_hides_secrets_and_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
