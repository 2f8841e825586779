/* Orders of a journal as a file, for another kiosk, a repair or people (docs/export_format.md): in
 * the form in which the server takes them, and as the journal has them. Reads beside a running
 * kiosk. No key, no PIN and no card number is in it. */
#ifndef KIOSK_BACKOFFICE_ORDER_EXPORT_H
#define KIOSK_BACKOFFICE_ORDER_EXPORT_H

#include "base/error.h"
#include "os/os.h"

typedef struct OrderExportWish {
    bool paid, unpaid;
    bool unconfirmed;      // of the paid ones only those that the server has not confirmed
    bool msgpack;          // else JSON
    int64_t since_unix_ms; // orders that were paid before are left out
    const char *lane;      // what people call it, "" when not known
} OrderExportWish;

typedef struct OrderExportCounts {
    int32_t paid, digested, unpaid;
    int32_t break_count; // places where the journal is not as it was written
    char first_break[160];
} OrderExportCounts;

typedef struct OrderExportSink {
    bool (*write)(void *context, const void *bytes, size_t size, Error *error);
    void *context;
} OrderExportSink;

// The orders as they are now, for one file or several of the same ones. Keeps `os` and `directory`.
typedef struct OrderExport OrderExport;
MUST_USE bool order_export_open(const Os *os, const char *directory, OrderExport **out,
                                Error *error);
void order_export_close(OrderExport *export); // accepts NULL
MUST_USE bool order_export_put(OrderExport *export, const OrderExportWish *wish,
                               OrderExportSink sink, OrderExportCounts *out, Error *error);
// order_export_file.c. Into a file that must not be there (ERROR_INVALID); written whole or not at
// all.
MUST_USE bool order_export_to_file(const Os *os, OrderExport *export, const OrderExportWish *wish,
                                   const char *path, OrderExportCounts *out, Error *error);

// Opened, written and closed.
MUST_USE bool order_export_write(const Os *os, const char *directory, const OrderExportWish *wish,
                                 OrderExportSink sink, OrderExportCounts *out, Error *error);
MUST_USE bool order_export_file(const Os *os, const char *directory, const OrderExportWish *wish,
                                const char *path, OrderExportCounts *out, Error *error);

enum { ORDER_EXPORT_VERSION = 1 };

#endif
