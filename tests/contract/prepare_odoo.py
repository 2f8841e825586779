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
from demo_backoffice_lib import first_start, tax_shop  # noqa: E402

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

    def as_user(self, login, password):
        """Calls as a browser of that user makes them, for what can't be done over /jsonrpc."""
        _, cookie = self.post("/web/session/authenticate", {"db": self.database, "login": login, "password": password})

        def own(model, method, *arguments):
            return self.post("/web/dataset/call_kw", {"model": model, "method": method, "args": list(arguments), "kwargs": {}}, cookie)[0]

        return own

    def make_key(self, login, password):
        """As the user does it in the preferences: a description, the password once more, the key shown once."""
        own = self.as_user(login, password)
        description = own("res.users.apikeys.description", "create", [{"name": "lane"}])
        check = own("res.users.apikeys.description", "make_key", description)
        return confirmed(own, check, password)["context"]["default_key"]

    def drop_keys(self, login, password):
        """As the user does it there."""
        own = self.as_user(login, password)
        keys = own("res.users.apikeys", "search", [["user_id.login", "=", login]])
        return confirmed(own, own("res.users.apikeys", "remove", keys), password)


def confirmed(own, check, password):
    """A step that the server asks the password for once more."""
    own("res.users.identitycheck", "write", [check["res_id"]], {"password": password})
    return own("res.users.identitycheck", "run_check", [check["res_id"]])


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
    odoo.call("pos.config", "write", [config], {"cash_rounding": True, "only_round_cash_method": True, "rounding_method": make_coins(odoo, 0.05, "HALF-UP"),
                                                "receipt_header": "Header", "receipt_footer": "Footer"})


# --- the tax shop, as the demo back office has it ---

def in_this_shop(name):
    return "Lane " + name


def make_market_taxes(odoo):
    made = {}
    for place, (key, (kind, amount, included, raises, raised)) in enumerate(tax_shop.TAXES.items()):
        made[key] = odoo.ensure("account.tax", in_this_shop(key), {
            "amount_type": kind, "amount": amount, "price_include": included, "include_base_amount": raises, "is_base_affected": raised,
            "type_tax_use": "sale", "sequence": 200 + place})
    for place, (key, children) in enumerate(tax_shop.GROUPS.items()):
        made[key] = odoo.ensure("account.tax", in_this_shop(key), {
            "amount_type": "group", "type_tax_use": "sale", "sequence": 300 + place, "children_tax_ids": [[6, 0, [made[child] for child in children]]]})
    return made


def make_market_articles(odoo, taxes):
    units = {True: odoo.named("uom.product_uom_kgm"), False: odoo.named("uom.product_uom_unit")}
    goods, loose = (odoo.ensure("product.category", in_this_shop(name), {}) for name in ("Goods", tax_shop.LOOSE))
    made = {}
    for name, (price, keys, twelve, sold) in tax_shop.ARTICLES.items():
        by_weight = sold == tax_shop.BY_WEIGHT
        made[name] = odoo.ensure("product.template", in_this_shop(name), {
            "list_price": price, "standard_price": tax_shop.COSTS.get(name, 0.0), "barcode": with_check_digit(twelve), "uom_id": units[by_weight],
            "uom_po_id": units[by_weight], "to_weight": by_weight, "taxes_id": [[6, 0, [taxes[key] for key in keys]]], "available_in_pos": True,
            "detailed_type": "consu", "categ_id": loose if by_weight else goods})
    if not odoo.find("product.packaging", ["barcode", "=", with_check_digit(tax_shop.TRAY)]):
        article = odoo.find("product.product", ["product_tmpl_id", "=", made["Tin 4A"]])[0]
        odoo.call("product.packaging", "create", {"name": "Tray of 6", "barcode": with_check_digit(tax_shop.TRAY), "qty": 6, "product_id": article})
    return made, loose


def make_market_choices(odoo, articles):
    for name, attributes in tax_shop.CHOICES.items():
        for attribute, kind, values in attributes:
            if odoo.find("product.attribute", ["name", "=", in_this_shop(attribute)]):
                continue
            made = odoo.call("product.attribute", "create", {"name": in_this_shop(attribute), "create_variant": "no_variant", "display_type": kind})
            ids = [odoo.call("product.attribute.value", "create", {"name": value, "attribute_id": made}) for value, _ in values]
            line = odoo.call("product.template.attribute.line", "create", {
                "product_tmpl_id": articles[name], "attribute_id": made, "value_ids": [[6, 0, ids]]})
            for value_id, (_, extra) in zip(ids, values):
                found = odoo.find("product.template.attribute.value", ["attribute_line_id", "=", line], ["product_attribute_value_id", "=", value_id])
                odoo.call("product.template.attribute.value", "write", found, {"price_extra": extra})


