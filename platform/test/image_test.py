"""What tests of an image share: a back office that a machine reaches by https, a machine with a card, and what a customer does."""
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest

import machine

sys.path.append(os.path.join(machine.ROOT, "tests", "system"))  # after our own: names may be the same
import lane  # noqa: E402  (the demo back office is started as the lane's own tests start it)

MILK, BREAD = lane.MILK, lane.BREAD
ARCH = os.environ.get("KIOSK_IMAGE_ARCH", "amd64")
IMAGE = os.environ.get("KIOSK_IMAGE", os.path.join(machine.ROOT, "build-image", f"kiosk-{ARCH}.img"))
PICTURES = os.environ.get("KIOSK_IMAGE_PICTURES", os.path.join(machine.ROOT, "build-image", "pictures"))


class SecureOffice(lane.BackOffice):
    """The demo back office by https, as a machine that is not its own must reach it."""
    NAME = "office.shop.test"  # for a machine that has a name server that knows it

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.authority, key = os.path.join(folder, "shop-ca.pem"), os.path.join(folder, "server.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=10.0.2.2", "-addext",
                        f"subjectAltName=IP:10.0.2.2,IP:127.0.0.1,DNS:{self.NAME}", "-out", self.authority, "-keyout", key],
                       check=True, stderr=subprocess.DEVNULL)
        self.scheme, self.trust = "https", ssl.create_default_context(cafile=self.authority)
        super().__init__(folder, "--tls", f"{self.authority},{key}")

    def settings(self, folder, host="10.0.2.2"):
        """What a technician puts on the first partition."""
        os.makedirs(folder)
        with open(self.ini) as file:
            text = file.read()
        text = re.sub("(?m)^url = .*", f"url = https://{host}:{self.port}", text)
        text = re.sub("(?m)^ca_file = .*", "ca_file = shop-ca.pem", text)
        with open(os.path.join(folder, "kiosk.ini"), "w") as file:
            file.write(text)
        for name in ("lane.key", "shop-ca.pem"):
            shutil.copy(os.path.join(self.folder, name), folder)
        return folder


open_tests = []  # for whoever ends the run


class ImageTest(unittest.TestCase):
    def setUp(self):
        open_tests.append(self)
        self.addCleanup(open_tests.remove, self)
        self.folder = tempfile.mkdtemp(prefix="kiosk-image-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        os.makedirs(PICTURES, exist_ok=True)
        self.office = SecureOffice(os.path.join(self.folder, "office"))
        self.addCleanup(self.office.stop)
        self.office.start()
        self.machine = machine.Machine(ARCH, IMAGE, self.folder, PICTURES)
        self.addCleanup(self.machine.cut_power)
        self.settings = self.office.settings(os.path.join(self.folder, "settings"))

    def make_card(self):
        self.machine.make_card(self.settings)

    def wait_sellable(self, times=1):
        self.machine.wait_for("a picture that can sell",
                              lambda: self.machine.log().count("first frame that can sell") >= times)
        return int(re.findall(r"first frame that can sell, at (\d+) ms", self.machine.log())[-1])

    def wait_selling(self):
        """By its figures: the lane's own log may have gone with the power."""
        self.machine.wait_for("a lane that sells", lambda: 'kiosk_state{state="selling"} 1' in self.machine.run(
            "cat /run/kiosk/metrics.prom 2>/dev/null || true"))

    def wait_touchable(self):
        """The finger and the scanner of the test are plugged in after the lane's start."""
        self.machine.wait_for("a finger", lambda: "ready" in self.machine.run("cat /run/kiosk-test/finger.log"))
        self.machine.run("udevadm settle")

    def let_fall(self, unit):
        """Again and again, until it stays down."""
        for _ in range(20):
            self.machine.run(f"systemctl kill --kill-whom=main --signal=SEGV {unit}", check=False)
            if self.machine.run(f"sleep 3; systemctl is-failed {unit} || true") == "failed":
                return
        self.fail(f"{unit} was started more than twenty times")

    def wait_closed(self, reason):
        """The console has the sentence; over it is the closed screen, which is up when its picture is there."""
        self.machine.wait_for("a sentence on the console", lambda: reason in self.machine.run("fold -w 100 /dev/vcs1; echo"))
        self.machine.wait_for("the closed screen",
                              lambda: self.machine.run("systemctl is-active kiosk-closed.service || true") == "active")
        self.assertIn(reason, self.machine.run("cat /run/kiosk-closed"))

    def buy(self, code, name):
        """From the first screen on."""
        before = self.machine.wait_for("the first screen's button", lambda: self.machine.screen().main_button())
        self.machine.scan(code)
        # A machine that is slow shows that button for a while yet.
        self.machine.wait_for("the basket", lambda: self.machine.screen().main_button() not in (None, before))
        self.machine.press_main_button(f"{name}-basket")

    def paid(self):
        return [order for order in self.office.orders() if order["state"] == "paid"]

    def report(self, what, value):
        print(f"    {what}: {value}", flush=True)
