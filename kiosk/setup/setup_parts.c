#include "setup/setup_parts.h"

#include <string.h>
#include <zlib.h>

#include "base/checksum.h"

static SetupScan take(SetupParts *parts, const SetupPart *part)
{
    if (parts->count == 0) {
        parts->count = part->count;
        parts->set = part->set;
    }
    if (part->set != parts->set || part->count != parts->count)
        return SETUP_SCAN_OTHER_SET;
    int32_t index = part->number - 1;
    if (parts->has[index])
        return SETUP_SCAN_AGAIN;
    memcpy(parts->bytes + index * SETUP_PART_SIZE, part->bytes, (size_t)part->size);
    parts->has[index] = true;
    parts->taken++;
    if (part->number == part->count)
        parts->last_size = part->size;
    return SETUP_SCAN_TAKEN;
}

SetupScan setup_parts_scan(SetupParts *parts, Text code)
{
    SetupPart part;
    switch (setup_code_read(code, &part)) {
    case SETUP_CODE_OK:
        return take(parts, &part);
    case SETUP_CODE_NONE:
        return SETUP_SCAN_NONE;
    case SETUP_CODE_DAMAGED:
        return SETUP_SCAN_DAMAGED;
    case SETUP_CODE_NEWER:
        return SETUP_SCAN_NEWER;
    }
    return SETUP_SCAN_NONE;
}

bool setup_parts_complete(const SetupParts *parts)
{
    return parts->count > 0 && parts->taken == parts->count;
}

bool setup_parts_join(const SetupParts *parts, uint8_t out_file[LANE_FILE_SIZE_MAX],
                      size_t *out_size, Error *error)
{
    size_t size = (size_t)((parts->count - 1) * SETUP_PART_SIZE + parts->last_size);
    uLongf file_size = LANE_FILE_SIZE_MAX;
    uLong packed_size = size;
    CHECK(setup_parts_complete(parts));
    if (checksum_crc32c(0, parts->bytes, size) != parts->set)
        return error_set(error, ERROR_CORRUPT,
                         "these codes do not belong together: print them again");
    if (uncompress2(out_file, &file_size, parts->bytes, &packed_size) != Z_OK ||
        packed_size != size)
        return error_set(error, ERROR_CORRUPT,
                         "these codes were not made by the settings tool: print them again");
    *out_size = file_size;
    return true;
}
