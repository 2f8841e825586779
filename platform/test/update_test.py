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


class UpdateTest(ImageTest):
    """A lane that sells, and what is asked of it about updates."""

    def setUp(self):
        super().setUp()
        self.prepare()
        self.make_card()
        self.machine.start()
        self.wait_sellable()
        self.wait_touchable()
        self.first_version = self.version()
        self.bought = 0

    def prepare(self):
        """Before the card is made."""

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
        self.wait_selling()
        self.wait_touchable()
        self.assertEqual(self.version(), version)
        self.buys()
