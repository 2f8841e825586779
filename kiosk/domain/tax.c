/* The order of every addition and rounding below is the server's: doubles are not associative, and
 * a cent that differs in one order keeps the shop's day from closing.
 *
 * First a walk backwards strips the taxes that the price includes, remembering at some taxes
 * (checkpoints) what the amount with that tax was; then a walk forwards adds every tax, taking a
 * checkpoint's tax as the difference to it, so that rounding never changes a shelf price. */
#include "domain/tax.h"

#include <math.h>

#include "domain/rounding.h"

typedef struct Included { // taxes to strip at once from an amount that includes them
    double fixed, percent, division;
} Included;

static double strip(double amount, const Included *included)
{
    return (amount - included->fixed) / (1.0 + included->percent / 100.0) *
           (100.0 - included->division) / 100.0;
}

typedef struct Checkpoints {
    bool set[TAX_LINE_MAX];
    double amount[TAX_LINE_MAX];
} Checkpoints;

static double strip_included(const Tax *taxes, int32_t count, double base, double quantity,
                             Checkpoints *checkpoints)
{
    Included included = {0};
    bool affected = true, store = true;
    for (int32_t i = count - 1; i >= 0; i--) {
        const Tax *tax = &taxes[i];
        if (tax->include_base_amount && affected) {
            base = strip(base, &included);
            included = (Included){0};
            store = true;
        }
        if (tax->price_include) {
            double share = tax->amount * tax->repartition_factor;
            if (tax->kind == TAX_PERCENT)
                included.percent += share;
            else if (tax->kind == TAX_DIVISION)
                included.division += share;
            else // the server assigns: an earlier fixed tax of the same run is forgotten
                included.fixed = quantity * tax->amount * tax->repartition_factor;
            if (store && tax->amount != 0) {
                checkpoints->set[i] = true;
                checkpoints->amount[i] = base;
                store = false;
            }
        }
        affected = tax->is_base_affected;
    }
    return strip(base, &included);
}

// `quantity` is no return's.
static double amount_on_base(const Tax *tax, double base, double quantity)
{
    switch (tax->kind) {
    case TAX_PERCENT:
        return base * tax->amount / 100.0;
    case TAX_DIVISION: {
        double rest = 1.0 - tax->amount / 100.0;
        return rest != 0 ? base / rest - base : 0;
    }
    case TAX_FIXED:
        return (base < 0 ? -quantity : quantity) * tax->amount;
    case TAX_GROUP:
        break;
    }
    CHECK(tax->kind != TAX_GROUP); // flattened before
    return 0;
}

void tax_compute(const Tax *taxes, int32_t count, double unit_price, double quantity,
                 double currency_rounding, bool globally, TaxResult *out)
{
    CHECK(count >= 0);
    CHECK(count <= TAX_LINE_MAX);
    double precision = globally ? currency_rounding * 1e-5 : currency_rounding;
    // What is returned is what was sold with its sign turned, at a price of nothing too: there the
    // sign of the amount doesn't say that it is a return, and a deposit would be paid once more.
    double sign = quantity < 0 ? -1.0 : 1.0;
    quantity = fabs(quantity);
    double base = round_to_step(unit_price * quantity, currency_rounding, ROUNDING_HALF_UP);
    if (base < 0) {
        sign = -sign;
        base = -base;
    }
    Checkpoints checkpoints = {0};
    double excluded = round_to_step(strip_included(taxes, count, base, quantity, &checkpoints),
                                    currency_rounding, ROUNDING_HALF_UP);

    base = excluded;
    double included = excluded;
    double cumulated = 0; // included taxes without a checkpoint since the last one
    bool skip = false;    // a tax on top changed the base: checkpoints no longer fit
    for (int32_t i = 0; i < count; i++) {
        const Tax *tax = &taxes[i];
        double tax_base = tax->price_include || tax->is_base_affected ? base : excluded;
        double amount;
        if (!skip && tax->price_include && checkpoints.set[i] && tax->repartition_factor != 0) {
            amount = checkpoints.amount[i] - (base + cumulated);
            cumulated = 0;
        } else {
            amount = amount_on_base(tax, tax_base, quantity);
        }
        amount = round_to_step(amount, precision, ROUNDING_HALF_UP);
        amount = round_to_step(amount * tax->repartition_factor, precision, ROUNDING_HALF_UP);
        if (tax->price_include && !checkpoints.set[i])
            cumulated += amount;
        out->taxes[i] = (TaxAmount){
            .tax_id = tax->id,
            .amount = sign * amount,
            .base = sign * round_to_step(tax_base, precision, ROUNDING_HALF_UP),
        };
        if (tax->include_base_amount) {
            base += amount;
            if (!tax->price_include)
                skip = true;
        }
        included += amount;
    }
    out->count = count;
    out->total_excluded = sign * excluded;
    out->total_included = sign * round_to_step(included, currency_rounding, ROUNDING_HALF_UP);
}
