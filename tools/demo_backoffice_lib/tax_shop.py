"""A shop for those who count: few articles, but every kind of tax, price rule and rounding that a line can meet.

Its tables say what there is in words that don't depend on the demo's own records, so that the same shop can be made in a real
server (tests/contract/prepare_odoo.py).
"""
import itertools

from . import shapes
from .catalogue import ArticleList, Catalogue
from .generated import check_digit
from .recorded import default_nomenclature

# key: (kind, amount, included in the price, raises the base of those behind it, its own base is raised); in the order of evaluation
TAXES = {
    "eco 0.05 inside": ("fixed", 0.05, True, True, True), "deposit 0.25 inside": ("fixed", 0.25, True, False, True),
    "levy 5 % of the sum": ("division", 5.0, True, False, True), "stamp 3 % on tax": ("percent", 3.0, False, True, True),
    "6 inside": ("percent", 6.0, True, False, True), "21 inside": ("percent", 21.0, True, False, True),
    "5.5 inside": ("percent", 5.5, True, False, True), "0 inside": ("percent", 0.0, True, False, True),
    "6 on top": ("percent", 6.0, False, False, True), "21 on top": ("percent", 21.0, False, False, True),
    "8.875 on top": ("percent", 8.875, False, False, True), "levy 10 % on top": ("division", 10.0, False, False, True),
    "deposit 0.10": ("fixed", 0.1, False, False, False), "state 5": ("percent", 5.0, False, False, True),
    "city 3.25": ("percent", 3.25, False, False, True),
}
GROUPS = {"state and city": ["state 5", "city 3.25"], "stamp and 21": ["stamp 3 % on tax", "21 on top"]}

TAX_SETS = [["6 inside"], ["21 inside"], ["5.5 inside"], ["6 on top"], ["21 on top"], ["8.875 on top"], ["21 inside", "deposit 0.10"],
            ["6 on top", "deposit 0.10"], ["eco 0.05 inside", "21 inside"], ["deposit 0.25 inside", "6 inside"], ["levy 5 % of the sum"],
            ["levy 10 % on top"], ["state and city"], ["stamp and 21"], ["6 inside", "21 inside"], ["0 inside"], ["6 inside", "21 on top"], []]

PIECES, BY_WEIGHT, BY_PRICE = "pieces", "weight", "price"  # an article's label may say what it weighs or what it costs
PRICES = [0.07, 0.95, 1.19, 2.35, 3.33, 4.99, 7.45, 12.8, 19.99, 0.45, 8.05, 1.05]


def _articles():
    """name: (price, taxes, twelve digits of the barcode, how it is sold)"""
    found, prices = {}, itertools.cycle(PRICES)
    for place, taxes in enumerate(TAX_SETS):
        for letter in "AB":
            number = len(found) + 1
            found[f"Tin {place + 1}{letter}"] = (next(prices), taxes, f"5499992{number:05d}", PIECES)
    for place, taxes in enumerate(TAX_SETS[:14]):
        found[f"Loose {place + 1}"] = (next(prices), taxes, f"21{200 + place:05d}00000", BY_WEIGHT)
    for place, taxes in enumerate(TAX_SETS[1:9]):
        found[f"Cut {place + 1}"] = (next(prices), taxes, f"23{200 + place:05d}00000", BY_PRICE)
    return found


ARTICLES = _articles()
TRAY = "549999290001"  # six of Tin 4A
COSTS = {"Tin 4A": 1.5, "Tin 5B": 2.77}

# article: [(attribute, one or many, [(value, extra)])]
CHOICES = {
    "Tin 2B": [("Tin size", "radio", [("small", 0.0), ("large", 1.35)])],
    "Tin 7A": [("Lid", "pills", [("plain", 0.0), ("gold", 2.5)]), ("Label", "multi", [("red", 0.11), ("blue", 0.13), ("none", 0.0)])],
    "Tin 13A": [("Cover", "select", [("paper", 0.05), ("cloth", 0.99)])],
}

