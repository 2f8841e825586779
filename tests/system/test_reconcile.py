"""Journal, server and card terminal side by side; a server that was restored from a backup is filled again."""
import json
import os
import shutil
import signal
import time

from lane import BREAD, MILK, PATIENCE, SELL, LaneTest

OPEN = "wait screen=welcome 60s\n"
SENT = "wait sent 60s\nquit\n"


class Reconcile(LaneTest):
    def reconcile(self, *rest, ini=None):
        return self.journal("reconcile", "--config", ini or self.office.ini, *rest)

    def rows(self, done):
        """What was printed as JSON: the rows, and the sum behind them."""
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return lines[:-1], lines[-1]

    def kinds(self, done):
        rows, _ = self.rows(done)
        return sorted(difference["kind"] for row in rows for difference in row["differences"])

    def balanced(self, orders):
        done = self.reconcile("--json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows, total = self.rows(done)
        self.assertEqual(total["rows"], orders)
        self.assertTrue(total["server_asked"])
        for row in rows:
            self.assertEqual((row["state"], row["server_state"], row["total"]), ("confirmed", "paid", row["server_total"]))
            self.assertEqual(row["charged"], row["total"])

    def backup(self):
        """The office's folder as it is now, while the office is down."""
        self.office.stop()
        shutil.copytree(self.office.folder, os.path.join(self.folder, "backup"))
        self.office.start()

    def restore(self):
        self.office.stop()
        shutil.rmtree(self.office.folder)
        shutil.copytree(os.path.join(self.folder, "backup"), self.office.folder)
        self.office.start()

    def test_a_restored_server_is_filled_again(self):
        self.office.start()
        self.sell(OPEN + SELL.format(code=MILK) + SENT)
        self.balanced(1)
        self.backup()
        self.sell(OPEN + SELL.format(code=BREAD) + SELL.format(code=MILK) + SENT)
        self.balanced(3)
        self.restore()
        found = self.reconcile()
        self.says(found, "2 row(s) differ")
        self.assertEqual(found.stdout.count("the server has lost it"), 2)
        self.assertIn("restored from a backup?", found.stdout)
        self.assertEqual(self.kinds(self.reconcile("--json")), ["lost", "lost"])
        self.assertEqual(len(self.paid()), 1)
        again = self.reconcile("--send-again", "--json")
        self.assertEqual(self.rows(again)[1]["sent_again"], 2)
        self.assertEqual(self.kinds(self.reconcile("--json")), ["unsettled", "unsettled"])
        # Asked twice, nothing waits twice.
        self.assertEqual(self.rows(self.reconcile("--send-again", "--json"))[1]["sent_again"], 0)
        self.sell(OPEN + "sleep 2s\n" + SENT)
        self.wait_paid(3)
        self.balanced(3)
        day = self.rows(self.reconcile("--json", "--since", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))))
        self.assertEqual((day[1]["rows"], day[1]["differ"]), (3, 0))
        self.assertEqual(self.journal("verify").returncode, 0)
        shown = self.journal("show")
        self.assertIn("sent again: the server had lost it", shown.stdout)

    def test_an_attendant_fills_it_again(self):
        self.office.start()
        self.sell(OPEN + SELL.format(code=MILK) + SENT)
        self.backup()
        self.sell(OPEN + SELL.format(code=BREAD) + SELL.format(code=MILK) + SENT)
        self.restore()
        pin = "".join(f"tap id=pin-{digit}\n" for digit in "1234")
        self.sell(OPEN + "wait idle 5s\nsleep 2s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n"
                  "wait screen=staff-login 10s\nwait idle 5s\n" + pin +
                  "tap id=pin-enter\nwait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\n"
                  "wait screen=staff 5s\nwait idle 5s\nexpect \"The server has lost 2 confirmed orders\"\n"
                  "tap id=send-lost\nsleep 1s\nwait sent 60s\nquit\n")
        self.wait_paid(3)
        self.balanced(3)
        self.assertIn("send-lost", self.journal("show").stdout)
        # The next start finds all of them.
        self.sell(OPEN + "sleep 3s\n" + SENT)
        self.assertEqual(self.log().count("has lost 2 confirmed"), 1)
        self.wait_paid(3)

    def test_differences_are_named(self):
        self.office.start()
        self.sell(OPEN + SELL.format(code=MILK) + SELL.format(code=BREAD) + SENT)
        self.office.stop()
        self.sell("wait screen=welcome 20s" + SELL.format(code=MILK) + "quit\n")
        offline = self.reconcile()
        self.says(offline, "was not compared", str(self.office.port))
        alone = self.journal("reconcile", "--json")
        self.assertEqual(self.kinds(alone), ["unsettled"])
        self.assertFalse(self.rows(alone)[1]["server_asked"])
        self.assertIn("the server was not asked", self.journal("reconcile").stdout)
        terminal = os.path.join(self.data, "demo-terminal.jsonl")
        with open(terminal) as file:
            lines = [json.loads(line) for line in file]
        lines[0]["amount"] += 1
        lines[1]["id"] = "99999999-0000-4000-8000-000000000001"
        with open(terminal, "w") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
        self.office.start()
        done = self.reconcile("--json")
        self.assertEqual(self.kinds(done), ["charge-amount", "charge-without-order", "order-without-charge", "unsettled"])
        self.assertEqual(self.kinds(self.reconcile("--json", "--since", "2100-01-01")), [])

    def test_it_works_beside_a_running_kiosk(self):
        self.office.start()
        self.sell(OPEN + SELL.format(code=MILK) + SENT)
        self.backup()
        lane = self.start_kiosk(OPEN + SELL.format(code=BREAD) + "wait sent 60s\nsleep 60s\nquit\n")
        try:
            self.wait_paid(2)
            deadline = time.time() + 30 * PATIENCE
            while self.reconcile().returncode != 0 and time.time() < deadline:
                time.sleep(0.3)
            self.balanced(2)
            self.restore()
            self.says(self.reconcile("--send-again"), "a kiosk runs on", "stop it")
        finally:
            lane.send_signal(signal.SIGKILL)
            lane.communicate()

    def test_what_it_is_given_is_checked(self):
        self.office.start()
        self.sell(OPEN + SELL.format(code=MILK) + SENT)
        self.says(self.journal("reconcile", "--send-again"), "--config")
        self.says(self.reconcile(ini="/nowhere.ini"), "/nowhere.ini")
        self.says(self.reconcile("--since", "yesterday"), "yesterday")
        key = os.path.join(self.office.folder, "lane.key")
        os.chmod(key, 0o644)
        self.says(self.reconcile(), "lane.key")
        os.chmod(key, 0o600)
        with open(key) as file:
            secret = file.read().strip()
        elsewhere = self.ini(lambda text: text.replace("database = demo", "database = elsewhere"), "elsewhere")
        strange = self.reconcile(ini=elsewhere)
        self.assertEqual(strange.returncode, 1)
        for done in (strange, self.reconcile(), self.reconcile("--json")):
            self.assertNotIn(secret, done.stdout + done.stderr)
