"""The power is cut at random moments of running sales: no order that was thanked for is lost, and none is there twice. The machine's
state is kept once, and each cut goes on from there; its disk is then read from outside, and every few are started again.
KIOSK_POWER_CUTS is how many (20), KIOSK_POWER_CUT_SEED makes the same moments again."""
import os
import random
import shutil
import subprocess
import threading
import time

import data_disk
import machine
import recording
from image_test import MILK, ImageTest

CUTS = int(os.environ.get("KIOSK_POWER_CUTS", "20"))
SEED = int(os.environ.get("KIOSK_POWER_CUT_SEED", str(random.randrange(1 << 30))))
BOOT_EVERY = 6
SALE_SECONDS = 8  # from a scan to well into the thanks


class PowerCuts(ImageTest):
    def setUp(self):
        super().setUp()
        self.make_card()
        self.base = os.path.join(self.folder, "base.qcow2")
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", self.machine.card, self.base], check=True)
        os.replace(self.base, self.machine.card)
        subprocess.run(["qemu-img", "convert", "-O", "qcow2", "/usr/share/OVMF/OVMF_VARS_4M.fd", self.machine.card + ".firmware"], check=True)

    def keep(self, card, path):
        for ending in ("", ".firmware"):
            shutil.copyfile(card + ending, path + ending)

    def paid_in_journal(self):
        """The orders on a card whose machine is off, as the next start would find them."""
        data, folder = os.path.join(self.folder, "data.img"), os.path.join(self.folder, "read")
        data_disk.read_data(self.machine.card, data)
        self.assertFalse(data_disk.check(data), "a start's first look at the file system is not enough")
        data_disk.dump(data, folder, (recording.LANE,))
        self.assertEqual(data_disk.journal("verify", os.path.join(folder, "lane"))[1], 0)
        paid = recording.references(data_disk.records(os.path.join(folder, "lane")))
        self.assertEqual(len(paid), len(set(paid)), "an order is paid twice")
        return paid

    def sell_until_cut(self, seconds):
        """Customers buy until the power goes: how many began, and how many were thanked before."""
        began = thanked = 0
        cut = threading.Timer(seconds, self.machine.process.kill)
        cut.start()
        try:
            while True:
                while "kiosk_in_use 0" not in self.machine.run("cat /run/kiosk/metrics.prom"):
                    time.sleep(0.2)
                began += 1
                self.machine.scan(MILK)
                while "kiosk_in_use 1" not in self.machine.run("cat /run/kiosk/metrics.prom"):
                    time.sleep(0.1)
                time.sleep(0.5)  # it may still be moving in
                while not (button := self.machine.screen().main_button()):
                    time.sleep(0.1)
                self.machine.run(f"echo touch {button[0]} {button[1]} > /run/kiosk-test/finger")
                while not self.machine.screen().has(machine.SUCCESS, 100):
                    time.sleep(0.1)
                thanked += 1
        except (AssertionError, OSError, ValueError, IndexError):
            if cut.is_alive():
                raise  # it ended too early
        finally:
            cut.cancel()
            cut.join()
            self.machine.cut_power()
        return began, thanked

    def office_as_kept(self):
        """It knows nothing of the cuts before."""
        self.office.stop()
        shutil.rmtree(self.office.folder)
        shutil.copytree(self.office.folder + "-kept", self.office.folder)
        self.office.start()

    def check_boots(self, paid):
        """The card starts, sells on, and every order is at the back office once."""
        self.machine.start()
        self.wait_selling()
        self.machine.wait_for("all orders confirmed", lambda: "kiosk_orders_waiting 0" in self.machine.run("cat /run/kiosk/metrics.prom"))
        held = [order["reference"] for order in self.paid()]
        self.assertEqual(len(held), len(set(held)))
        self.assertEqual(sorted(held), sorted(paid), "the back office does not have what the journal has")
        self.machine.cut_power()

    def test_no_thanked_order_is_lost_and_none_is_there_twice(self):
        self.report("seed", SEED)
        chance = random.Random(SEED)
        self.machine.start()
        self.wait_sellable()
        self.wait_touchable()
        self.machine.ask_monitor("set_link", name="shop", up=False)
        self.machine.keep_state()
        self.machine.cut_power()
        base = os.path.join(self.folder, "kept.qcow2")
        self.keep(self.machine.card, base)
        self.office.stop()
        shutil.copytree(self.office.folder, self.office.folder + "-kept")
        total = {"began": 0, "thanked": 0, "in the journal": 0, "started again": 0}
        for cut in range(CUTS):
            self.keep(base, self.machine.card)
            self.machine.start(words=["-loadvm", "kept"], greets=False)
            began, thanked = self.sell_until_cut(chance.uniform(0.3, SALE_SECONDS))
            paid = self.paid_in_journal()
            self.assertGreaterEqual(len(paid), thanked, f"cut {cut}: a thanked order is lost")
            self.assertLessEqual(len(paid), began, f"cut {cut}: an order that nobody paid")
            total["began"] += began
            total["thanked"] += thanked
            total["in the journal"] += len(paid)
            if cut % BOOT_EVERY == BOOT_EVERY - 1:
                self.office_as_kept()
                self.check_boots(paid)
                total["started again"] += 1
        self.report(f"{CUTS} cuts", total)
        self.assertGreater(total["thanked"], 0, "no cut was late enough to tell")
