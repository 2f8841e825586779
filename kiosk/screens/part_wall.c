/* The welcome wall: columns of tinted tiles with the shop's articles. One tile turns over every
 * five seconds; between two turns nothing is drawn. */
#include <math.h>

#include "screens/parts.h"

enum {
    WALL_COLUMNS_MAX = 8,
    WALL_ROWS = 5,
    WALL_TURN_MS = 5000,
    WALL_FADE_MS = 240,
    WALL_STEP_MS = 80, // three steps: each wakes the lane, which is the dearest part of a frame
    WALL_DIM_MS = 10 * 60 * 1000,
    WALL_ARTICLES_MAX = 160, // of which the wall chooses
};

typedef struct WallArticles {
    int32_t indexes[WALL_ARTICLES_MAX];
    int32_t count;
} WallArticles;

// Articles with a picture, spread over the catalogue; without any, the first ones with their
// initials.
static void choose_articles(const Catalogue *catalogue, WallArticles *out)
{
    if (!catalogue)
        return;
    int32_t look = catalogue->article_count < 4000 ? catalogue->article_count : 4000;
    for (int32_t want_image = 1; want_image >= 0 && out->count < 8; want_image--)
        for (int32_t i = 0; i < look && out->count < WALL_ARTICLES_MAX; i++) {
            bool has_image = catalogue->articles[i].flags & CAT_ARTICLE_HAS_IMAGE;
            if (has_image == (want_image == 1) && catalogue_article_sellable(catalogue, i))
                out->indexes[out->count++] = i;
        }
}

// Which article a tile shows after `turns` turns of the wall: each tile turns once in `tiles`
// turns.
static int32_t article_on(int32_t tile, int32_t tiles, int64_t turns, int32_t articles,
                          bool *out_just_turned)
{
    int32_t place = (tile * 7 + 3) % tiles; // 7 and 25, 40 have no common divisor
    int64_t turned = turns / tiles + (turns % tiles > place);
    *out_just_turned = turns > 0 && (turns - 1) % tiles == place;
    // Neighbours in the catalogue look alike: the wall goes through it in strides.
    int32_t stride = articles % 7 ? 7 : articles % 11 ? 11 : 13;
    return (int32_t)((tile + turned * tiles) * stride % articles);
}

static void tile(Scene *scene, Rect where, int32_t article, float opacity)
{
    const CatArticle *record = &scene->view->catalogue->articles[article];
    ui_push_motion(scene->ui, 0, 0, opacity);
    ui_picture(scene->ui, where,
               &(UiPicture){.kind = PICTURE_ARTICLE,
                            .id = (uint64_t)record->id,
                            .initials = article_initials(scene, article_name(scene, article)),
                            .tint = COLOUR_COUNT,
                            .radius = 48,
                            .inset = 20});
    ui_pop_motion(scene->ui);
}

static const float offsets[WALL_COLUMNS_MAX] = {-140, -30, -190, -80, -150, -60, -170, -110};

void part_wall(Scene *scene, Rect area)
{
    Ui *ui = scene->ui;
    const float side = 256, gap = 24;
    int64_t since_ms = scene->view->now_ms - scene->state->screen_since_ms;
    int64_t turns = since_ms / WALL_TURN_MS, in_turn_ms = since_ms % WALL_TURN_MS;
    bool motion = !ui_settings(ui).motion_off;
    WallArticles articles = {0};
    choose_articles(scene->view->catalogue, &articles);
    int32_t columns = (int32_t)ceilf(area.w / (side + gap) + 0.7f); // the outer ones are cut
    columns = columns < 1 ? 1 : columns > WALL_COLUMNS_MAX ? WALL_COLUMNS_MAX : columns;
    int32_t tiles = columns * WALL_ROWS;
    float x = area.x + (area.w - (float)columns * (side + gap) + gap) / 2;

    ui_push_clip(ui, area);
    bool dim = scene->view->now_ms - ui_last_input_ms(ui) > WALL_DIM_MS && since_ms > WALL_DIM_MS;
    ui_push_motion(ui, 0, 0, dim ? 0.7f : 1.0f);
    for (int32_t i = 0; i < tiles; i++) {
        Rect where = RECT(x + (float)(i / WALL_ROWS) * (side + gap),
                          area.y + offsets[i / WALL_ROWS] + (float)(i % WALL_ROWS) * (side + gap),
                          side, side);
        if (where.y > area.y + area.h || where.y + side < area.y)
            continue;
        if (articles.count == 0) {
            ui_box(ui, where,
                   (UiBox){.fill = theme_tint_from_hash((uint64_t)i * 2654435761u), .radius = 48});
            continue;
        }
        bool turning = false, was_turning = false;
        int32_t now = article_on(i, tiles, turns, articles.count, &turning);
        if (turning && in_turn_ms < WALL_FADE_MS && motion) {
            float part = (float)in_turn_ms / WALL_FADE_MS;
            tile(scene, where,
                 articles.indexes[article_on(i, tiles, turns - 1, articles.count, &was_turning)],
                 1);
            tile(scene, where, articles.indexes[now], part);
        } else {
            tile(scene, where, articles.indexes[now], 1);
        }
    }
    ui_pop_motion(ui);
    ui_pop_clip(ui);
    bool moving = turns > 0 && in_turn_ms < WALL_FADE_MS && motion;
    ui_wake_at(ui, moving ? scene->view->now_ms + WALL_STEP_MS
                          : scene->view->now_ms + WALL_TURN_MS - in_turn_ms);
}

float part_wall_nudge(Scene *scene)
{
    int64_t since_ms = scene->view->now_ms - scene->state->screen_since_ms;
    int64_t in_turn_ms = since_ms % WALL_TURN_MS; // with the tile: the same frames show both
    if (since_ms < WALL_TURN_MS || in_turn_ms >= WALL_FADE_MS || ui_settings(scene->ui).motion_off)
        return 0;
    ui_wake_at(scene->ui, scene->view->now_ms + WALL_STEP_MS);
    return 12.0f * sinf((float)in_turn_ms * 3.14159265f / (float)WALL_FADE_MS);
}
