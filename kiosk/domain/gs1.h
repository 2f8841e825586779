/* What is common to all forms of GS1 data: element strings and their values. Sources: GS1 General
 * Specifications by way of the GS1 Syntax Dictionary, and Odoo 17's barcodes_gs1_nomenclature where
 * a file says so. */
#ifndef KIOSK_DOMAIN_GS1_H
#define KIOSK_DOMAIN_GS1_H

#include "base/text.h"

enum {
    GS1_SIZE_MAX = 255,    // bytes of a scanned text, a Digital Link included
    GS1_ELEMENTS_MAX = 32, // in one scan
    GS1_GTIN_DIGITS = 14,
    GS1_SEPARATOR = 0x1d, // FNC1 within the data, as scanners send it
};

// A day of the Gregorian calendar.
typedef struct Gs1Date {
    int32_t year, month, day;
} Gs1Date;

bool gs1_is_digits(Text text); // false for the empty text
// The last digit makes the sum of all, weighted 3 and 1 from the right, a multiple of ten. For any
// length from 2 on: GTIN, SSCC, GLN. False when something isn't a digit.
bool gs1_check_digit_ok(Text digits);
// YYMMDD. Day 00 is the last of the month. The century is the one that puts the year between 49
// before and 50 after `year_now`. False: no such day, or not six digits.
bool gs1_date_read(Text digits, int32_t year_now, Gs1Date *out);
int64_t gs1_date_days(Gs1Date date);    // since 1970-01-01
int32_t gs1_year_of_days(int64_t days); // the year of a day since 1970-01-01
// What a scanner puts before GS1 data: "]C1", "]e0", "]d2", "]Q3", "]J1". Length 3, else 0.
int32_t gs1_symbology_size(Text code);

#endif
