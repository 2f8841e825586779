/* The formats: components with blanks between them, `n` digits, `x` characters of CSET 82, `y` of
 * CSET 39, `z` of base64url, then the length, "..20" for 1 to 20. Behind it `c` the last is a check
 * digit, `d` YYMMDD whose day may be 00, `D` whose day may not, `t` HHMM. `?` before: may be
 * missing, with all behind it. `*` at the start: the length is known from the AI, no separator
 * follows. `!` at the start: no attribute of a Digital Link. */
#include "domain/gs1_ai.h"

#include <string.h>

static const Gs1Ai ais[] = {
    // in order: it is searched by halves
    {"00", "00", "*n18c"},        {"01", "02", "*n14c"},
    {"03", "03", "*!n14c"},       {"10", "10", "x..20"},
    {"11", "13", "*n6d"},         {"15", "17", "*n6d"},
    {"20", "20", "*n2"},          {"21", "22", "!x..20"},
    {"235", "235", "!x..28"},     {"240", "241", "x..30"},
    {"242", "242", "n..6"},       {"243", "243", "x..20"},
    {"250", "251", "x..30"},      {"253", "253", "n13c ?x..17"},
    {"254", "254", "!x..20"},     {"255", "255", "n13c ?n..12"},
    {"30", "30", "n..8"},         {"3100", "3105", "*n6"},
    {"3110", "3115", "*n6"},      {"3120", "3125", "*n6"},
    {"3130", "3135", "*n6"},      {"3140", "3145", "*n6"},
    {"3150", "3155", "*n6"},      {"3160", "3165", "*n6"},
    {"3200", "3205", "*n6"},      {"3210", "3215", "*n6"},
    {"3220", "3225", "*n6"},      {"3230", "3235", "*n6"},
    {"3240", "3245", "*n6"},      {"3250", "3255", "*n6"},
    {"3260", "3265", "*n6"},      {"3270", "3275", "*n6"},
    {"3280", "3285", "*n6"},      {"3290", "3295", "*n6"},
    {"3300", "3305", "*n6"},      {"3310", "3315", "*n6"},
    {"3320", "3325", "*n6"},      {"3330", "3335", "*n6"},
    {"3340", "3345", "*n6"},      {"3350", "3355", "*n6"},
    {"3360", "3365", "*n6"},      {"3370", "3375", "*n6"},
    {"3400", "3405", "*n6"},      {"3410", "3415", "*n6"},
    {"3420", "3425", "*n6"},      {"3430", "3435", "*n6"},
    {"3440", "3445", "*n6"},      {"3450", "3455", "*n6"},
    {"3460", "3465", "*n6"},      {"3470", "3475", "*n6"},
    {"3480", "3485", "*n6"},      {"3490", "3495", "*n6"},
    {"3500", "3505", "*n6"},      {"3510", "3515", "*n6"},
    {"3520", "3525", "*n6"},      {"3530", "3535", "*n6"},
    {"3540", "3545", "*n6"},      {"3550", "3555", "*n6"},
    {"3560", "3565", "*n6"},      {"3570", "3575", "*n6"},
    {"3600", "3605", "*n6"},      {"3610", "3615", "*n6"},
    {"3620", "3625", "*n6"},      {"3630", "3635", "*n6"},
    {"3640", "3645", "*n6"},      {"3650", "3655", "*n6"},
    {"3660", "3665", "*n6"},      {"3670", "3675", "*n6"},
    {"3680", "3685", "*n6"},      {"3690", "3695", "*n6"},
    {"37", "37", "n..8"},         {"3900", "3909", "n..15"},
    {"3910", "3919", "n3 n..15"}, {"3920", "3929", "n..15"},
    {"3930", "3939", "n3 n..15"}, {"3940", "3943", "n4"},
    {"3950", "3955", "n6"},       {"400", "401", "x..30"},
    {"402", "402", "n17c"},       {"403", "403", "x..30"},
    {"410", "417", "*n13c"},      {"420", "420", "x..20"},
    {"421", "421", "n3 x..9"},    {"422", "422", "n3"},
    {"423", "423", "n..15"},      {"424", "424", "n3"},
    {"425", "425", "n..15"},      {"426", "426", "n3"},
    {"427", "427", "x..3"},       {"4300", "4301", "x..35"},
    {"4302", "4306", "x..70"},    {"4307", "4307", "x2"},
    {"4308", "4308", "x..30"},    {"4309", "4309", "n20"},
    {"4310", "4311", "x..35"},    {"4312", "4316", "x..70"},
    {"4317", "4317", "x2"},       {"4318", "4318", "x..20"},
    {"4319", "4319", "x..30"},    {"4320", "4320", "x..35"},
    {"4321", "4323", "n1"},       {"4324", "4325", "n6d n4"},
    {"4326", "4326", "n6D"},      {"4330", "4333", "n6 ?x1"},
    {"7001", "7001", "n13"},      {"7002", "7002", "x..30"},
    {"7003", "7003", "n6D n4t"},  {"7004", "7004", "n..4"},
    {"7005", "7005", "x..12"},    {"7006", "7006", "n6D"},
    {"7007", "7007", "n6D ?n6D"}, {"7008", "7008", "x..3"},
    {"7009", "7009", "x..10"},    {"7010", "7010", "x..2"},
    {"7011", "7011", "n6D ?n4t"}, {"7020", "7022", "x..20"},
    {"7023", "7023", "x..30"},    {"7030", "7039", "n3 x..27"},
    {"7040", "7040", "x4"},       {"710", "716", "x..20"},
    {"7230", "7239", "x2 x..28"}, {"7240", "7240", "x..20"},
    {"7241", "7241", "n2"},       {"7242", "7242", "x..25"},
    {"7250", "7250", "n8"},       {"7251", "7251", "n12"},
    {"7252", "7252", "n1"},       {"7253", "7254", "x..40"},
    {"7255", "7255", "x..10"},    {"7256", "7256", "x..90"},
    {"7257", "7257", "x..70"},    {"7258", "7258", "x3"},
    {"7259", "7259", "x..40"},    {"8001", "8001", "n14"},
    {"8002", "8002", "x..20"},    {"8003", "8003", "n14c ?x..16"},
    {"8004", "8004", "x..30"},    {"8005", "8005", "n6"},
    {"8006", "8006", "n14c n4"},  {"8007", "8007", "x..34"},
    {"8008", "8008", "n8 ?n..4"}, {"8009", "8009", "x..50"},
    {"8010", "8010", "y..30"},    {"8011", "8011", "!n..12"},
    {"8012", "8012", "x..20"},    {"8013", "8014", "x..25"},
    {"8017", "8018", "n18c"},     {"8019", "8019", "!n..10"},
    {"8020", "8020", "x..25"},    {"8026", "8026", "n14c n4"},
    {"8030", "8030", "z..90"},    {"8110", "8110", "!x..70"},
    {"8111", "8111", "n4"},       {"8112", "8112", "!x..70"},
    {"8200", "8200", "!x..70"},   {"90", "90", "x..30"},
    {"91", "99", "x..90"},
};

