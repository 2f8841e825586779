#include "test_support_ui.h"
#include "ui/painter.h"
#include "ui/pixel_blend.h"

enum { SIDE = 200 };
static uint32_t pixels[SIDE * SIDE];
static DrawList list;

static PaintSurface surface(void)
{
    return (PaintSurface){pixels, SIDE, SIDE, SIDE};
}

static DrawCommand *add(DrawKind kind, PixelRect rect, uint32_t colour)
{
    DrawCommand *command = draw_list_add(&list);
    command->kind = (uint8_t)kind;
    command->rect = rect;
    command->bounds = (PixelRect){0, 0, SIDE, SIDE};
    command->colour = colour;
    return command;
}

static void ground(void)
{
    draw_list_clear(&list);
    add(DRAW_FILL, (PixelRect){0, 0, SIDE, SIDE}, 0xffffffff);
}

static uint32_t at(int32_t x, int32_t y)
{
    return pixels[y * SIDE + x];
}

static void fill_is_exact_inside_and_soft_at_corners(void **state)
{
    (void)state;
    Painter painter = {0};
    ground();
    DrawCommand *fill = add(DRAW_FILL, (PixelRect){20, 30, 100, 60}, 0xff0b6670);
    fill->radius = 28;
    fill->bounds = fill->rect;
    painter_paint(&painter, surface(), &list, (PixelRect){0, 0, SIDE, SIDE});
    assert_int_equal(at(70, 60), 0xff0b6670);
    assert_int_equal(at(20, 60), 0xff0b6670);
    assert_int_equal(at(119, 60), 0xff0b6670);
    assert_int_equal(at(120, 60), 0xffffffff);
    assert_int_equal(at(20, 30), 0xffffffff);
    int32_t between = 0;
    for (int32_t i = 0; i < 28; i++) {
        // The four corners are one corner in mirrors.
        uint32_t corner = at(20 + i, 33);
        assert_int_equal(corner, at(119 - i, 33));
        assert_int_equal(corner, at(20 + i, 86));
        between += corner != 0xffffffff && corner != 0xff0b6670;
    }
    assert_in_range(between, 1, 6);
    painter_release(&painter);
}

static void square_corners_stay_square(void **state)
{
    (void)state;
    Painter painter = {0};
    ground();
    DrawCommand *fill = add(DRAW_FILL, (PixelRect){20, 30, 100, 60}, 0xff000000);
    fill->radius = 20;
    fill->square = 4 | 8;
    painter_paint(&painter, surface(), &list, (PixelRect){0, 0, SIDE, SIDE});
    assert_int_equal(at(20, 30), 0xffffffff);
    assert_int_equal(at(20, 89), 0xff000000);
    assert_int_equal(at(119, 89), 0xff000000);
    painter_release(&painter);
}

static void border_is_hollow(void **state)
{
    (void)state;
    Painter painter = {0};
    ground();
    DrawCommand *border = add(DRAW_BORDER, (PixelRect){20, 30, 100, 60}, 0xff000000);
    border->radius = 20;
    border->a = 4;
    painter_paint(&painter, surface(), &list, (PixelRect){0, 0, SIDE, SIDE});
    assert_int_equal(at(23, 60), 0xff000000);
    assert_int_equal(at(24, 60), 0xffffffff);
    assert_int_equal(at(70, 33), 0xff000000);
    assert_int_equal(at(70, 34), 0xffffffff);
    assert_int_equal(at(70, 60), 0xffffffff);
    painter_release(&painter);
}

static void shadow_darkens_outside_only(void **state)
{
    (void)state;
    Painter painter = {0};
    ground();
    DrawCommand *shadow = add(DRAW_SHADOW, (PixelRect){60, 60, 80, 80}, 0x80000000);
    shadow->radius = 20;
    shadow->a = 20;
    shadow->b = 4;
    painter_paint(&painter, surface(), &list, (PixelRect){0, 0, SIDE, SIDE});
    assert_true((at(100, 142) & 255) < 240);
    assert_true((at(100, 142) & 255) < (at(100, 152) & 255)); // it fades
    assert_int_equal(at(100, 100), 0xffffffff);               // the caster will be there
    assert_int_equal(at(2, 2), 0xffffffff);
    painter_release(&painter);
}

// A picture painted in pieces is the picture painted whole: what damage relies on.
static void pieces_equal_the_whole(void **state)
{
    (void)state;
    Painter painter = {0};
    ground();
    DrawCommand *shadow = add(DRAW_SHADOW, (PixelRect){33, 41, 120, 90}, 0x60000000);
    shadow->radius = 28;
    shadow->a = 30;
    shadow->b = -7;
    add(DRAW_FILL, (PixelRect){33, 41, 120, 90}, 0xff336699)->radius = 28;
    DrawCommand *border = add(DRAW_BORDER, (PixelRect){33, 41, 121, 91}, 0x80ff0000);
    border->radius = 28;
    border->a = 3;
    DrawCommand *arc = add(DRAW_ARC, (PixelRect){50, 50, 100, 100}, 0xff00ff00);
    arc->a = 12 * 16;
    arc->b = 9000;
    arc->c = 50000;
    DrawCommand *mark = add(DRAW_CHECK_MARK, (PixelRect){90, 90, 80, 80}, 0xffffffff);
    mark->a = 8 * 16;
    mark->b = 50000;
    add(DRAW_FILL, (PixelRect){100, 0, 100, 200}, 0xff000000)->opacity = 90;
    painter_paint(&painter, surface(), &list, (PixelRect){0, 0, SIDE, SIDE});
    static uint32_t whole[SIDE * SIDE];
    memcpy(whole, pixels, sizeof whole);
    memset(pixels, 0, sizeof pixels);
    for (int32_t y = 0; y < SIDE; y += 23)
        for (int32_t x = 0; x < SIDE; x += 17)
            painter_paint(&painter, surface(), &list, (PixelRect){x, y, 17, 23});
    assert_memory_equal(whole, pixels, sizeof whole);
    painter_release(&painter);
}

static void shapes_beyond_the_edges_are_cut(void **state)
{
    (void)state;
    Painter painter = {0};
    ground();
    for (int32_t kind = DRAW_FILL; kind <= DRAW_CHECK_MARK; kind++) {
        DrawCommand *command = add((DrawKind)kind, (PixelRect){-300, -90, 700, 100}, 0x80123456);
        command->radius = 500;
        command->a = 3;
        command->c = 65536;
    }
    painter_paint(&painter, surface(), &list, (PixelRect){-50, -50, 500, 500});
    painter_release(&painter);
}

static void whole_weights_are_exact(void **state)
{
    (void)state;
    uint32_t row[4] = {0xff102030, 0xff102030, 0xff102030, 0xff102030};
    uint8_t mask[4] = {0, 255, 128, 1};
    pixel_fill_masked(row, mask, 4, 0xffa0b0c0, 255);
    assert_int_equal(row[0], 0xff102030);
    assert_int_equal(row[1], 0xffa0b0c0);
    assert_int_equal(row[2] >> 16 & 255, 0x58);
    assert_int_equal(pixel_over(0xff102030, 0, 255), 0xff102030);
    assert_int_equal(pixel_over(0xff102030, 0xffa0b0c0, 255), 0xffa0b0c0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fill_is_exact_inside_and_soft_at_corners),
        cmocka_unit_test(square_corners_stay_square),
        cmocka_unit_test(border_is_hollow),
        cmocka_unit_test(shadow_darkens_outside_only),
        cmocka_unit_test(pieces_equal_the_whole),
        cmocka_unit_test(shapes_beyond_the_edges_are_cut),
        cmocka_unit_test(whole_weights_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
