/* From a scan to pixels, and what frames cost: in this program, with the kiosk's own loop, journal
 * and screens. */
#include <string.h>

#include "bench_child.h"
#include "bench_lane.h"
#include "bench_reply.h"

enum {
    SCANS = 300,
    SCANS_A_BASKET = 30,
    LINE_CHANGES = 200,
    MOTION_MAX = LINE_CHANGES * 64,
    WHOLE_FRAMES = 60,
    FRAME_MS = 16
};

static void empty_basket(BenchLane *lane)
{
    while (lane->app->lane.checkout.order.line_count > 0)
        bench_lane_event(lane,
                         (CheckoutEvent){.kind = EVENT_LINE_REMOVE,
                                         .line_id = lane->app->lane.checkout.order.lines[0].id});
    bench_lane_settle(lane);
}

// From the scanner's Enter to the presented frame: the turn that takes the code, steps, queues the
// journal's record, draws and presents. The journal's thread writes at its own pace.
static void scans(Bench *bench, BenchLane *lane, int32_t articles)
{
    static double ms[SCANS];
    BenchNote note = {.driver = bench_lane_driver(), .runs = SCANS};
    for (int32_t i = 0; i < SCANS; i++) {
        char code[14];
        if (i % SCANS_A_BASKET == 0)
            empty_basket(lane);
        bench_reply_barcode((int32_t)((int64_t)i * 7919 % articles) + 1, code);
        int32_t before = lane->app->lane.checkout.order.line_count;
        int64_t start_ns = bench_now_ns();
        bench_lane_type_code(code);
        bool presented = bench_lane_turn(lane);
        ms[i] = bench_ms_since(start_ns);
        if (!presented || lane->app->lane.checkout.order.line_count != before + 1)
            bench_fail("a scan", "is not on the screen");
        bench_lane_settle(lane);
        bench_sleep_ms(3); // the next customer's hand is slower; the journal gets its core
    }
    bench_value(bench, "scan_to_pixels_p50_ms", articles, bench_percentile(ms, SCANS, 0.5), note);
    bench_value(bench, "scan_to_pixels_p99_ms", articles, bench_percentile(ms, SCANS, 0.99), note);
}

// A line's quantity changes: the first frame that says so, and the frames of the motion behind it.
static void line_frames(Bench *bench, BenchLane *lane, int32_t articles)
{
    static double ms[LINE_CHANGES], motion_ms[MOTION_MAX];
    int32_t motion_count = 0;
    for (int32_t i = 0; i < LINE_CHANGES; i++) {
        const Order *order = &lane->app->lane.checkout.order;
        int32_t line_id = order->lines[order->line_count - 1 - i / 2 % 4].id;
        bench_lane_event(lane, (CheckoutEvent){.kind = i % 2 ? EVENT_LINE_MINUS : EVENT_LINE_PLUS,
                                               .line_id = line_id});
        int64_t start_ns = bench_now_ns();
        (void)bench_lane_draw(lane);
        ms[i] = bench_ms_since(start_ns);
        for (int32_t frame = 0;
             frame < 64 && bench_lane_due_ms(lane) <= lane->now_ms + 4 * FRAME_MS; frame++) {
            lane->now_ms += FRAME_MS;
            start_ns = bench_now_ns();
            if (bench_lane_turn(lane))
                motion_ms[motion_count++] = bench_ms_since(start_ns);
        }
    }
    BenchNote note = {.driver = bench_lane_driver(), .runs = LINE_CHANGES};
    bench_value(bench, "line_frame_p50_ms", articles, bench_percentile(ms, LINE_CHANGES, 0.5),
                note);
    bench_value(bench, "line_frame_p99_ms", articles, bench_percentile(ms, LINE_CHANGES, 0.99),
                note);
    note.runs = motion_count;
    if (motion_count > 0)
        bench_value(bench, "line_motion_p50_ms", articles,
                    bench_percentile(motion_ms, motion_count, 0.5), note);
    else
        bench_missing(bench, "line_motion_p50_ms", articles, "nothing moves when a line changes");
}

static void whole_frames(Bench *bench, BenchLane *lane, const char *figure, int32_t articles)
{
    double ms[WHOLE_FRAMES];
    bench_lane_settle(lane);
    for (int32_t i = 0; i < WHOLE_FRAMES; i++) {
        lane->now_ms++;
        ui_invalidate(lane->app->ui);
        int64_t start_ns = bench_now_ns();
        if (!bench_lane_draw(lane))
            bench_fail(figure, "nothing was presented");
        ms[i] = bench_ms_since(start_ns);
    }
    bench_value(bench, figure, articles, bench_percentile(ms, WHOLE_FRAMES, 0.5),
                (BenchNote){.driver = bench_lane_driver(), .runs = WHOLE_FRAMES});
}

static void show(BenchLane *lane, CheckoutEventKind kind, CheckoutScreen screen)
{
    bench_lane_event(lane, (CheckoutEvent){.kind = kind});
    for (int32_t i = 0; i < 40; i++) { // pictures are decoded beside
        bench_lane_settle(lane);
        bench_sleep_ms(5);
    }
    if (lane->app->lane.checkout.screen != screen)
        bench_fail("the screen is not", checkout_screen_name(screen));
}

void bench_screen(Bench *bench, int32_t articles)
{
    LaneFolder folder = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE);
    BenchLane lane = bench_lane_open(&folder);
    whole_frames(bench, &lane, "whole_frame_welcome_ms", articles);
    show(&lane, EVENT_START, SCREEN_BROWSE);
    scans(bench, &lane, articles);
    whole_frames(bench, &lane, "whole_frame_browse_ms", articles);
    show(&lane, EVENT_SHOW_BASKET, SCREEN_BASKET);
    line_frames(bench, &lane, articles);
    whole_frames(bench, &lane, "whole_frame_basket_ms", articles);
    empty_basket(&lane);
    bench_lane_close(&lane);
}