# what a rule is for (an article, "loose" for that category, nothing for all), and how it computes
LOOSE = "Loose goods"
RULES = [
    {"article": "Tin 1A", "min_quantity": 3, "compute": "fixed", "fixed": 0.05},
    {"article": "Tin 2A", "compute": "percentage", "percent": 15.0},
    {"article": "Tin 2B", "compute": "percentage", "percent": 7.5},
    {"article": "Tin 3A", "min_quantity": 2, "compute": "formula", "discount": 12.5, "round": 0.05, "surcharge": -0.01},
    {"article": "Tin 4A", "compute": "formula", "base": "standard_price", "discount": -33.3, "surcharge": 0.2},
    {"article": "Tin 5B", "compute": "formula", "base": "standard_price", "discount": -10.0, "min_margin": 0.5, "max_margin": 4.0},
    {"article": "Tin 7A", "min_quantity": 4, "compute": "fixed", "fixed": 6.5},
    {"article": "Tin 8B", "compute": "percentage", "percent": 33.33, "base": "pricelist"},
    {"category": LOOSE, "min_quantity": 1.5, "compute": "percentage", "percent": 8.0},
    {"min_quantity": 6, "compute": "formula", "discount": 3.7},
]
BASE_RULES = [{"article": "Tin 8B", "compute": "fixed", "fixed": 8.88}, {"compute": "percentage", "percent": 2.0}]

# source: destinations
ABROAD = {"21 inside": ["6 inside"], "6 inside": ["6 on top"], "21 on top": [], "5.5 inside": ["8.875 on top", "levy 10 % on top"],
          "6 on top": ["21 inside"], "deposit 0.10": [], "state and city": ["8.875 on top"], "levy 5 % of the sum": ["21 inside"]}

EURO = {"name": "EUR", "symbol": "€", "position": "before", "rounding": 0.01, "decimal_places": 2}
VARIANTS = {
    "taxes": {}, "taxes-globally": {"globally": True}, "taxes-abroad": {"abroad": True}, "taxes-abroad-globally": {"abroad": True, "globally": True},
    "taxes-net": {"shown": "subtotal", "price_digits": 4}, "taxes-net-globally": {"shown": "subtotal", "price_digits": 3, "globally": True},
    "taxes-coins": {"coins": (0.05, "HALF-UP")}, "taxes-coins-up": {"coins": (0.1, "UP"), "globally": True}, "taxes-coins-down": {"coins": (0.05, "DOWN")},
    "taxes-yen": {"currency": {"name": "JPY", "symbol": "¥", "position": "before", "rounding": 1.0, "decimal_places": 0}, "worth": 100},
    "taxes-yen-globally": {"currency": {"name": "JPY", "symbol": "¥", "position": "before", "rounding": 1.0, "decimal_places": 0}, "worth": 100, "globally": True},
    "taxes-dinar": {"currency": {"name": "KWD", "symbol": "KD", "position": "after", "rounding": 0.001, "decimal_places": 3}, "price_digits": 3, "globally": True},
    "taxes-francs": {"currency": {"name": "CHF", "symbol": "CHF", "position": "before", "rounding": 0.05, "decimal_places": 2}},
}


