"""What tests of a bad disk share: a lane whose data partition is behind the device mapper, and customers who are told things."""
import os
import re
import shutil
import sqlite3
import subprocess
import time

import machine
from image_test import ImageTest

LOG_MIB = 2048  # of the second disk, most of it a hole


def layout():
    text = subprocess.run(["sh", "-c", f". {machine.PLATFORM}/layout; set"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return {name: int(value.strip("'")) for name, _, value in (line.partition("=") for line in text.splitlines()) if name.endswith("_MIB")}


def data_start():
    """Of the last partition, in MiB."""
    sizes = layout()
    return 1 + sizes["BOOT_MIB"] + 2 * sizes["SLOT_BOOT_MIB"] + 2 * sizes["SLOT_ROOT_MIB"]


def read_data(card, path):
    """The data partition of a card whose machine is off, as a file."""
    subprocess.run(["dd", f"if={card}", f"of={path}", "bs=1M", f"skip={data_start()}", f"count={layout()['DATA_MIB']}",
                    "conv=sparse", "status=none"], check=True)


def write_data(path, card):
    subprocess.run(["dd", f"if={path}", f"of={card}", "bs=1M", f"seek={data_start()}", "conv=notrunc", "status=none"], check=True)


class LyingTest(ImageTest):
    def setUp(self):
        super().setUp()
        self.second = os.path.join(self.folder, "second.img")
        self.change_settings(lambda text: re.sub(r"(?m)^\[sale\]$", "[sale]\nreceipt_s = 3\nthanks_s = 2", text))

    def change_settings(self, change):
        path = os.path.join(self.settings, "kiosk.ini")
        with open(path) as file:
            text = change(file.read())
        with open(path, "w") as file:
            file.write(text)

    def start(self, target, network=True):
        """target: linear, or log-writes to write down in self.second what goes to the disk."""
        with open(self.second, "wb") as file:
            file.truncate(LOG_MIB << 20)
        self.machine.start(network, ["-drive", f"if=none,id=second,format=raw,file={self.second},cache=writeback",
                                     "-device", f"virtio-blk-pci,drive=second,serial={target}"])

    def wait_selling(self):
        """The lane's own log may have gone with the power, so it is not asked."""
        self.machine.wait_for("a lane that sells", lambda: 'kiosk_state{state="selling"} 1' in self.machine.run(
            "cat /run/kiosk/metrics.prom 2>/dev/null || true"))
        self.wait_touchable()

    def mark(self, name):
        self.machine.run(f"dmsetup message data 0 mark {name}")

    def metrics(self):
        return self.machine.run("cat /run/kiosk/metrics.prom")

    def is_thanked(self):
        return self.machine.screen().has(machine.SUCCESS, 100)

    def sell(self, code):
        """Until the customer is thanked."""
        self.machine.wait_for("a free lane", lambda: "kiosk_in_use 0" in self.metrics())
        self.machine.scan(code)
        self.machine.wait_for("a basket", lambda: "kiosk_in_use 1" in self.metrics())
        deadline, touched = time.time() + 300, 0
        while not self.is_thanked():
            self.assertLess(time.time(), deadline, "nobody is thanked")
            # A finger that came while the button still moved in comes again.
            button = self.machine.screen().main_button()
            if button and time.time() - touched > 4:
                self.machine.run(f"echo touch {button[0]} {button[1]} > /run/kiosk-test/finger")
                touched = time.time()

    def wait_confirmed(self):
        self.machine.wait_for("all orders confirmed", lambda: "kiosk_orders_waiting 0" in self.metrics())

    def keep_office(self, target):
        """What the back office holds now, as a folder that can be started from."""
        os.makedirs(target)
        for name in ("kiosk.ini", "lane.key", "server.key", "shop-ca.pem"):
            shutil.copy(os.path.join(self.office.folder, name), target)
        source = sqlite3.connect(os.path.join(self.office.folder, "backoffice.sqlite"))
        copy = sqlite3.connect(os.path.join(target, "backoffice.sqlite"))
        source.backup(copy)
        copy.close()
        source.close()
