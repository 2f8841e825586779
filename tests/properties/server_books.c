#include "server_books.h"

#include <math.h>
#include <string.h>

double server_round(double value, double step, RoundingMethod method)
{
    if (value == 0)
        return 0;
    double n = value / step, sign = n < 0 ? -1 : 1;
    double epsilon = pow(2, log2(fabs(n)) - 52);
    double whole;
    if (method == ROUNDING_UP)
        whole = ceil(fabs(n - sign * epsilon));
    else if (method == ROUNDING_DOWN)
        whole = floor(fabs(n + sign * epsilon));
    else
        whole = floor(fabs(n + sign * epsilon) + 0.5);
    return whole * sign * step;
}

static double nearest(double value, double step)
{
    return server_round(value, step, ROUNDING_HALF_UP);
}

typedef struct Inside { // included taxes met since the amount was last stripped
    double fixed, percents, divisions;
} Inside;

static double without(double amount, Inside inside)
{
    return (amount - inside.fixed) / (1 + inside.percents / 100) * (100 - inside.divisions) / 100;
}

// What a tax adds to an amount without it.
static double tax_on(const Tax *tax, double base, double quantity)
{
    if (tax->kind == TAX_PERCENT)
        return base * tax->amount / 100;
    if (tax->kind == TAX_DIVISION) {
        double rest = 1 - tax->amount / 100;
        return rest == 0 ? 0 : base / rest - base;
    }
    return (base == 0 ? quantity : copysign(quantity, base)) * tax->amount;
}

ServerTaxes server_taxes(const Tax *taxes, int32_t count, double price, double quantity,
                         double step, bool globally, double refund)
{
    ServerTaxes out = {.count = count};
    double fine = globally ? step * 1e-5 : step;
    double base = nearest(price * quantity, step), sign = 1;
    bool noted[TAX_LINE_MAX] = {false};
    double with[TAX_LINE_MAX]; // the amount with this tax in it, where it is noted
    if (base == 0)
        sign = refund < 0 ? -1 : 1;
    else if (base < 0)
        sign = -1;
    base = fabs(base);

    Inside inside = {0};
    bool next_is_affected = true, free_to_note = true;
    for (int32_t i = count - 1; i >= 0; i--) {
        const Tax *tax = &taxes[i];
        if (tax->include_base_amount && next_is_affected) {
            base = without(base, inside);
            inside = (Inside){0};
            free_to_note = true;
        }
        if (tax->price_include) {
            if (tax->kind == TAX_PERCENT)
                inside.percents += tax->amount * tax->repartition_factor;
            else if (tax->kind == TAX_DIVISION)
                inside.divisions += tax->amount * tax->repartition_factor;
            else
                inside.fixed = fabs(quantity) * tax->amount * tax->repartition_factor;
            if (free_to_note && tax->amount != 0) {
                with[i] = base;
                noted[i] = true;
                free_to_note = false;
            }
        }
        next_is_affected = tax->is_base_affected;
    }

    double excluded = nearest(without(base, inside), step);
    double running = excluded, total = excluded, unnoted = 0;
    bool on_top_seen = false;
    for (int32_t i = 0; i < count; i++) {
        const Tax *tax = &taxes[i];
        double tax_base = tax->price_include || tax->is_base_affected ? running : excluded;
        double amount;
        if (noted[i] && !on_top_seen && tax->repartition_factor != 0) {
            amount = with[i] - (running + unnoted);
            unnoted = 0;
        } else {
            amount = tax_on(tax, tax_base, quantity);
        }
        amount = nearest(nearest(amount, fine) * tax->repartition_factor, fine);
        if (tax->price_include && !noted[i])
            unnoted += amount;
        out.amounts[i] = sign * amount;
        out.bases[i] = sign * nearest(tax_base, fine);
        if (tax->include_base_amount) {
            running += amount;
            on_top_seen |= !tax->price_include;
        }
        total += amount;
    }
    out.excluded = sign * excluded;
    out.included = sign * nearest(total, step);
    return out;
}

static const CatTax *find_tax(const Catalogue *catalogue, int32_t id)
{
    for (int32_t i = 0; i < catalogue->tax_count; i++) {
        if (catalogue->taxes[i].id == id)
            return &catalogue->taxes[i];
    }
    return NULL;
}

static void append(const Catalogue *catalogue, const CatTax *tax, Tax *out, int32_t *count)
{
    if (tax->kind == TAX_GROUP) {
        for (uint32_t i = 0; i < tax->children.count; i++)
            append(catalogue, &catalogue->taxes[catalogue->indexes[tax->children.first + i]], out,
                   count);
        return;
    }
    CHECK(*count < TAX_LINE_MAX);
    out[(*count)++] = (Tax){
        .id = tax->id,
        .kind = (TaxKind)tax->kind,
        .amount = tax->amount,
        .repartition_factor = tax->repartition_factor,
        .price_include = tax->price_include != 0,
        .include_base_amount = tax->include_base_amount != 0,
        .is_base_affected = tax->is_base_affected != 0,
    };
}

