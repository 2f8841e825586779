/* What went wrong, for the program (kind) and for a person (message).
 *
 * A fallible function is `MUST_USE bool f(..., Error *error)`: false means that `error` is filled
 * and that no output was touched. Messages are lower case, name the failing thing in quotes and end
 * without a full stop: "cannot open '/var/lib/kiosk/catalogue.img': no such file". */
#ifndef KIOSK_BASE_ERROR_H
#define KIOSK_BASE_ERROR_H

#include <stdbool.h>

#include "base/check.h"

typedef enum ErrorKind {
    ERROR_NONE,
    ERROR_IO,      // the machine: disk, file, permission; os_errno is set
    ERROR_CORRUPT, // bytes that are not what they claim to be
    ERROR_LIMIT,   // larger than we take
    ERROR_INVALID, // bad configuration or bad input of a person
    ERROR_NETWORK, // no answer, or an answer that is not the server's: try again later
    ERROR_REFUSED, // the server understood and said no
    ERROR_BUSY,    // somebody else holds it
} ErrorKind;

typedef struct Error {
    ErrorKind kind;
    int os_errno; // 0 when no system call failed
    char message[400];
} Error;

// Fills `error` and returns false, so that a caller can `return error_set(...)`.
bool error_set(Error *error, ErrorKind kind, const char *format, ...) PRINTF_LIKE(3, 4);

// As error_set with ERROR_IO, and appends the words of errno value `os_errno`.
bool error_set_errno(Error *error, int os_errno, const char *format, ...) PRINTF_LIKE(3, 4);

// Puts "words: " before the message. Always returns false.
bool error_prefix(Error *error, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
