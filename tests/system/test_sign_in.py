"""Who may sign in: wrong PINs cost time, a restart gives nobody a fresh start, a colleague's badge ends one wait."""
import json
import time

from lane import MILK, LaneTest

BADGE = "0410000000001"
ASK = "tap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\nwait screen=staff-login 10s\nwait idle 5s\n"
OPEN = f"wait screen=welcome 60s\nscan {MILK}\nwait idle 5s\n" + ASK
BY_BADGE = f"badge {BADGE}\nwait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-back\nwait idle 5s\n"


def typed(pin):
    return "".join(f"tap id=pin-{digit}\n" for digit in pin) + "tap id=pin-enter\nsleep 300ms\nwait idle 20s\n"


class SignIn(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()

    def sign_in_records(self):
        shown = self.journal("show", "--json")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return [record for record in records if record["kind"] == "sign-in"]

    def lock(self):
        self.sell(OPEN + typed("9999") + "expect \"2 tries left\"\n" + typed("8888") + typed("7777") +
                  "wait \"Locked for\" 10s\nquit\n")

    def test_a_restart_does_not_open_the_keypad(self):
        self.lock()
        self.assertEqual([record["failures"] for record in self.sign_in_records()], [1, 2, 3])
        lane = self.start_kiosk("sleep 100s\n")
        time.sleep(1)
        lane.kill()
        lane.communicate()
        self.sell("wait screen=basket 60s\nwait idle 5s\n" + ASK + "expect \"Locked for\"\n" + BY_BADGE + ASK +
                  "expect \"1 try left\"\n" + typed("6666") + "wait \"Locked for\" 10s\n" + BY_BADGE + ASK +
                  "expect \"Locked for\"\nquit\n")
        last = self.sign_in_records()[-1]
        self.assertEqual((last["failures"], last["ended_by_badge"]), (4, 1))
        self.assertEqual(self.journal("verify").returncode, 0)

    def test_the_right_pin_ends_the_series(self):
        self.sell(OPEN + typed("9999") + typed("1234") + "wait screen=staff-sale 20s\nquit\n")
        self.assertEqual([record["failures"] for record in self.sign_in_records()], [1, 0])
