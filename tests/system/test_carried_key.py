"""A key that came on a card or on paper: the attendants are told until it is another one, or until a manager says that it stays."""
import hashlib
import json
import os
import unittest

from lane import LaneTest

TOLD = "This lane's key came on a card or on paper"
STAFF = "wait screen=welcome 60s\nsleep 1s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n"


def sign_in(pin):
    return ("wait screen=staff-login 5s\nwait idle 5s\n" + "".join(f"tap id=pin-{digit}\n" for digit in pin) +
            "tap id=pin-enter\nwait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\nwait screen=staff 5s\nwait idle 5s\n")


class CarriedKey(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()
        with open(os.path.join(self.office.folder, "lane.key")) as file:
            self.key = file.read().strip()

    def carry(self, key):
        """As whoever takes the settings notes it, beside kiosk.ini."""
        with open(os.path.join(self.office.folder, "carried-key"), "w") as file:
            file.write(hashlib.sha256(key.encode()).hexdigest() + "\n")

    def test_it_is_told_over_restarts_until_a_manager_keeps_it(self):
        self.carry(self.key)
        self.sell(STAFF + sign_in("1234") + f'expect "{TOLD}"\ntry tap id=key-keep\nexpect "{TOLD}"\nquit\n')
        self.assertIn("the API key came on a card or on paper", self.log())
        self.assertFalse(os.path.exists(os.path.join(self.data, "key.kept")), "an attendant is no manager")
        self.sell(STAFF + sign_in("4321") + f'expect "{TOLD}"\ntap id=key-keep\nwait idle 5s\ntap id=key-no\nwait idle 5s\n'
                  f'expect "{TOLD}"\ntap id=key-keep\nwait idle 5s\ntap id=key-yes\nwait idle 10s\nsleep 3s\nexpect no "{TOLD}"\nquit\n')
        self.assertIn("the key that came on a card or on paper stays, says Demo manager", self.log())
        self.sell(STAFF + sign_in("4321") + f'expect no "{TOLD}"\nquit\n')
        self.assertNotIn(self.key, self.log())
        shown = self.journal("show", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        actions = [json.loads(line).get("action", "") for line in shown.stdout.splitlines() if line.strip()]
        self.assertIn("sign-in", actions)
        self.assertFalse([action for action in actions if "key" in action], "no sale hangs on it: it is no journal record")
        # Another key that came so is another matter; the same one, brought once more, is not.
        with open(os.path.join(self.data, "key.kept"), "rb") as file:
            kept = file.read()
        self.assertEqual((len(kept), kept[:8]), (56, b"KIOSKKPT"))
        self.assertNotIn(hashlib.sha256(self.key.encode()).digest(), kept)

    def test_nothing_is_told_of_a_key_that_came_otherwise(self):
        self.sell(STAFF + sign_in("1234") + f'expect no "{TOLD}"\nquit\n')
        self.carry("the one before, which was changed")
        self.sell(STAFF + sign_in("1234") + f'expect no "{TOLD}"\nquit\n')

    def test_one_that_was_kept_says_nothing_of_the_next(self):
        self.carry(self.key)
        os.makedirs(self.data, mode=0o700)
        with open(os.path.join(self.data, "key.kept"), "wb") as file:
            file.write(b"KIOSKKPT" + bytes(48))  # another key's
        self.sell(STAFF + sign_in("1234") + f'expect "{TOLD}"\nquit\n')


if __name__ == "__main__":
    unittest.main()
