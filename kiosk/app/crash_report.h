/* What stays of a lane that dies of a signal, or that the service manager ends because it hangs
 * (SIGABRT): one small text in the data folder, `crashes/crash-TIME-PID.txt`, for an engineer.
 * It names places in the program and holds the last lines of the log, and nothing else of what was
 * in memory: no registers, no stack, no addresses that data could have been taken for. So there is
 * no core file either, which would hold the key. docs/monitoring.md says how it is read. */
#ifndef KIOSK_APP_CRASH_REPORT_H
#define KIOSK_APP_CRASH_REPORT_H

#include "os/os.h"

enum { CRASH_REPORTS_KEPT = 10, CRASH_REPORT_BYTES_MAX = 4096 };

typedef struct CrashReports {
    int32_t count;       // kept, at most CRASH_REPORTS_KEPT
    int64_t last_unix_s; // of the newest; 0: none
} CrashReports;

// Makes the folder and removes all reports but the newest.
MUST_USE bool crash_report_keep(const Os *os, const char *data_directory, CrashReports *out,
                                Error *error);

// From here on a deadly signal leaves a report. Once, by the main thread. `log_path` is the file
// whose end is quoted, `version` a static string. What was set for these signals before is called
// after the report.
MUST_USE bool crash_report_begin(const char *data_directory, const char *log_path,
                                 const char *version, Error *error);

#endif
