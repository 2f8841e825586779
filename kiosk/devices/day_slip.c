#include "devices/day_slip.h"

#include "devices/paper_text.h"

static void put_row(Paper *paper, const char *label, Text value)
{
    paper_pair(paper, text_from_string(label), value);
}

static void put_figures(Paper *paper, const DayFigures *figures)
{
    put_row(paper, "Sales", text_format(paper->arena, "%d", figures->order_count));
    for (int32_t i = 0; i < figures->method_count; i++) {
        const DayMethod *method = &figures->methods[i];
        Text name = method->payments > 0
                        ? text_format(paper->arena, "%s (%d)", method->name, method->payments)
                        : text_from_string(method->name);
        paper_pair(paper, name, paper_money(paper, method->taken, &figures->currency));
    }
    put_row(paper, "TOTAL", paper_money(paper, figures->total, &figures->currency));
}

static void put_cash(Paper *paper, const DaySlip *slip)
{
    const DayFigures *figures = &slip->figures;
    Money difference = {slip->cash_counted.minor - figures->cash_expected.minor};
    paper_rule(paper);
    put_row(paper, "Cash expected", paper_money(paper, figures->cash_expected, &figures->currency));
    put_row(paper, "Cash counted", paper_money(paper, slip->cash_counted, &figures->currency));
    put_row(paper, "Difference", paper_money(paper, difference, &figures->currency));
}

// Four rows of sixteen digits: the first row is what the lane's screen shows, and enough.
static void put_head(Paper *paper, const uint8_t head[DAY_SLIP_HEAD_SIZE])
{
    paper_rule(paper);
    paper_centred(paper, TEXT("Seal of the lane's records"));
    for (int32_t row = 0; row < DAY_SLIP_HEAD_SIZE; row += 8) {
        const uint8_t *b = head + row;
        paper_centred(paper, text_format(paper->arena, "%02x%02x %02x%02x %02x%02x %02x%02x", b[0],
                                         b[1], b[2], b[3], b[4], b[5], b[6], b[7]));
    }
    paper_centred(paper, TEXT("Keep this slip away from the lane: with the seal anybody can check "
                              "that nothing before it was changed."));
}

Text day_slip_text(const DaySlip *slip, const ReceiptShop *shop, Arena *arena)
{
    const DayFigures *figures = &slip->figures;
    Paper paper = {.arena = arena, .room = 4096 + figures->method_count * 256};
    paper.text = ARENA_NEW(arena, char, (size_t)paper.room);
    paper_centred(&paper, text_from_string(shop->company));
    paper_centred(&paper, TEXT("END OF THE DAY"));
    paper_new_line(&paper);
    put_row(&paper, "Lane", text_from_string(shop->lane));
    put_row(&paper, "Session", text_from_string(figures->session_name));
    put_row(&paper, "Closed",
            text_format(arena, "%04d-%02d-%02d %02d:%02d", slip->closed.year, slip->closed.month,
                        slip->closed.day, slip->closed.hour, slip->closed.minute));
    put_row(&paper, "By", text_from_string(slip->attendant));
    paper_rule(&paper);
    put_figures(&paper, figures);
    if (slip->counted)
        put_cash(&paper, slip);
    put_head(&paper, slip->chain_head);
    return (Text){paper.text, paper.size};
}