// Those that can't be true of one thing: beginnings of AIs.
static const struct {
    const char *one, *other;
} excluding[] = {
    {"01", "02"},     {"01", "03"},     {"01", "37"},     {"01", "255"},    {"01", "8006"},
    {"02", "03"},     {"02", "255"},    {"02", "8026"},   {"03", "37"},     {"03", "235"},
    {"21", "235"},    {"37", "8006"},   {"255", "415"},   {"255", "8006"},  {"255", "8020"},
    {"255", "8026"},  {"390", "391"},   {"390", "394"},   {"390", "8111"},  {"392", "393"},
    {"392", "395"},   {"393", "395"},   {"394", "8111"},  {"395", "8005"},  {"420", "421"},
    {"421", "4307"},  {"422", "426"},   {"423", "426"},   {"424", "426"},   {"425", "426"},
    {"4330", "4331"}, {"4332", "4333"}, {"8006", "8026"}, {"8017", "8018"},
};

int32_t gs1_ai_digits(const Gs1Ai *ai)
{
    return (int32_t)strlen(ai->first);
}

// How the beginning of the text compares with as many digits.
static int compare(Text text, const char *digits)
{
    size_t size = strlen(digits);
    size_t both = (size_t)text.size < size ? (size_t)text.size : size;
    int order = both > 0 ? memcmp(text.data, digits, both) : 0;
    return order == 0 && both < size ? -1 : order;
}

const Gs1Ai *gs1_ai_at(Text text)
{
    size_t low = 0, high = COUNT_OF(ais);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(text, ais[middle].last) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == COUNT_OF(ais) || compare(text, ais[low].first) < 0)
        return NULL;
    return gs1_is_digits(text_slice(text, 0, gs1_ai_digits(&ais[low]))) ? &ais[low] : NULL;
}

bool gs1_ai_is_attribute(const Gs1Ai *ai)
{
    return strchr(ai->format, '!') == NULL;
}

/* --- values --- */

typedef struct Component {
    char kind; // n x y z
    int32_t least, most;
    char check; // c d D t, or 0
    bool optional;
} Component;

