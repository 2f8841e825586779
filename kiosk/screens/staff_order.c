/* Cards about a paid order that the server refused: what can be done, what the server said, and
 * what was sold. */
#include "screens/staff_parts.h"

enum { LINES_SHOWN_MAX = 40 };

static bool by_badge(const Scene *scene)
{
    return scene->checkout->attendant.by_badge;
}

// With a badge alone the button asks for the PIN.
static void lock(const Scene *scene, UiButton *button)
{
    if (!by_badge(scene))
        return;
    button->icon = ICON_LOCK;
    button->icon_size = 32;
}

static void repair(Scene *scene, OrderRepairKind kind)
{
    if (by_badge(scene))
        scene_emit(scene, EVENT_STAFF);
    else
        event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_REPAIR_ORDER, .repair = kind});
}

static Text article_by_id(Scene *scene, int32_t id)
{
    int32_t article = scene->view->catalogue ? catalogue_article_by_id(scene->view->catalogue, id)
                                             : CATALOGUE_NONE;
    return article == CATALOGUE_NONE
               ? UI_FILL(scene->ui, TEXT("#{id}"), {"id", ui_id(scene->ui, "%d", id)})
               : article_name(scene, article);
}

// ---- What can be done

static float session_row(Scene *scene, Rect where, const CheckoutReviewed *order, bool draw)
{
    Ui *ui = scene->ui;
    if (!order->refused ||
        !order_repair_fits_session(order->order, &order->repairs, order->about, order->session_id))
        return 0;
    StaffRow row = {.icon = ICON_CLOCK,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "The session it was sold in is gone"),
                    .detail =
                        UI_FILL(ui, ui_tr(ui, "Open now: {session}"),
                                {"session", text_from_string(scene->lane->review.session_name)}),
                    .button = {.id = TEXT("repair-session"), .label = ui_tr(ui, "Move it there")}};
    lock(scene, &row.button);
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        repair(scene, ORDER_REPAIR_SESSION);
    return height;
}

static float partner_row(Scene *scene, Rect where, const CheckoutReviewed *order, bool draw)
{
    Ui *ui = scene->ui;
    if (!order->refused || !order_repair_fits_partner(order->order, &order->repairs, order->about))
        return 0;
    StaffRow row = {.icon = ICON_BADGE,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "The customer may be gone from the server"),
                    .detail = ui_tr(ui, "The order can be sent without a customer."),
                    .button = {.id = TEXT("repair-partner"), .label = ui_tr(ui, "Leave out")}};
    lock(scene, &row.button);
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        repair(scene, ORDER_REPAIR_PARTNER);
    return height;
}

// Offered though no other number may be there to take: the checkout decides, and the sound says so.
static float reference_row(Scene *scene, Rect where, const CheckoutReviewed *order, bool draw)
{
    Ui *ui = scene->ui;
    if (!order->refused || order->about != ORDER_REFUSED_REFERENCE || order->repairs.untried)
        return 0;
    StaffRow row = {.icon = ICON_RECEIPT,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "Another order has this number at the server"),
                    .detail = ui_tr(ui, "This one can be sent under a new number."),
                    .button = {.id = TEXT("repair-reference"),
                               .label = ui_tr(ui, "New number"),
                               .disabled = !scene->lane->online}};
    lock(scene, &row.button);
    float height = staff_row(scene, where, &row, draw);
    if (row.touched_button)
        repair(scene, ORDER_REPAIR_REFERENCE);
    return height;
}

static bool fits_line(const Scene *scene, const CheckoutReviewed *order, const OrderLine *line)
{
    return order->refused && order_repair_fits_line(order->order, &order->repairs, order->about,
                                                    scene->view->catalogue, line);
}

bool staff_order_misses_article(const Scene *scene)
{
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    bool any = false;
    for (int32_t i = 0; order && order->order && i < order->order->line_count && !any; i++)
        any = fits_line(scene, order, &order->order->lines[i]);
    return any;
}

static float article_row(Scene *scene, Rect where, bool draw)
{
    Ui *ui = scene->ui;
    if (!staff_order_misses_article(scene))
        return 0;
    StaffRow row = {.icon = ICON_BASKET,
                    .tone = TONE_WARNING,
                    .title = ui_tr(ui, "An article is gone from the server"),
                    .detail = ui_tr(ui, "Choose beside it what takes its place.")};
    return staff_row(scene, where, &row, draw);
}

// What was repaired already.
static float repaired_rows(Scene *scene, Rect where, const CheckoutReviewed *order, bool draw)
{
    Ui *ui = scene->ui;
    float y = where.y;
    for (int32_t i = 0; i < order->repairs.count; i++) {
        const OrderRepair *done = &order->repairs.items[i];
        StaffRow row = {.icon = ICON_CHECK, .tone = TONE_NEUTRAL};
        switch (done->kind) {
        case ORDER_REPAIR_ARTICLE:
            continue; // its line says so
        case ORDER_REPAIR_SESSION:
            row.title = UI_FILL(ui, ui_tr(ui, "Goes into session {number}"),
                                {"number", ui_id(ui, "%d", done->new_id)});
            break;
        case ORDER_REPAIR_PARTNER:
            row.title = ui_tr(ui, "Goes without a customer");
            break;
        case ORDER_REPAIR_REFERENCE:
            row.title = UI_FILL(ui, ui_tr(ui, "Goes as number {number}"),
                                {"number", ui_id(ui, "%05d-%03d-%04d", done->session_id,
                                                 done->login_number, done->new_id)});
            break;
        }
        y += staff_row(scene, RECT(where.x, y, where.w, 0), &row, draw);
    }
    return y - where.y;
}

