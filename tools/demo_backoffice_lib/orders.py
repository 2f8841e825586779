"""pos.order.create_from_ui and what belongs to it: recognising an order, drafts, rescue sessions, reading back.

The real server needs 20 to 80 ms between looking for an order of that name and storing one, and equal requests that come
within that time are all stored. WINDOW keeps that gap open on purpose: a client that relies on the server to notice is
caught here and not in a shop.
"""
import hashlib
import json
import time

from . import clock, sessions
from .errors import ServerError, aborted_transaction, missing_error, type_error, user_error
from .numbers import is_zero, round_to
from .order_input import need, read_order

WINDOW = 0.025  # seconds


# --- is it the same? ---

def is_same_order(office, data, stored):
    """The server's idea of 'already there': payments, number of lines, and articles with prices. Quantities don't count."""
    for item in data["statement_ids"] or []:
        wanted = item[2]
        if not any(is_zero(wanted["amount"] - p["amount"], office.rounding) and wanted["payment_method_id"] == p["method"] for p in stored["payments"]):
            return False
    if len(data["lines"] or []) != len(stored["lines"]):
        return False
    digits = office.catalogue.digits("Product Price")
    sent = sorted((item[2].get("product_id") or 0, round(item[2].get("price_unit", 0), digits)) for item in data["lines"] or [])
    return sent == sorted((line["product"], round(line["price_unit"], digits)) for line in stored["lines"])


def is_paid(office, head, payments):
    """Do the payments make up the total? Cash rounding widens the answer, as on the server."""
    config, step = office.catalogue.load["pos.config"], office.rounding
    total, paid = head["amount_total"], head["amount_paid"]
    if not config["cash_rounding"] or not config["rounding_method"]:
        return is_zero(total - paid, step)
    rounding = next(r for r in office.catalogue.load["account.cash.rounding"] if r["id"] == config["rounding_method"][0])
    cash_ids = {m["id"] for m in office.catalogue.load["pos.payment.method"] if m["is_cash_count"]}
    rounded = total
    if not config["only_round_cash_method"] or any(p["method"] in cash_ids for p in payments):
        rounded = round_to(total, rounding["rounding"], rounding["rounding_method"])
    if is_zero(rounded - paid, step):
        return True
    half = rounding["rounding"] / 2 if rounding["rounding_method"] == "HALF-UP" else rounding["rounding"]
    return abs(round_to(total - paid, step)) <= round_to(half, step) + step * 1e-6


# --- storing ---

def valid_session(office, session_id, known_rescue):
    """The order's session, or a rescue session when that one is being closed."""
    session = sessions.need(office, session_id)
    if session["state"] not in ("closing_control", "closed"):
        return session
    if known_rescue:
        rescue = office.store.session(known_rescue)
        if rescue and rescue["state"] not in ("closing_control", "closed"):
            return rescue
    return sessions.new_session(office, rescue_for=session["name"])


def open_rescue(office):
    found = office.store.sessions("WHERE rescue = 1 AND state NOT IN ('closing_control', 'closed')")
    return found[0]["id"] if found else None


class Plan:
    """What will be done with one order of a call, decided before anything is written."""

    def __init__(self, data, draft_found):
        self.data, self.draft_found = data, draft_found


def look_for(office, data):
    """The stored draft to overwrite, None for a new order, or False when there is nothing to do."""
    name, store = need(data, "name"), office.store
    for key in ("statement_ids", "lines"):
        need(data, key)
    if data.get("server_id"):
        found = store.orders("WHERE id = ? AND state = 'draft'", data["server_id"])
        if found:
            return found[0]
    drafts = store.orders("WHERE reference = ? AND state = 'draft'", name)
    if drafts:
        return drafts[0]
    if data.get("server_id") and store.orders("WHERE id = ?", data["server_id"]):
        return False
    if any(is_same_order(office, data, order) for order in store.orders("WHERE reference = ?", name)):
        return False
    return None


