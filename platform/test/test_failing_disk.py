"""A running lane whose disk begins to lie or to fail (dm-flakey under the data partition): writes that are said to be there and are not,
writes that are refused, bytes that go in or come out wrong. The machine's state is kept once, with one order that the server has and one
that only the disk has, and each disk fails from there. KIOSK_LYING_WINDOWS: how often each kind (1); KIOSK_LYING_SEED makes the same
moments and bytes again."""
import json
import os
import random
import shutil
import subprocess
import time

import data_disk
import lying_test
from image_test import MILK
from recording import LANE, MACHINE, SETTINGS, paid_orders, references

WINDOWS = int(os.environ.get("KIOSK_LYING_WINDOWS", "1"))
SEED = int(os.environ.get("KIOSK_LYING_SEED", str(random.randrange(1 << 30))))


class FailingDisk(lying_test.LyingTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.report("seed", SEED)
        self.kept = os.path.join(self.folder, "kept")
        os.makedirs(self.kept)
        self.machine.make_card(self.settings, mapped=True)
        raw = self.machine.card + ".raw"
        os.replace(self.machine.card, raw)
        for source, target in ((raw, self.machine.card), ("/usr/share/OVMF/OVMF_VARS_4M.fd", self.machine.card + ".firmware")):
            subprocess.run(["qemu-img", "convert", "-O", "qcow2", source, target], check=True)
        os.remove(raw)
        self.start("linear")
        self.wait_selling()
        self.good = self.machine.run("dmsetup table data")
        self.sell_before()
        self.keep()

    def sell_before(self):
        self.sell(MILK)
        self.wait_confirmed(1)
        self.machine.ask_monitor("set_link", name="shop", up=False)
        self.sell(MILK)
        self.machine.wait_for("a free lane", lambda: "kiosk_in_use 0" in self.metrics())
        self.before = references(self.known())
        self.assertEqual(len(self.before), 2)

    def keep(self):
        self.keep_office(os.path.join(self.kept, "office"))
        self.machine.keep_state()
        self.machine.cut_power()
        for path in (self.machine.card, self.machine.card + ".firmware", self.second):
            shutil.copy(path, self.kept)

    def go_on(self):
        """From the kept moment, without a network; the back office is as it was then."""
        self.office.stop()
        for ending in ("-wal", "-shm"):
            if os.path.exists(path := os.path.join(self.office.folder, "backoffice.sqlite" + ending)):
                os.remove(path)
        shutil.copy(os.path.join(self.kept, "office", "backoffice.sqlite"), self.office.folder)
        self.office.start()
        for path in (self.machine.card, self.machine.card + ".firmware", self.second):
            shutil.copy(os.path.join(self.kept, os.path.basename(path)), path)
        self.start("linear", words=["-loadvm", "kept"], greets=False, network=False)

    def load(self, table):
        """Under the file system, without a word to it."""
        self.machine.run(f"dmsetup suspend --nolockfs --noflush data && dmsetup load data --table '{table}' && dmsetup resume data")

    def spoil(self, feature):
        start, sectors, _, device, offset = self.good.split()
        self.load(f"{start} {sectors} flakey {device} {offset} 0 100000 {len(feature.split())} {feature}")

    def mend(self):
        self.load(self.good)

    def known(self):
        """What the running lane has written, as the machine's memory has it."""
        return [json.loads(line) for line in self.machine.run("kiosk-journal show --json /var/lib/kiosk/lane", check=False).splitlines()
                if line.startswith("{") and '"sequence"' in line]

    def read_disk(self, what, known):
        """The power goes: the orders on the disk, whose records must be `known`."""
        self.machine.cut_power()
        image, folder = os.path.join(self.folder, "data.img"), os.path.join(self.folder, "read")
        data_disk.read_data(self.machine.card, image)
        self.mended = mended = data_disk.check(image)
        data_disk.dump(image, folder, (LANE, SETTINGS, MACHINE))
        records = data_disk.records(os.path.join(folder, "lane"))
        status = data_disk.journal("verify", os.path.join(folder, "lane"))[1]
        self.sound = status == 0
        self.report(what, {"known to the lane": len(paid_orders(known)), "on the disk": len(paid_orders(records)),
                           "journal": "sound" if self.sound else "damaged", "mended by e2fsck -y": mended})
        written = {record["sequence"]: record for record in known}
        for record in records:
            self.assertEqual(record, written.get(record["sequence"]), "a record is believed that was not written so")
        self.assertEqual(len(records), len({record["sequence"] for record in records}), "a record is there twice")
        return references(records)

    def check_starts(self, orders, torn=0):
        """A lane with what is on the disk, and the back office as it is: a customer buys, and these orders are there once. So many more
        may be there whose payment was begun, by what is on the disk, and whose end was torn: the terminal is asked for them."""
        office = os.path.join(self.folder, f"office-{time.time_ns()}")
        self.keep_office(office)
        answer = self.start_lanes(self.settings, [(os.path.join(self.folder, "read"), office)])[0]
        self.assertEqual(answer["status"], 0, answer["words"])
        held = [order["reference"] for order in answer["orders"]]
        self.assertEqual(len(held), len(set(held)), "an order is at the back office twice")
        self.assertEqual({order["state"] for order in answer["orders"]}, {"paid"})
        self.assertEqual(set(orders) - set(held), set(), "an order is not at the back office")
        self.assertIn(len(held) - len(orders) - 1, range(torn + 1), "the lane did not sell, or an order that nobody paid")

    def lose_writes_until_the_cut(self):
        self.spoil("drop_writes")
        self.sell(MILK)
        self.machine.ask_monitor("set_link", name="shop", up=True)
        self.wait_confirmed(3)
        time.sleep(self.chance.uniform(0, 8))
        known = self.known()
        orders = self.read_disk("writes are lost, the server has the order, the power goes", known)
        self.assertEqual(orders[:2], self.before, "an order from before is gone")
        self.check_starts(references(known))

    def lose_writes_for_a_while(self):
        self.spoil("drop_writes")
        time.sleep(self.chance.uniform(0, 3))
        self.sell(MILK)
        time.sleep(self.chance.uniform(0, 6))
        self.mend()
        self.sell(MILK)
        orders = self.read_disk("writes are lost for a while, a customer buys after it, the power goes", self.known())
        self.assertEqual(orders[:2], self.before, "an order from before is gone")
        self.check_starts(orders)

    def refuse_writes(self):
        self.spoil("error_writes")
        self.machine.scan(MILK)
        self.machine.wait_for("a lane that is out of order", lambda: 'kiosk_state{state="out-of-order"} 1' in self.metrics())
        time.sleep(3)
        self.machine.shot("disk-refuses")
        self.assertFalse(self.is_thanked())
        orders = self.read_disk("writes are refused, the power goes", self.known())
        self.assertEqual(orders, self.before)
        self.check_starts(orders)

    def write_wrong_bytes(self):
        """The kernel writes whole pages, so the byte may hit what was on the disk already: these records are lost, and no others; or the file
        system's own map, and then whatever that led to. That something is lost is seen."""
        before = self.known()
        byte = self.chance.randrange(1, 4097)
        self.spoil(f"corrupt_bio_byte {byte} w {self.chance.randrange(1, 256)} 0")
        self.sell(MILK)
        time.sleep(self.chance.uniform(0, 8))
        self.mend()
        self.sell(MILK)
        orders = self.read_disk("bytes go in wrong for a while, a customer buys after it, the power goes", self.known())
        hit = [record for record, after in zip(before, before[1:]) if record["kind"] == "paid" and self.has_byte(record, after, byte)]
        gone = set(self.before) - set(orders)
        self.assertFalse(gone and self.sound, "an order from before is gone, and nobody is told")
        if not self.mended:
            self.assertEqual(gone - set(references(hit)), set(), "an order from before is gone, and the wrong byte was not in its record")
        orders = set(orders) | set(self.before[:1])  # the server has that one
        self.check_starts(orders, len(self.before) + 2 - len(orders))

    @staticmethod
    def has_byte(record, after, byte):
        """Whether this byte (from 1) of one of its pages is in the record."""
        return any(offset % 4096 == byte - 1 for offset in range(record["offset"], after["offset"]))

    def read_wrong_bytes(self):
        known = self.known()
        self.machine.run("systemctl stop kiosk.service; sync; echo 3 > /proc/sys/vm/drop_caches")
        self.spoil(f"corrupt_bio_byte {self.chance.randrange(1, 4097)} r {self.chance.randrange(1, 256)} 0")
        self.machine.run("systemctl start --no-block kiosk.service")
        time.sleep(30)
        self.machine.shot("disk-reads-wrong")
        orders = self.read_disk("bytes come out wrong at a start, the power goes", known)
        self.assertEqual(orders, self.before, "an order is gone from the disk")
        self.check_starts(orders)

    def test_a_disk_fails_while_customers_buy(self):
        for window in range(WINDOWS):
            for kind in (self.lose_writes_until_the_cut, self.lose_writes_for_a_while, self.refuse_writes, self.write_wrong_bytes,
                         self.read_wrong_bytes):
                with self.subTest(f"{kind.__name__}, window {window}"):
                    self.go_on()
                    try:
                        kind()
                    finally:
                        self.machine.cut_power()
