#include "setup/setup_code.h"

#include <string.h>

#include "base/checksum.h"

#define MAGIC "7351"

enum {
    GROUP_SIZE = 7,              // bytes, as 17 digits: 56 bits of 56.5
    OTHER_CODES_DIGITS_MAX = 48, // GS1's longest element string; a longer run of digits is ours
};

// Digits that a group of so many bytes takes.
static const int32_t group_digits[GROUP_SIZE + 1] = {0, 3, 5, 8, 10, 13, 15, 17};

static uint64_t number_of(const char *digits, int32_t count)
{
    uint64_t number = 0;
    for (int32_t i = 0; i < count; i++)
        number = number * 10 + (uint64_t)(digits[i] - '0');
    return number;
}

static bool is_digits(Text code)
{
    for (int32_t i = 0; i < code.size; i++)
        if (code.data[i] < '0' || code.data[i] > '9')
            return false;
    return true;
}

static bool read_group(const char *digits, int32_t size, uint8_t *out)
{
    uint64_t number = number_of(digits, group_digits[size]);
    if (number >> (8 * size) != 0)
        return false;
    for (int32_t i = size - 1; i >= 0; i--, number >>= 8)
        out[i] = (uint8_t)number;
    return true;
}

static bool read_bytes(const char *digits, int32_t count, SetupPart *part)
{
    const int32_t whole = group_digits[GROUP_SIZE];
    for (part->size = 0; count > 0;) {
        int32_t size = GROUP_SIZE;
        while (size > 0 && count < whole && group_digits[size] != count)
            size--;
        if (size == 0 || part->size + size > SETUP_PART_SIZE ||
            !read_group(digits, size, part->bytes + part->size))
            return false;
        part->size += size;
        digits += group_digits[size];
        count -= group_digits[size];
    }
    return part->size > 0;
}

static bool part_fits(const SetupPart *part)
{
    bool last = part->number == part->count;
    return part->count >= 1 && part->count <= SETUP_PARTS_MAX && part->number >= 1 &&
           part->number <= part->count && (last || part->size == SETUP_PART_SIZE);
}

SetupCodeResult setup_code_read(Text code, SetupPart *out)
{
    SetupPart part = {0};
    int32_t body = code.size - SETUP_HEAD_DIGITS - SETUP_CHECK_DIGITS;
    bool ours = code.size > OTHER_CODES_DIGITS_MAX || text_starts_with(code, TEXT(MAGIC));
    if (!ours || !is_digits(code))
        return SETUP_CODE_NONE;
    if (body < 0)
        return code.size <= 14 ? SETUP_CODE_NONE : SETUP_CODE_DAMAGED; // an article of that number
    if (code.size > SETUP_CODE_DIGITS_MAX)
        return SETUP_CODE_DAMAGED;
    int32_t summed = code.size - SETUP_CHECK_DIGITS;
    if (number_of(code.data + summed, SETUP_CHECK_DIGITS) !=
        checksum_crc32c(0, code.data, (size_t)summed))
        return SETUP_CODE_DAMAGED;
    if (!text_starts_with(code, TEXT(MAGIC)))
        return SETUP_CODE_NONE;
    if (code.data[4] != '1')
        return SETUP_CODE_NEWER;
    part.number = (int32_t)number_of(code.data + 5, 2);
    part.count = (int32_t)number_of(code.data + 7, 2);
    uint64_t set = number_of(code.data + 9, 10);
    if (set > UINT32_MAX || !read_bytes(code.data + SETUP_HEAD_DIGITS, body, &part) ||
        !part_fits(&part))
        return SETUP_CODE_DAMAGED;
    part.set = (uint32_t)set;
    *out = part;
    return SETUP_CODE_OK;
}
