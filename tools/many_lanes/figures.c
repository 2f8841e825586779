#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "many_lanes.h"

static double own_cpu_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double figures_memory_mb(void)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    char line[200];
    long kib = 0;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "Pss: %ld kB", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return (double)kib * 1024 / 1e6;
}

void figures_begin(Many *many)
{
    wire_begin(&many->wire);
    samples_clear(&many->confirmed_us);
    many->sold = many->confirmed = many->lookups = many->oldest_us = 0;
    many->began_us = many->wire.began_us;
    many->own_cpu_s = own_cpu_s();
    for (int32_t i = 0; i < many->watched_count; i++)
        many->watched[i].cpu_s = server_cpu_s(many->watched[i].pid);
}

static void print_kinds(Wire *wire, double seconds)
{
    int64_t calls = 0, sent = 0, received = 0;
    printf("  %-52s %7s %6s %8s %8s %8s %8s %6s\n", "request", "calls", "/s", "mean ms", "p50",
           "p99", "kB in", "failed");
    for (int32_t i = 0; i < wire->kind_count; i++) {
        WireKind *kind = &wire->kinds[i];
        if (kind->took_us.count == 0)
            continue;
        double count = kind->took_us.count;
        printf("  %-52s %7.0f %6.2f %8.1f %8.1f %8.1f %8.2f %6lld\n", kind->name, count,
               count / seconds, samples_mean(&kind->took_us) / 1e3,
               (double)samples_percentile(&kind->took_us, 50) / 1e3,
               (double)samples_percentile(&kind->took_us, 99) / 1e3,
               (double)kind->received_bytes / count / 1e3, (long long)kind->failed);
        calls += kind->took_us.count;
        sent += kind->sent_bytes;
        received += kind->received_bytes;
    }
    printf("  all: %lld calls, %.2f/s, %.2f MB out, %.2f MB in, most at the same time %d\n",
           (long long)calls, (double)calls / seconds, (double)sent / 1e6, (double)received / 1e6,
           wire->under_way_max);
}

static void print_seconds(const Wire *wire, double seconds)
{
    Samples each = {0};
    for (int32_t i = 0; i < (int32_t)seconds && i < WIRE_SECONDS_MAX; i++)
        samples_add(&each, wire->begun_in_second[i]);
    printf("  calls begun in a second: mean %.1f, p50 %lld, p99 %lld, most %lld\n",
           samples_mean(&each), (long long)samples_percentile(&each, 50),
           (long long)samples_percentile(&each, 99), (long long)samples_percentile(&each, 100));
    samples_clear(&each);
}

static void print_online(const Many *many)
{
    Samples online = {0};
    for (int32_t i = 0; i < many->lane_count; i++)
        if (many->lanes[i].online_us > many->began_us)
            samples_add(&online, many->lanes[i].online_us - many->began_us);
    if (online.count > 0)
        printf("  online for the first time: %d lanes, p50 %.1f s, p99 %.1f s, last %.1f s\n",
               online.count, (double)samples_percentile(&online, 50) / 1e6,
               (double)samples_percentile(&online, 99) / 1e6,
               (double)samples_percentile(&online, 100) / 1e6);
    samples_clear(&online);
}

static int32_t refused(const Many *many)
{
    int32_t count = 0;
    for (int32_t i = 0; i < many->lane_count; i++)
        for (int32_t k = 0; k < many->lanes[i].lane.order_count; k++)
            count += many->lanes[i].lane.orders[k].refused;
    return count;
}

static void print_watched(const Many *many, double seconds)
{
    for (int32_t i = 0; i < many->watched_count; i++) {
        const Watched *each = &many->watched[i];
        double cpu_s = each->pid > 0 ? server_cpu_s(each->pid) - each->cpu_s : 0;
        if (each->pid > 0)
            printf("  %s: %.2f s of processor time, %.1f %% of a core\n", each->name, cpu_s,
                   cpu_s / seconds * 100);
    }
}

void figures_print(Many *many, const char *title)
{
    double seconds = (double)(wire_now_us() - many->began_us) / 1e6;
    pthread_mutex_lock(&many->wire.lock);
    printf("%s: %d lanes (%d online), %.1f s\n", title, many->lane_count, many_online(many),
           seconds);
    print_kinds(&many->wire, seconds);
    print_seconds(&many->wire, seconds);
    pthread_mutex_unlock(&many->wire.lock);
    print_online(many);
    printf("  orders: %lld paid, %lld confirmed (%.2f/s), %d waiting, %d set aside; %lld codes "
           "looked up\n",
           (long long)many->sold, (long long)many->confirmed, (double)many->confirmed / seconds,
           many_waiting(many), refused(many), (long long)many->lookups);
    if (many->confirmed_us.count > 0)
        printf("  paid to confirmed: p50 %.3f s, p99 %.3f s, most %.3f s; oldest unconfirmed "
               "%.1f s\n",
               (double)samples_percentile(&many->confirmed_us, 50) / 1e6,
               (double)samples_percentile(&many->confirmed_us, 99) / 1e6,
               (double)samples_percentile(&many->confirmed_us, 100) / 1e6,
               (double)many->oldest_us / 1e6);
    print_watched(many, seconds);
    printf("  these lanes: %.2f s of processor time, %.2f MB of memory each\n",
           own_cpu_s() - many->own_cpu_s,
           (figures_memory_mb() - many->memory_before_mb) / many->lane_count);
    fflush(stdout);
}

void figures_print_back(const Many *many)
{
    Samples back = {0};
    int64_t after_us;
    for (int32_t i = 0; i < many->lane_count; i++)
        if (wire_lane_is_back(&many->lanes[i].wire, &after_us))
            samples_add(&back, after_us);
    int32_t in_second[120] = {0}, most = 0;
    for (int32_t i = 0; i < back.count; i++)
        if (back.items[i] / 1000000 < 120)
            in_second[back.items[i] / 1000000]++;
    for (int32_t i = 0; i < 120; i++)
        most = in_second[i] > most ? in_second[i] : most;
    printf("  back: %d of %d lanes, p50 %.1f s, p99 %.1f s, last %.1f s after the server; most in "
           "a second %d\n",
           back.count, many->lane_count, (double)samples_percentile(&back, 50) / 1e6,
           (double)samples_percentile(&back, 99) / 1e6,
           (double)samples_percentile(&back, 100) / 1e6, most);
    samples_clear(&back);
}
