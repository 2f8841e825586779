#include "bench_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[BENCH_PATH_MAX];

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    (void)remove(path);
    return 0;
}

void bench_folder_remove(void)
{
    if (folder[0])
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    folder[0] = 0;
}

// Walking a folder is nothing for a signal handler: a thread waits for the signals instead.
// Children notice by themselves that this program is gone (bench_child.c).
static void *wait_for_end(void *context)
{
    sigset_t *ends = context;
    int number = 0;
    if (sigwait(ends, &number) == 0) {
        bench_folder_remove();
        _exit(128 + number);
    }
    return NULL;
}

void bench_folder_make(char out[BENCH_PATH_MAX])
{
    static sigset_t ends;
    pthread_t thread;
    const char *above = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/kiosk-bench-XXXXXX",
             above && above[0] ? above : "/var/tmp");
    if (!mkdtemp(folder)) {
        char why[200];
        snprintf(why, sizeof why, "cannot make a folder: %s; set TMPDIR", strerror(errno));
        char what[BENCH_PATH_MAX];
        memcpy(what, folder, sizeof what);
        folder[0] = 0;
        bench_fail(what, why);
    }
    memcpy(out, folder, BENCH_PATH_MAX);
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    if (pthread_create(&thread, NULL, wait_for_end, &ends) != 0)
        bench_fail("a thread", "cannot be started");
    pthread_detach(thread);
}

void bench_write_file(const char *path, const char *content, unsigned mode)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (file < 0 || write(file, content, strlen(content)) != (ssize_t)strlen(content))
        bench_fail(path, "cannot be written");
    close(file);
}

char *bench_read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    size_t room = 65536, size = 0;
    char *content = malloc(room);
    CHECK(content != NULL);
    for (size_t got; (got = fread(content + size, 1, room - size - 1, file)) > 0;) {
        size += got;
        if (room - size > 1)
            continue;
        room *= 2;
        content = realloc(content, room);
        CHECK(content != NULL);
    }
    fclose(file);
    content[size] = 0;
    return content;
}
