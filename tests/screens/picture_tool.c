/* Draws every state of every screen into PNG files, to be looked at: screen-pictures OUTDIR
 * [FILTER]
 *
 * Files are named STATE--SIZE-LANGUAGE[-text200|-contrast].png; only those whose name contains
 * FILTER are drawn. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"

static const FixtureSize sizes[] = {
    {"portrait", 1080, 1920}, {"landscape", 1920, 1080}, {"800x480", 800, 480}};
static const struct {
    const char *name, *language;
    int32_t percent;
    ThemeKind theme;
} looks[] = {
    {"en", "en", 100, THEME_LIGHT},         {"ar", "ar", 100, THEME_LIGHT},
    {"de", "de", 100, THEME_LIGHT},         {"en-text200", "en", 200, THEME_LIGHT},
    {"de-text200", "de", 200, THEME_LIGHT}, {"en-contrast", "en", 100, THEME_CONTRAST},
    {"en-dark", "en", 100, THEME_DARK},
};

static int32_t draw(Fixture *fixture, const char *directory, const char *filter,
                    const FixtureSize *size, size_t look)
{
    int32_t failed = 0;
    for (int32_t i = 0; i < fixture_state_count; i++) {
        char name[160], path[512];
        snprintf(name, sizeof(name), "%s--%s-%s", fixture_states[i].name, size->name,
                 looks[look].name);
        if (filter && !strstr(name, filter))
            continue;
        fixture_set_language(fixture, looks[look].language);
        fixture_set_text(fixture, looks[look].percent, looks[look].theme);
        fixture_enter(fixture, &fixture_states[i]);
        snprintf(path, sizeof(path), "%s/%s.png", directory, name);
        Error error;
        if (!ui_write_screenshot(fixture->ui, path, &error)) {
            fprintf(stderr, "%s\n", error.message);
            failed++;
        }
    }
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: screen-pictures OUTDIR [FILTER]\n");
        return 2;
    }
    static Fixture fixture;
    int32_t failed = 0;
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        fixture_open(&fixture, sizes[s].width, sizes[s].height, FIXTURE_PICTURES_LOADED);
        for (size_t look = 0; look < COUNT_OF(looks); look++)
            failed += draw(&fixture, argv[1], argc > 2 ? argv[2] : NULL, &sizes[s], look);
        fixture_close(&fixture);
    }
    return failed > 0;
}