def write_order(call, plan, draft, known_rescue):
    """Stores one order; runs inside the call's transaction. Returns its id."""
    office, store, data = call.office, call.office.store, plan.data
    session = valid_session(office, need(data, "pos_session_id"), known_rescue)
    head, lines, payments = plan.parts
    if plan.draft_found:
        now = store.order_states(plan.draft_found["id"])
        if now is None or now != (plan.draft_found["state"], plan.draft_found["version"]):
            raise aborted_transaction()  # another request changed it in between: could not serialize access
        order_id = plan.draft_found["id"]
        head["user"] = plan.draft_found["user"]
    else:
        order_id = store.add_order(session["id"], data["name"], "draft", {})
    state = "draft"
    if not draft and is_paid(office, head, payments):  # payments that don't add up leave a draft, without a word
        state = "paid"
    head["name"] = f"{office.catalogue.load['pos.config']['name']}/{store.count_up('order_name'):04d}" if state == "paid" else "/"
    if head["to_invoice"] and state == "paid":
        if not head["partner"]:
            raise user_error("Please provide a partner for the sale.")
        if call.context.get("generate_pdf") is not False:
            raise user_error("Unable to find Wkhtmltopdf on this system. The PDF can not be created.")
        state, head["account_move"] = "invoiced", store.count_up("account_move")
    head["write_date"] = head["create_date"] = clock.text()
    store.update_order(order_id, session["id"], data["name"], state, head)
    line_ids = store.replace_parts(order_id, "lines", lines)
    link_combos(store, lines, line_ids)
    store.replace_parts(order_id, "payments", payments)
    return order_id


def link_combos(store, lines, ids):
    """Replaces the till's own line numbers by the stored ids."""
    by_client = {line["client_id"]: i for line, i in zip(lines, ids)}
    children = {}
    for line, i in zip(lines, ids):
        if line["combo_parent"]:
            children.setdefault(by_client.get(line["combo_parent"]), []).append(i)
    for line, i in zip(lines, ids):
        if line["combo_parent"] or line["combo_children"]:
            line = dict(line, combo_parent=by_client.get(line["combo_parent"], False), combo_children=children.get(i, []))
            store.run("UPDATE lines SET doc = ? WHERE id = ?", json.dumps(line), i)


def create_from_ui(call, orders, draft=False):
    office, store = call.office, call.office.store
    if not isinstance(orders, list):
        raise type_error("string indices must be integers, not 'str'")
    plans, known_rescue = [], None
    call.batch = len(orders) > 1
    for envelope in orders:
        if not isinstance(envelope, dict) or not isinstance(envelope.get("data"), dict):
            raise type_error("string indices must be integers, not 'str'")
        data = envelope["data"]
        try:
            with store.lock:
                found = look_for(office, data)
                known_rescue = open_rescue(office)
            if found is False or any(p.data["name"] == data["name"] and p.data["lines"] == data["lines"] for p in plans):
                continue
            plan = Plan(data, found)
            sessions.need(office, need(data, "pos_session_id"))
            plan.parts = read_order(call, data, draft)
        except ServerError:
            keep_failed(call, data)
            raise
        plans.append(plan)
    if not plans:
        return []
    time.sleep(WINDOW)
    try:
        with store.transaction():
            ids = [write_order(call, plan, draft, known_rescue) for plan in plans]
            for plan in plans:
                store.run("DELETE FROM attachments WHERE name LIKE ?", f"pos_order_save_{plan.data['name']}_%")
    except ServerError:
        for plan in plans:
            keep_failed(call, plan.data)
        raise
    stored = sort_newest(o for i in ids for o in store.orders("WHERE id = ?", i))
    return [{"id": o["id"], "pos_reference": o["pos_reference"], "account_move": o.get("account_move") or False} for o in stored]


def keep_failed(call, data):
    """With is_receipt_printed the customer has left: the server keeps the order it couldn't store beside the session."""
    if not call.context.get("is_receipt_printed") or not isinstance(data.get("pos_session_id"), int):
        return
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    name = f"pos_order_save_{data.get('name')}_{hashlib.sha1(text.encode()).hexdigest()[:10]}.json"
    store = call.office.store
    if store.session(data["pos_session_id"]) and not store.rows("SELECT id FROM attachments WHERE name = ?", name):
        store.run("INSERT INTO attachments (session_id, name, doc) VALUES (?, ?, ?)", data["pos_session_id"], name, text)


def sort_newest(orders):
    return sorted(orders, key=lambda o: (o["date_order"], o["name"], o["id"]), reverse=True)


