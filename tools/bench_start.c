/* From fork and exec of the real kiosk to the first presented frame that can sell, which it says in
 * its log with the time on the machine's clock. */
#include <stdio.h>
#include <stdlib.h>

#include "bench_child.h"

enum { RUNS = 15, WARM_UP = 2, LIMIT_MS = 30000 };

static bool start_once(Bench *bench, const LaneFolder *folder, double *out_ms)
{
    char rest[200];
    BenchChild kiosk = bench_kiosk_start(bench, folder, "offscreen", NULL);
    bool ok = bench_kiosk_wait(&kiosk, folder, "first frame that can sell, at ", LIMIT_MS, 5, NULL,
                               NULL, rest);
    if (ok)
        *out_ms = strtod(rest, NULL) - (double)kiosk.started_ns / 1e6;
    bench_child_end(&kiosk);
    return ok;
}

void bench_start(Bench *bench, int32_t articles)
{
    double ms[RUNS];
    LaneFolder folder = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE);
    for (int32_t i = -WARM_UP; i < RUNS; i++)
        if (!start_once(bench, &folder, &ms[i < 0 ? 0 : i])) {
            bench_missing(bench, "start_ms", articles, "the kiosk showed no frame that can sell");
            return;
        }
    BenchNote note = {"offscreen", RUNS, bench_percentile(ms, RUNS, 0)};
    bench_value(bench, "start_ms", articles, bench_percentile(ms, RUNS, 0.5), note);
}
