#include "bench_child.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_folder.h"

enum { END_PATIENCE_MS = 10000, XVFB_PATIENCE_MS = 10000 };

static _Noreturn void become(const char *const *words, const char *driver, const char *display,
                             int output)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (driver)
        setenv("SDL_VIDEODRIVER", driver, 1);
    if (display)
        setenv("DISPLAY", display, 1);
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(output >= 0 ? output : nowhere, STDOUT_FILENO);
    if (output >= 0) // Xvfb talks of its keyboard
        dup2(nowhere, STDERR_FILENO);
    execvp(words[0], (char *const *)words);
    _exit(127);
}

BenchChild bench_child_start(const char *const *words, const char *driver, const char *display,
                             int output)
{
    BenchChild child = {.started_ns = bench_now_ns()};
    child.pid = fork();
    if (child.pid == 0)
        become(words, driver, display, output);
    if (child.pid < 0)
        bench_fail(words[0], strerror(errno));
    return child;
}

bool bench_child_first_line(int input, int32_t limit_ms, char out_line[32])
{
    int32_t size = 0;
    bool whole = false;
    struct pollfd said = {.fd = input, .events = POLLIN};
    // To the end: whoever writes into a closed pipe dies of it.
    while (!whole && size < 31 && poll(&said, 1, limit_ms) > 0 &&
           read(input, out_line + size, 1) == 1)
        whole = out_line[size++] == '\n';
    close(input);
    out_line[whole ? size - 1 : size] = 0;
    return whole;
}

bool bench_child_runs(BenchChild *child)
{
    if (child->pid > 0 && waitpid(child->pid, &child->status, WNOHANG) == child->pid)
        child->pid = 0;
    return child->pid > 0;
}

void bench_child_end(BenchChild *child)
{
    if (!bench_child_runs(child))
        return;
    kill(child->pid, SIGTERM);
    for (int32_t waited_ms = 0; waited_ms < END_PATIENCE_MS; waited_ms += 5) {
        if (!bench_child_runs(child))
            return;
        bench_sleep_ms(5);
    }
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    child->pid = 0;
}

BenchChild bench_x11_open(Bench *bench)
{
    static const char *const words[] = {"Xvfb",         "-displayfd", "1",   "-screen", "0",
                                        "1080x1920x24", "-nolisten",  "tcp", NULL};
    const char *given = getenv("DISPLAY");
    BenchChild xvfb = {0};
    int ends[2];
    if (given && given[0]) {
        snprintf(bench->display, sizeof bench->display, "%s", given);
        return xvfb;
    }
    if (pipe2(ends, O_CLOEXEC) != 0)
        return xvfb;
    xvfb = bench_child_start(words, NULL, NULL, ends[1]);
    close(ends[1]);
    char number[32];
    if (bench_child_first_line(ends[0], XVFB_PATIENCE_MS, number))
        snprintf(bench->display, sizeof bench->display, ":%d", atoi(number));
    return xvfb;
}

static void log_path(const LaneFolder *folder, char out[BENCH_PATH_MAX + 20])
{
    snprintf(out, BENCH_PATH_MAX + 20, "%s/log/kiosk.log", folder->data);
}

BenchChild bench_kiosk_start(const Bench *bench, const LaneFolder *folder, const char *driver,
                             const char *script)
{
    char program[BENCH_PATH_MAX + 20], log[BENCH_PATH_MAX + 20];
    const char *words[10] = {program,      "--config", folder->config, "--data",
                             folder->data, "--window", "1080x1920",    script ? "--script" : NULL,
                             script,       NULL};
    snprintf(program, sizeof program, "%s/kiosk", bench->programs);
    if (access(program, X_OK) != 0)
        bench_fail(program, "is not there: build it too");
    log_path(folder, log);
    (void)unlink(log);
    return bench_child_start(words, driver, bench->display[0] ? bench->display : NULL, -1);
}

static bool log_says(const LaneFolder *folder, const char *words, char out_rest[200])
{
    char path[BENCH_PATH_MAX + 20];
    log_path(folder, path);
    char *log = bench_read_file(path);
    char *found = log ? strstr(log, words) : NULL;
    char *end = found ? strchr(found, '\n') : NULL;
    if (end) {
        *end = 0;
        snprintf(out_rest, 200, "%s", found + strlen(words));
    }
    free(log);
    return end != NULL;
}

int32_t bench_kiosk_log_number(const LaneFolder *folder, const char *words)
{
    char path[BENCH_PATH_MAX + 20];
    int32_t highest = 0;
    log_path(folder, path);
    char *log = bench_read_file(path);
    for (const char *found = log; found && (found = strstr(found, words));) {
        found += strlen(words);
        highest = atoi(found) > highest ? atoi(found) : highest;
    }
    free(log);
    return highest;
}

bool bench_kiosk_wait(BenchChild *kiosk, const LaneFolder *folder, const char *words,
                      int32_t limit_ms, int32_t every_ms,
                      void (*each)(void *context, const BenchChild *kiosk), void *context,
                      char out_rest[200])
{
    int64_t start_ns = bench_now_ns();
    while (bench_ms_since(start_ns) < limit_ms) {
        if (!bench_child_runs(kiosk))
            return false;
        if (each)
            each(context, kiosk);
        if (log_says(folder, words, out_rest))
            return true;
        bench_sleep_ms(every_ms);
    }
    return false;
}

// A line "NAME:   1234 kB" of a file in /proc.
static double kilobytes_of(const BenchChild *child, const char *file, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)child->pid, file);
    char *content = bench_read_file(path);
    char *found = content ? strstr(content, name) : NULL;
    double value = found ? strtod(found + strlen(name), NULL) : -1;
    free(content);
    return value;
}

double bench_child_pss_mb(const BenchChild *child)
{
    return kilobytes_of(child, "smaps_rollup", "\nPss:") * 1024 / 1e6;
}

double bench_child_peak_rss_mb(const BenchChild *child)
{
    return kilobytes_of(child, "status", "\nVmHWM:") * 1024 / 1e6;
}

int64_t bench_child_cpu_ns(const BenchChild *child)
{
    char path[300];
    snprintf(path, sizeof path, "/proc/%d/task", (int)child->pid);
    DIR *threads = opendir(path);
    int64_t sum = threads ? 0 : -1;
    for (struct dirent *one; threads && (one = readdir(threads));) {
        if (!isdigit((unsigned char)one->d_name[0]))
            continue;
        // Nanoseconds on a core; /proc/PID/stat counts in hundredths of a second, too coarse for a
        // lane at rest.
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", (int)child->pid, one->d_name);
        char *content = bench_read_file(path);
        if (content)
            sum += strtoll(content, NULL, 10);
        free(content);
    }
    if (threads)
        closedir(threads);
    return sum;
}
