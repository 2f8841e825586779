"""The life of a session: a day is closed on the lane and the next one opened, folders move and are copied, late orders are told of."""
import json
import os
import shutil
import time

from lane import BREAD, MILK, SELL, LaneTest
from test_attendant import sign_in

AT_HOME = "wait screen=staff 20s\nwait idle 5s\n"
FROM_WELCOME = ("wait screen=welcome 60s\nwait idle 5s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n" + sign_in("1234") +
                "wait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\n" + AT_HOME)
FROM_CLOSED = "wait screen=closed 60s\nwait idle 5s\ntap id=staff\n" + sign_in("1234") + AT_HOME
CASH_CLOSE = "tap id=day-close\nwait id=day-count 30s\nwait idle 5s\ntap id=day-count\nwait id=count-set 5s\nwait idle 5s\n"


def typed(amount):
    return "".join("tap id=count-" + ("point" if key == "." else key) + "\n" for key in amount)


class SessionLife(LaneTest):
    def records(self, kind, data=None):
        shown = self.journal("show", "--json") if data is None else None
        self.assertEqual(shown.returncode, 0, shown.stderr)
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return [record for record in records if record["kind"] == kind]

    def sessions(self):
        return self.office.call("pos.session", "search_read", [], ["state", "rescue", "name", "login_number", "cash_register_balance_end_real"])

    def expected_cash(self):
        session = self.office.call("pos.session", "search_read", [["state", "=", "opened"]], ["id"])[0]["id"]
        return self.office.call("pos.session", "get_closing_control_data", [session])["default_cash_details"]["amount"]

    def test_a_day_is_sold_closed_on_the_lane_and_the_next_one_opened(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait screen=welcome 20s\n" + SELL.format(code=BREAD) +
                  "wait sent 60s\n" + FROM_WELCOME + CASH_CLOSE + typed("12.34") +
                  "wait idle 5s\ntap id=count-set\nwait id=day-done 60s\nwait idle 5s\nexpect \"The day is closed\"\nexpect \"2 sales\"\n"
                  "tap id=day-done\nwait idle 5s\ntap id=sign-out\nwait screen=closed 10s\nexpect \"closed for today\"\n" +
                  FROM_CLOSED + "tap id=day-open\nwait idle 5s\nsleep 1s\ntap id=sign-out\nwait screen=welcome 60s\n" +
                  SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        newest, first = self.sessions()
        self.assertEqual((first["state"], newest["state"]), ("closed", "opened"))
        self.assertEqual(first["cash_register_balance_end_real"], 12.34)
        self.assertEqual(sorted(order["state"] for order in self.office.orders()), ["done", "done", "paid"])
        day, = self.records("day")
        self.assertEqual((day["orders"], day["cash_counted"], day["session"]), (2, "12.34", first["name"]))
        total = sum(order["amount_total"] for order in self.office.orders() if order["state"] == "done")
        self.assertEqual(day["total"], f"{total:.2f}")
        self.assertEqual(sum(float(method["amount"]) for method in day["methods"]), round(total, 2))
        self.assertTrue(day["attendant"])
        chains = [json.loads(line)["chain"] for line in self.journal("show", "--json").stdout.splitlines()]
        self.assertIn(day["chain_head"], chains)
        self.assertEqual(self.journal("verify").returncode, 0)
        references = [order["reference"] for order in self.office.orders()]
        self.assertEqual(len(set(references)), 3)
