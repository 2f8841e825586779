/* A small shop for the tests of the catalogue: every table has something in it. */
#ifndef TESTS_CATALOGUE_SAMPLE_CATALOGUE_H
#define TESTS_CATALOGUE_SAMPLE_CATALOGUE_H

#include "domain/catalogue_builder.h"
#include "support/unit_test.h"

typedef struct Reports {
    int32_t count;
    char last[300];
    char all[4000]; // one a line
} Reports;

void reports_take(void *reports, const char *message);

// Fills in what every catalogue must have: shop, currency, a unit (id 1), a payment method (id 1).
void sample_add_basics(CatalogueBuilder *builder);
// An article of unit 1 with a name and a barcode ("" for none).
void sample_add_article(CatalogueBuilder *builder, int32_t id, const char *name,
                        const char *barcode);
// The whole shop: see sample_catalogue.c for what is in it.
void sample_add_shop(CatalogueBuilder *builder);
// `count` articles with ids from 1, names in two languages, EAN-13 codes, a few categories and
// taxes.
void sample_add_many(CatalogueBuilder *builder, int32_t count);
void sample_ean13(int64_t number, char out[14]); // twelve digits of `number` and their check digit

// Builds into `arena` and opens; fails the test when that doesn't work.
Bytes sample_finish(CatalogueBuilder *builder, Arena *arena, Catalogue *out);

CatText sample_text(CatalogueBuilder *builder, const char *string);

#endif
