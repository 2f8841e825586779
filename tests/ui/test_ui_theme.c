#include <dirent.h>
#include <math.h>

#include "test_support_ui.h"

static void words_can_be_read_in_every_theme(void **state)
{
    (void)state;
    static const struct {
        ThemeColour text, ground;
        double needs;
    } pairs[] = {
        {COLOUR_TEXT, COLOUR_BG, 4.5},
        {COLOUR_TEXT, COLOUR_SURFACE, 4.5},
        {COLOUR_TEXT, COLOUR_SUNKEN, 4.5},
        {COLOUR_TEXT_2, COLOUR_BG, 4.5},
        {COLOUR_TEXT_2, COLOUR_SURFACE, 4.5},
        {COLOUR_TEXT_2, COLOUR_SUNKEN, 4.5},
        {COLOUR_TEXT_2, COLOUR_ACCENT_SOFT, 4.5},
        {COLOUR_ON_ACCENT, COLOUR_ACCENT, 4.5},
        {COLOUR_ON_ACCENT, COLOUR_ACCENT_PRESS, 4.5},
        {COLOUR_ON_ACCENT_SOFT, COLOUR_ACCENT_SOFT, 4.5},
        {COLOUR_ACCENT, COLOUR_SURFACE, 4.5},
        {COLOUR_ON_INK, COLOUR_INK, 4.5},
        {COLOUR_ON_INK, COLOUR_INK_PRESS, 4.5},
        {COLOUR_ON_STAFF, COLOUR_STAFF, 4.5},
        {COLOUR_STAFF_2, COLOUR_STAFF, 4.5},
        {COLOUR_ON_SUCCESS_SOFT, COLOUR_SUCCESS_SOFT, 4.5},
        {COLOUR_ON_WARNING_SOFT, COLOUR_WARNING_SOFT, 4.5},
        {COLOUR_ON_DANGER_SOFT, COLOUR_DANGER_SOFT, 4.5},
        {COLOUR_OUTLINE, COLOUR_SURFACE, 3},
        {COLOUR_OUTLINE, COLOUR_BG, 3},
        {COLOUR_FOCUS, COLOUR_SURFACE, 3},
        {COLOUR_FOCUS, COLOUR_BG, 3},
        {COLOUR_FOCUS_GAP, COLOUR_FOCUS, 3},
        {COLOUR_ACCENT, COLOUR_SUNKEN, 3},
    };
    for (int32_t theme = 0; theme < THEME_KIND_COUNT; theme++) {
        for (size_t i = 0; i < COUNT_OF(pairs); i++) {
            double ratio = theme_contrast_ratio(theme_colour((ThemeKind)theme, pairs[i].text),
                                                theme_colour((ThemeKind)theme, pairs[i].ground));
            if (ratio < pairs[i].needs)
                fail_msg("theme %d, pair %zu: %.2f", theme, i, ratio);
        }
    }
}

static void black_on_white_is_twenty_one(void **state)
{
    (void)state;
    assert_true(fabs(theme_contrast_ratio(0xff000000, 0xffffffff) - 21.0) < 0.01);
}

static void every_colour_has_a_value_and_tints_spread(void **state)
{
    (void)state;
    for (int32_t theme = 0; theme < THEME_KIND_COUNT; theme++)
        for (int32_t colour = COLOUR_BG; colour < COLOUR_COUNT; colour++)
            assert_int_not_equal(theme_colour((ThemeKind)theme, (ThemeColour)colour) >> 24, 0);
    int32_t seen[COLOUR_COUNT] = {0};
    for (uint64_t id = 1; id <= 200; id++)
        seen[theme_tint_from_hash(id)]++;
    for (int32_t tint = COLOUR_TINT_LEAF; tint <= COLOUR_TINT_SAND; tint++)
        assert_true(seen[tint] > 8);
}

static void hues_find_their_tint(void **state)
{
    (void)state;
    assert_int_equal(theme_tint_near(0xd84b45), COLOUR_TINT_ROSE);  // an apple
    assert_int_equal(theme_tint_near(0xf0c030), COLOUR_TINT_LEMON); // a banana
    assert_int_equal(theme_tint_near(0x6fb34a), COLOUR_TINT_LEAF);
    assert_int_equal(theme_tint_near(0x3b7fc4), COLOUR_TINT_SKY);
    assert_int_equal(theme_tint_near(0x7a4aa0), COLOUR_TINT_LILAC);
    assert_int_equal(theme_tint_near(0x888888), COLOUR_TINT_SAND);
}

static void every_icon_has_its_file(void **state)
{
    (void)state;
    DIR *directory = opendir(TEST_ASSETS "/icons");
    assert_non_null(directory);
    int32_t files = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char *end = strstr(entry->d_name, ".svg");
        if (!end)
            continue;
        *end = 0;
        files++;
        bool listed = false;
        for (int32_t i = 1; i < ICON_COUNT; i++)
            listed = listed || strcmp(icon_name((UiIcon)i), entry->d_name) == 0;
        if (!listed)
            fail_msg("icon_list.h lacks %s", entry->d_name);
    }
    closedir(directory);
    assert_int_equal(files, ICON_COUNT - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_can_be_read_in_every_theme),
        cmocka_unit_test(black_on_white_is_twenty_one),
        cmocka_unit_test(every_colour_has_a_value_and_tints_spread),
        cmocka_unit_test(hues_find_their_tint),
        cmocka_unit_test(every_icon_has_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
