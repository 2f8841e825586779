#include "domain/barcode.h"

#include <stdlib.h>
#include <string.h>

enum { CONVERT_ALWAYS, CONVERT_EAN_TO_UPC, CONVERT_UPC_TO_EAN, CONVERT_NEVER };

typedef struct Code { // bytes that the parser changes
    char bytes[BARCODE_SIZE_MAX + 1];
    int32_t size;
} Code;

typedef BarcodeValueGroup ValueGroup;

static Text code_text(const Code *code)
{
    return (Text){code->bytes, code->size};
}

static bool is_digits(Text text)
{
    for (int32_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return text.size > 0;
}

// The last digit that makes the sum of digits, weighted 3 and 1 from the right, a multiple of ten.
static char check_digit(Text without)
{
    int32_t sum = 0;
    for (int32_t i = 0; i < without.size; i++)
        sum += (without.data[without.size - 1 - i] - '0') * (i % 2 ? 1 : 3);
    return (char)('0' + (10 - sum % 10) % 10);
}

bool barcode_check_digit_ok(Text digits)
{
    if (digits.size != 8 && digits.size != 12 && digits.size != 13 && digits.size != 14)
        return false;
    return is_digits(digits) &&
           check_digit(text_slice(digits, 0, digits.size - 1)) == digits.data[digits.size - 1];
}

static bool is_of_encoding(Text code, CatRuleEncoding encoding)
{
    switch (encoding) {
    case CAT_ENCODING_ANY:
        return true;
    case CAT_ENCODING_EAN13:
        return code.size == 13 && barcode_check_digit_ok(code);
    case CAT_ENCODING_EAN8:
        return code.size == 8 && barcode_check_digit_ok(code);
    case CAT_ENCODING_UPCA:
        return code.size == 12 && barcode_check_digit_ok(code);
    case CAT_ENCODING_GS1: // a part of a code, never a whole one
    case CAT_ENCODING_OTHER:
        break;
    }
    return false;
}

static void code_set(Code *code, Text text)
{
    code->size = text.size;
    memcpy(code->bytes, text.data, (size_t)text.size);
}

// A UPC-A is an EAN-13 that begins with 0: the code as the rule would have it.
static void convert(Text code, CatRuleEncoding encoding, int32_t conversion, Code *out)
{
    bool to_ean = conversion == CONVERT_ALWAYS || conversion == CONVERT_UPC_TO_EAN;
    bool to_upc = conversion == CONVERT_ALWAYS || conversion == CONVERT_EAN_TO_UPC;
    if (encoding == CAT_ENCODING_EAN13 && to_ean && is_of_encoding(code, CAT_ENCODING_UPCA)) {
        out->bytes[0] = '0';
        memcpy(out->bytes + 1, code.data, 12);
        out->size = 13;
    } else if (encoding == CAT_ENCODING_UPCA && to_upc && code.data[0] == '0' &&
               is_of_encoding(code, CAT_ENCODING_EAN13)) {
        code_set(out, text_slice(code, 1, code.size));
    } else {
        code_set(out, code);
    }
}

// The first "{", any N, any D, "}" of the pattern.
static ValueGroup find_value_group(Text pattern)
{
    for (int32_t start = 0; start < pattern.size; start++) {
        if (pattern.data[start] != '{')
            continue;
        int32_t at = start + 1;
        while (at < pattern.size && pattern.data[at] == 'N')
            at++;
        int32_t whole_digits = at - start - 1;
        while (at < pattern.size && pattern.data[at] == 'D')
            at++;
        if (at < pattern.size && pattern.data[at] == '}')
            return (ValueGroup){true, start, at + 1, whole_digits, at - start - 1};
    }
    return (ValueGroup){.found = false};
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static Text value_digits(Text code, const ValueGroup *group)
{
    return text_slice(code, group->start, group->start + group->digits);
}

// A code that is too short for them has none, which is a value of 0.
static bool has_value(Text code, const ValueGroup *group)
{
    Text digits = value_digits(code, group);
    return digits.size == 0 || is_digits(digits);
}

// As the server adds it up: whole digits, then "0." and the others.
static double read_value(Text code, const ValueGroup *group)
{
    Text digits = value_digits(code, group);
    Text whole = text_slice(digits, 0, group->whole_digits);
    Text parts = text_slice(digits, group->whole_digits, digits.size);
    char number[BARCODE_SIZE_MAX + 4];
    memcpy(number, "0", 2);
    if (whole.size > 0)
        memcpy(number, whole.data, (size_t)whole.size);
    number[whole.size > 0 ? whole.size : 1] = 0;
    double value = strtod(number, NULL);
    memcpy(number, "0.", 3);
    if (parts.size > 0)
        memcpy(number + 2, parts.data, (size_t)parts.size);
    number[2 + parts.size] = 0;
    return value + strtod(number, NULL);
}

// Puts zeros where the group is. False when the text would not fit.
static bool zero_group(const char *bytes, int32_t size, int32_t start, int32_t end, int32_t zeros,
                       Code *out)
{
    int32_t before = smaller(start, size);
    int32_t after = size - smaller(end, size);
    if (before + zeros + after > BARCODE_SIZE_MAX)
        return false;
    memcpy(out->bytes, bytes, (size_t)before);
    memset(out->bytes + before, '0', (size_t)zeros);
    memcpy(out->bytes + before + zeros, bytes + size - after, (size_t)after);
    out->size = before + zeros + after;
    return true;
}

// The pattern with zeros where the value group is. False when that is longer than any code.
static bool zeroed_pattern(Text pattern, const ValueGroup *group, Code *out)
{
    return pattern.size <= BARCODE_SIZE_MAX &&
           zero_group(pattern.data, pattern.size, group->start, group->end, group->digits, out);
}

static bool matches_zeroed(const BarcodeRules *rules, const BarcodeRuleCompiled *rule,
                           const Code *base)
{
    Code pattern;
    if (rule->zeroed.kind != PATTERN_NOT_KEPT)
        return barcode_pattern_run(&rules->pool, &rule->zeroed, rule->text, code_text(base));
    return zeroed_pattern(rule->text, &rule->group, &pattern) &&
           barcode_pattern_matches(code_text(&pattern), code_text(base));
}

// Whether the rule takes `code`; then `base` is the code with its value zeroed.
static bool rule_matches(const BarcodeRules *rules, const BarcodeRuleCompiled *rule,
                         const Code *code, Code *base, double *value)
{
    const ValueGroup *group = &rule->group;
    *value = 0;
    if (!group->found || !has_value(code_text(code), group)) {
        if (!barcode_pattern_run(&rules->pool, &rule->as_written, rule->text, code_text(code)))
            return false;
        code_set(base, code_text(code));
        return true;
    }
    if (!zero_group(code->bytes, code->size, group->start, group->start + group->digits,
                    group->digits, base) ||
        !matches_zeroed(rules, rule, base))
        return false;
    *value = read_value(code_text(code), group);
    return true;
}

static void put(char out[BARCODE_SIZE_MAX + 1], const Code *code)
{
    memcpy(out, code->bytes, (size_t)code->size);
    out[code->size] = 0;
}

void barcode_rules_compile(const BarcodeRule *rules, int32_t rule_count, int32_t upc_ean_conversion,
                           BarcodeRules *out)
{
    Code zeroed;
    out->conversion = upc_ean_conversion;
    out->count = smaller(rule_count, BARCODE_RULES_MAX);
    out->pool.op_count = out->pool.set_count = 0;
    for (int32_t i = 0; i < out->count; i++) {
        BarcodeRuleCompiled *rule = &out->rules[i];
        *rule = (BarcodeRuleCompiled){.text = rules[i].pattern,
                                      .type = (int32_t)rules[i].type,
                                      .encoding = (int32_t)rules[i].encoding,
                                      .group = find_value_group(rules[i].pattern)};
        rule->as_written = barcode_pattern_compile(&out->pool, rule->text);
        if (rule->group.found && zeroed_pattern(rule->text, &rule->group, &zeroed))
            rule->zeroed = barcode_pattern_compile(&out->pool, code_text(&zeroed));
    }
}

// The code as rules of one encoding have it: made once, for the first of them.
typedef struct Tried {
    bool made, fits;
    Code code;
} Tried;

static const Tried *try_encoding(Tried *tried, Text code, CatRuleEncoding encoding,
                                 int32_t conversion)
{
    if (!tried->made) {
        tried->made = true;
        convert(code, encoding, conversion, &tried->code);
        tried->fits = is_of_encoding(code_text(&tried->code), encoding);
    }
    return tried;
}

void barcode_parse(const BarcodeRules *rules, Text code, BarcodeParsed *out)
{
    Tried tries[CAT_ENCODING_OTHER + 1];
    Code base;
    out->matched = false;
    out->type = CAT_RULE_OTHER;
    out->encoding = CAT_ENCODING_OTHER;
    out->code[0] = out->base_code[0] = 0;
    out->value = 0;
    if (code.size <= 0 || code.size > BARCODE_SIZE_MAX)
        return;
    code_set(&base, code);
    put(out->code, &base);
    put(out->base_code, &base);
    for (size_t i = 0; i < COUNT_OF(tries); i++)
        tries[i].made = false;
    for (int32_t i = 0; i < rules->count; i++) {
        double value;
        const BarcodeRuleCompiled *rule = &rules->rules[i];
        CatRuleEncoding encoding = (CatRuleEncoding)rule->encoding;
        const Tried *tried = try_encoding(&tries[encoding], code, encoding, rules->conversion);
        if (!tried->fits || !rule_matches(rules, rule, &tried->code, &base, &value))
            continue;
        if (encoding == CAT_ENCODING_EAN13 || encoding == CAT_ENCODING_UPCA)
            base.bytes[base.size - 1] = check_digit(text_slice(code_text(&base), 0, base.size - 1));
        out->matched = true;
        out->type = (CatRuleType)rule->type;
        out->encoding = encoding;
        out->value = value;
        put(out->code, &tried->code);
        put(out->base_code, &base);
        return;
    }
}
