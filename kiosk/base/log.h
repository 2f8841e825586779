/* One log a process, into a file in the data folder. Nothing secret goes in here: the caller never
 * passes keys, PINs or card data, and long values are cut. Lines: UTC time, level, thread, message.
 * Thread-safe. Before log_open every line is dropped. */
#ifndef KIOSK_BASE_LOG_H
#define KIOSK_BASE_LOG_H

#include "base/error.h"

// Opens (creates, appends, 0600) and rotates `path` at start when over 4 MiB (one old file is
// kept).
MUST_USE bool log_open(const char *path, Error *error);
void log_close(void);
void log_thread_name(const char *name); // static string, for this thread's lines
void log_info(const char *format, ...) PRINTF_LIKE(1, 2);
void log_warning(const char *format, ...) PRINTF_LIKE(1, 2);
void log_error(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
