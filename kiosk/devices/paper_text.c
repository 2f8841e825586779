#include "devices/paper_text.h"

#include <string.h>

#include "base/check.h"

// Letters that stand in a cell of their own: combining marks take none.
static int32_t columns_of(Text text)
{
    int32_t columns = 0;
    for (int32_t position = 0; position < text.size;) {
        uint32_t c = text_next_code_point(text, &position);
        columns += !((c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x65f));
    }
    return columns;
}

void paper_put(Paper *paper, Text text)
{
    CHECK(paper->size + text.size + 1 <= paper->room);
    if (text.size > 0)
        memcpy(paper->text + paper->size, text.data, (size_t)text.size);
    paper->size += text.size;
}

static void put_spaces(Paper *paper, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        paper_put(paper, TEXT(" "));
}

void paper_new_line(Paper *paper)
{
    paper_put(paper, TEXT("\n"));
}

Text paper_first_row(Text text, int32_t columns)
{
    int32_t used = 0, position = 0, at_space = 0;
    while (position < text.size) {
        int32_t before = position;
        uint32_t c = text_next_code_point(text, &position);
        if (c == ' ')
            at_space = before;
        if (++used > columns)
            return text_slice(text, 0, at_space > 0 ? at_space : before);
    }
    return text;
}

void paper_centred(Paper *paper, Text text)
{
    while (text.size > 0) {
        Text row = paper_first_row(text, PAPER_COLUMNS);
        put_spaces(paper, (PAPER_COLUMNS - columns_of(row)) / 2);
        paper_put(paper, row);
        paper_new_line(paper);
        text = text_trim(text_slice(text, row.size, text.size));
    }
}

void paper_paragraphs(Paper *paper, const char *string)
{
    Text rest = text_from_string(string);
    while (rest.size > 0) {
        const char *end = memchr(rest.data, '\n', (size_t)rest.size);
        int32_t size = end ? (int32_t)(end - rest.data) : rest.size;
        paper_centred(paper, text_trim(text_slice(rest, 0, size)));
        rest = text_slice(rest, size + 1, rest.size);
    }
}

void paper_pair(Paper *paper, Text left, Text right)
{
    int32_t amount = columns_of(right);
    for (;;) {
        Text row = paper_first_row(left, PAPER_COLUMNS - amount - 1);
        if (row.size == left.size) {
            paper_put(paper, row);
            put_spaces(paper, PAPER_COLUMNS - columns_of(row) - amount);
            paper_put(paper, right);
            paper_new_line(paper);
            return;
        }
        paper_put(paper, row);
        paper_new_line(paper);
        left = text_trim(text_slice(left, row.size, left.size));
    }
}

void paper_rule(Paper *paper)
{
    for (int32_t i = 0; i < PAPER_COLUMNS; i++)
        paper_put(paper, TEXT("-"));
    paper_new_line(paper);
}

Text paper_money(Paper *paper, Money money, const Currency *currency)
{
    char digits[32];
    money_print(money, currency, digits);
    return currency->symbol_before ? text_format(paper->arena, "%s %s", currency->symbol, digits)
                                   : text_format(paper->arena, "%s %s", digits, currency->symbol);
}
