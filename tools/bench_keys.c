/* From a key of the search screen's own keyboard to the results: the finger goes down and up
 * through SDL's queue, and the time counts from its lifting to the end of the present that shows
 * what is found. */
#include <SDL.h>
#include <stdio.h>
#include <string.h>

#include "app/script_act.h"
#include "bench_child.h"
#include "bench_lane.h"
#include "domain/catalogue_search.h"

enum { QUERIES = 30, QUERY_ROOM = 16, KEYS_MAX = QUERIES * QUERY_ROOM, TURNS_MAX = 10 };

// What people type, in letters that the English keyboard has.
static void make_queries(const Catalogue *catalogue, char queries[QUERIES][QUERY_ROOM])
{
    static const char *const typed[] = {"choc",      "milk", "organic app", "coffee 500", "no. 99",
                                        "water 1.5", "zzz",  "a0012",       "bread",      "5410"};
    int32_t count = 0;
    for (; count < (int32_t)COUNT_OF(typed); count++)
        snprintf(queries[count], QUERY_ROOM, "%s", typed[count]);
    for (int32_t article = 0; count < QUERIES; article += 331) {
        Text name = catalogue_article_name(catalogue, article % catalogue->article_count, 0);
        char *query = queries[count];
        text_copy_to_buffer(text_slice(name, 0, 12), query, QUERY_ROOM);
        bool plain = true;
        for (char *at = query; *at; at++) {
            *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + ('a' - 'A')) : *at;
            plain = plain && (uint8_t)*at < 0x80;
        }
        count += plain;
    }
}

static void push_finger(const BenchLane *lane, uint32_t type, const char *id)
{
    const Layout *layout = ui_layout(lane->app->ui);
    const AccessTree *tree = ui_access_tree(lane->app->ui);
    const AccessNode *node = access_tree_find_id(tree, text_from_string(id));
    if (!node)
        bench_fail(id, "is not on the search screen");
    float x = (float)node->seen.x + (float)node->seen.w * 0.5f;
    float y = (float)node->seen.y + (float)node->seen.h * 0.5f;
    script_push_finger(type, x / (float)layout->width_px, y / (float)layout->height_px);
}

static void press(BenchLane *lane, const char *id)
{
    push_finger(lane, SDL_FINGERDOWN, id);
    bench_lane_settle(lane); // a finger rests for longer than the key takes to look pressed
    lane->now_ms += 80;
}

// What a key did is all there when it doesn't look pressed any more.
static void let_go(BenchLane *lane)
{
    bench_lane_settle(lane);
    lane->now_ms += MOTION_PRESS_MS;
    bench_lane_settle(lane);
}

static void tap(BenchLane *lane, const char *id)
{
    press(lane, id);
    push_finger(lane, SDL_FINGERUP, id);
    let_go(lane);
}

// The number that the screen says was found, -1 when it says none.
static int64_t shown_count(const BenchLane *lane)
{
    const AccessTree *tree = ui_access_tree(lane->app->ui);
    const AccessNode *node = access_tree_find_id(tree, TEXT("found-count"));
    int64_t count = -1;
    for (int32_t i = 0; node && i < node->label.size; i++) {
        char c = node->label.data[i];
        if (c >= '0' && c <= '9')
            count = (count < 0 ? 0 : count * 10) + (c - '0');
    }
    return count;
}

static int64_t expected_count(const BenchLane *lane, Text query)
{
    int32_t total = 0;
    (void)catalogue_search(&lane->app->lane.catalogue, query, &(int32_t){0}, 1, &total);
    return total > 0 ? total : -1;
}

static const char *key_of(char letter, char out[8])
{
    if (letter == ' ')
        return "key-space";
    snprintf(out, 8, "key-%c", letter);
    return out;
}

// Milliseconds of the key behind the first `size` letters of `query`.
static double type_key(BenchLane *lane, const char *query, int32_t size)
{
    char id[8];
    const char *key = key_of(query[size], id);
    const AccessTree *tree = ui_access_tree(lane->app->ui);
    if (!access_tree_find_id(tree, text_from_string(key)))
        tap(lane, "key-123");
    int64_t expected = expected_count(lane, (Text){query, size + 1});
    press(lane, key);
    int64_t start_ns = bench_now_ns();
    push_finger(lane, SDL_FINGERUP, key);
    bool shown = false;
    for (int32_t i = 0; i < TURNS_MAX && !shown; i++)
        shown = bench_lane_turn(lane) && shown_count(lane) == expected;
    double ms = bench_ms_since(start_ns);
    if (!shown)
        bench_fail(query, "is not what is found");
    let_go(lane);
    bench_sleep_ms(5); // pictures of what was found are decoded beside, as they are between keys
    bench_lane_settle(lane);
    return ms;
}

void bench_keys(Bench *bench, int32_t articles)
{
    static char queries[QUERIES][QUERY_ROOM];
    static double ms[KEYS_MAX];
    int32_t keys = 0;
    LaneFolder folder = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE);
    BenchLane lane = bench_lane_open(&folder);
    make_queries(&lane.app->lane.catalogue, queries);
    bench_lane_event(&lane, (CheckoutEvent){.kind = EVENT_START});
    bench_lane_settle(&lane);
    bench_lane_event(&lane, (CheckoutEvent){.kind = EVENT_SHOW_SEARCH});
    bench_lane_settle(&lane);
    lane.now_ms += 1000; // past the guard against touches meant for the screen before
    for (int32_t i = 0; i < QUERIES; i++) {
        int32_t size = (int32_t)strlen(queries[i]);
        for (int32_t k = 0; k < size; k++)
            ms[keys++] = type_key(&lane, queries[i], k);
        for (int32_t k = 0; k < size; k++)
            tap(&lane, "key-back");
    }
    BenchNote note = {.driver = bench_lane_driver(), .runs = keys};
    bench_lane_close(&lane);
    bench_value(bench, "key_to_results_p50_ms", articles, bench_percentile(ms, keys, 0.5), note);
    bench_value(bench, "key_to_results_p99_ms", articles, bench_percentile(ms, keys, 0.99), note);
}
