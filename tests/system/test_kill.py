"""Lane and back office are killed at random moments, each by itself: every order that was thanked for is on the server once, and
nothing else is. KIOSK_TEST_KILLS rounds, drawn from KIOSK_TEST_SEED."""
import json
import os
import random
import signal
import threading
import time

from lane import BREAD, MILK, PATIENCE, SELL, LaneTest


class Killed(LaneTest):
    def trouble_the_office(self, randomly, stop):
        """Kills and starts it again, now and then, until told to stop; leaves it running."""
        while not stop.wait(randomly.uniform(0.5, 6)):
            self.office.stop(signal.SIGKILL)
            stop.wait(randomly.uniform(0, 3))
            self.office.start()

    def records(self, kind):
        shown = self.journal("show", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return [record for record in records if record["kind"] == kind]

    def charged(self):
        path = os.path.join(self.data, "demo-terminal.jsonl")
        lines = open(path).read().splitlines() if os.path.exists(path) else []
        return {json.loads(line)["id"] for line in lines if json.loads(line)["state"] == "approved"}

    def test_nothing_is_lost_and_nothing_doubled(self):
        seed = int(os.environ.get("KIOSK_TEST_SEED", str(time.time_ns() % 1000000)))
        rounds = int(os.environ.get("KIOSK_TEST_KILLS", "8"))
        print(f"KIOSK_TEST_SEED={seed} KIOSK_TEST_KILLS={rounds}")
        randomly = random.Random(seed)
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait idle 5s\nquit\n")
        stop = threading.Event()
        trouble = threading.Thread(target=self.trouble_the_office, args=(random.Random(seed + 1), stop))
        trouble.start()
        thanked = 0
        try:
            for number in range(rounds):
                shots = os.path.join(self.folder, f"shots{number}")
                lane = self.start_kiosk("sleep 300ms\n" + SELL.format(code=randomly.choice((MILK, BREAD))) +
                                        "shot thanks.png\nsleep 3s\nquit\n", extra=("--shots", shots))
                time.sleep(randomly.choice((randomly.uniform(0.2, 3), randomly.uniform(2, 9))) * PATIENCE)
                lane.kill()
                lane.communicate()
                thanked += os.path.exists(os.path.join(shots, "thanks.png"))
        finally:
            stop.set()
            trouble.join()
        self.settle()
        paid = {record["uuid"]: record for record in self.records("paid")}
        references = sorted(order["reference"] for order in self.office.orders())
        print(f"{rounds} rounds, {thanked} thanked, {len(paid)} paid, {len(references)} on the server")
        self.assertGreater(len(paid), 0)
        self.assertGreaterEqual(len(paid), thanked)
        self.assertEqual(references, sorted(record["order"]["reference"] for record in paid.values()))
        self.assertEqual(len(self.paid()), len(references), "an order is on the server, and not paid")
        self.assertEqual(len(self.charged()), len(paid), "a charge without an order, or an order without a charge")
        self.assertEqual(self.journal("verify").returncode, 0)

    def settle(self):
        """The lane is left alone until it has asked the terminal and the server what became of everything."""
        self.sell("sleep 12s\nwait sent 180s\nquit\n", seconds=240)
        self.sell("sleep 1s\nwait sent 60s\nquit\n")
