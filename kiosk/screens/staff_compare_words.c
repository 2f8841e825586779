/* What differs between journal, server and card terminal, in the attendant's language. The same in
 * English for programs and logs: reconcile_words.c. */
#include "screens/staff_parts.h"

static Text lost_words(Scene *scene, const ComparedRow *row)
{
    Ui *ui = scene->ui;
    Text record = ui_id(ui, "%d", row->confirmed_id);
    return row->digested
               ? UI_FILL(ui,
                         ui_tr(ui, "The server confirmed it as record {record} and has it no more. "
                                   "Only its digest is left here: it can't be sent again."),
                         {"record", record})
               : UI_FILL(
                     ui,
                     ui_tr(ui, "The server confirmed it as record {record} and has it no more."),
                     {"record", record});
}

static Text waiting_words(Scene *scene, const ComparedRow *row)
{
    Ui *ui = scene->ui;
    if (row->elsewhere)
        return ui_tr(ui, "It belongs to another server and is kept here.");
    switch (row->order) {
    case COMPARED_WAITING:
        return ui_tr(ui, "It waits to be sent.");
    case COMPARED_DRAFTED:
        return ui_tr(ui, "It is at the server as a draft and waits for its payment.");
    case COMPARED_REFUSED:
        return ui_tr(ui, "The server refused it: somebody has to see to it.");
    case COMPARED_NOT_THERE:
    case COMPARED_CONFIRMED:
    case COMPARED_SETTLED:
        break;
    }
    return UI_FILL(ui, ui_tr(ui, "Nobody has said yet what became of this charge of {amount}."),
                   {"amount", ui_money(ui, row->due_by_card.minor)});
}

static Text draft_words(Scene *scene, const ComparedRow *row)
{
    Ui *ui = scene->ui;
    return row->server_state == RECONCILE_STATE_DRAFT
               ? ui_tr(ui, "The server has only a draft of it.")
               : ui_tr(ui, "The server has a draft of it beside the paid one.");
}

static Text card_words(Scene *scene, const ComparedRow *row)
{
    Ui *ui = scene->ui;
    return UI_FILL(
        ui, ui_tr(ui, "{due} were to be charged by card, the card reader charged {charged}."),
        {"due", ui_money(ui, row->due_by_card.minor)},
        {"charged", ui_money(ui, row->charged.minor)});
}

Text staff_compare_words(Scene *scene, const ComparedRow *row, ReconcileKind kind)
{
    Ui *ui = scene->ui;
    Text record = ui_id(ui, "%d", row->server_id);
    switch (kind) {
    case RECONCILE_LOST:
        return lost_words(scene, row);
    case RECONCILE_CANCELLED:
        return UI_FILL(ui, ui_tr(ui, "It was cancelled at the server, record {record}."),
                       {"record", ui_id(ui, "%d", row->confirmed_id)});
    case RECONCILE_TWICE:
        return UI_FILL(ui,
                       ui_tr_plural(ui, "The server has it {count} time.",
                                    "The server has it {count} times.", row->server_count),
                       {"count", ui_integer(ui, row->server_count)});
    case RECONCILE_AMOUNT:
        return UI_FILL(
            ui, ui_tr(ui, "This lane says {lane}, record {record} at the server says {server}."),
            {"lane", ui_money(ui, row->total.minor)}, {"record", record},
            {"server", ui_money(ui, row->server_total.minor)});
    case RECONCILE_DRAFT:
        return draft_words(scene, row);
    case RECONCILE_NOT_OURS:
        return UI_FILL(
            ui, ui_tr(ui, "Record {record} at the server has this number and isn't this lane's."),
            {"record", record});
    case RECONCILE_UNKNOWN:
        return UI_FILL(ui,
                       ui_tr(ui, "The server has it as record {record}, and this lane doesn't know "
                                 "it. Does a copy of the lane's folder sell?"),
                       {"record", record});
    case RECONCILE_UNSETTLED:
        return waiting_words(scene, row);
    case RECONCILE_CHARGE_WITHOUT_ORDER:
        return UI_FILL(ui,
                       ui_tr(ui, "The card was charged {amount}, and no order was paid with it."),
                       {"amount", ui_money(ui, row->charged.minor)});
    case RECONCILE_ORDER_WITHOUT_CHARGE:
    case RECONCILE_CHARGE_AMOUNT:
        return card_words(scene, row);
    case RECONCILE_KIND_COUNT:
        break;
    }
    CHECK(false);
}
