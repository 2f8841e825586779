"""From a card with one settings file to a customer's order at the back office."""
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import machine

sys.path.insert(0, os.path.join(machine.ROOT, "tests", "system"))
import lane  # noqa: E402  (the demo back office is started as the lane's own tests start it)

MILK, BREAD = lane.MILK, lane.BREAD
ARCH = os.environ.get("KIOSK_IMAGE_ARCH", "amd64")
IMAGE = os.environ.get("KIOSK_IMAGE", os.path.join(machine.ROOT, "build-image", f"kiosk-{ARCH}.img"))
PICTURES = os.environ.get("KIOSK_IMAGE_PICTURES", os.path.join(machine.ROOT, "build-image", "pictures"))


class SecureOffice(lane.BackOffice):
    """The demo back office by https, as a machine that is not its own must reach it."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.authority, key = os.path.join(folder, "shop-ca.pem"), os.path.join(folder, "server.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=10.0.2.2", "-addext",
                        "subjectAltName=IP:10.0.2.2,IP:127.0.0.1", "-out", self.authority, "-keyout", key],
                       check=True, stderr=subprocess.DEVNULL)
        super().__init__(folder, "--tls", f"{self.authority},{key}")

    def _open(self, path, body=None):
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}{path}", data=body)
        with urllib.request.urlopen(request, timeout=20, context=ssl.create_default_context(cafile=self.authority)) as answer:
            return answer.read()

    def settings(self, folder):
        """What a technician puts on the first partition."""
        os.makedirs(folder)
        with open(self.ini) as file:
            text = file.read()
        text = re.sub("(?m)^url = .*", f"url = https://10.0.2.2:{self.port}", text)
        text = re.sub("(?m)^ca_file = .*", "ca_file = shop-ca.pem", text)
        with open(os.path.join(folder, "kiosk.ini"), "w") as file:
            file.write(text)
        for name in ("lane.key", "shop-ca.pem"):
            shutil.copy(os.path.join(self.folder, name), folder)
        return folder


class Selling(unittest.TestCase):
    def setUp(self):
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

    def wait_touchable(self):
        """The finger and the scanner of the test are plugged in after the lane's start."""
        self.machine.wait_for("a finger", lambda: "ready" in self.machine.run("cat /run/kiosk-test/finger.log"))
        self.machine.run("udevadm settle")

    def buy(self, code, name):
        self.machine.scan(code)
        self.machine.press_main_button(f"{name}-basket")

    def paid(self):
        return [order for order in self.office.orders() if order["state"] == "paid"]

    def report(self, what, value):
        print(f"    {what}: {value}", flush=True)

    def test_a_card_without_settings_says_so_on_the_screen(self):
        os.remove(os.path.join(self.settings, "kiosk.ini"))
        self.make_card()
        self.machine.start()
        self.machine.wait_for("a sentence on the screen", lambda: "there is no kiosk.ini" in self.machine.run("fold -w 100 /dev/vcs1; echo"))
        self.machine.shot("6-no-settings")

    def test_only_who_put_a_key_on_the_card_gets_a_shell(self):
        key = os.path.join(self.folder, "technician")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        shutil.copy(key + ".pub", os.path.join(self.settings, "authorized_keys"))
        self.make_card()
        self.machine.start()
        run = self.machine.run
        self.machine.wait_for("the remote shell", lambda: ":22 " in run("ss -H -t -l -n"))
        self.assertIn("tcp dport 22 accept", run("nft list chain inet kiosk input"))
        with open(key) as file:
            run("umask 077; printf '%s' '" + file.read().replace("\n", "|") + "' | tr '|' '\\n' > /run/technician")
        ssh = "ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
        self.assertEqual(run(f"{ssh} -i /run/technician root@127.0.0.1 id -u"), "0")
        self.assertIn("Permission denied", run(f"{ssh} root@127.0.0.1 id -u", check=False))

    def test_a_customer_buys_by_scanner_and_finger(self):
        self.make_card()
        self.machine.start()
        self.report("first start, guest ms to the first picture that can sell (its catalogue had to come)", self.wait_sellable())
        self.wait_touchable()
        self.machine.shot("1-welcome")
        self.buy(MILK, "2")
        self.machine.wait_for("the order at the back office", lambda: len(self.paid()) == 1)
        self.machine.shot("3-receipt")
        self.assertEqual(self.office.orders()[0]["amount_total"], 1.19)
        self.check_locked()
        self.report("memory while selling, MB", self.machine.run("free -m | awk '/^Mem:/ { print $3 }'"))
        self.machine.power_off()
        self.check_secret_gone()

        # Again, without a network: the first picture comes from the data partition, and the order waits for the server.
        self.machine.start(network=False)
        self.report("later start, without network, guest ms to the first picture that can sell", self.wait_sellable(times=2))
        self.report("of it", self.machine.run(
            "tr '\\n' ';' < /run/kiosk-start; systemctl show -p ExecMainStartTimestampMonotonic kiosk.service"))
        self.wait_touchable()
        self.machine.shot("4-later-welcome")
        self.buy(BREAD, "5")
        self.machine.wait_for("the second paid order in the journal", lambda: self.machine.run(
            "kiosk-journal list /var/lib/kiosk/lane | grep -c ' paid '", check=False).strip() == "2")
        self.machine.ask_monitor("set_link", name="shop", up=True)
        self.machine.wait_for("the second order", lambda: len(self.paid()) == 2)

    def check_locked(self):
        run = self.machine.run
        # The client of DHCP hears the answers to its own questions; nobody else is listened to.
        self.assertEqual(run("ss -H -t -u -l -n | grep -v ':68 ' || true"), "", "a port is open")
        exposure = run("systemd-analyze security --no-pager kiosk.service | tail -n 1")
        self.report("exposure of kiosk.service", exposure)
        self.assertLess(float(re.search(r": (\d+\.\d) ", exposure).group(1)), 2.0)
        self.assertEqual(run("systemctl --failed --no-legend --plain"), "")
        self.assertEqual(run("cat /proc/sys/kernel/sysrq"), "0")
        self.assertEqual(run("ps -e -o comm= | grep -E 'getty|login|bash' || true"), "")
        self.assertNotIn(" rw", run("grep ' / ' /proc/mounts"))
        self.assertEqual(run("stat -c '%a %U' /etc/kiosk/lane.key"), "600 kiosk")
        self.assertRegex(run("cat /etc/machine-id"), "^[0-9a-f]{32}$")
        # What is not the server may not be reached, not even by the lane's own user.
        self.assertIn("refused", run(f"setpriv --reuid kiosk --clear-groups bash -c 'exec 3<>/dev/tcp/10.0.2.2/{self.office.port + 1}'",
                                     check=False))

    def check_secret_gone(self):
        target = os.path.join(self.folder, "from-boot")
        self.assertFalse(self.machine.read_boot_file("lane.key", target), "the key is still on the first partition")
        self.assertTrue(self.machine.read_boot_file("kiosk.ini", target))
        with open(os.path.join(self.office.folder, "lane.key"), "rb") as file:
            secret = file.read().strip()
        with open(self.machine.card, "rb") as card:
            card.seek(1 << 20)
            self.assertNotIn(secret, card.read(64 << 20), "the key can still be read on the first partition")
