#include "domain/gs1_digital_link.h"

#include <string.h>

// What identifies a thing, and what may follow it in the path, in this order.
typedef struct Key {
    const char *ai, *qualifiers; // with blanks between them
} Key;

static const Key keys[] = {
    {"00", ""},      {"01", "22 10 21"}, {"01", "235"},    {"253", ""},          {"255", ""},
    {"401", ""},     {"402", ""},        {"414", "254"},   {"414", "7040"},      {"415", "8020"},
    {"417", "7040"}, {"8003", ""},       {"8004", "7040"}, {"8006", "22 10 21"}, {"8010", "8011"},
    {"8013", ""},    {"8017", "8019"},   {"8018", "8019"},
};

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + 'a' - 'A') : letter;
}

// The length of "https://" at the beginning, 0: it isn't there.
static int32_t scheme_size(Text text)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        int32_t size = (int32_t)strlen(schemes[i]), same = 0;
        while (same < size && same < text.size && lower(text.data[same]) == schemes[i][same])
            same++;
        if (same == size)
            return size;
    }
    return 0;
}

bool gs1_is_web_address(Text text)
{
    return scheme_size(text) > 0;
}

static bool is_uri(Text text)
{
    for (int32_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        bool plain = (byte >= '0' && byte <= '9') || (lower(byte) >= 'a' && lower(byte) <= 'z');
        if (!plain && (byte == 0 || !strchr("-._~:/?#[]@!$&'()*+,;=%", byte)))
            return false;
    }
    return true;
}

static bool is_host(Text host)
{
    for (int32_t i = 0; i < host.size; i++) {
        if (strchr("_~?#@!$&'()*+,;=%", host.data[i]))
            return false;
    }
    return host.size > 0;
}

// Where `byte` first is, or the end.
static int32_t find(Text text, char byte)
{
    const char *at = text.size > 0 ? memchr(text.data, byte, (size_t)text.size) : NULL;
    return at ? (int32_t)(at - text.data) : text.size;
}

// Cuts `text` at the first `byte`; returns what is behind it.
static Text cut_at(Text *text, char byte)
{
    int32_t at = find(*text, byte);
    Text behind = text_slice(*text, at + 1, text->size);
    *text = text_slice(*text, 0, at);
    return behind;
}

static int hex(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte = lower(byte);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// Decodes %XX, and in the query + as a blank.
static bool decode(Text from, bool in_query, Gs1LinkText *text, Text *out)
{
    int32_t start = text->size;
    for (int32_t i = 0; i < from.size; i++) {
        char byte = from.data[i];
        if (byte == '+' && in_query)
            byte = ' ';
        if (byte == '%') {
            int high = i + 2 < from.size ? hex(from.data[i + 1]) : -1;
            int low = i + 2 < from.size ? hex(from.data[i + 2]) : -1;
            if (high < 0 || low < 0 || high + low == 0)
                return false;
            byte = (char)(high * 16 + low);
            i += 2;
        }
        text->bytes[text->size++] = byte;
    }
    *out = (Text){text->bytes + start, text->size - start};
    return true;
}

// A GTIN of 8, 12 or 13 digits gets its zeros, which were decoded last.
static Text pad_gtin(Gs1LinkText *text, Text gtin)
{
    int32_t zeros = GS1_GTIN_DIGITS - gtin.size;
    if (gtin.size != 8 && gtin.size != 12 && gtin.size != 13)
        return gtin;
    char *start = text->bytes + text->size - gtin.size;
    memmove(start + zeros, start, (size_t)gtin.size);
    memset(start, '0', (size_t)zeros);
    text->size += zeros;
    return (Text){start, GS1_GTIN_DIGITS};
}

static Gs1Reason add(Gs1Elements *elements, Gs1LinkText *text, Text ai, Text encoded, bool in_query)
{
    Text value;
    if (!decode(encoded, in_query, text, &value))
        return GS1_BAD_ESCAPE;
    if (text_equal_string(ai, "01") && !in_query)
        value = pad_gtin(text, value);
    const Gs1Ai *known = gs1_ai_at(ai);
    if (!known || gs1_ai_digits(known) != ai.size)
        return GS1_UNKNOWN_AI;
    return gs1_elements_add(elements, known, ai, value);
}

/* --- the path --- */

static bool is_key(Text ai)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (text_equal_string(ai, keys[i].ai))
            return true;
    }
    return false;
}

