/* Memory of the real kiosk: while it loads from the demo back office, and while it sells from the
 * image. Proportional (PSS) is looked at every 20 ms, the peak of resident memory is the kernel's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench_child.h"
#include "bench_folder.h"
#include "bench_reply.h"

enum {
    LOOK_EVERY_MS = 20,
    LOAD_LIMIT_MS = 600000,
    PAGE_LIMIT_MS = 60000,
    SELL_LIMIT_MS = 120000,
    READY_LIMIT_MS = 60000,
    AFTER_LOOKS = 50
};

typedef struct Peak {
    double pss_mb, rss_mb;
} Peak;

static void look(void *context, const BenchChild *kiosk)
{
    Peak *peak = context;
    double pss_mb = bench_child_pss_mb(kiosk), rss_mb = bench_child_peak_rss_mb(kiosk);
    peak->pss_mb = pss_mb > peak->pss_mb ? pss_mb : peak->pss_mb;
    peak->rss_mb = rss_mb > peak->rss_mb ? rss_mb : peak->rss_mb;
}

static const char *driver_of(const Bench *bench)
{
    return bench->display[0] ? "x11" : "offscreen";
}

static void tell(const Bench *bench, const char *pss, const char *rss, int32_t articles,
                 const Peak *peak)
{
    BenchNote note = {.driver = driver_of(bench)};
    if (peak->pss_mb > 0)
        bench_value(bench, pss, articles, peak->pss_mb, note);
    else
        bench_missing(bench, pss, articles,
                      "the kernel does not tell another's memory: run as root");
    bench_value(bench, rss, articles, peak->rss_mb, note);
}

static void tell_why(const Bench *bench, const char *pss, const char *rss, int32_t articles,
                     const char *why)
{
    bench_missing(bench, pss, articles, why);
    bench_missing(bench, rss, articles, why);
}

// Its folder has kiosk.ini and lane.key when it says "ready". False: it doesn't start here.
static bool start_office(int32_t articles, const char *folder, BenchChild *out)
{
    char count[16];
    const char *words[] = {KIOSK_SOURCE_ROOT "/tools/demo_backoffice",
                           "--port",
                           "0",
                           "--data",
                           folder,
                           "--articles",
                           count,
                           "--seed",
                           "1",
                           NULL};
    int ends[2];
    char answer[32];
    snprintf(count, sizeof count, "%d", (int)articles);
    if (access(words[0], X_OK) != 0 || pipe2(ends, O_CLOEXEC) != 0)
        return false;
    *out = bench_child_start(words, NULL, NULL, ends[1]);
    close(ends[1]);
    bool ready =
        bench_child_first_line(ends[0], READY_LIMIT_MS, answer) && strcmp(answer, "ready") == 0;
    if (!ready)
        bench_child_end(out);
    return ready;
}

// The log names each catalogue that was loaded: "catalogue: 20001 articles, ...". A big shop comes
// in pages: the load is over when all articles are there, and given up when none came for a minute.
static int32_t wait_for_all(BenchChild *kiosk, const LaneFolder *folder, int32_t articles,
                            Peak *peak)
{
    int32_t loaded = 0;
    int64_t changed_ns = bench_now_ns();
    while (loaded < articles && bench_child_runs(kiosk)) {
        int32_t before = loaded;
        look(peak, kiosk);
        bench_sleep_ms(LOOK_EVERY_MS);
        loaded = bench_kiosk_log_number(folder, " catalogue: ");
        if (loaded != before)
            changed_ns = bench_now_ns();
        if (bench_ms_since(changed_ns) > (loaded > 0 ? PAGE_LIMIT_MS : LOAD_LIMIT_MS))
            break;
    }
    for (int32_t i = 0; i < AFTER_LOOKS && bench_child_runs(kiosk); i++) { // it is mapped and shown
        look(peak, kiosk);
        bench_sleep_ms(LOOK_EVERY_MS);
    }
    return loaded;
}

void bench_memory_load(Bench *bench, int32_t articles)
{
    static const char pss[] = "load_peak_pss_mb", rss[] = "load_peak_rss_mb";
    char office_folder[BENCH_PATH_MAX - 32];
    LaneFolder folder;
    BenchChild office;
    Peak peak = {0};
    bench_shop_close(bench);
    snprintf(office_folder, sizeof office_folder, "%.400s/office-%d", bench->folder, (int)articles);
    snprintf(folder.config, sizeof folder.config, "%s/kiosk.ini", office_folder);
    snprintf(folder.data, sizeof folder.data, "%s/lane", office_folder);
    if (mkdir(office_folder, 0700) != 0)
        bench_fail(office_folder, strerror(errno));
    if (!start_office(articles, office_folder, &office)) {
        tell_why(bench, pss, rss, articles, "tools/demo_backoffice does not start here");
        return;
    }
    BenchChild kiosk = bench_kiosk_start(bench, &folder, driver_of(bench), NULL);
    int32_t loaded = wait_for_all(&kiosk, &folder, articles, &peak);
    bench_child_end(&kiosk);
    bench_child_end(&office);
    char why[80];
    snprintf(why, sizeof why, "the kiosk loaded %d of %d articles", (int)loaded, (int)articles);
    if (loaded >= articles)
        tell(bench, pss, rss, articles, &peak);
    else
        tell_why(bench, pss, rss, articles, why);
}

// A customer who scans, looks around, searches, pays and leaves; the welcome screen waits for the
// next.
static void write_script(const char *path)
{
    char script[2000], scans[600] = "";
    for (int32_t i = 1; i <= 20; i++) {
        char code[14];
        size_t used = strlen(scans);
        bench_reply_barcode(i * 37, code);
        snprintf(scans + used, sizeof scans - used, "scan %s\n", code);
    }
    snprintf(script, sizeof script,
             "wait screen=welcome 20s\n%swait idle 10s\ntry tap id=category-1\ntry swipe "
             "id=products up\n"
             "try swipe id=products up\nwait idle 5s\ntry tap id=category-2\nwait idle 5s\ntry tap "
             "id=search\n"
             "try wait screen=search 2s\ntry type \"milk\"\nwait idle 5s\ntry tap id=back\ntry tap "
             "id=basket\n"
             "wait idle 5s\ntry tap id=pay\nwait screen=receipt 20s\ntap id=receipt-print\nwait "
             "screen=welcome 30s\n"
             "wait idle 5s\nsleep 2s\nquit\n",
             scans);
    bench_write_file(path, script, 0600);
}

void bench_memory_selling(Bench *bench, int32_t articles)
{
    static const char pss[] = "selling_peak_pss_mb", rss[] = "selling_peak_rss_mb";
    char script[BENCH_PATH_MAX + 20];
    Peak peak = {0};
    LaneFolder folder = bench_shop_folder(bench, articles, BENCH_FOLDER_LANE);
    bench_shop_close(bench);
    snprintf(script, sizeof script, "%s/sale.script", bench->folder);
    write_script(script);
    BenchChild kiosk = bench_kiosk_start(bench, &folder, driver_of(bench), script);
    for (int64_t start_ns = bench_now_ns();
         bench_child_runs(&kiosk) && bench_ms_since(start_ns) < SELL_LIMIT_MS;) {
        look(&peak, &kiosk);
        bench_sleep_ms(LOOK_EVERY_MS);
    }
    bool ok = !bench_child_runs(&kiosk) && kiosk.status == 0;
    bench_child_end(&kiosk);
    if (ok)
        tell(bench, pss, rss, articles, &peak);
    else
        tell_why(bench, pss, rss, articles, "the scripted sale did not go through");
}
