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

    def slip(self, session):
        path = os.path.join(self.data, "receipts", "Day-" + session.replace("/", "-") + ".txt")
        with open(path, encoding="utf-8") as file:
            return file.read()

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
                  "wait \"The slip is printed\" 10s\ntap id=day-print\nwait \"The slip is printed\" 10s\nwait idle 5s\ntap id=day-done\nwait idle 5s\ntap id=sign-out\nwait screen=closed 10s\nexpect \"closed for today\"\n" +
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
        paper = self.slip(first["name"])
        for words in ("END OF THE DAY", "Cash counted", "12.34", day["total"], day["attendant"]):
            self.assertIn(words, paper)
        self.assertIn(day["chain_head"], "".join(paper.split()))
        seal, = [line.strip() for line in paper.splitlines() if line.replace(" ", "") == day["chain_head"][:16]]
        self.assertEqual(self.journal("verify", "--head", seal).returncode, 0)
        self.assertEqual(self.journal("verify", "--head", seal.replace(seal[:4], "0000")).returncode, 1)
        references = [order["reference"] for order in self.office.orders()]
        self.assertEqual(len(set(references)), 3)

    def test_orders_that_are_not_confirmed_keep_the_day_open(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        self.office.fault("late:25@create_from_ui*1")
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=BREAD) + FROM_WELCOME +
                  "tap id=day-close\nwait \"1 order is not confirmed yet\" 10s\nexpect \"Wait here\"\nexpect no \"Count the cash\"\n"
                  "wait id=day-count 90s\nwait idle 5s\nexpect \"2 sales\"\ntap id=close\nquit\n")
        self.office.fault("error:odoo.exceptions.UserError@create_from_ui*1")
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\n" + FROM_WELCOME +
                  "tap id=day-close\nwait \"1 order was refused and not settled\" 10s\nsleep 3s\nexpect no \"Count the cash\"\nquit\n")
        self.office.stop()
        self.sell(FROM_WELCOME + "tap id=day-close\nwait \"needs the shop server\" 10s\nquit\n")
        self.office.start()
        self.assertEqual([session["state"] for session in self.sessions()], ["opened"])
        self.assertEqual(self.records("day"), [])

    def test_an_answer_lost_at_any_step_closes_the_day_once(self):
        self.office.start()
        calls = ["post_closing_cash_details", "update_closing_control_state_session", "close_session_from_ui"]
        for call in calls:
            self.sell("wait screen=welcome 60s\nquit\n")
            self.office.fault(f"drop-after@{call}*1")
            self.sell(FROM_WELCOME + CASH_CLOSE + typed("0") + "wait idle 5s\ntap id=count-set\nwait id=day-done 90s\nquit\n")
            self.office.fault("none")
        self.assertEqual([session["state"] for session in self.sessions()], ["closed"] * len(calls))
        self.assertEqual(len(self.records("day")), len(calls))

    def machine(self, name):
        """A configuration on a machine of that name."""
        with open(os.path.join(self.office.folder, name), "w", encoding="utf-8") as file:
            file.write(name + "\n")
        return self.ini(lambda text: text.replace("[lane]\n", f"[lane]\nmachine_id = {name}\n"), name)

    def test_a_folder_on_another_machine_waits_for_the_server_or_is_adopted(self):
        self.office.start()
        first, second, third = self.machine("one"), self.machine("two"), self.machine("three")
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", ini=first)
        self.office.stop()
        self.sell("wait screen=closed 60s\nexpect \"another machine\"\nscan " + BREAD + "\nsleep 2s\nexpect screen=closed\n" + FROM_CLOSED +
                  "expect \"This lane was on another machine\"\ntap id=lane-adopt\nwait id=adopt-yes 5s\nwait idle 5s\ntap id=adopt-yes\n"
                  "wait idle 5s\nsleep 1s\ntap id=sign-out\nwait screen=welcome 10s\n" + SELL.format(code=BREAD) + "quit\n", ini=second)
        self.sell("wait screen=welcome 60s\nquit\n", ini=second)  # it stays there
        self.sell("wait screen=closed 60s\nquit\n", ini=first)
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", ini=third)  # the server is enough
        self.wait_paid(3)
        self.assertEqual([record["adopted"] for record in self.records("device")], ["first", "attendant", "server"])
        self.assertEqual(self.records("device")[1]["attendant"], self.records("attendant")[0]["attendant"])
        with open(os.path.join(self.data, "log", "kiosk.log"), errors="replace") as log:
            self.assertNotIn("machine_id", log.read())
        self.says(self.kiosk("quit\n", ini=self.ini(lambda text: text.replace("[lane]\n", "[lane]\nmachine_id = gone\n"))), "machine_id", "gone")

    def test_an_order_of_an_old_copy_goes_under_a_new_number(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        backup = self.data + "-backup"
        shutil.copytree(self.data, backup)
        self.office.stop()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "quit\n")
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=BREAD) + "quit\n", data=backup)
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait sent 60s\nquit\n")
        self.wait_paid(2)
        self.sell("wait screen=welcome 60s\nwait sent 90s\n" + FROM_WELCOME + "expect \"another order of this name\"\ntap id=order-review-1\n"
                  "wait screen=staff-order 5s\nwait idle 5s\nexpect \"Another order has this number\"\ntap id=repair-reference\nwait idle 5s\n"
                  "wait \"Goes as number\" 5s\ntap id=order-retry\nwait \"The server has this order now\" 60s\ntap id=review-done\n" + AT_HOME +
                  "tap id=sign-out\nwait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", data=backup)
        self.wait_paid(4)  # each once, under names of their own
        self.assertEqual(self.office.close_session(), {"successful": True})

    def test_a_rescue_session_is_told_and_closed_on_the_lane(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        self.office.stop()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=BREAD) + "quit\n")
        self.office.start()
        self.assertEqual(self.office.close_session(), {"successful": True})
        self.sell("wait screen=welcome 60s\nwait sent 60s\n" + FROM_WELCOME + "wait \"A rescue session has to be closed\" 30s\nquit\n")
        # A start sees it at once, not at its first look a minute later.
        self.sell(FROM_WELCOME + "wait \"A rescue session has to be closed\" 20s\nwait idle 5s\n"
                  "tap id=rescue-close-1\nsleep 4s\nexpect no \"A rescue session\"\nquit\n")
        self.wait_paid(2)
        self.assertEqual([(session["rescue"], session["state"]) for session in self.sessions()],
                         [(True, "closed"), (False, "opened"), (False, "closed")])
        self.assertEqual([day["orders"] for day in self.records("day")], [1])

    def test_two_lanes_on_one_point_of_sale_are_told_and_lose_nothing(self):
        self.office.start()
        first = self.start_kiosk("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nsleep 15s\n" + FROM_WELCOME +
                                 "tap id=ask-server\nwait \"Another device works\" 90s\ntap id=sign-out\nwait screen=welcome 60s\n" +
                                 SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        time.sleep(5)
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", data=self.data + "-second")
        _, errors = first.communicate(timeout=180)
        self.assertEqual(first.returncode, 0, errors[-600:])
        self.wait_paid(3)
        self.assertEqual(self.office.close_session(), {"successful": True})
