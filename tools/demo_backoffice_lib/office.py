"""The shop's server as one value: its state, its catalogue, its faults, and who may sign in."""
import collections
import json
import threading

from . import clock, rights
from .taxes import map_taxes


class Office:
    database, login = "demo", "lane1"

    def __init__(self, store, catalogue, faults):
        self.store, self.catalogue, self.faults = store, catalogue, faults
        self.key, self.password = store.secret("api_key"), store.secret("password")
        user = catalogue.load["res.users"]
        self.uid, self.user_name = user["id"], user["name"]
        self.email, self.groups = "lane1@corner-market.example", set(rights.USUAL)
        self.rounding = catalogue.load["res.currency"]["rounding"]
        self.url = ""
        self._counts, self._lock = collections.Counter(), threading.Lock()
        for model, record, doc in store.rows("SELECT model, record, doc FROM changes"):
            values = json.loads(doc)
            if "deleted" in values:
                catalogue.delete(model, record, values["deleted"] == "late")
            else:
                catalogue.change(model, record, values)

    def count(self, method):
        with self._lock:
            self._counts[method] += 1

    def counts(self):
        with self._lock:
            return dict(self._counts)

    def mapped_taxes(self, tax_ids, position_id):
        return map_taxes(tax_ids, position_id and self.catalogue.position(position_id), self.catalogue.tax_order)

    def change(self, model, record, values):
        """Edits a record as somebody in the back office would; its write_date moves."""
        values = dict(values, write_date=clock.text())
        with self.store.transaction():
            self.catalogue.change(model, record, values)
            old = self.store.rows("SELECT doc FROM changes WHERE model = ? AND record = ?", model, record)
            merged = dict(json.loads(old[0][0]) if old else {}, **values)
            self.store.run("INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", model, record, json.dumps(merged))

    def delete(self, model, record, late=False):
        """Deletes a record for good: an article, a customer, or a session with what a repair of the database leaves of it."""
        with self.store.transaction():
            if model == "pos.session":
                if self.store.session(record) is None:
                    raise KeyError(record)
                if self.store.rows("SELECT id FROM orders WHERE session_id = ?", record):
                    raise ValueError("it has orders")
                self.store.run("DELETE FROM sessions WHERE id = ?", record)
                return
            self.catalogue.delete(model, record, late)
            self.store.run("INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", model, record, json.dumps({"deleted": "late" if late else "now"}))
