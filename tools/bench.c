/* kiosk-bench [NAME ...]: without names every figure; a name may leave out the number of articles.
 */
#include "bench.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backoffice/picture_files.h"
#include "bench_child.h"
#include "bench_folder.h"
#include "bench_shop.h"
#include "ui/picture.h"

static const int32_t sizes[BENCH_SIZES_MAX] = {20000, 100000, 300000};

static const BenchFigure figures[] = {
    {"start_ms", "ms", 3, {60, 80, 300}, bench_start},
    {"decode_ms", "ms", 3, {200, 1000}, bench_decode},
    {"image_open_ms", "ms", 3, {0}, bench_image},
    {"barcode_known_ns", "ns", 3, {1000, 1000, 1000}, bench_barcodes},
    {"barcode_unknown_ns", "ns", 3, {1000, 1000, 1000}, bench_barcodes},
    {"search_p50_ms", "ms", 3, {1, 3, 10}, bench_search},
    {"search_p99_ms", "ms", 3, {1, 3, 10}, bench_search},
    {"key_to_results_p50_ms", "ms", 3, {0}, bench_keys},
    {"key_to_results_p99_ms", "ms", 3, {16, 16, 16}, bench_keys},
    {"scan_to_pixels_p50_ms", "ms", 3, {0}, bench_screen},
    {"scan_to_pixels_p99_ms", "ms", 3, {20, 20, 20}, bench_screen},
    {"line_frame_p50_ms", "ms", 3, {2, 2, 2}, bench_screen},
    {"line_frame_p99_ms", "ms", 3, {0}, bench_screen},
    {"line_motion_p50_ms", "ms", 3, {0}, bench_screen},
    {"whole_frame_welcome_ms", "ms", 3, {12, 12, 12}, bench_screen},
    {"whole_frame_browse_ms", "ms", 3, {12, 12, 12}, bench_screen},
    {"whole_frame_basket_ms", "ms", 3, {12, 12, 12}, bench_screen},
    {"scroll_frame_p50_ms", "ms", 3, {0}, bench_scroll},
    {"scroll_frame_p99_ms", "ms", 3, {16, 16, 16}, bench_scroll},
    {"scroll_frame_max_ms", "ms", 3, {0}, bench_scroll},
    {"idle_welcome_frames", "frames in 10 s", 3, {0}, bench_idle_frames},
    {"idle_welcome_moves", "tiles turned in 10 s", 3, {2, 2, 2}, bench_idle_frames},
    {"idle_basket_frames",
     "frames in 10 s",
     3,
     {BENCH_BUDGET_NOTHING, BENCH_BUDGET_NOTHING, BENCH_BUDGET_NOTHING},
     bench_idle_frames},
    {"idle_welcome_x11_percent", "% of a core", 3, {0.1, 0.1, 0.1}, bench_idle_share},
    {"idle_basket_x11_percent", "% of a core", 3, {0.1, 0.1, 0.1}, bench_idle_share},
    {"idle_welcome_offscreen_percent", "% of a core", 3, {0}, bench_idle_share},
    {"idle_basket_offscreen_percent", "% of a core", 3, {0}, bench_idle_share},
    {"load_peak_pss_mb", "MB", 3, {90, 130, 1000}, bench_memory_load},
    {"load_peak_rss_mb", "MB", 3, {0}, bench_memory_load},
    {"selling_peak_pss_mb", "MB", 3, {80, 110, 200}, bench_memory_selling},
    {"selling_peak_rss_mb", "MB", 3, {0}, bench_memory_selling},
    {"reprice_full_order_ms", "ms", 0, {5}, bench_reprice},
    {"picture_memory_mb", "MB", 0, {PICTURE_CACHE_BYTES / 1e6}, bench_picture_memory},
    {"picture_disk_mb", "MB", 0, {PICTURE_FILES_MB}, bench_picture_files},
    {"picture_disk_files", "files", 0, {PICTURE_FILES_MAX}, bench_picture_files},
    {"journal_sync_p50_ms", "ms", 0, {0}, bench_journal},
    {"journal_sync_p99_ms", "ms", 0, {0}, bench_journal},
};

