/* Reads msgpack values one after the other from bytes that may be anything: no tree, no allocation,
 * no recursion, so no size or depth in the bytes can cost more than the bytes themselves. (The
 * library's unpacker allocates what a header announces.)
 *
 * The first thing that is wrong is kept and every later read returns nothing; the caller checks
 * once. */
#ifndef KIOSK_DOMAIN_SNAPSHOT_READ_H
#define KIOSK_DOMAIN_SNAPSHOT_READ_H

#include "base/error.h"
#include "base/text.h"

typedef struct SnapshotReader {
    const uint8_t *at, *end;
    bool failed;
    Error *error; // filled when failed
} SnapshotReader;

// `what` names the value in the error. Each returns 0, false or "" once the reader has failed.
void snapshot_fail(SnapshotReader *reader, const char *what, const char *why);
// The count of an array of `min` to `max` items.
int32_t snapshot_read_array(SnapshotReader *reader, const char *what, int32_t min, int32_t max);
int64_t snapshot_read_int(SnapshotReader *reader, const char *what, int64_t min, int64_t max);
bool snapshot_read_bool(SnapshotReader *reader, const char *what);
// An integer or a double, finite, within -limit to limit.
double snapshot_read_number(SnapshotReader *reader, const char *what, double limit);
// UTF-8 without zeros, shorter than `room`; the rest of `out` becomes zeros.
void snapshot_read_text(SnapshotReader *reader, const char *what, char *out, size_t room);
// 16 bytes of a UUID, written out in lower case, or any text. `out` has 37 bytes.
void snapshot_read_uuid(SnapshotReader *reader, const char *what, char out[37]);

#endif
