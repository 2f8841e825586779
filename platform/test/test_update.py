"""Updates on a stick: what is good is kept, what is not is gone back from, and the lane sells throughout."""
import os
import subprocess
import time

import machine
from image_test import BREAD
from update_test import UpdateTest, bundle


class StickUpdates(UpdateTest):
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

    def test_a_stick_that_is_pulled_out_too_soon_leaves_everything_as_it_was(self):
        path = self.stick(bundle("2-good"))
        for count, seconds in enumerate(3 * (0, 0.7, 1.4, 2.1), 1):  # between two steps of the installer, and in the middle of one
            self.machine.plug_stick(path)
            self.machine.wait_for("its first words", lambda: self.told().count("2-good is being written") == count)
            time.sleep(seconds)
            self.machine.pull_stick()
            self.machine.wait_for("that it was not written", lambda: self.told().count("2-good was not written") == count)
        self.report("said", self.told())
        self.assertEqual(self.machine.run("cat /run/kiosk-update/lock; ls /run/kiosk-update/stick; grep kiosk-update /proc/mounts || true"), "")
        self.machine.wait_for("that nothing of it is in use", lambda: self.machine.run("dmsetup ls; losetup --list").strip() == "No devices found", 60)
        self.check_sells(self.first_version)
        # One that could not even clean up behind itself.
        self.machine.run("dmsetup create --notable rauc-verity-bundle")
        self.machine.plug_stick(path)
        self.machine.wait_for("that it is in its slot", lambda: "2-good is in slot B" in self.told())
        self.machine.wait_restarted("b")
        self.check_sells("2-good")
        self.machine.wait_for("that it is kept", lambda: "2-good has proved itself and is kept" in self.told())

    def test_a_data_partition_without_room_is_said_and_nothing_is_begun(self):
        run = self.machine.run
        run("dd if=/dev/zero of=/var/lib/rauc/filler bs=1M status=none", check=False)
        run("dd if=/dev/zero of=/var/lib/rauc/filler2 bs=1k status=none", check=False)
        self.assertEqual(run("df --output=avail -k /var/lib/rauc | tail -n 1").strip(), "0")
        self.machine.plug_stick(self.stick(bundle("2-good")))
        self.machine.wait_for("what is said", lambda: "no room" in run(
            "journalctl --quiet --boot --output cat -g 'kiosk-update:' || true"))
        self.assertEqual(run("/usr/lib/kiosk/boot-state trial"), "")
        run("rm /var/lib/rauc/filler /var/lib/rauc/filler2")
        self.check_sells(self.first_version)
