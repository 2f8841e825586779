#!/usr/bin/python3
"""Lets the kiosk sell menus, tracked pieces and to customers with cards against a real Odoo 17: what the screen said, what the server
stored and links, and that the session closes.

    tests/contract/prepare_odoo.py --url ... --database ... --login kiosk_c --config "Lane C" --lane lane-c
    tests/contract/sell_choices_to_odoo.py --lane lane-c
"""
import argparse
import configparser
import json
import os
import subprocess
import sys
import tempfile

from prepare_odoo import ROOT, Odoo, with_check_digit

PROGRAMS = os.environ.get("KIOSK_BIN", os.path.join(ROOT, "build", "programs"))
MENU, PHONE, SOAP = (with_check_digit(f"54999930000{i:d}0") for i in (1, 2, 3))
NEAR, FAR, ABROAD = (with_check_digit(f"04200000009{i:d}") for i in (1, 2, 3))
STRANGERS = 130  # the server sends the hundred customers who bought most


def template_variant(odoo, template):
    return odoo.call("product.product", "search", [["product_tmpl_id", "=", template]])[0]


def make_article(odoo, name, barcode, price, tax, **values):
    template = odoo.ensure("product.template", name, {"list_price": price, "available_in_pos": True, "taxes_id": [[6, 0, [tax]]],
                                                      "detailed_type": "consu", **({"barcode": barcode} if barcode else {}), **values})
    return template, template_variant(odoo, template)


def make_sauce(odoo, template):
    attribute = odoo.ensure("product.attribute", "Choice sauce", {"create_variant": "no_variant", "display_type": "radio"})
    values = [odoo.ensure("product.attribute.value", name, {"attribute_id": attribute}) for name in ("Choice mild", "Choice hot")]
    if not odoo.find("product.template.attribute.line", ["product_tmpl_id", "=", template]):
        odoo.call("product.template.attribute.line", "create",
                  {"product_tmpl_id": template, "attribute_id": attribute, "value_ids": [[6, 0, values]]})
    found = odoo.call("product.template.attribute.value", "search", [["product_tmpl_id", "=", template]], order="id")
    odoo.call("product.template.attribute.value", "write", [found[1]], {"price_extra": 0.75})
    return found


def make_combo(odoo, name, lines):
    combo = odoo.find("pos.combo", ["name", "=", name])
    if not combo:
        combo = [odoo.call("pos.combo", "create", {"name": name, "combo_line_ids": [
            [0, 0, {"product_id": article, "combo_price": more}] for article, more in lines]})]
    return combo[0], odoo.call("pos.combo.line", "search", [["combo_id", "=", combo[0]]], order="id")


def make_shop(odoo, config):
    taxes = {rate: odoo.ensure("account.tax", f"Choice {rate} inside", {"amount_type": "percent", "amount": rate, "price_include": True,
                                                                       "type_tax_use": "sale"}) for rate in (6.0, 21.0)}
    burger_template, burger = make_article(odoo, "Choice burger", "", 7.9, taxes[6.0])
    _, wrap = make_article(odoo, "Choice wrap", "", 7.1, taxes[6.0])
    _, tea = make_article(odoo, "Choice tea", "", 2.2, taxes[6.0])
    _, beer = make_article(odoo, "Choice beer", "", 3.1, taxes[21.0])
    make_article(odoo, "Choice soap", SOAP, 4.84, taxes[21.0])
    make_article(odoo, "Choice phone", PHONE, 299.0, taxes[21.0], detailed_type="product", tracking="serial")
    sauces = make_sauce(odoo, burger_template)
    food, food_lines = make_combo(odoo, "Choice food", [(burger, 0.0), (wrap, 0.4)])
    drink, drink_lines = make_combo(odoo, "Choice drink", [(tea, 0.0), (beer, 0.9)])
    make_article(odoo, "Choice menu", MENU, 9.5, taxes[6.0], detailed_type="combo", combo_ids=[[6, 0, [food, drink]]])
    return {"sauces": sauces, "food": food_lines, "drink": drink_lines, "taxes": taxes}


def make_customers(odoo, config, taxes):
    currency = odoo.call("pos.config", "read", [config], ["currency_id"])[0]["currency_id"][0]
    members = odoo.ensure("product.pricelist", "Choice members", {"currency_id": currency, "discount_policy": "without_discount", "item_ids": [
        [0, 0, {"applied_on": "3_global", "compute_price": "percentage", "percent_price": 10.0}]]})
    abroad = odoo.ensure("account.fiscal.position", "Choice abroad", {"tax_ids": [
        [0, 0, {"tax_src_id": taxes[21.0], "tax_dest_id": taxes[6.0]}]]})
    lists = odoo.call("pos.config", "read", [config], ["available_pricelist_ids"])[0]["available_pricelist_ids"]
    odoo.call("pos.config", "write", [config], {"available_pricelist_ids": [[6, 0, sorted({*lists, members})]],
                                                "fiscal_position_ids": [[6, 0, [abroad]]], "tax_regime_selection": True})
    if not odoo.find("res.partner", ["name", "=", "Choice stranger 1"]):
        odoo.call("res.partner", "create", [{"name": f"Choice stranger {i}"} for i in range(1, STRANGERS + 1)])
    for name, barcode, values in (("Aa near", NEAR, {"property_product_pricelist": members}), ("Zz far", FAR, {"property_product_pricelist": members}),
                                  ("Zz abroad", ABROAD, {"property_account_position_id": abroad})):
        odoo.ensure("res.partner", "Choice " + name, {"barcode": barcode, **values})


