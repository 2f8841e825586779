#!/usr/bin/python3
"""Lets the kiosk close days on a real Odoo 17, by its own screens, and compares the journal's figures with what the server posted.

    tests/contract/prepare_odoo.py --url ... --database ... --login days --config "Lane D" --lane lane-d
    tests/contract/close_days_at_odoo.py --lane lane-d
"""
import argparse
import os
import sys
import tempfile

import other_till
from prepare_odoo import Odoo
from real_lane import AT_HOME, BATTERIES, BREAD, FROM_CLOSED, FROM_WELCOME, LEAVE, MILK, SCREWS, START, Judge, Lane, sale

FIGURES = "tap id=day-close\nwait \"sells nothing more\" 60s\nwait idle 5s\n"
DONE = "wait \"The day is closed\" 180s\nwait idle 5s\ntap id=day-done\nwait idle 5s\nsleep 500ms\n"


def count(amount):
    keys = "".join("tap id=count-" + ("point" if key == "." else key) + "\n" for key in f"{amount:.2f}")
    return "tap id=day-count\nwait id=count-set 5s\nwait idle 5s\n" + keys + "wait idle 5s\ntap id=count-set\n"


class Day:
    """One session of the lane, sold into and closed."""

    def __init__(self, judge, lane, admin, name):
        self.judge, self.lane, self.admin, self.name = judge, lane, admin, name

    def sell(self, *sales):
        self.lane.run(START + "sleep 2s\n" + "".join(sale(*codes) for codes in sales) + "wait sent 120s\nquit\n")
        self.session = self.lane.session()

    def expected_cash(self):
        return self.lane.odoo.call("pos.session", "get_closing_control_data", [self.session])["default_cash_details"]["amount"]

    def close(self, cash=None, begin=FROM_WELCOME):
        self.lane.run(begin + FIGURES + (count(cash) if cash is not None else "tap id=day-close-yes\n") + DONE + LEAVE +
                      "wait screen=closed 20s\nquit\n")

    def refused(self, words, cash):
        """Counted, and the server says no in these words."""
        self.lane.run(FROM_WELCOME + FIGURES + count(cash) + f"wait \"{words}\" 120s\nexpect \"The day was not closed\"\nquit\n")

    def books(self):
        """What the server posted for the session."""
        session = self.admin.call("pos.session", "read", [self.session], ["state", "name", "move_id", "cash_register_balance_end_real"])[0]
        orders = self.admin.call("pos.order", "search_read", [["session_id", "=", self.session], ["state", "in", ["paid", "done", "invoiced"]]],
                                 fields=["amount_total", "state", "payment_ids"])
        payments = self.admin.call("account.payment", "search_read", [["pos_session_id", "=", self.session]],
                                   fields=["amount", "payment_type", "pos_payment_method_id"])
        cash = self.admin.call("account.bank.statement.line", "search_read", [["pos_session_id", "=", self.session]], fields=["amount", "payment_ref"])
        methods = {}
        for payment in payments:
            key = payment["pos_payment_method_id"][0]
            methods[key] = methods.get(key, 0) + payment["amount"] * (1 if payment["payment_type"] == "inbound" else -1)
        lines = self.admin.call("account.move.line", "search_read", [["move_id", "=", session["move_id"] and session["move_id"][0]]],
                                fields=["balance", "account_type", "tax_line_id"])
        sold = -sum(line["balance"] for line in lines if line["account_type"].startswith("income") or line["tax_line_id"])
        return session, orders, methods, cash, sold

    def compare(self, counted=None):
        """The journal's record of the day against the posted entries; returns one line for people."""
        session, orders, methods, cash, sold = self.books()
        days = [record for record in self.lane.records("day") if record["session_id"] == self.session]
        self.judge.same((session["state"], len(days)), ("closed", 1), self.name)
        if not days:
            return
        day = days[0]
        total = sum(order["amount_total"] for order in orders)
        self.judge.same((day["session"], day["orders"], float(day["total"])), (session["name"], len(orders), round(total, 2)), self.name)
        plain = sum(order["amount_total"] for order in orders if order["state"] != "invoiced")
        self.judge.same(round(sold, 2), round(plain, 2), f"{self.name}: the entry's sales and taxes")
        taken = {method["method_id"]: float(method["amount"]) for method in day["methods"] if "payments" in method}
        self.judge.same({key: amount for key, amount in taken.items() if amount}, {key: round(amount, 2) for key, amount in methods.items()},
                        f"{self.name}: bank payments")
        differences = [line for line in cash if "difference" in line["payment_ref"]]
        drawer = sum(line["amount"] for line in cash if line not in differences)
        by_cash = sum(float(method["amount"]) for method in day["methods"] if "payments" not in method)
        self.judge.same(round(by_cash, 2), round(drawer, 2), f"{self.name}: cash")
        booked = round(sum(line["amount"] for line in differences), 2)
        if counted is not None:
            self.judge.same((float(day["cash_counted"]), session["cash_register_balance_end_real"]), (counted, counted), f"{self.name}: counted")
            self.judge.same(booked, round(counted - float(day["cash_expected"]), 2), f"{self.name}: difference")
        print(f"{self.name}: session {self.session}, {len(orders)} orders, {total:.2f}, taken {taken}, cash {by_cash:.2f}, difference booked {booked:.2f}")


