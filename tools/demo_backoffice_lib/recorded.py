"""A catalogue from a file: the reply of load_pos_data as a server sent it."""
import functools
import json
import struct
import zlib

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
@functools.lru_cache
def stub_picture():
    """One small picture for every article that has one: a recording doesn't hold the pictures themselves."""
    side, ground, middle = 128, b"\x9f\xb8\xb4", b"\xf2\xf5\xf4"
    rows = b"".join(b"\0" + b"".join(middle if (x - 64) ** 2 + (y - 64) ** 2 < 400 else ground for x in range(side))
                    for y in range(side))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


class RecordedCatalogue(Catalogue):
    def picture(self, model, record):
        return stub_picture() if record.get("image_128") or record.get("has_image") else None


def read_catalogue(path):
    with open(path, encoding="utf-8") as file:
        load = json.load(file)
    load = load.get("result", load)
    nomenclature = load["res.company"]["nomenclature_id"] or [1, "Default Nomenclature"]
    return RecordedCatalogue(load, ArticleList(load["product.product"]), *default_nomenclature(*nomenclature))
