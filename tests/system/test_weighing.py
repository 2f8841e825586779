"""The scale: what was weighed and shown is what the server gets."""
from lane import MILK, LaneTest

BANANAS = "2100002000003"
START = "wait screen=welcome 60s\ntap id=start\nwait screen=browse 5s\nwait idle 5s\n"
WEIGH_BANANAS = "scan " + BANANAS + "\nwait screen=weigh 5s\nexpect \"Put Bananas on the scale\"\n"
PAY = "tap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\n"


class Weighing(LaneTest):
    def test_bananas_are_weighed_and_reach_the_server_with_weight_and_price(self):
        self.office.start()
        self.sell(START + WEIGH_BANANAS + "weigh 0.642\nwait \"Steady\" 5s\nexpect \"0.642 kg\"\nexpect \"1.15\"\n"
                  "tap id=add\nwait screen=browse 5s\nwait id=line-1 5s\nexpect total 1.15\n" + PAY + "quit\n")
        self.wait_paid(1)
        order = self.office.orders()[0]
        self.assertEqual([line["qty"] for line in order["lines"]], [0.642])
        self.assertAlmostEqual(order["amount_total"], 1.15)

    def test_a_moving_or_overloaded_scale_sells_nothing(self):
        self.office.start()
        done = self.kiosk(START + WEIGH_BANANAS + "weigh moving\nwait \"Moving\" 5s\ntap id=add\nquit\n")
        self.says(done, "nothing to tap", "weigh")
        done = self.kiosk("wait screen=welcome 60s\nscan " + MILK + "\nwait screen=basket 5s\nwait idle 5s\n" +
                          WEIGH_BANANAS + "weigh 20\nwait \"Please empty the scale\" 5s\nwait screen=help 20s\n"
                          "tap id=keep-adding\nwait screen=basket 5s\nexpect total 1.19\nquit\n")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_next_article_waits_for_an_empty_scale(self):
        self.office.start()
        self.sell(START + WEIGH_BANANAS + "weigh 0.642\nwait \"Steady\" 5s\ntap id=add\nwait screen=browse 5s\n"
                  "wait idle 5s\nscan " + BANANAS + "\nwait screen=weigh 5s\nexpect \"Please empty the scale\"\n"
                  "weigh 0\nwait \"Put Bananas on the scale\" 5s\nweigh 0.5\nwait \"Steady\" 5s\ntap id=add\n"
                  "wait screen=browse 5s\nwait idle 5s\nexpect total 2.05\n" + PAY + "quit\n")
        self.wait_paid(1)
        self.assertEqual(sorted(line["qty"] for line in self.office.orders()[0]["lines"]), [0.5, 0.642])

    def test_packing_is_taken_off_and_a_lost_scale_calls_a_colleague(self):
        self.office.start()
        self.sell(START + WEIGH_BANANAS + "weigh 0.651\nwait \"Steady\" 5s\ntap id=tare-2\nwait \"0.642 kg\" 5s\n"
                  "tap id=add\nwait screen=browse 5s\nwait idle 5s\nexpect total 1.15\nweigh off\nwait idle 5s\nscan " +
                  BANANAS + "\nwait screen=help 5s\nquit\n")

    def test_without_a_scale_a_colleague_weighs(self):
        self.office.start()
        ini = self.ini(lambda text: text.replace("scale = demo", "scale = none"))
        self.sell(START + "scan " + BANANAS + "\nwait screen=help 5s\nquit\n", ini=ini)
        done = self.kiosk("wait screen=welcome 60s\nweigh 0.5\nquit\n", ini=ini)
        self.assertEqual(done.returncode, 1)
