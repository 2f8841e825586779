/* Programs started beside this one, the kiosk above all, and what the kernel and the log say about
 * them. Children end with this program, whatever ends it. */
#ifndef KIOSK_TOOLS_BENCH_CHILD_H
#define KIOSK_TOOLS_BENCH_CHILD_H

#include <sys/types.h>

#include "bench.h"
#include "bench_shop.h"

typedef struct BenchChild {
    pid_t pid;          // 0: none, or not any more
    int status;         // when it has ended by itself: what waitpid said
    int64_t started_ns; // before fork
} BenchChild;

// `words` end with NULL; `driver` and `display` may be NULL. Its output goes to `output`, or
// nowhere when that is -1.
BenchChild bench_child_start(const char *const *words, const char *driver, const char *display,
                             int output);
// Reads what it writes first, up to the end of the line, and closes `input`. False: it said none in
// `limit_ms`.
bool bench_child_first_line(int input, int32_t limit_ms, char out_line[32]);
bool bench_child_runs(BenchChild *child); // false: it ended by itself, with `status`
void bench_child_end(BenchChild *child);  // asks, then kills; accepts none

// The X server that DISPLAY names, else an Xvfb of the bench's own when one is installed:
// bench->display.
BenchChild bench_x11_open(Bench *bench);

// The kiosk beside this program, 1080x1920, with an empty log. `script` may be NULL.
BenchChild bench_kiosk_start(const Bench *bench, const LaneFolder *folder, const char *driver,
                             const char *script);
// Looks into the kiosk's log until a line has `words`: the rest of that line behind them. False: it
// ended or `limit_ms` went by. `each` (may be NULL) is called between looks, every `every_ms`.
bool bench_kiosk_wait(BenchChild *kiosk, const LaneFolder *folder, const char *words,
                      int32_t limit_ms, int32_t every_ms,
                      void (*each)(void *context, const BenchChild *kiosk), void *context,
                      char out_rest[200]);

// The highest number behind `words` in its log, 0 when there is none.
int32_t bench_kiosk_log_number(const LaneFolder *folder, const char *words);

// Negative: the kernel doesn't tell.
double bench_child_pss_mb(const BenchChild *child);      // now, shared pages by their part
double bench_child_peak_rss_mb(const BenchChild *child); // highest so far
int64_t bench_child_cpu_ns(const BenchChild *child);     // of all threads that live

#endif
