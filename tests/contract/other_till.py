"""What others do in a lane's session of a real Odoo 17: another device sells and leaves drafts, the back office invoices and refunds."""
import time

from prepare_odoo import Odoo

MILK_PRICE, MILK_UNTAXED = 1.19, 1.12  # 6 % inside


def milk_order(odoo: Odoo, session, counter, paid_by=None, partner=False):
    """Pushes an order of one piece of milk; without a payment it stays a draft. Returns its reference."""
    article = odoo.call("product.product", "search_read", [["name", "=", "Lane milk"]], fields=["taxes_id"])[0]
    uid = f"{session:05d}-777-{counter:04d}"
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    line = {"qty": 1, "price_unit": MILK_PRICE, "discount": 0, "product_id": article["id"], "tax_ids": [[6, False, article["taxes_id"]]],
            "price_subtotal": MILK_UNTAXED, "price_subtotal_incl": MILK_PRICE, "pack_lot_ids": [], "full_product_name": "Lane milk"}
    paid = MILK_PRICE if paid_by else 0
    data = {"name": "Order " + uid, "uid": uid, "pos_session_id": session, "user_id": odoo.user, "partner_id": partner, "fiscal_position_id": False,
            "sequence_number": counter, "date_order": now, "amount_total": MILK_PRICE, "amount_tax": round(MILK_PRICE - MILK_UNTAXED, 2),
            "amount_paid": paid, "amount_return": 0, "lines": [[0, 0, line]], "access_token": f"another-device-{uid}",
            "statement_ids": [[0, 0, {"name": now, "payment_method_id": paid_by, "amount": paid}]] if paid_by else []}
    odoo.call("pos.order", "create_from_ui", [{"id": uid, "data": data, "to_invoice": False}], not paid_by)
    return data["name"]


def order_of(odoo, reference):
    return odoo.call("pos.order", "search", [["pos_reference", "=", reference]])[0]


def invoice(odoo, order):
    """An order that is paid gets its customer's invoice, as the back office's button makes it."""
    partner = odoo.ensure("res.partner", "Lane invoiced customer", {"country_id": odoo.named("base.us")})
    odoo.call("pos.order", "write", [order], {"partner_id": partner})
    odoo.call("pos.order", "action_pos_order_invoice", [order], context={"generate_pdf": False})
    return odoo.call("pos.order", "read", [order], ["account_move"])[0]["account_move"][0]


def refund(odoo, order):
    """A draft of everything given back, in the open session."""
    return odoo.call("pos.order", "refund", [order])["res_id"]


def pay(odoo, order, method):
    amount = odoo.call("pos.order", "read", [order], ["amount_total"])[0]["amount_total"]
    context = {"active_id": order, "active_ids": [order], "active_model": "pos.order"}
    wizard = odoo.call("pos.make.payment", "create", {"payment_method_id": method, "amount": amount}, context=context)
    odoo.call("pos.make.payment", "check", [wizard], context=context)
