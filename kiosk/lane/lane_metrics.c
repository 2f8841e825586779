#include "lane/lane_metrics.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { METRICS_BYTES = 8192 };

typedef struct Page {
    char *text;
    int32_t size;
} Page;

PRINTF_LIKE(2, 3) static void put(Page *page, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written =
        vsnprintf(page->text + page->size, METRICS_BYTES - (size_t)page->size, format, arguments);
    va_end(arguments);
    CHECK(written >= 0 && page->size + written < METRICS_BYTES);
    page->size += written;
}

static void put_gauge(Page *page, const char *name, const char *help, int64_t value)
{
    put(page, "# HELP kiosk_%s %s\n# TYPE kiosk_%s gauge\nkiosk_%s %lld\n", name, help, name, name,
        (long long)value);
}

// In quotes: backslash, quote and line end are written with a backslash.
static void put_label(Page *page, const char *value)
{
    for (const char *c = value; *c; c++) {
        if (*c == '\\' || *c == '"')
            put(page, "\\%c", *c);
        else if (*c == '\n')
            put(page, "\\n");
        else
            put(page, "%c", *c);
    }
}

const char *lane_metric_state_name(CheckoutLaneState state)
{
    static const char *const names[LANE_STATE_COUNT] = {
        [LANE_IS_OPEN] = "selling",
        [LANE_IS_PAUSED] = "paused",
        [LANE_IS_CLOSED] = "closed",
        [LANE_IS_OUT_OF_ORDER] = "out-of-order",
    };
    return names[state];
}

bool lane_is_in_use(const Lane *lane)
{
    const Checkout *checkout = &lane->checkout;
    bool nobody = checkout->screen == SCREEN_WELCOME || checkout->screen == SCREEN_CLOSED ||
                  checkout->screen == SCREEN_OUT_OF_ORDER;
    return !nobody || checkout->sale_open || checkout->help_open || lane->record_count > 0;
}

static void put_state(Page *page, const Lane *lane)
{
    CheckoutLaneState now = checkout_lane_state(&lane->checkout);
    put(page, "# HELP kiosk_state What the lane does: 1 for the one that holds.\n"
              "# TYPE kiosk_state gauge\n");
    for (int32_t state = 0; state < LANE_STATE_COUNT; state++)
        put(page, "kiosk_state{state=\"%s\"} %d\n",
            lane_metric_state_name((CheckoutLaneState)state), state == (int32_t)now);
}

// What an update has to show before it is kept. A lane without a server, or whose day is over, can
// show it as well as one that sells.
static void put_proofs(Page *page, const Lane *lane, bool drawn)
{
    const struct {
        const char *part;
        bool proven;
    } parts[] = {
        {"journal", lane->journal != NULL && !lane->checkout.disk_failed},
        {"catalogue", lane->has_catalogue},
        {"screen", drawn},
        {"terminal", lane->terminal_ready},
        {"printer", !lane->printer || !lane->printer_failed},
    };
    put(page, "# HELP kiosk_proven What this start of the lane has shown to work.\n"
              "# TYPE kiosk_proven gauge\n");
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        put(page, "kiosk_proven{part=\"%s\"} %d\n", parts[i].part, parts[i].proven);
}

static int64_t oldest_wait_s(Lane *lane)
{
    int64_t now = shop_time_unix_ms(&lane->time), oldest = now;
    for (int32_t i = 0; i < lane->order_count; i++)
        if (lane->orders[i].paid_unix_ms < oldest)
            oldest = lane->orders[i].paid_unix_ms;
    return (now - oldest) / 1000;
}

static void put_orders(Page *page, Lane *lane)
{
    int32_t waiting = lane_orders_waiting(lane);
    put_gauge(page, "orders_waiting", "Paid orders that the server has not confirmed yet.",
              waiting);
    put_gauge(page, "orders_refused", "Paid orders that wait for an attendant.",
              lane->order_count - waiting);
    put_gauge(page, "orders_lost", "Confirmed orders that the server has no more.",
              lane->lost_count);
    put_gauge(page, "oldest_unconfirmed_order_seconds",
              "Since the oldest paid order that is not confirmed was paid, 0: none.",
              oldest_wait_s(lane));
    put_gauge(page, "queue_stopped", "1 while the server refuses all orders.", lane->queue_stopped);
    put_gauge(page, "charges_without_end", "Card charges that an attendant has to settle.",
              lane->recovered.case_count);
    put_gauge(page, "sales_today", "Orders that were paid today.", lane->sales_today);
}

Text lane_metrics(Lane *lane, const LaneProgram *program, Arena *arena)
{
    Page page = {.text = ARENA_NEW(arena, char, METRICS_BYTES)};
    put(&page, "# HELP kiosk_info The program and the lane.\n# TYPE kiosk_info gauge\n"
               "kiosk_info{version=\"");
    put_label(&page, program->version);
    put(&page, "\",lane=\"");
    put_label(&page, lane->name);
    put(&page, "\"} 1\n");
    put_state(&page, lane);
    put_proofs(&page, lane, program->drawn);
    put_orders(&page, lane);
    put(&page,
        "# HELP kiosk_interventions_total Times an attendant signed in since the start.\n"
        "# TYPE kiosk_interventions_total counter\nkiosk_interventions_total %d\n",
        (int)lane->interventions);
    put_gauge(&page, "help_open", "1 while somebody waits for an attendant.",
              lane->checkout.help_open);
    put_gauge(&page, "in_use", "1 while somebody is at the lane: it must not be switched off now.",
              lane_is_in_use(lane));
    put_gauge(&page, "server_online", "1 when the server answered last.",
              lane->sync_state != SYNC_OFFLINE && lane->sync_state != SYNC_REFUSED);
    put_gauge(&page, "clock_unsure", "1 when the machine's clock can't be right.",
              lane->time.unsure);
    put_gauge(&page, "printer_failed", "1 when the last receipt was not printed.",
              lane->printer_failed);
    put_gauge(&page, "terminal_ready", "1 when the card terminal answers.", lane->terminal_ready);
    put_gauge(&page, "catalogue_articles", "Articles in the catalogue in use.",
              lane->has_catalogue ? lane->catalogue.article_count : 0);
    put_gauge(&page, "crash_reports", "Reports of crashes that are kept, ten at most.",
              program->crash_reports);
    put_gauge(&page, "last_crash_time_seconds", "When the newest of them was, 0: never.",
              program->last_crash_unix_s);
    return (Text){page.text, page.size};
}
