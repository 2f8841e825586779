#include "bench_reply.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const tops[BENCH_TOP_CATEGORIES] = {
    "Fruit",  "Vegetables", "Bakery", "Dairy",     "Drinks", "Pantry", "Sweets",
    "Meat",   "Fish",       "Frozen", "Household", "Care",   "Baby",   "Pets",
    "Garden", "Kitchen",    "Office", "Toys",      "Books",  "Gifts"};
static const char *const subs[] = {"Fresh", "Classic", "Organic", "Regional",
                                   "World", "Offers",  "New",     "Large packs"};
static const char *const firsts[] = {"Organic", "Fine",    "Golden",  "Mild",    "Dark",   "Creamy",
                                     "Smoked",  "Roasted", "Salted",  "Alpine",  "Garden", "Winter",
                                     "Crème",   "Señor",   "Øster",   "Village", "Grüne",  "Soft",
                                     "Light",   "Spicy",   "Coastal", "Natural", "Sweet",  "Wild"};
static const char *const things[] = {
    "apples", "pears", "bread",     "rolls",  "milk",   "butter",   "cheese", "yogurt",
    "water",  "juice", "tea",       "coffee", "rice",   "pasta",    "beans",  "soup",
    "sauce",  "oil",   "honey",     "jam",    "crisps", "biscuits", "nuts",   "soap",
    "towels", "paper", "chocolate", "tuna",   "olives", "muesli",   "flour",  "pizza"};
static const char *const packs[] = {"100 g", "250 g", "500 g", "1 kg",   "0.33 L",
                                    "0.5 L", "1 L",   "1.5 L", "6-pack", "12-pack"};

typedef struct Writer {
    char *base;
    size_t size, room;
} Writer;

static void put_list(Writer *out, const char *format, va_list values)
    __attribute__((format(printf, 2, 0)));
static void put(Writer *out, const char *format, ...) PRINTF_LIKE(2, 3);

// Quotes are written as ' in here: JSON's own would make the shapes unreadable.
static void put_list(Writer *out, const char *format, va_list values)
{
    char *at = out->base + out->size;
    int size = vsnprintf(at, out->room - out->size, format, values);
    CHECK(size >= 0);
    CHECK((size_t)size < out->room - out->size);
    for (int i = 0; i < size; i++)
        if (at[i] == '\'')
            at[i] = '"';
    out->size += (size_t)size;
}

static void put(Writer *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    put_list(out, format, values);
    va_end(values);
}

static void ean13(int64_t number, char out[14])
{
    int32_t sum = 0;
    snprintf(out, 14, "%012lld", (long long)number);
    for (int32_t i = 0; i < 12; i++)
        sum += (out[i] - '0') * (i % 2 ? 3 : 1);
    out[12] = (char)('0' + (10 - sum % 10) % 10);
    out[13] = 0;
}

void bench_reply_barcode(int32_t number, char out[14])
{
    ean13(541000000000 + number * 31LL, out);
}

void bench_reply_unknown_barcode(int32_t number, char out[14])
{
    ean13(541000000000 + number * 31LL + 7, out);
}

static void put_shop(Writer *out)
{
    put(out,
        "'res.company': {'id': 1, 'currency_id': [7, 'EUR'], 'email': 'shop@example.com', "
        "'website': false, "
        "'vat': 'BE0477472701', 'name': 'Corner Market', 'phone': '+32 2 555', 'partner_id': [1, "
        "'Corner Market'], "
        "'tax_calculation_rounding_method': 'round_per_line', 'nomenclature_id': [1, 'Default'], "
        "'point_of_sale_use_ticket_qr_code': true, 'point_of_sale_ticket_unique_code': false, "
        "'country': {'id': 20, 'name': 'Belgium', 'vat_label': 'VAT', 'code': 'BE'}}, "
        "'decimal.precision': {'Product Price': 2, 'Discount': 2, 'Product Unit of Measure': 2}, "
        "'uom.uom': [{'id': 1, 'name': 'Units', 'category_id': [1, 'Unit'], 'rounding': 0.01, "
        "'is_pos_groupable': true}], ");
    put(out, "'account.tax': [");
    for (int i = 1; i <= 2; i++)
        put(out,
            "%s{'id': %d, 'name': 'VAT %d %%', 'price_include': true, 'include_base_amount': "
            "false, "
            "'is_base_affected': true, 'amount_type': 'percent', 'children_tax_ids': [], 'amount': "
            "%d.0, "
            "'company_id': [1, 'Corner Market'], 'sum_repartition_factor': 1.0}",
            i > 1 ? ", " : "", i, i == 1 ? 6 : 21, i == 1 ? 6 : 21);
    put(out,
        "], 'pos.session': {'id': 16, 'name': 'POS/00016', 'user_id': [8, 'Lane 1'], 'state': "
        "'opened'}, "
        "'pos.config': {'id': 3, 'name': 'Lane 1', 'iface_tax_included': 'total', 'cash_control': "
        "false, "
        "'receipt_header': 'Corner Market', 'receipt_footer': 'Thank you!', 'pricelist_id': [3, "
        "'Shop'], "
        "'tip_product_id': false, 'fiscal_position_ids': [], 'default_fiscal_position_id': false, "
        "'use_pricelist': true, 'payment_method_ids': [5], 'rounding_method': false, "
        "'cash_rounding': false, "
        "'only_round_cash_method': false}, "
        "'res.partner': [], 'res.users': {'id': 8, 'name': 'Lane 1', 'partner_id': [43, 'Lane 1'], "
        "'role': 'cashier'}, ");
}

