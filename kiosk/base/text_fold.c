/* Folding for search: what a customer types with whatever keyboard must find what the shop wrote.
 * Latin letters lose case and accents (U+00C0 to U+024F by table, combining marks are dropped),
 * Greek and Cyrillic lose case, Arabic loses vowel marks and tatweel and has its alef, ya and ta
 * marbuta unified. */
#include <string.h>

#include "base/text.h"

// What each letter from U+00C0 on folds to; '-' keeps the code point as it is.
static const char *const latin[] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "-", "o", "u", "u", "u", "u", "y", "th", "ss", // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "-", "o", "u", "u", "u", "u", "y", "th", "y",  // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",  // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",  // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",  // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",  // 170
};

// Returns 0 to drop the code point, else what stands for it.
static uint32_t fold_other(uint32_t c)
{
    if ((c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x65f) || c == 0x640 || c == 0x670)
        return 0; // combining accents; Arabic vowel marks and tatweel
    if (c == 0x622 || c == 0x623 || c == 0x625 || c == 0x671)
        return 0x627; // alef with a sign: alef
    if (c == 0x649)
        return 0x64a; // alef maksura: ya
    if (c == 0x629)
        return 0x647; // ta marbuta: ha
    if (c >= 0x660 && c <= 0x669)
        return '0' + (c - 0x660); // Arabic-Indic digits
    if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
        return c + 0x20; // Greek and Cyrillic capitals
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    if (c == 0xa0 || c == 0x202f || c == 0x2009)
        return ' ';
    if (c == 0x2019)
        return '\'';
    return c;
}

int32_t text_fold(Text text, char *out, int32_t room)
{
    int32_t used = 0;
    for (int32_t position = 0; position < text.size;) {
        uint32_t c = text_next_code_point(text, &position);
        char buffer[4];
        const char *piece = buffer;
        int32_t size;
        if (c < 0x80) {
            buffer[0] = (char)(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
            size = 1;
        } else if (c >= 0xc0 && c < 0xc0 + COUNT_OF(latin) && latin[c - 0xc0][0] != '-') {
            piece = latin[c - 0xc0];
            size = (int32_t)strlen(piece);
        } else {
            c = fold_other(c);
            if (c == 0)
                continue;
            size = text_encode_code_point(c, buffer);
        }
        if (used + size > room)
            break;
        memcpy(out + used, piece, (size_t)size);
        used += size;
    }
    return used;
}
