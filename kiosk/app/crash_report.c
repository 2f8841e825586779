/* Kept reports: their names are their time, so the order of names is the order of crashes. */
#include "app/crash_report.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { NAME_SIZE = 48, NAMES_MAX = 64 };

typedef struct Names {
    int32_t count;
    char names[NAMES_MAX][NAME_SIZE];
} Names;

static bool read_time(const char *name, int64_t *out_unix_s)
{
    struct tm utc = {0};
    int end = 0;
    if (strlen(name) >= NAME_SIZE ||
        sscanf(name, "crash-%4d%2d%2dT%2d%2d%2dZ-%*d.txt%n", &utc.tm_year, &utc.tm_mon,
               &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec, &end) != 6 ||
        name[end])
        return false;
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    *out_unix_s = timegm(&utc);
    return true;
}

// Sorted. Of more than there is room for the newest; the others are removed at the next starts.
static bool see(void *context, const char *name)
{
    Names *names = context;
    int64_t ignored;
    if (!read_time(name, &ignored))
        return true;
    if (names->count == NAMES_MAX) {
        if (strcmp(name, names->names[0]) < 0)
            return true;
        memmove(&names->names[0], &names->names[1], (NAMES_MAX - 1) * sizeof names->names[0]);
        names->count--;
    }
    int32_t at = names->count++;
    for (; at > 0 && strcmp(names->names[at - 1], name) > 0; at--)
        memcpy(names->names[at], names->names[at - 1], NAME_SIZE);
    snprintf(names->names[at], NAME_SIZE, "%s", name);
    return true;
}

bool crash_report_keep(const Os *os, const char *data_directory, CrashReports *out, Error *error)
{
    const OsFiles *files = &os->files;
    char folder[600], path[700];
    Names names = {0};
    if (snprintf(folder, sizeof folder, "%s/crashes", data_directory) >= (int)sizeof folder)
        return error_set(error, ERROR_LIMIT,
                         "the path of the folder for crash reports is too long");
    if (!files->make_directory(files->context, folder, error) ||
        !files->list(files->context, folder, see, &names, error))
        return false;
    int32_t first = names.count > CRASH_REPORTS_KEPT ? names.count - CRASH_REPORTS_KEPT : 0;
    for (int32_t i = 0; i < first; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names.names[i]);
        if (!files->remove(files->context, path, error))
            return false;
    }
    *out = (CrashReports){.count = names.count - first};
    if (names.count == 0)
        return true;
    return read_time(names.names[names.count - 1], &out->last_unix_s) ||
           error_set(error, ERROR_CORRUPT, "'%s' has no time", names.names[names.count - 1]);
}
