/* Recorded exchanges with a real server. They hold somebody's demo data and are not part of the
 * project: they are looked for in $KIOSK_SHARED, else in `shared` beside the project's folder, and
 * a test without them skips. */
#ifndef KIOSK_TESTS_BACKOFFICE_SHARED_FILES_H
#define KIOSK_TESTS_BACKOFFICE_SHARED_FILES_H

#include <jansson.h>

#include "base/text.h"

// The whole file (free .data), or no data when it isn't there.
Bytes shared_bytes(const char *name);
// NULL when it isn't there.
json_t *shared_json(const char *name);
// The `response` of a recorded exchange as the bytes of a reply, zero-ended (free); NULL when it
// isn't there or was no JSON.
char *shared_response(const char *name);

#endif
