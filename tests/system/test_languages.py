"""The language is changed on every screen in the middle of a sale, to each one and back: nothing is lost."""
from lane import BREAD, MILK, LaneTest

START = f"wait screen=welcome 60s\nscan {MILK}\nwait idle 5s\nscan {BREAD}\nwait idle 5s\nscan {BREAD}\nwait idle 5s\n"
TOTAL = "5.89"  # 1.19 and twice 2.35
BANANAS, COFFEE = "2100002000003", "5499990000476"


BEANS = {"de": "Ganze Bohnen", "ar": "حبوب كاملة", "fr": "En grains", "en": "Whole beans"}


def through_all(screen, *kept, total=TOTAL, words=None):
    """Each language in turn, English at last; what is kept is looked for after each change, and the language's own words."""
    steps = ""
    for language in ("de", "ar", "fr", "en"):
        steps += f"tap id=language\nwait id=language-{language} 5s\nwait idle 5s\ntap id=language-{language}\nwait idle 5s\n"
        steps += f"expect screen={screen}\n" + (f"expect total {total}\n" if total else "")
        steps += "".join(f"expect {what}\n" for what in kept)
        steps += f"expect \"{words[language]}\"\n" if words else ""
    return steps


class Languages(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()

    def test_in_the_basket(self):
        self.sell(START + "wait screen=basket 5s\n" + through_all("basket", "id=line-1", "id=line-2-minus") +
                  "expect \"Wholemeal bread\"\nquit\n")

    def test_while_browsing_and_searching(self):
        self.sell(START + "tap id=add-more\nwait screen=browse 5s\n" + through_all("browse") +
                  "tap id=search\nwait screen=search 5s\nwait idle 5s\ntype \"mil\"\nwait \"mil\" 5s\n" +
                  through_all("search", "\"mil\"") + "expect id=product-" + MILK + "\nquit\n")

    def test_while_weighing(self):
        self.sell(START + "tap id=add-more\nwait screen=browse 5s\nwait idle 5s\ntap id=product-" + BANANAS +
                  "\nwait screen=weigh 5s\nweigh 0.642\nwait \"0.642\" 5s\nwait \"Steady\" 5s\n" + through_all("weigh", "id=add") +
                  "expect \"0.642\"\ntap id=add\nwait idle 5s\nexpect total 7.04\nquit\n")

    def test_while_choosing(self):
        self.sell(START + "scan " + COFFEE + "\nwait screen=article 5s\nwait idle 5s\ntap id=pieces-plus\nwait idle 5s\n"
                  "expect \"2\"\n" + through_all("article", "id=pieces-minus", "\"2\"", words=BEANS) + "quit\n")

    def test_while_help_is_on_its_way(self):
        self.sell(START + "tap id=help\nwait screen=help 5s\n" + through_all("help") +
                  "tap id=keep-adding\nwait idle 5s\nexpect total " + TOTAL + "\nquit\n")

    def test_at_the_warning_before_a_basket_is_left(self):
        """No tool is within the warning: it speaks what was chosen before, and leads back to that."""
        steps = START
        for language, words in (("de", "Sind Sie noch da?"), ("ar", "هل ما زلت هنا؟"), ("fr", "Êtes-vous toujours là\u00a0?"),
                                ("en", "Are you still there?")):
            steps += (f"tap id=language\nwait id=language-{language} 5s\nwait idle 5s\ntap id=language-{language}\n"
                      f"wait screen=idle 30s\nwait idle 5s\nexpect \"{words}\"\ntap id=still-here\nwait screen=basket 5s\n"
                      f"wait idle 5s\nexpect total {TOTAL}\n")
        self.sell(steps + "quit\n", ini=self.ini(lambda text: text.replace("[sale]\n", "[sale]\nidle_s = 10\n")))

    def test_with_everything_in_the_lower_third(self):
        low = ("tap id=access\nwait id=low-reach 5s\nwait idle 5s\ntap id=low-reach\nwait idle 5s\ntap id=done\nwait idle 5s\n"
               "expect id=low-down\n")
        self.sell(START + low + through_all("basket", "id=low-plus") +
                  "tap id=low-down\nwait idle 5s\ntap id=low-plus\nwait idle 5s\nexpect total 7.08\n"
                  "tap id=low-remove\nwait idle 5s\nwait id=undo 5s\ntap id=undo\nwait idle 5s\nexpect total 7.08\n"
                  "tap id=add-more\nwait screen=browse 5s\nwait idle 5s\ntap id=low-next\nwait idle 5s\n" +
                  through_all("browse", "id=low-previous", total="7.08") +
                  "tap id=pay\nwait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\nquit\n")
        self.wait_paid(1)

    def test_at_the_receipt(self):
        self.sell(START + "tap id=pay\nwait screen=receipt 60s\nwait idle 5s\n" + through_all("receipt", total=None) +
                  "tap id=receipt-none\nwait screen=thanks 20s\nwait sent 60s\nquit\n")
        self.wait_paid(1)
        self.assertEqual(self.office.orders()[0]["amount_total"], float(TOTAL))