class TaxShop:
    def __init__(self, variant):
        self.variant = VARIANTS[variant]
        self.worth = self.variant.get("worth", 1)  # of one in the tables, in the shop's money
        self.currency = dict(self.variant.get("currency", EURO), id=1, rate=1.0)
        self.company = [shapes.COMPANY_ID, "Tax market"]
        self.units = [shapes.unit(1, "Units", 0.01, True, [1, "Unit"]), shapes.unit(12, "kg", 0.001, False, [2, "Weight"])]
        self.accounting = {name: shapes.accounting_category(i, name) for i, name in ((11, "Goods"), (12, LOOSE))}

    def taxes(self):
        self.tax_ids = {key: i for i, key in enumerate([*TAXES, *GROUPS], 1)}
        records = {}
        for key, (kind, amount, included, raises, raised) in TAXES.items():
            worth = self.worth if kind == "fixed" else 1
            records[key] = dict(shapes.tax(self.tax_ids[key], key, kind, amount * worth, included, self.company), include_base_amount=raises, is_base_affected=raised)
        for key, children in GROUPS.items():
            group = dict(shapes.tax(self.tax_ids[key], key, "group", 0.0, False, self.company), children_tax_ids=[records[child] for child in children])
            group.pop("sum_repartition_factor")
            records[key] = group
        return list(records.values())

    def articles(self):
        goods, loose = self.accounting["Goods"], self.accounting[LOOSE]
        self.by_name = {}
        for i, (name, (price, taxes, twelve, sold)) in enumerate(ARTICLES.items(), 101):
            by_weight = sold == BY_WEIGHT
            record = shapes.article(i, name, price * self.worth, loose if by_weight else goods, [2 if by_weight else 1],
                                    sorted(self.tax_ids[key] for key in taxes), twelve + check_digit(twelve), [12, "kg"] if by_weight else [1, "Units"], by_weight, False)
            record["standard_price"] = COSTS.get(name, 0.0) * self.worth
            self.by_name[name] = record
        return list(self.by_name.values())

    def attributes(self):
        lines, value_id = {}, 0
        for name, attributes in CHOICES.items():
            for attribute, kind, values in attributes:
                line, made = len(lines) + 1, []
                for value, extra in values:
                    value_id += 1
                    made.append({"id": value_id, "name": value, "is_custom": False, "html_color": False, "image": False, "price_extra": extra * self.worth})
                lines[str(line)] = {"id": line, "name": attribute, "display_type": kind, "sequence": line * 10, "values": made}
                self.by_name[name]["attribute_line_ids"].append(line)
        return lines

    def rule(self, number, pricelist, wanted):
        own = {"compute_price": wanted["compute"], "min_quantity": float(wanted.get("min_quantity", 0)), "base": wanted.get("base", "list_price"),
               "percent_price": wanted.get("percent", 0.0), "price_discount": wanted.get("discount", 0.0)}
        for field, key in (("fixed_price", "fixed"), ("price_surcharge", "surcharge"), ("price_round", "round"), ("price_min_margin", "min_margin"),
                           ("price_max_margin", "max_margin")):
            own[field] = wanted.get(key, 0.0) * self.worth
        if own["base"] == "pricelist":
            own["base_pricelist_id"] = [2, "Base"]
        if "article" in wanted:
            own["product_tmpl_id"] = self.by_name[wanted["article"]]["product_tmpl_id"]
        if "category" in wanted:
            own["categ_id"] = [self.accounting[wanted["category"]]["id"], f"All / {wanted['category']}"]
        return shapes.rule(number, pricelist, self.company, [1, self.currency["name"]], **own)

    def pricelists(self):
        found, number = [], itertools.count(1)
        for list_id, name, rules in ((1, "Shop", RULES), (2, "Base", BASE_RULES)):
            items = sorted((self.rule(next(number), [list_id, name], wanted) for wanted in rules), key=shapes.rule_order)
            found.append({"id": list_id, "name": name, "display_name": name, "discount_policy": "with_discount", "items": items})
        return found

    def abroad(self):
        rows = [{"id": i, "tax_src_id": [self.tax_ids[source], source], "tax_dest_id": [self.tax_ids[to], to] if to else False, "tax_dest_active": bool(to)}
                for i, (source, to) in enumerate(((source, to) for source, all_to in ABROAD.items() for to in all_to or [None]), 1)]
        return {"id": 1, "name": "Abroad", "display_name": "Abroad", "fiscal_position_taxes_by_id": {str(row["id"]): row for row in rows}}

    def read(self):
        variant, taxes = self.variant, self.taxes()
        articles, attributes = self.articles(), self.attributes()
        coins = [{"id": 1, "name": "Coins", "rounding": variant["coins"][0], "rounding_method": variant["coins"][1]}] if "coins" in variant else []
        load = shapes.complete({
            "company": {"name": "Tax market", "email": "hello@tax-market.example", "website": "https://tax-market.example", "phone": "+32 2 555 01 24",
                        "vat": "BE0999999922", "country": ["BE", "Belgium", "VAT"]},
            "config": {"name": "Self-checkout 1", "iface_tax_included": variant.get("shown", "total")}, "user": "Lane 1", "currency": self.currency,
            "units": self.units, "taxes": taxes, "languages": [{"id": 1, "name": "English (US)", "code": "en_US"}],
            "methods": [shapes.payment_method(1, "Cash", "cash", 0), shapes.payment_method(2, "Card", "bank", 1)],
            "customers": [shapes.customer(7, "Lane 1")], "pricelists": self.pricelists(), "combos": [], "combo_lines": [], "attributes": attributes,
            "categories": [shapes.category(1, "Goods", False, False), shapes.category(2, LOOSE, False, False)], "roundings": coins, "special": [],
            "packagings": [{"id": 1, "name": "Tray of 6", "barcode": TRAY + check_digit(TRAY), "qty": 6.0, "product_id": [self.by_name["Tin 4A"]["id"], "Tin 4A"]}]})
        load["decimal.precision"]["Product Price"] = variant.get("price_digits", 2)
        if variant.get("globally"):
            load["res.company"]["tax_calculation_rounding_method"] = "round_globally"
        if coins:
            load["pos.config"]["only_round_cash_method"] = False
        if variant.get("abroad"):
            load["account.fiscal.position"] = [self.abroad()]
            load["pos.config"].update(tax_regime_selection=True, fiscal_position_ids=[1], default_fiscal_position_id=[1, "Abroad"])
        return Catalogue(load, ArticleList(articles), *default_nomenclature())


def read_tax_shop(variant):
    return TaxShop(variant).read()
