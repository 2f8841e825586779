"""Closing the day: the figures, the refusals, and the balance that one wrong cent upsets."""
import collections

from . import clock, rights, sessions
from .errors import access_error, user_error
from .numbers import is_zero, round_to
from .taxes import compute_all

CLOSED_ALREADY = {"successful": False, "type": "alert", "title": "Session already closed",
                  "message": "The session has been already closed by another User. All sales completed in the meantime have been saved in a "
                             "Rescue Session, which can be reviewed anytime and posted to Accounting from Point of Sale's dashboard.",
                  "redirect": True}
DRAFTS_LEFT = {"successful": False, "message": "You cannot close the POS when orders are still in draft", "redirect": False}


def order_difference(office, order):
    """What the server's journal entry for this order lacks: 0 for an order that was computed right."""
    load, step = office.catalogue.load, office.rounding
    globally = load["res.company"]["tax_calculation_rounding_method"] == "round_globally"
    untaxed, taxes = 0.0, collections.Counter()
    for line in order["lines"]:
        untaxed += line["price_subtotal"]
        for key, amount in posted_taxes(office, order, line, globally).items():
            taxes[key] += amount
    tax = sum(round_to(amount, step) for amount in taxes.values())
    cash_rounding = order["amount_paid"] - order["amount_total"] if load["pos.config"]["cash_rounding"] else 0.0
    paid = sum(p["amount"] for p in order["payments"])
    return round_to(paid - cash_rounding - untaxed - tax, step)


def posted_taxes(office, order, line, globally):
    """A line's taxes as the journal entry has them: what was sold is a credit, and returns go to the accounts for refunds, which a company
    that rounds globally rounds by themselves."""
    direction = -1 if line["qty"] >= 0 else 1
    price = direction * line["price_unit"] * (1 - line["discount"] / 100.0)
    taxes = [office.catalogue.taxes[i] for i in office.mapped_taxes(line["tax_ids"], order["fiscal_position"])]
    _, _, amounts = compute_all(taxes, price, abs(line["qty"]), office.rounding, globally, direction)
    is_return = line["qty"] * line["price_unit"] < 0
    return {(tax_id, is_return): -amount for tax_id, amount in amounts.items()}


def orders_of(office, session):
    return office.store.orders("WHERE session_id = ?", session["id"])


def posted(orders):
    """The orders that the journal entry is made of."""
    return [o for o in orders if o["state"] in ("paid", "invoiced", "done")]


def cash_taken(office, orders):
    cash = {m["id"] for m in office.catalogue.methods() if m["is_cash_count"]}
    return sum(p["amount"] for o in orders if o["state"] != "draft" for p in o["payments"] if p["method"] in cash)


def expected_cash(office, session, orders):
    return session["previous_end"] + sum(m["amount"] for m in session["moves"]) + cash_taken(office, orders)


def get_closing_control_data(call, ids):
    office = call.office
    session = sessions.need(office, ids)
    everything = orders_of(office, session)
    orders = posted(everything)
    paid = {}
    for order in orders:
        for payment in order["payments"]:
            paid.setdefault(payment["method"], []).append(payment["amount"])
    methods = office.catalogue.methods()
    cash = next((m for m in methods if m["is_cash_count"]), None)
    details = None
    if cash and office.catalogue.load["pos.config"]["cash_control"]:
        details = {"name": cash["name"], "amount": round_to(expected_cash(office, session, everything), office.rounding),
                   "opening": session["previous_end"], "payment_amount": sum(paid.get(cash["id"], [])), "moves": session["moves"], "id": cash["id"]}
    others = [{"name": m["name"], "amount": sum(paid.get(m["id"], [])), "number": len(paid.get(m["id"], [])), "id": m["id"], "type": m["type"]}
              for m in methods if m is not cash]
    return {"orders_details": {"quantity": len(orders), "amount": sum(o["amount_total"] for o in orders)}, "opening_notes": session["opening_notes"],
            "default_cash_details": details, "other_payment_methods": others, "is_manager": False,
            "amount_authorized_diff": office.catalogue.load["pos.config"]["amount_authorized_diff"] or None}


def refusal(office, session):
    if session["state"] == "closed":
        return CLOSED_ALREADY
    if office.store.rows("SELECT id FROM orders WHERE session_id = ? AND state = 'draft'", session["id"]):
        return DRAFTS_LEFT
    return None


def post_closing_cash_details(call, ids, counted_cash):
    office = call.office
    with office.store.transaction():
        session = sessions.need(office, ids)
        refused = refusal(office, session)
        if refused:
            return refused
        session["balance_end_real"] = counted_cash
        session["counted"] = True
        office.store.save_session(session)
    return {"successful": True}