def methods_of(admin, config, kind):
    ids = admin.call("pos.config", "read", [config], ["payment_method_ids"])[0]["payment_method_ids"]
    found = admin.call("pos.payment.method", "read", ids, ["type", "name"])
    return [method["id"] for method in found if method["type"] == kind]


def counted_right(day, others):
    day.sell((MILK,), (BREAD, BATTERIES))
    cash = methods_of(day.admin, others, "cash")[0]
    other_till.milk_order(day.lane.odoo, day.session, 1, cash)
    expected = round(day.expected_cash(), 2)
    day.close(expected)
    day.compare(expected)


def counted_with_a_loss(day, others):
    day.sell((MILK,))
    short = round(day.expected_cash() - 0.30, 2)
    day.close(short)
    day.compare(short)


def counted_with_a_gain(day, others):
    day.sell((MILK,))
    more = round(day.expected_cash() + 5, 2)
    day.close(more)
    day.compare(more)


def a_loss_without_an_account(day, others):
    """The cash journal has no account for losses: the server says so after the count, and the day waits in closing_control."""
    day.sell((MILK,))
    method = day.admin.call("pos.payment.method", "read", methods_of(day.admin, others, "cash"), ["journal_id"])[0]
    journal = method["journal_id"][0]
    kept = day.admin.call("account.journal", "read", [journal], ["loss_account_id"])[0]["loss_account_id"]
    other_till.milk_order(day.lane.odoo, day.session, 1, method["id"])
    short = round(day.expected_cash() - 0.30, 2)
    day.admin.call("account.journal", "write", [journal], {"loss_account_id": False})
    try:
        day.refused("define a Loss Account", short)
    finally:
        day.admin.call("account.journal", "write", [journal], {"loss_account_id": kept[0]})
    day.close(short, FROM_CLOSED)
    day.compare(short)


def nothing_sold(day, others):
    day.sell()
    expected = round(day.expected_cash(), 2)
    day.close(expected)
    day.compare(expected)


def a_draft_of_another_device(day, others):
    day.sell((MILK,))
    draft = other_till.milk_order(day.lane.odoo, day.session, 1)
    day.refused(f"1 order that is not paid: {draft}", day.expected_cash())
    day.admin.call("pos.order", "unlink", [other_till.order_of(day.admin, draft)])
    expected = round(day.expected_cash(), 2)
    day.close(expected)
    day.compare(expected)


def an_invoice_that_is_not_posted(day, others):
    day.sell((MILK,), (BREAD,))
    order = day.admin.call("pos.order", "search", [["session_id", "=", day.session]], limit=1)[0]
    move = other_till.invoice(day.admin, order)
    day.admin.call("account.move", "button_draft", [move])
    expected = round(day.expected_cash(), 2)
    day.refused("invoices are not posted", expected)
    day.admin.call("account.move", "action_post", [move])
    day.close(expected, FROM_CLOSED)
    day.compare(expected)


def a_refund(day, others):
    day.sell((MILK,), (BREAD,))
    order = day.admin.call("pos.order", "search", [["session_id", "=", day.session]], limit=1)[0]
    back = other_till.refund(day.admin, order)
    day.refused("1 order that is not paid", day.expected_cash())
    other_till.pay(day.admin, back, methods_of(day.admin, others, "bank")[0])
    expected = round(day.expected_cash(), 2)
    day.close(expected)
    day.compare(expected)


def without_cash(day, others):
    """Only the bank method, and the day has nothing to count."""
    kept = methods_of(day.admin, others, "cash") + methods_of(day.admin, others, "bank")
    day.admin.call("pos.config", "write", [others], {"payment_method_ids": [[6, 0, methods_of(day.admin, others, "bank")]]})
    try:
        day.sell((MILK,), (SCREWS, SCREWS, SCREWS))
        day.close()
        day.compare()
    finally:
        day.admin.call("pos.config", "write", [others], {"payment_method_ids": [[6, 0, kept]]})


