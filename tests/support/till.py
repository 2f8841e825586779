"""What a basket costs, worked out from a server's load_pos_data by rules written in Python: nothing of the kiosk's is used.

The rules are those of Odoo 17's till where the server agrees with it, and the server's where it doesn't, because the server's
figures are what a session has to balance with.
"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
from demo_backoffice_lib.numbers import is_zero, round_digits, round_to  # noqa: E402  (the path has to be set first)
from demo_backoffice_lib.taxes import compute_all, map_taxes  # noqa: E402


def id_of(pair):
    """Of a record that is shown as [id, name], or None."""
    return pair[0] if pair else None


class Shop:
    """How a shop prices, taxes and rounds. `now`: the moment of the sale as the server writes it, in UTC."""

    def __init__(self, load, now):
        self.load, self.now = load, now
        config, currency = load["pos.config"], load["res.currency"]
        self.step, self.decimals = currency["rounding"], currency["decimal_places"]
        self.globally = load["res.company"]["tax_calculation_rounding_method"] == "round_globally"
        self.shows_tax = config["iface_tax_included"] == "total"
        self.price_digits = load["decimal.precision"]["Product Price"]
        self.quantity_digits = load["decimal.precision"]["Product Unit of Measure"]
        self.taxes = {tax["id"]: tax for tax in load["account.tax"]}
        self.tax_order = {tax["id"]: i for i, tax in enumerate(load["account.tax"])}
        self.units = {unit["id"]: unit for unit in load["uom.uom"]}
        self.articles = {article["id"]: article for article in load["product.product"]}
        self.pricelists = {pricelist["id"]: pricelist for pricelist in load["product.pricelist"]}
        self.pricelist = self.pricelists.get(id_of(config["pricelist_id"])) if config["use_pricelist"] else None
        positions = {position["id"]: position for position in load["account.fiscal.position"]}
        self.position = positions.get(id_of(config["default_fiscal_position_id"]))
        self.coins = self._coins(config)
        self.extras = {value["id"]: value["price_extra"] for line in load["attributes_by_ptal_id"].values() for value in line["values"]}

    def _coins(self, config):
        """What every payment is rounded to, or None."""
        if not config["cash_rounding"] or config["only_round_cash_method"]:
            return None
        return next(each for each in self.load["account.cash.rounding"] if each["id"] == id_of(config["rounding_method"]))

    # --- prices ---

    def _is_for(self, rule, article, quantity):
        groups, group = set(), article["categ"]
        while group:
            groups.add(group["id"])
            group = group["parent"]
        return (not rule["product_id"] or rule["product_id"][0] == article["id"]) and \
            (not rule["product_tmpl_id"] or rule["product_tmpl_id"][0] == article["product_tmpl_id"][0]) and \
            (not rule["categ_id"] or rule["categ_id"][0] in groups) and \
            (not rule["date_start"] or rule["date_start"] <= self.now) and (not rule["date_end"] or self.now <= rule["date_end"]) and \
            (not rule["min_quantity"] or quantity >= rule["min_quantity"])

    def list_price(self, pricelist, article, quantity, extra=0.0):
        """What one costs by a pricelist; not rounded."""
        price = article["lst_price"] + extra
        rule = next((r for r in pricelist["items"] if self._is_for(r, article, quantity)), None) if pricelist else None
        if rule is None:
            return price
        if rule["compute_price"] == "fixed":
            return rule["fixed_price"]
        if rule["base"] == "standard_price":
            price = article["standard_price"]
        elif rule["base"] == "pricelist" and id_of(rule["base_pricelist_id"]) in self.pricelists:
            price = self.list_price(self.pricelists[rule["base_pricelist_id"][0]], article, quantity)
        if rule["compute_price"] == "percentage":
            return price - price * (rule["percent_price"] / 100)
        base, price = price, price - price * (rule["price_discount"] / 100)
        if rule["price_round"]:
            price = round_to(price, rule["price_round"])
        price += rule["price_surcharge"] or 0.0
        if rule["price_min_margin"]:
            price = max(price, base + rule["price_min_margin"])
        if rule["price_max_margin"]:
            price = min(price, base + rule["price_max_margin"])
        return price

    def _replaced(self, tax_id):
        """What comes instead of a tax, in the order of the position's rows. A row that leads to an archived tax doesn't count."""
        rows = [row for row in self.position["fiscal_position_taxes_by_id"].values()
                if row["tax_src_id"][0] == tax_id and (not row["tax_dest_id"] or row["tax_dest_active"])]
        return [row["tax_dest_id"][0] for row in rows if row["tax_dest_id"]] if rows else [tax_id]

    def taken_abroad(self, article, price):
        """A price under the fiscal position: without the included taxes that go, unless an included one comes first for any of them."""
        if not self.position:
            return price
        replaced = {tax_id: self._replaced(tax_id) for tax_id in self.tax_ids(article)}
        if any(new and self.taxes[new[0]]["price_include"] for new in replaced.values()):
            return price
        gone = [self.taxes[tax_id] for tax_id, new in replaced.items() if self.taxes[tax_id]["price_include"] and tax_id not in new]
        return compute_all(gone, price, 1, self.step, self.globally)[0] if gone else price

    def unit_price(self, article, quantity, extra=0.0, label=None):
        price = self.list_price(self.pricelist, article, quantity, extra) if label is None else label
        return round_digits(self.taken_abroad(article, round_digits(price, self.price_digits)), self.price_digits)

    # --- taxes ---

    def tax_ids(self, article):
        return sorted((i for i in article["taxes_id"] if i in self.taxes), key=self.tax_order.get)

    def compute(self, article, unit_price, quantity):
        taxes = [self.taxes[i] for i in map_taxes(self.tax_ids(article), self.position, self.tax_order)]
        return compute_all(taxes, unit_price, quantity, self.step, self.globally)

    def shown(self, article, unit_price, quantity=1.0):
        without, with_tax, _ = self.compute(article, unit_price, quantity)
        return with_tax if self.shows_tax else without

    def price_shown_as(self, article, wanted):
        """The greatest unit price that is shown as no more than that."""
        low, high = 0, round(wanted * 10 ** self.price_digits) + 1  # more than this with no tax at all
        while high - low > 1:
            middle = (low + high) // 2
            if self.shown(article, round(middle / 10 ** self.price_digits, self.price_digits)) <= wanted + self.step * 1e-3:
                low = middle
            else:
                high = middle
        return round(low / 10 ** self.price_digits, self.price_digits)

    def quantity(self, article, quantity):
        step = max(self.units[article["uom_id"][0]]["rounding"], 10.0 ** -self.quantity_digits)
        return round(round_to(quantity, step), 6)

    def coins_for(self, total):
        """What is to be paid where every payment is rounded to coins."""
        if self.coins is None or abs(total) < self.coins["rounding"]:
            return total
        return round_digits(round_to(total, self.coins["rounding"], self.coins["rounding_method"]), self.decimals)


class Line:
    def __init__(self, article, quantity, choices=(), price=None):
        self.article, self.quantity, self.choices, self.price = article, quantity, list(choices), price

    @property
    def is_manual(self):
        return self.price is not None


class Basket:
    """Lines as a customer puts them together."""

    def __init__(self, shop):
        self.shop, self.lines = shop, []

    def add(self, article, quantity=1.0, choices=(), label=None):
        """What is scanned again is more of the same line, where its unit may be grouped."""
        quantity = self.shop.quantity(article, quantity)
        groups = self.shop.units[article["uom_id"][0]]["is_pos_groupable"] and not article["to_weight"] and label is None
        same = [line for line in self.lines if line.article is article and line.choices == list(choices) and not line.is_manual] if groups else []
        if same:
            same[-1].quantity = self.shop.quantity(article, same[-1].quantity + quantity)
        else:
            self.lines.append(Line(article, quantity, choices, None if label is None else self.shop.unit_price(article, quantity, label=label)))

    def unit_price(self, line):
        extra = sum(self.shop.extras[value] for value in line.choices)
        return line.price if line.is_manual else self.shop.unit_price(line.article, line.quantity, extra)

    def amounts(self, line):
        return self.shop.compute(line.article, self.unit_price(line), line.quantity)

    def totals(self):
        """(total, tax)"""
        step, taxes, untaxed = self.shop.step, {}, 0.0
        for line in self.lines:
            without, _, amounts = self.amounts(line)
            untaxed += without
            for tax_id, amount in amounts.items():
                taxes[tax_id] = taxes.get(tax_id, 0.0) + amount
        tax = sum(round_to(amount, step) for amount in taxes.values()) if self.shop.globally else round_to(sum(taxes.values()), step)
        return round_digits(round_to(untaxed, step) + tax, self.shop.decimals), round_digits(tax, self.shop.decimals)

    def total(self):
        return self.totals()[0]


ORDER_FIELDS = ["pos_reference", "state", "amount_total", "amount_tax", "amount_paid", "amount_return", "session_id", "pricelist_id",
                "fiscal_position_id", "lines", "payment_ids"]
LINE_FIELDS = ["product_id", "qty", "price_unit", "discount", "price_subtotal", "price_subtotal_incl", "tax_ids", "attribute_value_ids", "price_extra"]


def _stored_lines(lines):
    return [(line["product_id"][0], line["qty"], line["price_unit"], line["discount"], line["price_subtotal"], line["price_subtotal_incl"],
             sorted(line["tax_ids"]), sorted(line["attribute_value_ids"])) for line in sorted(lines, key=lambda each: each["id"])]


def _expected_lines(basket):
    found = []
    for line in basket.lines:
        without, with_tax, _ = basket.amounts(line)
        found.append((line.article["id"], line.quantity, basket.unit_price(line), 0.0, without, with_tax, sorted(basket.shop.tax_ids(line.article)),
                      sorted(line.choices)))
    return found


def _same(one, other):
    return abs(one - other) < 1e-6 if isinstance(one, float) or isinstance(other, float) else one == other


def differences(basket, order, lines, payments):
    """Sentences that say where an order of the server (records of pos.order, its pos.order.line and pos.payment) is not this basket."""
    shop, found = basket.shop, []
    total, tax = basket.totals()
    due = shop.coins_for(total)
    wanted = {"state": "paid", "amount_total": total, "amount_tax": tax, "amount_paid": due, "amount_return": 0.0,
              "pricelist_id": shop.pricelist and shop.pricelist["id"], "fiscal_position_id": shop.position and shop.position["id"]}
    for field, value in wanted.items():
        stored = id_of(order[field]) if field.endswith("_id") else order[field]
        if not _same(value, stored):
            found.append(f"{order['pos_reference']}: {field} is {stored}, expected {value}")
    expected, stored = _expected_lines(basket), _stored_lines(lines)
    if len(expected) != len(stored):
        found.append(f"{order['pos_reference']}: {len(stored)} lines, expected {len(expected)}")
    for number, (one, other) in enumerate(zip(expected, stored), 1):
        if not all(_same(a, b) for a, b in zip(one, other)):
            found.append(f"{order['pos_reference']} line {number}: {other}, expected {one}")
    if not is_zero(sum(payment["amount"] for payment in payments) - due, shop.step):
        found.append(f"{order['pos_reference']}: paid {[payment['amount'] for payment in payments]}, expected {due}")
    return found
