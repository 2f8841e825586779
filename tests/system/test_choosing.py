"""Articles with choices, the limit of pieces and the bag: what was chosen and shown is what the server gets."""
from lane import MILK, LaneTest

COFFEE = "5499990000476"
START = "wait screen=welcome 60s\n"
PAY = "tap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\n"


class Choosing(LaneTest):
    def test_choices_pieces_and_the_bag_reach_the_server(self):
        self.office.start()
        self.sell(START + "scan " + COFFEE + "\nwait screen=article 5s\nwait idle 5s\ntap id=option-2\ntap id=option-6\n"
                  "tap id=pieces-plus\nwait \"Add · €25.00\" 5s\ntap id=add\nwait screen=basket 5s\nexpect \"500 g\"\n"
                  "tap id=bag-add\nwait id=line-2 5s\nexpect no \"Need a bag?\"\nexpect total 25.20\n" + PAY + "quit\n")
        self.wait_paid(1)
        order = self.office.orders()[0]
        self.assertEqual([(line["name"], line["qty"], line["price_unit"]) for line in order["lines"]],
                         [("House roast coffee (500 g, Espresso)", 2.0, 12.5), ("Paper bag", 1.0, 0.2)])
        self.assertAlmostEqual(order["amount_total"], 25.2)

    def test_a_swipe_brings_other_articles(self):
        self.office.start()
        self.sell(START + "tap id=start\nwait screen=browse 5s\nwait idle 5s\nexpect \"Red apples\"\nswipe id=products up\nwait idle 5s\n"
                  "expect no \"Red apples\"\nswipe id=products down\nwait idle 5s\nexpect \"Red apples\"\nquit\n")

    def test_add_waits_for_every_choice(self):
        self.office.start()
        done = self.kiosk(START + "scan " + COFFEE + "\nwait screen=article 5s\nwait idle 5s\ntap id=option-2\ntap id=add\nquit\n")
        self.says(done, "line 6")

    def test_more_pieces_than_the_limit_call_a_colleague(self):
        self.office.start()
        ini = self.ini(lambda text: text.replace("[sale]\n", "[sale]\nquantity_max = 1\n"))
        self.sell(START + "scan " + MILK + "\nwait screen=basket 5s\nwait idle 5s\nscan " + MILK + "\nwait screen=help 5s\n"
                  "wait idle 5s\ntap id=keep-adding\nwait screen=basket 5s\nexpect total 1.19\nquit\n", ini=ini)