// Takes the last "/.." of the path away.
static bool take_last(Text *path, Text *out)
{
    for (int32_t i = path->size - 1; i >= 0; i--) {
        if (path->data[i] != '/')
            continue;
        *out = text_slice(*path, i + 1, path->size);
        *path = text_slice(*path, 0, i);
        return out->size > 0;
    }
    return false;
}

// Where the key's "01/.." begins: pairs from the end on, up to a key.
static bool find_key(Text path, Text *out_pairs)
{
    Text left = path, value, ai;
    while (take_last(&left, &value) && take_last(&left, &ai) && gs1_is_digits(ai)) {
        if (!is_key(ai))
            continue;
        *out_pairs = text_slice(path, left.size + 1, path.size);
        return true;
    }
    return false;
}

// Whether the elements behind the first are qualifiers of that key, in its order.
static bool qualifies(const Gs1Elements *elements, const Key *key)
{
    Text left = text_from_string(key->qualifiers);
    if (!text_equal_string(elements->items[0].ai, key->ai))
        return false;
    for (int32_t i = 1; i < elements->count; i++) {
        Text qualifier = {0};
        while (left.size > 0 && !text_equal(qualifier, elements->items[i].ai)) {
            qualifier = left;
            left = cut_at(&qualifier, ' ');
        }
        if (!text_equal(qualifier, elements->items[i].ai))
            return false;
    }
    return true;
}

static Gs1Reason read_path(Text pairs, Gs1LinkText *text, Gs1Elements *out)
{
    while (pairs.size > 0) {
        Text ai = pairs;
        Text value = cut_at(&ai, '/');
        pairs = cut_at(&value, '/');
        int32_t before = out->count;
        Gs1Reason reason = add(out, text, ai, value, false);
        if (reason != GS1_OK)
            return reason;
        if (out->count == before)
            return GS1_CONFLICT; // twice
    }
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (qualifies(out, &keys[i]))
            return GS1_OK;
    }
    return GS1_QUALIFIER_ORDER;
}

/* --- the query --- */

static bool is_qualifier(Text key_ai, Text ai)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        Text left = text_from_string(keys[i].qualifiers);
        while (text_equal_string(key_ai, keys[i].ai) && left.size > 0) {
            Text qualifier = left;
            left = cut_at(&qualifier, ' ');
            if (text_equal(qualifier, ai))
                return true;
        }
    }
    return false;
}

static Gs1Reason read_parameter(Text parameter, Gs1LinkText *text, Gs1Elements *out)
{
    int32_t at = find(parameter, '=');
    Text ai = text_slice(parameter, 0, at);
    if (at == parameter.size || !gs1_is_digits(ai))
        return GS1_OK; // somebody else's
    const Gs1Ai *known = gs1_ai_at(ai);
    if (!known || gs1_ai_digits(known) != ai.size)
        return GS1_UNKNOWN_AI;
    if (is_qualifier(out->items[0].ai, ai))
        return GS1_QUALIFIER_IN_QUERY;
    if (!gs1_ai_is_attribute(known))
        return GS1_NOT_AN_ATTRIBUTE;
    int32_t before = out->count;
    Gs1Reason reason = add(out, text, ai, text_slice(parameter, at + 1, parameter.size), true);
    return reason == GS1_OK && out->count == before ? GS1_CONFLICT : reason;
}

Gs1Reason gs1_digital_link_parse(Text uri, Gs1LinkText *text, Gs1Elements *out)
{
    out->count = 0;
    text->size = 0;
    if (uri.size > GS1_SIZE_MAX)
        return GS1_TOO_LONG;
    int32_t scheme = scheme_size(uri);
    if (scheme == 0 || !is_uri(uri))
        return GS1_NOT_A_LINK;
    Text path = text_slice(uri, scheme, uri.size);
    (void)cut_at(&path, '#');
    Text query = cut_at(&path, '?');
    int32_t host_size = find(path, '/');
    Text pairs;
    if (!is_host(text_slice(path, 0, host_size)) ||
        !find_key(text_slice(path, host_size, path.size), &pairs))
        return GS1_NOT_A_LINK;
    Gs1Reason reason = read_path(pairs, text, out);
    while (reason == GS1_OK && query.size > 0) {
        Text parameter = query;
        query = cut_at(&parameter, '&');
        reason = read_parameter(parameter, text, out);
    }
    return reason;
}
