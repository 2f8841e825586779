/* How much memory the tree of a small reply would take, from its bytes alone: a list of empty
 * objects takes a hundred times the room of its text, so a limit on bytes is none. Looked at before
 * the tree is made. */
#ifndef KIOSK_BACKOFFICE_JSON_MEASURE_H
#define KIOSK_BACKOFFICE_JSON_MEASURE_H

#include "base/error.h"
#include "base/text.h"

enum {
    JSON_VALUES_MAX = 2000000,    // the ids of a million articles, twice
    JSON_CONTAINERS_MAX = 200000, // objects and lists
};

// False, ERROR_NETWORK as all that isn't the server's reply: more values, or more objects and lists
// than a small reply has. Counts what looks like some when it isn't JSON.
MUST_USE bool json_measure_allowed(Bytes reply, Error *error);

#endif
