/* Values of kiosk.ini, each checked: true and the output, or false and a sentence without file and
 * line. */
#ifndef KIOSK_APP_CONFIG_VALUE_H
#define KIOSK_APP_CONFIG_VALUE_H

#include "app/config.h"

MUST_USE bool config_value_text(const char *value, char *out, size_t room, Error *error);
MUST_USE bool config_value_switch(const char *value, bool *out, Error *error); // on | off
MUST_USE bool config_value_integer(const char *value, int32_t low, int32_t high, int32_t *out,
                                   Error *error);
// One of `words` (ended by NULL); *out is its position.
MUST_USE bool config_value_word(const char *value, const char *const *words, int32_t *out,
                                Error *error);
// "en, fr, ar"
MUST_USE bool config_value_languages(const char *value, char out[][8], int32_t *out_count,
                                     Error *error);
// "Beer & wine:18, Knives:16"
MUST_USE bool config_value_ages(const char *value, struct CheckoutAgeRule out[8],
                                int32_t *out_count, Error *error);
// "Paper bag:5, Net bag:9": what articles are weighed in, with its grams
MUST_USE bool config_value_tares(const char *value, struct CheckoutTare out[3], int32_t *out_count,
                                 Error *error);
// "attendant, $argon2id$..., $argon2id$..."
MUST_USE bool config_value_attendant(const char *name, const char *value, ConfigAttendant *out,
                                     Error *error);

#endif
