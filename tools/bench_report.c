/* Figures as lines of JSON. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

static void print_line(json_t *line)
{
    char *text = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(6));
    CHECK(text != NULL);
    puts(text);
    fflush(stdout);
    free(text);
    json_decref(line);
}

int32_t bench_size_index(int32_t articles)
{
    return articles > 100000 ? 2 : articles > 20000 ? 1 : 0;
}

void bench_full_name(const BenchFigure *figure, int32_t articles, char out[64])
{
    if (articles > 0)
        snprintf(out, 64, "%s_%d", figure->name, (int)articles);
    else
        snprintf(out, 64, "%s", figure->name);
}

static const BenchFigure *find(const Bench *bench, const char *name, int32_t articles,
                               bool *out_wanted)
{
    for (int32_t i = 0; i < bench->figure_count; i++)
        if (strcmp(bench->figures[i].name, name) == 0) {
            *out_wanted = bench->wanted[i * BENCH_SIZES_MAX + bench_size_index(articles)];
            return &bench->figures[i];
        }
    bench_fail(name, "is not a figure");
}

static json_t *line_of(const BenchFigure *figure, int32_t articles, json_t *value)
{
    char name[64];
    bench_full_name(figure, articles, name);
    json_t *line = json_object();
    double budget = figure->budgets[bench_size_index(articles)];
    json_object_set_new(line, "name", json_string(name));
    json_object_set_new(line, "value", value);
    json_object_set_new(line, "unit", json_string(figure->unit));
    json_object_set_new(line, "budget",
                        budget < 0   ? json_real(0)
                        : budget > 0 ? json_real(budget)
                                     : json_null());
    if (articles > 0)
        json_object_set_new(line, "articles", json_integer(articles));
    return line;
}

void bench_value(const Bench *bench, const char *name, int32_t articles, double value,
                 BenchNote note)
{
    bool wanted;
    const BenchFigure *figure = find(bench, name, articles, &wanted);
    if (!wanted)
        return;
    json_t *line = line_of(figure, articles, json_real(round(value * 10000) / 10000));
    if (note.driver)
        json_object_set_new(line, "driver", json_string(note.driver));
    if (note.runs > 0)
        json_object_set_new(line, "runs", json_integer(note.runs));
    if (note.best > 0)
        json_object_set_new(line, "best", json_real(round(note.best * 10000) / 10000));
    print_line(line);
}

void bench_missing(const Bench *bench, const char *name, int32_t articles, const char *why)
{
    bool wanted;
    const BenchFigure *figure = find(bench, name, articles, &wanted);
    if (!wanted)
        return;
    json_t *line = line_of(figure, articles, json_null());
    json_object_set_new(line, "why", json_string(why));
    print_line(line);
}

static void cpu_model(char out[128])
{
    snprintf(out, 128, "unknown");
    FILE *file = fopen("/proc/cpuinfo", "re");
    char line[256];
    while (file && fgets(line, sizeof line, file)) {
        char *colon = strchr(line, ':');
        if (!colon || (strncmp(line, "model name", 10) != 0 && strncmp(line, "Model", 5) != 0))
            continue;
        line[strcspn(line, "\n")] = 0;
        snprintf(out, 128, "%.120s", colon + 2);
        break;
    }
    if (file)
        fclose(file);
}

void bench_report_machine(void)
{
    char cpu[128];
    struct utsname kernel;
    struct sysinfo memory;
    double load = 0;
    cpu_model(cpu);
    CHECK(uname(&kernel) == 0);
    CHECK(sysinfo(&memory) == 0);
    (void)getloadavg(&load, 1);
    json_t *line = json_object();
    json_object_set_new(line, "name", json_string("machine"));
    json_object_set_new(line, "cpu", json_string(cpu));
    json_object_set_new(line, "cores", json_integer(sysconf(_SC_NPROCESSORS_ONLN)));
    json_object_set_new(
        line, "memory_mb",
        json_integer((json_int_t)(memory.totalram / 1000 * memory.mem_unit / 1000)));
    json_object_set_new(line, "kernel", json_string(kernel.release));
    json_object_set_new(line, "architecture", json_string(kernel.machine));
    json_object_set_new(line, "driver", json_string(getenv("SDL_VIDEODRIVER")));
    json_object_set_new(line, "version", json_string(KIOSK_VERSION));
    // Two busy cores make every figure worse: without this number they can't be compared.
    json_object_set_new(line, "load_average", json_real(round(load * 100) / 100));
    print_line(line);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double bench_percentile(double *samples, int32_t count, double part)
{
    CHECK(count > 0);
    qsort(samples, (size_t)count, sizeof *samples, compare);
    int32_t at = (int32_t)ceil(part * count) - 1;
    return samples[at < 0 ? 0 : at];
}

int64_t bench_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

double bench_ms_since(int64_t start_ns)
{
    return (double)(bench_now_ns() - start_ns) / 1e6;
}

void bench_sleep_ms(int32_t ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&left, &left) != 0)
        continue;
}
