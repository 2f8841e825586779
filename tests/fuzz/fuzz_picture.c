/* Any bytes as a picture of the server, through the very path that shows one. What claims to be
 * large must cost nothing; what is shown has the size that was asked for at most. */
#include <stdlib.h>

#include "fuzz_target.h"
#include "ui/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { WIDTH = 60, HEIGHT = 40, INSET = 4 };
    DecodedPicture picture = {0};
    Error error = {0};
    if (picture_decode((Bytes){data, size}, PICTURE_FROM_SERVER, WIDTH, HEIGHT, INSET, &picture,
                       &error)) {
        CHECK(picture.width >= 1 && picture.width <= WIDTH);
        CHECK(picture.height >= 1 && picture.height <= HEIGHT);
        free(picture.pixels);
    } else
        CHECK(error.message[0] != 0);
    return 0;
}
