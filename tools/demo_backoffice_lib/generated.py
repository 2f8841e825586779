"""A shop of any size up to 300,000 articles, invented from a seed.

An article is computed from its number when it is asked for and never kept: a big shop costs this program nothing, and the
same seed gives the same shop on every machine.
"""
import hashlib

from . import shapes
from .catalogue import Catalogue
from .recorded import default_nomenclature, stub_picture

FIRST = 1000  # id of the first article
DISCOUNT = 100
TOP = ["Fruit", "Vegetables", "Bakery", "Dairy", "Drinks", "Pantry", "Sweets", "Meat", "Fish", "Frozen", "Household", "Care", "Baby", "Pets",
       "Garden", "Kitchen", "Office", "Toys", "Books", "Gifts"]
SUB = ["Fresh", "Classic", "Organic", "Regional", "World", "Large packs", "Offers", "New", "Small packs"]
FIRST_WORDS = ["Fine", "Red", "Green", "Golden", "Wild", "Soft", "Crisp", "Sweet", "Mild", "Dark", "Light", "Creamy", "Spicy", "Smoked", "Roasted",
               "Salted", "Plain", "Northern", "Alpine", "Coastal", "Garden", "Village", "Winter", "Summer", "Müller's", "Café", "Señor", "Øster"]
THINGS = ["apples", "pears", "bread", "rolls", "milk", "butter", "cheese", "yogurt", "water", "juice", "tea", "coffee", "rice", "pasta", "beans",
          "soup", "sauce", "oil", "honey", "jam", "biscuits", "crisps", "nuts", "chocolate", "soap", "towels", "candles", "paper", "tuna", "olives",
          "muesli", "flour", "sugar", "salt", "pepper", "vinegar", "lemonade", "ham", "sausages", "pizza"]
SIZES = ["100 g", "200 g", "250 g", "500 g", "1 kg", "0.33 L", "0.5 L", "1 L", "1.5 L", "4-pack", "6-pack", "12-pack", "small", "large"]
TAXES = [("VAT 6 %", "percent", 6.0, True), ("VAT 21 %", "percent", 21.0, True), ("VAT 12 %", "percent", 12.0, True),
         ("VAT 6 % on top", "percent", 6.0, False), ("VAT 21 % on top", "percent", 21.0, False), ("VAT 12 % on top", "percent", 12.0, False),
         ("Deposit 0.10", "fixed", 0.1, False), ("Deposit 0.25", "fixed", 0.25, False), ("VAT 0 %", "percent", 0.0, True), ("Eco levy 5 %", "division", 5.0, False)]
UNITS = [(1, "Units", 0.01, True, [1, "Unit"]), (12, "kg", 0.001, False, [2, "Weight"])]


def check_digit(digits):
    return str((10 - sum(int(c) * (3 if i % 2 == 0 else 1) for i, c in enumerate(digits[::-1])) % 10) % 10)


def barcode(number, weighed):
    """Every article's own code; the number can be read back from it, so that no index is needed."""
    digits = f"21{number:05d}00000" if weighed else f"5499{number:08d}"
    return digits + check_digit(digits)


