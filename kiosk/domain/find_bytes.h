/* memmem for many short searches in one text: libc's builds a table for each call, which costs more
 * than a name of thirty letters takes to read. */
#ifndef KIOSK_DOMAIN_FIND_BYTES_H
#define KIOSK_DOMAIN_FIND_BYTES_H

#include "base/text.h"

// Where `needle` (not empty) first is in [from, end), or NULL.
const char *find_bytes(const char *from, const char *end, Text needle);

#endif
