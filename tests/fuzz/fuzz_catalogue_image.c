/* A catalogue image of any bytes: the checksum is put right first, so that the checks behind it are
 * met. */
#include <stdlib.h>
#include <string.h>

#include "domain/catalogue_image.h"
#include "fuzz_target.h"
#include "use_catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Catalogue catalogue;
    Error error;
    uint8_t *block = malloc(size + 1); // aligned, and its end known to the sanitizer
    if (!block)
        return 0;
    memcpy(block, data, size);
    if (size >= sizeof(CatalogueHeader))
        seal_block(block, size);
    if (catalogue_open((Bytes){block, size}, &catalogue, &error))
        use_catalogue(&catalogue);
    free(block);
    return 0;
}
