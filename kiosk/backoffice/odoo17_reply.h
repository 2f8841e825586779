/* What an Odoo 17 server said: success, a refusal, or nothing that is its own words. Small replies
 * (Jansson). */
#ifndef KIOSK_BACKOFFICE_ODOO17_REPLY_H
#define KIOSK_BACKOFFICE_ODOO17_REPLY_H

#include <jansson.h>

#include "base/error.h"
#include "base/text.h"
#include "domain/order_repair.h"

typedef enum OdooErrorClass {
    ODOO_ERROR_RETRY,     // trouble on the way or a passing fault: again later
    ODOO_ERROR_PERMANENT, // about this request: again is no use
    ODOO_ERROR_LANE, // about the lane: key revoked, rights gone, no such database: stop and call
} OdooErrorClass;

typedef struct OdooError {
    bool present;
    OdooErrorClass class_;
    char name[96];     // error.data.name, e.g. odoo.exceptions.ValidationError
    char message[384]; // error.data.message for people; never the debug member
} OdooError;

// Classes an error by name and code as FACTS 7.1 and 8 have it.
void odoo17_classify(const char *name, const char *message, int64_t code, OdooError *out);

// For people, in one line: "ValidationError: The operation ...", the server's name of what was
// broken kept when the rest is cut.
enum { ODOO_WORDS_SIZE = 240 };
void odoo17_refusal_words(const OdooError *refusal, char out[ODOO_WORDS_SIZE]);
// Said by the lane itself when the record that it finds has another access_token.
#define ODOO_WORDS_OTHER_ORDER "another order of this name is at the server"
// What an order was refused for, from those words, which the journal keeps.
OrderRefusal odoo17_refusal_about(const char *words);

// A refusal as an Error: ERROR_NETWORK when it is worth retrying, else ERROR_REFUSED. Returns
// false.
bool odoo17_refusal_error(const OdooError *refusal, Error *error);

// Takes a whole HTTP answer apart. True: *out_result is the result (json_null when the key is
// absent), owned by the caller (json_decref). False: `out_refusal` says what the server said when
// it was the server (present), else it was HTML, half a reply, an HTTP error ...: ERROR_NETWORK.
MUST_USE bool odoo17_reply(int http_status, Bytes body, json_t **out_result, OdooError *out_refusal,
                           Error *error);

#endif
