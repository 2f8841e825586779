/* The receipt as plain text (paper_text), in the shop's first language. Order of parts as the
 * server's own receipt has it (FACTS2 28). */
#ifndef KIOSK_DEVICES_RECEIPT_TEXT_H
#define KIOSK_DEVICES_RECEIPT_TEXT_H

#include "domain/order.h"

typedef struct ReceiptShop { // copied from the catalogue, so that a receipt needs no catalogue
                             // later
    char company[96], address[160], vat[32], phone[32], email[64], website[64];
    char header[200], footer[200];
    char base_url[160];
    bool qr, ticket_code;
    char lane[48];
} ReceiptShop;

void receipt_shop_from_catalogue(const Catalogue *catalogue, const char *lane, ReceiptShop *out);

typedef struct ReceiptTime { // in the shop's time zone
    int32_t year, month, day, hour, minute;
} ReceiptTime;

// UTF-8 lines, each ended by a newline; belongs to `arena`.
Text receipt_text(const Order *order, const ReceiptShop *shop, ReceiptTime when, Arena *arena);
// What the QR code says: "<base_url>/pos/ticket/validate?access_token=...", empty when the shop has
// none.
void receipt_qr(const Order *order, const ReceiptShop *shop, char out[256]);

#endif
