/* Draws every state of every screen into PNG files, to be looked at.
 *
 *     screen-pictures OUTDIR [FILTER]              one file each: STATE--LOOK.png
 *     screen-pictures --sheets OUTDIR [FILTER]     twelve small ones a file: LOOK-N.png
 *
 * A LOOK is SIZE-LANGUAGE[-text200][-dark|-contrast]. Only pictures whose STATE--LOOK contains
 * FILTER are drawn. */
#include <stdio.h>
#include <string.h>

#include "contact_sheet.h"
#include "fixture.h"

static const FixtureSize sizes[] = {
    {"portrait", 1080, 1920}, {"landscape", 1920, 1080}, {"800x480", 800, 480}};
static const char *const languages[] = {"en", "de", "fr", "ar"};
static const char *const themes[] = {
    [THEME_LIGHT] = "", [THEME_DARK] = "-dark", [THEME_CONTRAST] = "-contrast"};

typedef struct Job {
    const char *directory, *filter;
    ContactSheet *sheet; // NULL: a file each
    Fixture *fixture;
    int32_t failed;
} Job;

static void keep(Job *job, const char *state, const char *name)
{
    char path[512];
    Error error;
    snprintf(path, sizeof(path), "%s/%s.png", job->directory, name);
    bool kept = job->sheet
                    ? contact_sheet_add(job->sheet, job->fixture->display.surface, state, &error)
                    : ui_write_screenshot(job->fixture->ui, path, &error);
    if (kept)
        return;
    fprintf(stderr, "%s\n", error.message);
    job->failed++;
}

static void draw_look(Job *job, const FixtureSize *size, const char *language, int32_t percent,
                      ThemeKind theme)
{
    char look[60];
    Error error;
    snprintf(look, sizeof(look), "%s-%s%s%s", size->name, language, percent > 100 ? "-text200" : "",
             themes[theme]);
    fixture_set_language(job->fixture, language);
    if (job->sheet)
        contact_sheet_begin(job->sheet, look);
    for (int32_t i = 0; i < fixture_state_count; i++) {
        char name[160];
        snprintf(name, sizeof(name), "%s--%s", fixture_states[i].name, look);
        if (job->filter && !strstr(name, job->filter))
            continue;
        fixture_set_text(job->fixture, percent, theme);
        fixture_enter(job->fixture, &fixture_states[i]);
        keep(job, fixture_states[i].name, name);
    }
    if (job->sheet && !contact_sheet_end(job->sheet, &error)) {
        fprintf(stderr, "%s\n", error.message);
        job->failed++;
    }
}

static void draw_size(Job *job, const FixtureSize *size)
{
    fixture_open(job->fixture, size->width, size->height, FIXTURE_PICTURES_LOADED);
    for (size_t l = 0; l < COUNT_OF(languages); l++)
        for (size_t theme = 0; theme < COUNT_OF(themes); theme++) {
            draw_look(job, size, languages[l], 100, (ThemeKind)theme);
            if (size->height > 480) // a small screen has no room for words of 200 %
                draw_look(job, size, languages[l], 200, (ThemeKind)theme);
        }
    fixture_close(job->fixture);
}

int main(int argc, char **argv)
{
    static Fixture fixture; // large: not for the stack
    Error error;
    bool sheets = argc > 1 && strcmp(argv[1], "--sheets") == 0;
    int first = sheets ? 2 : 1;
    if (argc <= first) {
        fprintf(stderr, "usage: screen-pictures [--sheets] OUTDIR [FILTER]\n");
        return 2;
    }
    Job job = {.directory = argv[first],
               .filter = argc > first + 1 ? argv[first + 1] : NULL,
               .fixture = &fixture};
    if (sheets && !contact_sheet_create(job.directory, &job.sheet, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        draw_size(&job, &sizes[s]);
    contact_sheet_destroy(job.sheet);
    return job.failed > 0;
}
