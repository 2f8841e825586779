"""What must outlive a kill: sessions, orders, secrets and changed articles, in one SQLite file.

One connection behind one lock: every operation is short, and the places where the real server lets requests overlap are
made by hand in orders.py, so that they are the same on every machine.
"""
import contextlib
import json
import os
import secrets
import sqlite3
import threading

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, rescue INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER NOT NULL, reference TEXT NOT NULL,
    state TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS orders_reference ON orders (reference);
CREATE INDEX IF NOT EXISTS orders_session ON orders (session_id);
CREATE TABLE IF NOT EXISTS lines (id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS lines_order ON lines (order_id);
CREATE INDEX IF NOT EXISTS lines_refunded ON lines (json_extract(doc, '$.refunded_orderline_id'));
CREATE TABLE IF NOT EXISTS payments (id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL, doc TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS payments_order ON payments (order_id);
CREATE TABLE IF NOT EXISTS attachments (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id INTEGER NOT NULL, name TEXT NOT NULL, doc TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS changes (model TEXT NOT NULL, record INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (model, record));
CREATE TABLE IF NOT EXISTS cookies (id TEXT PRIMARY KEY, until REAL NOT NULL);
"""


class Store:
    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.lock = threading.RLock()
        self.database = sqlite3.connect(os.path.join(folder, "backoffice.sqlite"), check_same_thread=False, isolation_level=None, timeout=10)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.executescript(SCHEMA)
        self.depth = 0

    @contextlib.contextmanager
    def transaction(self):
        """Everything inside is kept together or not at all; it is on the disk when the block ends."""
        with self.lock:
            if self.depth == 0:
                self.database.execute("BEGIN IMMEDIATE")
            self.depth += 1
            try:
                yield
            except BaseException:
                self.depth -= 1
                if self.depth == 0:
                    self.database.execute("ROLLBACK")
                raise
            self.depth -= 1
            if self.depth == 0:
                self.database.execute("COMMIT")

    def rows(self, sql, *arguments):
        with self.lock:
            return self.database.execute(sql, arguments).fetchall()

    def run(self, sql, *arguments):
        """Executes one statement; returns the new row's id."""
        with self.lock:
            return self.database.execute(sql, arguments).lastrowid

    # --- small values ---

    def meta(self, key, make=None):
        """A kept value; `make` gives it the first time."""
        with self.lock:
            found = self.rows("SELECT value FROM meta WHERE key = ?", key)
            if found:
                return found[0][0]
            if make is None:
                return None
            value = make()
            self.run("INSERT INTO meta VALUES (?, ?)", key, value)
            return value

    def count_up(self, key):
        with self.lock:
            value = int(self.meta(key) or 0) + 1
            self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, str(value))
            return value

    def secret(self, key):
        return self.meta(key, lambda: secrets.token_hex(20))

    # --- sessions ---

    def add_session(self, state, rescue, doc):
        return self.run("INSERT INTO sessions (state, rescue, doc) VALUES (?, ?, ?)", state, int(rescue), json.dumps(doc))

    def save_session(self, session):
        doc = {k: v for k, v in session.items() if k not in ("id", "state", "rescue")}
        self.run("UPDATE sessions SET state = ?, doc = ? WHERE id = ?", session["state"], json.dumps(doc), session["id"])

    def sessions(self, where="", *arguments):
        return [dict(json.loads(doc), id=i, state=state, rescue=bool(rescue)) for i, state, rescue, doc in
                self.rows(f"SELECT id, state, rescue, doc FROM sessions {where} ORDER BY id DESC", *arguments)]

    def session(self, session_id):
        found = self.sessions("WHERE id = ?", session_id) if isinstance(session_id, int) else []
        return found[0] if found else None

    # --- orders ---

    def orders(self, where="", *arguments):
        """Orders, newest first, with their lines and payments."""
        with self.lock:
            found = [dict(json.loads(doc), id=i, session=session, pos_reference=reference, state=state, version=version)
                     for i, session, reference, state, version, doc in
                     self.rows(f"SELECT id, session_id, reference, state, version, doc FROM orders {where} ORDER BY id DESC", *arguments)]
            for order in found:
                for kind in ("lines", "payments"):
                    order[kind] = [dict(json.loads(doc), id=i) for i, doc in
                                   self.rows(f"SELECT id, doc FROM {kind} WHERE order_id = ? ORDER BY id", order["id"])]
            return found

    def order_states(self, order_id):
        found = self.rows("SELECT state, version FROM orders WHERE id = ?", order_id)
        return found[0] if found else None

    def add_order(self, session_id, reference, state, doc):
        return self.run("INSERT INTO orders (session_id, reference, state, version, doc) VALUES (?, ?, ?, 1, ?)",
                        session_id, reference, state, json.dumps(doc))

    def update_order(self, order_id, session_id, reference, state, doc):
        self.run("UPDATE orders SET session_id = ?, reference = ?, state = ?, version = version + 1, doc = ? WHERE id = ?",
                 session_id, reference, state, json.dumps(doc), order_id)

    def replace_parts(self, order_id, kind, docs):
        """Lines or payments of an order: the old ones go, the new ones get new ids, as on the server."""
        self.run(f"DELETE FROM {kind} WHERE order_id = ?", order_id)
        return [self.run(f"INSERT INTO {kind} (order_id, doc) VALUES (?, ?)", order_id, json.dumps(doc)) for doc in docs]

    def delete_order(self, order_id):
        for table, column in (("lines", "order_id"), ("payments", "order_id"), ("orders", "id")):
            self.run(f"DELETE FROM {table} WHERE {column} = ?", order_id)

    def finish_session_orders(self, session_id):
        """Paid orders of a closed session are done; invoiced ones keep their state."""
        self.run("UPDATE orders SET state = 'done', version = version + 1 WHERE session_id = ? AND state = 'paid'", session_id)
