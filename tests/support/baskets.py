"""Random customers: each fills a basket in a script for the kiosk and, act by act, in the Python one that tells what it costs."""
import random

from till import Basket
from demo_backoffice_lib.generated import check_digit  # till puts it on the path


def with_check_digit(twelve):
    return twelve + check_digit(twelve)


class Customer:
    """The same seed buys the same. `avoid`: barcodes that need a colleague; `scale`: whether the lane has the demo scale; `pin`: of an
    attendant who changes a price now and then."""

    def __init__(self, shop, seed, avoid=(), scale=False, pin="", most=6):
        self.shop, self.random, self.scale, self.pin, self.most = shop, random.Random(seed), scale, pin, most
        special = set(shop.load["pos_special_products_ids"])
        sold = [a for a in shop.load["product.product"] if a["available_in_pos"] and a["active"] and a["barcode"] and a["barcode"] not in avoid
                and not a["combo_ids"] and a["tracking"] == "none" and a["id"] not in special]
        self.weighed = [a for a in sold if a["to_weight"] and not self.attributes(a) and a["barcode"].startswith("21") and a["barcode"][7:12] == "00000"]
        self.priced = [a for a in sold if not a["to_weight"] and not self.attributes(a) and a["barcode"].startswith("23") and a["barcode"][7:12] == "00000"]
        self.chosen = [a for a in sold if not a["to_weight"] and self.attributes(a)]
        self.plain = [a for a in sold if not a["to_weight"] and a not in self.priced and a not in self.chosen]
        self.packed = [p for p in shop.load["product.packaging"] if p["barcode"] and any(p["product_id"][0] == a["id"] for a in self.plain)]
        self.acts = [(self.scan_pieces, 10)] + [(act, weight) for act, weight, possible in (
            (self.scan_weight, 4, self.weighed), (self.scan_price, 2, self.priced), (self.choose, 2, self.chosen), (self.scan_packed, 1, self.packed),
            (self.weigh, 1, self.weighed and scale)) if possible]

    def attributes(self, article):
        asked = self.shop.load["attributes_by_ptal_id"]
        return [asked[str(i)] for i in article["attribute_line_ids"] if str(i) in asked]

    # --- into the basket ---

    def scan(self, code):
        self.steps += [f"scan {code}", "wait idle 10s"]

    def scan_pieces(self):
        article = self.random.choice(self.plain)
        for _ in range(self.random.choice((1, 1, 1, 1, 2, 3, 6))):
            self.scan(article["barcode"])
            self.basket.add(article)

    def scan_weight(self):
        article, grams = self.random.choice(self.weighed), self.random.randrange(5, 4000)
        self.scan(with_check_digit(article["barcode"][:7] + f"{grams:05d}"))
        self.basket.add(article, grams / 1000)

    def scan_price(self):
        article, cents = self.random.choice(self.priced), self.random.randrange(50, 9000)
        self.scan(with_check_digit(article["barcode"][:7] + f"{cents:05d}"))
        self.basket.add(article, label=cents / 100)

    def scan_packed(self):
        packed = self.random.choice(self.packed)
        self.scan(packed["barcode"])
        self.basket.add(self.shop.articles[packed["product_id"][0]], packed["qty"])

    def choose(self):
        article, values = self.random.choice(self.chosen), []
        self.steps += [f"scan {article['barcode']}", "wait screen=article 10s", "wait idle 10s"]
        for attribute in self.attributes(article):
            ids = [value["id"] for value in attribute["values"]]
            is_many = attribute["display_type"] == "multi"
            values += [i for i in ids if self.random.random() < 0.5] if is_many else [self.random.choice(ids)]
        self.steps += [f"tap id=option-{i}" for i in values] + ["tap id=add", "wait screen=basket 10s", "wait idle 10s"]
        self.basket.add(article, choices=values)

    def weigh(self):
        article, grams = self.random.choice(self.weighed), self.random.randrange(40, 4000)
        self.steps += [f"scan {article['barcode']}", "wait screen=weigh 10s", f"wait \"Put {article['display_name']} on the scale\" 10s", f"weigh {grams / 1000:.3f}",
                       "wait \"Steady\" 10s", "tap id=add", "wait screen=basket 10s", "weigh 0", "wait idle 10s"]
        self.basket.add(article, grams / 1000)

    # --- second thoughts ---

    def change_one(self):
        """One more or less of a line near the end, which is on the screen."""
        lines = self.basket.lines
        at = len(lines) - 1 - self.random.randrange(min(2, len(lines)))
        line = lines[at]
        is_removed = line.article["to_weight"] or line.quantity <= 1
        if not is_removed and self.random.random() < 0.5 or is_removed and not line.article["to_weight"] and self.random.random() < 0.4:
            self.steps += [f"tap id=line-{at + 1}-plus", "wait idle 10s"]
            line.quantity += 1
        elif not is_removed:
            self.steps += [f"tap id=line-{at + 1}-minus", "wait idle 10s"]
            line.quantity -= 1
        elif len(lines) > 1:
            self.steps += [f"tap id=line-{at + 1}-remove", "wait idle 10s"]
            del lines[at]

    def price_to_ask(self, line):
        """A price near the present one that the attendant can type and the shop can show, or None."""
        shop, now = self.shop, self.shop.shown(line.article, self.basket.unit_price(line))
        typed = round(now * self.random.uniform(0.92, 1.08), shop.decimals)
        price = shop.price_shown_as(line.article, typed)
        is_far = abs(price - self.basket.unit_price(line)) > self.basket.unit_price(line) * 0.15
        return None if is_far or abs(shop.shown(line.article, price) - now) < shop.step / 2 else (typed, price)

    def ask_for_a_price(self):
        """An attendant comes and changes what a line costs. Where one shown price stands for many unit prices it isn't done: which of them
        it becomes is the kiosk's affair."""
        if not self.pin or self.shop.price_digits > self.shop.decimals or self.shop.step > 10.0 ** -self.shop.decimals * 1.5:
            return
        at = self.random.randrange(len(self.basket.lines))
        line = self.basket.lines[at]
        asked = self.price_to_ask(line)
        if asked is None:
            return
        typed, line.price = asked
        keys = ["point" if key == "." else key for key in f"{typed:.{self.shop.decimals}f}"]
        self.steps += ["tap id=help", "wait screen=help 10s", "wait idle 10s", "tap id=staff", "wait screen=staff-login 10s", "wait idle 10s"]
        self.steps += [f"tap id=pin-{digit}" for digit in self.pin] + ["tap id=pin-enter", "wait screen=staff-sale 30s", "wait idle 10s"]
        if len(self.basket.lines) - at > 3:  # the newest are on top
            self.steps += ["swipe id=staff-lines up", "wait idle 10s"]
        self.steps += [f"tap id=select-{at + 1}", "tap id=staff-price", "wait id=price-set 10s", "wait idle 10s"]
        self.steps += [f"tap id=price-{key}" for key in keys] + ["tap id=reason-2", "wait idle 10s", "tap id=price-set", "sleep 500ms", "wait idle 10s"]
        self.steps += ["tap id=help-solved", "wait id=reason-4 10s", "wait idle 10s", "tap id=reason-4", "sleep 500ms", "wait idle 10s", "tap id=staff-back",
                       "wait screen=basket 10s", "wait idle 10s"]

    def buy(self):
        """(steps of a script that ends before Pay, the basket); never one that is worth nothing."""
        self.steps, self.basket = [], Basket(self.shop)
        for _ in range(self.random.randint(1, self.most)):
            self.random.choices([act for act, _ in self.acts], [weight for _, weight in self.acts])[0]()
            if self.random.random() < 0.15:
                self.change_one()
        if self.random.random() < 0.06:
            self.ask_for_a_price()
        while self.basket.total() <= 0:
            self.scan_pieces()
        return self.steps + [f"expect total {self.basket.total():.{self.shop.decimals}f}"], self.basket
