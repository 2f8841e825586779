/* Every state of every screen, in each size, language and theme, is looked at: nothing too small,
 * nothing over another, no words cut, every letter to be told from its ground.
 *
 *     test_pictures portrait|landscape|800x480|text200|landscape-text200 [STATE] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "picture_checks.h"
#include "unit_test.h"

static Fixture fixture; // large: not for the stack

static const struct {
    FixtureSize size;
    int32_t percent;
} sizes[] = {{{"portrait", 1080, 1920}, 100},
             {{"landscape", 1920, 1080}, 100},
             {{"800x480", 800, 480}, 100},
             {{"text200", 1080, 1920}, 200},
             {{"landscape-text200", 1920, 1080}, 200}};
static const char *const languages[] = {"en", "de", "fr", "ar"};
static const char *const themes[] = {
    [THEME_LIGHT] = "light", [THEME_DARK] = "dark", [THEME_CONTRAST] = "contrast"};

static const char *wanted_size, *wanted_state;

static int32_t look_at_state(const FixtureState *state, size_t size, const char *language)
{
    char name[128];
    int32_t found = 0;
    fixture_set_text(&fixture, sizes[size].percent, THEME_LIGHT);
    fixture_enter(&fixture, state);
    snprintf(name, sizeof(name), "%s %s %s", state->name, sizes[size].size.name, language);
    found += picture_check_layout(&fixture, name);
    bool low = strncmp(state->name, "low--", 5) == 0;
    if (low && ui_layout(fixture.ui)->kind != LAYOUT_COMPACT) // those have no more than a hand
        found += picture_check_reach(&fixture, name);
    for (size_t theme = 0; theme < COUNT_OF(themes); theme++) {
        fixture_set_text(&fixture, sizes[size].percent, (ThemeKind)theme);
        fixture_frame(&fixture, 0);
        snprintf(name, sizeof(name), "%s %s %s %s", state->name, sizes[size].size.name, language,
                 themes[theme]);
        found += picture_check_contrast(&fixture, name);
    }
    return found;
}

static void nothing_is_small_covered_cut_or_pale(void **unused)
{
    (void)unused;
    int32_t found = 0, looked = 0;
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        if (wanted_size && strcmp(sizes[s].size.name, wanted_size) != 0)
            continue;
        fixture_open(&fixture, sizes[s].size.width, sizes[s].size.height, FIXTURE_INITIALS);
        for (size_t l = 0; l < COUNT_OF(languages); l++) {
            fixture_set_language(&fixture, languages[l]);
            for (int32_t i = 0; i < fixture_state_count; i++) {
                if (wanted_state && strcmp(fixture_states[i].name, wanted_state) != 0)
                    continue;
                found += look_at_state(&fixture_states[i], s, languages[l]);
                looked++;
            }
        }
        fixture_close(&fixture);
    }
    assert_true(looked > 0);
    assert_int_equal(found, 0);
}

int main(int argc, char **argv)
{
    wanted_size = argc > 1 ? argv[1] : NULL;
    wanted_state = argc > 2 ? argv[2] : NULL;
    setenv("SDL_VIDEODRIVER", "dummy", 0);
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_small_covered_cut_or_pale)};
    return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
