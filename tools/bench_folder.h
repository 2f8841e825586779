/* One folder for everything temporary, gone at the end, also after ^C. On TMPDIR, else /var/tmp:
 * what a lane would write to, not a file system in memory. */
#ifndef KIOSK_TOOLS_BENCH_FOLDER_H
#define KIOSK_TOOLS_BENCH_FOLDER_H

#include "bench.h"

void bench_folder_make(char out[BENCH_PATH_MAX]); // once
void bench_folder_remove(void);                   // accepts that there is none
void bench_write_file(const char *path, const char *content, unsigned mode);
// NULL when there is no such file; else the caller's, to free; ends with zero.
char *bench_read_file(const char *path);

#endif
