"""What the shop sells, in the shapes of load_pos_data, whatever it was made from.

The parts that never change while the server runs are encoded once for each language: a big reply then costs no more than
sending it.
"""
import json
import threading

STATIC_LAST = ("base_url", "open_orders", "pos.session", "pos.config")
LOAD_LIMIT = 20000

# where a record shows the name of another one: (model, field) -> the model whose translated name is shown
SHOWN_NAMES = {("product.product", "uom_id"): "uom.uom", ("product.product", "product_tmpl_id"): "product.product",
               ("pos.category", "parent_id"): "pos.category", ("pos.combo.line", "product_id"): "product.product",
               ("product.packaging", "product_id"): "product.product", ("product.template.attribute.line", "attribute_id"): "product.attribute",
               ("product.template.attribute.value", "attribute_line_id"): "product.attribute"}


class ArticleList:
    """Articles that are all in memory."""

    def __init__(self, records):
        self.records = records
        self.ids = {record["id"]: record for record in records}
        self.barcodes = {record["barcode"]: record for record in records if record["barcode"]}

    def __len__(self):
        return len(self.records)

    def first(self, limit):
        return [r for r in self.records if r["available_in_pos"] and r["active"] and r.get("sale_ok", True)][:limit]

    def get(self, article_id):
        return self.ids.get(article_id)

    def by_barcode(self, code):
        return self.barcodes.get(code)

    def after(self, article_id):
        """All articles with a greater id, ascending."""
        return sorted((r for r in self.records if r["id"] > article_id), key=lambda r: r["id"])

    def everything(self):
        return self.records

    def changed_since(self, moment):
        return self.records

    def change(self, article_id, values):
        record = self.ids[article_id]
        if record["barcode"]:
            self.barcodes.pop(record["barcode"], None)
        record.update(values)
        if record["barcode"]:
            self.barcodes[record["barcode"]] = record

    def delete(self, article_id):
        record = self.ids.pop(article_id)
        self.records.remove(record)
        self.barcodes = {code: kept for code, kept in self.barcodes.items() if kept is not record}


class Catalogue:
    def __init__(self, load, articles, nomenclature, rules, translations=None, pictures=None, database="demo", age_categories="", bag="",
                 customers_not_loaded=()):
        self.load, self.articles = load, articles
        self.nomenclature, self.rules = nomenclature, rules
        self.translations = translations or {}
        self.pictures = pictures or {}
        self.age_categories = age_categories
        self.bag = bag
        self.customers_not_loaded = frozenset(customers_not_loaded)  # a real shop has more than the hundred that are sent
        self.extra_fields = {}
        self.going = set()  # customers who are deleted while an order of theirs is being stored
        self.tax_order = {tax["id"]: i for i, tax in enumerate(load["account.tax"])}
        self.taxes = {tax["id"]: tax for tax in load["account.tax"]}
        self.special = set(load.get("pos_special_products_ids", []))
        self._encoded, self._lock = {}, threading.Lock()

    # --- languages ---

    def language(self, wanted):
        """A language that is installed, else English without a word, as the server does."""
        return wanted if wanted in self.translations else "en_US"

    def shown(self, model, record, language):
        """The record in a language: texts that have a translation, and the names it shows of other records."""
        words = self.translations.get(language)
        if not words:
            return record
        changed = dict(record)
        changed.update(words.get(model, {}).get(record["id"], {}))
        for field, value in record.items():
            other = SHOWN_NAMES.get((model, field))
            if other and isinstance(value, (list, tuple)):
                name = words.get(other, {}).get(value[0], {})
                changed[field] = [value[0], name.get("display_name") or name.get("name") or value[1]]
        if model == "product.product" and "name" in record:
            changed["name"] = changed["display_name"]
        return changed

    def attribute_lines(self):
        """product.template.attribute.line. In these shops each attribute is one article's: its id is the line's."""
        return [{"id": line["id"], "attribute_id": [line["id"], line["name"]], "display_name": line["name"],
                 "value_count": len(line["values"])} for line in self.load["attributes_by_ptal_id"].values()]

    def attribute_values(self):
        """product.template.attribute.value; name is the value's own, display_name has the attribute's before it."""
        return [{"id": v["id"], "name": v["name"], "display_name": f"{line['name']}: {v['name']}", "price_extra": v["price_extra"],
                 "html_color": v["html_color"], "is_custom": v["is_custom"], "attribute_line_id": [line["id"], line["name"]]}
                for line in self.load["attributes_by_ptal_id"].values() for v in line["values"]]

    def _shown_attributes(self, language):
        return {key: dict(line, name=self._name("product.attribute", line, language),
                          values=[dict(v, name=self._name("product.template.attribute.value", v, language)) for v in line["values"]])
                for key, line in self.load["attributes_by_ptal_id"].items()}

    def _name(self, model, record, language):
        return self.shown(model, record, language)["name"]

    # --- load_pos_data ---

    def sections(self, language):
        """(key, encoded value) for everything in load_pos_data that doesn't depend on a session, in the server's order."""
        with self._lock:
            if language not in self._encoded:
                self._encoded[language] = [(key, self._encode_section(key, value, language)) for key, value in self._values()]
            return self._encoded[language]

    def _values(self):
        for key, value in self.load.items():
            if key == "product.product":
                value = self.articles.first(LOAD_LIMIT)
            elif key == "res.partner":
                value = [r for r in value if r["id"] not in self.customers_not_loaded]
            yield key, value

    def _encode_section(self, key, value, language):
        if key in STATIC_LAST:
            return None
        if key == "attributes_by_ptal_id":
            value = self._shown_attributes(language)
        elif key in ("units_by_id", "taxes_by_id"):
            model = "uom.uom" if key == "units_by_id" else "account.tax"
            value = {i: self.shown(model, record, language) for i, record in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict) and language in self.translations:
            value = [self.shown(key, record, language) for record in value]
        if key == "product.product":
            value = [{k: v for k, v in record.items() if k not in self.hidden_fields} for record in value]
        return json.dumps(value, ensure_ascii=False).encode()

    hidden_fields = frozenset(("sale_ok", "name", "picture"))

    def change(self, model, record_id, values):
        """Something in the back office was edited."""
        with self._lock:
            if model == "product.product":
                self.articles.change(record_id, values)
            else:
                next(r for r in self.load[model] if r["id"] == record_id).update(values)
            self._encoded.clear()

    def delete(self, model, record_id, late=False):
        """Somebody deleted a record. `late`: the server still looks it up, and misses it when it stores."""
        with self._lock:
            if model == "product.product":
                self.articles.delete(record_id)
            elif late:
                self.going.add(record_id)
            else:
                self.load[model].remove(next(r for r in self.load[model] if r["id"] == record_id))
            self._encoded.clear()

    # --- look-ups ---

    def has_article(self, article_id):
        return self.articles.get(article_id) is not None

    def position(self, position_id):
        return next((p for p in self.load.get("account.fiscal.position", []) if p["id"] == position_id), None)

    def methods(self):
        allowed = self.load["pos.config"]["payment_method_ids"]
        return [m for m in self.load["pos.payment.method"] if m["id"] in allowed]

    def digits(self, name):
        return self.load["decimal.precision"].get(name, 2)

    def picture(self, model, record):
        """Bytes of a record's picture, or None."""
        return self.pictures.get((model, record["id"]))
