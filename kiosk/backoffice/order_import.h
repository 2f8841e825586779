/* Reads an export (docs/export_format.md), JSON or msgpack, an order at a time: memory is that of
 * the file, not of a tree of it. Whatever somebody put into the file ends in a sentence. */
#ifndef KIOSK_BACKOFFICE_ORDER_IMPORT_H
#define KIOSK_BACKOFFICE_ORDER_IMPORT_H

#include "journal/journal.h"

enum {
    ORDER_IMPORT_FILE_BYTES_MAX = 256 << 20,
    ORDER_IMPORT_ORDERS_MAX = 1000000,
};

typedef struct OrderImportVisitor {
    // A paid order. `from` has lane, origin, device, state, server id and words; it and the
    // snapshot are good during the call. False stops with the visitor's error.
    bool (*paid)(void *context, const JournalImported *from, const OrderRepairs *repairs,
                 Bytes snapshot, Error *error);
    // An unpaid one, which is never taken up: the customer would be charged again.
    bool (*unpaid)(void *context, const char *uuid, const char *kind, Error *error);
    void *context;
} OrderImportVisitor;

MUST_USE bool order_import_read(Bytes file, OrderImportVisitor visitor, Error *error);

#endif