def market_rule(wanted, articles, loose, base_list):
    item = {"compute_price": wanted["compute"], "min_quantity": wanted.get("min_quantity", 0), "base": wanted.get("base", "list_price"),
            "applied_on": "1_product" if "article" in wanted else "2_product_category" if "category" in wanted else "3_global"}
    for field, key in (("fixed_price", "fixed"), ("percent_price", "percent"), ("price_discount", "discount"), ("price_round", "round"),
                       ("price_surcharge", "surcharge"), ("price_min_margin", "min_margin"), ("price_max_margin", "max_margin")):
        if key in wanted:
            item[field] = wanted[key]
    if "article" in wanted:
        item["product_tmpl_id"] = articles[wanted["article"]]
    if "category" in wanted:
        item["categ_id"] = loose
    if item["base"] == "pricelist":
        item["base_pricelist_id"] = base_list
    return item


def make_market_pricelist(odoo, currency, articles, loose):
    """The shop's list and the one that a rule of it goes back to."""
    base = None
    for name, rules in (("Base", tax_shop.BASE_RULES), ("Market", tax_shop.RULES)):
        found = odoo.find("product.pricelist", ["name", "=", in_this_shop(name)])
        made = found[0] if found else odoo.call("product.pricelist", "create", {"name": in_this_shop(name), "currency_id": currency, "item_ids": [
            [0, 0, market_rule(wanted, articles, loose, base)] for wanted in rules]})
        base, last = base or made, made
    return [last, base]


def make_abroad(odoo, taxes):
    found = odoo.find("account.fiscal.position", ["name", "=", in_this_shop("abroad")])
    rows = [[0, 0, {"tax_src_id": taxes[source], "tax_dest_id": taxes[to] if to else False}]
            for source, all_to in tax_shop.ABROAD.items() for to in all_to or [None]]
    return found[0] if found else odoo.call("account.fiscal.position", "create", {"name": in_this_shop("abroad"), "tax_ids": rows})


def make_coins(odoo, step, how):
    accounts = [odoo.find("account.account", ["account_type", "=", kind])[0] for kind in ("income", "expense")]
    return odoo.ensure("account.cash.rounding", f"{step} {how}", {
        "rounding": step, "rounding_method": how, "profit_account_id": accounts[0], "loss_account_id": accounts[1]})


def make_market(odoo, config, variant):
    """One of the demo's tax shops. How the company rounds and the decimals of prices hold for the whole database, and for open sessions too."""
    wanted = tax_shop.VARIANTS[variant]
    owner = odoo.call("pos.config", "read", [config], ["company_id", "currency_id"])[0]
    company, currency = owner["company_id"][0], owner["currency_id"][0]
    odoo.call("res.company", "write", [company], {"tax_calculation_rounding_method": "round_globally" if wanted.get("globally") else "round_per_line"})
    odoo.call("decimal.precision", "write", odoo.find("decimal.precision", ["name", "=", "Product Price"]), {"digits": wanted.get("price_digits", 2)})
    taxes = make_market_taxes(odoo)
    articles, loose = make_market_articles(odoo, taxes)
    make_market_choices(odoo, articles)
    pricelists = make_market_pricelist(odoo, currency, articles, loose)
    values = {"pricelist_id": pricelists[0], "available_pricelist_ids": [[6, 0, pricelists]], "iface_tax_included": wanted.get("shown", "total")}
    if wanted.get("abroad"):
        abroad = make_abroad(odoo, taxes)
        values.update(tax_regime_selection=True, fiscal_position_ids=[[6, 0, [abroad]]], default_fiscal_position_id=abroad)
    if "coins" in wanted:
        values.update(cash_rounding=True, only_round_cash_method=False, rounding_method=make_coins(odoo, *wanted["coins"]))
    odoo.call("pos.config", "write", [config], values)


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
    parser.add_argument("--shop", choices=[name for name, variant in tax_shop.VARIANTS.items() if "currency" not in variant],
                        help="also one of the demo's tax shops, for this point of sale")
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
    if chosen.shop:
        make_market(odoo, config, chosen.shop)
    write_lane(chosen.lane, chosen, odoo.make_key(chosen.login, password))
    print(f"point of sale {config} '{chosen.config}', user '{chosen.login}'; {os.path.join(chosen.lane, 'kiosk.ini')} is ready")


if __name__ == "__main__":
    sys.exit(main())