def remove_from_ui(call, server_ids):
    """Drops drafts; paid orders are left alone. Returns the ids that were dropped.

    With self ordering installed the server cancels instead, keeps the payments, and returns nothing.
    """
    office, removed = call.office, []
    with office.store.transaction():
        for order in [o for i in server_ids for o in office.store.orders("WHERE id = ? AND state = 'draft'", i)]:
            if office.catalogue.load.get("company_has_self_ordering"):
                office.store.run("UPDATE orders SET state = 'cancel', version = version + 1 WHERE id = ?", order["id"])
            else:
                office.store.delete_order(order["id"])
                removed.append(order["id"])
    return removed


# --- reading ---

def line_record(office, order, line):
    article = office.catalogue.articles.get(line["product"])
    return {
        "id": line["id"], "name": f"{order['name']}-{line['id']}", "order_id": [order["id"], order["name"]],
        "product_id": [line["product"], article["display_name"] if article else ""], "qty": line["qty"], "price_unit": line["price_unit"],
        "discount": line["discount"], "price_subtotal": line["price_subtotal"], "price_subtotal_incl": line["price_subtotal_incl"],
        "price_extra": line["price_extra"], "attribute_value_ids": line["attribute_value_ids"], "custom_attribute_value_ids": [],
        "tax_ids": line["tax_ids"], "tax_ids_after_fiscal_position": office.mapped_taxes(line["tax_ids"], order["fiscal_position"]),
        "full_product_name": line["full_product_name"], "customer_note": line["customer_note"], "note": line["note"], "uuid": line["uuid"],
        "combo_parent_id": [line["combo_parent"], line["full_product_name"]] if line["combo_parent"] else False,
        "combo_line_ids": line["combo_children"], "pack_lot_ids": [], "refunded_orderline_id": line["refunded_orderline_id"],
        "refunded_qty": refunded(office, line["id"]), "skip_change": line["skip_change"], "create_date": order["create_date"],
        "write_date": order["write_date"], "display_name": f"{order['name']}-{line['id']}",
    }


def refunded(office, line_id):
    return -sum(json.loads(doc)["qty"] for (doc,) in
                office.store.rows("SELECT doc FROM lines WHERE json_extract(doc, '$.refunded_orderline_id') = ?", line_id)) or 0.0


def payment_record(office, order, payment):
    method = next(m for m in office.catalogue.load["pos.payment.method"] if m["id"] == payment["method"])
    return {"id": payment["id"], "pos_order_id": [order["id"], order["name"]], "amount": payment["amount"], "name": False,
            "payment_method_id": [method["id"], method["name"]], "payment_date": payment["date"], "is_change": payment["is_change"],
            "payment_status": payment["payment_status"], "ticket": payment["ticket"], "card_type": payment["card_type"],
            "cardholder_name": payment["cardholder_name"], "transaction_id": payment["transaction_id"],
            "session_id": [order["session"], office.store.session(order["session"])["name"]], "display_name": f"{method['name']} {payment['amount']}",
            "create_date": order["create_date"], "write_date": order["write_date"]}


def order_record(office, order):
    session, load = office.store.session(order["session"]), office.catalogue.load

    def named(model, record_id):
        record = next((r for r in load.get(model, []) if r["id"] == record_id), None)
        return [record_id, record.get("display_name") or record["name"]] if record else False

    return {
        "id": order["id"], "name": order["name"], "display_name": order["name"], "pos_reference": order["pos_reference"], "state": order["state"],
        "session_id": [session["id"], session["name"]], "config_id": [load["pos.config"]["id"], load["pos.config"]["name"]],
        "user_id": [order["user"], office.user_name] if order["user"] else False, "partner_id": named("res.partner", order["partner"]),
        "pricelist_id": named("product.pricelist", order["pricelist"]),
        "fiscal_position_id": named("account.fiscal.position", order["fiscal_position"]),
        "company_id": load["pos.config"]["company_id"], "currency_id": load["pos.config"]["currency_id"],
        "amount_total": order["amount_total"], "amount_tax": order["amount_tax"], "amount_paid": order["amount_paid"],
        "amount_return": order["amount_return"], "date_order": order["date_order"], "sequence_number": order["sequence_number"],
        "tracking_number": str(session["id"] % 10 * 100 + order["sequence_number"] % 100).zfill(3),
        "lines": [line["id"] for line in order["lines"]], "payment_ids": [p["id"] for p in order["payments"]],
        "access_token": order["access_token"], "ticket_code": order["ticket_code"], "to_invoice": order["to_invoice"],
        "account_move": [order["account_move"], f"INV/{order['account_move']:05d}"] if order.get("account_move") else False,
        "is_tipped": order["is_tipped"], "tip_amount": order["tip_amount"], "shipping_date": order["shipping_date"], "picking_ids": [],
        "employee_id": order["employee"], "cashier": office.user_name, "nb_print": 0, "note": False,
        "last_order_preparation_change": order["last_order_preparation_change"],
        "create_date": order["create_date"], "write_date": order["write_date"],
    }


