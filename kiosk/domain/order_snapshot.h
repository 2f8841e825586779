/* An order as msgpack bytes, the payload of journal records (docs/order_snapshot.md). Begins with a
 * version; reads every earlier version. Decode checks everything: sizes, ranges, UTF-8, depth.
 * encode(decode(x)) == x. */
#ifndef KIOSK_DOMAIN_ORDER_SNAPSHOT_H
#define KIOSK_DOMAIN_ORDER_SNAPSHOT_H

#include "base/error.h"
#include "domain/order.h"

enum { ORDER_SNAPSHOT_SIZE_MAX = 2 << 20 };

// Bytes belong to `result`.
MUST_USE bool order_snapshot_encode(const Order *order, Arena *result, Bytes *out, Error *error);
MUST_USE bool order_snapshot_decode(Bytes bytes, Order *out, Error *error);

#endif
