#include "setup/lane_file.h"

#include <sodium.h>
#include <string.h>

#define MAGIC   "kiosk-lane "
#define VERSION "1"

enum { SUM_LINE_SIZE = 4 + 2 * crypto_hash_sha256_BYTES + 1 };

static bool not_ours(Error *error)
{
    return error_set(error, ERROR_CORRUPT, "it is no settings file of a lane");
}

static bool changed(Error *error)
{
    return error_set(error, ERROR_CORRUPT,
                     "it was cut or changed after it was made: make it again");
}

// The next line without its end; false when there is none.
static bool take_line(Bytes *rest, Text *out)
{
    const uint8_t *end = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;
    if (!end)
        return false;
    size_t size = (size_t)(end - rest->data);
    *out = (Text){(const char *)rest->data, (int32_t)size};
    *rest = (Bytes){end + 1, rest->size - size - 1};
    return true;
}

static bool take_word(Text *line, Text word)
{
    if (!text_starts_with(*line, word))
        return false;
    *line = text_slice(*line, word.size, line->size);
    return true;
}

// "WORD SIZE" and that many bytes with a line's end behind them.
static bool take_piece(Bytes *rest, Text word, Bytes *out)
{
    Bytes after = *rest;
    Text line;
    size_t size = 0;
    if (!take_line(&after, &line) || !take_word(&line, word) || line.size < 1 || line.size > 5)
        return false;
    for (int32_t i = 0; i < line.size; i++) {
        if (line.data[i] < '0' || line.data[i] > '9' || (line.data[0] == '0' && line.size > 1))
            return false;
        size = size * 10 + (size_t)(line.data[i] - '0');
    }
    if (after.size < size + 1 || after.data[size] != '\n')
        return false;
    *out = (Bytes){after.data, size};
    *rest = (Bytes){after.data + size + 1, after.size - size - 1};
    return true;
}

static bool sum_is_right(Bytes file)
{
    uint8_t sum[crypto_hash_sha256_BYTES];
    char digits[2 * sizeof sum + 1];
    if (file.size < SUM_LINE_SIZE)
        return false;
    size_t summed = file.size - SUM_LINE_SIZE;
    crypto_hash_sha256(sum, file.data, summed);
    sodium_bin2hex(digits, sizeof digits, sum, sizeof sum);
    const uint8_t *line = file.data + summed;
    return memcmp(line, "sum ", 4) == 0 && memcmp(line + 4, digits, sizeof digits - 1) == 0 &&
           line[SUM_LINE_SIZE - 1] == '\n';
}

static bool is_word(Text text)
{
    for (int32_t i = 0; i < text.size; i++)
        if (text.data[i] <= ' ' || text.data[i] > '~')
            return false;
    return text.size > 0;
}

static bool read_pieces(Bytes rest, LaneFile *out, Error *error)
{
    Text line;
    Bytes key = {0}, ahead = rest;
    *out = (LaneFile){0};
    if (take_line(&ahead, &line) && take_word(&line, TEXT("machine "))) {
        if (!is_word(line) || line.size > LANE_FILE_MACHINE_MAX)
            return error_set(error, ERROR_INVALID, "its machine is no word");
        out->machine = line;
        rest = ahead;
    }
    if (!take_piece(&rest, TEXT("ini "), &out->ini) || !take_piece(&rest, TEXT("key "), &key))
        return changed(error);
    take_piece(&rest, TEXT("ca "), &out->authority);
    if (rest.size > 0 || memchr(out->ini.data, 0, out->ini.size))
        return changed(error);
    out->key = (Text){(const char *)key.data, (int32_t)key.size};
    if (!is_word(out->key) || out->key.size > LANE_FILE_KEY_MAX)
        return error_set(error, ERROR_INVALID, "its key is not one word of at most %d letters",
                         LANE_FILE_KEY_MAX);
    return true;
}

bool lane_file_read(Bytes file, LaneFile *out, Error *error)
{
    LaneFile found;
    Bytes rest = file;
    Text line;
    if (file.size > LANE_FILE_SIZE_MAX)
        return error_set(error, ERROR_LIMIT, "it has over %d bytes, which no settings file has",
                         LANE_FILE_SIZE_MAX);
    if (!take_line(&rest, &line) || !take_word(&line, TEXT(MAGIC)))
        return not_ours(error);
    if (line.size == 0 || line.size > 4)
        return not_ours(error);
    if (!sum_is_right(file))
        return changed(error);
    if (!text_equal(line, TEXT(VERSION)))
        return error_set(error, ERROR_INVALID, "it is of a newer kind than this program knows");
    rest.size -= SUM_LINE_SIZE;
    if (!read_pieces(rest, &found, error))
        return false;
    *out = found;
    return true;
}
