"""Reads one order as a till sends it: complains as the server would, and returns what is stored."""
import time

from .errors import ServerError, access_error, aborted_transaction, foreign_key, key_error, mandatory_field, user_error, value_error
from .numbers import round_digits, round_to


def need(values, key):
    if key not in values:
        raise key_error(key)
    return values[key]


def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        raise value_error(f"could not convert string to float: {value!r}") from None


def moment(value):
    """A date as the database takes it; a T and what follows the seconds are tolerated."""
    text = str(value).replace("T", " ")[:19]
    try:
        time.strptime(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        raise value_error(f"time data {text!r} does not match format '%Y-%m-%d %H:%M:%S'") from None
    return text


def command_ids(commands):
    """Ids of [[6, false, ids]] or of a plain list."""
    if not commands:
        return []
    if isinstance(commands[0], (list, tuple)):
        return list(commands[0][2]) if commands[0][0] == 6 else [c[1] for c in commands if c[0] == 4]
    return list(commands)


def fault(call, error):
    """In a call with several orders a broken reference surfaces as an aborted transaction."""
    return aborted_transaction() if call.batch else error


def read_line(call, line, position):
    catalogue = call.office.catalogue
    quantity = round_digits(number(need(line, "qty")), catalogue.digits("Product Unit of Measure"))
    price = round_digits(number(need(line, "price_unit")), catalogue.digits("Product Price"))
    for field, label in (("product_id", "Product"), ("price_subtotal", "Subtotal w/o Tax"), ("price_subtotal_incl", "Subtotal")):
        if field not in line or line[field] is False and field == "product_id":
            raise mandatory_field("Point of Sale Order Lines", "pos.order.line", label, field)
    article = catalogue.articles.get(line["product_id"])
    if article is None:
        raise fault(call, foreign_key("Point of Sale Order Lines", "pos.order.line", "pos_order_line_product_id_fkey"))
    taxes = command_ids(line["tax_ids"]) if "tax_ids" in line else list(article["taxes_id"])
    if any(tax not in catalogue.taxes for tax in taxes):
        raise fault(call, foreign_key("Unknown", "unknown", "account_tax_pos_order_line_rel_account_tax_id_fkey"))
    if line.get("custom_attribute_value_ids"):
        raise access_error("Product Attribute Custom Value", "product.attribute.custom.value", "create",
                           "Administration/Settings", "Point of Sale/Administrator")
    values = list(line.get("attribute_value_ids") or [])
    known = {v["id"] for a in catalogue.load["attributes_by_ptal_id"].values() for v in a["values"]}
    if any(value not in known for value in values):
        raise fault(call, foreign_key("Unknown", "unknown", "pos_order_line_product_templa_product_template_attribute_v_fkey"))
    return {
        "product": article["id"], "qty": quantity, "price_unit": price, "discount": round_digits(number(line.get("discount") or 0), 2),
        "price_subtotal": number(line["price_subtotal"]), "price_subtotal_incl": number(line["price_subtotal_incl"]), "tax_ids": taxes,
        "full_product_name": line.get("full_product_name") or article["display_name"], "uuid": line.get("uuid") or False,
        "customer_note": line.get("customer_note", False), "note": line.get("note", False), "price_extra": number(line.get("price_extra") or 0),
        "attribute_value_ids": values, "skip_change": bool(line.get("skip_change")),
        "lots": [c[2]["lot_name"] for c in line.get("pack_lot_ids") or [] if isinstance(c, list) and c[0] == 0],
        "refunded_orderline_id": line.get("refunded_orderline_id") or False,
        "client_id": line.get("id"), "combo_parent": line.get("combo_parent_id") or False, "combo_children": list(line.get("combo_line_ids") or []),
        "position": position,
    }


def check_combos(raw):
    """Lines of a combo are linked by the till's own numbers; a missing link breaks the whole push."""
    linked = [line for line in raw if line.get("combo_parent_id") or line.get("combo_line_ids")]
    for line in linked:
        need(line, "uuid")
        need(line, "id")
    parents = {line["id"] for line in linked if line.get("combo_line_ids")}
    for line in linked:
        if line.get("combo_parent_id") and line["combo_parent_id"] not in parents:
            raise key_error(line["combo_parent_id"])


def read_payment(call, payment):
    catalogue = call.office.catalogue
    method = next((m for m in catalogue.load["pos.payment.method"] if m["id"] == need(payment, "payment_method_id")), None)
    if method is None:
        raise fault(call, foreign_key("Point of Sale Payments", "pos.payment", "pos_payment_payment_method_id_fkey"))
    if method["id"] not in catalogue.load["pos.config"]["payment_method_ids"]:
        raise ServerError("odoo.exceptions.ValidationError", "The payment method selected is not allowed in the config of the POS session.")
    try:
        when = moment(need(payment, "name"))
    except ServerError as error:
        if error.name != "builtins.ValueError":
            raise
        raise ServerError("psycopg2.errors.InvalidDatetimeFormat", f"invalid input syntax for type timestamp: \"{payment['name']}\"\n") from None
    return {"method": method["id"], "amount": round_to(number(need(payment, "amount")), call.office.rounding), "date": when, "is_change": False,
            "payment_status": payment.get("payment_status", False), "ticket": payment.get("ticket", False),
            "card_type": payment.get("card_type", False), "cardholder_name": payment.get("cardholder_name", False),
            "transaction_id": payment.get("transaction_id", False)}


def read_order(call, data, draft):
    """The stored form of an order: {head..., lines, payments}. Amounts are taken as they are sent."""
    catalogue = call.office.catalogue
    for key in ("name", "user_id", "pos_session_id", "lines", "sequence_number", "partner_id", "date_order", "fiscal_position_id",
                "amount_paid", "amount_total", "amount_tax", "amount_return", "statement_ids"):
        need(data, key)
    if data["user_id"] and data["user_id"] != call.office.uid:
        raise fault(call, foreign_key("Point of Sale Orders", "pos.order", "pos_order_user_id_fkey"))
    pricelist = data.get("pricelist_id", catalogue.load["pos.config"]["pricelist_id"] and catalogue.load["pos.config"]["pricelist_id"][0])
    if pricelist and pricelist not in {p["id"] for p in catalogue.load["product.pricelist"]}:
        raise fault(call, foreign_key("Point of Sale Orders", "pos.order", "pos_order_pricelist_id_fkey"))
    if data["fiscal_position_id"] and catalogue.position(data["fiscal_position_id"]) is None:
        raise aborted_transaction()
    if data.get("employee_id") and data["employee_id"] not in {e["id"] for e in catalogue.load.get("hr.employee", [])}:
        raise aborted_transaction()
    partner, to_invoice = data["partner_id"] or False, bool(data.get("to_invoice"))
    if partner and partner not in {p["id"] for p in catalogue.load["res.partner"]}:
        partner, to_invoice = False, False  # the server drops an unknown customer silently
    if partner in catalogue.going:
        raise fault(call, foreign_key("Point of Sale Orders", "pos.order", "pos_order_partner_id_fkey"))
    raw_lines = [item[2] for item in data["lines"] or []]
    check_combos(raw_lines)
    lines = [read_line(call, line, i) for i, line in enumerate(raw_lines)]
    step = call.office.rounding
    head = {
        "user": data["user_id"] or False, "partner": partner, "to_invoice": to_invoice, "pricelist": pricelist or False,
        "fiscal_position": data["fiscal_position_id"] or False, "sequence_number": data["sequence_number"], "date_order": moment(data["date_order"]),
        "amount_total": round_to(number(data["amount_total"]), step), "amount_tax": round_to(number(data["amount_tax"]), step),
        "amount_return": round_to(number(data["amount_return"]), step), "access_token": data.get("access_token") or False,
        "ticket_code": data.get("ticket_code") or False, "is_tipped": bool(data.get("is_tipped")), "tip_amount": number(data.get("tip_amount") or 0),
        "last_order_preparation_change": data.get("last_order_preparation_change") or "{}", "shipping_date": data.get("shipping_date") or False,
        "employee": data.get("employee_id") or False,
    }
    payments = [read_payment(call, item[2]) for item in data["statement_ids"] or []]
    change = head["amount_return"]
    if not draft and change:
        cash = next((m for m in catalogue.methods() if m["is_cash_count"]), None)
        if cash is None:
            raise user_error("No cash statement found for this session. Unable to record returned cash.")
        payments.append({"method": cash["id"], "amount": -change, "date": head["date_order"], "is_change": True, "payment_status": False,
                         "ticket": False, "card_type": False, "cardholder_name": False, "transaction_id": False})
    head["amount_paid"] = round_to(sum(p["amount"] for p in payments), step)
    return head, lines, payments
