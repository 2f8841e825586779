/* A catalogue block from bytes that may be anything: size, magic, layout, checksum, then every
 * table, offset, index and range is checked once. After that the accessors of catalogue.h need no
 * checks. */
#ifndef KIOSK_DOMAIN_CATALOGUE_IMAGE_H
#define KIOSK_DOMAIN_CATALOGUE_IMAGE_H

#include "base/error.h"
#include "domain/catalogue.h"

#define CATALOGUE_MAGIC "KIOSKCAT"

// What header->checksum must be; `block` is at least a header.
uint64_t catalogue_checksum(Bytes block);

// `block` must stay where it is while `out` is used and be 8-byte aligned. ERROR_CORRUPT says what
// is wrong; a block of another layout version is ERROR_INVALID ("... is of layout 3, this program
// reads 4").
MUST_USE bool catalogue_open(Bytes block, Catalogue *out, Error *error);

#endif
