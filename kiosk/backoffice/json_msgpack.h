/* The same values as JSON and as msgpack, for files that people may want in either form. Nothing
 * but what JSON has: no bytes, no extensions, keys are texts. */
#ifndef KIOSK_BACKOFFICE_JSON_MSGPACK_H
#define KIOSK_BACKOFFICE_JSON_MSGPACK_H

#include <jansson.h>

#include "backoffice/json_stream.h"

typedef struct MsgpackText { // bytes that grow; zeroed: empty
    uint8_t *data;           // malloc'd
    size_t size, room;
} MsgpackText;

void json_msgpack_write(MsgpackText *out, const json_t *value);
// What stands before the items of a map (pairs) or an array.
void json_msgpack_write_map(MsgpackText *out, uint32_t count);
void json_msgpack_write_array(MsgpackText *out, uint32_t count);
void json_msgpack_write_text(MsgpackText *out, const char *text);

// Reads one value, the whole of `bytes`, and tells of it as json_stream does. False: not msgpack of
// that kind, deeper than JSON_DEPTH_MAX, or the handler said no.
MUST_USE bool json_msgpack_read(Bytes bytes, JsonHandler handler, void *context, Error *error);

#endif
