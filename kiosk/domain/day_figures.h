/* What a session took, as the server adds it up when the day is closed. Values only: asked for by
 * the back office, shown to the attendant, kept in the journal. */
#ifndef KIOSK_DOMAIN_DAY_FIGURES_H
#define KIOSK_DOMAIN_DAY_FIGURES_H

#include "domain/money.h"

enum { DAY_METHODS_MAX = 16 };

typedef struct DayMethod {
    int32_t id;
    char name[48];
    Money taken;
    int32_t payments; // how many; 0 for cash, which the server doesn't count
    bool is_cash;     // the method of the drawer
} DayMethod;

typedef struct DayFigures {
    int32_t session_id;
    char session_name[64];
    Currency currency; // code and decimals
    int32_t order_count;
    Money total;
    bool counts_cash; // the point of sale controls cash: the drawer is counted
    Money cash_expected;
    int32_t method_count;
    DayMethod methods[DAY_METHODS_MAX];
} DayFigures;

// The paper with the figures and the seal of a closed day.
typedef enum DaySlipState {
    DAY_SLIP_NONE,
    DAY_SLIP_PRINTING,
    DAY_SLIP_PRINTED,
    DAY_SLIP_FAILED,
    DAY_SLIP_NO_PRINTER,
} DaySlipState;

#endif
