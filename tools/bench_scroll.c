/* One list of all articles under a finger: what its frames cost, and what its pictures take in
 * memory. Fingers go through SDL's queue, the screens and widgets are the kiosk's. */
#include <SDL.h>
#include <stdio.h>

#include "app/script_act.h"
#include "bench_child.h"
#include "bench_lane.h"
#include "bench_pictures.h"
#include "bench_reply.h"
#include "ui/picture.h"

enum {
    FRAME_MS = 16,
    SWIPES = 30,
    SWIPE_MOVES = 10,
    RUN_ON_FRAMES_MAX = 200,
    FRAMES_MAX = SWIPES * (SWIPE_MOVES + RUN_ON_FRAMES_MAX + 2),
    PAGES_MAX = 4000,
    PAGE_LOOKS_MAX = 400,
    QUIET_LOOKS = 6,
    LOOK_MS = 2,
};

typedef struct Frames {
    double ms[FRAMES_MAX];
    int32_t count;
} Frames;

static PixelRect list_area(const BenchLane *lane)
{
    const AccessTree *tree = ui_access_tree(lane->app->ui);
    const AccessNode *node = access_tree_find_id(tree, TEXT("products"));
    if (!node)
        bench_fail("the browse screen", "has no list");
    return node->seen;
}

// `part` 0 is the top of the list, 1 its bottom.
static void finger(const BenchLane *lane, uint32_t type, PixelRect area, float part)
{
    const Layout *layout = ui_layout(lane->app->ui);
    float x = (float)area.x + (float)area.w * 0.5f, y = (float)area.y + (float)area.h * part;
    script_push_finger(type, x / (float)layout->width_px, y / (float)layout->height_px);
}

static bool product_is_seen(const BenchLane *lane, int32_t number)
{
    char code[14], id[32];
    bench_reply_barcode(number, code);
    snprintf(id, sizeof id, "product-%s", code);
    return access_tree_find_id(ui_access_tree(lane->app->ui), text_from_string(id)) != NULL;
}

// A frame as the lane has it: what came since the last one is taken, drawn and presented. The rest
// of its 16 ms is slept, so that the loader of pictures has no more and no less time than there.
static void paced_frame(BenchLane *lane, Frames *frames, int64_t pushed_ns)
{
    if (bench_lane_turn(lane)) {
        CHECK(frames->count < FRAMES_MAX);
        frames->ms[frames->count++] = bench_ms_since(pushed_ns);
    }
    lane->now_ms += FRAME_MS;
    double left_ms = FRAME_MS - bench_ms_since(pushed_ns);
    if (left_ms >= 1)
        bench_sleep_ms((int32_t)left_ms);
}

static void swipe(BenchLane *lane, Frames *frames, float from, float to)
{
    PixelRect area = list_area(lane);
    finger(lane, SDL_FINGERDOWN, area, from);
    paced_frame(lane, frames, bench_now_ns());
    for (int32_t i = 1; i <= SWIPE_MOVES; i++) {
        int64_t start_ns = bench_now_ns();
        finger(lane, SDL_FINGERMOTION, area, from + (to - from) * (float)i / SWIPE_MOVES);
        paced_frame(lane, frames, start_ns);
    }
    int64_t start_ns = bench_now_ns();
    finger(lane, SDL_FINGERUP, area, to);
    paced_frame(lane, frames, start_ns);
    for (int32_t i = 0; i < RUN_ON_FRAMES_MAX; i++) {
        if (bench_lane_due_ms(lane) > lane->now_ms + 4 * FRAME_MS)
            return;
        paced_frame(lane, frames, bench_now_ns());
    }
}

static BenchLane open_list(Bench *bench, int32_t articles)
{
    LaneFolder folder = bench_shop_folder(bench, articles, BENCH_FOLDER_LIST);
    BenchLane lane = bench_lane_open(&folder);
    bench_lane_event(&lane, (CheckoutEvent){.kind = EVENT_START});
    for (int32_t i = 0; i < 40; i++) { // pictures are decoded beside
        bench_lane_settle(&lane);
        bench_sleep_ms(5);
    }
    if (lane.app->lane.checkout.screen != SCREEN_BROWSE || !product_is_seen(&lane, 1))
        bench_fail("the browse screen", "does not show the list");
    return lane;
}

void bench_scroll(Bench *bench, int32_t articles)
{
    static Frames frames;
    BenchLane lane = open_list(bench, articles);
    frames.count = 0;
    for (int32_t i = 0; i < SWIPES; i++) // some go back: people overshoot
        swipe(&lane, &frames, i % 5 == 4 ? 0.2f : 0.85f, i % 5 == 4 ? 0.85f : 0.15f);
    if (frames.count == 0 || product_is_seen(&lane, 1))
        bench_fail("the list", "does not scroll");
    BenchNote note = {.driver = bench_lane_driver(), .runs = frames.count};
    bench_lane_close(&lane);
    bench_value(bench, "scroll_frame_p50_ms", articles,
                bench_percentile(frames.ms, frames.count, 0.5), note);
    bench_value(bench, "scroll_frame_p99_ms", articles,
                bench_percentile(frames.ms, frames.count, 0.99), note);
    bench_value(bench, "scroll_frame_max_ms", articles,
                bench_percentile(frames.ms, frames.count, 1), note);
}

static int64_t picture_bytes(const BenchLane *lane)
{
    return ui_frame_stats(lane->app->ui).picture_bytes;
}

static void look_turn(BenchLane *lane, int64_t *most)
{
    lane->app->dirty = true; // a picture that came rings a bell, which a turn by hand doesn't hear
    (void)bench_lane_turn(lane);
    lane->now_ms += FRAME_MS;
    *most = picture_bytes(lane) > *most ? picture_bytes(lane) : *most;
}

// Drags most of a page and rests, so that nothing is thrown; until all its pictures are there.
static void page_down(BenchLane *lane, int64_t *most)
{
    PixelRect area = list_area(lane);
    finger(lane, SDL_FINGERDOWN, area, 0.9f);
    look_turn(lane, most);
    for (int32_t i = 1; i <= SWIPE_MOVES; i++) {
        finger(lane, SDL_FINGERMOTION, area, 0.9f - 0.8f * (float)i / SWIPE_MOVES);
        look_turn(lane, most);
    }
    lane->now_ms += 1000;
    finger(lane, SDL_FINGERUP, area, 0.1f);
    int32_t quiet = 0;
    for (int32_t i = 0; i < PAGE_LOOKS_MAX && quiet < QUIET_LOOKS; i++) {
        int64_t before = picture_bytes(lane);
        look_turn(lane, most);
        quiet = picture_bytes(lane) == before ? quiet + 1 : 0;
        bench_sleep_ms(LOOK_MS);
    }
}

void bench_picture_memory(Bench *bench, int32_t articles)
{
    (void)articles;
    int64_t most = 0;
    BenchLane lane = open_list(bench, BENCH_LIST_PICTURES);
    for (int32_t i = 0; i < PAGES_MAX && !product_is_seen(&lane, BENCH_LIST_PICTURES); i++)
        page_down(&lane, &most);
    bool whole = product_is_seen(&lane, BENCH_LIST_PICTURES);
    BenchNote note = {.driver = bench_lane_driver()};
    bench_lane_close(&lane);
    if (!whole)
        bench_fail("the list", "has no end");
    bench_value(bench, "picture_memory_mb", 0, (double)most / 1e6, note);
}
