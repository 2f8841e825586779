"""A menu of several articles, and customers' cards: what the screen says is what the server stores and closes with."""
from lane import MILK, LaneTest

CARROTS = "5499990000070"  # no rule of a weekend's is about them
MENU = "5499990000841"  # 5.90: a sandwich, a drink, a dessert
COLA_IN_A_MENU = "part-2-5"  # 0.50 more, and a deposit of 0.10 on top
ADA, JONAS, LINA, NOBODY = "0420000000013", "0420000000020", "0420000000037", "0420000000051"
START = "wait screen=welcome 60s\n"
PAY = "tap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\n"


class MenuAndCard(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()

    def test_a_menu_is_sold_with_its_parts(self):
        self.sell(START + f"scan {MENU}\nwait screen=article 5s\nwait idle 5s\nexpect id=part-1-1\ntap id=part-1-1\nwait idle 5s\n"
                  f"tap id={COLA_IN_A_MENU}\nwait idle 5s\ntap id=part-3-6\nwait \"Add · €6.50\" 5s\ntap id=add\n"
                  "wait screen=basket 5s\nwait idle 5s\nexpect total 6.50\ntap id=line-1-plus\nwait idle 5s\nexpect total 13.00\n"
                  "tap id=line-1-minus\nwait idle 5s\ntap id=line-1-remove\nwait id=undo 5s\ntap id=undo\nwait idle 5s\n"
                  "expect total 6.50\n" + PAY + "quit\n")
        self.wait_paid(1)
        order = self.office.orders()[0]
        menu, *parts = order["lines"]
        self.assertEqual((menu["name"], menu["price_unit"]), ("Lunch menu", 0.0))
        self.assertEqual(len(parts), 3)
        self.assertAlmostEqual(sum(part["price_unit"] for part in parts), 6.4)
        stored = self.office.call("pos.order.line", "search_read", [], ["combo_parent_id", "combo_line_ids"], order="id")
        self.assertEqual([line["combo_parent_id"] and line["combo_parent_id"][0] for line in stored],
                         [False, stored[0]["id"], stored[0]["id"], stored[0]["id"]])
        self.assertAlmostEqual(order["amount_total"], 6.5)
        self.assertTrue(self.office.close_session()["successful"])

    def test_prices_follow_a_customers_card(self):
        self.sell(START + f"scan {MILK}\nwait idle 5s\nscan {CARROTS}\nwait idle 5s\nexpect total 3.08\nscan {ADA}\n"
                  "wait \"Welcome, Ada Morel\" 5s\nexpect total 2.93\n" + PAY + "quit\n")
        self.wait_paid(1)
        order = self.office.orders()[0]
        self.assertAlmostEqual(order["amount_total"], 2.93)
        stored = self.office.call("pos.order", "search_read", [], ["partner_id", "pricelist_id"])[0]
        self.assertEqual((stored["partner_id"][1], stored["pricelist_id"][1].split(" ")[0]), ("Ada Morel", "Members"))
        self.assertTrue(self.office.close_session()["successful"])

    def test_a_card_that_was_not_loaded_is_asked_for(self):
        self.sell(START + f"scan {MILK}\nwait idle 5s\nscan {CARROTS}\nwait idle 5s\nscan {LINA}\nwait \"Welcome, Lina Okafor\" 20s\n"
                  f"expect total 2.93\nscan {NOBODY}\nwait \"We don't know this card\" 20s\nexpect total 2.93\nscan {JONAS}\n"
                  "wait \"Welcome, Jonas Weber\" 5s\nexpect total 3.08\nquit\n")
