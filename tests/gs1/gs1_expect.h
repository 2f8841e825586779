/* What a GS1 code was taken apart into, held against what is printed below its bars. */
#ifndef KIOSK_TESTS_GS1_GS1_EXPECT_H
#define KIOSK_TESTS_GS1_GS1_EXPECT_H

#include <stdio.h>
#include <string.h>

#include "domain/gs1_ai.h"
#include "support/unit_test.h"

typedef struct Gs1Case {
    const char *code;
    Gs1Reason reason;
    const char *elements; // as they are printed below the bars
} Gs1Case;

static inline void gs1_print(const Gs1Elements *elements, char *out, size_t room)
{
    size_t size = 0;
    out[0] = 0;
    for (int32_t i = 0; i < elements->count; i++)
        size += (size_t)snprintf(out + size, room - size, "(%.*s)%.*s",
                                 TEXT_PRINTF(elements->items[i].ai),
                                 TEXT_PRINTF(elements->items[i].value));
}

static inline void gs1_expect(Text code, Gs1Reason got, const Gs1Elements *elements,
                              Gs1Reason reason, const char *expected)
{
    char printed[600];
    gs1_print(elements, printed, sizeof printed);
    if (got != reason)
        fail_msg("'%.*s' is %d, expected %d", TEXT_PRINTF(code), (int)got, (int)reason);
    if (reason == GS1_OK && strcmp(printed, expected) != 0)
        fail_msg("'%.*s' has %s", TEXT_PRINTF(code), printed);
}

#endif
