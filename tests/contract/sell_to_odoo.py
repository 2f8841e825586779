#!/usr/bin/python3
"""Lets the kiosk sell against a real Odoo 17 and compares what it thanked for with what the server stored, to the last cent.

The lane is the one that prepare_odoo.py made. Between the kiosk and the server stands a small proxy, so that the server can be away and
answers can be lost without touching it. At the end the session is closed as a till closes it, which only succeeds when every order
balances.
"""
import argparse
import json
import os
import sys
import tempfile
import time

from prepare_odoo import ARTICLES, ROOT, with_check_digit
from real_lane import PAY, PIN, Judge, Lane

sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import till  # noqa: E402  (the path has to be set first)
from baskets import Customer  # noqa: E402

WINE = with_check_digit(ARTICLES["Lane wine"][2])  # needs a look at the customer's age


class SellingLane(Lane):
    """A lane of which the baskets that it sells are known."""

    def __init__(self, folder, work, data):
        super().__init__(folder, work, data)
        newest = self.odoo.call("pos.order", "search", [], order="id desc", limit=1)
        self.newest_before = newest[0] if newest else 0
        self.baskets, self.seen, self.known, self.forget = [], set(), {}, False

    def shop(self):
        """How it sells, as a till of the server's own would load it."""
        return till.Shop(self.odoo.call("pos.session", "load_pos_data", [self.session()]), time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()))

    def sale(self, customer):
        """A script of one sale; its basket is what the next order must be."""
        steps, basket = customer.buy()
        self.baskets.append(basket)
        return "wait screen=welcome 60s\nwait idle 10s\n" + "\n".join(steps) + "\n" + PAY

    def know(self, sold):
        """Finds the baskets of the orders that came since it was last asked: they were sold in this order. False: there aren't as many."""
        new = [reference for reference in sold if reference not in self.seen]
        complete = self.forget or len(new) == len(self.baskets)
        self.seen.update(new)
        if not self.forget and complete:
            self.known.update(zip(new, self.baskets))
        self.baskets.clear()
        return complete


def same(ours, theirs):
    return abs(float(ours) - float(theirs)) < 1e-6


def compare_order(judge, odoo, order, basket):
    """An order of the journal with the server's record, and both with the basket that was sold, where it is known."""
    reference = order["reference"]
    found = odoo.call("pos.order", "search_read", [["pos_reference", "=", reference]], fields=till.ORDER_FIELDS)
    judge.expect(len(found) == 1 and found[0]["state"] == "paid", reference, f"{len(found)} records, {[each['state'] for each in found]}")
    if len(found) != 1:
        return
    stored = found[0]
    paid = sum(float(payment["amount"]) for payment in order["payments"])
    for ours, field in ((order["total"], "amount_total"), (order["total_tax"], "amount_tax"), (paid, "amount_paid"), (order["change"], "amount_return")):
        judge.expect(same(ours, stored[field]), reference, f"{field} {stored[field]} here {ours}")
    judge.expect(stored["session_id"][0] == order["session_id"], reference, f"in session {stored['session_id']}")
    lines = odoo.call("pos.order.line", "read", stored["lines"], fields=till.LINE_FIELDS)
    ours = sorted((line["article_id"], float(line["quantity"]), float(line["unit_price"]), float(line["subtotal"]), float(line["subtotal_incl"]))
                  for line in order["lines"] if "void" not in line["flags"])
    theirs = sorted((line["product_id"][0], line["qty"], line["price_unit"], line["price_subtotal"], line["price_subtotal_incl"]) for line in lines)
    judge.expect(len(ours) == len(theirs) and all(same(a, b) for one, other in zip(ours, theirs) for a, b in zip(one, other)), reference,
                 f"lines {theirs} here {ours}")
    payments = odoo.call("pos.payment", "read", stored["payment_ids"], fields=["payment_method_id", "amount", "transaction_id"])
    kept = sorted((each["payment_method_id"][0], each["transaction_id"]) for each in payments)
    judge.expect(kept == sorted((each["method_id"], each["transaction_id"]) for each in order["payments"]), reference, f"payments {payments}")
    if basket:
        differences = till.differences(basket, stored, lines, payments)
        judge.expect(not differences, reference, "; ".join(differences))


