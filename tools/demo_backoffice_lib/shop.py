"""The demo shop: assets/demo_shop read into a catalogue."""
import csv
import datetime
import json
import os

from . import shapes
from .catalogue import ArticleList, Catalogue
from .recorded import default_nomenclature

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "assets", "demo_shop")
WORDS = ("de", "fr", "ar")
FIRST_ARTICLE, DISCOUNT_ARTICLE = 101, 100


def read_rows(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def weekend(now=None):
    """Saturday and Sunday of the running or next weekend, Brussels, as the UTC texts of a rule."""
    try:
        from zoneinfo import ZoneInfo
        zone = ZoneInfo("Europe/Brussels")
    except Exception:  # a machine without time zone data
        zone = datetime.timezone(datetime.timedelta(hours=1))
    today = (now or datetime.datetime.now(zone)).astimezone(zone).date()
    saturday = today + datetime.timedelta(days=(5 - today.weekday()) % 7 if today.weekday() != 6 else -1)
    start = datetime.datetime.combine(saturday, datetime.time(0, 0, 0), zone)
    end = datetime.datetime.combine(saturday + datetime.timedelta(days=1), datetime.time(23, 59, 59), zone)
    return tuple(m.astimezone(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S") for m in (start, end))


class Shop:
    """Collects the shop's parts; ids follow the order in the files."""

    def __init__(self):
        with open(os.path.join(FOLDER, "shop.json"), encoding="utf-8") as file:
            self.values = json.load(file)
        self.translations = {code: {} for key, (code, _) in self.values["languages"].items() if key != "en"}
        self.pictures, self.currency = {}, self.currency_record(self.values["currency"])
        self.company = [shapes.COMPANY_ID, self.values["company"]["name"]]

    @staticmethod
    def currency_record(values):
        return {"id": 1, "name": values["name"], "symbol": values["symbol"], "position": values["position"], "rounding": values["rounding"],
                "rate": 1.0, "decimal_places": values["decimal_places"]}

    def translate(self, model, record_id, row, field):
        """Keeps the names of a record in the other languages."""
        for key in WORDS:
            words = self.translations[self.values["languages"][key][0]].setdefault(model, {})
            words[record_id] = {field: row[key]}

    def picture(self, model, record_id, name):
        path = os.path.join(FOLDER, "pictures", name + ".png")
        with open(path, "rb") as file:
            self.pictures[model, record_id] = file.read()

    def read_categories(self):
        rows = read_rows("categories.csv")
        self.category_ids = {row["key"]: i for i, row in enumerate(rows, 1)}
        self.categories, by_key = [], {}
        self.top = {}
        for row in rows:
            i = self.category_ids[row["key"]]
            parent = by_key.get(row["parent"])
            record = shapes.category(i, row["en"], [parent["id"], parent["name"]] if parent else False, True)
            if parent:
                parent["child_id"].append(i)
            self.top[row["key"]] = self.top[row["parent"]] if parent else row["key"]
            by_key[row["key"]] = record
            self.categories.append(record)
            self.translate("pos.category", i, row, "name")
            self.picture("pos.category", i, row["picture"])
        self.accounting = {key: shapes.accounting_category(self.category_ids[key] + 10, by_key[key]["name"]) for key in set(self.top.values())}

    def read_articles(self):
        units = {u["name"]: [u["id"], u["name"]] for u in self.values["units"]}
        taxes = {t["key"]: t["id"] for t in self.values["taxes"]}
        discount = shapes.article(DISCOUNT_ARTICLE, "Discount", 0.0, shapes.accounting_category(1, "All"), [], [taxes["21"]], "", units["Units"], False, False)
        self.articles, self.by_key = [discount], {}
        for i, row in enumerate(read_rows("articles.csv"), FIRST_ARTICLE):
            record = shapes.article(i, row["en"], float(row["price"]), self.accounting[self.top[row["category"]]], [self.category_ids[row["category"]]],
                                    [taxes[key] for key in row["taxes"].split("+")], row["barcode"], units[row["unit"]], row["unit"] == "kg", True)
            self.by_key[row["key"]] = record
            self.articles.append(record)
            self.translate("product.product", i, row, "display_name")
            self.picture("product.product", i, row["picture"])

    def attributes(self):
        lines = {}
        for line in self.values["attributes"]:
            self.by_key[line["article"]]["attribute_line_ids"].append(line["id"])
            self.translate("product.attribute", line["id"], line, "name")
            for value in line["values"]:
                self.translate("product.template.attribute.value", value["id"], value, "name")
            lines[str(line["id"])] = {
                "id": line["id"], "name": line["en"], "display_type": line["type"], "sequence": line["id"] * 10,
                "values": [{"id": v["id"], "name": v["en"], "is_custom": False, "html_color": v.get("color", False), "image": False,
                            "price_extra": v["extra"]} for v in line["values"]]}
        return lines

    def combos(self):
        combos, lines = [], []
        for combo in self.values["combos"]:
            ids = []
            for key, extra in combo["choices"]:
                chosen = self.by_key[key]
                lines.append({"id": len(lines) + 1, "product_id": [chosen["id"], chosen["display_name"]], "combo_price": extra,
                              "combo_id": [combo["id"], combo["name"]]})
                ids.append(len(lines))
            combos.append({"id": combo["id"], "name": combo["name"], "combo_line_ids": ids,
                           "base_price": min(self.by_key[key]["lst_price"] for key, _ in combo["choices"])})
            self.by_key[combo["article"]]["combo_ids"].append(combo["id"])
        return combos, lines

    def pricelists(self):
        found, number, currency = [], 0, [self.currency["id"], self.currency["name"]]
        for values in self.values["pricelists"]:
            shown = f"{values['name']} ({self.currency['name']})"
            items = []
            for wanted in values["rules"]:
                number += 1
                own = {"min_quantity": float(wanted.get("from", 0))}
                if "fixed" in wanted:
                    own.update(compute_price="fixed", fixed_price=wanted["fixed"])
                else:
                    own.update(compute_price="percentage", percent_price=float(wanted["percent"]))
                if "article" in wanted:
                    own["product_tmpl_id"] = self.by_key[wanted["article"]]["product_tmpl_id"]
                if "category" in wanted:
                    accounting = self.accounting[wanted["category"]]
                    own["categ_id"] = [accounting["id"], f"All / {accounting['name']}"]
                if "based_on" in wanted:
                    base = self.values["pricelists"][wanted["based_on"] - 1]
                    own.update(base="pricelist", base_pricelist_id=[base["id"], f"{base['name']} ({self.currency['name']})"])
                if wanted.get("when") == "weekend":
                    own["date_start"], own["date_end"] = weekend()
                items.append(shapes.rule(number, [values["id"], shown], self.company, currency, **own))
            found.append({"id": values["id"], "name": values["name"], "display_name": shown, "discount_policy": values["policy"],
                          "items": sorted(items, key=shapes.rule_order)})
        return found

    def read(self):
        self.read_categories()
        self.read_articles()
        values, attributes = self.values, self.attributes()
        combos, combo_lines = self.combos()
        for unit in values["units"]:
            self.translate("uom.uom", unit["id"], unit, "name")
        for model, rows in (("account.tax", values["taxes"]), ("pos.payment.method", values["payment_methods"])):
            for row in rows:
                self.translate(model, row["id"], row, "name")
        pricelists = self.pricelists()
        names = {p["id"]: [p["id"], p["display_name"]] for p in pricelists}
        load = shapes.complete({
            "company": values["company"], "config": values["config"], "user": values["user"], "currency": self.currency,
            "units": [shapes.unit(u["id"], u["name"], u["rounding"], u["groupable"], u["category"]) for u in values["units"]],
            "taxes": [shapes.tax(t["id"], t["name"], t["type"], t["amount"], t["included"], self.company) for t in values["taxes"]],
            "languages": [{"id": i, "name": name, "code": code} for i, (code, name) in enumerate(values["languages"].values(), 1)],
            "methods": [shapes.payment_method(m["id"], m["name"], m["type"], i) for i, m in enumerate(values["payment_methods"])],
            "customers": [shapes.customer(7, values["user"])] + [
                shapes.customer(c["id"], c["name"], c["barcode"], names.get(c.get("pricelist"), False)) for c in values["customers"]],
            "pricelists": pricelists, "categories": self.categories, "combos": combos, "combo_lines": combo_lines, "attributes": attributes,
            "packagings": [{"id": p["id"], "name": p["name"], "barcode": p["barcode"], "qty": p["quantity"],
                            "product_id": [self.by_key[p["article"]]["id"], self.by_key[p["article"]]["display_name"]]} for p in values["packagings"]],
            "roundings": [{"id": 1, "name": "5 cents", "rounding": 0.05, "rounding_method": "HALF-UP"}], "special": [DISCOUNT_ARTICLE],
        })
        ages = ", ".join(f"{next(c['name'] for c in self.categories if c['id'] == self.category_ids[key])}:{age}" for key, age in values["age_categories"].items())
        return Catalogue(load, ArticleList(self.articles), *default_nomenclature(), translations=self.translations, pictures=self.pictures, age_categories=ages,
                         bag=self.by_key[values["bag"]]["barcode"],
                         customers_not_loaded=[c["id"] for c in values["customers"] if not c.get("loaded", True)])


def read_shop():
    return Shop().read()
