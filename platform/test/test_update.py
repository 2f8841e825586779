"""Updates: what is good is kept, what is not is gone back from, and the lane sells throughout."""
import os
import subprocess
import tempfile
import time

import machine
from image_test import ARCH, BREAD, IMAGE, MILK, ImageTest

KEYS = os.environ.get("KIOSK_IMAGE_KEYS", os.path.join(machine.ROOT, "build-image", "keys"))
_bundles = tempfile.TemporaryDirectory(prefix="kiosk-bundles-")


def bundle(version, fault="", keys=KEYS):
    """Of a test variant of the image, so that the machine can be asked things after the update too; made once."""
    path = os.path.join(_bundles.name, f"{version}{fault}{'' if keys == KEYS else '-strange'}.raucb")
    if not os.path.exists(path):
        variant, other = (os.path.join(_bundles.name, name) for name in ("variant.img", "other.img"))
        subprocess.run([os.path.join(machine.HERE, "make-variant"), ARCH, IMAGE, variant], check=True)
        subprocess.run([os.path.join(machine.HERE, "make-update"), variant, other, version, fault], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([os.path.join(machine.PLATFORM, "build-bundle"), other, "--keys", keys, "--out", path],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.remove(variant)
        os.remove(other)
    return path


class Updates(ImageTest):
    def setUp(self):
        super().setUp()
        self.make_card()
        self.machine.start()
        self.wait_sellable()
        self.wait_touchable()
        self.first_version = self.version()
        self.bought = 0

    def version(self):
        return self.machine.run("cat /usr/lib/kiosk/version")

    def told(self):
        """What a technician reads of updates."""
        return self.machine.run("cat /var/lib/rauc/report 2>/dev/null || true")

    def wait_told(self, words, seconds=900):
        def is_told():
            told = self.told()
            self.assertNotIn("was not written", told)
            return words in told
        self.machine.wait_for(f"'{words}' in the report", is_told, seconds)

    def stick(self, file):
        path = os.path.join(self.folder, f"stick-{time.time_ns()}.img")
        with open(path, "wb") as image:
            image.truncate(os.path.getsize(file) + (32 << 20))
        subprocess.run(["mkfs.vfat", "-F", "32", path], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["mcopy", "-i", path, file, "::update.raucb"], check=True)
        return path

    def buys(self, code=MILK):
        """A customer buys, and the order is at the back office."""
        self.wait_welcome()
        self.bought += 1
        self.buy(code, f"update-{self.bought}")
        self.machine.wait_for(f"order {self.bought} at the back office", lambda: len(self.paid()) == self.bought)

    def wait_welcome(self):
        self.machine.wait_for("nobody at the lane", lambda: "kiosk_in_use 0" in self.machine.run("cat /run/kiosk/metrics.prom"))

    def check_sells(self, version):
        self.machine.wait_for("a lane that sells", lambda: 'kiosk_state{state="selling"} 1' in self.machine.run(
            "cat /run/kiosk/metrics.prom 2>/dev/null || true"))
        self.wait_touchable()
        self.assertEqual(self.version(), version)
        self.buys()

    def test_a_good_one_is_written_while_selling_and_kept(self):
        self.machine.plug_stick(self.stick(bundle("2-good")))
        self.wait_told("2-good is being written to slot B")
        began = time.time()
        self.buys()
        self.assertNotIn("is in slot B", self.told(), "the customer was too late to be there while it was written")
        self.wait_told("2-good is in slot B")
        self.report("seconds to write it, while a customer bought", round(time.time() - began))

        # Somebody at the lane holds the start up, as long as it takes.
        self.wait_welcome()
        self.machine.scan(BREAD)
        self.machine.wait_for("a basket", lambda: "kiosk_in_use 1" in self.machine.run("cat /run/kiosk/metrics.prom"))
        time.sleep(20)
        self.assertEqual(self.machine.run("cat /run/kiosk-slot"), "a")
        self.bought += 1
        self.machine.press_main_button("update-held-up")
        self.machine.wait_for("the order that held it up", lambda: len(self.paid()) == self.bought)
        self.machine.wait_restarted("b")
        self.check_sells("2-good")
        self.wait_told("2-good has proved itself and is kept")

        # It is kept for good, and the stick that is still plugged in is no news.
        self.machine.power_off()
        self.machine.start()
        self.check_sells("2-good")
        self.assertEqual(self.machine.run("cat /run/kiosk-slot"), "b")
        self.assertEqual(self.told().count("is being written"), 1)

    def test_one_whose_lane_falls_over_is_gone_back_from(self):
        self.machine.plug_stick(self.stick(bundle("3-bad", "crash")))
        self.wait_told("3-bad is in slot B")
        self.machine.wait_restarted("a")
        self.wait_told("3-bad did not prove that it can sell in 3 starts: this lane is back at " + self.first_version)
        self.assertEqual(self.told().count("did not show that it can sell"), 3)
        self.check_sells(self.first_version)
        # Plugged in again it is known.
        self.machine.pull_stick()
        self.machine.plug_stick(self.stick(bundle("3-bad", "crash")))
        self.machine.wait_for("that it was looked at", lambda: "it is not installed again" in self.machine.run(
            "journalctl --quiet --boot --output cat -g 'kiosk-update:' || true"))
        self.assertEqual(self.told().count("is being written"), 1)

    def test_one_that_somebody_else_signed_is_not_taken(self):
        keys = os.path.join(self.folder, "keys")
        subprocess.run([os.path.join(machine.PLATFORM, "make-keys"), keys], check=True)
        self.machine.plug_stick(self.stick(bundle("4-strange", keys=keys)))
        self.wait_told("update.raucb is not taken")
        self.report("said", self.told())
        self.assertNotIn("is being written", self.told())
        self.check_sells(self.first_version)

    def test_the_power_is_cut_while_one_is_written(self):
        path = self.stick(bundle("2-good"))
        self.machine.plug_stick(path)
        self.wait_told("2-good is being written")
        self.machine.wait_for("the first block of the root", lambda: self.machine.run("head -c 4 /run/kiosk-root-b | tr -d '\\0'; echo") == "hsqs")
        self.machine.cut_power()
        self.machine.start()
        self.check_sells(self.first_version)
        self.assertNotIn("is in slot B", self.told(), "the cut was too late")
        self.wait_told("2-good was cut short")
        self.machine.plug_stick(path)
        self.wait_told("2-good is in slot B")
        self.machine.wait_restarted("b")
        self.check_sells("2-good")
        self.wait_told("2-good has proved itself and is kept")