static bool wanted[COUNT_OF(figures) * BENCH_SIZES_MAX];

static int32_t lines_of(const BenchFigure *figure)
{
    return figure->size_count > 0 ? figure->size_count : 1;
}

static int32_t articles_of(const BenchFigure *figure, int32_t size)
{
    return figure->size_count > 0 ? sizes[size] : 0;
}

static void print_names(FILE *out)
{
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        for (int32_t size = 0; size < lines_of(&figures[i]); size++) {
            char name[64];
            bench_full_name(&figures[i], articles_of(&figures[i], size), name);
            fprintf(out, "  %s\n", name);
        }
}

static bool want(const char *asked)
{
    bool found = false;
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        for (int32_t size = 0; size < lines_of(&figures[i]); size++) {
            char name[64];
            bench_full_name(&figures[i], articles_of(&figures[i], size), name);
            if (asked && strcmp(asked, name) != 0 && strcmp(asked, figures[i].name) != 0)
                continue;
            wanted[i * BENCH_SIZES_MAX + (size_t)size] = found = true;
        }
    return found;
}

// One measuring may serve several figures: it runs once a size, when any of them is wanted.
static void measure(Bench *bench, int32_t size, bool by_articles)
{
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        bool is_first = true, is_wanted = false;
        for (size_t j = 0; j < COUNT_OF(figures); j++) {
            if (figures[j].measure != figures[i].measure)
                continue;
            is_first = is_first && j >= i;
            is_wanted = is_wanted || wanted[j * BENCH_SIZES_MAX + (size_t)size];
        }
        if (is_first && is_wanted && (figures[i].size_count > 0) == by_articles)
            figures[i].measure(bench, articles_of(&figures[i], size));
    }
}

_Noreturn void bench_fail(const char *what, const char *why)
{
    fprintf(stderr, "kiosk-bench: %s: %s\n", what, why);
    bench_folder_remove();
    exit(1);
}

static void find_programs(Bench *bench)
{
    ssize_t size = readlink("/proc/self/exe", bench->programs, sizeof bench->programs - 1);
    if (size <= 0)
        bench_fail("cannot find where the program is", "no /proc/self/exe");
    bench->programs[size] = 0;
    *strrchr(bench->programs, '/') = 0;
}

int main(int count, char **words)
{
    if (count == 2 && (strcmp(words[1], "--help") == 0 || strcmp(words[1], "--version") == 0)) {
        printf("kiosk-bench %s\n", KIOSK_VERSION);
        if (strcmp(words[1], "--help") == 0) {
            printf(
                "usage: kiosk-bench [NAME ...]\nnames, with or without the number of articles:\n");
            print_names(stdout);
        }
        return 0;
    }
    for (int i = 1; i < count; i++)
        if (!want(words[i])) {
            fprintf(stderr, "kiosk-bench: there is no figure '%s'; there are:\n", words[i]);
            print_names(stderr);
            return 2;
        }
    if (count == 1)
        (void)want(NULL);
    Bench bench = {
        .os = os_linux(), .figures = figures, .figure_count = COUNT_OF(figures), .wanted = wanted};
    setenv("SDL_VIDEODRIVER", "offscreen", 0);
    if (sodium_init() < 0)
        bench_fail("libsodium", "does not start");
    find_programs(&bench);
    bench_folder_make(bench.folder);
    bench_report_machine();
    BenchChild xvfb = bench_x11_open(&bench);
    for (int32_t size = 0; size < BENCH_SIZES_MAX; size++)
        measure(&bench, size, true);
    measure(&bench, 0, false);
    bench_shop_close(&bench);
    bench_child_end(&xvfb);
    bench_folder_remove();
    return 0;
}
