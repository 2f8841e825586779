/* Checksums of files: CRC-32C (Castagnoli) for journal records, XXH3 for the catalogue image. */
#ifndef KIOSK_BASE_CHECKSUM_H
#define KIOSK_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

// CRC-32C of `bytes`, continued from `seed` (0 to begin). crc32c("123456789") = 0xe3069283.
uint32_t checksum_crc32c(uint32_t seed, const void *bytes, size_t size_bytes);
uint64_t checksum_xxh3(const void *bytes, size_t size_bytes);

#endif
