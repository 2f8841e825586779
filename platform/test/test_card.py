"""A card in its machine: it grows to the card's end, no key leads out of the lane, and in another board it is another lane's."""
import os
import re
import time

from image_test import BREAD, MILK, ImageTest

# What a keyboard's keys could do on a stock system: consoles, restarts, the kernel's own keys, ends of programs.
WAYS_OUT = [["ctrl", "alt", "f2"], ["alt", "f3"], ["alt", "left"], ["ctrl", "alt", "delete"], ["ctrl", "alt", "delete"],
            ["alt", "sysrq", "b"], ["alt", "sysrq", "e"], ["alt", "sysrq", "o"], ["ctrl", "c"], ["ctrl", "backslash"], ["ctrl", "z"], ["alt", "f4"],
            ["ctrl", "alt", "backspace"], ["ctrl", "q"], ["esc"], ["f11"], ["print"], ["power"], ["sleep"]]


class Card(ImageTest):
    def start(self, *words):
        self.machine.start(words=words)
        self.wait_selling()
        self.wait_touchable()

    def buys(self, code, orders):
        self.buy(code, f"card-{orders}")
        self.machine.wait_for(f"order {orders} at the back office", lambda: len(self.paid()) == orders)

    def press_ways_out(self):
        running = self.machine.run("cat /proc/sys/kernel/random/boot_id; systemctl show --value -p MainPID kiosk.service")
        for keys in WAYS_OUT:
            self.machine.ask_monitor("send-key", keys=[{"type": "qcode", "data": key} for key in keys])
            time.sleep(1)
            self.assertEqual(self.machine.run("cat /sys/class/tty/tty0/active"), "tty1", f"{keys} leads to another console")
        self.assertEqual(self.machine.run("cat /proc/sys/kernel/random/boot_id; systemctl show --value -p MainPID kiosk.service"), running)

    def test_it_grows_and_stays_locked_and_knows_its_board(self):
        self.make_card()
        os.truncate(self.machine.card, os.path.getsize(self.machine.card) + (2 << 30))
        self.start("-uuid", "11111111-1111-4111-8111-111111111111")
        run = self.machine.run
        self.machine.wait_for("a grown data partition", lambda: int(run("df --output=size -m /var/lib/kiosk | tail -n 1")) > 2048)
        self.report("data partition, MiB", run("df --output=size -m /var/lib/kiosk | tail -n 1").strip())
        self.press_ways_out()
        self.machine.wait_for("nobody at the lane", lambda: "kiosk_in_use 0" in run("cat /run/kiosk/metrics.prom"))
        self.buys(MILK, 1)
        machine = run("cat /etc/machine-id")
        self.machine.power_off()

        # As cloned, or moved into another board.
        self.start("-uuid", "22222222-2222-4222-8222-222222222222")
        other = run("cat /etc/machine-id")
        self.assertRegex(other, "^[0-9a-f]{32}$")
        self.assertNotEqual(other, machine)
        self.report("the lane says", re.findall("(?m)^.*machine.*$", self.machine.log())[-1:])
        self.buys(BREAD, 2)
        references = [order["reference"] for order in self.paid()]
        self.assertNotEqual(references[0][:-4], references[1][:-4], f"two machines give the same numbers: {references}")
        self.machine.power_off()
        self.start("-uuid", "22222222-2222-4222-8222-222222222222")
        self.assertEqual(run("cat /etc/machine-id"), other)
