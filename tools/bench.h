/* kiosk-bench measures the rows of the budgets (docs/benchmarks.md) and prints each figure as a
 * line of JSON. It judges nothing: a figure over its budget is a figure.
 *
 *     bench.c            the table of figures, the command line
 *     bench_report.c     lines of JSON, percentiles
 *     bench_reply.c      an invented shop as the server sends it
 *     bench_shop.c       that shop as catalogue and data folder
 *     bench_pictures.c   its pictures
 *     bench_lane.c       the kiosk inside this program
 *     bench_child.c      the kiosk as a process of its own
 *     bench_folder.c     the folder of everything temporary
 *     bench_catalogue.c  decode, image, codes, search
 *     bench_keys.c       key to results
 *     bench_screen.c     scan to pixels, frames
 *     bench_scroll.c     a list under a finger, its pictures in memory
 *     bench_picture_files.c  its pictures on the disk
 *     bench_reprice.c    prices and taxes of a full order
 *     bench_start.c      process start
 *     bench_memory.c     loading and selling
 *     bench_idle.c       at rest
 *     bench_journal.c    append and sync */
#ifndef KIOSK_TOOLS_BENCH_H
#define KIOSK_TOOLS_BENCH_H

#include "base/error.h"
#include "os/os.h"

enum {
    BENCH_SIZES_MAX = 3,
    BENCH_PATH_MAX = 500,
    BENCH_WIDTH = 1080,
    BENCH_HEIGHT = 1920,
};

typedef struct Bench Bench;
typedef struct BenchShop BenchShop;

typedef struct BenchFigure {
    const char *name; // without the number of articles
    const char *unit;
    int32_t size_count; // measured at so many of 20,000, 100,000 and 300,000 articles; 0: at none
    double budgets[BENCH_SIZES_MAX]; // 0: the table has none; BENCH_BUDGET_NOTHING: nothing at all
                                     // is allowed
    void (*measure)(Bench *bench, int32_t articles); // several figures may come from one measuring
} BenchFigure;
#define BENCH_BUDGET_NOTHING (-1.0)

struct Bench {
    Os os;
    char folder[BENCH_PATH_MAX];   // of everything temporary
    char programs[BENCH_PATH_MAX]; // where this program and the kiosk are
    char display[64];              // of X11; empty: none
    BenchShop *shop;               // the last one asked for
    const BenchFigure *figures;
    int32_t figure_count;
    const bool *wanted; // figure_count x BENCH_SIZES_MAX
};

typedef struct BenchNote { // what a line says besides the value
    const char *driver;    // SDL's; NULL: nothing was drawn
    int32_t runs;          // 0: not said
    double best;           // of the runs, for a busy machine; 0: not said
} BenchNote;

// bench_report.c. `figure` is a name of the table; a line is printed when it was asked for.
// `articles` 0: not by articles.
void bench_value(const Bench *bench, const char *figure, int32_t articles, double value,
                 BenchNote note);
void bench_missing(const Bench *bench, const char *figure, int32_t articles, const char *why);
void bench_report_machine(void);
// Sorts. `part` 0.5 is the median; the sample that so many are not above.
double bench_percentile(double *samples, int32_t count, double part);
int32_t bench_size_index(int32_t articles); // 0 for `articles` 0
void bench_full_name(const BenchFigure *figure, int32_t articles, char out[64]);

int64_t bench_now_ns(void); // monotonic
double bench_ms_since(int64_t start_ns);
void bench_sleep_ms(int32_t ms);
// Prints the sentence and ends with status 1: the measuring itself is broken.
_Noreturn void bench_fail(const char *what, const char *why);

// The measuring. Each gives values to all its figures or says why there are none.
void bench_decode(Bench *bench, int32_t articles);
void bench_image(Bench *bench, int32_t articles);
void bench_barcodes(Bench *bench, int32_t articles);
void bench_search(Bench *bench, int32_t articles);
void bench_screen(Bench *bench, int32_t articles);
void bench_scroll(Bench *bench, int32_t articles);
void bench_keys(Bench *bench, int32_t articles);
void bench_picture_memory(Bench *bench, int32_t articles);
void bench_picture_files(Bench *bench, int32_t articles);
void bench_reprice(Bench *bench, int32_t articles);
void bench_idle_frames(Bench *bench, int32_t articles);
void bench_idle_share(Bench *bench, int32_t articles);
void bench_start(Bench *bench, int32_t articles);
void bench_memory_load(Bench *bench, int32_t articles);
void bench_memory_selling(Bench *bench, int32_t articles);
void bench_journal(Bench *bench, int32_t articles);

#endif
