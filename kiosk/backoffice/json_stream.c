/* One byte-driven state machine. What spans two pieces is collected in `text`; a string or number
 * that lies whole in one piece and has no escapes is handed over where it is, without a copy.
 *
 * Accepted is what RFC 8259 accepts, with these choices where readers differ: a key may come twice
 * in an object (both are reported), a number may be as large as it likes (it stays text; at most
 * NUMBER_MAX_BYTES), \u0000 is a character like another, half a surrogate pair is an error, and so
 * is a byte order mark. */
#include "backoffice/json_stream.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/json_number.h"
#include "backoffice/utf8_check.h"

enum { NUMBER_MAX_BYTES = 512 };

typedef enum State {
    STATE_VALUE,      // a value must come
    STATE_FIRST_ITEM, // after '[': a value or ']'
    STATE_FIRST_KEY,  // after '{': a key or '}'
    STATE_KEY,        // after ',' in an object
    STATE_COLON,
    STATE_AFTER_VALUE, // ',' or the end of what is open
    STATE_STRING,
    STATE_ESCAPE,         // after a backslash
    STATE_HEX,            // in the four digits of \uXXXX
    STATE_PAIR_BACKSLASH, // a high half came: its low half must follow
    STATE_PAIR_U,
    STATE_LITERAL, // true, false, null
    STATE_NUMBER,
    STATE_DONE,
} State;

struct JsonStream {
    JsonHandler handler;
    void *context;
    uint64_t total_bytes, total_max_bytes;
    State state;
    bool stopped; // failed or finished: no more calls
    bool is_key;  // the string at hand is a key
    int32_t depth;
    uint64_t in_object; // bit n: the container at depth n + 1 is an object
    char *text;         // the token at hand, when it could not be handed over in place
    int32_t text_size, text_room;
    JsonNumber number;
    Utf8Check utf8;
    int32_t hex_count;
    uint32_t hex_value, high_half;
    const char *literal;
    int32_t literal_at;
    JsonEvent literal_event;
};

_Static_assert(JSON_DEPTH_MAX <= 64, "in_object has a bit for each level");

JsonStream *json_stream_create(JsonHandler handler, void *context, uint64_t total_max_bytes)
{
    JsonStream *stream = calloc(1, sizeof *stream);
    CHECK(stream != NULL);
    stream->handler = handler;
    stream->context = context;
    stream->total_max_bytes = total_max_bytes;
    return stream;
}

void json_stream_destroy(JsonStream *stream)
{
    if (!stream)
        return;
    free(stream->text);
    free(stream);
}