def several_bank_methods(day, others):
    bank = day.admin.ensure("account.journal", day.lane.server["pos_config"] + " second bank", {"type": "bank"})
    second = day.admin.ensure("pos.payment.method", day.lane.server["pos_config"] + " voucher", {"journal_id": bank})
    first = methods_of(day.admin, others, "bank")[0]
    kept = methods_of(day.admin, others, "cash") + methods_of(day.admin, others, "bank")
    day.admin.call("pos.config", "write", [others], {"payment_method_ids": [[6, 0, kept + [second]]]})
    day.lane.configure(lambda text: text.replace("[devices]\n", f"[devices]\nterminal_method = {first}\n"))
    try:
        day.sell((MILK,))
        other_till.milk_order(day.lane.odoo, day.session, 1, second)
        expected = round(day.expected_cash(), 2)
        day.close(expected)
        day.compare(expected)
    finally:
        day.lane.configure(lambda text: text)
        day.admin.call("pos.config", "write", [others], {"payment_method_ids": [[6, 0, kept]]})


def the_next_day(day, others):
    """Closed, and the next day opened by the attendant without a restart."""
    day.sell((BREAD,))
    cash = round(day.expected_cash(), 2)
    day.lane.run(FROM_WELCOME + FIGURES + count(cash) + DONE + LEAVE + FROM_CLOSED + "tap id=day-open\nwait idle 5s\nsleep 1s\n" + LEAVE +
                 sale(MILK) + "wait sent 120s\nquit\n")
    day.compare(cash)
    first, day.session = day.session, day.lane.session()
    day.judge.expect(day.session not in (False, first), day.name, f"the next day is in session {day.session}")
    day.close(cash)
    day.compare(cash)


def close_in_back_office(admin, session):
    cash = admin.call("pos.session", "get_closing_control_data", [session])["default_cash_details"]
    if cash:
        admin.call("pos.session", "post_closing_cash_details", [session], counted_cash=cash["amount"])
    admin.call("pos.session", "update_closing_control_state_session", [session], "")
    return admin.call("pos.session", "close_session_from_ui", [session], [])


def a_rescue_session(day, others):
    """Somebody closes the session while an order waits at the lane: it comes late, and the lane closes what the server made for it."""
    day.sell((MILK,))
    day.lane.proxy.away = True
    day.lane.run(sale(BREAD) + "quit\n")
    day.judge.same(close_in_back_office(day.admin, day.session), {"successful": True}, "closed in the back office")
    day.lane.proxy.away = False
    day.lane.run(START + "wait sent 120s\n" + FROM_WELCOME + "wait \"A rescue session has to be closed\" 60s\nwait idle 5s\nquit\n")
    rescue = day.admin.call("pos.session", "search", [["rescue", "=", True], ["config_id", "=", others], ["state", "!=", "closed"]])
    day.judge.same(len(rescue), 1, "rescue sessions")
    day.lane.run(FROM_WELCOME + "wait id=rescue-close-1 60s\nwait idle 5s\ntap id=rescue-close-1\nsleep 8s\nexpect no \"A rescue session\"\nquit\n")
    day.session = rescue[0]
    day.compare()
    day.session = day.lane.session()
    day.close(round(day.expected_cash(), 2))
    day.compare()


DAYS = {"right": counted_right, "loss": counted_with_a_loss, "gain": counted_with_a_gain, "no-account": a_loss_without_an_account, "nothing": nothing_sold, "draft": a_draft_of_another_device,
        "invoice": an_invoice_that_is_not_posted, "refund": a_refund, "no-cash": without_cash, "banks": several_bank_methods,
        "next": the_next_day, "rescue": a_rescue_session}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lane", required=True, help="folder that prepare_odoo.py wrote")
    parser.add_argument("--admin", default="admin")
    parser.add_argument("--admin-password", default="admin")
    parser.add_argument("--days", nargs="*", default=list(DAYS), choices=list(DAYS))
    chosen = parser.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="days-") as work:
        lane = Lane(chosen.lane, work, os.path.join(work, "data"))
        admin = Odoo(lane.server["url"], lane.server["database"], chosen.admin, chosen.admin_password)
        config = admin.find("pos.config", ["name", "=", lane.server["pos_config"]])[0]
        try:
            for name in chosen.days:
                try:
                    DAYS[name](Day(judge, lane, admin, name), config)
                except SystemExit as failure:
                    judge.expect(False, name, str(failure))
                    print(lane.log()[-1500:])
                    break
        finally:
            lane.remove()
    return judge.end()


if __name__ == "__main__":
    sys.exit(main())
