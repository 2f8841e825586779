"""Orders that the server refuses: good ones flow past, an attendant repairs or settles the others on the screen, and the
journal says who, what and why."""
import json

from lane import AVOCADO, BREAD, MILK, LaneTest

START = "wait screen=welcome 60s\nwait idle 5s\n"
SALE = ("scan {code}\nwait idle 10s\ntap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\n"
        "tap id=receipt-none\nwait screen=welcome 30s\nwait idle 5s\n")
REVIEW = ("wait sent 90s\nwait screen=welcome 60s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n"
          "wait screen=staff-login 10s\nwait idle 5s\n{pin}tap id=pin-enter\nwait screen=staff-sale 20s\nwait idle 5s\n"
          "tap id=staff-home\nwait screen=staff 5s\nwait idle 5s\ntap id=order-review-1\nwait screen=staff-order 5s\nwait idle 5s\n")
SEND = "tap id=order-retry\nwait id=review-done 60s\ntap id=review-done\nwait screen=staff 5s\n"
CARD = "0420000000013"  # of the demo shop's first customer


def review(pin="1234"):
    return REVIEW.format(pin="".join(f"tap id=pin-{digit}\n" for digit in pin))


class Repair(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()
        self.sell(START + "quit\n")
        self.session = self.office.call("pos.session", "search_read", [["state", "=", "opened"]], ["id"])[0]["id"]

    def sell_offline(self, *codes, before=""):
        self.office.stop()
        self.sell(START + "".join(before + SALE.format(code=code) for code in codes) + "quit\n")
        self.office.start()

    def delete(self, **what):
        self.office._open("/demo/delete", json.dumps(what).encode())

    def article(self, code):
        return self.office.call("product.product", "search_read", [["barcode", "=", code]], ["id"])[0]["id"]

    def records(self, kind):
        shown = self.journal("show", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        found = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return [record for record in found if record["kind"] == kind]

    def check_journal(self):
        self.assertEqual(self.journal("verify").returncode, 0)
        self.assertNotIn("Traceback", self.log())

    def test_a_deleted_article_is_replaced_and_the_order_is_there_once(self):
        bread, milk = self.article(BREAD), self.article(MILK)
        self.sell_offline(MILK, BREAD, AVOCADO)
        self.delete(model="product.product", id=bread)
        # The poisoned order in the middle stops nobody. The repair is on disk when the lane goes down.
        self.sell(START + review() + "expect \"Constraint: pos_order_line_product_id_fkey\"\ntap id=replace-1\n"
                  f"wait \"Scan the article\" 5s\nscan {MILK}\nwait idle 5s\ntap id=replace-use\nwait \"sent as\" 10s\nquit\n")
        self.wait_paid(2)
        self.assertEqual(self.office.requests().get("remove_from_ui", 0), 0)
        self.sell(START + review() + "expect \"sent as\"\n" + SEND + "quit\n")
        self.wait_paid(3)
        repaired = next(o for o in self.office.orders() if o["lines"][0]["name"].startswith("Wholemeal bread"))
        self.assertEqual((repaired["lines"][0]["product_id"], repaired["lines"][0]["price_unit"], repaired["amount_total"]),
                         (milk, 2.35, 2.35))
        repair, = self.records("repair")
        self.assertEqual((repair["repair"], repair["old_id"], repair["new_id"]), ("article", bread, milk))
        for key in ("attendant", "at", "uuid"):
            self.assertTrue(repair[key])
        self.assertIn("pos_order_line_product_id_fkey", repair["reason"])
        self.assertIn("send-again", [record["action"] for record in self.records("attendant")])
        self.check_journal()
        self.assertTrue(self.office.close_session()["successful"])

    def test_an_order_of_a_session_that_is_gone_goes_into_the_open_one(self):
        self.sell_offline(MILK)
        self.delete(model="pos.session", id=self.session)
        self.sell(START + review() + "tap id=repair-session\nwait \"Goes into session\" 10s\nwait idle 5s\n" + SEND + "quit\n")
        self.wait_paid(1)
        order, = self.office.orders()
        self.assertNotEqual(order["session"], self.session)
        self.assertTrue(order["reference"].startswith(f"Order {self.session:05d}-"), "the reference is what the server knows it by")
        repair, = self.records("repair")
        self.assertEqual((repair["repair"], repair["old_id"], repair["new_id"]), ("session", self.session, order["session"]))
        self.check_journal()

    def test_an_order_of_a_closed_session_needs_no_repair(self):
        self.sell_offline(MILK)
        self.assertTrue(self.office.close_session()["successful"])
        self.sell(START + "wait sent 90s\nquit\n")
        self.wait_paid(1)
        self.assertEqual(self.records("repair"), [])
        self.assertIn("rescue session", self.log())

    def test_a_customer_who_is_gone_is_left_out(self):
        partner = self.office.call("res.partner", "search_read", [["barcode", "=", CARD]], ["id"])[0]["id"]
        self.sell_offline(MILK, before=f"scan {CARD}\nwait idle 5s\n")
        self.delete(model="res.partner", id=partner, late=True)
        self.sell(START + review() + "tap id=repair-partner\nwait \"Goes without a customer\" 10s\nwait idle 5s\n" + SEND + "quit\n")
        self.wait_paid(1)
        stored, = self.office.call("pos.order", "search_read", [], ["partner_id", "state"])
        self.assertEqual((stored["partner_id"], stored["state"]), (False, "paid"))
        repair, = self.records("repair")
        self.assertEqual((repair["repair"], repair["old_id"], repair["new_id"]), ("partner", partner, 0))
        self.check_journal()

    def test_a_manager_settles_what_cant_be_repaired(self):
        self.office.fault("error:odoo.exceptions.UserError@create_from_ui*1")
        self.sell(START + SALE.format(code=MILK) + SALE.format(code=BREAD) + review() + "tap id=order-settle\n"
                  "wait \"needs a manager\" 5s\nbadge 0410000000001\nsleep 2s\nexpect \"needs a manager\"\n"
                  "badge 0410000000002\nwait \"Approved by\" 20s\nwait idle 5s\ntap id=reason-3\nwait screen=staff 10s\n"
                  "wait \"Everything is confirmed\" 10s\nquit\n")
        self.wait_paid(1)
        self.assertEqual(len(self.office.orders()), 1, "no draft is left, the day can be closed")
        settled, = [record for record in self.records("attendant") if record["action"] == "order-settled"]
        self.assertIn("Paid back to the customer", settled["reason"])
        self.assertIn("approved by", settled["reason"])
        self.assertEqual((settled["old_value"], settled["new_value"]), ("1.19", "settled"))
        self.assertTrue(settled["attendant"])
        self.assertEqual(self.records("server")[-1]["state"], "settled")
        self.sell(START + "wait sent 30s\nsleep 2s\nquit\n")  # a restart doesn't send it
        self.assertEqual(len(self.office.orders()), 1)
        self.check_journal()
        self.assertTrue(self.office.close_session()["successful"])

    def test_a_locked_period_stops_the_queue_and_sets_nothing_aside(self):
        self.office.fault("error:odoo.exceptions.UserError@create_from_ui")
        self.sell(START + "".join(SALE.format(code=code) for code in (MILK, BREAD, AVOCADO, MILK)) + "sleep 5s\nquit\n")
        self.assertIn("orders are no longer sent", self.log())
        self.office.fault("none")
        self.sell(START + "wait sent 90s\nquit\n")
        self.wait_paid(4)
        self.check_journal()
