"""search_read, read, search and search_count on every model that a till may look at."""
import base64

from . import orders, sessions
from .domain import Fields, compile_domain, fixed_values, lower_bound, newest_bound, sort_records
from .errors import UnknownModel, access_error, value_error

COMMON = ("id", "display_name", "name", "create_date", "write_date", "create_uid", "write_uid", "active")

# fields that exist though load_pos_data doesn't send them, with the value they have in this shop
EXTRA = {
    "product.product": {"sale_ok": True, "qty_available": 0.0, "list_price": None, "type": "consu", "detailed_type": "consu", "sequence": 1,
                        "image_1920": None, "image_256": None, "image_512": None, "priority": "0", "company_id": False},
    "pos.category": {"image_128": None, "sequence": 0},
    "account.tax": {"sequence": None, "type_tax_use": "sale", "price_include_override": False},
    "res.users": {"login": None, "email": None, "lang": "en_US", "tz": "Europe/Brussels", "groups_id": [], "company_id": None, "share": False},
    "res.lang": {"iso_code": None, "url_code": None, "direction": None, "date_format": None, "time_format": None, "week_start": None,
                 "grouping": None, "decimal_point": None, "thousands_sep": None},
    "res.partner": {"company_type": "person", "property_account_position_id": False},
    "product.pricelist": {"item_ids": None, "currency_id": None, "company_id": False},
    "decimal.precision": {"digits": 2}, "res.currency": {}, "barcode.rule": {"gs1_content_type": False, "gs1_decimal_usage": False, "associated_uom_id": False},
    "pos.payment.method": {"journal_id": False, "config_ids": []},
    "product.packaging": {"name": None, "barcode": None, "product_id": None, "qty": 1.0},
}

LANGUAGES = {  # formats of the languages this shop may have: direction, date, week start, decimal point, thousands separator
    "en_US": ("ltr", "%m/%d/%Y", "7", ".", ","), "de_DE": ("ltr", "%d.%m.%Y", "1", ",", "."),
    "fr_FR": ("ltr", "%d/%m/%Y", "1", ",", "\u00a0"), "ar_001": ("rtl", "%d %b, %Y", "6", ".", ","),
}

DEFAULT_ORDER = {"pos.order": "date_order desc, name desc, id desc", "pos.session": "id desc", "pos.payment": "id desc",
                 "product.product": "default_code, display_name, id"}

UNREADABLE = {"account.move": "Journal Entry", "stock.lot": "Lot/Serial"}


def language_record(record):
    direction, date, week, point, thousands = LANGUAGES.get(record["code"], LANGUAGES["en_US"])
    return dict(record, iso_code=record["code"].split("_")[0], url_code=record["code"].split("_")[0], direction=direction, date_format=date,
                time_format="%H:%M:%S", week_start=week, grouping="[3,0]", decimal_point=point, thousands_sep=thousands, active=True)


def _attachments(office):
    return [{"id": i, "name": name, "res_model": "pos.session", "res_id": session, "mimetype": "application/json",
             "datas": base64.b64encode(doc.encode()).decode()} for i, session, name, doc in
            office.store.rows("SELECT id, session_id, name, doc FROM attachments ORDER BY id DESC")]


def _articles(call, domain):
    """Articles that a domain can mean: by id or barcode when it names them, above an id when it pages."""
    articles = call.office.catalogue.articles
    ids = fixed_values(domain, "id")
    if ids is not None:
        found = [articles.get(i) for i in dict.fromkeys(ids)]
    elif fixed_values(domain, "barcode") is not None:
        found = [articles.by_barcode(code) for code in fixed_values(domain, "barcode") if code]
    else:
        moment = newest_bound(domain, "write_date")
        if moment:
            return articles.changed_since(moment)
        bound = lower_bound(domain, "id")
        return articles.after(bound) if bound else articles.everything()
    return [a for a in found if a is not None]


def _orders(call, domain):
    store = call.office.store
    for field, column in (("id", "id"), ("pos_reference", "reference"), ("session_id", "session_id"), ("state", "state")):
        values = fixed_values(domain, field)
        if values is not None and 0 < len(values) <= 500 and all(isinstance(v, (int, str)) for v in values):
            return store.orders(f"WHERE {column} IN ({','.join('?' * len(values))})", *values)
    return store.orders() if fixed_values(domain, "id") != [] else []


