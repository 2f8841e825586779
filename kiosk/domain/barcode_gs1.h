/* The part of barcode_look_up that reads GS1; nobody else includes it. */
#ifndef KIOSK_DOMAIN_BARCODE_GS1_H
#define KIOSK_DOMAIN_BARCODE_GS1_H

#include "domain/barcode.h"

// Whoever carries the code as it is.
bool barcode_look_up_article(const Catalogue *catalogue, Text code, BarcodeFound *out);
// Whoever carries the same number in another length.
bool barcode_look_up_other_lengths(const Catalogue *catalogue, Text code, BarcodeFound *out);
// False: the code is no GS1 data, or says nothing about an article and may be something else.
// BARCODE_UNKNOWN: it is, and is wrong or nobody here has the article.
bool barcode_look_up_gs1(const Catalogue *catalogue, Text code, int32_t year_now,
                         BarcodeFound *out);

#endif
