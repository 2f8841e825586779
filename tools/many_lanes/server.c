/* The server as a process. Its processor time is its own and that of everything it started. */
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

#include "many_lanes.h"

enum { READY_LIMIT_MS = 120000, DESCENDANTS_MAX = 512 };

static _Noreturn void become(const char *command, int output)
{
    char line[2000];
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(output, STDOUT_FILENO);
    snprintf(line, sizeof line, "exec %s", command);
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
}

// The server says "ready" in a line when it listens. The line is read to its end: whoever writes
// into a closed pipe dies of it.
static bool is_ready(int input)
{
    char said[16] = "";
    struct pollfd look = {.fd = input, .events = POLLIN};
    for (size_t size = 0; size < sizeof said - 1 && (size == 0 || said[size - 1] != '\n'); size++)
        if (poll(&look, 1, READY_LIMIT_MS) <= 0 || read(input, said + size, 1) != 1)
            return false;
    return strcmp(said, "ready\n") == 0;
}

bool server_start(Many *many, Error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set_errno(error, errno, "cannot make a pipe");
    many->server_pid = fork();
    if (many->server_pid == 0)
        become(many->server, ends[1]);
    close(ends[1]);
    bool ready = many->server_pid > 0 && is_ready(ends[0]);
    close(ends[0]);
    return ready || error_set(error, ERROR_IO, "'%s' does not say that it is ready", many->server);
}

void server_kill(Many *many)
{
    if (many->server_pid <= 0)
        return;
    kill(many->server_pid, SIGKILL);
    waitpid(many->server_pid, NULL, 0);
    many->server_pid = 0;
}

static bool read_stat(pid_t pid, pid_t *out_parent, double *out_own_s, double *out_ended_s)
{
    char path[64], text[1024];
    unsigned long user, system;
    long ended_user, ended_system;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    size_t size = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        fclose(file);
    text[size] = 0;
    const char *rest = strrchr(text, ')'); // the name may hold anything
    if (!rest || sscanf(rest + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld",
                        out_parent, &user, &system, &ended_user, &ended_system) != 5)
        return false;
    double ticks = (double)sysconf(_SC_CLK_TCK);
    *out_own_s = (double)(user + system) / ticks;
    *out_ended_s = (double)(ended_user + ended_system) / ticks;
    return true;
}

static bool is_among(const pid_t *pids, int32_t count, pid_t pid)
{
    for (int32_t i = 0; i < count; i++)
        if (pids[i] == pid)
            return true;
    return false;
}

// One pass over /proc: a parent's number is nearly always the lower one, and the list rises.
static void add_descendants(pid_t *pids, int32_t *count)
{
    DIR *folder = opendir("/proc");
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        pid_t pid = (pid_t)atoi(entry->d_name), parent;
        double own, ended;
        if (pid > 0 && *count < DESCENDANTS_MAX && !is_among(pids, *count, pid) &&
            read_stat(pid, &parent, &own, &ended) && is_among(pids, *count, parent))
            pids[(*count)++] = pid;
    }
    if (folder)
        closedir(folder);
}

double server_cpu_s(pid_t pid)
{
    pid_t pids[DESCENDANTS_MAX] = {pid}, parent;
    int32_t count = 1, before = 0;
    double sum = 0, own, ended;
    while (count > before) {
        before = count;
        add_descendants(pids, &count);
    }
    for (int32_t i = 0; i < count; i++)
        if (read_stat(pids[i], &parent, &own, &ended))
            sum += own + ended;
    return sum;
}
