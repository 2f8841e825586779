/* A lane at rest. Frames are counted in this program, on the loop's own due times over ten seconds
 * of the lane's clock; the share of a core is the kernel's count for the real kiosk over ten
 * seconds of the wall's. */
#include <string.h>

#include "bench_child.h"
#include "bench_lane.h"

enum { WATCH_MS = 10000, BEFORE_MS = 4000, MOVE_GAP_MS = 1000, START_LIMIT_MS = 30000 };

typedef struct Rest {
    int32_t frames, moves; // moves: frames with a pause before them
} Rest;

static Rest watch(BenchLane *lane)
{
    Rest rest = {0};
    int64_t end_ms = lane->now_ms + WATCH_MS, last_ms = lane->now_ms - MOVE_GAP_MS;
    for (int64_t due_ms; (due_ms = bench_lane_due_ms(lane)) < end_ms;) {
        // What is due in the past is due at once; a loop that never sleeps shows as a frame a
        // millisecond.
        lane->now_ms = due_ms > lane->now_ms ? due_ms : lane->now_ms + 1;
        if (!bench_lane_turn(lane))
            continue;
        rest.frames++;
        rest.moves += lane->now_ms - last_ms >= MOVE_GAP_MS;
        last_ms = lane->now_ms;
    }
    return rest;
}

void bench_idle_frames(Bench *bench, int32_t articles)
{
    LaneFolder welcome = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE),
               basket = bench_shop_folder(bench, articles, BENCH_FOLDER_BASKET);
    BenchLane lane = bench_lane_open(&welcome);
    BenchNote note = {.driver = bench_lane_driver()};
    Rest rest = watch(&lane);
    bench_value(bench, "idle_welcome_frames", articles, rest.frames, note);
    bench_value(bench, "idle_welcome_moves", articles, rest.moves, note);
    bench_lane_close(&lane);
    lane = bench_lane_open(&basket);
    rest = watch(&lane);
    bench_value(bench, "idle_basket_frames", articles, rest.frames, note);
    bench_lane_close(&lane);
}

// Negative: not measured.
static double share_percent(const Bench *bench, const LaneFolder *folder, const char *driver)
{
    char rest[200];
    BenchChild kiosk = bench_kiosk_start(bench, folder, driver, NULL);
    double percent = -1;
    if (bench_kiosk_wait(&kiosk, folder, "first frame that can sell, at ", START_LIMIT_MS, 20, NULL,
                         NULL, rest)) {
        bench_sleep_ms(BEFORE_MS);
        int64_t start_ns = bench_now_ns(), cpu_ns = bench_child_cpu_ns(&kiosk);
        bench_sleep_ms(WATCH_MS);
        int64_t end_cpu_ns = bench_child_cpu_ns(&kiosk);
        if (bench_child_runs(&kiosk) && cpu_ns >= 0 && end_cpu_ns >= cpu_ns)
            percent = (double)(end_cpu_ns - cpu_ns) * 100 / (double)(bench_now_ns() - start_ns);
    }
    bench_child_end(&kiosk);
    return percent;
}

static void tell_share(Bench *bench, const LaneFolder *folder, const char *driver,
                       const char *figure, int32_t articles)
{
    if (strcmp(driver, "x11") == 0 && !bench->display[0]) {
        bench_missing(bench, figure, articles, "neither DISPLAY nor Xvfb");
        return;
    }
    double percent = share_percent(bench, folder, driver);
    if (percent < 0)
        bench_missing(bench, figure, articles, "the kiosk showed no frame that can sell, or ended");
    else
        bench_value(bench, figure, articles, percent, (BenchNote){.driver = driver});
}

void bench_idle_share(Bench *bench, int32_t articles)
{
    LaneFolder welcome = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE),
               basket = bench_shop_folder(bench, articles, BENCH_FOLDER_BASKET);
    tell_share(bench, &welcome, "x11", "idle_welcome_x11_percent", articles);
    tell_share(bench, &basket, "x11", "idle_basket_x11_percent", articles);
    tell_share(bench, &welcome, "offscreen", "idle_welcome_offscreen_percent", articles);
    tell_share(bench, &basket, "offscreen", "idle_basket_offscreen_percent", articles);
}