class GeneratedArticles:
    def __init__(self, count, seed):
        self.count, self.seed, self.changed = count, seed, {}
        self.accounting = [shapes.accounting_category(i + 11, name) for i, name in enumerate(TOP)]
        self.discount = shapes.article(DISCOUNT, "Discount", 0.0, shapes.accounting_category(1, "All"), [], [2], "", [1, "Units"], False, False)

    def __len__(self):
        return self.count + 1

    def dice(self, number):
        """Bytes that follow from the seed and the number, the same everywhere."""
        return hashlib.blake2b(number.to_bytes(8, "little"), digest_size=16, key=str(self.seed).encode()).digest()

    @staticmethod
    def weighed(number, dice):
        return dice[0] < 8 and number < 100000  # five digits is what a weight label has room for

    def make(self, number):
        dice = self.dice(number)
        top, weighed = dice[1] % len(TOP), self.weighed(number, dice)
        price = round(0.2 + int.from_bytes(dice[2:4], "little") % 3000 / 100, 2)
        name = f"{FIRST_WORDS[dice[4] % len(FIRST_WORDS)]} {THINGS[dice[5] % len(THINGS)]}"
        name += f" no. {number}" if weighed else f" {SIZES[dice[6] % len(SIZES)]} no. {number}"
        taxes = [1 + dice[7] % 6] if dice[8] < 240 else [2, 7 + dice[9] % 2] if dice[8] < 250 else [9]
        record = shapes.article(FIRST + number, name, price, self.accounting[top], [len(TOP) + 1 + top * len(SUB) + dice[10] % len(SUB)], taxes,
                                barcode(number, weighed), [12, "kg"] if weighed else [1, "Units"], weighed, dice[11] < 16)
        record["standard_price"] = round(price * 0.6, 2)
        record["default_code"] = f"A{number:06d}"
        return record

    def get(self, article_id):
        if article_id == DISCOUNT:
            record = self.discount
        elif isinstance(article_id, int) and FIRST < article_id <= FIRST + self.count:
            record = self.make(article_id - FIRST)
        else:
            return None
        changes = self.changed.get(article_id)
        return dict(record, **changes) if changes else record

    def by_barcode(self, code):
        for article_id, changes in self.changed.items():
            if changes.get("barcode") == code:
                return self.get(article_id)
        if not (isinstance(code, str) and len(code) == 13 and code.isdigit()):
            return None
        number = int(code[2:7]) if code.startswith("21") else int(code[4:12]) if code.startswith("5499") else 0
        record = self.get(FIRST + number) if number else None
        return record if record and record["barcode"] == code else None

    def after(self, article_id):
        if article_id < DISCOUNT:
            yield self.get(DISCOUNT)
        for number in range(max(1, article_id - FIRST + 1), self.count + 1):
            yield self.get(FIRST + number)

    def everything(self):
        return self.after(0)

    def first(self, limit):
        """The server doesn't choose by id: of a big shop most come from the front and a twentieth from everywhere."""
        ids = [DISCOUNT, *range(FIRST + 1, FIRST + self.count + 1)]
        if len(ids) > limit:
            front, spread = limit - limit // 20, limit // 20
            rest = ids[front:]
            ids = ids[:front] + [rest[(i + 1) * len(rest) // spread - 1] for i in range(spread)]
        return [record for record in map(self.get, ids) if record["available_in_pos"] and record["active"]]

    def changed_since(self, moment):
        """Articles that can be newer than a moment: only edited ones, when the moment is later than the making of all."""
        return [self.get(i) for i in sorted(self.changed)] if moment > shapes.WRITTEN else self.everything()

    def change(self, article_id, values):
        if self.get(article_id) is None:
            raise KeyError(article_id)
        self.changed.setdefault(article_id, {}).update(values)

    def delete(self, article_id):
        raise ValueError("generated articles can't be deleted")


class GeneratedCatalogue(Catalogue):
    def picture(self, model, record):
        return stub_picture() if record.get("image_128") or record.get("has_image") else None


def categories():
    found = [shapes.category(i, name, False, True) for i, name in enumerate(TOP, 1)]
    for top in list(found):
        for name in SUB:
            child = shapes.category(len(found) + 1, f"{top['name']}: {name}", [top["id"], top["name"]], False)
            top["child_id"].append(child["id"])
            found.append(child)
    return found


def pricelists(articles, company, currency):
    """The shop's prices, and a list for members with rules for articles, categories and everything."""
    names = [[1, "Shop (EUR)"], [2, "Members (EUR)"]]
    items, step = [], max(1, articles.count // 2000)
    for number in range(1, articles.count + 1, step):
        record = articles.make(number)
        items.append(shapes.rule(len(items) + 10, names[1], company, currency, product_tmpl_id=record["product_tmpl_id"], min_quantity=6.0,
                                 fixed_price=round(record["lst_price"] * 0.9, 2)))
    items += [shapes.rule(i + 1, names[1], company, currency, compute_price="percentage", percent_price=float(3 + i), min_quantity=3.0,
                          categ_id=[c["id"], f"All / {c['name']}"]) for i, c in enumerate(articles.accounting[:4])]
    items.append(shapes.rule(9, names[1], company, currency, compute_price="percentage", percent_price=2.0, base="pricelist", base_pricelist_id=names[0]))
    return [{"id": 1, "name": "Shop", "display_name": names[0][1], "discount_policy": "without_discount", "items": []},
            {"id": 2, "name": "Members", "display_name": names[1][1], "discount_policy": "without_discount", "items": sorted(items, key=shapes.rule_order)}]


def make_catalogue(count, seed):
    articles = GeneratedArticles(count, seed)
    company, currency = [shapes.COMPANY_ID, "Corner Market"], {"id": 1, "name": "EUR", "symbol": "€", "position": "before", "rounding": 0.01,
                                                               "rate": 1.0, "decimal_places": 2}
    load = shapes.complete({
        "company": {"name": "Corner Market", "email": "hello@corner-market.example", "website": "https://corner-market.example",
                    "phone": "+32 2 555 01 23", "vat": "BE0999999922", "country": ["BE", "Belgium", "VAT"]},
        "config": {"name": "Self-checkout 1"}, "user": "Lane 1", "currency": currency, "units": [shapes.unit(*u) for u in UNITS],
        "taxes": [shapes.tax(i, name, kind, amount, included, company) for i, (name, kind, amount, included) in enumerate(TAXES, 1)],
        "languages": [{"id": 1, "name": "English (US)", "code": "en_US"}],
        "methods": [shapes.payment_method(1, "Cash", "cash", 0), shapes.payment_method(2, "Card", "bank", 1)],
        "customers": [shapes.customer(7, "Lane 1")], "pricelists": pricelists(articles, company, [1, "EUR"]), "categories": categories(),
        "combos": [], "combo_lines": [], "attributes": {}, "packagings": [], "roundings": [], "special": [DISCOUNT]})
    return GeneratedCatalogue(load, articles, *default_nomenclature())
