/* A push tokenizer for JSON that arrives in pieces: it keeps only where it is, never the document.
 * Strict: full UTF-8 and escape checks, one value, limits on depth, on a string's size and on the
 * total. Ours because Debian 12 has no maintained streaming parser for C; compared with Jansson
 * over a corpus and by fuzzing. */
#ifndef KIOSK_BACKOFFICE_JSON_STREAM_H
#define KIOSK_BACKOFFICE_JSON_STREAM_H

#include "base/error.h"
#include "base/text.h"

typedef enum JsonEvent {
    JSON_EVENT_OBJECT_BEGIN,
    JSON_EVENT_OBJECT_END,
    JSON_EVENT_ARRAY_BEGIN,
    JSON_EVENT_ARRAY_END,
    JSON_EVENT_KEY,    // text: unescaped
    JSON_EVENT_STRING, // text: unescaped
    JSON_EVENT_NUMBER, // text: as written, a valid JSON number
    JSON_EVENT_TRUE,
    JSON_EVENT_FALSE,
    JSON_EVENT_NULL,
} JsonEvent;

enum { JSON_DEPTH_MAX = 64, JSON_STRING_MAX_BYTES = 4 << 20 };

// Called for each event; `text` is good only during the call. Returning false stops with the
// handler's error.
typedef bool (*JsonHandler)(void *context, JsonEvent event, Text text, Error *error);

typedef struct JsonStream JsonStream;

JsonStream *json_stream_create(JsonHandler handler, void *context, uint64_t total_max_bytes);
void json_stream_destroy(JsonStream *stream);
// False: not JSON, over a limit (error says at which byte), or the handler said no. Then feed no
// more.
MUST_USE bool json_stream_feed(JsonStream *stream, Bytes piece, Error *error);
// After the last byte: false when the document is not complete ("the reply ends in the middle
// ...").
MUST_USE bool json_stream_finish(JsonStream *stream, Error *error);

#endif
