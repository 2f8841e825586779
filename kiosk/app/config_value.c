#include "app/config_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool config_value_text(const char *value, char *out, size_t room, Error *error)
{
    size_t size = strlen(value);
    if (size == 0)
        return error_set(error, ERROR_INVALID, "must not be empty");
    if (size >= room)
        return error_set(error, ERROR_INVALID, "is longer than %zu bytes", room - 1);
    if (!text_is_valid_utf8(text_from_string(value)))
        return error_set(error, ERROR_INVALID, "is not UTF-8 text");
    memcpy(out, value, size + 1);
    return true;
}

bool config_value_switch(const char *value, bool *out, Error *error)
{
    if (strcmp(value, "on") == 0)
        *out = true;
    else if (strcmp(value, "off") == 0)
        *out = false;
    else
        return error_set(error, ERROR_INVALID, "is '%.40s': write on or off", value);
    return true;
}

bool config_value_integer(const char *value, int32_t low, int32_t high, int32_t *out, Error *error)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno != 0 || end == value || *end != 0 || number < low || number > high)
        return error_set(error, ERROR_INVALID, "is '%.40s': write a whole number from %d to %d",
                         value, low, high);
    *out = (int32_t)number;
    return true;
}

bool config_value_word(const char *value, const char *const *words, int32_t *out, Error *error)
{
    char list[200] = "";
    for (int32_t i = 0; words[i]; i++) {
        if (strcmp(value, words[i]) == 0) {
            *out = i;
            return true;
        }
        size_t used = strlen(list);
        if (used + strlen(words[i]) + 5 < sizeof list) {
            strcat(list, i == 0 ? "" : words[i + 1] ? ", " : " or ");
            strcat(list, words[i]);
        }
    }
    return error_set(error, ERROR_INVALID, "is '%.40s': write %s", value, list);
}

// The next part up to `separator`, without white space; moves *rest behind it.
static Text next_part(Text *rest, char separator)
{
    const char *end = rest->size > 0 ? memchr(rest->data, separator, (size_t)rest->size) : NULL;
    int32_t size = end ? (int32_t)(end - rest->data) : rest->size;
    Text part = text_trim(text_slice(*rest, 0, size));
    *rest = text_slice(*rest, size + 1, rest->size);
    return part;
}

// A number that is part of a value; one too long for any range must not pass for its beginning.
static bool part_integer(Text part, int32_t low, int32_t high, int32_t *out, Error *error)
{
    char number[8];
    text_copy_to_buffer(part, number, sizeof number);
    return part.size < (int32_t)sizeof number &&
           config_value_integer(number, low, high, out, error);
}

bool config_value_languages(const char *value, char out[][8], int32_t *out_count, Error *error)
{
    int32_t count = 0;
    for (Text rest = text_from_string(value); rest.size > 0;) {
        Text part = next_part(&rest, ',');
        if (part.size < 2 || part.size > 3)
            return error_set(error, ERROR_INVALID,
                             "has '%.*s': write language codes such as 'en, fr, de, ar'",
                             TEXT_PRINTF(part));
        for (int32_t i = 0; i < part.size; i++)
            if (part.data[i] < 'a' || part.data[i] > 'z')
                return error_set(error, ERROR_INVALID, "has '%.*s': codes are small letters",
                                 TEXT_PRINTF(part));
        if (count == CATALOGUE_LANGUAGES_MAX)
            return error_set(error, ERROR_INVALID, "has more than %d languages",
                             CATALOGUE_LANGUAGES_MAX);
        text_copy_to_buffer(part, out[count++], 8);
    }
    if (count == 0)
        return error_set(error, ERROR_INVALID, "names no language");
    *out_count = count;
    return true;
}

bool config_value_ages(const char *value, struct CheckoutAgeRule out[8], int32_t *out_count,
                       Error *error)
{
    int32_t count = 0;
    for (Text rest = text_from_string(value); rest.size > 0;) {
        Text age_text = next_part(&rest, ',');
        Text category = next_part(&age_text, ':');
        int32_t age;
        if (count == 8)
            return error_set(error, ERROR_INVALID, "has more than 8 categories");
        if (category.size == 0 || category.size >= (int32_t)sizeof out[0].category ||
            !part_integer(text_trim(age_text), 1, 99, &age, error))
            return error_set(error, ERROR_INVALID,
                             "has '%.*s': write category:age, such as 'Beer & wine:18'",
                             TEXT_PRINTF(category));
        text_copy_to_buffer(category, out[count].category, sizeof out[count].category);
        out[count++].minimum_age = age;
    }
    *out_count = count;
    return true;
}

bool config_value_tares(const char *value, struct CheckoutTare out[3], int32_t *out_count,
                        Error *error)
{
    int32_t count = 0;
    for (Text rest = text_from_string(value); rest.size > 0;) {
        Text grams_text = next_part(&rest, ',');
        Text name = next_part(&grams_text, ':');
        int32_t grams;
        if (count == 3)
            return error_set(error, ERROR_INVALID, "has more than 3 packagings");
        if (name.size == 0 || name.size >= (int32_t)sizeof out[0].name ||
            !part_integer(text_trim(grams_text), 1, 999, &grams, error))
            return error_set(error, ERROR_INVALID,
                             "has '%.*s': write name:grams, such as 'Paper bag:5'",
                             TEXT_PRINTF(name));
        text_copy_to_buffer(name, out[count].name, sizeof out[count].name);
        out[count++].grams = grams;
    }
    *out_count = count;
    return true;
}

bool config_value_attendant(const char *name, const char *value, ConfigAttendant *out, Error *error)
{
    static const char start[] = "$argon2id$";
    ConfigAttendant attendant = {0};
    Text rest = text_from_string(value);
    Text role = next_part(&rest, ',');
    if (!config_value_text(name, attendant.name, sizeof attendant.name, error))
        return false;
    attendant.manager = text_equal_string(role, "manager");
    if (!attendant.manager && !text_equal_string(role, "attendant"))
        return error_set(error, ERROR_INVALID,
                         "does not begin with a role: write attendant or "
                         "manager"); // what stands there may be a hash
    // Argon2 strings hold commas themselves, so each is found by how it begins.
    char *hashes[2] = {attendant.badge_hash, attendant.pin_hash};
    const char *from = strstr(value, start);
    for (int32_t i = 0; i < 2; i++) {
        const char *end = from ? strstr(from + 1, start) : NULL;
        Text hash =
            from ? (Text){from, (int32_t)(end ? end - from : (int64_t)strlen(from))} : (Text){0};
        hash = text_trim(hash);
        if (hash.size > 0 && hash.data[hash.size - 1] == ',')
            hash = text_trim(text_slice(hash, 0, hash.size - 1));
        if (hash.size == 0 || hash.size >= CONFIG_HASH_MAX)
            return error_set(
                error, ERROR_INVALID,
                "needs a badge and a PIN made by 'kiosk --hash-pin': ROLE, BADGE, HASH");
        text_copy_to_buffer(hash, hashes[i], CONFIG_HASH_MAX);
        from = end;
    }
    *out = attendant;
    return true;
}
