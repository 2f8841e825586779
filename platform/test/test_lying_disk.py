"""Power cuts on a disk that lies, first in the ways in which every disk may (what was not flushed is there in part, in any order, torn),
then in those in which none should. What a lane writes is written down from the mount on (dm-log-writes), and every state that the disk
may have been in is read from outside; some are started. KIOSK_LYING_SUBSETS: how many states between two barriers (20); KIOSK_LYING_LIES:
how many times a disk forgets, of each recording (300); KIOSK_LYING_STARTS: of each recording (15); KIOSK_LYING_SEED makes the same
states of the same recordings again; KIOSK_LYING_RECORDINGS: a folder where recordings stay, and are taken from when they are there."""
import os
import random
import shutil
import subprocess
import tempfile
import time

import data_disk
import disk_states
import lying_test
from image_test import BREAD, MILK
from recording import Judge, Recording, paid_orders, references

SUBSETS = int(os.environ.get("KIOSK_LYING_SUBSETS", "20"))
LIES = int(os.environ.get("KIOSK_LYING_LIES", "300"))
STARTS = int(os.environ.get("KIOSK_LYING_STARTS", "15"))
SEED = int(os.environ.get("KIOSK_LYING_SEED", str(random.randrange(1 << 30))))
KEPT = os.environ.get("KIOSK_LYING_RECORDINGS")


