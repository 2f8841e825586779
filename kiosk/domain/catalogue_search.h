/* Search by name as the customer types: folded (case, accents), every word must be found, articles where
 * the name begins with the words first, then a word's beginning, then anywhere. Also finds an
 * article by its default_code or barcode when digits are typed. Under 1 ms at 20,000 articles. */
#ifndef KIOSK_DOMAIN_CATALOGUE_SEARCH_H
#define KIOSK_DOMAIN_CATALOGUE_SEARCH_H

#include "domain/catalogue.h"

// Writes at most `room` article indexes (only sellable ones), best first. Returns how many; *out_total counts all matches.
int32_t catalogue_search(const Catalogue *catalogue, Text query, int32_t *out_articles, int32_t room,
                         int32_t *out_total);

#endif
