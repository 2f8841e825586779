"""A Pi's two slots (platform/overlay/usr/lib/kiosk/tryboot-state), with its firmware played by this test: it starts the partition of
[tryboot] when the start before asked for it, once, and that of [all] otherwise."""
import os
import shutil
import subprocess
import tempfile
import unittest

from lane import ROOT

STATE = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk", "tryboot-state")
AUTOBOOT = os.path.join(ROOT, "platform", "boot", "autoboot.txt")


class Tryboot(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-tryboot-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.boot = os.path.join(self.folder, "boot")
        os.mkdir(self.boot)
        shutil.copy(AUTOBOOT, self.boot)
        self.request = os.path.join(self.folder, "run", "reboot-param")
        self.runs = self.start()

    def state(self, *words):
        done = subprocess.run([STATE, *words], stdout=subprocess.PIPE, text=True, check=True, env=dict(
            os.environ, KIOSK_BOOT_FOLDER=self.boot, KIOSK_TRYBOOT_MEMORY=os.path.join(self.folder, "memory"),
            KIOSK_REBOOT_PARAM=self.request))
        return done.stdout.strip()

    def start(self, power_cut=False):
        """What the firmware does: the slot that runs then. A power cut forgets what was asked for."""
        section, numbers = None, {}
        with open(os.path.join(self.boot, "autoboot.txt")) as file:
            text = file.read()
        self.assertLessEqual(len(text), 512)
        for line in text.split():
            if line.startswith("["):
                section = line
            elif line.startswith("boot_partition="):
                numbers[section] = line.split("=")[1]
        asked = "[all]"
        if os.path.exists(self.request):
            with open(self.request) as file:
                asked = "[tryboot]" if file.read() == "0 tryboot\n" and not power_cut else asked
            os.remove(self.request)
        self.runs = {"2": "A", "3": "B"}[numbers[asked]]
        return self.runs

    def install(self, slot):
        """As RAUC calls its backend."""
        self.state("begin", slot)
        self.state("set-state", slot, "bad")
        self.state("set-primary", slot)

    def test_a_new_card_starts_a(self):
        self.assertEqual((self.runs, self.state("get-primary"), self.state("trial")), ("A", "A", ""))
        self.assertEqual((self.state("get-state", "A"), self.state("get-state", "B")), ("good", "bad"))

    def test_an_update_is_tried_and_kept_when_it_has_proved_itself(self):
        self.install("B")
        self.assertEqual((self.state("get-primary"), self.state("trial")), ("B", "B 0"))
        self.state("again")
        self.assertEqual(self.start(), "B")
        self.assertEqual(self.state("trial"), "B 1")
        self.state("good", "B")
        self.assertEqual(self.start(power_cut=True), "B")
        self.assertEqual((self.state("get-primary"), self.state("trial")), ("B", ""))
        self.install("A")  # and the next one goes the other way
        self.state("again")
        self.assertEqual(self.start(), "A")
        self.state("good", "A")
        self.assertEqual(self.start(), "A")

    def test_whatever_happens_before_the_proof_the_old_one_starts(self):
        self.install("B")
        self.assertEqual(self.start(), "A")  # nobody asked
        for tried in range(1, 4):
            self.state("again")
            self.assertEqual(self.start(), "B")
            self.assertEqual(self.start(power_cut=True), "A")
            self.assertEqual(self.state("trial"), f"B {tried}")
        self.state("again")
        self.assertEqual(self.start(), "A", "a fourth try")
        self.state("bad", "B")
        self.assertEqual((self.state("trial"), self.state("get-primary"), self.state("get-state", "B")), ("", "A", "bad"))

    def test_a_cut_while_it_is_written_leaves_the_old_one_alone(self):
        self.state("begin", "B")
        self.state("set-state", "B", "bad")
        self.state("again")
        self.assertEqual((self.start(), self.state("trial")), ("A", ""))

    def test_a_slot_that_went_bad_gives_way_to_the_other(self):
        self.install("B")
        self.state("again")
        self.start()
        self.state("good", "B")
        self.state("bad", "B")
        self.assertEqual(self.start(), "A")


if __name__ == "__main__":
    unittest.main()
