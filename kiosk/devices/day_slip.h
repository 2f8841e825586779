/* The slip of a day that was closed: what the server added up, what was counted, and the head of
 * the journal's chain. On paper the head is outside the lane: with it anybody can tell later
 * whether a record before it was cut, changed or put in (docs/durability.md). */
#ifndef KIOSK_DEVICES_DAY_SLIP_H
#define KIOSK_DEVICES_DAY_SLIP_H

#include "devices/receipt_text.h"
#include "domain/day_figures.h"

enum { DAY_SLIP_HEAD_SIZE = 32 };

typedef struct DaySlip {
    DayFigures figures;
    bool counted;
    Money cash_counted; // in figures.currency
    char attendant[48];
    ReceiptTime closed;
    uint8_t chain_head[DAY_SLIP_HEAD_SIZE];
} DaySlip;

Text day_slip_text(const DaySlip *slip, const ReceiptShop *shop, Arena *arena);

#endif
