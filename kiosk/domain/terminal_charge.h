/* What a card terminal says of a charge that it was asked for. */
#ifndef KIOSK_DOMAIN_TERMINAL_CHARGE_H
#define KIOSK_DOMAIN_TERMINAL_CHARGE_H

#include "domain/order.h"

typedef struct TerminalCharge { // its last word about an intent
    char intent_id[ORDER_UUID_SIZE];
    Money amount;
    char currency[4];
    bool approved;
} TerminalCharge;

#endif