def update_closing_control_state_session(call, ids, notes=""):
    office = call.office
    with office.store.transaction():
        session = sessions.need(office, ids)
        if session["state"] == "closed":
            raise user_error("This session is already closed.")
        counted = session["balance_end_real"] if session.get("counted") else None
        if counted is not None and not is_zero(counted - expected_cash(office, session, orders_of(office, session)), office.rounding):
            refused = rights.no_sender(office)
            if refused:
                raise refused
        session.update(state="closing_control", stop_at=clock.text(), closing_notes=notes or False, write_date=clock.text())
        office.store.save_session(session)
    return None


def check_can_post(office, orders):
    """What stops a low-rights user in the middle: the session stays in closing_control."""
    names = {m["id"]: m for m in office.catalogue.load["pos.payment.method"]}
    for order in orders:
        for payment in order["payments"]:
            method = names[payment["method"]]
            if method["split_transactions"] and not order["partner"]:
                return user_error(f'You have enabled the "Identify Customer" option for {method["name"]} payment method,'
                                  f'but the order {order["name"]} does not contain a customer.')
    for order in orders if rights.INVENTORY not in office.groups else ():
        for line in order["lines"]:
            if office.catalogue.articles.get(line["product"])["tracking"] != "none":
                return access_error("Lot/Serial", "stock.lot", "access", "Inventory/User")
    return stock_error(office, orders) or rights.no_sender(office)


def stock_error(office, orders):
    """The picking of the day takes no quantity between two steps of its unit."""
    units = {u["id"]: u for u in office.catalogue.load["uom.uom"]}
    moved = collections.Counter()
    for order in orders:
        for line in order["lines"]:
            moved[line["product"]] += line["qty"]
    for article_id, quantity in moved.items():
        article = office.catalogue.articles.get(article_id)
        unit = units[article["uom_id"][0]]
        if not is_zero(quantity - round_to(quantity, unit["rounding"]), 10.0 ** -office.catalogue.digits("Product Unit of Measure")):
            return user_error(f'The quantity done for the product "{article["display_name"]}" doesn\'t respect the rounding precision defined on the '
                              f'unit of measure "{unit["name"]}". Please change the quantity done or the rounding precision of your unit of measure.')
    return None


def finish(office, session, orders):
    """Posts the session when it balances; returns whether it did."""
    if any(not is_zero(order_difference(office, order), office.rounding) for order in posted(orders)):
        return False
    if session["rescue"] or not session.get("counted"):
        session["balance_end_real"] = round_to(expected_cash(office, session, orders), office.rounding)
    session.update(state="closed", write_date=clock.text())
    office.store.save_session(session)
    office.store.finish_session_orders(session["id"])
    return True


def close_session(office, session):
    """Returns True, False (doesn't balance) or raises; the state says closing_control whenever it isn't closed."""
    orders = orders_of(office, session)
    if session["state"] != "closing_control":
        session.update(state="closing_control", stop_at=clock.text())
        office.store.save_session(session)
    error = check_can_post(office, posted(orders))
    if error:
        return error
    return finish(office, session, orders)


def close_session_from_ui(call, ids, bank_payment_method_diff_pairs=None):
    office = call.office
    with office.store.transaction():
        session = sessions.need(office, ids)
        refused = refusal(office, session)
        if refused:
            return refused
        outcome = close_session(office, session)
    if isinstance(outcome, Exception):
        raise outcome
    return {"successful": True} if outcome else {"successful": False, "message": "Force Close Session", "redirect": True}


def action_pos_session_closing_control(call, ids):
    office = call.office
    with office.store.transaction():
        session = sessions.need(office, ids)
        refused = refusal(office, session)
        if refused:
            raise user_error(refused["message"])
        outcome = close_session(office, session)
    if isinstance(outcome, Exception):
        raise outcome
    if outcome:
        return True
    return {"name": "Force Close Session", "type": "ir.actions.act_window", "view_mode": "form", "res_model": "pos.close.session.wizard",
            "res_id": session["id"], "target": "new", "context": {"active_ids": [session["id"]], "active_model": "pos.session"}}


def force_close(call, ids):
    raise access_error("Journal Entry", "account.move", "create", "Invoicing/Billing")


def try_cash_in_out(call, ids, _type, amount, reason, extras):
    sessions.need(call.office, ids)
    raise access_error("Journal Entry", "account.move", "create", "Invoicing/Billing")