def records(call, model, domain=()):
    """All records of a model that may match, in the shape in which they are read."""
    office, load = call.office, call.office.catalogue.load
    if model == "product.product":
        return _articles(call, domain)
    if model == "pos.order":
        return [orders.order_record(office, o) for o in _orders(call, domain)]
    if model in ("pos.order.line", "pos.payment"):
        key, make = ("lines", orders.line_record) if model == "pos.order.line" else ("payments", orders.payment_record)
        owner = fixed_values(domain, "order_id" if model == "pos.order.line" else "pos_order_id")
        found = office.store.orders(f"WHERE id IN ({','.join('?' * len(owner))})", *owner) if owner else office.store.orders()
        return [make(office, o, part) for o in reversed(found) for part in o[key]]
    if model == "pos.session":
        return [sessions.session_record(office, s) for s in office.store.sessions()]
    if model == "pos.config":
        return [sessions.config_record(office)]
    if model == "barcode.nomenclature":
        return [office.catalogue.nomenclature]
    if model == "barcode.rule":
        return office.catalogue.rules
    if model == "res.lang":
        return [language_record(r) for r in load["res.lang"]]
    if model == "res.users":
        return [dict(load["res.users"], login=office.login, email=office.email, company_id=load["pos.config"]["company_id"])]
    if model == "product.pricelist.item":
        return [item for pricelist in load["product.pricelist"] for item in pricelist["items"]]
    if model == "product.pricelist":
        return [dict(p, item_ids=[i["id"] for i in p["items"]], currency_id=load["pos.config"]["currency_id"]) for p in load["product.pricelist"]]
    if model == "decimal.precision":
        return [{"id": i, "name": name, "digits": digits} for i, (name, digits) in enumerate(load["decimal.precision"].items(), 1)]
    if model == "account.tax":
        return [dict(tax, sequence=i + 1) for i, tax in enumerate(load["account.tax"])]
    if model == "ir.attachment":
        return _attachments(office)
    if model == "product.template.attribute.line":
        return office.catalogue.attribute_lines()
    if model == "product.template.attribute.value":
        return office.catalogue.attribute_values()
    if model in UNREADABLE:
        if model == "account.move":
            return []
        raise access_error(UNREADABLE[model], model, "access", "Inventory/User")
    if model in ("res.company", "res.currency", "stock.picking.type") and model in load:
        return [load[model]]
    if isinstance(load.get(model), list):
        return load[model]
    raise UnknownModel(model)


def fields_of(call, model):
    """Names of a model's fields: those of its records and those it is known to have."""
    sample = records(call, model, [["id", "in", []]] if model in ("pos.order",) else [["id", ">", 0]] if model != "product.product" else [])
    if model == "pos.order":
        names = ORDER_FIELDS
    elif model in ("pos.order.line", "pos.payment"):
        names = LINE_FIELDS if model == "pos.order.line" else PAYMENT_FIELDS
    else:
        first = next(iter(sample), None)
        names = set(first) if first else set()
        if model == "pos.session" and not names:
            names = SESSION_FIELDS
    return Fields(model, set(names) | set(EXTRA.get(model, ())) | set(COMMON))


ORDER_FIELDS = {"pos_reference", "state", "session_id", "config_id", "user_id", "partner_id", "pricelist_id", "fiscal_position_id", "company_id",
                "currency_id", "amount_total", "amount_tax", "amount_paid", "amount_return", "date_order", "sequence_number", "tracking_number",
                "lines", "payment_ids", "access_token", "ticket_code", "to_invoice", "account_move", "is_tipped", "tip_amount", "shipping_date",
                "picking_ids", "employee_id", "cashier", "nb_print", "note", "last_order_preparation_change"}
LINE_FIELDS = {"order_id", "product_id", "qty", "price_unit", "discount", "price_subtotal", "price_subtotal_incl", "price_extra",
               "attribute_value_ids", "custom_attribute_value_ids", "tax_ids", "tax_ids_after_fiscal_position", "full_product_name",
               "customer_note", "note", "uuid", "combo_parent_id", "combo_line_ids", "pack_lot_ids", "refunded_orderline_id", "refunded_qty", "skip_change"}
