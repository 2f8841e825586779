#!/usr/bin/python3
"""Replays requests that a real Odoo 17 once answered, and compares the answers' shapes with the recorded ones.

By default against the demo back office, which is started on the recorded catalogue; with --url against any Odoo 17 whose
configuration may be used up by a test (a session stays open in closing_control at the end). The recordings lie beside the
project, in ../shared/odoo17/recorded or where KIOSK_SHARED names the folder; without them the test says so and passes nothing.
"""
import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True
from shapes_of import compare_answer  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get("KIOSK_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
RECORDED = os.path.join(SHARED, "odoo17", "recorded")


class Server:
    """The server under test, and how recorded ids and numbers are said to it."""

    def __init__(self, url, database, login, key, password):
        self.url, self.database, self.login, self.key, self.password = url.rstrip("/"), database, login, key, password
        self.uid, self.cookie, self.orders, self.sessions = None, None, {}, {}
        self.config, self.methods, self.pricelist, self.articles, self.nomenclature = None, {}, None, {}, None

    def http(self, path, body=None, headers=(), method=None):
        """Returns (status, headers, body); a refused status is an answer like any other."""
        request = urllib.request.Request(self.url + path, data=body, headers=dict(headers), method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def post(self, path, message, cookie=True):
        headers = {"Content-Type": "application/json"}
        if cookie and self.cookie:
            headers["Cookie"] = f"session_id={self.cookie}"
        status, headers, body = self.http(path, json.dumps(message).encode(), headers.items())
        return status, headers, json.loads(body) if body[:1] == b"{" else None

    def call(self, model, method, *args, **kwargs):
        _, _, answer = self.post("/jsonrpc", {"jsonrpc": "2.0", "method": "call", "id": 1, "params": {
            "service": "object", "method": "execute_kw", "args": [self.database, self.uid, self.key, model, method, list(args), kwargs]}})
        if "error" in answer:
            raise RuntimeError(f"{model}.{method}: {answer['error']['data']['name']} {answer['error']['data']['message']}")
        return answer.get("result")

    def sign_in(self):
        _, _, answer = self.post("/jsonrpc", {"jsonrpc": "2.0", "id": 1, "params": {
            "service": "common", "method": "authenticate", "args": [self.database, self.login, self.key, {}]}})
        self.uid = answer["result"]
        if self.password:
            _, headers, _ = self.post("/web/session/authenticate", {"jsonrpc": "2.0", "id": 1, "params": {
                "db": self.database, "login": self.login, "password": self.password}})
            found = re.search(r"session_id=([0-9a-f]+)", headers.get("Set-Cookie") or "")
            self.cookie = found[1] if found else None


class Contract:
    def __init__(self, server):
        self.server, self.passed, self.failed, self.replayed = server, 0, 0, 0
        self.used, self.foreign = set(), False

    # --- telling recorded requests to this server ---

    def prepare(self, config_name):
        server = self.server
        server.sign_in()
        configs = server.call("pos.config", "search_read", [["name", "=", config_name]] if config_name else [], fields=["name"])
        server.config = configs[0]["id"]

    def open_session(self, *recorded):
        """Opens a session; the recorded ids given mean it from now on."""
        server = self.server
        server.call("pos.config", "open_ui", [server.config])
        session = server.call("pos.config", "read", [server.config], fields=["current_session_id"])[0]["current_session_id"][0]
        for number in recorded:
            server.sessions[number] = session
        self.session, self.name_space = session, {}
        if not server.articles:
            load = server.call("pos.session", "load_pos_data", [session])
            self.learn(load)
        return session

    def learn(self, load):
        server = self.server
        with open(os.path.join(RECORDED, "load_pos_data.raw.json"), encoding="utf-8") as file:
            recorded = json.load(file)["result"]
        live_articles = {p["display_name"]: p["id"] for p in load["product.product"]}
        server.articles = {p["id"]: live_articles[p["display_name"]] for p in recorded["product.product"] if p["display_name"] in live_articles}
        live_taxes = {tax_nature(t): t["id"] for t in load["account.tax"]}
        server.taxes = {t["id"]: live_taxes.get(tax_nature(t), 999997) for t in recorded["account.tax"]}
        missing = [t["name"] for t in recorded["account.tax"] if tax_nature(t) not in live_taxes]
        if missing:
            print(f"this server lacks the recorded shop's taxes {missing}: days with such orders won't close (prepare_odoo.py --contract makes them)")
        allowed = [m for m in load["pos.payment.method"] if m["id"] in load["pos.config"]["payment_method_ids"]]
        cash = next((m["id"] for m in allowed if m["type"] == "cash"), None)
        bank = next((m["id"] for m in allowed if m["type"] == "bank"), None)
        server.methods = {5: cash, 6: bank, 8: bank}
        server.other_method = next((m["id"] for m in load["pos.payment.method"] if m not in allowed), 999998)
        server.pricelist = load["pos.config"]["pricelist_id"][0] if load["pos.config"]["pricelist_id"] else False
        plain = [p for p in load["product.product"] if p["barcode"] and p["tracking"] == "none" and not p["attribute_line_ids"]]
        server.stand_in = plain[0]
        server.nomenclature = load["res.company"]["nomenclature_id"][0]

    def reference(self, found):
        """Order numbers of another database become numbers of this session, in a name space of their own."""
        session, login, counter = found[1], found[2], found[3]
        key = (session, login)
        if key not in self.name_space:
            live = self.server.sessions.get(int(session), self.session)
            number = self.server.call("pos.session", "login", [live])
            self.name_space[key] = f"{live:05d}-{number:03d}"
        return f"{self.name_space[key]}-{counter}"

    def translate(self, value, key=""):
        server = self.server
        if isinstance(value, dict):
            if self.foreign and "tax_ids" in value:
                value = dict(value, tax_ids=[[6, False, server.stand_in["taxes_id"]]], attribute_value_ids=[])
            elif value.get("tax_ids"):
                value = dict(value, tax_ids=[[kind, zero, [server.taxes.get(t, t) for t in ids]] for kind, zero, ids in value["tax_ids"]])
            return {k: self.translate(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.translate(v, key) for v in value]
        if isinstance(value, str):
            return re.sub(r"\b(\d{5})-(\d{3})-(\d{4})\b", self.reference, value)
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        if key == "pos_session_id":
            return self.session if self.foreign else server.sessions.get(value, value)
        if self.foreign and key == "product_id":
            return server.stand_in["id"]
        if self.foreign and key == "payment_method_id":
            return server.methods[6]
        if key == "server_id":
            return server.orders.get(value, value)
        if key == "user_id":
            return server.uid if value < 1000 and value not in (99999, 999, 9999) else value
        if key == "payment_method_id" and value in server.methods:
            return server.methods[value]
        if key == "payment_method_id" and value == 4:
            return server.other_method
        if key == "pricelist_id" and value < 900:
            return server.pricelist
        if key == "product_id" and value < 9000:
            return server.articles.get(value, server.stand_in["id"])
        return value

    def translate_args(self, model, method, args):
        """Ids of sessions, configurations and orders at the places where a method takes them."""
        server = self.server
        args = self.translate(args)

        def swap(value, table):
            return [table.get(v, v) for v in value] if isinstance(value, list) else table.get(value, value)

        if not args:
            return args
        if model == "pos.session" and method not in ("search_read", "create"):
            args[0] = swap(args[0], server.sessions)
        elif model == "pos.config" and method in ("open_ui", "read", "write"):
            args[0] = [server.config]
        elif model == "pos.order" and method in ("export_for_ui", "remove_from_ui"):
            args[0] = swap(args[0], server.orders)
        elif method == "search_paid_order_ids":
            args[0] = server.config
        elif model == "barcode.nomenclature":
            args[0] = [server.nomenclature]
        elif method == "search_read" and isinstance(args[0], list):
            tables = {"pos_order_id": server.orders, "session_id": server.sessions, "barcode_nomenclature_id": {1: server.nomenclature},
                      "config_id": {i: server.config for i in range(1, 10)}}
            if model == "pos.config":
                tables["id"] = {i: server.config for i in range(1, 10)}
            args[0] = [[t[0], t[1], swap(t[2], tables[t[0]])] if isinstance(t, list) and t[0] in tables else t for t in args[0]]
        elif method == "create" and model == "pos.session":
            args[0] = {"config_id": server.config}
        return args

    def translate_request(self, request):
        """Returns (path, message) for this server, whichever way the recording spoke."""
        params, server = request.get("params", {}), self.server
        message = dict(request)
        if params.get("service") == "common":
            secrets = {"kiosk17": server.database, "kiosk": server.login, "kiosk-pw-1": server.password, "bad": "not the key", "nodb": "nodb"}
            message["params"] = dict(params, args=[a if isinstance(a, dict) else server.key if str(a).startswith("<API KEY") else secrets.get(a, a)
                                                   for a in params["args"]])
            return "/jsonrpc", message
        if params.get("service") == "object":
            _, uid, key, model, method, args = params["args"][:6]
            kwargs = params["args"][6] if len(params["args"]) > 6 else {}
            message["params"] = dict(params, args=[
                server.database, server.uid if uid == 8 else uid, server.key if key.startswith("<API KEY") else key, model, method,
                self.translate_args(model, method, args), self.translate(kwargs)])
            return "/jsonrpc", message
        if "model" in params:
            message["params"] = dict(params, args=self.translate_args(params["model"], params["method"], params["args"]),
                                     kwargs=self.translate_kwargs(params["method"], params.get("kwargs", {})))
            if server.cookie:
                return "/web/dataset/call_kw", message
            args = [server.database, server.uid, server.key, params["model"], params["method"], message["params"]["args"], message["params"]["kwargs"]]
            message["params"] = {"service": "object", "method": "execute_kw", "args": args}
            return "/jsonrpc", message
        if "password" in params or "login" in params:
            swapped = dict(params, db=server.database if params.get("db") == "kiosk17" else params.get("db"))
            swapped["login"] = server.login if params.get("login") == "kiosk" else params.get("login")
            if params.get("password") == "kiosk-pw-1":
                swapped["password"] = server.password
            elif str(params.get("password")).startswith("<API KEY"):
                swapped["password"] = server.key
            message["params"] = swapped
            return "/web/session/authenticate", message
        raise LookupError("no such kind of request")

    def translate_kwargs(self, method, kwargs):
        kwargs = self.translate(kwargs)
        if method == "search_paid_order_ids":
            kwargs["config_id"] = self.server.config
        if method == "post_closing_cash_details":
            kwargs["counted_cash"] = self.expected_cash()
        return kwargs

    def expected_cash(self):
        details = self.server.call("pos.session", "get_closing_control_data", [self.session])["default_cash_details"]
        return details["amount"] if details else 0.0

    # --- replaying ---

    def load(self, name):
        with open(os.path.join(RECORDED, name + ".json"), encoding="utf-8") as file:
            return json.load(file)

    def replay(self, name):
        """Replays one recording and judges the answer."""
        recording = self.load(name)
        self.used.add(name)
        self.foreign = name.startswith("more/")  # recorded with another shop: its articles, taxes and methods mean nothing here
        try:
            path, message = self.translate_request(recording["request"])
            status, headers, live = self.server.post(path, message, cookie=not name.endswith("session_cookie"))
        except (OSError, LookupError, ValueError) as error:
            return self.judge(name, [f"no answer: {error!r}"])
        problems, method = [], path_method(recording["request"]["params"])
        recorded = recording["response"]
        if status != recording.get("http_status", recording.get("status", 200)):
            problems.append(f"status {status}")
        problems += check_headers(headers)
        if live is None:
            problems.append("the answer isn't a JSON object")
        else:
            if "id" in recorded and recorded["id"] is not None and live.get("id") != recorded["id"]:
                problems.append(f"id {live.get('id')!r} isn't the request's {recorded['id']!r}")
            live = as_recorded(name, live)
            if method == "load_pos_data" and "result" in live and "result" in recorded:
                recorded = dict(recorded, result={k: v for k, v in recorded["result"].items() if k in live["result"] or k not in OF_A_RESTAURANT})
            problems += compare_answer(recorded, live, method in ("create_from_ui", "remove_from_ui", "read", "search_read")
                                       and not name.startswith(("session/", "misc/delta", "rescue/11", "more/lang")))
            if method == "create_from_ui" and not problems and "result" in recorded:
                self.pair_orders(recording, recorded["result"], live["result"])
                problems += order_of_references(recorded["result"], live["result"])
        self.replayed += 1
        return self.judge(name, problems)

    def pair_orders(self, recording, recorded, live):
        by_reference = {r["pos_reference"]: r["id"] for r in live}
        for row in recorded:
            self.server.orders[row["id"]] = by_reference.get(self.translate(row["pos_reference"]))

    def judge(self, name, problems):
        if problems:
            self.failed += 1
            print(f"FAIL {name}")
            for problem in problems[:8]:
                print(f"     {problem}")
        else:
            self.passed += 1
        return not problems

    def expect(self, name, truth, why=""):
        self.judge(name, [] if truth else [why or "not so"])

    def state_of(self, reference):
        rows = self.server.call("pos.order", "search_read", [["pos_reference", "=", self.translate(reference)]], ["state"])
        return [r["state"] for r in rows]


# what another server, or the same one on another day, answers instead: the database sees the faults of a transaction in any order,
# and a server that shows one database only doesn't ask the database for others
OTHER_WORDS = {"more/fiscal/fp_unknown_push": "odoo.exceptions.ValidationError", "errors/auth_wrong_db": "odoo.exceptions.AccessError"}


def as_recorded(name, live):
    """The answer, or where it is the other possible one the recorded error in its place."""
    if name in OTHER_WORDS and live.get("error", {}).get("data", {}).get("name") == OTHER_WORDS[name]:
        with open(os.path.join(RECORDED, name + ".json"), encoding="utf-8") as file:
            return json.load(file)["response"]
    return live


def tax_nature(tax):
    return tax["name"], tax["amount_type"], tax["amount"], tax["price_include"]


def path_method(params):
    return params["args"][4] if params.get("service") == "object" else params.get("method")


def order_of_references(recorded, live):
    """Orders come newest first, not in the order sent."""
    tail = [r["pos_reference"][-4:] for r in recorded]
    got = [r["pos_reference"][-4:] for r in live]
    return [] if tail == got else [f"orders come as {got}, recorded {tail}"]


def check_headers(headers):
    problems = []
    if headers.get("Content-Type") != "application/json; charset=utf-8":
        problems.append(f"Content-Type {headers.get('Content-Type')}")
    if not (headers.get("Content-Length") or "").isdigit() or headers.get("Transfer-Encoding"):
        problems.append("no Content-Length")
    if not headers.get("Date"):
        problems.append("no Date")
    return problems


def names(folder, *patterns):
    """Recordings of a folder in their order, those whose names begin with a pattern."""
    found = sorted(f[:-5] for f in os.listdir(os.path.join(RECORDED, folder)) if f.endswith(".json"))
    return [f"{folder}/{f}" for f in found if not patterns or f.startswith(patterns)]


# --- the flows ---

def sign_in_and_read(contract):
    """The stateless way of a device: key in each call, a day from opening to closing."""
    for name in names("apikey", "10", "11", "12", "14", "15", "16", "17"):
        contract.replay(name)
    if contract.server.password:
        contract.replay("apikey/13_authenticate_password")
        contract.replay("apikey/18_key_as_web_session_password")
    contract.replay("apikey/20_configs")
    contract.replay("apikey/21_open_ui")
    contract.open_session(16)
    for name in names("apikey", "22", "23", "24", "25", "26", "27c", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42", "43",
                      "44", "45", "47", "48", "49", "50", "51"):
        contract.replay(name)
    if all(contract.server.articles.get(i) == i for i in (84, 76, 49)):  # the recorded shop itself
        for name in ("apikey/27_find_product_by_barcode", "apikey/27b_find_product_by_packaging", "apikey/28_product_by_params", "apikey/29_image_b64",
                     "misc/delta_products", "misc/delta_products_archived", "misc/price_items_delta"):
            contract.replay(name)
    contract.replay("more/big/fields_without_categ")
    contract.replay("more/lang/res_lang_read")


OF_A_RESTAURANT = {"restaurant.floor", "company_has_self_ordering"}  # sections that depend on the point of sale


def load_everything(contract):
    """The whole load_pos_data reply against the recorded one, field by field over all records."""
    with open(os.path.join(RECORDED, "load_pos_data.raw.json"), encoding="utf-8") as file:
        recorded = json.load(file)
    live = contract.server.call("pos.session", "load_pos_data", [contract.session])
    keys = set(recorded["result"]) & set(live)
    optional = OF_A_RESTAURANT
    problems = [f"load_pos_data lacks {sorted(set(recorded['result']) - set(live) - optional)}"] if set(recorded["result"]) - set(live) - optional else []
    judged = compare_answer({"result": {k: recorded["result"][k] for k in keys}}, {"result": {k: live[k] for k in keys}}, False)
    contract.used.add("load_pos_data.raw")
    contract.replayed += 1
    contract.judge("load_pos_data.raw", problems + judged)
    contract.replay("misc/second_user_same_session")


def a_clean_close(contract):
    """Two days that are closed as a till closes them."""
    for day in ("1", "2"):
        if day == "2":
            contract.open_session(11)
            contract.server.call("pos.session", "set_cashbox_pos", [contract.session], 100.0, "")
        else:
            contract.server.sessions[10] = contract.session
        for step in ("41_kiosk_closing_data", "42_kiosk_post_cash", "43_kiosk_update_state", "44_kiosk_close", "45_kiosk_close_again", "46_kiosk_update_state_again"):
            contract.replay(f"closing/{step}_{day}")
    contract.server.sessions[13] = contract.session
    states = contract.server.call("pos.order", "search_read", [["session_id", "=", contract.server.sessions[16]]], ["state"])
    contract.expect("orders of a closed session are done", states and all(r["state"] == "done" for r in states), str(states))


def late_orders(contract):
    """A new session, and orders for one that is closed: they open a rescue session beside it."""
    contract.replay("session/config_search_read")
    contract.replay("session/open_ui")
    contract.open_session(6, 34, 5)
    contract.replay("rescue/30_order_in_opening_control")
    contract.replay("session/set_cashbox_pos")
    contract.replay("session/session_read")
    contract.replay("session/session_login_call")
    contract.replay("session/check_object_reference_uom")
    for name in names("rescue", "31", "32", "33", "34"):
        contract.replay(name)
    rescue = contract.server.call("pos.session", "search_read", [["rescue", "=", True], ["state", "!=", "closed"]], ["name", "state"])
    contract.expect("a rescue session is open and named so", len(rescue) == 1 and "(RESCUE FOR POS/" in rescue[0]["name"] and rescue[0]["state"] == "opened", str(rescue))
    contract.server.sessions[35] = rescue[0]["id"]
    contract.replay("rescue/35_rescue_closing_data")
    contract.replay("rescue/36_rescue_close_session_from_ui")


def orders(contract):
    """Storing, resending, drafts, batches."""
    for name in names("orders", "0", "1"):
        contract.replay(name)
    contract.expect("the stray second order of 04 is there", len(contract.state_of("Order 00006-002-0001")) == 2)
    contract.expect("the draft of 08 ended as one paid order", contract.state_of("Order 00006-002-0004") == ["paid"])
    contract.expect("the good order of a broken batch isn't stored twice", contract.state_of("Order 00006-002-0009") == ["paid"])


UNPAID = ("underpaid", "overpaid_no_return", "no_payment", "wrong_total", "card_with_amount_return")


def errors(contract):
    """Every refusal that a client can meet, and the mistakes that the server takes without a word."""
    other_rights = ("norights", "write_forbidden", "set_cashbox_pos_user_without_email", "auth", "http", "multidb", "invalid", "destroyed", "no_session",
                    "parallel", "unknown_route", "user_error")
    for name in names("errors"):
        if not name.split("/")[1].startswith(other_rights):
            contract.replay(name)
    for name in UNPAID[1:]:
        reference = contract.load(f"errors/{name}")["request"]["params"]["args"][0][0]["data"]["name"]
        contract.expect(f"{name} left a draft", contract.state_of(reference) == ["draft"], str(contract.state_of(reference)))
    contract.expect("underpaid, then corrected, is paid", contract.state_of("Order 00006-003-0003") == ["paid"])
    for name in ("errors/user_error_example_close_with_drafts", "errors/write_forbidden_config", "misc/config_change_while_session_open",
                 "misc/config_name_change_while_open", "more/combos/combo_without_uuid_push",
                 "more/combos/combo_without_line_ids_on_parent_push", "more/attributes/attributes_push", "more/fiscal/fp_unknown_push"):
        contract.replay(name)
    if contract.server.password:
        for name in names("errors", "auth"):
            if not name.endswith("multidb"):
                contract.replay(name)


def wire(contract):
    """What isn't a JSON answer, and what needs no sign-in."""
    server, kind = contract.server, {"Content-Type": "application/json"}
    cases = [("errors/http_invalid_json", "/web/dataset/call_kw", b"{not json", kind, "POST"),
             ("errors/http_json_array", "/web/dataset/call_kw", b"[1, 2]", kind, "POST"),
             ("errors/http_get_on_json_route", "/web/dataset/call_kw", None, {}, "GET"),
             ("errors/http_wrong_content_type", "/web/dataset/call_kw", b"{}", {"Content-Type": "text/plain"}, "POST"),
             ("errors/unknown_route_json", "/no/such/route", b'{"jsonrpc": "2.0", "params": {}, "id": 84}', kind, "POST")]
    signed_in = {"Cookie": f"session_id={server.cookie}"} if server.cookie else {}
    for name, path, body, headers, method in cases:
        recording = contract.load(name)
        if path == "/web/dataset/call_kw" and method == "POST" and headers is kind:
            if not signed_in:
                continue  # without a session the server looks no further than that
            headers = dict(kind, **signed_in)
        status, got, text = server.http(path, body, headers.items(), method)
        recorded_type = dict(map(tuple, recording["response_headers"])).get("Content-Type")
        problems = [] if status == recording["http_status"] else [f"status {status}, recorded {recording['http_status']}"]
        if got.get("Content-Type") != recorded_type:
            problems.append(f"Content-Type {got.get('Content-Type')}, recorded {recorded_type}")
        if not recording["response_text"].startswith("(") and text.decode() != recording["response_text"]:
            problems.append(f"text {text[:80]!r}, recorded {recording['response_text'][:80]!r}")
        if (got.get("Connection") or "close") != "close":
            problems.append("the connection is kept")
        contract.used.add(name)
        contract.replayed += 1
        contract.judge(name, problems)
    for name, path, message, cookie in (("errors/http_no_params_version", "/web/webclient/version_info", {}, None),
                                        ("errors/no_session_call_kw", "/web/dataset/call_kw", None, ""),
                                        ("errors/invalid_session_cookie", "/web/dataset/call_kw", None, "0" * 40),
                                        ("errors/http_empty_object", "/web/dataset/call_kw", {}, server.cookie)):
        if cookie is not None and name.endswith("empty_object") and not cookie:
            continue
        recording = contract.load(name)
        body = message if message is not None else {"jsonrpc": "2.0", "id": 9, "params": {"model": "pos.config", "method": "read", "args": [[1]], "kwargs": {}}}
        headers = dict(kind, **({"Cookie": f"session_id={cookie}"} if cookie else {}))
        status, _, text = server.http(path, json.dumps(body).encode(), headers.items())
        contract.used.add(name)
        contract.replayed += 1
        contract.judge(name, [f"status {status}"] if status != 200 else compare_answer(recording["response"], json.loads(text), False))
    status, headers, text = server.http("/web/health")
    contract.expect("/web/health", status == 200 and json.loads(text) == {"status": "pass"} and headers.get("Cache-Control") == "no-store", f"{status} {text!r}")


def a_stuck_close(contract):
    """A session with wrong amounts can't be closed; orders that come later go to a rescue session."""
    draft = contract.load("orders/13_draft_no_server_id")["request"]["params"]["args"][0]
    draft[0]["data"].update(name="Order 00006-009-0001", uid="00006-009-0001")
    pushed = contract.server.call("pos.order", "create_from_ui", contract.translate(draft), True)
    contract.server.orders[63] = pushed[0]["id"]
    for name in ("closing/03_get_closing_control_data", "closing/01_try_cash_in", "closing/02_try_cash_out", "closing/04_close_with_draft",
                 "closing/04b_post_cash_with_draft"):
        contract.replay(name)
    contract.replay("orders/20_remove_from_ui")
    contract.replay("closing/04c_remove_draft")
    for name in names("closing", "05", "06", "07", "08_", "08b", "08c"):
        if not name.endswith("load_pos_data_closed"):
            contract.replay(name)
    for name in names("rescue", "09"):
        contract.replay(name)
    rescue = contract.server.call("pos.session", "search_read", [["rescue", "=", True], ["state", "!=", "closed"]], ["name"])
    contract.server.sessions[7] = rescue[0]["id"] if rescue else 0
    for name in ("rescue/10_readback", "rescue/12_same_again", "rescue/13_second_late_order", "rescue/14_late_cash_order", "rescue/15_open_ui_new_session",
                 "closing/18_open_ui_again", "closing/19_create_second_session", "rescue/20_close_rescue", "rescue/21_rescue_state", "rescue/22_to_closing_control",
                 "closing/24_reopen_ui_in_closing_control", "rescue/23_order_during_closing_control", "closing/25_close_it", "closing/30_force_close_action"):
        contract.replay(name)
    contract.replay("rescue/11_sessions")
    contract.replay("more/refunds/search_paid_order_ids")


def a_broken_name(contract):
    """A draft without a number in its name breaks the loading of its session; last, because it stays so."""
    contract.server.sessions[16] = contract.session
    contract.server.call("pos.session", "set_cashbox_pos", [contract.session], 100.0, "")  # opens the stuck one again
    contract.replay("misc/odd_name_draft")
    contract.replay("misc/load_pos_data_after_odd_draft")


FLOWS = (sign_in_and_read, load_everything, a_clean_close, late_orders, orders, errors, wire, a_stuck_close, a_broken_name)


# --- running ---

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_demo(folder):
    port = free_port()
    process = subprocess.Popen([os.path.join(ROOT, "tools", "demo_backoffice"), "--port", str(port), "--data", folder,
                                "--catalogue", os.path.join(RECORDED, "load_pos_data.raw.json")], stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("the demo back office did not say ready")

    def secret(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read().strip()

    return process, Server(f"http://127.0.0.1:{port}", "demo", "lane1", secret("lane.key"), secret("lane.password"))


def run(server, config_name):
    contract = Contract(server)
    contract.prepare(config_name)
    for flow in FLOWS:
        try:
            flow(contract)
        except (RuntimeError, OSError, LookupError, AttributeError, TypeError, ValueError) as error:
            contract.judge(f"flow {flow.__name__}", [f"broke off: {error!r}"])
    everything = sum(len([f for f in files if f.endswith(".json")]) for _, _, files in os.walk(RECORDED))
    print(f"{contract.replayed} of {everything} recordings replayed (the others were made by administrators, by programs that this wire "
          f"doesn't need, or are excerpts); {contract.passed} checks of shape and behaviour passed")
    print(f"{contract.passed} passed, {contract.failed} failed")
    return 1 if contract.failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", help="a real server; without it the demo back office is started")
    parser.add_argument("--database", default="demo")
    parser.add_argument("--login", default="lane1")
    parser.add_argument("--key", help="API key of the user")
    parser.add_argument("--password", default="", help="password of the user, for the routes of a browser; without it they aren't tested")
    parser.add_argument("--config", default="", help="name of the configuration to use up; the first one without it")
    chosen = parser.parse_args()
    if not os.path.isdir(RECORDED):
        print(f"no recordings in {RECORDED}: skipped (KIOSK_SHARED names the folder that holds odoo17/recorded)")
        print("0 passed, 0 failed")
        return 0
    if chosen.url:
        return run(Server(chosen.url, chosen.database, chosen.login, chosen.key, chosen.password), chosen.config)
    with tempfile.TemporaryDirectory(prefix="contract-") as folder:
        process, server = start_demo(folder)
        try:
            return run(server, chosen.config)
        finally:
            process.terminate()
            process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
