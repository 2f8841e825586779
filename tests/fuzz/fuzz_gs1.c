/* Any bytes as a scanned GS1 code: an element string and a link by the standard, and by the rules
 * of a nomenclature that come with it. Lines of one input: the code, the separator, up to eight
 * rules, each with a digit before it for its content and decimals. */
#include <string.h>

#include "base/check.h"
#include "domain/gs1_digital_link.h"
#include "domain/gs1_element_string.h"
#include "domain/gs1_item.h"
#include "domain/gs1_rules.h"
#include "fuzz_target.h"

enum { RULES_MAX = 8 };

static Text next_line(Text *rest)
{
    const char *end = rest->size > 0 ? memchr(rest->data, '\n', (size_t)rest->size) : NULL;
    int32_t size = end ? (int32_t)(end - rest->data) : rest->size;
    Text line = text_slice(*rest, 0, size);
    *rest = text_slice(*rest, size + 1, rest->size);
    return line;
}

static void use_elements(const Gs1Elements *elements)
{
    Gs1Item item;
    Quantity quantity;
    CHECK(elements->count > 0);
    CHECK(elements->count <= GS1_ELEMENTS_MAX);
    for (int32_t i = 0; i < elements->count; i++) {
        const Gs1Ai *ai = gs1_ai_at(elements->items[i].ai);
        CHECK(ai != NULL);
        CHECK(gs1_ai_check(ai, elements->items[i].value) == GS1_OK);
    }
    // What the standard lets through says what its AIs say.
    CHECK(gs1_item_read(elements, 2026, &item));
    CHECK(item.gtin[0] == 0 || gs1_check_digit_ok(text_from_string(item.gtin)));
    if (gs1_item_quantity(&item, TEXT("kg"), true, &quantity))
        CHECK(quantity.milli >= 0);
}

static void read_by_standard(Text code)
{
    Gs1Elements elements;
    Gs1LinkText text;
    if (gs1_element_string_parse(code, &elements) == GS1_OK)
        use_elements(&elements);
    if (gs1_digital_link_parse(code, &text, &elements) == GS1_OK) {
        CHECK(text.size <= (int32_t)sizeof text.bytes);
        use_elements(&elements);
    }
}

static void read_by_rules(const Gs1Rules *rules, Text code)
{
    static Gs1Parts parts;
    Gs1Elements elements = {.count = 0};
    Gs1Item item;
    Gs1RulesResult result = gs1_rules_parse(rules, code, 2026, &parts);
    int32_t separator = gs1_rules_separator_size(rules, code);
    CHECK(separator >= 0 && separator <= code.size);
    CHECK(parts.count >= 0 && parts.count <= GS1_PARTS_MAX);
    for (int32_t i = 0; i < parts.count; i++) {
        const Gs1Part *part = &parts.items[i];
        CHECK(part->number >= 0 && part->number < RULES_MAX);
        CHECK(part->content != GS1_CONTENT_MEASURE || part->value >= 0);
        if (elements.count < GS1_ELEMENTS_MAX)
            elements.items[elements.count++] = (Gs1Element){part->ai, part->text};
    }
    if (result == GS1_RULES_TAKEN && gs1_item_read(&elements, 2026, &item))
        CHECK(strlen(item.lot) <= GS1_LOT_SIZE && strlen(item.serial) <= GS1_LOT_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Gs1Rules compiled;
    Gs1Rule rules[RULES_MAX];
    int32_t count = 0;
    if (size > 4096)
        return 0;
    Text rest = {(const char *)data, (int32_t)size};
    Text code = next_line(&rest);
    Text separator = next_line(&rest);
    for (; count < RULES_MAX && rest.size > 0; count++) {
        Text line = next_line(&rest);
        int32_t kind = line.size > 0 && line.data[0] >= '0' && line.data[0] <= '7'
                           ? line.data[0] - '0'
                           : GS1_CONTENT_ALPHA;
        rules[count] =
            (Gs1Rule){count, (Gs1Content)(kind % 4), kind >= 4, text_slice(line, 1, line.size)};
    }
    read_by_standard(code);
    gs1_rules_compile(rules, count, separator, &compiled);
    read_by_rules(&compiled, code);
    return 0;
}
