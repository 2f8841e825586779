#include "domain/gs1_element_string.h"

#include <string.h>

static int32_t up_to_separator(Text text)
{
    const char *end = memchr(text.data, GS1_SEPARATOR, (size_t)text.size);
    return end ? (int32_t)(end - text.data) : text.size;
}

// Takes the first element away, and one separator behind it (needed or not).
static Gs1Reason take_element(Text *rest, Gs1Elements *out)
{
    const Gs1Ai *ai = gs1_ai_at(*rest);
    if (!ai)
        return GS1_UNKNOWN_AI;
    int32_t digits = gs1_ai_digits(ai);
    Text from = text_slice(*rest, digits, rest->size);
    if (from.size == 0)
        return GS1_EMPTY;
    int32_t size = gs1_ai_fixed_size(ai);
    if (size == 0)
        size = up_to_separator(from);
    Gs1Reason reason =
        gs1_elements_add(out, ai, text_slice(*rest, 0, digits), text_slice(from, 0, size));
    Text behind = text_slice(from, size, from.size);
    if (behind.size > 0 && behind.data[0] == GS1_SEPARATOR)
        behind = text_slice(behind, 1, behind.size);
    *rest = behind;
    return reason;
}

Gs1Reason gs1_element_string_parse(Text code, Gs1Elements *out)
{
    int32_t prefix = gs1_symbology_size(code);
    out->count = 0;
    if (code.size > GS1_SIZE_MAX)
        return GS1_TOO_LONG;
    // Scanners that are set up oddly send the FNC1 at the beginning too.
    if (prefix < code.size && code.data[prefix] == GS1_SEPARATOR)
        prefix++;
    Text rest = text_slice(code, prefix, code.size);
    if (rest.size == 0)
        return GS1_EMPTY;
    while (rest.size > 0) {
        Gs1Reason reason = take_element(&rest, out);
        if (reason != GS1_OK)
            return reason;
    }
    return GS1_OK;
}
