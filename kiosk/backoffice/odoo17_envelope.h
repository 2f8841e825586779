/* The frame that every /jsonrpc request of Odoo 17 shares: jsonrpc, id, service, method, and who
 * calls. */
#ifndef KIOSK_BACKOFFICE_ODOO17_ENVELOPE_H
#define KIOSK_BACKOFFICE_ODOO17_ENVELOPE_H

#include "backoffice/json_writer.h"
#include "backoffice/odoo17_request.h"

// Up to the opening bracket of `args`; the caller writes the arguments, then odoo17_envelope_end.
void odoo17_envelope_begin(JsonWriter *writer, const char *service, const char *method);
// For execute_kw: also database, user, key, model and method, and a comma; the positional arguments
// (an array) and the keywords (an object) of the call follow.
void odoo17_envelope_begin_call(JsonWriter *writer, const Odoo17Login *login, const char *model,
                                const char *method);
char *odoo17_envelope_end(JsonWriter *writer);

#endif
