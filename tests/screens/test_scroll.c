/* A list of 5,000 articles with pictures, dragged from its first to its last: what is made of it is
 * what is seen, and its pictures stay within their bound. */
#include <SDL2/SDL.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "support/unit_test.h"
#include "ui/image_library.h"

enum { ARTICLES = 5000, FILES = 8, SIDE = 64, DRAGS_MAX = 2000, WAITS_MAX = 2000 };

static Fixture fixture; // large: not for the stack
static char folder[] = "/tmp/kiosk-scroll-XXXXXX";
static bool seen[ARTICLES + 1];
static atomic_bool loaded[ARTICLES + 1];

static void file_path(int32_t id, char *out, size_t room)
{
    snprintf(out, room, "%s/%d", folder, (int)id);
}

static bool path_of(void *context, PictureKind kind, uint64_t id, char *out, size_t room)
{
    (void)context;
    file_path((int32_t)id, out, room);
    return kind == PICTURE_ARTICLE;
}

static void note_loaded(void *context, const char *path)
{
    (void)context;
    atomic_store(&loaded[atoi(strrchr(path, '/') + 1)], true);
}

// Every second one a JPEG; a few under the names of all.
static void write_pictures(void)
{
    char path[64], first[64];
    Error error;
    const ImageLibrary *images = image_library_open(&error);
    assert_non_null(images);
    for (int32_t i = 1; i <= FILES; i++) {
        SDL_Surface *surface =
            SDL_CreateRGBSurfaceWithFormat(0, SIDE, SIDE, 32, SDL_PIXELFORMAT_RGBA32);
        assert_non_null(surface);
        for (int32_t at = 0; at < SIDE * SIDE; at++)
            ((uint32_t *)surface->pixels)[at] =
                0xff000000u | (uint32_t)at * (uint32_t)(i + 1) * 2654435u;
        file_path(i, path, sizeof path);
        assert_int_equal(
            i % 2 ? images->SaveJPG(surface, path, 85) : images->SavePNG(surface, path), 0);
        SDL_FreeSurface(surface);
    }
    for (int32_t id = FILES + 1; id <= ARTICLES; id++) {
        file_path((id - 1) % FILES + 1, first, sizeof first);
        file_path(id, path, sizeof path);
        assert_int_equal(link(first, path), 0);
    }
}

static void enter_browse(Fixture *at)
{
    at->checkout.screen = SCREEN_BROWSE;
}

static int open_list(void **state)
{
    static const FixtureState browse = {.name = "browse", .enter = enter_browse};
    (void)state;
    assert_non_null(mkdtemp(folder));
    write_pictures();
    fixture_open_long(&fixture, 1080, 1920, ARTICLES,
                      (PictureSource){.path = path_of, .used = note_loaded});
    fixture_enter(&fixture, &browse);
    return 0;
}

static int close_list(void **state)
{
    char command[64];
    (void)state;
    fixture_close(&fixture);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static const AccessNode *list_node(void)
{
    const AccessNode *list = access_tree_find_id(ui_access_tree(fixture.ui), TEXT("products"));
    assert_non_null(list);
    return list;
}

// Tiles are there for whole rows, of which some part is seen; and all that is held has its bound.
// Returns how many of them wait for the loader.
static int32_t check_frame(void)
{
    const AccessTree *tree = ui_access_tree(fixture.ui);
    PixelRect area = list_node()->seen;
    int32_t tiles = 0, waiting = 0;
    for (int32_t i = 0; i < tree->count; i++) {
        const AccessNode *node = &tree->nodes[i];
        if (node->role != ACCESS_TILE)
            continue;
        tiles++;
        // A row that only touches the edge is made too.
        assert_true(node->rect.y <= area.y + area.h + 1);
        assert_true(node->rect.y + node->rect.h + 32 >= area.y);
        int id = 0;
        assert_int_equal(sscanf(node->id.data, "product-%d", &id), 1);
        assert_in_range(id, 1, ARTICLES);
        bool shown = node->seen.h * 2 > node->rect.h; // of an edge less may be seen than a picture
        waiting += shown && !atomic_load(&loaded[id]);
        seen[id] = seen[id] || shown;
    }
    assert_in_range(tiles, 4, 32);
    assert_true(ui_frame_stats(fixture.ui).picture_bytes <= PICTURE_CACHE_BYTES);
    return waiting;
}

static int32_t frame(int64_t after_ms)
{
    fixture_frame(&fixture, after_ms);
    return check_frame();
}

static void finger(uint32_t type, float part)
{
    PixelRect area = list_node()->seen;
    SDL_Event event = {.tfinger = {.type = type, .fingerId = 1, .x = 0.5f}};
    event.tfinger.y = ((float)area.y + (float)area.h * part) / 1920;
    ui_handle_event(fixture.ui, &event, fixture.now_ms);
}

// Most of a page, and the finger rests before it is lifted: nothing runs on.
static void drag_on(void)
{
    finger(SDL_FINGERDOWN, 0.92f);
    frame(16);
    finger(SDL_FINGERMOTION, 0.85f); // as far as a touch isn't one any more
    frame(16);
    finger(SDL_FINGERMOTION, 0.05f);
    frame(16);
    fixture.now_ms += 500;
    finger(SDL_FINGERUP, 0.05f);
    frame(16);
}

static void a_long_list_costs_what_is_seen_of_it(void **state)
{
    (void)state;
    check_frame();
    for (int32_t i = 0; i < DRAGS_MAX && !seen[ARTICLES]; i++) {
        drag_on();
        for (int32_t k = 0; k < WAITS_MAX && frame(1) > 0; k++)
            SDL_Delay(5);
    }
    frame(1);
    for (int32_t id = 1; id <= ARTICLES; id++)
        if (!seen[id] || !atomic_load(&loaded[id]))
            fail_msg("article %d was never shown", (int)id);
    // It was full: the bound did hold something back.
    assert_true(ui_frame_stats(fixture.ui).picture_bytes > PICTURE_CACHE_BYTES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_long_list_costs_what_is_seen_of_it, open_list,
                                        close_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
