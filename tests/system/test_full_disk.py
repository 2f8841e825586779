"""A data folder without room: the lane closes before it takes money that it can't record, and opens when there is room."""
import csv
import json
import os
import time

from lane import MILK, PATIENCE, ROOT, SELL
from tmpfs import TmpfsTest

SIZE = 1 << 20


class FullDisk(TmpfsTest):
    def setUp(self):
        super().setUp()
        self.mount(self.data, SIZE)

    def fill(self, leave=0):
        """Takes all room but `leave` bytes."""
        path = os.path.join(self.data, "filler")
        with open(path, "ab") as filler:
            state = os.statvfs(self.data)
            left = state.f_bavail * state.f_frsize - leave
            try:
                while left > 0:
                    left -= filler.write(bytes(min(left, 4096)))
                    filler.flush()
            except OSError:
                pass
        return path

    def charges(self):
        path = os.path.join(self.data, "demo-terminal.jsonl")
        if not os.path.exists(path):
            return []
        with open(path) as file:
            return [json.loads(line)["id"] for line in file if json.loads(line)["state"] == "approved"]

    def paid_intents(self):
        shown = self.journal("show", "--json")
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return {record["uuid"] for record in records if record["kind"] == "paid"}

    def test_the_lane_closes_before_it_takes_money_and_opens_with_room(self):
        self.office.start()
        ini = self.ini(lambda t: t.replace("[server]", "[server]\npictures = off", 1))
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", ini=ini)
        filler = self.fill()
        with open(os.path.join(ROOT, "assets", "demo_shop", "articles.csv"), newline="") as file:
            codes = [row["barcode"] for row in csv.DictReader(file, delimiter=";")
                     if row["barcode"].startswith("54") and row["unit"] == "Units" and row["category"] not in ("beer", "wine")]
        # A customer who takes more and more: each change of the basket is a record.
        shots = os.path.join(self.folder, "shots")
        lane = self.start_kiosk(
            "wait screen=welcome 60s\nwait idle 5s\n" +
            "".join(f"scan {code}\nwait idle 5s\n" for code in codes) * 8 +
            "wait screen=closed 10s\nwait \"The disk is full\" 10s\nshot full.png\nwait screen=basket 300s\nwait idle 5s\n"
            "tap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\ntap id=receipt-none\nwait sent 60s\nquit\n",
            ini=ini, extra=("--shots", shots))
        self.addCleanup(lane.kill)
        deadline = time.time() + 120 * PATIENCE
        while time.time() < deadline and lane.poll() is None and not os.path.exists(os.path.join(shots, "full.png")):
            time.sleep(0.1)
        if lane.poll() is not None:
            self.fail(f"the lane went on: {lane.communicate()[1][-300:]}")
        self.assertEqual(len(self.charges()), 1, "money was taken on a full disk")
        os.unlink(filler)
        out, errors = lane.communicate(timeout=600)
        self.assertEqual(lane.returncode, 0, errors[-600:])
        self.assertIn("there is room on the disk again", self.log())
        self.assertEqual(len(self.charges()), 2)
        self.assertEqual(self.journal("verify").returncode, 0)
        self.assertEqual(len(self.charges()), len(self.paid_intents()), "each charge is a paid order")
        self.wait_paid(len(self.charges()))
