#include "test_support_ui.h"
#include "ui/damage.h"

static DrawList list;
static Damage damage;

static void add(int32_t x, int32_t y, int32_t w, int32_t h, uint32_t colour)
{
    DrawCommand *command = draw_list_add(&list);
    command->rect = command->bounds = (PixelRect){x, y, w, h};
    command->colour = colour;
}

static void draw(uint32_t first, uint32_t second)
{
    draw_list_clear(&list);
    add(0, 0, 640, 640, 0xff111111);
    add(70, 70, 20, 20, first);
    add(400, 500, 30, 30, second);
    damage_compare(&damage, &list);
}

static void first_frame_is_painted_whole(void **state)
{
    (void)state;
    damage_init(&damage, 640, 640);
    draw(1, 2);
    assert_int_equal(damage.rect_count, 1);
    assert_true(pixel_rect_equal(damage.rects[0], (PixelRect){0, 0, 640, 640}));
}

static void equal_frames_damage_nothing(void **state)
{
    (void)state;
    damage_init(&damage, 640, 640);
    draw(1, 2);
    draw(1, 2);
    assert_int_equal(damage.rect_count, 0);
}

static void exactly_the_changed_cells_are_damaged(void **state)
{
    (void)state;
    damage_init(&damage, 640, 640);
    draw(1, 2);
    draw(7, 2);
    assert_int_equal(damage.rect_count, 1);
    assert_true(pixel_rect_equal(damage.rects[0], (PixelRect){64, 64, 64, 64}));
    draw(8, 3);
    assert_int_equal(damage.rect_count, 2);
    assert_true(pixel_rect_equal(damage.rects[1], (PixelRect){384, 448, 64, 128}));
}

static void changed_order_is_damage(void **state)
{
    (void)state;
    damage_init(&damage, 640, 640);
    draw_list_clear(&list);
    add(0, 0, 10, 10, 1);
    add(0, 0, 10, 10, 2);
    damage_compare(&damage, &list);
    draw_list_clear(&list);
    add(0, 0, 10, 10, 2);
    add(0, 0, 10, 10, 1);
    damage_compare(&damage, &list);
    assert_int_equal(damage.rect_count, 1);
}

static void many_pieces_become_few_without_overlap(void **state)
{
    (void)state;
    damage_init(&damage, 2048, 2048);
    for (uint32_t frame = 0; frame < 2; frame++) {
        draw_list_clear(&list);
        for (int32_t i = 0; i < 256; i++)
            add(i % 16 * 128, i / 16 * 128 + i % 2 * 64, 8, 8, frame + (uint32_t)i);
        damage_compare(&damage, &list);
    }
    assert_in_range(damage.rect_count, 1, DAMAGE_RECTS_MAX);
    for (int32_t i = 0; i < damage.rect_count; i++)
        for (int32_t j = i + 1; j < damage.rect_count; j++)
            assert_false(pixel_rects_overlap(damage.rects[i], damage.rects[j]));
    // Every changed command is inside of some rectangle.
    for (int32_t i = 0; i < list.count; i++) {
        PixelRect bounds = list.commands[i].bounds;
        bool covered = false;
        for (int32_t j = 0; j < damage.rect_count; j++)
            covered = covered || pixel_rect_contains(damage.rects[j], bounds.x, bounds.y);
        assert_true(covered);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_frame_is_painted_whole),
        cmocka_unit_test(equal_frames_damage_nothing),
        cmocka_unit_test(exactly_the_changed_cells_are_damaged),
        cmocka_unit_test(changed_order_is_damage),
        cmocka_unit_test(many_pieces_become_few_without_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
