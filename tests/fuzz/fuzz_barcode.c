/* A code and the patterns of up to eight rules, all of any bytes: lines of one input, the code
 * first. */
#include <string.h>

#include "base/check.h"
#include "domain/barcode.h"
#include "fuzz_target.h"

static Text next_line(Text *rest)
{
    const char *end = rest->size > 0 ? memchr(rest->data, '\n', (size_t)rest->size) : NULL;
    int32_t size = end ? (int32_t)(end - rest->data) : rest->size;
    Text line = text_slice(*rest, 0, size);
    *rest = text_slice(*rest, size + 1, rest->size);
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BarcodeRule rules[8];
    BarcodeParsed parsed;
    int32_t count = 0;
    if (size > 4096)
        return 0;
    Text rest = {(const char *)data, (int32_t)size};
    Text code = next_line(&rest);
    for (; count < 8 && rest.size > 0; count++) {
        Text line = next_line(&rest);
        CatRuleEncoding encoding = CAT_ENCODING_ANY;
        if (line.size > 0 && line.data[0] >= '0' && line.data[0] <= '3')
            encoding = (CatRuleEncoding)(line.data[0] - '0');
        rules[count] = (BarcodeRule){CAT_RULE_WEIGHT, encoding, text_slice(line, 1, line.size)};
    }
    static BarcodeRules compiled;
    for (int32_t conversion = 0; conversion < 4; conversion++) {
        barcode_rules_compile(rules, count, conversion, &compiled);
        barcode_parse(&compiled, code, &parsed);
        CHECK(strlen(parsed.code) <= BARCODE_SIZE_MAX);
        CHECK(strlen(parsed.base_code) <= BARCODE_SIZE_MAX);
        CHECK(parsed.matched || parsed.value == 0);
    }
    // Kept programs say what programs made anew say.
    for (int32_t i = 0; i < count; i++)
        CHECK(barcode_pattern_run(&compiled.pool, &compiled.rules[i].as_written, rules[i].pattern,
                                  code) == barcode_pattern_matches(rules[i].pattern, code));
    return 0;
}
