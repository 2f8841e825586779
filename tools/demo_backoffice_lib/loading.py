"""What a till loads: load_pos_data and the calls that fetch a part of it again."""
import json

from . import orders, sessions
from .domain import compile_domain
from .errors import key_error
from .models import fields_of, matching, page, shape

OFFERED = [["available_in_pos", "=", True], ["active", "=", True]]


class Encoded:
    """A result that is already JSON, as a list of pieces: a big reply is neither joined nor built twice."""

    def __init__(self, pieces):
        self.pieces = pieces


def load_pos_data(call, ids):
    office = call.office
    session = sessions.need(office, ids)
    record = sessions.session_record(office, session)
    drafts = [orders.export_order(office, o) for o in office.store.orders("WHERE session_id = ? AND state = 'draft'", session["id"])]
    live = {"pos.session": {name: record[name] for name in sessions.LOADED_FIELDS}, "pos.config": sessions.config_record(office),
            "base_url": office.url, "open_orders": drafts}
    pieces, separator = [b"{"], b""
    for key, encoded in office.catalogue.sections(call.language):
        if encoded is None:
            encoded = json.dumps(live[key], ensure_ascii=False).encode()
        pieces += [separator, json.dumps(key).encode(), b": ", encoded]
        separator = b", "
    return Encoded(pieces + [b"}"])


def products_by_params(call, ids, custom_search_params):
    """Articles in the shape of load_pos_data. A domain of the caller replaces the configuration's own."""
    params = custom_search_params or {}
    domain = params.get("domain", OFFERED)
    found = matching(call, "product.product", domain)
    limit, order = params.get("limit"), params.get("order")
    if order in ("id", "id asc") and limit and not params.get("offset"):
        found = first_by_id(found, limit)
    else:
        found = page(list(found), params.get("offset"), limit, order or "default_code, display_name, id")
    fields = params.get("fields")
    for name in ("categ_id", "image_128"):
        if fields is not None and name not in fields and found:
            raise key_error(name)
    return [shape_article(call, record, fields) for record in found]


def first_by_id(found, limit):
    """The first records of an ascending walk, without building the rest: a page of a big shop must not cost the whole shop."""
    result, last = [], 0
    for record in found:
        if record["id"] < last:  # not ascending after all
            rest = result + [record] + list(found)
            return sorted(rest, key=lambda r: r["id"])[:limit]
        result.append(record)
        last = record["id"]
        if len(result) == limit:
            break
    return result


def shape_article(call, record, fields):
    catalogue = call.office.catalogue
    shown = catalogue.shown("product.product", record, call.language)
    if fields is None:
        return {k: v for k, v in shown.items() if k not in catalogue.hidden_fields}
    chosen = {"id": record["id"]}
    for name in fields:
        chosen[name] = bool(record.get("image_128")) if name == "image_128" else shape(call, "product.product", record, [name]).get(name)
    chosen["categ"] = record["categ"]
    return chosen


def partners_by_params(call, ids, custom_search_params):
    params = custom_search_params or {}
    matches = compile_domain(params.get("domain", []), fields_of(call, "res.partner"))
    found = page([r for r in call.office.catalogue.load["res.partner"] if matches(r)], params.get("offset"), params.get("limit"), params.get("order"))
    fields = params.get("fields")
    return [r if not fields else shape(call, "res.partner", r, fields) for r in found]


def items_by_product(call, ids, product_tmpl_ids, product_ids):
    """Rules of pricelists that are meant for certain articles only."""
    found = []
    for pricelist in call.office.catalogue.load["product.pricelist"]:
        for item in pricelist["items"]:
            if item["product_tmpl_id"] and item["product_tmpl_id"][0] in product_tmpl_ids or item["product_id"] and item["product_id"][0] in product_ids:
                found.append(item)
    return found


def find_product_by_barcode(call, ids, barcode):
    article = call.office.catalogue.articles.by_barcode(barcode)
    if article is not None and article["available_in_pos"] and article["active"]:
        return {"product_id": [article["id"]]}
    for packaging in call.office.catalogue.load["product.packaging"]:
        if packaging["barcode"] == barcode:
            return {"product_id": [packaging["product_id"][0]], "packaging": [packaging]}
    return {}
