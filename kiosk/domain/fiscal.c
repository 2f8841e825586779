#include "domain/fiscal.h"

enum { GROUP_DEPTH_MAX = 4 };

// Indexes that replace one tax, in the order of the rows. -1 when they don't fit.
static int32_t map_one(const Catalogue *catalogue, int32_t fiscal_position, int32_t tax_id,
                       int32_t out[FISCAL_MAPPED_MAX])
{
    bool has_row = false;
    int32_t count = 0;
    if (fiscal_position >= 0) {
        CatRange rows = catalogue->fiscal_positions[fiscal_position].mappings;
        for (uint32_t i = 0; i < rows.count; i++) {
            const CatTaxMapping *row = &catalogue->tax_mappings[rows.first + i];
            if (row->source_tax_id != tax_id)
                continue;
            int32_t destination = CATALOGUE_NONE;
            if (row->destination_tax_id != 0) {
                destination = catalogue_tax_by_id(catalogue, row->destination_tax_id);
                if (destination < 0)
                    continue;
            }
            has_row = true;
            if (destination < 0)
                continue;
            if (count == FISCAL_MAPPED_MAX)
                return -1;
            out[count++] = destination;
        }
    }
    if (has_row)
        return count;
    int32_t tax = catalogue_tax_by_id(catalogue, tax_id);
    if (tax < 0)
        return 0;
    out[0] = tax;
    return 1;
}

static bool contains(const int32_t *values, int32_t count, int32_t value)
{
    for (int32_t i = 0; i < count; i++) {
        if (values[i] == value)
            return true;
    }
    return false;
}

static void sort_ascending(int32_t *values, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        int32_t value = values[i], at = i;
        for (; at > 0 && values[at - 1] > value; at--)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

int32_t fiscal_map_taxes(const Catalogue *catalogue, int32_t fiscal_position,
                         const int32_t *tax_ids, int32_t count,
                         int32_t out_taxes[FISCAL_MAPPED_MAX])
{
    int32_t mapped = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t replaced[FISCAL_MAPPED_MAX];
        int32_t replaced_count = map_one(catalogue, fiscal_position, tax_ids[i], replaced);
        if (replaced_count < 0)
            return -1;
        for (int32_t j = 0; j < replaced_count; j++) {
            if (contains(out_taxes, mapped, replaced[j]))
                continue;
            if (mapped == FISCAL_MAPPED_MAX)
                return -1;
            out_taxes[mapped++] = replaced[j];
        }
    }
    if (fiscal_position >= 0)
        sort_ascending(out_taxes, mapped);
    return mapped;
}

static bool flatten(const Catalogue *catalogue, int32_t tax_index, int32_t depth, Tax *out,
                    int32_t room, int32_t *count)
{
    const CatTax *tax = &catalogue->taxes[tax_index];
    if (tax->kind == TAX_GROUP) {
        if (depth == GROUP_DEPTH_MAX)
            return false;
        for (uint32_t i = 0; i < tax->children.count; i++) {
            int32_t child = (int32_t)catalogue->indexes[tax->children.first + i];
            if (!flatten(catalogue, child, depth + 1, out, room, count))
                return false;
        }
        return true;
    }
    if (*count == room)
        return false;
    out[(*count)++] = (Tax){
        .id = tax->id,
        .kind = (TaxKind)tax->kind,
        .amount = tax->amount,
        .repartition_factor = tax->repartition_factor,
        .price_include = tax->price_include != 0,
        .include_base_amount = tax->include_base_amount != 0,
        .is_base_affected = tax->is_base_affected != 0,
    };
    return true;
}

int32_t fiscal_applied_taxes(const Catalogue *catalogue, int32_t fiscal_position,
                             const int32_t *tax_ids, int32_t count, Tax *out, int32_t room)
{
    int32_t mapped[FISCAL_MAPPED_MAX];
    int32_t mapped_count = fiscal_map_taxes(catalogue, fiscal_position, tax_ids, count, mapped);
    int32_t applied = 0;
    for (int32_t i = 0; i < mapped_count; i++) {
        if (!flatten(catalogue, mapped[i], 0, out, room, &applied))
            return -1;
    }
    return mapped_count < 0 ? -1 : applied;
}

// "An included tax comes instead" is one flag for the whole article: with two included taxes, one
// removed and one replaced by an included one, nothing is stripped. That is what a till sends.
double fiscal_unit_price(const Catalogue *catalogue, int32_t fiscal_position,
                         const int32_t *tax_ids, int32_t count, double price)
{
    if (fiscal_position < 0)
        return price;
    Tax gone[TAX_LINE_MAX];
    int32_t gone_count = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t tax = catalogue_tax_by_id(catalogue, tax_ids[i]);
        int32_t replaced[FISCAL_MAPPED_MAX];
        int32_t replaced_count = map_one(catalogue, fiscal_position, tax_ids[i], replaced);
        if (tax < 0 || replaced_count < 0)
            continue;
        if (replaced_count > 0 && catalogue->taxes[replaced[0]].price_include)
            return price;
        if (catalogue->taxes[tax].price_include && !contains(replaced, replaced_count, tax) &&
            !flatten(catalogue, tax, 0, gone, TAX_LINE_MAX, &gone_count))
            return price;
    }
    if (gone_count == 0)
        return price;
    TaxResult result;
    tax_compute(gone, gone_count, price, 1, catalogue->shop->currency.rounding,
                catalogue->shop->round_globally != 0, &result);
    return result.total_excluded;
}
