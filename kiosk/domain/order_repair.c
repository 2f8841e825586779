#include "domain/order_repair.h"

#include <math.h>

bool order_repair_valid(const OrderRepair *repair)
{
    if (repair->old_id <= 0)
        return false;
    switch (repair->kind) {
    case ORDER_REPAIR_SESSION:
    case ORDER_REPAIR_ARTICLE:
        return repair->new_id > 0;
    case ORDER_REPAIR_PARTNER:
        return repair->new_id == 0;
    case ORDER_REPAIR_REFERENCE:
        return repair->new_id > 0 && repair->session_id > 0 && repair->login_number > 0;
    }
    return false;
}

bool order_repairs_add(OrderRepairs *repairs, const OrderRepair *repair)
{
    CHECK(order_repair_valid(repair));
    for (int32_t i = 0; i < repairs->count; i++)
        if (repairs->items[i].kind == repair->kind && repairs->items[i].old_id == repair->old_id) {
            repairs->items[i] = *repair;
            repairs->untried = true;
            return true;
        }
    if (repairs->count == ORDER_REPAIRS_MAX)
        return false;
    repairs->items[repairs->count++] = *repair;
    repairs->untried = true;
    return true;
}

int32_t order_repaired(const OrderRepairs *repairs, OrderRepairKind kind, int32_t id)
{
    for (int32_t i = 0; repairs && i < repairs->count; i++)
        if (repairs->items[i].kind == kind && repairs->items[i].old_id == id)
            return repairs->items[i].new_id;
    return id;
}

OrderNumber order_repaired_number(const OrderRepairs *repairs, const OrderNumber *number)
{
    for (int32_t i = 0; repairs && i < repairs->count; i++) {
        const OrderRepair *repair = &repairs->items[i];
        if (repair->kind == ORDER_REPAIR_REFERENCE && repair->old_id == number->counter)
            return (OrderNumber){repair->session_id, repair->login_number, repair->new_id};
    }
    return *number;
}

// Offered only where it can still be kept.
static bool has_room(const OrderRepairs *repairs)
{
    return repairs->count < ORDER_REPAIRS_MAX;
}

bool order_repair_fits_session(const Order *order, const OrderRepairs *repairs,
                               OrderRefusal refusal, int32_t session_id)
{
    int32_t sold_in = order->number.session_id;
    return (refusal == ORDER_REFUSED_SESSION || refusal == ORDER_REFUSED_HIDDEN) && sold_in > 0 &&
           session_id > 0 && has_room(repairs) &&
           order_repaired(repairs, ORDER_REPAIR_SESSION, sold_in) != session_id;
}

bool order_repair_fits_partner(const Order *order, const OrderRepairs *repairs,
                               OrderRefusal refusal)
{
    return (refusal == ORDER_REFUSED_PARTNER || refusal == ORDER_REFUSED_HIDDEN) &&
           order->partner_id > 0 && has_room(repairs) &&
           order_repaired(repairs, ORDER_REPAIR_PARTNER, order->partner_id) > 0;
}

bool order_repair_fits_reference(const Order *order, const OrderRepairs *repairs,
                                 OrderRefusal refusal, const OrderNumber *next)
{
    int64_t counter = order->number.counter;
    // One that was given and not yet sent is enough: each is used up.
    return refusal == ORDER_REFUSED_REFERENCE && !repairs->untried && counter > 0 &&
           counter <= INT32_MAX && next->session_id > 0 && next->login_number > 0 &&
           next->counter > counter && next->counter <= INT32_MAX && has_room(repairs);
}

static bool is_sent(const OrderLine *line)
{
    return !(line->flags & ORDER_LINE_VOID);
}

static bool is_missing(const OrderRepairs *repairs, const Catalogue *catalogue,
                       const OrderLine *line)
{
    int32_t sent = order_repaired(repairs, ORDER_REPAIR_ARTICLE, line->article_id);
    int32_t article = catalogue_article_by_id(catalogue, sent);
    return article == CATALOGUE_NONE || !catalogue_article_sellable(catalogue, article);
}

bool order_repair_fits_line(const Order *order, const OrderRepairs *repairs, OrderRefusal refusal,
                            const Catalogue *catalogue, const OrderLine *line)
{
    bool about = refusal == ORDER_REFUSED_ARTICLE || refusal == ORDER_REFUSED_HIDDEN;
    if (!about || !catalogue || !is_sent(line) || line->article_id <= 0 || !has_room(repairs))
        return false;
    if (is_missing(repairs, catalogue, line))
        return true;
    if (refusal == ORDER_REFUSED_HIDDEN || repairs->untried)
        return false;
    // The server says that one is gone, and the lane's catalogue is older than that.
    for (int32_t i = 0; i < order->line_count; i++)
        if (is_sent(&order->lines[i]) && is_missing(repairs, catalogue, &order->lines[i]))
            return false;
    return true;
}

// The server refuses to close the day over a quantity that the article's unit can't be counted in
// (FACTS 6.2 of the wire notes).
static bool is_counted_in(Quantity quantity, double step)
{
    double steps = (double)quantity.milli / 1000 / step;
    return fabs(steps - round(steps)) < 1e-6;
}

bool order_repair_takes(const Order *order, const Catalogue *catalogue, int32_t old_id,
                        int32_t article)
{
    if (article < 0 || article >= catalogue->article_count)
        return false;
    const CatArticle *with = &catalogue->articles[article];
    if (with->id == old_id || (with->flags & CAT_ARTICLE_COMBO) ||
        !catalogue_article_sellable(catalogue, article) ||
        catalogue_article_needs_lot(catalogue, article))
        return false;
    double step = order_quantity_step(catalogue, article);
    for (int32_t i = 0; i < order->line_count; i++) {
        const OrderLine *line = &order->lines[i];
        if (is_sent(line) && line->article_id == old_id && !is_counted_in(line->quantity, step))
            return false;
    }
    return true;
}
