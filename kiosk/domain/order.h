/* An order: what the customer has, what it costs, how it was paid. A value without pointers,
 * independent of any catalogue (a line copies name, taxes and price when it is added). It is large:
 * copy it with order_copy, which copies only the lines in use.
 *
 * A function that says anything but ORDER_OK has changed nothing. */
#ifndef KIOSK_DOMAIN_ORDER_H
#define KIOSK_DOMAIN_ORDER_H

#include "domain/catalogue.h"

enum {
    ORDER_LINES_MAX = 1000,
    ORDER_PAYMENTS_MAX = 8,
    ORDER_NAME_MAX = 160, // bytes of a line's name with its zero
    ORDER_LINE_TAXES_MAX =
        8, // taxes of the article before groups are expanded and fiscal positions map
    ORDER_LINE_CHOICES_MAX = 16,
    ORDER_COMBO_MAX = 12, // choices of one combo article (a menu of twelve courses)
    ORDER_LOT_SIZE = 49,  // bytes of a lot or serial number with its zero
    ORDER_TAX_TOTALS_MAX = 64,
    ORDER_UUID_SIZE = 37,         // with its zero
    ORDER_QUANTITY_MAX = 1000000, // pieces, kilograms ...; the same for returns
    ORDER_PRICE_MAX = 1000000000, // major units, of one unit
};
// Amount of one line in minor units: a thousand such lines still add up exactly in the engine's
// doubles.
#define ORDER_LINE_AMOUNT_MAX INT64_C(500000000000)

typedef enum OrderLineFlag {
    ORDER_LINE_WEIGHED = 1 << 0,
    ORDER_LINE_MANUAL_PRICE =
        1 << 1,                    // from a price label or an attendant: no rule touches it again
    ORDER_LINE_MERGEABLE = 1 << 2, // a scan of the same article adds to it
    ORDER_LINE_VOID =
        1 << 3, // taken out by an attendant; kept for the journal, quantity 0, not sent
    ORDER_LINE_AGE_APPROVED = 1 << 4,
    ORDER_LINE_COMBO = 1 << 5,  // costs nothing itself: the lines behind it, its parts, do
    ORDER_LINE_SERIAL = 1 << 6, // one piece, the one whose serial number `lot` is
} OrderLineFlag;

typedef struct OrderLine {
    int32_t id; // from 1, never used twice in one order
    int32_t article_id;
    char uuid[ORDER_UUID_SIZE];
    char name[ORDER_NAME_MAX]; // first language of the catalogue: receipt and server
    char barcode[32];
    Quantity quantity;
    char unit[16];
    UnitPrice unit_price; // what is sent as price_unit (rounded to price digits)
    UnitPrice list_price; // before the pricelist, for "old price"; equal when there is none
    double price_extra;   // of the chosen attributes
    Discount discount;
    int32_t taxes_count;
    int32_t tax_ids[ORDER_LINE_TAXES_MAX]; // the article's, before mapping, in the server's order
    int32_t applied_count;
    Tax applied[ORDER_LINE_TAXES_MAX * 2]; // flattened, mapped: what tax_compute gets
    int32_t choice_count;
    int32_t choices[ORDER_LINE_CHOICES_MAX]; // attribute value ids
    Money subtotal, subtotal_incl;           // of this line: without and with tax, as sent
    Money display_total; // what the line shows (with or without tax as the shop shows prices)
    int32_t minimum_age; // 0: none
    uint32_t flags;      // OrderLineFlag
    // Of a combo's part, else 0: the line of the combo, and the server's pos.combo.line that was
    // chosen. Parts follow their combo's line at once, have its quantity, and go with it.
    int32_t parent_id, combo_line_id;
    char lot[ORDER_LOT_SIZE]; // lot or serial number of a tracked article, empty: none
} OrderLine;

typedef struct OrderTaxTotal {
    int32_t tax_id;
    double rate; // percent, or amount when fixed
    bool fixed;
    char name[48];
    Money amount, base;
} OrderTaxTotal;

typedef struct OrderPayment {
    int32_t method_id;
    char method_name[48];
    Money amount;
    int64_t paid_unix_ms;
    char transaction_id[64]; // of the terminal; never a card number
    char card_type[24];
    char intent_id[ORDER_UUID_SIZE];
} OrderPayment;

typedef struct OrderNumber { // what names it at the server: "Order SSSSS-LLL-NNNN"
    int32_t session_id, login_number;
    int64_t counter; // 0: not numbered yet
} OrderNumber;

