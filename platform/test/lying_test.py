"""What tests of a bad disk share: a lane whose data partition is behind the device mapper, and customers who are told things."""
import json
import os
import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
import time

import data_disk
import machine
from image_test import ImageTest, lane

KIOSK = os.path.join(os.path.dirname(data_disk.JOURNAL), "kiosk")
LOG_MIB = 2048  # of the second disk, most of it a hole


class KeptOffice(lane.BackOffice):
    """By https, from what keep_office kept, at the port that it had then."""

    def __init__(self, folder, port):
        self.scheme, self.trust = "https", ssl.create_default_context(cafile=f"{folder}/shop-ca.pem")
        super().__init__(folder, "--tls", f"{folder}/shop-ca.pem,{folder}/server.key")
        self.port = port


def port_of(settings):
    """Of the back office that a folder's kiosk.ini names."""
    with open(os.path.join(settings, "kiosk.ini")) as file:
        return int(re.search(r"(?m)^url = https://10\.0\.2\.2:(\d+)", file.read()).group(1))


class LyingTest(ImageTest):
    def setUp(self):
        super().setUp()
        self.second = os.path.join(self.folder, "second.img")
        self.change_settings(lambda text: re.sub(r"(?m)^\[sale\]$", "[sale]\nreceipt_s = 10\nthanks_s = 4", text))

    def change_settings(self, change):
        path = os.path.join(self.settings, "kiosk.ini")
        with open(path) as file:
            text = change(file.read())
        with open(path, "w") as file:
            file.write(text)

    @staticmethod
    def is_qcow2(path):
        if not os.path.exists(path):
            return False
        with open(path, "rb") as file:
            return file.read(3) == b"QFI"

    def start(self, target, network=True, words=(), greets=True):
        """target: linear, or log-writes to write down in self.second what goes to the disk."""
        kind = "raw" if target == "log-writes" else "qcow2"
        if kind == "raw" or not self.is_qcow2(self.second):  # which may have been a log before
            subprocess.run(["qemu-img", "create", "-q", "-f", kind, self.second, f"{LOG_MIB}M"], check=True)
        self.machine.start(network, ["-drive", f"if=none,id=second,format={kind},file={self.second},cache=writeback",
                                     "-device", f"virtio-blk-pci,drive=second,serial={target}", *words], greets)

    def wait_selling(self):
        super().wait_selling()
        self.wait_touchable()

    def mark(self, name):
        self.machine.run(f"dmsetup message data 0 mark {name}")

    def metrics(self):
        return self.machine.run("cat /run/kiosk/metrics.prom")

    def is_thanked(self):
        return self.machine.screen().has(machine.SUCCESS, 100)

    def sell(self, code):
        """Until the customer is thanked, who scans and touches again when nothing comes of it: a slow machine may not hear the first."""
        self.machine.wait_for("a free lane", lambda: "kiosk_in_use 0" in self.metrics())
        welcome = self.machine.screen().main_button()
        deadline, scanned, touched, before = time.time() + 900, 0, 0, None
        while not (screen := self.machine.screen()).has(machine.SUCCESS, 100):
            self.assertLess(time.time(), deadline, "nobody is thanked")
            button = screen.main_button()
            still, before = button == before, button
            if button in (welcome, None) and time.time() - scanned > 20:
                self.machine.scan(code)
                scanned = time.time()
            elif button and button != welcome and still and time.time() - touched > 4:
                self.machine.run(f"echo touch {button[0]} {button[1]} > /run/kiosk-test/finger")
                touched = time.time()

    def wait_confirmed(self, count):
        """The lane's figures are up to five seconds old, so the back office is asked."""
        self.machine.wait_for(f"{count} orders at the back office", lambda: len(self.paid()) >= count)
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

    @staticmethod
    def hardware(names):
        """As a start finds it: what the disk has of it, if it has any."""
        path = os.path.join(names, "hardware")
        if not os.path.exists(path):
            return "not known"
        with open(path, encoding="latin-1") as file:
            return re.sub("[^0-9a-f -]", "", file.read()).strip()

    def start_lanes(self, settings, states):
        """On this machine: each state is (folder with what a disk had, folder of a back office). What became of each."""
        ini = os.path.join(settings, "kiosk.ini")
        job = {"port": port_of(settings), "program": KIOSK, "states": []}
        for folder, office in states:
            names = os.path.join(folder, "machine")
            subprocess.run([os.path.join(machine.PLATFORM, "initrd", "name-machine"), names, self.hardware(names)], check=True)
            job["states"].append({"lane": os.path.join(folder, "lane"), "machine": os.path.join(names, "id"), "office": office, "settings": ini})
        done = subprocess.run(["unshare", "-rn", sys.executable, os.path.join(machine.HERE, "start_states.py")], input=json.dumps(job),
                              stdout=subprocess.PIPE, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]