static bool is_white(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

// Bytes of a string that need no look: printable ASCII without quote and backslash.
static bool is_plain(uint8_t byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

static bool bad(uint64_t at, const char *what, Error *error)
{
    return error_set(error, ERROR_CORRUPT, "not JSON at byte %" PRIu64 ": %s", at, what);
}

static bool emit(JsonStream *stream, JsonEvent event, const char *data, int32_t size, Error *error)
{
    return stream->handler(stream->context, event, (Text){data, size}, error);
}

static bool collect(JsonStream *stream, const uint8_t *bytes, size_t size, int32_t limit,
                    Error *error)
{
    if (size > (size_t)(limit - stream->text_size))
        return error_set(error, ERROR_LIMIT,
                         "the reply has a text or number of more than %d bytes near byte %" PRIu64,
                         (int)limit, stream->total_bytes);
    int32_t needed = stream->text_size + (int32_t)size;
    if (needed > stream->text_room) {
        int32_t room = stream->text_room ? stream->text_room : 256;
        while (room < needed)
            room *= 2;
        stream->text = realloc(stream->text, (size_t)room);
        CHECK(stream->text != NULL);
        stream->text_room = room;
    }
    if (size > 0)
        memcpy(stream->text + stream->text_size, bytes, size);
    stream->text_size = needed;
    return true;
}

static bool collect_string(JsonStream *stream, const uint8_t *bytes, size_t size, Error *error)
{
    return collect(stream, bytes, size, JSON_STRING_MAX_BYTES, error);
}

static bool collect_code_point(JsonStream *stream, uint32_t code_point, Error *error)
{
    char bytes[4];
    int32_t size = text_encode_code_point(code_point, bytes);
    return collect_string(stream, (const uint8_t *)bytes, (size_t)size, error);
}

static void value_ends(JsonStream *stream)
{
    stream->state = stream->depth > 0 ? STATE_AFTER_VALUE : STATE_DONE;
}

static bool string_ends(JsonStream *stream, const uint8_t *from, const uint8_t *to, Error *error)
{
    const char *data = (const char *)from;
    int64_t size = to - from;
    if (stream->text_size > 0 || size > JSON_STRING_MAX_BYTES) {
        if (!collect_string(stream, from, (size_t)size, error))
            return false;
        data = stream->text;
        size = stream->text_size;
        stream->text_size = 0;
    }
    JsonEvent event = stream->is_key ? JSON_EVENT_KEY : JSON_EVENT_STRING;
    if (stream->is_key)
        stream->state = STATE_COLON;
    else
        value_ends(stream);
    return emit(stream, event, data, (int32_t)size, error);
}

// Runs inside a string up to its end, an escape or the end of the piece. `base` is the byte number
// of `from`.
static bool take_string(JsonStream *stream, const uint8_t *from, const uint8_t *end, uint64_t base,
                        const uint8_t **out_at, Error *error)
{
    const uint8_t *at = from;
    for (;;) {
        while (at < end && stream->utf8.more == 0 && is_plain(*at))
            at++;
        if (at == end) {
            *out_at = at;
            return collect_string(stream, from, (size_t)(at - from), error);
        }
        uint8_t byte = *at;
        if (stream->utf8.more > 0 || byte >= 0x80) {
            if (!utf8_check_step(&stream->utf8, byte))
                return bad(base + (uint64_t)(at - from), "a text that is not UTF-8", error);
            at++;
        } else if (byte == '"') {
            *out_at = at + 1;
            return string_ends(stream, from, at, error);
        } else if (byte == '\\') {
            *out_at = at + 1;
            stream->state = STATE_ESCAPE;
            return collect_string(stream, from, (size_t)(at - from), error);
        } else {
            return bad(base + (uint64_t)(at - from), "a control character in a text", error);
        }
    }
}

static bool take_escape(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    if (byte == 'u') {
        stream->state = STATE_HEX;
        stream->hex_count = 0;
        stream->hex_value = 0;
        return true;
    }
    const char *found = byte ? strchr(from, byte) : NULL;
    if (!found)
        return bad(at, "an unknown escape in a text", error);
    stream->state = STATE_STRING;
    return collect_string(stream, (const uint8_t *)to + (found - from), 1, error);
}

static bool take_hex(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    uint32_t digit;
    if (is_digit(byte))
        digit = byte - (uint32_t)'0';
    else if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f')
        digit = (byte | 0x20u) - (uint32_t)'a' + 10;
    else
        return bad(at, "a \\u escape without four hex digits", error);
    stream->hex_value = stream->hex_value << 4 | digit;
    if (++stream->hex_count < 4)
        return true;
    uint32_t value = stream->hex_value;
    bool is_low = value >= 0xdc00 && value <= 0xdfff;
    if ((stream->high_half != 0) != is_low)
        return bad(at, "half a surrogate pair in a text", error);
    if (value >= 0xd800 && value <= 0xdbff) {
        stream->high_half = value;
        stream->state = STATE_PAIR_BACKSLASH;
        return true;
    }
    if (is_low) {
        value = 0x10000 + ((stream->high_half - 0xd800) << 10) + (value - 0xdc00);
        stream->high_half = 0;
    }
    stream->state = STATE_STRING;
    return collect_code_point(stream, value, error);
}

static bool open_container(JsonStream *stream, bool is_object, uint64_t at, Error *error)
{
    if (stream->depth == JSON_DEPTH_MAX)
        return error_set(error, ERROR_LIMIT, "the reply is nested deeper than %d at byte %" PRIu64,
                         JSON_DEPTH_MAX, at);
    uint64_t bit = UINT64_C(1) << stream->depth++;
    stream->in_object = is_object ? stream->in_object | bit : stream->in_object & ~bit;
    stream->state = is_object ? STATE_FIRST_KEY : STATE_FIRST_ITEM;
    return emit(stream, is_object ? JSON_EVENT_OBJECT_BEGIN : JSON_EVENT_ARRAY_BEGIN, NULL, 0,
                error);
}

static bool innermost_is_object(const JsonStream *stream)
{
    return stream->depth > 0 && (stream->in_object >> (stream->depth - 1) & 1) != 0;
}

static bool close_container(JsonStream *stream, bool is_object, uint64_t at, Error *error)
{
    if (stream->depth == 0 || innermost_is_object(stream) != is_object)
        return bad(at, "a bracket that closes nothing", error);
    stream->depth--;
    value_ends(stream);
    return emit(stream, is_object ? JSON_EVENT_OBJECT_END : JSON_EVENT_ARRAY_END, NULL, 0, error);
}

static void begin_string(JsonStream *stream, bool is_key)
{
    stream->is_key = is_key;
    stream->text_size = 0;
    stream->state = STATE_STRING;
}

static void begin_literal(JsonStream *stream, const char *literal, JsonEvent event)
{
    stream->literal = literal;
    stream->literal_at = 1;
    stream->literal_event = event;
    stream->state = STATE_LITERAL;
}

static bool begin_value(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    switch (byte) {
    case '"':
        begin_string(stream, false);
        return true;
    case '{':
        return open_container(stream, true, at, error);
    case '[':
        return open_container(stream, false, at, error);
    case 't':
        begin_literal(stream, "true", JSON_EVENT_TRUE);
        return true;
    case 'f':
        begin_literal(stream, "false", JSON_EVENT_FALSE);
        return true;
    case 'n':
        begin_literal(stream, "null", JSON_EVENT_NULL);
        return true;
    default:
        break;
    }
    stream->number = JSON_NUMBER_NOTHING;
    if (!json_number_step(&stream->number, byte))
        return bad(at, "a value must come here", error);
    stream->text_size = 0;
    stream->state = STATE_NUMBER;
    return collect(stream, &byte, 1, NUMBER_MAX_BYTES, error);
}

static bool take_literal(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    if (byte != (uint8_t)stream->literal[stream->literal_at])
        return bad(at, "a word that is not true, false or null", error);
    if (stream->literal[++stream->literal_at] != 0)
        return true;
    value_ends(stream);
    return emit(stream, stream->literal_event, NULL, 0, error);
}

static bool number_ends(JsonStream *stream, const uint8_t *from, const uint8_t *to, Error *error)
{
    const char *data = (const char *)from;
    int64_t size = to - from;
    if (stream->text_size > 0 || size > NUMBER_MAX_BYTES) {
        if (!collect(stream, from, (size_t)size, NUMBER_MAX_BYTES, error))
            return false;
        data = stream->text;
        size = stream->text_size;
        stream->text_size = 0;
    }
    value_ends(stream);
    return emit(stream, JSON_EVENT_NUMBER, data, (int32_t)size, error);
}

// Runs inside a number up to the byte that ends it (which is left) or the end of the piece.
static bool take_number(JsonStream *stream, const uint8_t *from, const uint8_t *end, uint64_t base,
                        const uint8_t **out_at, Error *error)
{
    const uint8_t *at = from;
    while (at < end && json_number_step(&stream->number, *at))
        at++;
    *out_at = at;
    if (at == end)
        return collect(stream, from, (size_t)(at - from), NUMBER_MAX_BYTES, error);
    if (!json_number_may_end(stream->number))
        return bad(base + (uint64_t)(at - from), "a number that breaks off", error);
    return number_ends(stream, from, at, error);
}

static bool begin_key(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    if (byte != '"')
        return bad(at, "a key must come here", error);
    begin_string(stream, true);
    return true;
}

static bool take_after_value(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    if (byte == '}' || byte == ']')
        return close_container(stream, byte == '}', at, error);
    if (byte != ',')
        return bad(at, "a comma or a closing bracket must come here", error);
    stream->state = innermost_is_object(stream) ? STATE_KEY : STATE_VALUE;
    return true;
}

static bool expect(JsonStream *stream, uint8_t byte, uint8_t wanted, State next, uint64_t at,
                   const char *what, Error *error)
{
    if (byte != wanted)
        return bad(at, what, error);
    stream->state = next;
    return true;
}

// One byte in any state but those inside strings and numbers.
static bool take_byte(JsonStream *stream, uint8_t byte, uint64_t at, Error *error)
{
    switch (stream->state) {
    case STATE_VALUE:
        return is_white(byte) || begin_value(stream, byte, at, error);
    case STATE_FIRST_ITEM:
        if (byte == ']')
            return close_container(stream, false, at, error);
        return is_white(byte) || begin_value(stream, byte, at, error);
    case STATE_FIRST_KEY:
        if (byte == '}')
            return close_container(stream, true, at, error);
        return is_white(byte) || begin_key(stream, byte, at, error);
    case STATE_KEY:
        return is_white(byte) || begin_key(stream, byte, at, error);
    case STATE_COLON:
        return is_white(byte) ||
               expect(stream, byte, ':', STATE_VALUE, at, "a colon must come here", error);
    case STATE_AFTER_VALUE:
        return is_white(byte) || take_after_value(stream, byte, at, error);
    case STATE_ESCAPE:
        return take_escape(stream, byte, at, error);
    case STATE_HEX:
        return take_hex(stream, byte, at, error);
    case STATE_PAIR_BACKSLASH:
        return expect(stream, byte, '\\', STATE_PAIR_U, at, "half a surrogate pair in a text",
                      error);
    case STATE_PAIR_U:
        stream->hex_count = 0;
        stream->hex_value = 0;
        return expect(stream, byte, 'u', STATE_HEX, at, "half a surrogate pair in a text", error);
    case STATE_LITERAL:
        return take_literal(stream, byte, at, error);
    case STATE_DONE:
        return is_white(byte) || bad(at, "something after the end", error);
    case STATE_STRING:
    case STATE_NUMBER:
        break; // taken by take_string and take_number
    }
    CHECK(stream->state == STATE_DONE);
    return false;
}

static bool feed(JsonStream *stream, Bytes piece, Error *error)
{
    const uint8_t *at = piece.data;
    const uint8_t *end = piece.data + piece.size;
    while (at < end) {
        uint64_t number = stream->total_bytes + (uint64_t)(at - piece.data);
        if (stream->state == STATE_STRING) {
            if (!take_string(stream, at, end, number, &at, error))
                return false;
        } else if (stream->state == STATE_NUMBER) {
            if (!take_number(stream, at, end, number, &at, error))
                return false;
        } else if (!take_byte(stream, *at++, number, error)) {
            return false;
        }
    }
    return true;
}

bool json_stream_feed(JsonStream *stream, Bytes piece, Error *error)
{
    CHECK(!stream->stopped);
    bool ok = false;
    if (piece.size > stream->total_max_bytes - stream->total_bytes)
        error_set(error, ERROR_LIMIT, "the reply is larger than %" PRIu64 " bytes",
                  stream->total_max_bytes);
    else
        ok = feed(stream, piece, error);
    if (ok)
        stream->total_bytes += piece.size;
    stream->stopped = !ok;
    return ok;
}

bool json_stream_finish(JsonStream *stream, Error *error)
{
    CHECK(!stream->stopped);
    stream->stopped = true;
    // Only the end tells that a number is complete when it is the whole document.
    if (stream->state == STATE_NUMBER && json_number_may_end(stream->number) &&
        stream->depth == 0 && !number_ends(stream, (const uint8_t *)"", (const uint8_t *)"", error))
        return false;
    if (stream->state != STATE_DONE)
        return error_set(error, ERROR_NETWORK,
                         "the reply ends in the middle after %" PRIu64 " bytes",
                         stream->total_bytes);
    return true;
}