typedef struct Order {
    char uuid[ORDER_UUID_SIZE];         // ours, from the first line on
    char access_token[ORDER_UUID_SIZE]; // on the receipt's QR, tells our record at the server
    char ticket_code[8];
    OrderNumber number;
    int32_t price_digits; // decimals of a unit price at the server ("Product Price")
    int32_t config_id, user_id, pricelist_id, fiscal_position_id, partner_id; // server ids, 0: none
    int64_t started_unix_ms, paid_unix_ms;
    char language[8];
    Currency currency;
    bool round_globally, show_tax_included;
    int32_t line_count, next_line_id;
    OrderLine lines[ORDER_LINES_MAX]; // in the order they were added
    int32_t tax_total_count;
    OrderTaxTotal tax_totals[ORDER_TAX_TOTALS_MAX];
    Money total, total_tax, total_untaxed; // total: with tax, before cash rounding
    Money rounding_applied, change;
    int32_t payment_count;
    OrderPayment payments[ORDER_PAYMENTS_MAX];
} Order;

// "Order 00016-001-0001"; always that word, whatever the language (it is the server's idempotency
// key).
enum { ORDER_REFERENCE_SIZE = 48 };
void order_reference(const OrderNumber *number, char out[ORDER_REFERENCE_SIZE]);

// Where prices come from while an order is open.
typedef struct OrderPricing {
    const Catalogue *catalogue;
    int32_t pricelist;       // index or CATALOGUE_NONE
    int32_t fiscal_position; // index or CATALOGUE_NONE
    int64_t now_unix_s;
} OrderPricing;

void order_copy(Order *to, const Order *from);
void order_begin(Order *order, const OrderPricing *pricing, const char *uuid,
                 const char *access_token, int64_t now_unix_ms, const char *language);

typedef enum OrderResult {
    ORDER_OK,
    ORDER_FULL,     // ORDER_LINES_MAX
    ORDER_TOO_MUCH, // quantity or amount beyond what a shop sells: nothing changed
    ORDER_NO_SUCH_LINE,
    ORDER_NOT_SELLABLE, // hidden, special, a combo without its parts, unknown choices, or so little
                        // that it rounds to nothing
    ORDER_SERIAL_TWICE, // this very piece is in the order
    ORDER_PART_OF_COMBO, // of a combo's lines: its price is split, it can't be changed by itself
} OrderResult;

typedef struct OrderAdd {
    int32_t article;   // catalogue index
    Quantity quantity; // rounded to the unit's step by order_add
    bool has_price;    // a price label: `price` in major units is manual
    double price;
    const int32_t *choices; // attribute value ids in the order of the article's attributes, or NULL
    int32_t choice_count;
    const char *const
        *choice_texts; // what was typed for each choice (NULL where nothing); NULL: none
    int32_t minimum_age;
    const char *line_uuid;
    const char *lot; // of a tracked article; NULL: none
} OrderAdd;

// Merges with a line of the same article and choices when its unit is groupable; else adds a line.
// Weighed articles, price labels, returns, tracked articles and lines with a discount never merge.
// *out_line_id is the line that changed. Re-prices that line and the totals.
MUST_USE OrderResult order_add(Order *order, const OrderPricing *pricing, const OrderAdd *add,
                               int32_t *out_line_id);
// The line that order_add would add (when it doesn't merge): the same quantity and amounts. Where
// an amount is shown before it is added.
MUST_USE OrderResult order_preview(const OrderPricing *pricing, const OrderAdd *add,
                                   OrderLine *out_line);

// One of the articles of a combo, as chosen.
typedef struct OrderComboPart {
    int32_t line;           // catalogue index in combo_lines
    const int32_t *choices; // attribute value ids of its article, in the order of its attributes
    int32_t choice_count;
    int32_t minimum_age;
} OrderComboPart;

typedef struct OrderCombo {
    int32_t article; // catalogue index, a combo
    Quantity quantity;
    OrderComboPart parts[ORDER_COMBO_MAX]; // one for each combo of the article, in its order
    int32_t part_count;
    int32_t minimum_age;                                   // of the combo article itself
    char line_uuids[ORDER_COMBO_MAX + 1][ORDER_UUID_SIZE]; // its own, then its parts'
} OrderCombo;

// An article that can be a combo's part: nothing to weigh, no combo, no lot to ask for. Any index.
bool order_combo_takes(const Catalogue *catalogue, int32_t article);
// Adds the combo's line and its parts, which share the combo's price (combo.h). Never merges; no
// pricelist or customer's card changes these prices later. *out_line_id is the combo's line.
MUST_USE OrderResult order_add_combo(Order *order, const OrderPricing *pricing,
                                     const OrderCombo *combo, int32_t *out_line_id);
