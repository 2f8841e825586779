/* Search by name as the customer types: folded (case, accents; signs between words are spaces),
 * every word must be found, in any order and in any language that the catalogue has; articles where
 * the name begins with the words first, then a word's beginning, then anywhere, each in the
 * catalogue's order. One letter finds the names that begin with it. Also finds an article whose
 * default_code or barcode begins with what is typed; a whole one comes first. Under 1 ms at 20,000
 * articles. */
#ifndef KIOSK_DOMAIN_CATALOGUE_SEARCH_H
#define KIOSK_DOMAIN_CATALOGUE_SEARCH_H

#include "domain/catalogue.h"

// Writes at most `room` article indexes (only sellable ones), best first. Returns how many;
// *out_total counts all matches.
int32_t catalogue_search(const Catalogue *catalogue, Text query, int32_t *out_articles,
                         int32_t room, int32_t *out_total);

#endif
