/* A sentence that another program left in a file, to be shown on a screen. */
#ifndef KIOSK_APP_SENTENCE_H
#define KIOSK_APP_SENTENCE_H

#include "base/error.h"

enum { SENTENCE_SIZE = 400 }; // bytes, with the ending zero; more is cut off

// The first line of the file as UTF-8, without its full stop; control characters become spaces.
// False: the file can't be read (os_errno is set) or has no words in it; `out` is untouched.
MUST_USE bool sentence_read(const char *path, char out[SENTENCE_SIZE], Error *error);

#endif
