"""A customer who does anything at all: nothing breaks, the sale adds up, and what was paid is on the server, once."""
import os

from lane import LaneTest

ACTS = int(os.environ.get("KIOSK_TEST_ACTS", "3000"))
SEED = int(os.environ.get("KIOSK_TEST_SEED", "7"))
ATTENDANT = "0410000000001"


class Monkey(LaneTest):
    window = "540x960"  # painted sooner than a large one: the time goes into what is touched

    def run_monkey(self, seed, badge=""):
        self.office.start()
        done = self.kiosk(f"wait screen=welcome 60s\nmonkey {ACTS} {seed} {badge}\nquit\n", seconds=180 + ACTS / 10)
        self.assertEqual(done.returncode, 0, f"seed {seed}: {done.stderr[-3000:]}")
        self.assertNotIn("runtime error", done.stderr)
        self.assertEqual(self.journal("verify").returncode, 0)
        self.sell("sleep 2s\nwait sent 60s\nquit\n")  # with what it left behind
        references = [order["reference"] for order in self.office.orders()]
        self.assertEqual(len(set(references)), len(references), "an order is on the server twice")

    def test_a_customer_who_touches_everything(self):
        self.run_monkey(SEED)

    def test_an_attendant_who_touches_everything(self):
        self.run_monkey(SEED + 1, ATTENDANT)
