"""One sale through all ways to find an article, with a colleague in the middle; the journal says who approved, when and why."""
import datetime
import json
import time

from lane import MILK, WINE, LaneTest
from test_attendant import sign_in
from test_choosing import COFFEE
from test_weighing import BANANAS


class WholeSale(LaneTest):
    def test_search_scale_choices_and_an_age(self):
        began = time.time()
        self.office.start()
        ini = self.ini(lambda text: text if "age_categories" in text else text.replace(
            "[sale]\n", "[sale]\nage_categories = Beer & wine:18\n"))
        self.sell("wait screen=welcome 60s\ntap id=start\nwait screen=browse 5s\nwait idle 5s\n"
                  "tap id=search\nwait screen=search 5s\nwait idle 5s\ntype \"mil\"\nwait id=product-" + MILK + " 5s\n"
                  "wait idle 5s\ntap id=product-" + MILK + "\nwait idle 5s\nexpect total 1.19\ntap id=back\nwait screen=browse 5s\nwait idle 5s\n"
                  "scan " + BANANAS + "\nwait screen=weigh 5s\nweigh 0.642\nwait \"Steady\" 5s\ntap id=add\nwait idle 5s\n"
                  "weigh 0\nscan " + COFFEE + "\nwait screen=article 5s\nwait idle 5s\ntap id=option-2\ntap id=option-6\n"
                  "tap id=add\nwait idle 5s\n"
                  "scan " + WINE + "\nwait idle 5s\ntry tap id=basket\nwait screen=basket 5s\nwait idle 5s\n"
                  "tap id=pay\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n" + sign_in("1234") +
                  "wait screen=staff-sale 20s\nwait idle 5s\ntap id=age-approve\nwait idle 5s\ntap id=staff-done\n"
                  "wait screen=basket 5s\nwait idle 5s\ntap id=pay\ntry tap id=pay-method-card\n"
                  "wait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\nquit\n", ini=ini)
        self.wait_paid(1)
        order = self.office.orders()[0]
        self.assertEqual([line["qty"] for line in order["lines"]], [1.0, 0.642, 1.0, 1.0])
        self.assertIn("Espresso", order["lines"][2]["name"])
        shown = self.journal("show", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        approved = [record for record in records if record["kind"] == "attendant" and record["action"] == "age-approved"]
        self.assertEqual(len(approved), 1)
        self.assertEqual(approved[0]["attendant"], "Demo attendant")
        self.assertTrue(approved[0]["reason"])
        at = datetime.datetime.fromisoformat(approved[0]["at"].replace("Z", "+00:00")).timestamp()
        self.assertTrue(began - 1 <= at <= time.time() + 1, approved[0]["at"])
        self.assertEqual(self.journal("verify").returncode, 0)
