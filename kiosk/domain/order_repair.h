/* What an attendant changed of a paid order so that the server can take it. The paid order itself
 * never changes: a repair is a record of its own (docs/journal_format.md, kind 13), and a request
 * is made from the snapshot and its repairs, so that every retry sends the same bytes.
 *
 * Only references to the server's records are repaired, never what was sold, for how much, or how
 * it was paid. */
#ifndef KIOSK_DOMAIN_ORDER_REPAIR_H
#define KIOSK_DOMAIN_ORDER_REPAIR_H

#include "domain/order.h"

typedef enum OrderRepairKind { // numbers are in the journal: never reuse one
    ORDER_REPAIR_SESSION = 1,  // the session it was sold in: sent into another one
    ORDER_REPAIR_ARTICLE = 2, // an article that is gone: another one in its lines, with their name,
                              // price and taxes
    ORDER_REPAIR_PARTNER = 3, // a customer who is gone: new_id 0, sent without one
    ORDER_REPAIR_REFERENCE =
        4, // another order has its reference at the server: old_id and new_id
           // are counters, `session_id` and `login_number` those of the new one
} OrderRepairKind;

typedef struct OrderRepair {
    OrderRepairKind kind;
    int32_t old_id, new_id;           // the server's; old_id as in the snapshot
    int32_t session_id, login_number; // ORDER_REPAIR_REFERENCE only, else 0
} OrderRepair;

enum { ORDER_REPAIRS_MAX = 8 };
typedef struct OrderRepairs {
    int32_t count;
    OrderRepair items[ORDER_REPAIRS_MAX];
    bool
        untried; // the order wasn't sent since the last one was added: set here, cleared by senders
} OrderRepairs;

// Kind and ids make sense: a partner becomes nobody, anything else another record.
bool order_repair_valid(const OrderRepair *repair);
// One of the same kind and old id replaces the earlier one. False: there is no room for more.
MUST_USE bool order_repairs_add(OrderRepairs *repairs, const OrderRepair *repair);
// What is sent in the place of `id`: itself when nothing was repaired. NULL: no repairs.
int32_t order_repaired(const OrderRepairs *repairs, OrderRepairKind kind, int32_t id);

// The number that it is known by at the server.
OrderNumber order_repaired_number(const OrderRepairs *repairs, const OrderNumber *number);

// What the server's refusal is about, as far as its words tell.
typedef enum OrderRefusal {
    ORDER_REFUSED_OTHER,
    ORDER_REFUSED_HIDDEN, // its words hide the cause: any of the repairs may help
    ORDER_REFUSED_SESSION,
    ORDER_REFUSED_ARTICLE,
    ORDER_REFUSED_PARTNER,
    ORDER_REFUSED_REFERENCE, // an order that isn't ours has its reference: told by access_token
} OrderRefusal;

// Which repairs fit a refusal. `session_id`: the lane's open one, 0: none.
bool order_repair_fits_session(const Order *order, const OrderRepairs *repairs,
                               OrderRefusal refusal, int32_t session_id);
bool order_repair_fits_partner(const Order *order, const OrderRepairs *repairs,
                               OrderRefusal refusal);
// `next`: a number that no order has; its session 0: there is none to take now.
bool order_repair_fits_reference(const Order *order, const OrderRepairs *repairs,
                                 OrderRefusal refusal, const OrderNumber *next);
// The line's article may be the one that is gone: the catalogue doesn't have what would be sent, or
// has all of the order's articles, so that any of them may be it (until one was replaced for it).
bool order_repair_fits_line(const Order *order, const OrderRepairs *repairs, OrderRefusal refusal,
                            const Catalogue *catalogue, const OrderLine *line);
// An article that can take the place of `old_id` in all lines of the order: sold as it is (no
// combo, nothing tracked, nothing hidden) in quantities that these lines have. `article`: index.
bool order_repair_takes(const Order *order, const Catalogue *catalogue, int32_t old_id,
                        int32_t article);

#endif
