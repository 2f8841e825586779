/* Versions 1 and 2 of the order snapshot, shared by writer and reader (docs/order_snapshot.md). */
#ifndef KIOSK_DOMAIN_ORDER_SNAPSHOT_PARTS_H
#define KIOSK_DOMAIN_ORDER_SNAPSHOT_PARTS_H

#include "domain/order_snapshot.h"

enum {
    SNAPSHOT_VERSION = 2, // written; 1 had no parts of combos and no lots
    SNAPSHOT_ORDER_FIELDS = 16,
    SNAPSHOT_LINE_FIELDS = 21,
    SNAPSHOT_LINE_FIELDS_1 = 18,
    SNAPSHOT_TAX_FIELDS = 4,
    SNAPSHOT_TAX_TOTAL_FIELDS = 6,
    SNAPSHOT_PAYMENT_FIELDS = 7,

    SNAPSHOT_ROUND_GLOBALLY = 1 << 0, // bits of an order's flags
    SNAPSHOT_SHOW_TAX_INCLUDED = 1 << 1,

    SNAPSHOT_TAX_KIND = 3, // bits of a tax's flags: TaxKind in the lowest two
    SNAPSHOT_TAX_PRICE_INCLUDE = 1 << 2,
    SNAPSHOT_TAX_INCLUDE_BASE_AMOUNT = 1 << 3,
    SNAPSHOT_TAX_IS_BASE_AFFECTED = 1 << 4,
};

// Reads all of `bytes` into `out`, which is undefined after a failure. *out_version: in which form
// it was written.
MUST_USE bool order_snapshot_read(Bytes bytes, Order *out, int32_t *out_version, Error *error);

#endif
