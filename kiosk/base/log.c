#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOG_SIZE_MAX_BYTES = 4 << 20, LOG_LINE_MAX_BYTES = 600 };

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static int log_file = -1;
static __thread const char *log_thread = "main";

bool log_open(const char *path, Error *error)
{
    struct stat status;
    if (stat(path, &status) == 0 && status.st_size > LOG_SIZE_MAX_BYTES) {
        char old[4096];
        snprintf(old, sizeof old, "%s.1", path);
        if (rename(path, old) != 0)
            return error_set_errno(error, errno, "cannot rename log '%s'", path);
    }
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return error_set_errno(error, errno, "cannot open log '%s'", path);
    pthread_mutex_lock(&log_lock);
    if (log_file >= 0)
        close(log_file);
    log_file = file;
    pthread_mutex_unlock(&log_lock);
    return true;
}

void log_close(void)
{
    pthread_mutex_lock(&log_lock);
    if (log_file >= 0)
        close(log_file);
    log_file = -1;
    pthread_mutex_unlock(&log_lock);
}

void log_thread_name(const char *name)
{
    log_thread = name;
}

__attribute__((format(printf, 2, 0))) static void log_line(const char *level, const char *format,
                                                           va_list arguments)
{
    char line[LOG_LINE_MAX_BYTES];
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &utc);
    used += (size_t)snprintf(line + used, sizeof line - used,
                             ".%03ldZ %s %s: ", now.tv_nsec / 1000000, level, log_thread);
    int more = vsnprintf(line + used, sizeof line - used - 1, format, arguments);
    if (more > 0)
        used += (size_t)more < sizeof line - used - 1 ? (size_t)more : sizeof line - used - 2;
    for (size_t i = 0; i < used; i++)
        if ((unsigned char)line[i] < 0x20)
            line[i] = ' '; // a server's words must not forge a line
    line[used++] = '\n';
    pthread_mutex_lock(&log_lock);
    if (log_file >= 0) {
        // A log that can't be written (full disk) must not stop a sale: there is nobody left to
        // tell.
        ssize_t ignored = write(log_file, line, used);
        (void)ignored;
    }
    pthread_mutex_unlock(&log_lock);
}

#define LOG_FUNCTION(name, level)                                                                  \
    void name(const char *format, ...)                                                             \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, format);                                                               \
        log_line(level, format, arguments);                                                        \
        va_end(arguments);                                                                         \
    }

LOG_FUNCTION(log_info, "info")
LOG_FUNCTION(log_warning, "warning")
LOG_FUNCTION(log_error, "error")
