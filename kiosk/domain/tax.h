/* Taxes exactly as Odoo 17's account.tax.compute_all: IEEE doubles in the server's order of
 * operations. Pure. The only room besides pricelist.h where an amount is a double. */
#ifndef KIOSK_DOMAIN_TAX_H
#define KIOSK_DOMAIN_TAX_H

#include "base/arena.h"

typedef enum TaxKind { TAX_PERCENT, TAX_FIXED, TAX_DIVISION, TAX_GROUP } TaxKind;

typedef struct Tax {
    int32_t id;                // the server's account.tax id
    TaxKind kind;              // groups are flattened before tax_compute
    double amount;             // percent, or major units for fixed
    double repartition_factor; // sum_repartition_factor, 1.0 normally
    bool price_include, include_base_amount, is_base_affected;
} Tax;

enum { TAX_LINE_MAX = 32 }; // taxes on one line after flattening groups

typedef struct TaxAmount {
    int32_t tax_id;
    double amount, base;
} TaxAmount;

typedef struct TaxResult {
    double total_excluded, total_included;
    int32_t count;
    TaxAmount taxes[TAX_LINE_MAX]; // one for each input tax, in order
} TaxResult;

// `taxes`: flat, in the server's evaluation order (the list order of account.tax). `unit_price`
// after discount, not rounded. `currency_rounding`: 0.01 ... `globally`: round_globally instead of
// round_per_line. CHECKs count <= TAX_LINE_MAX. A negative quantity is a return: the sale's amounts
// with their signs turned, which is how the server books it.
void tax_compute(const Tax *taxes, int32_t count, double unit_price, double quantity,
                 double currency_rounding, bool globally, TaxResult *out);

#endif
