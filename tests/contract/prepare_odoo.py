#!/usr/bin/python3
"""Sets up a shop for one lane in a real Odoo 17: what a technician would click together, said over the wire.

It makes the lane's user with an e-mail address and an API key, taxes that are inside and on top of prices, articles with barcodes (one
of them weighed, one for adults), a pricelist, two payment methods and the point of sale, and writes kiosk.ini and lane.key for it.
Meant for a database that may be thrown away; what is already there under the same name is used, except the key, which is made anew.
"""
import argparse
import json
import os
import re
import secrets
import sys
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))
from demo_backoffice_lib import first_start  # noqa: E402

ADULTS, BREAD_CATEGORY = "Wine and beer", "Bread and milk"
CATEGORIES = {BREAD_CATEGORY: {"fr_FR": "Pain et lait", "ar_001": "خبز وحليب"}, ADULTS: {"fr_FR": "Vin et bière", "ar_001": "نبيذ وبيرة"}}
TAXES = {"21 inside": ("percent", 21.0, True), "6 inside": ("percent", 6.0, True), "10 on top": ("percent", 10.0, False),
         "deposit on top": ("fixed", 0.1, False)}
# name: (price, taxes, twelve digits of the barcode, unit, category, French, Arabic)
ARTICLES = {
    "Lane milk": (1.19, ["6 inside"], "549999000031", "Units", BREAD_CATEGORY, "Lait entier", "حليب كامل الدسم"),
    "Lane bread": (2.35, ["6 inside"], "549999000023", "Units", BREAD_CATEGORY, "Pain gris", "خبز أسمر"),
    "Lane batteries": (7.99, ["21 inside"], "549999000047", "Units", "", "Piles", "بطاريات"),
    "Lane notebook": (3.33, ["10 on top"], "549999000051", "Units", "", "Cahier", "دفتر"),
    "Lane lemonade": (1.05, ["6 inside", "deposit on top"], "549999000055", "Units", "", "Limonade", "ليمونادة"),
    "Lane wine": (8.49, ["21 inside"], "549999000065", "Units", ADULTS, "Vin rouge", "نبيذ أحمر"),
    "Lane apples": (3.29, ["6 inside"], "210001200000", "kg", BREAD_CATEGORY, "Pommes", "تفاح"),
    "Lane screws": (0.07, ["10 on top"], "549999000071", "Units", "", "Vis", "مسامير"),
}


def with_check_digit(twelve):
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return twelve + str(-total % 10)


class Odoo:
    """A server as a signed-in administrator sees it."""

    def __init__(self, url, database, login, password):
        self.url, self.database, self.password = url.rstrip("/"), database, password
        self.user = self.common("authenticate", database, login, password, {})
        if not self.user:
            raise SystemExit(f"{url} does not accept '{login}' in database '{database}'")

    def post(self, path, parameters, cookie=""):
        headers = {"Content-Type": "application/json", **({"Cookie": f"session_id={cookie}"} if cookie else {})}
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "params": parameters}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data=body, headers=headers), timeout=300) as answer:
            reply, header = json.loads(answer.read()), answer.headers.get("Set-Cookie") or ""
        if "error" in reply:
            raise SystemExit(f"{parameters.get('method', path)}: {reply['error']['data']['name']}: {reply['error']['data']['message']}")
        found = re.search(r"session_id=([0-9a-f]+)", header)
        return reply.get("result"), found[1] if found else cookie

    def common(self, method, *arguments):
        return self.post("/jsonrpc", {"service": "common", "method": method, "args": list(arguments)})[0]

    def call(self, model, method, *arguments, **keywords):
        return self.post("/jsonrpc", {"service": "object", "method": "execute_kw", "args": [
            self.database, self.user, self.password, model, method, list(arguments), keywords]})[0]

    def find(self, model, *domain):
        return self.call(model, "search", list(domain), limit=1)

    def ensure(self, model, name, values):
        """The record of that name. One that is there stays: a tax of an open session may not be changed."""
        found = self.find(model, ["name", "=", name])
        return found[0] if found else self.call(model, "create", {"name": name, **values})

    def named(self, xml_id):
        return self.call("ir.model.data", "check_object_reference", *xml_id.split("."))[1]

    def make_key(self, login, password):
        """As the user does it in the preferences: a description, the password once more, the key shown once."""
        _, cookie = self.post("/web/session/authenticate", {"db": self.database, "login": login, "password": password})

        def own(model, method, *arguments):
            return self.post("/web/dataset/call_kw", {"model": model, "method": method, "args": list(arguments), "kwargs": {}}, cookie)[0]

        description = own("res.users.apikeys.description", "create", [{"name": "lane"}])
        check = own("res.users.apikeys.description", "make_key", description)
        own("res.users.identitycheck", "write", [check["res_id"]], {"password": password})
        return own("res.users.identitycheck", "run_check", [check["res_id"]])["context"]["default_key"]