// What order_add_combo would add up to, as shown.
MUST_USE OrderResult order_preview_combo(const OrderPricing *pricing, const OrderCombo *combo,
                                         Money *out_shown);

// Quantity 0 removes the line. Re-prices the line (quantity rules) unless its price is manual. A
// combo's parts follow its line.
MUST_USE OrderResult order_set_quantity(Order *order, const OrderPricing *pricing, int32_t line_id,
                                        Quantity quantity);
MUST_USE OrderResult order_remove_line(Order *order, int32_t line_id);
// Takes a line out but keeps it for the journal: quantity 0, not sent, not counted. With any line
// of a combo the whole combo goes.
MUST_USE OrderResult order_void_line(Order *order, int32_t line_id);

// Lines that were taken out together, to be put back where they were.
typedef struct OrderSpan {
    int32_t position, count; // count 0: nothing
    OrderLine lines[ORDER_COMBO_MAX + 1];
} OrderSpan;

// Copies the line and, of a combo, its parts; false when it is gone.
MUST_USE bool order_copy_span(const Order *order, int32_t line_id, OrderSpan *out);
// Undoes order_remove_line or order_void_line of these lines: replaces those that are still there,
// inserts those that are not.
MUST_USE OrderResult order_put_back(Order *order, const OrderSpan *span);

// The price becomes manual; rounded to the order's price digits. Not of a combo.
MUST_USE OrderResult order_set_unit_price(Order *order, int32_t line_id, UnitPrice price);
// 0 to 100 %. A line with a discount doesn't merge.
MUST_USE OrderResult order_set_discount(Order *order, int32_t line_id, Discount discount);
// All lines that are not manual, e.g. when a customer's card changes the pricelist or the fiscal
// position. Manual prices stay, but their taxes follow the fiscal position, as the server's do.
MUST_USE OrderResult order_reprice(Order *order, const OrderPricing *pricing);
// Totals from the lines: per line or globally as the company rounds.
MUST_USE OrderResult order_total(Order *order);
const OrderLine *order_line(const Order *order, int32_t line_id); // NULL when gone
// The age that a line asks for, of a combo the highest of its parts; 0: none.
int32_t order_line_age(const Order *order, int32_t line_id);
// At its quantity the shop would now sell it for another price (a rule began or ended). Not of
// manual prices.
bool order_line_outdated(const Order *order, const OrderPricing *pricing, const OrderLine *line);
// What a line comes to as shown: a combo's with its parts.
Money order_line_shown(const Order *order, const OrderLine *line);
// Pieces for "5 items": a weighed line counts as one.
int32_t order_item_count(const Order *order);
// Smallest step of a quantity: max(unit rounding, 10^-digits).
double order_quantity_step(const Catalogue *catalogue, int32_t article);
// The unit price as shown (per piece or kg, with tax when the shop shows it).
MUST_USE bool order_display_price(const Catalogue *catalogue, const OrderPricing *pricing,
                                  int32_t article, Money *out_now, Money *out_before);
// The same of so many units at the price of one: of a thousand grams, for the price of a kilogram.
MUST_USE bool order_display_price_of(const Catalogue *catalogue, const OrderPricing *pricing,
                                     int32_t article, double units, Money *out_now,
                                     Money *out_before);
// Weighed articles are sold in steps of more than a gram: the shop's decimals or the rounding of
// its kilogram are too coarse, and customers pay for what they don't have.
bool order_loses_grams(const Catalogue *catalogue);

// What one of this line costs on the screen at that unit price, without the line's discount.
MUST_USE bool order_line_shown_price(const Order *order, const OrderLine *line, UnitPrice price,
                                     Money *out);
// The unit price that is shown as this amount or, where taxes and rounding leave a gap, as the next
// one below.
MUST_USE bool order_line_price_shown_as(const Order *order, const OrderLine *line, Money shown,
                                        UnitPrice *out);

// How the shop rounds what is paid in cash (docs: FACTS 12 of the wire notes).
typedef struct OrderCashRounding {
    double step; // 0: the shop doesn't round
    RoundingMethod method;
    bool only_cash; // only when the last payment is cash
} OrderCashRounding;

typedef struct OrderDue {
    Money rounding_applied; // added to the total by cash rounding
    Money due;              // still to pay; negative when too much was paid
    Money change;           // to give back
} OrderDue;

// What is left to pay after order->payments. `last_is_cash`: the last payment (or the one that is
// about to be made) is cash. ORDER_TOO_MUCH: payments beyond what adds up exactly.
MUST_USE OrderResult order_due(const Order *order, const OrderCashRounding *rounding,
                               bool last_is_cash, OrderDue *out);

#endif
