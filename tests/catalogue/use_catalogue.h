/* Reads whatever can be read of an opened catalogue, as the program would, so that a sanitizer sees
 * what a forged block could do. Shared by the tests and the fuzz target. */
#ifndef TESTS_CATALOGUE_USE_CATALOGUE_H
#define TESTS_CATALOGUE_USE_CATALOGUE_H

#include "domain/catalogue.h"

// A number made of all that was read: keeps the compiler from leaving reads out.
uint64_t use_catalogue(const Catalogue *catalogue);

// Puts a right checksum into a block that was changed.
void seal_block(uint8_t *block, size_t size_bytes);

#endif
