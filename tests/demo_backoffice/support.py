"""Starts a back office in a folder of its own and speaks to it; ends only the process that it started."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))


class Refused(Exception):
    """An error member in an answer."""

    def __init__(self, error):
        super().__init__(f"{error['data']['name']}: {error['data']['message']}")
        self.name, self.error = error["data"]["name"], error


class BackOffice:
    def __init__(self, folder, *arguments):
        self.folder, self.arguments, self.port = folder, arguments, 0
        self.start()

    def start(self):
        self.process = subprocess.Popen([os.path.join(ROOT, "tools", "demo_backoffice"), "--port", str(self.port), "--data", self.folder, *self.arguments],
                                        stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError("not ready")
        with open(os.path.join(self.folder, "kiosk.ini"), encoding="utf-8") as file:
            self.url = re.search(r"url = (\S+)", file.read())[1]
        self.port = int(self.url.rsplit(":", 1)[1])
        with open(os.path.join(self.folder, "lane.key"), encoding="utf-8") as file:
            self.key = file.read().strip()

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def http(self, path, body=None, timeout=20, headers=(("Content-Type", "application/json"),)):
        request = urllib.request.Request(self.url + path, data=body, headers=dict(headers))
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()

    def get(self, path):
        return json.loads(self.http(path)[2])

    def fault(self, spec):
        self.http("/demo/fault", spec.encode())

    def answer(self, service, method, *args, timeout=20):
        message = {"jsonrpc": "2.0", "method": "call", "id": 7, "params": {"service": service, "method": method, "args": list(args)}}
        return json.loads(self.http("/jsonrpc", json.dumps(message).encode(), timeout)[2])

    def call(self, model, method, *args, timeout=20, key=None, **kwargs):
        answer = self.answer("object", "execute_kw", "demo", self.uid, key or self.key, model, method, list(args), kwargs, timeout=timeout)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer.get("result")

    def open(self, cash=100.0):
        """Signs in, opens a session, counts the drawer; returns the session's id."""
        self.uid = self.answer("common", "authenticate", "demo", "lane1", self.key, {})["result"]
        self.config = self.call("pos.config", "search_read", [], fields=["name"])[0]["id"]
        self.call("pos.config", "open_ui", [self.config])
        self.session = self.call("pos.config", "read", [self.config], fields=["current_session_id"])[0]["current_session_id"][0]
        if self.call("pos.session", "read", [self.session], fields=["state"])[0]["state"] == "opening_control":
            self.call("pos.session", "set_cashbox_pos", [self.session], cash, "")
        self.login = self.call("pos.session", "login", [self.session])
        self.counter = 0
        return self.session

    def push(self, order, draft=False, timeout=20, receipt=True):
        return self.call("pos.order", "create_from_ui", [{"id": order["uid"], "data": order, "to_invoice": False}], draft,
                         context={"is_receipt_printed": receipt}, timeout=timeout)

    def states(self, name):
        return [r["state"] for r in self.call("pos.order", "search_read", [["pos_reference", "=", name]], ["state"])]

    def close(self):
        self.call("pos.session", "update_closing_control_state_session", self.session, "")
        return self.call("pos.session", "close_session_from_ui", self.session, [])


class Case(unittest.TestCase):
    """A test with a back office of its own; `arguments` are its command line."""

    arguments = ()

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="office-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.office = BackOffice(self.folder, *self.arguments)
        self.addCleanup(self.stop, self.office)
        self.office.open()

    @staticmethod
    def stop(office):
        if office.process.poll() is None:
            office.end()

    def bread(self, pieces=1, **changes):
        """A paid order of wholemeal bread, 2.35 with 6 % included, by card."""
        office = self.office
        office.counter += 1
        uid = f"{office.session:05d}-{office.login:03d}-{office.counter:04d}"
        article = next(p for p in self.load()["product.product"] if p["display_name"] == "Wholemeal bread 750 g")
        total, untaxed = {1: (2.35, 2.22), 2: (4.70, 4.43), 3: (7.05, 6.65)}[pieces]
        order = {
            "name": f"Order {uid}", "uid": uid, "amount_paid": total, "amount_total": total, "amount_tax": round(total - untaxed, 2), "amount_return": 0,
            "lines": [[0, 0, {"qty": pieces, "price_unit": 2.35, "price_subtotal": untaxed, "price_subtotal_incl": total, "discount": 0,
                              "product_id": article["id"], "tax_ids": [[6, False, article["taxes_id"]]], "uuid": f"line-{uid}"}]],
            "statement_ids": [[0, 0, {"name": "2025-03-01 10:00:00", "payment_method_id": 2, "amount": total}]],
            "pos_session_id": office.session, "pricelist_id": 1, "partner_id": False, "user_id": office.uid, "sequence_number": office.counter,
            "date_order": "2025-03-01 10:00:00", "fiscal_position_id": False, "server_id": False, "access_token": f"token-{uid}"}
        order.update(changes)
        return order

    def load(self):
        if not hasattr(self, "_load"):
            self._load = self.office.call("pos.session", "load_pos_data", [self.office.session])
        return self._load

    def refused(self, name, function, *args, **kwargs):
        with self.assertRaises(Refused) as caught:
            function(*args, **kwargs)
        self.assertEqual(caught.exception.name, name)
        return caught.exception.error


def at_once(count, function):
    """Runs a function several times at the same moment; returns results and exceptions."""
    barrier, results = threading.Barrier(count), [None] * count

    def run(i):
        barrier.wait()
        try:
            results[i] = function()
        except (Refused, OSError, urllib.error.URLError) as error:
            results[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