static void put_prices(Writer *out, int32_t articles)
{
    put(out, "'product.pricelist': [{'id': 3, 'name': 'Shop', 'display_name': 'Shop (EUR)', "
             "'discount_policy': 'with_discount', 'items': [");
    for (int32_t i = 0; i < 500; i++) { // offers: six for less
        int32_t id = 1000 + 1 + (int32_t)((int64_t)i * articles / 500);
        put(out,
            "%s{'id': %d, 'product_tmpl_id': [%d, 'Offer'], 'product_id': false, 'pricelist_id': "
            "[3, 'Shop'], "
            "'price_surcharge': 0.0, 'price_discount': 0.0, 'price_round': 0.0, "
            "'price_min_margin': 0.0, "
            "'price_max_margin': 0.0, 'date_start': false, 'date_end': false, 'compute_price': "
            "'fixed', "
            "'fixed_price': 0.99, 'percent_price': 0.0, 'base_pricelist_id': false, 'base': "
            "'list_price', "
            "'categ_id': false, 'min_quantity': 6.0}",
            i ? ", " : "", i + 1, id + 1000000);
    }
    put(out, "]}], 'res.currency': {'id': 7, 'name': 'EUR', 'symbol': '€', 'position': 'after', "
             "'rounding': 0.01, "
             "'rate': 1.0, 'decimal_places': 2}, ");
}

static void put_category(Writer *out, int32_t id, const char *name, int32_t parent)
{
    put(out, "%s{'id': %d, 'name': '%s', 'parent_id': ", id > 1 ? ", " : "", id, name);
    if (parent > 0)
        put(out, "[%d, '%s']", parent, tops[parent - 1]);
    else
        put(out, "false");
    put(out, ", 'child_id': [], 'write_date': '2026-11-23 14:00:00', 'has_image': %s}",
        parent ? "false" : "true");
}

static void put_categories(Writer *out, bool any)
{
    put(out, "'pos.category': [");
    for (int32_t i = 1; any && i <= BENCH_TOP_CATEGORIES; i++)
        put_category(out, i, tops[i - 1], 0);
    for (int32_t i = 0; any && i < BENCH_TOP_CATEGORIES * (int32_t)COUNT_OF(subs); i++)
        put_category(out, BENCH_TOP_CATEGORIES + 1 + i, subs[i % (int32_t)COUNT_OF(subs)],
                     i / (int32_t)COUNT_OF(subs) + 1);
    put(out, "], 'product.packaging': [], "
             "'pos.payment.method': [{'id': 5, 'name': 'Card', 'split_transactions': false, "
             "'type': 'bank', 'sequence': 1}], "
             "'account.fiscal.position': [], 'version': {'server_version': '17.0'}, "
             "'default_pricelist': {'id': 3, 'name': 'Shop'}, 'attributes_by_ptal_id': {}, "
             "'base_url': 'https://shop.example.com', 'pos_special_products_ids': []");
}

static void put_article(Writer *out, int32_t number, bool in_category)
{
    char code[14], name[96], category[16] = "";
    uint32_t dice = (uint32_t)number * 2654435761u;
    int32_t sub = number % (BENCH_TOP_CATEGORIES * (int32_t)COUNT_OF(subs)),
            top = sub / (int32_t)COUNT_OF(subs);
    int32_t price_cents = 50 + (int32_t)(dice >> 7 & 2047);
    bench_reply_barcode(number, code);
    snprintf(name, sizeof name, "%s %s %s no. %d", firsts[(dice >> 27) % COUNT_OF(firsts)],
             things[(dice >> 21) % COUNT_OF(things)], packs[(dice >> 15) % COUNT_OF(packs)],
             (int)number);
    if (in_category)
        snprintf(category, sizeof category, "%d", (int)sub + BENCH_TOP_CATEGORIES + 1);
    put(out,
        "%s{'id': %d, 'display_name': '%s', 'lst_price': %d.%02d, 'standard_price': 0.5, "
        "'categ_id': [%d, 'All / %s'], 'pos_categ_ids': [%s], 'taxes_id': [%d], 'barcode': '%s', "
        "'default_code': 'A%06d', 'to_weight': false, 'uom_id': [1, 'Units'], 'description_sale': "
        "false, "
        "'description': false, 'product_tmpl_id': [%d, '%s'], 'tracking': 'none', "
        "'write_date': '2026-11-23 14:00:00', 'available_in_pos': true, 'attribute_line_ids': [], "
        "'active': true, "
        "'image_128': true, 'combo_ids': [], ",
        number > 1 ? ", " : "", number + 1000, name, price_cents / 100, price_cents % 100, top + 11,
        tops[top], category, (int)(dice >> 5 & 1) + 1, code, number, number + 1001000, name);
    put(out,
        "'categ': {'id': %d, 'name': '%s', 'parent_id': [1, 'All'], "
        "'parent': {'id': 1, 'name': 'All', 'parent_id': false, 'parent': null}}}",
        top + 11, tops[top]);
}

Bytes bench_reply_make(int32_t articles, bool in_categories, Arena *result)
{
    size_t room = (size_t)articles * BENCH_REPLY_ARTICLE_BYTES_MAX + BENCH_REPLY_SHOP_BYTES_MAX;
    Writer out = {.base = ARENA_NEW(result, char, room), .room = room};
    put(&out, "{'jsonrpc': '2.0', 'id': 1, 'result': {");
    put_shop(&out);
    put(&out, "'product.product': [");
    for (int32_t i = 1; i <= articles; i++)
        put_article(&out, i, in_categories);
    put(&out, "], ");
    put_prices(&out, articles);
    put_categories(&out, in_categories);
    put(&out, "}}");
    return (Bytes){(const uint8_t *)out.base, out.size};
}
