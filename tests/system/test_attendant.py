"""An attendant on the lane's screen: what is changed there reaches the server, and the journal says who, when and why."""
import json

from lane import BREAD, MILK, WINE, LaneTest


def sign_in(pin):
    return "wait screen=staff-login 10s\nwait idle 5s\n" + "".join(
        f"tap id=pin-{digit}\n" for digit in pin) + "tap id=pin-enter\n"


def change_price(line, keys):
    return (f"tap id=select-{line}\ntap id=staff-price\nwait id=price-set 5s\nwait idle 5s\n" +
            "".join(f"tap id=price-{key}\n" for key in keys) + "tap id=reason-2\n")


class Attendant(LaneTest):
    def attendant_records(self):
        shown = self.journal("show", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return [record for record in records if record["kind"] == "attendant"]

    def pay_and_end(self):
        return ("wait screen=basket 5s\nwait idle 5s\ntap id=pay\ntry tap id=pay-method-card\n"
                "wait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\nquit\n")

    def age_categories(self, text):
        return text if "age_categories" in text else text.replace(
            "[sale]\n", "[sale]\nage_categories = Beer & wine:18\n")

    def test_an_age_is_approved_and_a_price_changed_and_both_are_told(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\nscan " + MILK + "\nwait idle 5s\nscan " + WINE + "\nwait idle 5s\n"
                  "tap id=pay\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n" + sign_in("1234") +
                  "wait screen=staff-sale 20s\nwait idle 5s\ntap id=age-approve\nwait idle 5s\n" +
                  change_price(1, ["1", "point", "0", "0"]) +
                  "wait idle 5s\ntap id=price-set\nsleep 500ms\nwait idle 5s\ntap id=staff-done\n" + self.pay_and_end(),
                  ini=self.ini(self.age_categories))
        self.wait_paid(1)
        order = self.office.orders()[0]
        self.assertEqual(sorted(line["price_unit"] for line in order["lines"])[0], 1.0)
        records = self.attendant_records()
        by_action = {record["action"]: record for record in records}
        for action in ("sign-in", "age-approved", "price"):
            self.assertTrue(by_action[action]["attendant"])
            self.assertTrue(by_action[action]["at"])
            self.assertTrue(by_action[action]["reason"])
            self.assertTrue(by_action[action]["uuid"])
        price = by_action["price"]
        self.assertEqual((price["old_value"], price["new_value"], price["reason"]), ("1.19", "1.00", "Damaged"))
        self.assertGreater(price["line_id"], 0)
        self.assertIn("age-approved", self.journal("show").stdout)
        listed = self.journal("list", "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("attendant", listed.stdout)
        self.assertEqual(self.journal("verify").returncode, 0)
        self.assertEqual(self.office.close_session(), {"successful": True})  # to the last cent

    def test_beyond_the_limit_a_managers_badge_is_needed(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\nscan " + MILK + "\nwait idle 5s\nscan " + BREAD + "\nwait idle 5s\n"
                  "tap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n" + sign_in("1234") +
                  "wait screen=staff-sale 20s\nwait idle 5s\n" + change_price(1, ["point", "5"]) +
                  "expect \"Needs a manager badge\"\nbadge 0410000000001\nsleep 2s\n"
                  "expect \"Needs a manager badge\"\nbadge 0410000000002\nwait \"Approved by\" 20s\nwait idle 5s\n"
                  "tap id=price-set\nsleep 500ms\nwait idle 5s\ntap id=select-2\ntap id=staff-remove\nwait idle 5s\n"
                  "tap id=help-solved\nwait id=reason-4 5s\nwait idle 5s\ntap id=reason-4\nsleep 500ms\nwait idle 5s\n"
                  "expect total 0.50\ntap id=staff-back\n" + self.pay_and_end())
        self.wait_paid(1)
        order = self.office.orders()[0]
        self.assertEqual([line["price_unit"] for line in order["lines"]], [0.5])
        actions = [record["action"] for record in self.attendant_records()]
        for action in ("manager-refused", "manager-approved", "price", "void", "help-solved"):
            self.assertIn(action, actions)
