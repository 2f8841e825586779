/* Scaling by averages, held against the same averages in doubles. */
#include <math.h>
#include <stdlib.h>

#include "test_support_ui.h"
#include "ui/picture_scale.h"

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 32);
}

// The mean of one channel of the source under one pixel.
static double mean(const PicturePart *part, int32_t channel, double x0, double x1, double y0,
                   double y1)
{
    double sum = 0, area = 0;
    for (int32_t y = 0; y < part->rows; y++)
        for (int32_t x = 0; x < part->columns; x++) {
            double w = fmin(x1, x + 1) - fmax(x0, x), h = fmin(y1, y + 1) - fmax(y0, y);
            if (w <= 0 || h <= 0)
                continue;
            uint32_t pixel = part->pixels[y * part->columns + x];
            sum += w * h * (pixel >> (8 * channel) & 255);
            area += w * h;
        }
    return sum / area;
}

static void check_against_doubles(const PicturePart *part, int32_t width, int32_t height)
{
    uint32_t *to = malloc((size_t)width * (size_t)height * sizeof *to);
    assert_non_null(to);
    assert_true(picture_scale(part, to, width, height));
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++)
            for (int32_t c = 0; c < 4; c++) {
                double wanted = mean(part, c, part->left + (double)part->width * x / width,
                                     part->left + (double)part->width * (x + 1) / width,
                                     part->top + (double)part->height * y / height,
                                     part->top + (double)part->height * (y + 1) / height);
                double got = to[y * width + x] >> (8 * c) & 255;
                if (fabs(got - wanted) > 0.8)
                    fail_msg("%dx%d to %dx%d: pixel %d, %d channel %d is %.0f, not %.3f",
                             part->columns, part->rows, width, height, x, y, c, got, wanted);
            }
    free(to);
}

static void equals_the_averages(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int32_t round = 0; round < 60; round++) {
        int32_t columns = 1 + (int32_t)(next_random(&seed) % 40);
        int32_t rows = 1 + (int32_t)(next_random(&seed) % 40);
        uint32_t *pixels = malloc((size_t)columns * (size_t)rows * sizeof *pixels);
        assert_non_null(pixels);
        for (int32_t i = 0; i < columns * rows; i++)
            pixels[i] = next_random(&seed);
        float left = (float)columns * (float)(next_random(&seed) % 40) / 100;
        float top = (float)rows * (float)(next_random(&seed) % 40) / 100;
        PicturePart part = {pixels,           columns, rows, left, top, (float)columns - left,
                            (float)rows - top};
        check_against_doubles(&part, 1 + (int32_t)(next_random(&seed) % 60),
                              1 + (int32_t)(next_random(&seed) % 60));
        free(pixels);
    }
}

static void white_stays_white(void **state)
{
    (void)state;
    enum { COLUMNS = 511, ROWS = 7 };
    static uint32_t pixels[COLUMNS * ROWS], to[97 * 5];
    for (int32_t i = 0; i < COLUMNS * ROWS; i++)
        pixels[i] = 0xffffffff;
    PicturePart part = {pixels, COLUMNS, ROWS, 0, 0, COLUMNS, ROWS};
    assert_true(picture_scale(&part, to, 97, 5));
    for (int32_t i = 0; i < 97 * 5; i++)
        assert_int_equal(to[i], 0xffffffff);
}

static void two_by_two_become_one(void **state)
{
    (void)state;
    uint32_t pixels[4] = {0xff000000, 0xff640000, 0xff000000, 0xff640000}, to;
    PicturePart part = {pixels, 2, 2, 0, 0, 2, 2};
    assert_true(picture_scale(&part, &to, 1, 1));
    assert_int_equal(to, 0xff320000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_averages),
        cmocka_unit_test(white_stays_white),
        cmocka_unit_test(two_by_two_become_one),
    };
    return cmocka_run_group_tests_name("ui_picture_scale", tests, NULL, NULL);
}