// ---- What the server said

static Text state_words(Scene *scene, const CheckoutReviewed *order)
{
    Ui *ui = scene->ui;
    if (!order)
        return ui_tr(ui, "The server has this order now");
    if (order->elsewhere)
        return ui_tr(ui, "This order belongs to another server");
    if (order->refused)
        return ui_tr(ui, "The server refused this order");
    return scene->lane->online ? ui_tr(ui, "The order is on its way")
                               : ui_tr(ui, "The order waits for the shop server");
}

float staff_order_case(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    Text explained = order ? ui_tr(ui, "The customer has paid. The order stays here until it is "
                                       "settled.")
                           : ui_tr(ui, "Nothing is left to do.");
    float y = inner.y + staff_head(scene, inner, state_words(scene, order), explained, 0, draw);
    if (!order || !order->order)
        return y - inner.y;
    y += session_row(scene, RECT(inner.x, y, inner.w, 0), order, draw);
    y += reference_row(scene, RECT(inner.x, y, inner.w, 0), order, draw);
    y += article_row(scene, RECT(inner.x, y, inner.w, 0), draw);
    y += partner_row(scene, RECT(inner.x, y, inner.w, 0), order, draw);
    y += repaired_rows(scene, RECT(inner.x, y, inner.w, 0), order, draw);
    return y - inner.y;
}

float staff_order_words(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    UiText style = {.style = TYPE_BODY, .colour = COLOUR_DANGER, .max_lines = 16};
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    Text head = order->elsewhere ? ui_tr(ui, "Why it stays here") : ui_tr(ui, "The server's words");
    float y = inner.y + staff_head(scene, inner, head, (Text){0}, 0, draw);
    y += scene_paragraph(scene, RECT(inner.x, y, inner.w, 0), text_from_string(order->words), style,
                         draw);
    return y - inner.y;
}

// ---- What was sold

static Text line_words(Scene *scene, const CheckoutReviewed *order, const OrderLine *line)
{
    Ui *ui = scene->ui;
    int32_t sent = order_repaired(&order->repairs, ORDER_REPAIR_ARTICLE, line->article_id);
    Text detail = line_detail(scene, line, true);
    if (sent == line->article_id)
        return detail;
    return UI_FILL(
        ui, TEXT("{detail} · {sent}"), {"detail", detail},
        {"sent", UI_FILL(ui, ui_tr(ui, "sent as {name}"), {"name", article_by_id(scene, sent)})});
}

static float line_row(Scene *scene, Rect where, const OrderLine *line, bool draw)
{
    Ui *ui = scene->ui;
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    bool fits = fits_line(scene, order, line);
    Text name = line_name(scene, line);
    StaffRow row = {.tone = fits ? TONE_WARNING : TONE_NEUTRAL,
                    .title = name,
                    .detail = line_words(scene, order, line),
                    .article_id = line->article_id,
                    .picture_name = name,
                    .amount = ui_money(ui, order_line_shown(order->order, line).minor)};
    if (fits) {
        row.button = (UiButton){.id = ui_id(ui, "replace-%d", line_number(order->order, line)),
                                .label = UI_FILL(ui, TEXT("{replace} {name}"),
                                                 {"replace", ui_tr(ui, "Replace")}, {"name", name}),
                                .text = ui_tr(ui, "Replace")};
        lock(scene, &row.button);
    }
    float height = staff_row(scene, where, &row, draw);
    if (!row.touched_button)
        return height;
    if (by_badge(scene))
        scene_emit(scene, EVENT_STAFF);
    else
        event_out_push(scene->out, (CheckoutEvent){.kind = EVENT_REPLACE_ARTICLE,
                                                   .value_id = line->article_id});
    return height;
}

// Lines that can be repaired come first: an order has up to a thousand.
float staff_order_lines(Scene *scene, Rect inner, bool draw)
{
    Ui *ui = scene->ui;
    const CheckoutReviewed *order = scene->lane->review.reviewed;
    if (!order || !order->order)
        return 0;
    Scene sold = *scene; // the order of the lines, not the sale that is open
    sold.order = order->order;
    int32_t count = 0, shown = 0;
    for (int32_t i = 0; i < order->order->line_count; i++)
        count += (order->order->lines[i].flags & ORDER_LINE_VOID) == 0;
    float y = inner.y + staff_head(scene, inner, ui_tr(ui, "Items"), (Text){0}, count, draw);
    for (int32_t pass = 0; pass < 2; pass++)
        for (int32_t i = 0; i < order->order->line_count && shown < LINES_SHOWN_MAX; i++) {
            const OrderLine *line = &order->order->lines[i];
            if ((line->flags & ORDER_LINE_VOID) || fits_line(scene, order, line) != (pass == 0))
                continue;
            y += line_row(&sold, RECT(inner.x, y, inner.w, 0), line, draw);
            shown++;
        }
    y += staff_more(scene, RECT(inner.x, y, inner.w, 0), count - shown, draw);
    return y - inner.y;
}