def make_user(odoo, login, password):
    groups = [odoo.named("base.group_user"), odoo.named("point_of_sale.group_pos_user")]
    values = {"name": "Lane " + login, "password": password, "email": login + "@shop.example", "groups_id": [[6, 0, groups]]}
    found = odoo.find("res.users", ["login", "=", login])
    if found:
        odoo.call("res.users", "write", found, values)
    else:
        odoo.call("res.users", "create", {"login": login, **values})


def speak_languages(odoo, codes):
    found = odoo.call("res.lang", "search_read", [["code", "in", codes], ["active", "=", False]], fields=["code"], context={"active_test": False})
    if found:
        wizard = odoo.call("base.language.install", "create", {"lang_ids": [[6, 0, [each["id"] for each in found]]], "overwrite": False})
        odoo.call("base.language.install", "lang_install", [wizard])


def weigh_in_grams(odoo):
    odoo.call("decimal.precision", "write", odoo.find("decimal.precision", ["name", "=", "Product Unit of Measure"]), {"digits": 3})
    odoo.call("uom.uom", "write", [odoo.named("uom.product_uom_kgm")], {"rounding": 0.001})


def translate(odoo, model, record, words):
    for code, word in words.items():
        odoo.call(model, "write", [record], {"name": word}, context={"lang": code})


def make_articles(odoo, languages):
    units = {"Units": odoo.named("uom.product_uom_unit"), "kg": odoo.named("uom.product_uom_kgm")}
    taxes = {name: odoo.ensure("account.tax", "Lane " + name, {"amount_type": kind, "amount": amount, "price_include": inside, "type_tax_use": "sale"})
             for name, (kind, amount, inside) in TAXES.items()}
    categories = {}
    for name, words in CATEGORIES.items():
        categories[name] = odoo.ensure("pos.category", name, {})
        translate(odoo, "pos.category", categories[name], {code: words[code] for code in languages})
    for name, (price, tax_names, twelve, unit, category, french, arabic) in ARTICLES.items():
        template = odoo.ensure("product.template", name, {
            "list_price": price, "barcode": with_check_digit(twelve), "uom_id": units[unit], "uom_po_id": units[unit], "to_weight": unit == "kg",
            "taxes_id": [[6, 0, [taxes[each] for each in tax_names]]], "available_in_pos": True, "detailed_type": "consu",
            "pos_categ_ids": [[6, 0, [categories[category]] if category else []]]})
        words = {"fr_FR": french, "ar_001": arabic}
        translate(odoo, "product.template", template, {code: words[code] for code in languages})


def make_recorded_taxes(odoo, recorded):
    """The taxes of the recorded shop, in its order; the others of the country are already there."""
    made = {}
    for place, tax in enumerate(sorted(recorded, key=lambda each: each["amount_type"] == "group")):
        values = {name: tax[name] for name in ("amount_type", "amount", "price_include", "include_base_amount", "is_base_affected")}
        if tax["amount_type"] == "group":
            values["children_tax_ids"] = [[6, 0, [made[child["id"]] for child in tax["children_tax_ids"]]]]
        made[tax["id"]] = odoo.ensure("account.tax", tax["name"], {"type_tax_use": "sale", "sequence": 100 + place, **values})
    return made


