#include "domain/gs1_rules.h"

#include <stdlib.h>
#include <string.h>

enum { MEASURE_DIGITS_MAX = 255 };

// "^" and the pattern, and behind it what may separate it from the next.
static bool whole_pattern(Text pattern, Text separator, char out[GS1_PATTERN_SIZE_MAX],
                          Text *out_text)
{
    static const Text before = {"(?:", 3}, after = {")?", 2}, fnc1 = {"\x1d?", 2}, start = {"^", 1};
    const Text with_separator[] = {start, pattern, before, separator, after};
    const Text with_fnc1[] = {start, pattern, fnc1};
    const Text *parts = separator.size > 0 ? with_separator : with_fnc1;
    size_t count = separator.size > 0 ? COUNT_OF(with_separator) : COUNT_OF(with_fnc1);
    int32_t size = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size > GS1_PATTERN_SIZE_MAX - size)
            return false;
        if (parts[i].size > 0)
            memcpy(out + size, parts[i].data, (size_t)parts[i].size);
        size += parts[i].size;
    }
    *out_text = (Text){out, size};
    return true;
}

static BarcodePattern compile(BarcodePatternPool *pool, Text pattern, Text separator)
{
    char bytes[GS1_PATTERN_SIZE_MAX];
    Text whole;
    if (!whole_pattern(pattern, separator, bytes, &whole))
        return (BarcodePattern){.kind = PATTERN_NEVER};
    return barcode_pattern_compile_groups(pool, whole);
}

void gs1_rules_compile(const Gs1Rule *rules, int32_t rule_count, Text separator, Gs1Rules *out)
{
    out->separator = separator;
    out->count = rule_count < GS1_RULES_MAX ? rule_count : GS1_RULES_MAX;
    out->pool.op_count = out->pool.set_count = 0;
    out->separator_program = compile(&out->pool, (Text){0}, separator);
    for (int32_t i = 0; i < out->count; i++)
        out->rules[i] =
            (Gs1RuleCompiled){.number = rules[i].number,
                              .content = (int32_t)rules[i].content,
                              .decimals = rules[i].decimals,
                              .text = rules[i].pattern,
                              .program = compile(&out->pool, rules[i].pattern, separator)};
}

static bool search(const Gs1Rules *rules, Text pattern, const BarcodePattern *program, Text code,
                   BarcodeGroups *out)
{
    if (program->kind != PATTERN_NOT_KEPT)
        return program->group_count >= 2 &&
               barcode_pattern_search(&rules->pool, program, code, out);
    BarcodePatternPool pool; // the rules' own is full
    pool.op_count = pool.set_count = 0;
    BarcodePattern again = compile(&pool, pattern, rules->separator);
    return again.group_count >= 2 && barcode_pattern_search(&pool, &again, code, out);
}

int32_t gs1_rules_separator_size(const Gs1Rules *rules, Text code)
{
    BarcodeGroups groups;
    if (!barcode_pattern_search(&rules->pool, &rules->separator_program, code, &groups))
        return 0;
    return groups.match_end;
}

static Text group(Text code, const BarcodeGroups *groups, int32_t number)
{
    return text_slice(code, groups->start[number], groups->end[number]);
}

// The point goes before the last `decimals` digits; with fewer digits than that it goes before all
// of them, as the server has it.
static bool read_measure(Text digits, int32_t decimals, double *out)
{
    char number[MEASURE_DIGITS_MAX + 2];
    int32_t whole = digits.size > decimals ? digits.size - decimals : 0;
    if (!gs1_is_digits(digits) || digits.size > MEASURE_DIGITS_MAX)
        return false;
    memcpy(number, digits.data, (size_t)whole);
    number[whole] = '.';
    memcpy(number + whole + 1, digits.data + whole, (size_t)(digits.size - whole));
    number[digits.size + 1] = 0;
    *out = strtod(number, NULL);
    return true;
}

// What the server makes of the groups. NOT_TAKEN: the next rule is tried.
static Gs1RulesResult take(const Gs1RuleCompiled *rule, Text code, const BarcodeGroups *groups,
                           int32_t year_now, Gs1Part *out)
{
    Gs1Part part = {.number = rule->number,
                    .content = (Gs1Content)rule->content,
                    .ai = group(code, groups, 0),
                    .text = group(code, groups, 1)};
    int32_t decimals = 0;
    switch (part.content) {
    case GS1_CONTENT_ALPHA:
        break;
    case GS1_CONTENT_IDENTIFIER:
        if (part.text.size == 1 ? part.text.data[0] != '0' : !gs1_check_digit_ok(part.text))
            return GS1_RULES_NOT_TAKEN;
        break;
    case GS1_CONTENT_MEASURE:
        if (rule->decimals && !gs1_is_digits(text_slice(part.ai, part.ai.size - 1, part.ai.size)))
            return GS1_RULES_BAD_MEASURE;
        if (rule->decimals)
            decimals = part.ai.data[part.ai.size - 1] - '0';
        if (!read_measure(part.text, decimals, &part.value))
            return GS1_RULES_BAD_MEASURE;
        break;
    case GS1_CONTENT_DATE:
        if (part.text.size != 6)
            return GS1_RULES_NOT_TAKEN;
        if (!gs1_date_read(part.text, year_now, &part.date))
            return GS1_RULES_BAD_VALUE;
        break;
    }
    *out = part;
    return GS1_RULES_TAKEN;
}

// Takes the first part of `code` away. The rule that takes it is the first that can.
static Gs1RulesResult take_next(const Gs1Rules *rules, Text *code, int32_t year_now, Gs1Part *out)
{
    for (int32_t i = 0; i < rules->count; i++) {
        const Gs1RuleCompiled *rule = &rules->rules[i];
        BarcodeGroups groups;
        if (!search(rules, rule->text, &rule->program, *code, &groups) || groups.start[0] < 0 ||
            groups.start[1] < 0)
            continue;
        Gs1RulesResult result = take(rule, *code, &groups, year_now, out);
        if (result == GS1_RULES_NOT_TAKEN)
            continue;
        if (result == GS1_RULES_TAKEN && groups.match_end == 0)
            return GS1_RULES_NOT_TAKEN; // nothing would ever be left
        *code = text_slice(*code, groups.match_end, code->size);
        return result;
    }
    return GS1_RULES_NOT_TAKEN;
}

Gs1RulesResult gs1_rules_parse(const Gs1Rules *rules, Text code, int32_t year_now, Gs1Parts *out)
{
    int32_t prefix = gs1_symbology_size(code);
    if (prefix == 0 && code.size > 0 && code.data[0] == GS1_SEPARATOR)
        prefix = 1;
    Text rest = text_slice(code, prefix, code.size);
    out->count = 0;
    if (code.size > GS1_CODE_SIZE_MAX)
        return GS1_RULES_NOT_TAKEN;
    while (rest.size > 0) {
        if (out->count == GS1_PARTS_MAX)
            return GS1_RULES_NOT_TAKEN;
        Gs1RulesResult result = take_next(rules, &rest, year_now, &out->items[out->count]);
        if (result != GS1_RULES_TAKEN)
            return result;
        out->count++;
    }
    return GS1_RULES_TAKEN;
}
