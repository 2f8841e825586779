/* Lines of plain text for paper of a fixed number of columns: what the file printer writes and what
 * an ESC/POS printer will get. UTF-8, each line ended by a newline. */
#ifndef KIOSK_DEVICES_PAPER_TEXT_H
#define KIOSK_DEVICES_PAPER_TEXT_H

#include "base/text.h"
#include "domain/money.h"

enum { PAPER_COLUMNS = 42 };

typedef struct Paper {
    Arena *arena;
    char *text;
    int32_t size, room; // bytes; what doesn't fit is our own mistake
} Paper;

void paper_put(Paper *paper, Text text);
void paper_new_line(Paper *paper);
void paper_rule(Paper *paper);
void paper_centred(Paper *paper, Text text); // wrapped at spaces
// Each line of `string` centred.
void paper_paragraphs(Paper *paper, const char *string);
// Words at the left (wrapped), an amount at the right of the last row.
void paper_pair(Paper *paper, Text left, Text right);
// The longest start of `text` that fits into `columns`, cut at a space when there is one.
Text paper_first_row(Text text, int32_t columns);
Text paper_money(Paper *paper, Money money, const Currency *currency);

#endif
