/* What the machine is told about the lane: its service manager, and the file of figures in the
 * folder that the manager made for it (RUNTIME_DIRECTORY, in memory: writing there waits for no
 * disk). */
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/log.h"
#include "lane/lane_metrics.h"

enum { REPORT_EVERY_MS = 5000 };

void app_report_open(App *app)
{
    const char *directory = getenv("RUNTIME_DIRECTORY");
    service_manager_open(&app->manager);
    if (!directory || directory[0] != '/')
        return;
    if (snprintf(app->report_directory, sizeof app->report_directory, "%s", directory) >=
        (int)sizeof app->report_directory) {
        app->report_directory[0] = 0;
        log_warning("RUNTIME_DIRECTORY is too long: no figures are written");
    }
}

static void write_figures(App *app)
{
    Error error;
    Arena scratch = app->lane.scratch;
    LaneProgram program = {.version = KIOSK_VERSION,
                           .drawn = app->drawn,
                           .crash_reports = app->crashes.count,
                           .last_crash_unix_s = app->crashes.last_unix_s};
    Text text = lane_metrics(&app->lane, &program, &scratch);
    if (os_replace_file(&app->os, app->report_directory, "metrics.prom",
                        (Bytes){(const uint8_t *)text.data, (size_t)text.size}, &error))
        return;
    log_warning("figures are no longer written: %s", error.message);
    app->report_directory[0] = 0;
}

static void tell_manager(App *app, int64_t now_ms)
{
    char words[160];
    if (!service_manager_listens(&app->manager))
        return;
    CheckoutLaneState state = checkout_lane_state(&app->lane.checkout);
    service_manager_ready(&app->manager);
    snprintf(words, sizeof words, "%s%s%.120s", lane_metric_state_name(state),
             app->lane.checkout.cause[0] ? ": " : "", app->lane.checkout.cause);
    service_manager_status(&app->manager, words);
    service_manager_alive(&app->manager, now_ms);
}

void app_report(App *app, int64_t now_ms)
{
    tell_manager(app, now_ms);
    bool in_use = lane_is_in_use(&app->lane);
    if (!app->report_directory[0] ||
        (now_ms < app->report_due_ms && in_use == app->reported_in_use))
        return;
    app->reported_in_use = in_use;
    app->report_due_ms = now_ms + REPORT_EVERY_MS;
    write_figures(app);
}

int64_t app_report_due_ms(const App *app)
{
    int64_t due_ms = service_manager_due_ms(&app->manager);
    return app->report_directory[0] && app->report_due_ms < due_ms ? app->report_due_ms : due_ms;
}
