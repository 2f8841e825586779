/* The folded text of a catalogue block, in which catalogue_search looks (docs/catalogue_format.md).
 *
 * First the names: for each article a piece of U+001F and the folded name, once for each language
 * in which it differs; an article that isn't sold has nothing. Then the codes in the same way:
 * U+001F and the folded default_code, U+001F and the barcode. search_starts says where each
 * article's names begin, then where each article's codes begin, then the end: 2 x articles + 1
 * numbers. */
#ifndef KIOSK_DOMAIN_CATALOGUE_SEARCH_TEXT_H
#define KIOSK_DOMAIN_CATALOGUE_SEARCH_TEXT_H

#include "base/text.h"

enum {
    SEARCH_SEPARATOR = 0x1f,
    SEARCH_NAME_MAX = 1024,                  // bytes of a name that are searched
    SEARCH_FOLDED_MAX = SEARCH_NAME_MAX * 3, // text_fold can make three of one
};

// As text_fold, and signs between words become spaces ("Coca-Cola" is "coca cola"), many spaces
// one. Takes the first SEARCH_NAME_MAX bytes. Returns the bytes written.
int32_t search_fold_words(Text text, char out[SEARCH_FOLDED_MAX]);
// As text_fold, control characters are dropped: for codes, whose signs matter.
int32_t search_fold_code(Text text, char out[SEARCH_FOLDED_MAX]);

#endif