// Reads the next one of a format and moves on. False: there is none.
static bool next_component(const char **format, Component *out)
{
    const char *at = *format + strspn(*format, "*! ");
    if (*at == 0)
        return false;
    *out = (Component){.optional = *at == '?'};
    at += out->optional;
    out->kind = *at++;
    bool up_to = *at == '.';
    at += up_to ? 2 : 0;
    for (; *at >= '0' && *at <= '9'; at++)
        out->most = out->most * 10 + *at - '0';
    out->least = up_to ? 1 : out->most;
    if (*at != ' ' && *at != 0)
        out->check = *at++;
    *format = at;
    return true;
}

int32_t gs1_ai_fixed_size(const Gs1Ai *ai)
{
    const char *format = ai->format;
    Component component;
    if (format[0] != '*' || !next_component(&format, &component))
        return 0;
    return component.most; // these have one
}

static bool is_in_set(char byte, char kind)
{
    bool digit = byte >= '0' && byte <= '9';
    bool upper = byte >= 'A' && byte <= 'Z';
    bool lower = byte >= 'a' && byte <= 'z';
    switch (kind) {
    case 'n':
        return digit;
    case 'x':
        return digit || upper || lower || (byte != 0 && strchr("!\"%&'()*+,-./:;<=>?_", byte));
    case 'y':
        return digit || upper || (byte != 0 && strchr("#-/", byte));
    default:
        return digit || upper || lower || (byte != 0 && strchr("-_=", byte));
    }
}

static Gs1Reason check_date(Text digits, bool day_needed)
{
    Gs1Date date; // leap years are right in any century but those of 1900 and 2100
    if (!gs1_date_read(digits, 2026, &date))
        return GS1_BAD_DATE;
    return day_needed && digits.data[4] == '0' && digits.data[5] == '0' ? GS1_BAD_DATE : GS1_OK;
}

static Gs1Reason check_part(const Component *component, Text part)
{
    for (int32_t i = 0; i < part.size; i++) {
        if (!is_in_set(part.data[i], component->kind))
            return component->kind == 'n' ? GS1_NON_DIGIT : GS1_BAD_CHARACTER;
    }
    switch (component->check) {
    case 'c':
        return gs1_check_digit_ok(part) ? GS1_OK : GS1_CHECK_DIGIT;
    case 'd':
    case 'D':
        return check_date(part, component->check == 'D');
    case 't':
        return memcmp(part.data, "24", 2) < 0 && part.data[2] < '6' ? GS1_OK : GS1_BAD_DATE;
    default:
        return GS1_OK;
    }
}

Gs1Reason gs1_ai_check(const Gs1Ai *ai, Text value)
{
    const char *format = ai->format;
    Component component;
    int32_t at = 0;
    if (value.size == 0)
        return GS1_EMPTY;
    while (next_component(&format, &component)) {
        int32_t left = value.size - at;
        int32_t size = left < component.most ? left : component.most;
        if (left == 0 && component.optional)
            return GS1_OK;
        if (size < component.least)
            return GS1_TOO_SHORT;
        Gs1Reason reason = check_part(&component, text_slice(value, at, at + size));
        if (reason != GS1_OK)
            return reason;
        at += size;
    }
    return at < value.size ? GS1_TOO_LONG : GS1_OK;
}

/* --- together --- */

static bool begins(Text ai, const char *start)
{
    return text_starts_with(ai, text_from_string(start));
}

// 3103 and 3102: one measure with two points.
static bool is_same_measure(Text a, Text b)
{
    return a.size == 4 && b.size == 4 && a.data[0] == '3' && memcmp(a.data, b.data, 3) == 0;
}

static bool excludes(Text a, Text b)
{
    if (is_same_measure(a, b))
        return true;
    for (size_t i = 0; i < COUNT_OF(excluding); i++) {
        if ((begins(a, excluding[i].one) && begins(b, excluding[i].other)) ||
            (begins(b, excluding[i].one) && begins(a, excluding[i].other)))
            return true;
    }
    return false;
}

Gs1Reason gs1_elements_add(Gs1Elements *elements, const Gs1Ai *ai, Text digits, Text value)
{
    Gs1Reason reason = gs1_ai_check(ai, value);
    if (reason != GS1_OK)
        return reason;
    for (int32_t i = 0; i < elements->count; i++) {
        const Gs1Element *there = &elements->items[i];
        if (text_equal(there->ai, digits))
            return text_equal(there->value, value) ? GS1_OK : GS1_CONFLICT;
        if (excludes(there->ai, digits))
            return GS1_CONFLICT;
    }
    if (elements->count == GS1_ELEMENTS_MAX)
        return GS1_TOO_MANY;
    elements->items[elements->count++] = (Gs1Element){digits, value};
    return GS1_OK;
}

Text gs1_elements_value(const Gs1Elements *elements, const char *ai)
{
    for (int32_t i = 0; i < elements->count; i++) {
        if (text_equal_string(elements->items[i].ai, ai))
            return elements->items[i].value;
    }
    return (Text){0};
}
