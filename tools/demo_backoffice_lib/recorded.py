"""A catalogue from a file: the reply of load_pos_data as a server sent it."""
import json

from .catalogue import ArticleList, Catalogue

# the rules of a fresh installation; a reply doesn't hold them, a till reads them by a call of its own
DEFAULT_RULES = [(14, "Price Barcodes 2 Decimals", "price", "ean13", "23.....{NNNDD}"),
                 (20, "Discount Barcodes", "discount", "any", "22{NN}"),
                 (36, "Weight Barcodes 3 Decimals", "weight", "ean13", "21.....{NNDDD}"),
                 (40, "Customer Barcodes", "client", "any", "042"),
                 (50, "Cashier Barcodes", "cashier", "any", "041"),
                 (60, "Location barcodes", "location", "any", "414"),
                 (70, "Package barcodes", "package", "any", "PACK"),
                 (80, "Lot barcodes", "lot", "any", "10"),
                 (90, "Product Barcodes", "product", "any", ".*")]


def default_nomenclature(nomenclature_id=1, name="Default Nomenclature"):
    rules = [{"id": i, "name": label, "sequence": sequence, "type": kind, "encoding": encoding, "pattern": pattern, "alias": "0",
              "barcode_nomenclature_id": [nomenclature_id, name]}
             for i, (sequence, label, kind, encoding, pattern) in enumerate(DEFAULT_RULES, 31)]
    return {"id": nomenclature_id, "name": name, "rule_ids": [r["id"] for r in rules], "upc_ean_conv": "always",
            "is_gs1_nomenclature": False, "gs1_separator_fnc1": "(Alt029|#|\\x1D)"}, rules


# fields that a client may ask for though load_pos_data doesn't send them
def stub_picture():
    """One small picture for every article that has one: a recording doesn't hold the pictures themselves."""
    return (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128"><rect x="24" y="24" width="80" height="80" rx="16" '
            b'fill="#9FB8B4"/><circle cx="64" cy="64" r="20" fill="#F2F5F4"/></svg>')


class RecordedCatalogue(Catalogue):
    def picture(self, model, record):
        return stub_picture() if record.get("image_128") or record.get("has_image") else None


def read_catalogue(path):
    with open(path, encoding="utf-8") as file:
        load = json.load(file)
    load = load.get("result", load)
    nomenclature = load["res.company"]["nomenclature_id"] or [1, "Default Nomenclature"]
    return RecordedCatalogue(load, ArticleList(load["product.product"]), *default_nomenclature(*nomenclature))
