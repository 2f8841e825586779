"""Whatever hangs is started again, and what can't be started says why."""
import machine  # noqa: F401
from image_test import MILK, ImageTest


class Watchdog(ImageTest):
    def setUp(self):
        super().setUp()
        self.make_card()
        self.machine.start()
        self.wait_sellable()
        self.wait_touchable()

    def kiosk(self):
        return self.machine.run("systemctl show --value -p MainPID kiosk.service")

    def scan_into_basket(self):
        self.machine.scan(MILK)
        self.machine.wait_for("a basket", lambda: "kiosk_in_use 1" in self.machine.run("cat /run/kiosk/metrics.prom"))

    def pay_what_was_in_the_basket(self):
        self.machine.press_main_button("watchdog-basket")
        self.machine.wait_for("the order at the back office", lambda: len(self.paid()) == 1)
        self.assertEqual(self.office.orders()[0]["amount_total"], 1.19)

    def test_a_lane_that_hangs_is_started_again_with_its_basket(self):
        self.scan_into_basket()
        before = self.kiosk()
        self.machine.run(f"kill -STOP {before}")
        self.machine.wait_for("another process", lambda: self.kiosk() not in ("0", before))
        self.assertIn("watchdog", self.machine.run("journalctl --quiet --boot --output cat --unit kiosk.service -g Failed"))
        self.machine.wait_for("its figures", lambda: "kiosk_in_use 1" in self.machine.run("cat /run/kiosk/metrics.prom || true"))
        self.pay_what_was_in_the_basket()

    def test_a_machine_that_hangs_starts_again_with_its_basket(self):
        self.assertEqual(self.machine.run("cat /sys/class/watchdog/watchdog0/state /sys/class/watchdog/watchdog0/timeout"), "active\n14")
        self.scan_into_basket()
        self.machine.run("echo 1 > /sys/fs/cgroup/init.scope/cgroup.freeze")  # the service manager no longer turns
        self.machine.wait_restarted()
        self.wait_touchable()
        self.machine.wait_for("its figures", lambda: "kiosk_in_use 1" in self.machine.run("cat /run/kiosk/metrics.prom || true"))
        self.pay_what_was_in_the_basket()

    def test_a_lane_that_falls_over_again_and_again_says_so_on_the_screen(self):
        self.let_fall("kiosk.service")
        self.wait_closed("It fell over")
        self.machine.shot("7-trouble")
