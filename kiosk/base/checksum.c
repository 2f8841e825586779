#include "base/checksum.h"

#include <pthread.h>
#include <xxhash.h>

static uint32_t crc_table[256];
static pthread_once_t crc_once = PTHREAD_ONCE_INIT;

static void crc_table_fill(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
        crc_table[i] = crc;
    }
}

uint32_t checksum_crc32c(uint32_t seed, const void *bytes, size_t size_bytes)
{
    pthread_once(&crc_once, crc_table_fill);
    const uint8_t *in = bytes;
    uint32_t crc = ~seed;
    for (size_t i = 0; i < size_bytes; i++)
        crc = (crc >> 8) ^ crc_table[(crc ^ in[i]) & 0xff];
    return ~crc;
}

uint64_t checksum_xxh3(const void *bytes, size_t size_bytes)
{
    return XXH3_64bits(bytes, size_bytes);
}
