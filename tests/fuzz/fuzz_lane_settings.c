/* Any bytes as a lane's settings: a file; what a set of setup codes holds together; and codes, a
 * line each, whose check digits are put behind them so that what is below the checksum is reached.
 * The first byte says which. */
#include <string.h>

#include "fuzz_target.h"
#include "setup/setup_encode.h"
#include "setup/setup_parts.h"

static void use_file(Bytes bytes)
{
    LaneFile file;
    Error error;
    if (!lane_file_read(bytes, &file, &error))
        return;
    CHECK(file.ini.size + (size_t)file.key.size + file.authority.size < bytes.size);
    CHECK(file.key.size >= 1 && file.key.size <= LANE_FILE_KEY_MAX);
    CHECK(file.machine.size <= LANE_FILE_MACHINE_MAX);
    // The same file comes out again: there is one way to write it.
    static uint8_t again[LANE_FILE_SIZE_MAX];
    bool empty = file.authority.data && file.authority.size == 0;
    CHECK(empty || (encode_lane_file(&file, again) == bytes.size &&
                    memcmp(again, bytes.data, bytes.size) == 0));
}

static void use_parts(const SetupParts *parts)
{
    static uint8_t file[LANE_FILE_SIZE_MAX];
    size_t size;
    Error error;
    if (setup_parts_complete(parts) && setup_parts_join(parts, file, &size, &error)) {
        CHECK(size <= sizeof file);
        use_file((Bytes){file, size});
    }
}

static void use_packed(Bytes packed)
{
    static SetupCodes codes;
    static SetupParts parts;
    if (packed.size == 0 || packed.size > SETUP_PARTS_MAX * SETUP_PART_SIZE)
        return;
    encode_packed(packed, &codes);
    memset(&parts, 0, sizeof parts);
    for (int32_t i = codes.count - 1; i >= 0; i--)
        CHECK(setup_parts_scan(&parts, text_from_string(codes.digits[i])) == SETUP_SCAN_TAKEN);
    CHECK(setup_parts_complete(&parts));
    CHECK(memcmp(parts.bytes, packed.data, packed.size) == 0);
    use_parts(&parts);
}

static void use_codes(Bytes lines)
{
    static SetupParts parts;
    memset(&parts, 0, sizeof parts);
    while (lines.size > 0) {
        const uint8_t *end = memchr(lines.data, '\n', lines.size);
        size_t size = end ? (size_t)(end - lines.data) : lines.size;
        char code[SETUP_CODE_DIGITS_MAX * 2];
        if (size < SETUP_CODE_DIGITS_MAX + 20) {
            memcpy(code, lines.data, size);
            code[size] = 0;
            (void)setup_parts_scan(&parts, text_from_string(code));
            encode_check(code);
            (void)setup_parts_scan(&parts, text_from_string(code));
        }
        size_t used = end ? size + 1 : size;
        lines = (Bytes){lines.data + used, lines.size - used};
    }
    use_parts(&parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    Bytes rest = {data + 1, size - 1};
    if (data[0] == 'z')
        use_packed(rest);
    else if (data[0] == '7')
        use_codes((Bytes){data, size});
    else
        use_file((Bytes){data, size});
    return 0;
}
