#include "backoffice/json_measure.h"

#include <string.h>

// The position behind the text that begins at `at`, or the end.
static size_t skip_text(Bytes reply, size_t at)
{
    for (at++; at < reply.size && reply.data[at] != '"'; at++)
        if (reply.data[at] == '\\')
            at++;
    return at + 1;
}

bool json_measure_allowed(Bytes reply, Error *error)
{
    int64_t values = 1, containers = 0;
    for (size_t at = 0; at < reply.size;) {
        uint8_t c = reply.data[at];
        if (c == '"') {
            at = skip_text(reply, at);
            continue;
        }
        values += c == ',' || c == ':';
        containers += c == '[' || c == '{';
        at++;
    }
    if (values + containers > JSON_VALUES_MAX)
        return error_set(error, ERROR_NETWORK, "the reply has more than %d values",
                         JSON_VALUES_MAX);
    if (containers > JSON_CONTAINERS_MAX)
        return error_set(error, ERROR_NETWORK, "the reply has more than %d objects and lists",
                         JSON_CONTAINERS_MAX);
    return true;
}
