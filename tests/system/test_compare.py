"""The attendant's comparison says what kiosk-journal reconcile says, in the attendant's words."""
import json
import os
import sqlite3

from lane import AVOCADO, BREAD, MILK, SELL, LaneTest

OPEN = "wait screen=welcome 60s\n"
SENT = "wait sent 60s\nquit\n"
ATTEND = ("wait idle 5s\nsleep 2s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\nwait screen=staff-login 10s\n"
          "wait idle 5s\n" + "".join(f"tap id=pin-{digit}\n" for digit in "1234") + "tap id=pin-enter\n"
          "wait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\nwait screen=staff 5s\nwait idle 5s\n"
          "tap id=staff-compare\nwait screen=staff-compare 5s\nwait \"This lane\" 60s\nwait idle 5s\n")
# What a sentence of the screen has for each kind.
WORDS = {"lost": "has it no more", "twice": "2 times", "amount": "This lane says", "charge-amount": "were to be charged by card",
         "order-without-charge": "were to be charged by card", "charge-without-order": "no order was paid with it",
         "unsettled": "It waits to be sent."}


class Compare(LaneTest):
    def reconcile(self, *rest):
        done = self.journal("reconcile", "--json", *rest)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return lines[:-1], lines[-1]

    def compare(self, then="", before=""):
        """The texts of the screen, in their order."""
        shots = os.path.join(self.folder, "shots")
        os.makedirs(shots, exist_ok=True)
        self.sell(OPEN + before + ATTEND + "tree compare.json\n" + then + "quit\n", extra=("--shots", shots))
        with open(os.path.join(shots, "compare.json")) as file:
            found = json.load(file)
        nodes = found["nodes"] if isinstance(found, dict) else found
        return [node["label"] for node in nodes if node["role"] == "text"]

    def differing(self, texts):
        """What the screen has for each order or charge that differs."""
        rows, row = {}, None
        begin = texts.index("What differs") + 2
        end = texts.index("What agrees") if "What agrees" in texts else len(texts)
        for text in texts[begin:end]:
            if text.startswith(("Order ", "Card charge ")):
                row = rows.setdefault(text, [])
            else:
                row.append(text)
        return rows

    def check(self, texts, rows):
        shown = self.differing(texts)
        wanted = {row["reference"] or "Card charge " + row["intent_id"][:8]: row for row in rows if row["differences"]}
        self.assertEqual(set(shown), set(wanted))
        for name, row in wanted.items():
            for difference in row["differences"]:
                self.assertTrue(any(WORDS[difference["kind"]] in text for text in shown[name]), (name, shown[name], difference))
            for amount in (row["total"], row["server_total"], row["charged"]):
                if amount:
                    self.assertIn("€" + amount, shown[name])

    def change_orders(self):
        """The first is lost, the second has another amount, the third is there twice."""
        self.office.stop()
        with sqlite3.connect(os.path.join(self.office.folder, "backoffice.sqlite")) as database:
            first, second, third = [row[0] for row in database.execute("SELECT id FROM orders ORDER BY id LIMIT 3")]
            for table, column in (("lines", "order_id"), ("payments", "order_id"), ("orders", "id")):
                database.execute(f"DELETE FROM {table} WHERE {column} = ?", (first,))
            doc = json.loads(database.execute("SELECT doc FROM orders WHERE id = ?", (second,)).fetchone()[0])
            doc["amount_total"] += 1
            database.execute("UPDATE orders SET doc = ? WHERE id = ?", (json.dumps(doc), second))
            database.execute("INSERT INTO orders (session_id, reference, state, version, doc) "
                             "SELECT session_id, reference, state, version, doc FROM orders WHERE id = ?", (third,))
        database.close()
        self.office.start()

    def change_charges(self):
        """The fourth charge has another amount, the fifth is of an intent that nobody knows."""
        path = os.path.join(self.data, "demo-terminal.jsonl")
        with open(path) as file:
            lines = [json.loads(line) for line in file]
        lines[3]["amount"] += 7
        lines[4]["id"] = "99999999-0000-4000-8000-000000000001"
        with open(path, "w") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)

    def test_the_screen_says_what_the_tool_says(self):
        self.office.start()
        self.sell(OPEN + "".join(SELL.format(code=code) for code in (MILK, BREAD, AVOCADO, MILK, BREAD, AVOCADO)) + SENT)
        self.change_orders()
        self.change_charges()
        rows, total = self.reconcile("--config", self.office.ini)
        self.assertEqual({kind for kind, count in total["kinds"].items() if count},
                         {"lost", "twice", "amount", "charge-amount", "charge-without-order", "order-without-charge"})
        texts = self.compare(then="tap id=compare-all\nwait \"What differs\" 60s\n")
        self.check(texts, rows)
        self.assertIn("The server has lost 1 confirmed order", texts)
        # Looking changed nothing, and what was lost is sent again from there.
        self.assertEqual(self.reconcile("--config", self.office.ini)[0], rows)
        self.compare(then="tap id=send-lost\nwait sent 60s\ntap id=compare-again\nwait \"What differs\" 60s\nwait idle 5s\n"
                     "expect no \"The server confirmed it\"\n")
        rows, total = self.reconcile("--config", self.office.ini)
        self.assertEqual(total["kinds"]["lost"], 0)
        self.assertIn("send-lost", self.journal("show").stdout)

    def test_without_a_server_it_says_so(self):
        self.office.start()
        self.sell(OPEN + SELL.format(code=MILK) + SENT)
        texts = self.compare()
        self.assertIn("Nothing differs", texts)
        self.assertIn("What agrees", texts)
        self.office.stop()
        self.sell(OPEN + SELL.format(code=BREAD) + "quit\n")
        texts = self.compare()
        self.assertIn("The shop server did not answer: it was not compared", texts)
        self.check(texts, self.reconcile()[0])
        self.assertEqual(texts.count("Not asked"), 3)  # the sum and two rows
