"""A running lane whose disk begins to lie or to fail (dm-flakey under the data partition): writes that are said to be there and are not,
writes that are refused, bytes that come out or go in wrong. KIOSK_LYING_SEED makes the same windows again."""
import json
import os
import random
import time

import data_disk
import lying_test
from image_test import MILK
from recording import LANE, MACHINE, SETTINGS, paid_orders

SEED = int(os.environ.get("KIOSK_LYING_SEED", str(random.randrange(1 << 30))))
FOLDER = "/var/lib/kiosk/lane"


class FailingDisk(lying_test.LyingTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.report("seed", SEED)
        self.machine.make_card(self.settings, mapped=True)
        self.start("linear")
        self.wait_selling()
        self.good = self.machine.run("dmsetup table data")

    def load(self, table):
        """Under the file system, without a word to it."""
        self.machine.run(f"dmsetup suspend --nolockfs --noflush data && dmsetup load data --table '{table}' && dmsetup resume data")

    def begin(self, feature):
        start, sectors, _, device, offset = self.good.split()
        self.load(f"{start} {sectors} flakey {device} {offset} 0 100000 {len(feature.split())} {feature}")

    def end(self):
        self.load(self.good)

    def known(self):
        """What the running lane has written, as the machine's memory has it."""
        return [json.loads(line) for line in self.machine.run(f"kiosk-journal show --json {FOLDER}", check=False).splitlines()
                if line.startswith("{") and '"sequence"' in line]

    def read_disk(self):
        """After the power has gone: the records on the disk, each of which must be one of `known`."""
        self.machine.cut_power()
        image, folder = os.path.join(self.folder, "data.img"), os.path.join(self.folder, "read")
        lying_test.read_data(self.machine.card, image)
        mended = data_disk.check(image)
        data_disk.dump(image, folder, (LANE, SETTINGS, MACHINE))
        records = data_disk.records(os.path.join(folder, "lane"))
        status = data_disk.journal("verify", os.path.join(folder, "lane"))[1]
        return records, {"paid orders on the disk": len(paid_orders(records)), "journal": "sound" if status == 0 else "damaged",
                         "mended by e2fsck -y": mended}

    def check_believed(self, records, known):
        written = {record["sequence"]: record for record in known}
        for record in records:
            self.assertEqual(record, written.get(record["sequence"]), "a record is believed that was not written so")
        self.assertEqual(len(records), len({record["sequence"] for record in records}))

    def check_sells_on(self, orders):
        """Started again with a good disk: a customer buys, and these orders and that one are at the back office once."""
        self.start("linear")
        self.wait_selling()
        self.sell(MILK)
        self.wait_confirmed()
        self.machine.shot("sells-on")
        held = [order["access_token"] for order in self.paid()]
        self.assertEqual(len(held), len(set(held)), "an order is at the back office twice")
        self.assertEqual(len({order["reference"] for order in self.office.orders()}), len(held), "two orders have one name")
        self.assertEqual(set(orders) - set(held), set(), "an order is not at the back office")
        self.assertEqual(len(held), len(orders) + 1)

    def sell_before(self):
        """One order that the server has, and one that only the disk has."""
        self.sell(MILK)
        self.wait_confirmed()
        self.machine.ask_monitor("set_link", name="shop", up=False)
        self.sell(MILK)
        return paid_orders(self.known())

    def test_writes_that_are_lost_and_then_the_power(self):
        before = self.sell_before()
        self.begin("drop_writes")
        self.sell(MILK)
        self.machine.ask_monitor("set_link", name="shop", up=True)
        self.wait_confirmed()
        time.sleep(self.chance.uniform(0, 8))
        known = self.known()
        records, found = self.read_disk()
        self.report("one order sold while writes were lost", found)
        self.check_believed(records, known)
        self.assertEqual(paid_orders(records)[:2], before, "an order from before the lie is gone")
        self.assertEqual(len(self.paid()), 3)
        self.check_sells_on(paid_orders(known))

    def test_writes_that_are_lost_for_a_while(self):
        before = self.sell_before()
        self.begin("drop_writes")
        time.sleep(self.chance.uniform(0, 3))
        self.sell(MILK)
        time.sleep(self.chance.uniform(0, 6))
        self.end()
        self.sell(MILK)
        known = self.known()
        records, found = self.read_disk()
        self.report("one order sold while writes were lost, one after", found)
        self.check_believed(records, known)
        paid = paid_orders(records)
        self.assertEqual(paid[:2], before, "an order from before the lie is gone")
        self.check_sells_on(paid)

    def test_writes_that_fail(self):
        before = self.sell_before()
        self.begin("error_writes")
        self.machine.scan(MILK)
        self.machine.wait_for("a lane that is out of order", lambda: 'kiosk_state{state="out-of-order"} 1' in self.metrics())
        time.sleep(3)
        self.machine.shot("disk-failed")
        self.assertFalse(self.is_thanked())
        records, found = self.read_disk()
        self.report("writes that fail", found)
        self.assertEqual(paid_orders(records), before)
        self.check_sells_on(before)

    def test_bytes_that_go_in_wrong(self):
        before = self.sell_before()
        self.begin(f"corrupt_bio_byte {self.chance.randrange(1, 4097)} w {self.chance.randrange(1, 256)} 0")
        self.sell(MILK)
        time.sleep(self.chance.uniform(0, 8))
        self.end()
        self.sell(MILK)
        known = self.known()
        records, found = self.read_disk()
        self.report("one order sold while bytes went in wrong, one after", found)
        self.check_believed(records, known)
        paid = paid_orders(records)
        self.assertLessEqual(set(before), set(paid), "an order from before is gone")
        self.check_sells_on(paid)

    def test_bytes_that_come_out_wrong_at_a_start(self):
        before = self.sell_before()
        self.machine.run("systemctl stop kiosk.service; sync; echo 3 > /proc/sys/vm/drop_caches")
        self.begin(f"corrupt_bio_byte {self.chance.randrange(1, 4097)} r {self.chance.randrange(1, 256)} 0")
        self.machine.run("systemctl start --no-block kiosk.service")
        time.sleep(20)
        self.machine.shot("disk-reads-wrong")
        self.report("it says", self.machine.run("grep -h kiosk_state /run/kiosk/metrics.prom; fold -w 200 /dev/vcs1 | grep . || true", check=False))
        records, found = self.read_disk()
        self.report("a start while bytes came out wrong", found)
        self.assertLessEqual(set(before), set(paid_orders(records)), "an order is gone from the disk")
        self.check_sells_on(before)
