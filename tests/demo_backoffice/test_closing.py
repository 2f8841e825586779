"""What the closing computes by itself: hand-made orders in the tax shops, and the server's own answers where its recordings are at hand."""
import json
import os
import sys
import types
import unittest

from support import ROOT

from demo_backoffice_lib import closing, tax_shop, taxes
from demo_backoffice_lib.errors import ServerError

sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import till  # noqa: E402  (the path has to be set first)

VECTORS = os.path.join(os.environ.get("KIOSK_SHARED", os.path.join(os.path.dirname(ROOT), "shared")), "odoo17", "vectors")


def office_of(variant):
    catalogue = tax_shop.read_tax_shop(variant)
    position = catalogue.position(1)
    return types.SimpleNamespace(catalogue=catalogue, rounding=catalogue.load["res.currency"]["rounding"],
                                 mapped_taxes=lambda ids, applied: taxes.map_taxes(ids, applied and position, catalogue.tax_order))


def line_of(office, name, quantity, price, subtotal):
    article = next(a for a in office.catalogue.articles.everything() if a["display_name"] == name)
    return {"product": article["id"], "qty": quantity, "price_unit": price, "discount": 0.0, "price_subtotal": subtotal, "tax_ids": article["taxes_id"]}


def order_of(lines, total, paid=None, position=False):
    paid = total if paid is None else paid
    return {"lines": lines, "amount_total": total, "amount_paid": paid, "payments": [{"amount": paid}], "fiscal_position": position}


class Difference(unittest.TestCase):
    def balance(self, variant, lines, total, **rest):
        office = office_of(variant)
        return round(closing.order_difference(office, order_of([line_of(office, *each) for each in lines], total, **rest)), 6)

    def test_taxes_round_by_line_or_by_tax(self):
        two = [("Tin 4A", 1, 1.25, 1.25), ("Tin 4B", 1, 1.25, 1.25)]  # 6 % on top: 0.075 each
        self.assertEqual(self.balance("taxes", two, 2.66), 0)
        self.assertEqual(self.balance("taxes-globally", two, 2.65), 0)
        self.assertEqual(self.balance("taxes-globally", two, 2.66), 0.01)

    def test_each_tax_is_rounded_by_itself(self):
        lines = [("Tin 4A", 1, 1.24, 1.24), ("Tin 6A", 1, 0.84, 0.84)]  # 0.0744 and 0.07455
        self.assertEqual(self.balance("taxes-globally", lines, 2.22), 0)
        self.assertEqual(self.balance("taxes-globally", lines, 2.23), 0.01)

    def test_returns_are_rounded_by_themselves(self):
        lines = [("Tin 4A", 1, 1.24, 1.24), ("Tin 4B", -1, 0.49, -0.49)]  # 0.0744 and -0.0294, together 0.045
        self.assertEqual(self.balance("taxes-globally", lines, 0.79), 0)

    def test_a_deposit_on_what_costs_nothing(self):
        self.assertEqual(self.balance("taxes", [("Tin 7A", 3, 0.0, 0.0)], 0.3), 0)
        self.assertEqual(self.balance("taxes", [("Tin 7A", -3, 0.0, 0.0)], -0.3), 0)

    def test_the_fiscal_position_maps_what_was_sent(self):
        line = [("Tin 1A", 1, 9.43, 9.43)]  # 6 % inside becomes 6 % on top
        self.assertEqual(self.balance("taxes-abroad", line, 10.0, position=1), 0)
        self.assertNotEqual(self.balance("taxes-abroad", line, 10.0), 0)

    def test_only_a_shop_that_rounds_cash_forgives_the_coins(self):
        line = [("Tin 18A", 1, 0.47, 0.47)]
        self.assertEqual(self.balance("taxes-coins", line, 0.47, paid=0.45), 0)
        self.assertEqual(self.balance("taxes", line, 0.47, paid=0.45), -0.02)

    def test_stock_moves_in_whole_steps_of_the_unit(self):
        office = office_of("taxes")
        order = order_of([line_of(office, "Tin 1A", 0.125, 1.0, 0.12)], 0.13)
        self.assertIsInstance(closing.stock_error(office, [order]), ServerError)
        self.assertIsNone(closing.stock_error(office, [order, order_of([line_of(office, "Tin 1A", 0.375, 1.0, 0.35)], 0.38)]))


@unittest.skipUnless(os.path.isdir(VECTORS), "no recorded answers here (KIOSK_SHARED names the folder that holds odoo17/vectors)")
class ServersAnswers(unittest.TestCase):
    @staticmethod
    def read(name):
        with open(os.path.join(VECTORS, name), encoding="utf-8") as file:
            return json.load(file)

    def near(self, one, other, tolerance, words):
        self.assertLessEqual(abs(one - other), tolerance, words)

    def test_taxes(self):
        for case in self.read("tax_vectors.json")["cases"]:
            step, globally, wanted = case["currency"]["rounding"], case["rounding_method"] == "round_globally", case["expected"]
            price = case["price_unit"] * (1 - case["discount"] / 100)
            without, with_tax, amounts = taxes.compute_all(case["taxes"], price, case["qty"], step, globally)
            self.near(without, wanted["total_excluded"], 1e-6, case["i"])
            self.near(with_tax, wanted["total_included"], 1e-6, case["i"])
            for tax in wanted["taxes"]:
                self.near(amounts[tax["id"]], tax["amount"], 1.1e-5 * step if globally else 1e-6, case["i"])

    def test_pricelists(self):
        for world in self.read("pricelist_vectors.json")["worlds"]:
            articles = {article["id"]: article for article in world["products"]}
            lists = {pricelist["id"]: pricelist for pricelist in world["pricelists"]}
            shop = till.Shop.__new__(till.Shop)
            shop.pricelists = lists
            for case in world["cases"]:
                shop.now = case["date_utc"]
                price = shop.list_price(lists.get(case["pricelist_id"]), articles[case["product_id"]], case["qty"])
                self.near(price, case["expected_price"], 1e-9, case)

    def test_fiscal_positions(self):
        for world in self.read("fiscal_vectors.json")["worlds"]:
            known = {tax["id"]: tax for tax in world["taxes"] if tax.get("active", True)}
            ranks = sorted(world["taxes"], key=lambda tax: (tax["sequence"], tax["id"]))
            shop = till.Shop.__new__(till.Shop)
            shop.step, shop.globally, shop.price_digits = world["currency"]["rounding"], world["rounding_method"] == "round_globally", world["price_digits"]
            shop.taxes, shop.tax_order = known, {tax["id"]: place for place, tax in enumerate(ranks)}
            for case in world["cases"]:
                shop.position = next((p for p in world["fiscal_positions"] if p["id"] == case["fiscal_position_id"]), None)
                article, wanted = {"taxes_id": case["product_taxes_id"]}, case["expected"]
                rows = shop.position["fiscal_position_taxes_by_id"].values() if shop.position else ()
                if any(row["tax_dest_id"] and not row["tax_dest_active"] for row in rows):
                    continue  # the recorded unit price is that of a till that is wrong there
                without, with_tax, _ = shop.compute(article, wanted["price_unit"] * (1 - case["discount"] / 100), till.round_digits(case["qty"], 2))
                self.near(shop.taken_abroad(article, case["price"]), wanted["price_unit"], 10.0 ** -shop.price_digits, case)
                self.near(without, wanted["price_subtotal"], 1e-6, case)
                self.near(with_tax, wanted["price_subtotal_incl"], 1e-6, case)


if __name__ == "__main__":
    unittest.main()