def make_recorded_shop(odoo, config):
    """What the recorded orders sell, so that their amounts are right here too: their taxes, articles with barcodes, cash rounded to 5 cents."""
    shared = os.environ.get("KIOSK_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
    with open(os.path.join(shared, "odoo17", "recorded", "load_pos_data.raw.json"), encoding="utf-8") as file:
        recorded = json.load(file)["result"]
    taxes = make_recorded_taxes(odoo, recorded["account.tax"])
    units = {"Units": odoo.named("uom.product_uom_unit"), "kg": odoo.named("uom.product_uom_kgm")}
    for article in recorded["product.product"]:
        if not article["barcode"] or odoo.find("product.product", ["barcode", "=", article["barcode"]]):
            continue
        unit = units[article["uom_id"][1]]
        odoo.ensure("product.template", article["display_name"], {
            "list_price": article["lst_price"], "barcode": article["barcode"], "to_weight": article["to_weight"], "uom_id": unit, "uom_po_id": unit,
            "taxes_id": [[6, 0, [taxes[each] for each in article["taxes_id"]]]], "available_in_pos": True})
    accounts = [odoo.find("account.account", ["account_type", "=", kind])[0] for kind in ("income", "expense")]
    rounding = odoo.ensure("account.cash.rounding", "5 cents", {
        "rounding": 0.05, "rounding_method": "HALF-UP", "profit_account_id": accounts[0], "loss_account_id": accounts[1]})
    odoo.call("pos.config", "write", [config], {"cash_rounding": True, "only_round_cash_method": True, "rounding_method": rounding,
                                                "receipt_header": "Header", "receipt_footer": "Footer"})


def make_pricelist(odoo, currency):
    template = {name: odoo.find("product.template", ["name", "=", name])[0] for name in ("Lane batteries", "Lane screws")}
    found = odoo.find("product.pricelist", ["name", "=", "Lane prices"])
    if found:
        return found[0]
    items = [{"applied_on": "1_product", "product_tmpl_id": template["Lane batteries"], "compute_price": "percentage", "percent_price": 15.0},
             {"applied_on": "1_product", "product_tmpl_id": template["Lane screws"], "min_quantity": 3, "compute_price": "fixed", "fixed_price": 0.05}]
    return odoo.call("product.pricelist", "create", {"name": "Lane prices", "currency_id": currency, "item_ids": [[0, 0, item] for item in items]})


def make_point_of_sale(odoo, name):
    found = odoo.find("pos.config", ["name", "=", name])
    if found:
        return found[0]
    currency = odoo.call("res.company", "search_read", [], fields=["currency_id"], limit=1)[0]["currency_id"][0]
    pricelist = make_pricelist(odoo, currency)
    code = "R" + secrets.token_hex(2).upper()
    journal = odoo.call("account.journal", "create", {"name": name + " cash", "type": "cash", "code": code})
    bank = odoo.find("account.journal", ["type", "=", "bank"])[0]
    methods = [odoo.call("pos.payment.method", "create", {"name": name + label, "journal_id": where})
               for label, where in ((" cash", journal), (" card", bank))]
    values = {"name": name, "payment_method_ids": [[6, 0, methods]], "use_pricelist": True, "pricelist_id": pricelist,
              "available_pricelist_ids": [[6, 0, [pricelist]]], "iface_tax_included": "total"}
    if "module_pos_restaurant" in odoo.call("pos.config", "fields_get", [], ["type"]):
        values["module_pos_restaurant"] = False
    return odoo.call("pos.config", "create", values)


def write_lane(folder, chosen, key):
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "lane.key")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(key + "\n")
    with open(os.path.join(folder, "kiosk.ini"), "w", encoding="utf-8") as file:
        file.write(f"[server]\nurl = {chosen.url}\ndatabase = {chosen.database}\nlogin = {chosen.login}\nkey_file = lane.key\n"
                   f"pos_config = {chosen.config}\n\n[lane]\nname = {chosen.config}\ntimezone = Europe/Brussels\n"
                   f"languages = {', '.join(['en'] + [code[:2] for code in chosen.languages])}\n\n[sale]\nage_categories = {ADULTS}:18\n\n"
                   "; the demo's attendant: PIN 1234, badge 0410000000001\n[attendants]\n"
                   f"Demo attendant = attendant, {first_start.ATTENDANT_BADGE}\n    {first_start.ATTENDANT_PIN}\n\n"
                   "[devices]\nprinter = file\nterminal = demo:approve\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--admin", default="admin", help="login of an administrator")
    parser.add_argument("--admin-password", default="admin")
    parser.add_argument("--login", default="kiosk", help="login of the lane's user, which is made")
    parser.add_argument("--password", default="", help="the user's password; a random one without it")
    parser.add_argument("--config", default="Lane R", help="name of the point of sale, which is made")
    parser.add_argument("--languages", nargs="*", default=["fr_FR", "ar_001"], choices=["fr_FR", "ar_001"], help="beside English")
    parser.add_argument("--two-decimals", action="store_true", help="leave weights at the two decimals of a fresh Odoo")
    parser.add_argument("--contract", action="store_true", help="also what contract_test.py needs: the recorded shop's taxes and articles")
    parser.add_argument("--lane", required=True, help="folder for kiosk.ini and lane.key")
    chosen = parser.parse_args()
    password = chosen.password or secrets.token_urlsafe(16)
    odoo = Odoo(chosen.url, chosen.database, chosen.admin, chosen.admin_password)
    speak_languages(odoo, chosen.languages)
    make_user(odoo, chosen.login, password)
    if not chosen.two_decimals:
        weigh_in_grams(odoo)
    make_articles(odoo, chosen.languages)
    config = make_point_of_sale(odoo, chosen.config)
    if chosen.contract:
        make_recorded_shop(odoo, config)
    write_lane(chosen.lane, chosen, odoo.make_key(chosen.login, password))
    print(f"point of sale {config} '{chosen.config}', user '{chosen.login}'; {os.path.join(chosen.lane, 'kiosk.ini')} is ready")


if __name__ == "__main__":
    sys.exit(main())