def script(made):
    pay = "tap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\ntap id=receipt-none\nwait sent 90s\nwait screen=welcome 30s\n"
    menu = (f"scan {MENU}\nwait screen=article 5s\nwait idle 5s\ntap id=part-1-{made['food'][0]}\nwait idle 5s\n"
            f"tap id=part-1-option-{made['sauces'][1]}\nwait idle 5s\ntap id=part-2-{made['drink'][1]}\nwait idle 5s\ntap id=add\n"
            "wait screen=basket 5s\nwait idle 5s\n")
    return ("wait screen=welcome 120s\n"
            # 9.50 in the ratio of 7.10 and 2.20: 7.25 and 2.25; sauce 0.75, beer 0.90
            + menu + "expect total 11.15\ntap id=line-1-plus\nwait idle 5s\nexpect total 22.30\n" + pay
            + f"scan {PHONE}\nwait screen=article 5s\nwait idle 5s\nscan SN-{os.getpid()}-1\nwait idle 5s\ntap id=add\nwait screen=basket 5s\n"
            "expect total 299.00\n" + pay
            + f"scan {SOAP}\nwait idle 5s\nexpect total 4.84\nscan {NEAR}\nwait \"Welcome, Choice Aa near\" 20s\nexpect total 4.36\n" + pay
            + f"scan {SOAP}\nwait idle 5s\nscan {FAR}\nwait \"Welcome, Choice Zz far\" 30s\nexpect total 4.36\n" + pay
            + f"scan {ABROAD}\nwait \"Welcome, Choice Zz abroad\" 30s\nscan {SOAP}\nwait idle 5s\nexpect total 4.84\n" + pay + "quit\n")


EXPECTED = [  # per order: total, customer, lines (name, quantity, whether it belongs to a combo, lots)
    (22.3, False, [("Choice menu", 2.0, False, 0), ("Choice burger (Choice hot)", 2.0, True, 0), ("Choice beer", 2.0, True, 0)]),
    (299.0, False, [("Choice phone", 1.0, False, 1)]),
    (4.36, "Choice Aa near", [("Choice soap", 1.0, False, 0)]), (4.36, "Choice Zz far", [("Choice soap", 1.0, False, 0)]),
    (4.84, "Choice Zz abroad", [("Choice soap", 1.0, False, 0)]),
]


def stored(odoo, session):
    found = []
    for order in odoo.call("pos.order", "search_read", [["session_id", "=", session]], fields=["state", "amount_total", "partner_id", "lines"], order="id"):
        lines = odoo.call("pos.order.line", "read", order["lines"], ["full_product_name", "qty", "combo_parent_id", "pack_lot_ids"])
        found.append((order["amount_total"] if order["state"] == "paid" else order["state"], order["partner_id"] and order["partner_id"][1],
                      [(line["full_product_name"], line["qty"], bool(line["combo_parent_id"]), len(line["pack_lot_ids"])) for line in lines]))
    return found


def close(odoo, session):
    data = odoo.call("pos.session", "get_closing_control_data", [session])
    if data["default_cash_details"]:
        odoo.call("pos.session", "post_closing_cash_details", [session], counted_cash=data["default_cash_details"]["amount"])
    odoo.call("pos.session", "update_closing_control_state_session", [session], "")
    return odoo.call("pos.session", "close_session_from_ui", [session], [])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lane", required=True, help="folder that prepare_odoo.py wrote")
    parser.add_argument("--admin", default="admin")
    parser.add_argument("--admin-password", default="admin")
    chosen = parser.parse_args()
    ini = configparser.ConfigParser(strict=False, allow_no_value=True, interpolation=None)
    ini.read(os.path.join(chosen.lane, "kiosk.ini"))
    server = ini["server"]
    odoo = Odoo(server["url"], server["database"], chosen.admin, chosen.admin_password)
    config = odoo.find("pos.config", ["name", "=", server["pos_config"]])[0]
    user = odoo.find("res.users", ["login", "=", server["login"]])[0]
    odoo.call("res.users", "write", [user], {"groups_id": [[4, odoo.named("stock.group_stock_user")]]})  # or tracked articles keep it from closing
    made = make_shop(odoo, config)
    make_customers(odoo, config, made["taxes"])
    with tempfile.TemporaryDirectory(prefix="kiosk-choices-") as folder:
        path = os.path.join(folder, "day.script")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script(made))
        done = subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--config", os.path.join(chosen.lane, "kiosk.ini"), "--data",
                               os.path.join(folder, "data"), "--window", "1080x1920", "--script", path],
                              env=dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy"), stderr=subprocess.PIPE, text=True,
                              timeout=600, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the kiosk: {done.stderr[-800:]}")
    session = odoo.call("pos.config", "read", [config], ["current_session_id"])[0]["current_session_id"][0]
    found = stored(odoo, session)
    for order in found:
        print(order)
    if found != EXPECTED:
        raise SystemExit("the server's orders are others")
    answer = close(odoo, session)
    print(f"session {session} closed: {json.dumps(answer)}")
    return 0 if answer["successful"] else 1


if __name__ == "__main__":
    sys.exit(main())
