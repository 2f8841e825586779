"""The demo shop, invented shops, languages, and what a lane finds at its first start."""
import base64
import os
import json
import re
import stat
import unittest

from support import Case

from demo_backoffice_lib import domain, numbers, taxes  # noqa: E402  (support puts it on the path)


def right_check_digit(code):
    return sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(code[::-1])) % 10 == 0


class FirstStart(Case):
    def test_a_ready_configuration(self):
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.folder, "lane.key")).st_mode), 0o600)
        with open(os.path.join(self.folder, "kiosk.ini"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertLess(max(map(len, lines)), 200, "readers of INI files may cut longer lines")
        self.assertEqual([line for line in lines if line.startswith("[")], ["[server]", "[lane]", "[sale]", "[attendants]", "[devices]"])
        for i, line in enumerate(lines):
            if line.startswith("["):
                self.assertTrue(lines[i - 1].startswith(";"), f"{line} has no comment")
        self.assertIn("age_categories = Beer & wine:18", lines)
        self.assertIn("bag = 5499990000636", lines)

    def test_a_changed_configuration_stays(self):
        path = os.path.join(self.folder, "kiosk.ini")
        with open(path, "a", encoding="utf-8") as file:
            file.write("; mine\n")
        self.office.end()
        self.office.start()
        with open(path, encoding="utf-8") as file:
            self.assertTrue(file.read().endswith("; mine\n"))


class DemoShop(Case):
    def test_articles(self):
        articles = [p for p in self.load()["product.product"] if p["id"] not in self.load()["pos_special_products_ids"]]
        self.assertGreaterEqual(len(articles), 80)
        codes = [p["barcode"] for p in articles]
        self.assertEqual(len(set(codes)), len(codes))
        for article in articles:
            self.assertTrue(re.fullmatch(r"\d{13}", article["barcode"]) and right_check_digit(article["barcode"]), article["display_name"])
            self.assertEqual(article["to_weight"], article["uom_id"][1] == "kg")
            if article["to_weight"]:
                self.assertTrue(article["barcode"].startswith("21") and article["barcode"][7:12] == "00000")
            self.assertTrue(article["image_128"])
        for code in [p["barcode"] for p in self.load()["product.packaging"] + self.load()["res.partner"] if p["barcode"]] + ["0420000000037"]:
            self.assertTrue(right_check_digit(code), code)

    def test_categories_have_depth(self):
        categories = {c["id"]: c for c in self.load()["pos.category"]}
        top = [c["name"] for c in categories.values() if not c["parent_id"]]
        self.assertGreaterEqual(len(top), 10)
        self.assertEqual(top[:3], ["Fruit & veg", "Bakery", "Dairy & eggs"])

        def depth(category):
            return 1 + depth(categories[category["parent_id"][0]]) if category["parent_id"] else 1

        self.assertEqual(max(map(depth, categories.values())), 3)
        for article in self.load()["product.product"][1:]:
            self.assertTrue(all(i in categories for i in article["pos_categ_ids"]) and article["pos_categ_ids"])

    def test_every_name_in_every_language(self):
        english = self.load()
        for language in ("de_DE", "fr_FR", "ar_001"):
            other = self.office.call("pos.session", "load_pos_data", [self.office.session], context={"lang": language})
            self.assertEqual([p["id"] for p in other["product.product"]], [p["id"] for p in english["product.product"]])
            if language == "ar_001":
                for model, field in (("product.product", "display_name"), ("pos.category", "name")):
                    for record in other[model]:
                        if record["id"] not in english["pos_special_products_ids"] or model != "product.product":
                            self.assertTrue(re.search("[\u0600-\u06ff]", record[field]), record[field])
            delta = self.office.call("pos.session", "get_pos_ui_product_product_by_params", [self.office.session], {"domain": [["id", "=", 101]]},
                                     context={"lang": language})
            self.assertEqual(delta[0]["display_name"], other["product.product"][1]["display_name"])
            self.assertEqual(other["attributes_by_ptal_id"].keys(), english["attributes_by_ptal_id"].keys())
            self.assertNotEqual(other["attributes_by_ptal_id"]["2"]["name"], english["attributes_by_ptal_id"]["2"]["name"])
            self.check_names_of_choices(other, language)
        self.assertEqual(self.office.call("pos.session", "load_pos_data", [self.office.session], context={"lang": "xx_XX"})["product.product"][1]["display_name"], "Red apples")

    def check_names_of_choices(self, load, language):
        """By id, as a lane asks for them, they are those of load_pos_data."""
        lines = load["attributes_by_ptal_id"].values()
        wanted = {"product.template.attribute.line": {line["id"]: line["name"] for line in lines},
                  "product.template.attribute.value": {v["id"]: v["name"] for line in lines for v in line["values"]},
                  "pos.combo": {c["id"]: c["name"] for c in load["pos.combo"]}}
        for model, names in wanted.items():
            field = "attribute_id" if model == "product.template.attribute.line" else "name"
            found = self.office.call(model, "search_read", [["id", "in", list(names)]], [field], order="id", context={"lang": language})
            self.assertEqual({r["id"]: r[field][1] if field == "attribute_id" else r[field] for r in found}, names)
        kilogram = self.office.call("uom.uom", "search_read", [["name", "in", ["kg", "L"]]], ["name"], context={"lang": "en_US"})
        self.assertEqual({r["name"] for r in kilogram}, {"kg", "L"})
        self.assertEqual(self.office.call("uom.uom", "search_read", [["name", "in", ["Units"]]], ["name"], context={"lang": language}), [])

    def test_pictures_are_png(self):
        records = self.office.call("product.product", "read", [p["id"] for p in self.load()["product.product"]], fields=["image_128"])
        for record in records[1:]:
            self.assertTrue(base64.b64decode(record["image_128"]).startswith(b"\x89PNG\r\n\x1a\n"))
        self.assertIs(records[0]["image_128"], False)
        self.assertTrue(all(r["image_128"] for r in self.office.call("pos.category", "search_read", [], ["image_128"])))

    def test_finding(self):
        session = self.office.session
        self.assertEqual(self.office.call("pos.session", "find_product_by_barcode", [session], "2100002000003"), {"product_id": [102]})
        tray = self.office.call("pos.session", "find_product_by_barcode", [session], "5499990900011")
        self.assertEqual(tray["packaging"][0]["qty"], 6.0)
        self.assertEqual(self.office.call("pos.session", "find_product_by_barcode", [session], "0000"), {})
        self.refused("builtins.KeyError", self.office.call, "pos.session", "get_pos_ui_product_product_by_params", [session],
                     {"domain": [["id", ">", 0]], "fields": ["id"], "limit": 1})

    def customer(self, barcode):
        return self.office.call("pos.session", "get_pos_ui_res_partner_by_params", [self.office.session],
                                {"domain": [["barcode", "=", barcode]], "fields": ["name", "property_product_pricelist"], "limit": 1})

    def test_customers_with_cards(self):
        loaded = {p["barcode"]: p["property_product_pricelist"] for p in self.load()["res.partner"] if p["barcode"]}
        self.assertEqual(loaded, {"0420000000013": [2, "Members (EUR)"], "0420000000020": False})
        self.assertEqual(self.customer("0420000000020"), [{"id": 22, "name": "Jonas Weber", "property_product_pricelist": False}])
        self.assertEqual(self.customer("0420000000037"), [{"id": 23, "name": "Lina Okafor", "property_product_pricelist": [2, "Members (EUR)"]}])
        self.assertEqual(self.customer("0420000000044"), [])

    def test_a_change_is_in_the_delta(self):
        changed = json.loads(self.office.http("/demo/change", json.dumps({"model": "product.product", "id": 102, "values": {"lst_price": 1.99}}).encode())[2])
        delta = self.office.call("pos.session", "get_pos_ui_product_product_by_params", [self.office.session], {"domain": [["write_date", ">=", changed["write_date"]]]})
        self.assertEqual([(p["id"], p["lst_price"]) for p in delta], [(102, 1.99)])
        self.office.end()
        self.office.start()
        self.office.open()
        self.assertEqual(self.office.call("product.product", "read", [102], ["lst_price"])[0]["lst_price"], 1.99)

    def test_special_articles_and_refused_fields(self):
        self.refused("builtins.ValueError", self.office.call, "pos.session", "search_read", [], ["nope"])
        self.refused("odoo.exceptions.UserError", self.office.call, "no.model", "read", [1])
        self.refused("builtins.AttributeError", self.office.call, "pos.session", "nope", [1])
        self.refused("odoo.exceptions.AccessError", self.office.call, "pos.session", "_load_model", [1])


class InventedShop(Case):
    arguments = ("--articles", "25000", "--seed", "3")

    def test_loading_stops_at_a_limit_and_pages_give_the_rest(self):
        first = self.load()["product.product"]
        self.assertEqual(len(first), 20000)
        found, last = set(), 0
        while True:
            page = self.office.call("pos.session", "get_pos_ui_product_product_by_params", [self.office.session],
                                    {"domain": [["id", ">", last], ["available_in_pos", "=", True]], "limit": 5000, "order": "id"})
            if not page:
                break
            self.assertEqual([p["id"] for p in page], sorted(p["id"] for p in page))
            found.update(p["id"] for p in page)
            last = page[-1]["id"]
        self.assertEqual(len(found), 25001)
        self.assertTrue({p["id"] for p in first} <= found)
        self.assertGreater(max(p["id"] for p in first), 20000, "what is loaded first isn't the front of the ids")

    def test_codes(self):
        articles = self.load()["product.product"][1:]
        codes = {p["barcode"] for p in articles}
        self.assertEqual(len(codes), len(articles))
        for article in articles[::500]:
            self.assertTrue(right_check_digit(article["barcode"]))
            self.assertEqual(self.office.call("pos.session", "find_product_by_barcode", [self.office.session], article["barcode"]), {"product_id": [article["id"]]})


class Rules(unittest.TestCase):
    """Hand-computed examples for the parts that have no server around them."""

    TAX = dict(id=1, price_include=True, include_base_amount=False, is_base_affected=True, amount_type="percent", children_tax_ids=[], amount=21.0,
               sum_repartition_factor=1.0)

    def test_rounding(self):
        self.assertEqual(numbers.round_digits(2.675, 2), 2.68)
        self.assertEqual(numbers.round_digits(1.005, 2), 1.01)
        self.assertEqual(numbers.round_digits(-2.5, 0), -3)
        self.assertAlmostEqual(numbers.round_to(12.44, 0.05), 12.45)

    def test_taxes(self):
        excluded, included, amounts = taxes.compute_all([self.TAX], 10.0, 1, 0.01, False)
        self.assertAlmostEqual(excluded, 8.26)
        self.assertAlmostEqual(included, 10.0)
        self.assertAlmostEqual(amounts[1], 1.74)
        deposit = dict(self.TAX, id=2, amount_type="fixed", amount=0.1, price_include=False)
        excluded, included, amounts = taxes.compute_all([self.TAX, deposit], 1.69, 3, 0.01, False)
        self.assertAlmostEqual(included, 5.37)
        self.assertAlmostEqual(amounts[2], 0.3)
        _, back, _ = taxes.compute_all([self.TAX, deposit], 1.69, -3, 0.01, False)
        self.assertAlmostEqual(back, -5.37)

    def test_domains(self):
        records = [{"id": 1, "a": "Apple", "m": [7, "Seven"], "x": [1, 2]}, {"id": 2, "a": False, "m": False, "x": []}, {"id": 3, "a": "Pear", "m": [8, "Eight"], "x": [2]}]

        def ids(*items):
            matches = domain.compile_domain(list(items))
            return [r["id"] for r in records if matches(r)]

        self.assertEqual(ids(), [1, 2, 3])
        self.assertEqual(ids(["a", "ilike", "app"]), [1])
        self.assertEqual(ids("|", ["id", "=", 3], ["a", "=", False]), [2, 3])
        self.assertEqual(ids("!", ["m", "=", 7]), [2, 3])
        self.assertEqual(ids("!", "|", ["id", "=", 1], ["id", "=", 2]), [3])
        self.assertEqual(ids(["id", ">", 1], ["id", "<=", 3], ["m", "!=", False]), [3])
        self.assertEqual(ids(["x", "in", [2]]), [1, 3])
        self.assertEqual(ids(["m", "not in", [7]]), [2, 3])
        self.assertEqual(ids("&", ["id", ">=", 1], "|", ["a", "=", "Pear"], ["m", "=", 7]), [1, 3])
        self.assertEqual([r["id"] for r in domain.sort_records(records, "a desc, id")], [2, 3, 1])


if __name__ == "__main__":
    unittest.main()
