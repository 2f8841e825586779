"""The rights of the lane's user: the check names each that is missing, and a lane that loses them goes on selling and loses no order."""
import json
import os
import subprocess
import time

from lane import BREAD, MILK, PATIENCE, PROGRAMS, SELL, LaneTest

INTERNAL, POS = "base.group_user", "point_of_sale.group_pos_user"


class Rights(LaneTest):
    def user(self, **values):
        self.office._open("/demo/user", json.dumps(values).encode())

    def check(self):
        done = subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--config", self.office.ini, "--data", self.data, "--check", "--server"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_each_missing_right_is_named(self):
        self.office.start()
        status, words = self.check()
        self.assertEqual(status, 0, words)
        self.assertNotIn("the user", words)
        for groups, missing in (([INTERNAL], "'Point of Sale / User'"), ([POS], "'Internal User'"), ([], "'Internal User' and 'Point of Sale / User'")):
            self.user(groups=groups)
            status, words = self.check()
            self.assertEqual(status, 1, words)
            self.assertIn("lacks", words)
            self.assertTrue(words.strip().endswith(missing), words)
        self.user(groups=[INTERNAL, POS, "point_of_sale.group_pos_manager"], email=False)
        status, words = self.check()
        self.assertEqual(status, 0, words)
        self.assertIn("has the right Point of Sale / Administrator", words)
        self.assertIn("no e-mail address", words)

    def test_a_lane_that_loses_its_rights_sends_when_they_are_back(self):
        self.office.start()
        lane = self.start_kiosk("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nsleep 5s\n" + SELL.format(code=BREAD) +
                                SELL.format(code=MILK) + "wait sent 180s\nquit\n")
        self.wait_paid(1)
        self.user(groups=[INTERNAL])
        deadline = time.time() + 60 * PATIENCE
        while time.time() < deadline and "orders are no longer sent" not in self.log():
            time.sleep(0.3)
        self.assertIn("orders are no longer sent: AccessError", self.log())
        time.sleep(5)
        self.assertNotIn("set aside", self.log())
        self.user(groups=[INTERNAL, POS])
        _, errors = lane.communicate(timeout=240 * PATIENCE)
        self.assertEqual(lane.returncode, 0, errors[-600:])
        self.wait_paid(3)
        self.assertIn("orders are sent again", self.log())
        self.assertEqual(self.log().count("orders are no longer sent"), 1)
