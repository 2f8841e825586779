#include "base/checksum.h"

#include <pthread.h>
#include <xxhash.h>

// Eight bytes a turn: table[k][b] is the CRC of byte b followed by k zero bytes, so that eight
// look-ups stand for eight turns of the bytewise loop ("slicing by 8", Kounavis and Berry 2005).
static uint32_t crc_table[8][256];
static pthread_once_t crc_once = PTHREAD_ONCE_INIT;

static void crc_table_fill(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78u : 0);
        crc_table[0][i] = crc;
    }
    for (int k = 1; k < 8; k++)
        for (int i = 0; i < 256; i++)
            crc_table[k][i] = (crc_table[k - 1][i] >> 8) ^ crc_table[0][crc_table[k - 1][i] & 0xff];
}

static uint32_t read_le32(const uint8_t *in)
{
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

uint32_t checksum_crc32c(uint32_t seed, const void *bytes, size_t size_bytes)
{
    pthread_once(&crc_once, crc_table_fill);
    const uint8_t *in = bytes;
    uint32_t crc = ~seed;
    for (; size_bytes >= 8; size_bytes -= 8, in += 8) {
        uint32_t low = crc ^ read_le32(in), high = read_le32(in + 4);
        crc = crc_table[7][low & 0xff] ^ crc_table[6][low >> 8 & 0xff] ^
              crc_table[5][low >> 16 & 0xff] ^ crc_table[4][low >> 24] ^ crc_table[3][high & 0xff] ^
              crc_table[2][high >> 8 & 0xff] ^ crc_table[1][high >> 16 & 0xff] ^
              crc_table[0][high >> 24];
    }
    for (; size_bytes > 0; size_bytes--, in++)
        crc = (crc >> 8) ^ crc_table[0][(crc ^ *in) & 0xff];
    return ~crc;
}

uint64_t checksum_xxh3(const void *bytes, size_t size_bytes)
{
    return XXH3_64bits(bytes, size_bytes);
}
