#include "setup/setup_encode.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/checksum.h"

static size_t add(uint8_t *out, size_t at, const void *bytes, size_t size)
{
    CHECK(at + size <= LANE_FILE_SIZE_MAX);
    if (size > 0)
        memcpy(out + at, bytes, size);
    return at + size;
}

static size_t add_piece(uint8_t *out, size_t at, const char *name, const void *bytes, size_t size)
{
    char line[40];
    int length = snprintf(line, sizeof line, "%s %zu\n", name, size);
    at = add(out, at, line, (size_t)length);
    at = add(out, at, bytes, size);
    return add(out, at, "\n", 1);
}

size_t encode_lane_file(const LaneFile *file, uint8_t *out)
{
    uint8_t sum[crypto_hash_sha256_BYTES];
    char line[200];
    size_t at = add(out, 0, "kiosk-lane 1\n", 13);
    if (file->machine.size > 0)
        at = add(out, at, line,
                 (size_t)snprintf(line, sizeof line, "machine %.*s\n", TEXT_PRINTF(file->machine)));
    at = add_piece(out, at, "ini", file->ini.data, file->ini.size);
    at = add_piece(out, at, "key", file->key.data, (size_t)file->key.size);
    if (file->authority.size > 0)
        at = add_piece(out, at, "ca", file->authority.data, file->authority.size);
    crypto_hash_sha256(sum, out, at);
    memcpy(line, "sum ", 4);
    sodium_bin2hex(line + 4, sizeof line - 4, sum, sizeof sum);
    strcat(line, "\n");
    return add(out, at, line, strlen(line));
}

void encode_check(char *digits)
{
    uint32_t check = checksum_crc32c(0, digits, strlen(digits));
    snprintf(digits + strlen(digits), 11, "%010u", check);
}

static void add_digits(char *digits, Bytes part)
{
    static const int32_t widths[] = {0, 3, 5, 8, 10, 13, 15, 17};
    for (size_t at = 0; at < part.size; at += 7) {
        size_t size = part.size - at < 7 ? part.size - at : 7;
        unsigned long long number = 0;
        for (size_t i = 0; i < size; i++)
            number = number << 8 | part.data[at + i];
        snprintf(digits + strlen(digits), 18, "%0*llu", widths[size], number);
    }
}

void encode_packed(Bytes packed, SetupCodes *out)
{
    uint32_t set = checksum_crc32c(0, packed.data, packed.size);
    out->count = (int32_t)((packed.size + SETUP_PART_SIZE - 1) / SETUP_PART_SIZE);
    CHECK(out->count <= SETUP_PARTS_MAX);
    for (int32_t i = 0; i < out->count; i++) {
        size_t at = (size_t)i * SETUP_PART_SIZE, left = packed.size - at;
        char *digits = out->digits[i];
        snprintf(digits, SETUP_CODE_DIGITS_MAX + 1, "73511%02d%02d%010u", (int)(i + 1),
                 (int)out->count, set);
        add_digits(digits,
                   (Bytes){packed.data + at, left < SETUP_PART_SIZE ? left : SETUP_PART_SIZE});
        encode_check(digits);
    }
}

void encode_codes(Bytes lane_file, SetupCodes *out)
{
    static uint8_t packed[SETUP_PARTS_MAX * SETUP_PART_SIZE];
    uLongf size = sizeof packed;
    CHECK(compress2(packed, &size, lane_file.data, lane_file.size, 9) == Z_OK);
    encode_packed((Bytes){packed, size}, out);
}
