/* Closing the day as pos.session of Odoo 17 has it (FACTS 10.1 and 10.2): what a session took, and
 * what the server says to a step of closing. */
#ifndef KIOSK_BACKOFFICE_ODOO17_DAY_H
#define KIOSK_BACKOFFICE_ODOO17_DAY_H

#include <jansson.h>

#include "base/error.h"
#include "domain/day_figures.h"

// The result of get_closing_control_data. `out` has its session and currency already. ERROR_CORRUPT
// names what is missing; more payment methods than DAY_METHODS_MAX are ERROR_LIMIT.
MUST_USE bool odoo17_day_figures(const json_t *result, DayFigures *out, Error *error);

// The result of a step: true when it was done. False: `words` says why not, in the server's words
// where they mean something to an attendant.
bool odoo17_day_step_done(const json_t *result, char words[240]);

#endif
