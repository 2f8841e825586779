/* The receipt printer: takes a finished text and answers when it is on paper. On a thread of its
 * own. Kinds: "file" writes each receipt as text into `receipts/` of the data folder, `none` has no
 * printer. */
#ifndef KIOSK_DEVICES_RECEIPT_PRINTER_H
#define KIOSK_DEVICES_RECEIPT_PRINTER_H

#include "base/bounded_queue.h"
#include "base/text.h"
#include "os/os.h"

typedef enum PrintKind { PRINT_RECEIPT, PRINT_DAY_SLIP } PrintKind;

typedef struct PrinterEvent {
    PrintKind kind; // of the job that is answered
    bool ok;
    char words[160]; // why not: for the attendant
} PrinterEvent;

typedef struct ReceiptPrinter ReceiptPrinter;

// *out is NULL for "none". Events (PrinterEvent), one for each job, go to `events`.
MUST_USE bool receipt_printer_start(const Os *os, const char *kind, const char *data_directory,
                                    BoundedQueue *events, ReceiptPrinter **out, Error *error);
// The same without its thread: the owner turns it.
MUST_USE bool receipt_printer_create(const Os *os, const char *kind, const char *data_directory,
                                     BoundedQueue *events, ReceiptPrinter **out, Error *error);
bool receipt_printer_turn(ReceiptPrinter *printer); // prints one job; false: none waits
// Finishes what was given; accepts NULL, and one without a thread.
void receipt_printer_stop(ReceiptPrinter *printer);
// `name` becomes the file's name (letters, digits, '-'); text is copied. False: too many jobs wait.
MUST_USE bool receipt_printer_print(ReceiptPrinter *printer, PrintKind kind, const char *name,
                                    Text text);

#endif
