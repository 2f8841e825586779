#include "app/check_asking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const HttpLimits limits = {
    .connect_ms = 10000, .total_ms = 60000, .silence_ms = 30000, .reply_max_bytes = 16 << 20};

bool check_ask(CheckAsking *asking, char *body, json_t **out_result, Error *error)
{
    HttpReply reply = {0};
    OdooError refusal = {0};
    asking->call++;
    asking->transport.start(asking->transport.context, HTTP_LANE_READ, asking->call, "/jsonrpc",
                            (Bytes){(const uint8_t *)body, strlen(body)}, &limits, NULL, NULL);
    while (!asking->transport.wait(asking->transport.context, 1000, &reply) ||
           reply.call != asking->call)
        ;
    bool ok = reply.ok && odoo17_reply(reply.status, reply.body, out_result, &refusal, error);
    if (!reply.ok)
        *error = reply.error;
    explicit_bzero(body, strlen(body));
    free(body);
    return ok;
}

bool check_search(CheckAsking *asking, const char *model, const char *method, const char *domain,
                  const char *fields, json_t **out_result, Error *error)
{
    json_error_t ignored;
    json_t *domain_json = json_loads(domain, 0, &ignored);
    json_t *fields_json = fields ? json_loads(fields, 0, &ignored) : NULL;
    CHECK(domain_json != NULL);
    json_t *arguments = json_pack("[o]", domain_json);
    json_t *keywords = fields_json ? json_pack("{s:o}", "fields", fields_json) : NULL;
    return check_ask(asking,
                     odoo17_request_call(&asking->login, model, method, arguments, keywords),
                     out_result, error);
}

void check_found(CheckAsking *asking, const char *words)
{
    printf("server: %s\n", words);
    asking->findings++;
}