def compare(judge, lane, what):
    """Every order that the lane was paid for, once on the server; nothing there that isn't in the journal."""
    before, sold = judge.failed, lane.sold()
    judge.expect(lane.know(sold), what, "not as many orders as baskets were sold")
    for reference, order in sold.items():
        compare_order(judge, lane.odoo, order, lane.known.get(reference))
    sessions = sorted({order["session_id"] for order in sold.values()})
    charged = {each["id"]: each["amount"] for each in lane.charged()}
    paid = {each["intent_id"]: round(float(each["amount"]) * 100) for order in sold.values() for each in order["payments"]}
    judge.expect(charged == paid, what, f"charged {sum(charged.values())} in {len(charged)}, paid {sum(paid.values())} in {len(paid)}")
    stored = lane.odoo.call("pos.order", "search_read", [["session_id", "in", sessions], ["id", ">", lane.newest_before]], fields=["pos_reference", "state"])
    judge.expect(sorted(each["pos_reference"] for each in stored) == sorted(sold), what, f"the server has {len(stored)} orders, the journal {len(sold)}")
    print(f"{what}: {len(sold)} orders sold so far, {len(stored)} on the server, {len(lane.known)} as a computation in Python says, {'equal' if judge.failed == before else 'DIFFERENT'}")


def at_the_server(lane, customer, chosen):
    lane.run("".join(lane.sale(customer) for _ in range(chosen.sales)) + "wait sent 120s\nquit\n")


def with_the_server_away(lane, customer, chosen):
    lane.proxy.away = True
    lane.run("".join(lane.sale(customer) for _ in range(chosen.sales)) + "quit\n")
    lane.proxy.away = False
    lane.run("wait screen=welcome 60s\nwait sent 240s\nquit\n")


def with_lost_answers(lane, customer, chosen):
    for method in ("create_from_ui", "search_read", "login", "load_pos_data"):
        lane.proxy.lose[method] = 2
        lane.run(lane.sale(customer) + "wait sent 240s\nquit\n")


def killed(lane, customer, chosen):
    """What was in the basket when the kiosk died is sold with the next one, so that nobody knows what should be in it."""
    lane.forget = True
    customer.most, customer.pin = 2, ""
    for _ in range(chosen.kills):
        sale = lane.sale(customer).replace("wait screen=welcome 60s", "try wait screen=welcome 2s").replace("expect total", "try expect total")
        process = lane.start("sleep 300ms\n" + sale + "sleep 3s\nquit\n")
        time.sleep(customer.random.uniform(0.5, 9))
        process.kill()
        process.communicate()
    lane.run("sleep 2s\nwait sent 300s\nquit\n")


def close(judge, lane, sessions):
    for session in sessions:
        data = lane.odoo.call("pos.session", "get_closing_control_data", [session])
        if data["default_cash_details"]:
            answer = lane.odoo.call("pos.session", "post_closing_cash_details", [session], counted_cash=data["default_cash_details"]["amount"])
            judge.expect(answer["successful"], "counting the cash", str(answer))
        lane.odoo.call("pos.session", "update_closing_control_state_session", [session], "")
        answer = lane.odoo.call("pos.session", "close_session_from_ui", [session], [])
        judge.expect(answer["successful"], f"closing session {session}", str(answer))
        orders = data["orders_details"]
        print(f"session {session}: {orders['quantity']} orders, {orders['amount']:.2f}, closed: {json.dumps(answer)}")


FLOWS = {"plain": at_the_server, "away": with_the_server_away, "lost": with_lost_answers, "killed": killed}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lane", required=True, help="folder that prepare_odoo.py wrote")
    parser.add_argument("--data", help="data folder of the kiosk, which stays; one for the moment without it")
    parser.add_argument("--sales", type=int, default=8, help="customers in each flow")
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flows", nargs="*", default=list(FLOWS), choices=list(FLOWS))
    parser.add_argument("--leave-open", action="store_true", help="don't close the session at the end")
    chosen = parser.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="sell-") as work:
        lane = SellingLane(chosen.lane, work, chosen.data or os.path.join(work, "data"))
        try:
            lane.run("wait screen=welcome 120s\nwait idle 5s\nquit\n")
            customer = Customer(lane.shop(), chosen.seed, avoid=(WINE,), pin=PIN)
            for name in chosen.flows:
                started = time.time()
                FLOWS[name](lane, customer, chosen)
                compare(judge, lane, f"{name} ({time.time() - started:.0f} s)")
            if not chosen.leave_open:
                close(judge, lane, sorted({order["session_id"] for order in lane.sold().values()}))
        finally:
            lane.remove()
    return judge.end()


if __name__ == "__main__":
    sys.exit(main())
