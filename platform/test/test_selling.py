"""From a card with one settings file to a customer's order at the back office."""
import os
import re
import shutil
import subprocess

from image_test import BREAD, MILK, ImageTest


class Selling(ImageTest):
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
