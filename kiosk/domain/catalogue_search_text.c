#include "domain/catalogue_search_text.h"

#include <string.h>

// The first bytes of `text`, not cut inside a code point.
static Text beginning(Text text)
{
    if (text.size <= SEARCH_NAME_MAX)
        return text;
    int32_t size = SEARCH_NAME_MAX;
    while (size > 0 && ((uint8_t)text.data[size] & 0xc0) == 0x80)
        size--;
    return text_slice(text, 0, size);
}

int32_t search_fold_words(Text text, char out[SEARCH_FOLDED_MAX])
{
    static const char between[] = "-/_()[]{}'\"`:;|*!?<>=~^\\";
    int32_t size = text_fold(beginning(text), out, SEARCH_FOLDED_MAX);
    int32_t used = 0;
    for (int32_t i = 0; i < size; i++) {
        char c = out[i];
        bool space = (uint8_t)c <= ' ' || c == 0x7f || memchr(between, c, sizeof between - 1);
        if (!space)
            out[used++] = c;
        else if (used > 0 && out[used - 1] != ' ')
            out[used++] = ' ';
    }
    return used > 0 && out[used - 1] == ' ' ? used - 1 : used;
}

int32_t search_fold_code(Text text, char out[SEARCH_FOLDED_MAX])
{
    int32_t size = text_fold(beginning(text_trim(text)), out, SEARCH_FOLDED_MAX);
    int32_t used = 0;
    for (int32_t i = 0; i < size; i++) {
        if ((uint8_t)out[i] >= ' ')
            out[used++] = out[i];
    }
    return used;
}