PAYMENT_FIELDS = {"pos_order_id", "amount", "payment_method_id", "payment_date", "is_change", "payment_status", "ticket", "card_type",
                  "cardholder_name", "transaction_id", "session_id"}
SESSION_FIELDS = {"user_id", "config_id", "start_at", "stop_at", "sequence_number", "payment_method_ids", "state", "update_stock_at_closing",
                  "cash_register_balance_start", "access_token", "login_number", "rescue", "opening_notes", "closing_notes",
                  "cash_register_balance_end_real", "cash_register_balance_end", "cash_register_difference", "cash_control", "company_id",
                  "currency_id", "order_count"}


def _value(call, model, record, field):
    if field.startswith("image_") and model in ("product.product", "pos.category"):
        picture = call.office.catalogue.picture(model, record)
        return base64.b64encode(picture).decode() if picture else False
    if field in record:
        return record[field]
    if field == "list_price":
        return record["lst_price"]
    if field in ("display_name", "name"):
        return record.get("name") or record.get("display_name") or False
    if field == "active":
        return True
    default = EXTRA.get(model, {}).get(field, False)
    return False if default is None else default


def shape(call, model, record, fields):
    """One record with the wanted fields, in the call's language."""
    shown = call.office.catalogue.shown(model, record, call.language)
    names = fields if fields else [f for f in shown if f not in call.office.catalogue.hidden_fields or model != "product.product"]
    return {"id": record["id"], **{name: _value(call, model, shown, name) for name in names if name != "id"}}


def check_fields(call, model, fields):
    known = fields_of(call, model)
    for name in fields or []:
        if name not in known:
            raise value_error(f"Invalid field {name!r} on model {model!r}")
    return known


def matching(call, model, domain):
    """Records that a domain picks. Texts are compared in the language of the call, as the server does."""
    matches = compile_domain(domain, fields_of(call, model))
    texts = any(isinstance(item, (list, tuple)) and item[0] in ("name", "display_name") for item in domain or [])
    defaults = {item[0]: EXTRA[model][item[0]] for item in domain or []
                if isinstance(item, (list, tuple)) and EXTRA.get(model, {}).get(item[0]) is not None}
    for record in records(call, model, domain):
        seen = call.office.catalogue.shown(model, record, call.language) if texts else record
        if texts and "name" not in seen:
            seen = dict(seen, name=seen.get("display_name"))
        if any(name not in seen for name in defaults):
            seen = {**defaults, **seen}
        if matches(seen):
            yield record


def read_all(call, model, domain):
    found = list(matching(call, model, domain))
    if model == "product.product" and not any(isinstance(i, (list, tuple)) and i[0] == "active" for i in domain or []) \
            and call.context.get("active_test", True):
        found = [r for r in found if r["active"]]
    return found


def page(found, offset, limit, order):
    found = sort_records(found, order) if order else found
    return found[offset or 0:][:limit] if limit else found[offset or 0:]


def search_read(call, domain=None, fields=None, offset=0, limit=None, order=None):
    return _search_read(call, call.model, domain, fields, offset, limit, order)


def _search_read(call, model, domain, fields, offset, limit, order):
    found = read_all(call, model, domain)  # an unknown model comes before an unknown field
    check_fields(call, model, fields)
    return [shape(call, model, r, fields) for r in page(found, offset, limit, order or DEFAULT_ORDER.get(model))]


def read(call, ids, fields=None, load="_classic_read"):
    """Records by id, in the order asked for; ids that aren't there are left out."""
    ids = [ids] if isinstance(ids, int) else list(ids)
    check_fields(call, call.model, fields)
    found = {r["id"]: r for r in records(call, call.model, [["id", "in", ids]])}
    return [shape(call, call.model, found[i], fields) for i in ids if i in found]


def search(call, domain=None, offset=0, limit=None, order=None):
    return [r["id"] for r in page(read_all(call, call.model, domain), offset, limit, order or DEFAULT_ORDER.get(call.model))]


def search_count(call, domain=None, limit=None):
    return len(read_all(call, call.model, domain))


def fields_get(call, allfields=None, attributes=None):
    return {name: {"type": "char", "string": name} for name in sorted(fields_of(call, call.model)) if not allfields or name in allfields}