class LyingDisk(lying_test.LyingTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.report("seed", SEED)
        # In memory where there is some: thousands of disks are written and forgotten.
        self.work = tempfile.mkdtemp(prefix="kiosk-lying-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        self.addCleanup(shutil.rmtree, self.work, True)

    # What is written down.

    def record(self):
        """A new card's first start with its sales, without and with a network, and a power cut; then a start with other settings."""
        folder = KEPT or os.path.join(self.folder, "recordings")
        first, second = os.path.join(folder, "first"), os.path.join(folder, "second")
        if not os.path.exists(os.path.join(second, "end.img")):
            shutil.rmtree(folder, True)
            self.machine.make_card(self.settings, mapped=True)
            self.record_start(first, 0, (3, 1, 1))
            self.change_settings(lambda text: text.replace("thanks_s = 4", "thanks_s = 5"))
            self.machine.write_boot_file(os.path.join(self.settings, "kiosk.ini"))
            self.record_start(second, 5, (2, 1), network=False)
        return Recording(first, 0), Recording(second, 5)

    def record_start(self, folder, count, sales, network=True):
        """sales: how many without a network, then how many each time with one."""
        os.makedirs(folder)
        data_disk.read_data(self.machine.card, os.path.join(folder, "base.img"))
        self.start("log-writes", network)
        self.wait_selling()
        self.mark("sells")
        self.keep_office(os.path.join(folder, f"office-{count}"))
        self.machine.ask_monitor("set_link", name="shop", up=False)
        for number in sales:
            for _ in range(number):
                self.sell(self.chance.choice((MILK, BREAD)))
                count += 1
                self.mark(f"thanked-{count}")
            self.machine.ask_monitor("set_link", name="shop", up=True)
            self.wait_confirmed(count)
            self.keep_office(os.path.join(folder, f"office-{count}"))
        time.sleep(6)  # what the kernel writes by itself, every five seconds
        self.mark("end")
        time.sleep(1)
        self.machine.cut_power()
        shutil.copy(os.path.join(self.settings, "kiosk.ini"), folder)
        subprocess.run(["cp", "--sparse=always", self.second, os.path.join(folder, "log.img")], check=True)
        data_disk.read_data(self.machine.card, os.path.join(folder, "end.img"))

    # What is started.

    def start_states(self, recording, states):
        """Each is (folder of what was read, office, what it is): the lane starts, a customer buys, and every order is there once."""
        before = [data_disk.records(os.path.join(folder, "lane")) for folder, _, _ in states]
        answers = self.start_lanes(recording.folder, [(folder, office) for folder, office, _ in states])
        for (folder, _, what), answer, earlier in zip(states, answers, before):
            self.check_started(what, answer, os.path.join(folder, "lane"), earlier)

    def check_started(self, what, answer, folder, earlier):
        self.assertEqual(answer["status"], 0, f"{what}: {answer['words']}")
        records = data_disk.records(folder)
        paid = paid_orders(records)
        self.assertEqual(len(paid), len(set(paid)), f"{what}: an order is paid twice")
        had = paid_orders(earlier)
        self.assertEqual(paid[:len(had)], had, f"{what}: an order is gone with the start")
        # Whom the power cut while paying: the terminal is asked, and what it took becomes an order.
        paying = {record["uuid"] for record in earlier if record["kind"] == "intent"} - set(had)
        self.assertGreater(set(paid) - set(had) - paying, set(), f"{what}: the lane did not sell")
        self.assertLessEqual(len(set(paid) - set(had) - paying), 1, f"{what}: an order that nobody paid")
        held = [order["reference"] for order in answer["orders"]]
        self.assertEqual({order["state"] for order in answer["orders"]}, {"paid"}, f"{what}: an order is at the back office, and not paid")
        self.assertEqual(len(held), len(set(held)), f"{what}: an order is at the back office twice")
        self.assertEqual(set(references(records)) - set(held), set(), f"{what}: an order is not at the back office")

    def start_in_machine(self, recording, image, office, records):
        """The same in the virtual machine, with the whole of the disk."""
        folder = tempfile.mkdtemp(dir=self.folder)
        kept, settings = os.path.join(folder, "office"), os.path.join(folder, "settings")
        shutil.copytree(office, kept)
        os.makedirs(settings)
        for path in (f"{recording.folder}/kiosk.ini", f"{office}/lane.key", f"{office}/shop-ca.pem"):
            shutil.copy(path, settings)
        self.office.stop()
        self.office = lying_test.KeptOffice(kept, lying_test.port_of(settings)).start()
        self.addCleanup(self.office.stop)
        self.machine.make_card(settings, mapped=True)
        data_disk.write_data(image, self.machine.card)
        self.start("linear")
        self.wait_selling()
        self.sell(BREAD)
        self.wait_confirmed(len(references(records)) + 1)
        self.machine.cut_power()
        held = [order["reference"] for order in self.paid()]
        self.assertEqual(len(held), len(set(held)), "an order is at the back office twice")
        self.assertEqual(set(references(records)) - set(held), set(), "an order is not at the back office")
        paying = {record["uuid"] for record in records if record["kind"] == "intent"} - set(paid_orders(records))
        self.assertIn(len(held) - len(references(records)), (1, 1 + len(paying)), "the lane did not sell, or an order that nobody paid")

    def chosen(self, all_of_them):
        """Whether one of so many is started."""
        return self.chance.random() < STARTS / all_of_them

    # The tests.

    def test_the_power_goes_at_every_barrier_and_between(self):
        for name, recording in zip(("first start", "second start"), self.record()):
            judge, states, points, mended, wrong, whole = Judge(recording, self.work), [], 0, 0, [], None
            expected = len(recording.epochs) * (SUBSETS + 1)
            for what, image, told in recording.cuts(self.work, self.chance, SUBSETS):
                points += 1
                bad, was_mended, records = judge.after_cut(image, told)
                wrong += [f"{what}: {sentence}" for sentence in bad]
                mended += was_mended
                office = judge.office_of_then(records)
                if office and (was_mended or self.chosen(expected)) and len(states) < 2 * STARTS:
                    folder = os.path.join(self.work, f"state-{len(states)}")
                    judge.keep(folder)
                    states.append((folder, office, what))
                    # One is started whole: the last that had to be mended.
                    if not whole or was_mended:
                        disk_states.copy_file(image, os.path.join(self.folder, "whole.img"))
                        whole = (os.path.join(self.folder, "whole.img"), office, records)
            self.report(name, {"writes": len(recording.entries), "barriers": recording.barriers(), "disks read": points,
                               "mended by e2fsck -y": mended, "violations": len(wrong), "started": len(states)})
            self.assertEqual(wrong, [])
            self.assertGreater(points, recording.barriers())
            self.start_states(recording, states)
            self.start_in_machine(recording, *whole)

    def test_a_disk_forgets_what_it_said_was_there(self):
        for name, recording in zip(("first start", "second start"), self.record()):
            judge, states, lost, mended, wrong, gone = Judge(recording, self.work), [], 0, 0, [], 0
            for what, image, before, told in recording.lies(self.work, self.chance, LIES):
                bad, was_mended, records = judge.after_lie(image, before)
                wrong += [f"{what}: {sentence}" for sentence in bad]
                mended += was_mended
                fewer = max(0, told.thanked - len(paid_orders(records)))
                lost += fewer
                gone += fewer > 0
                if self.chosen(LIES) or (fewer and self.chosen(LIES / 4)):
                    folder = os.path.join(self.work, f"state-{len(states)}")
                    judge.keep(folder)
                    # The server may have what the disk forgot.
                    states.append((folder, recording.office_at(told), what))
            self.report(name, {"disks read": LIES, "that lost thanked orders": gone, "such orders": lost, "to be mended whole": mended,
                               "violations": len(wrong), "started": len(states)})
            self.assertEqual(wrong, [])
            self.assertGreater(gone, 0, "no lie was seen: then no loss would be seen either")
            self.start_states(recording, states)
