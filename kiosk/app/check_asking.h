/* Questions of kiosk --check --server to the back office, one at a time and waited for, and what
 * was found amiss. */
#ifndef KIOSK_APP_CHECK_ASKING_H
#define KIOSK_APP_CHECK_ASKING_H

#include "app/config.h"
#include "backoffice/http_transport.h"
#include "backoffice/odoo17_reply.h"
#include "backoffice/odoo17_request.h"

typedef struct CheckAsking {
    HttpTransport transport;
    Odoo17Login login;
    int64_t call;
    int32_t findings;
    char method_domain[400]; // the payment methods of this lane's point of sale
} CheckAsking;

// Takes over `body`. *out_result is the caller's.
MUST_USE bool check_ask(CheckAsking *asking, char *body, json_t **out_result, Error *error);
// `domain` and `fields` (NULL: none) as JSON.
MUST_USE bool check_search(CheckAsking *asking, const char *model, const char *method,
                           const char *domain, const char *fields, json_t **out_result,
                           Error *error);
// Something that the lane will miss, in a line on standard output.
void check_found(CheckAsking *asking, const char *words);

// check_rights.c: what the user may do. False: it can't sell; the error names every right that it
// lacks.
MUST_USE bool check_rights(CheckAsking *asking, const Config *config, Error *error);
MUST_USE bool check_tracked(CheckAsking *asking, Error *error);

#endif
