#include <math.h>

#include "test_support_ui.h"

static void examples_of_the_design_hold(void **state)
{
    (void)state;
    static const struct {
        int32_t w, h;
        float scale;
        LayoutKind kind;
        float logical_w, logical_h;
    } cases[] = {
        {1080, 1920, 1.0f, LAYOUT_PORTRAIT, 1080, 1920},
        {1920, 1080, 1.0f, LAYOUT_LANDSCAPE, 1920, 1080},
        {2160, 3840, 2.0f, LAYOUT_PORTRAIT, 1080, 1920},
        {1280, 800, 0.6667f, LAYOUT_LANDSCAPE, 1920, 1200},
        {800, 480, 0.625f, LAYOUT_COMPACT, 1280, 768},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Layout layout = layout_compute(cases[i].w, cases[i].h, 0);
        assert_true(fabsf(layout.scale - cases[i].scale) < 0.001f);
        assert_int_equal(layout.kind, cases[i].kind);
        assert_true(fabsf(layout.width - cases[i].logical_w) < 1);
        assert_true(fabsf(layout.height - cases[i].logical_h) < 1);
    }
}

static void small_screens_keep_nine_millimetres(void **state)
{
    (void)state;
    Layout layout = layout_compute(800, 480, 133);
    assert_true(layout.touch_min * layout.scale >= 9.0f * 133 / 25.4f - 0.01f);
    assert_true(layout.caption_floor * layout.scale >= 14.5f);
}

static void mirror_keeps_distances_from_the_other_edge(void **state)
{
    (void)state;
    Rect rect = layout_mirror(RECT(560, 1760, 480, 120), 1080);
    assert_true(rect.x == 40 && rect.y == 1760 && rect.w == 480 && rect.h == 120);
    rect = layout_mirror(layout_mirror(RECT(3, 4, 5, 6), 1080), 1080);
    assert_true(rect.x == 3 && rect.w == 5);
}

static void neighbours_stay_neighbours_in_pixels(void **state)
{
    (void)state;
    for (int32_t i = 0; i < 40; i++) {
        PixelRect a = layout_to_pixels(RECT((float)i * 7.3f, 0, 7.3f, 5), 0.6667f);
        PixelRect b = layout_to_pixels(RECT((float)(i + 1) * 7.3f, 0, 7.3f, 5), 0.6667f);
        assert_in_range(b.x - a.x - a.w + 1, 1, 2); // a rounding of the sum at most
    }
}

static void cuts_share_a_rectangle(void **state)
{
    (void)state;
    Rect rest = RECT(0, 0, 100, 50);
    Rect top = rect_cut_top(&rest, 10), end = rect_cut_end(&rest, 30);
    assert_true(top.h == 10 && top.w == 100);
    assert_true(end.x == 70 && end.y == 10 && end.h == 40);
    assert_true(rest.w == 70 && rest.h == 40);
    Rect all = rect_cut_start(&rest, 1000);
    assert_true(all.w == 70 && rest.w == 0);
    Rect cell = rect_grid_cell(RECT(0, 0, 1000, 0), 4, 315, 20, 5);
    assert_true(cell.x == 255 && cell.y == 335 && cell.w == 235 && cell.h == 315);
    assert_true(rect_grid_height(4, 315, 20, 5) == 650);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_the_design_hold),
        cmocka_unit_test(small_screens_keep_nine_millimetres),
        cmocka_unit_test(mirror_keeps_distances_from_the_other_edge),
        cmocka_unit_test(neighbours_stay_neighbours_in_pixels),
        cmocka_unit_test(cuts_share_a_rectangle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
