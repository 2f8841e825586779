"""The paths under /demo/, for tests and for the curious; faults never touch them."""
import json
from urllib.parse import parse_qs, urlsplit

from . import clock, orders


def order_list(office):
    return [{"id": o["id"], "reference": o["pos_reference"], "name": o["name"], "state": o["state"], "session": o["session"],
             "amount_total": o["amount_total"], "amount_tax": o["amount_tax"], "amount_paid": o["amount_paid"],
             "access_token": o["access_token"],
             "payments": [{"method": p["method"], "amount": p["amount"]} for p in o["payments"]],
             "lines": [{"product_id": line["product"], "name": line["full_product_name"], "qty": line["qty"], "price_unit": line["price_unit"],
                        "discount": line["discount"], "price_subtotal": line["price_subtotal"], "price_subtotal_incl": line["price_subtotal_incl"],
                        "tax_ids": line["tax_ids"]} for line in o["lines"]]} for o in office.store.orders()]


def session_list(office):
    return [{key: s[key] for key in ("id", "name", "state", "rescue", "login_number", "start_at", "stop_at")} for s in office.store.sessions()]


def serve(handler, path, body):
    office = handler.server.office
    if handler.command == "GET" and path == "/demo/orders":
        return handler.reply(200, dump(order_list(office)))
    if handler.command == "GET" and path == "/demo/requests":
        return handler.reply(200, dump(office.counts()))
    if handler.command == "GET" and path == "/demo/sessions":
        return handler.reply(200, dump(session_list(office)))
    if handler.command == "POST" and path == "/demo/fault":
        try:
            office.faults.set(body.decode("utf-8", "replace").strip())
        except ValueError as error:
            return handler.reply(400, dump({"error": str(error)}))
        return handler.reply(200, dump({"fault": body.decode().strip()}))
    if handler.command == "POST" and path == "/demo/user":
        wanted = json.loads(body)
        office.groups = set(wanted.get("groups", office.groups))
        office.email = wanted.get("email", office.email)
        return handler.reply(200, dump({"groups": sorted(office.groups), "email": office.email}))
    if handler.command == "POST" and path == "/demo/change":
        try:
            wanted = json.loads(body)
            office.change(wanted["model"], wanted["id"], wanted["values"])
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            return handler.reply(400, dump({"error": f"cannot change: {error!r}"}))
        return handler.reply(200, dump({"write_date": clock.text()}))
    if handler.command == "POST" and path == "/demo/delete":
        try:
            wanted = json.loads(body)
            office.delete(wanted["model"], wanted["id"], bool(wanted.get("late")))
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            return handler.reply(400, dump({"error": f"cannot delete: {error!r}"}))
        return handler.reply(200, dump({"deleted": wanted["id"]}))
    return handler.reply(404, dump({"error": f"no control path {path}"}))


def dump(value):
    return json.dumps(value, ensure_ascii=False).encode()


PLACEHOLDER = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
                            "1ff5a2d5d9c0000000049454e44ae426082")


def picture(office, matched, full_path, cookie):
    """A picture by URL, as a browser fetches it: with the cookie only, else a placeholder."""
    if matched:
        model, record_id = matched[1], int(matched[2])
    else:
        query = parse_qs(urlsplit(full_path).query)
        model, record_id = query.get("model", [""])[0], int(query.get("id", ["0"])[0])
    known = office.store.rows("SELECT until FROM cookies WHERE id = ?", cookie or "")
    found = office.catalogue.picture(model, {"id": record_id, "image_128": True}) if known else None
    if not found:
        return 200, PLACEHOLDER, "image/png"
    return 200, found, "image/png"
