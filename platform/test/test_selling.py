"""From a card with one settings file to a customer's order at the back office."""
import os
import re
import shutil
import subprocess
import time

import machine
from image_test import BREAD, MILK, ImageTest
from name_server import NameServer


class Selling(ImageTest):
    def test_a_card_without_settings_asks_for_its_codes_and_then_sells(self):
        codes = self.codes()
        self.machine.make_card("")
        self.machine.start()
        first = self.machine.first_picture()
        self.assertEqual(first.at(0, 0), machine.BACKGROUND, "between the console and the first picture there was something else")
        run = self.machine.run
        self.machine.wait_for("the setup", lambda: run("systemctl show -p SubState --value kiosk-setup.service") == "start")
        self.wait_touchable()
        self.machine.shot("6-no-settings")
        self.assertEqual(run("systemctl show -p ConditionResult --value kiosk.service"), "no")
        self.report("exposure of kiosk-setup.service", run("systemd-analyze security --no-pager kiosk-setup.service | tail -n 1"))
        for count, code in enumerate(codes, 1):
            self.scan_setup_code(code, count, len(codes))
        self.machine.wait_for("the lane", lambda: run("ls /var/lib/kiosk/lane/log || true") == "kiosk.log")
        self.report("first picture that can sell, after the last code, guest ms since the kernel's start", self.wait_sellable())
        self.assertEqual(run("stat -c '%a %U %n' /etc/kiosk/*").split("\n"), [
            "600 kiosk /etc/kiosk/carried-key", "600 kiosk /etc/kiosk/kiosk.ini", "600 kiosk /etc/kiosk/lane.key",
            "644 kiosk /etc/kiosk/shop-ca.pem"])
        self.machine.shot("7-set-up")
        self.buy(MILK, "8")
        self.machine.wait_for("the order at the back office", lambda: len(self.paid()) == 1)
        self.machine.power_off()
        self.machine.start()  # the settings last
        self.wait_sellable(times=2)
        self.assertEqual(run("systemctl show -p ConditionResult --value kiosk-setup.service"), "no")

    def codes(self):
        """Of the settings that a technician would have put on the card."""
        path = os.path.join(self.folder, "codes.txt")
        subprocess.run([os.path.join(machine.ROOT, "tools", "pack_lane"), os.path.join(self.settings, "kiosk.ini"), "--digits", path],
                       check=True)
        with open(path) as file:
            return file.read().split()

    def scan_setup_code(self, code, count, total):
        """Again when it was refused: a busy machine loses keys, and has to notice. Nothing else is asked of it while it is typed."""
        typed, said = "grep -c ok /run/kiosk-test/finger.log", "journalctl --output cat --unit kiosk-setup.service | grep '^kiosk-setup: .* code' || true"
        for _ in range(5):
            scans, before = self.machine.run(typed, check=False), self.machine.run(said)
            self.machine.scan(code)
            time.sleep(6)
            self.machine.wait_for("the scanner", lambda: self.machine.run(typed, check=False) != scans)
            words = self.machine.wait_for("a word on the code", lambda: self.machine.run(said)[len(before):])
            if f"{count} of {total} codes are in" in words:
                return
            print(f"    code {count}: {words.strip()}", flush=True)
        self.fail(f"code {count} of {total} was refused five times")

    def test_a_lane_that_cannot_start_says_why_on_the_screen(self):
        with open(os.path.join(self.settings, "kiosk.ini"), "a") as file:
            file.write("[nowhere]\n")
        self.make_card()
        self.machine.start()
        self.wait_closed("there is no section")
        self.machine.shot("8-cannot-start")
        self.let_fall("kiosk-closed.service")  # what can't be drawn leaves the text
        self.assertIn("there is no section", self.machine.run("fold -w 100 /dev/vcs1; echo"))
        self.machine.shot("9-text-alone")

    def test_the_card_of_many_lanes_has_one_for_this_machine(self):
        address = "52:54:00:12:34:56"  # of QEMU's first card, if nothing else is said
        for name, more in (("mine", ["--machine", address]), ("other", ["--machine", "10000000a1b2c3d4"])):
            subprocess.run([os.path.join(machine.ROOT, "tools", "pack_lane"), os.path.join(self.settings, "kiosk.ini"), "--out",
                            os.path.join(self.folder, name + ".lane"), *more], check=True)
        for name in os.listdir(self.settings):
            os.remove(os.path.join(self.settings, name))
        for name in ("mine.lane", "other.lane"):
            shutil.move(os.path.join(self.folder, name), self.settings)
        self.make_card()
        self.machine.start()
        self.wait_sellable()
        self.machine.power_off()
        for name in ("mine.lane", "other.lane"):
            self.assertFalse(self.machine.read_boot_file(name, os.path.join(self.folder, "from-boot")), name)
        self.check_secret_gone(ini=False)

    def test_a_server_is_found_by_its_name_in_the_network_that_the_technician_described(self):
        # At a start neither network nor names are there, and the firewall lets through to addresses alone.
        names = NameServer(self.office.NAME, "10.0.2.2")
        try:
            names.start()
        except OSError as error:
            self.skipTest(f"port 53 of this machine's loopback can't be had: {error}")
        self.addCleanup(names.stop)
        shutil.rmtree(self.settings)
        self.office.settings(self.settings, self.office.NAME)
        with open(os.path.join(self.settings, "shop.network"), "w") as file:
            file.write("[Match]\nName=en*\n[Network]\nDHCP=yes\nDNS=10.0.2.2\n[DHCPv4]\nUseDNS=no\n")
        with open(os.path.join(self.settings, "time.sources"), "w") as file:
            file.write("server 10.0.2.2 iburst\n")
        self.make_card()
        self.machine.start()
        self.report("first start with a server's name, guest ms to the first picture that can sell", self.wait_sellable())
        self.assertGreater(names.asked, 0)
        self.machine.wait_for("the clock's server", lambda: "10.0.2.2" in self.machine.run("chronyc -n sources || true"))
        self.wait_touchable()
        self.buy(MILK, "10")
        self.machine.wait_for("the order at the back office", lambda: len(self.paid()) == 1)

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

    def check_secret_gone(self, ini=True):
        target = os.path.join(self.folder, "from-boot")
        self.assertFalse(self.machine.read_boot_file("lane.key", target), "the key is still on the first partition")
        self.assertEqual(self.machine.read_boot_file("kiosk.ini", target), ini)
        with open(os.path.join(self.office.folder, "lane.key"), "rb") as file:
            secret = file.read().strip()
        with open(self.machine.card, "rb") as card:
            card.seek(1 << 20)
            self.assertNotIn(secret, card.read(64 << 20), "the key can still be read on the first partition")