def export_order(office, order):
    """An order in the shape that a till loads: drafts of a session, tickets to refund."""
    lines = []
    for line in order["lines"]:
        lines.append([0, 0, {
            "note": line["note"], "id": line["id"], "qty": line["qty"], "attribute_value_ids": line["attribute_value_ids"],
            "custom_attribute_value_ids": [], "price_unit": line["price_unit"], "skip_change": line["skip_change"], "uuid": line["uuid"],
            "price_subtotal": line["price_subtotal"], "price_subtotal_incl": line["price_subtotal_incl"], "product_id": line["product"],
            "discount": line["discount"], "tax_ids": [[6, False, line["tax_ids"]]],
            "pack_lot_ids": [[0, 0, {"lot_name": name}] for name in line["lots"]], "customer_note": line["customer_note"],
            "refunded_qty": refunded(office, line["id"]), "price_extra": line["price_extra"], "full_product_name": line["full_product_name"],
            "refunded_orderline_id": line["refunded_orderline_id"], "combo_parent_id": line["combo_parent"], "combo_line_ids": line["combo_children"]}])
    payments = [[0, 0, {"payment_method_id": p["method"], "amount": p["amount"], "pos_order_id": order["id"], "payment_status": p["payment_status"],
                        "card_type": p["card_type"], "cardholder_name": p["cardholder_name"], "transaction_id": p["transaction_id"],
                        "ticket": p["ticket"], "is_change": p["is_change"]}] for p in order["payments"]]
    exported = {
        "lines": lines, "statement_ids": payments, "name": order["pos_reference"], "uid": reference_uid(order["pos_reference"]),
        "amount_paid": order["amount_paid"], "amount_total": order["amount_total"], "amount_tax": order["amount_tax"],
        "amount_return": order["amount_return"], "pos_session_id": order["session"], "pricelist_id": order["pricelist"],
        "partner_id": order["partner"], "user_id": order["user"], "sequence_number": order["sequence_number"],
        "date_order": order["date_order"] + "+00:00", "fiscal_position_id": order["fiscal_position"], "to_invoice": order["to_invoice"],
        "shipping_date": order["shipping_date"], "state": order["state"], "account_move": order.get("account_move") or False, "id": order["id"],
        "is_tipped": order["is_tipped"], "tip_amount": order["tip_amount"], "access_token": order["access_token"],
        "ticket_code": order["ticket_code"], "last_order_preparation_change": order["last_order_preparation_change"],
    }
    if "restaurant.floor" in office.catalogue.load:
        exported.update(table_id=False, customer_count=0)
    return exported


def reference_uid(reference):
    """The fourteen digits and dashes in a reference. A draft without them breaks the loading of its session for everybody."""
    import re
    found = re.search(r"([0-9-]){14,}", reference)
    if found is None:
        raise ServerError("builtins.AttributeError", "'NoneType' object has no attribute 'group'")
    return found.group(0)


def export_for_ui(call, ids):
    found = []
    for order_id in ids:
        orders = call.office.store.orders("WHERE id = ?", order_id)
        if not orders:
            raise missing_error("pos.order", order_id, call.office.uid)
        found += orders
    return [export_order(call.office, order) for order in found]


def search_paid_order_ids(call, config_id, domain, limit, offset):
    from .models import read_all
    mine = config_id == call.office.catalogue.load["pos.config"]["id"]
    found = [r for r in read_all(call, "pos.order", domain) if mine and r["state"] not in ("draft", "cancel")]
    found.sort(key=lambda r: (r["date_order"], r["name"], r["id"]), reverse=True)
    page = found[offset:offset + limit] if limit else found[offset:]
    return {"ordersInfo": [[r["id"], r["write_date"]] for r in page], "totalCount": len(found)}
