/* What the server works out for itself from an order as it was sent: the taxes of a line
 * (account.tax.compute_all of Odoo 17), and what a session's books need of the order when they are
 * closed. Written from the rules a second time, plainly, with none of the domain's arithmetic: two
 * readings that agree on a hundred thousand orders are no accident. */
#ifndef KIOSK_TESTS_SERVER_BOOKS_H
#define KIOSK_TESTS_SERVER_BOOKS_H

#include "domain/order.h"

// float_round: the nearest multiple of `step`, a tie away from zero after one unit in the last
// place.
double server_round(double value, double step, RoundingMethod method);

typedef struct ServerTaxes {
    double excluded, included;
    int32_t count;
    double amounts[TAX_LINE_MAX], bases[TAX_LINE_MAX];
} ServerTaxes;

// `refund` is what the server calls fixed_multiplicator: 1, or -1 where money runs the other way.
ServerTaxes server_taxes(const Tax *taxes, int32_t count, double price, double quantity,
                         double step, bool globally, double refund);

// Sum of the lines' subtotals as sent, and of the taxes as the server computes them from price,
// discount, stored quantity and the articles' taxes under the order's fiscal position: what
// payments less cash rounding must come to. False: it can't be computed (a division by zero).
bool server_books_total(const Catalogue *catalogue, const Order *order, int64_t *out_minor);

#endif