// Marks what stands for one tax of the article under the order's fiscal position.
static void mark_mapped(const Catalogue *catalogue, int32_t position_id, int32_t tax_id,
                        bool *marked)
{
    bool replaced = false;
    for (int32_t p = 0; p < catalogue->fiscal_position_count; p++) {
        const CatFiscalPosition *position = &catalogue->fiscal_positions[p];
        for (uint32_t i = 0; position->id == position_id && i < position->mappings.count; i++) {
            const CatTaxMapping *row = &catalogue->tax_mappings[position->mappings.first + i];
            const CatTax *to = find_tax(catalogue, row->destination_tax_id);
            bool archived = row->destination_tax_id != 0 && !to;
            if (row->source_tax_id != tax_id || archived)
                continue;
            replaced = true;
            if (to)
                marked[to - catalogue->taxes] = true;
        }
    }
    const CatTax *tax = find_tax(catalogue, tax_id);
    if (!replaced && tax)
        marked[tax - catalogue->taxes] = true;
}

// In the order of the table, each once.
static int32_t taxes_of(const Catalogue *catalogue, int32_t position_id, const OrderLine *line,
                        Tax *out)
{
    enum { TABLE_MAX = 256 };
    bool marked[TABLE_MAX] = {false};
    int32_t count = 0;
    CHECK(catalogue->tax_count <= TABLE_MAX);
    for (int32_t i = 0; i < line->taxes_count; i++)
        mark_mapped(catalogue, position_id, line->tax_ids[i], marked);
    for (int32_t i = 0; i < catalogue->tax_count; i++) {
        if (marked[i])
            append(catalogue, &catalogue->taxes[i], out, &count);
    }
    return count;
}

static double power_of_ten(int32_t exponent)
{
    double power = 1;
    for (int32_t i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

typedef struct Books {
    double step, unit; // of the currency; minor units in a major one
    int64_t minor;     // of what is certain
    int32_t count;
    int32_t tax_ids[TAX_LINE_MAX * 8];
    double sums[TAX_LINE_MAX * 8]; // by tax, where they are rounded only then
} Books;

static bool book(Books *books, double amount)
{
    double minor = round(nearest(amount, books->step) * books->unit);
    if (!(fabs(minor) < 9e15))
        return false;
    books->minor += (int64_t)minor;
    return true;
}

static void add_to_tax(Books *books, int32_t tax_id, double amount)
{
    int32_t at = 0;
    while (at < books->count && books->tax_ids[at] != tax_id)
        at++;
    if (at == books->count) {
        CHECK(at < (int32_t)COUNT_OF(books->tax_ids));
        books->tax_ids[books->count++] = tax_id;
        books->sums[at] = 0;
    }
    books->sums[at] += amount;
}

static bool book_line(Books *books, const Catalogue *catalogue, const Order *order,
                      const OrderLine *line)
{
    Tax taxes[TAX_LINE_MAX];
    int32_t count = taxes_of(catalogue, order->fiscal_position_id, line, taxes);
    // a column of decimals: what comes back is the double nearest to one
    double digits = power_of_ten(catalogue->shop->quantity_digits);
    double stored =
        round(nearest((double)line->quantity.milli / 1000, 1 / digits) * digits) / digits;
    double price = (double)line->unit_price.micro / 1e6;
    double discount = (double)line->discount.hundredths / 100;
    // In the books a sale is a credit: prices are negative, quantities never.
    double sign = stored < 0 ? 1 : -1;
    ServerTaxes got = server_taxes(taxes, count, sign * (price * (1 - discount / 100)),
                                   fabs(stored), books->step, order->round_globally, sign);
    books->minor += line->subtotal.minor;
    for (int32_t i = 0; i < count; i++) {
        if (order->round_globally)
            add_to_tax(books, taxes[i].id, -got.amounts[i]);
        else if (!book(books, -got.amounts[i]))
            return false;
    }
    return true;
}

bool server_books_total(const Catalogue *catalogue, const Order *order, int64_t *out_minor)
{
    Books books = {.step = order->currency.rounding,
                   .unit = power_of_ten(order->currency.decimals)};
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (!(line->flags & ORDER_LINE_VOID) && !book_line(&books, catalogue, order, line))
            return false;
    }
    for (int32_t i = 0; i < books.count; i++) {
        if (!book(&books, books.sums[i]))
            return false;
    }
    *out_minor = books.minor;
    return true;
}
