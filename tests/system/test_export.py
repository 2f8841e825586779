"""Orders leave a lane as a file and are taken up by another one, each once."""
import json
import os
import signal
import subprocess
import time

from lane import BREAD, MILK, PATIENCE, PROGRAMS, SELL, LaneTest

FIRST_START = "wait screen=welcome 60s\nwait idle 5s\nquit\n"
OFFLINE_SALE = "wait screen=welcome 20s" + SELL + "quit\n"


class Export(LaneTest):
    def tool(self, command, *rest):
        return subprocess.run([os.path.join(PROGRAMS, "kiosk-journal"), command, *rest], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors="replace", check=False)

    def rows(self, done):
        return [json.loads(line) for line in done.stdout.splitlines()]

    def sell_and_keep(self):
        """One order that the server has, two that it hasn't, and an open basket; the server is away."""
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n")
        self.office.stop()
        for code in (BREAD, MILK):
            self.sell(OFFLINE_SALE.format(code=code))
        self.sell("wait screen=welcome 20s\nscan " + BREAD + "\nwait idle 5s\nquit\n")

    def other_lane(self):
        """A second lane that was started once, for the same server."""
        other = os.path.join(self.folder, "other")
        self.office.start()
        self.sell(FIRST_START, data=other)
        self.office.stop()
        return other

    def test_an_export_says_everything_and_nothing_secret(self):
        self.sell_and_keep()
        path = os.path.join(self.folder, "export.json")
        done = self.journal("export", "--lane", "Lane 1", "--out", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "3 paid, the digests of 0 more, 1 unpaid\n")
        with open(path) as file:
            text = file.read()
        export = json.loads(text)
        self.assertEqual([order["kiosk"]["state"] for order in export["orders"]], ["confirmed", "waiting", "waiting"])
        self.assertEqual(export["origin"]["database"], "demo")
        self.assertEqual(export["lane"], "Lane 1")
        first = export["orders"][0]
        self.assertEqual(first["order"]["data"]["name"], first["kiosk"]["reference"])
        self.assertEqual(first["order"]["data"]["amount_total"], self.office_total(first["kiosk"]["server_id"]))
        self.assertEqual(export["unpaid"][0]["kiosk"]["kind"], "basket")
        for secret in self.secrets():
            self.assertNotIn(secret, text)
        # It never writes over a file, and leaves nothing half written behind.
        again = self.journal("export", "--out", path)
        self.says(again, path, "never write over")
        self.assertEqual(sorted(name for name in os.listdir(self.folder) if name.startswith("export")), ["export.json"])
        waiting = self.journal("export", "--unpaid")
        self.assertEqual(json.loads(waiting.stdout)["orders"], [])
        self.assertEqual(json.loads(self.journal("export", "--since", "2100-01-01").stdout)["orders"], [])
        self.says(self.journal("export", "--since", "yesterday"), "yesterday")

    def starts(self, data):
        """How often a kiosk on that folder got past its lock."""
        with open(os.path.join(data, "log", "kiosk.log"), errors="replace") as log:
            return len([line for line in log if " starts" in line])

    def secrets(self):
        with open(os.path.join(self.office.folder, "lane.key")) as file:
            yield file.read().strip()
        with open(os.path.join(self.data, "device.key"), "rb") as file:
            yield file.read().hex()
        yield "argon2id"

    def office_total(self, server_id):
        self.office.start()
        total = next(order["amount_total"] for order in self.office.orders() if order["id"] == server_id)
        self.office.stop()
        return total

    def test_another_lane_takes_the_orders_up_once_and_sends_them(self):
        self.sell_and_keep()
        other = self.other_lane()
        path = os.path.join(self.folder, "export.msgpack")
        self.assertEqual(self.journal("export", "--msgpack", "--out", path).returncode, 0)
        dry = self.tool("import", "--dry-run", "--json", path, other)
        self.assertEqual(dry.returncode, 0, dry.stderr)
        ends = ["kept", "taken", "taken", "unpaid"]
        self.assertEqual([row["end"] for row in self.rows(dry)[:-1]], ends)
        taken = self.tool("import", "--json", path, other)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.assertEqual([row["end"] for row in self.rows(taken)[:-1]], ends)
        again = self.tool("import", "--json", path, other)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual([row["end"] for row in self.rows(again)[:-1]], ["known"] * 3 + ["unpaid"])
        self.assertEqual(self.tool("verify", other).returncode, 0)
        self.assertEqual(self.journal("verify").returncode, 0)
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait sent 90s\n" + SELL.format(code=MILK) +
                  "wait sent 60s\nquit\n", data=other)
        self.wait_paid(4)
        # The lane that they come from looks first, and finds them there.
        self.sell("sleep 2s\nwait sent 90s\nquit\n")
        self.wait_paid(4)

    def test_a_running_kiosk_keeps_its_folder(self):
        self.sell_and_keep()
        other = self.other_lane()
        path = os.path.join(self.folder, "export.json")
        self.assertEqual(self.journal("export", "--out", path).returncode, 0)
        lane = self.start_kiosk("wait screen=welcome 60s\nsleep 20s\nquit\n", data=other)
        deadline = time.time() + 60 * PATIENCE
        while self.starts(other) < 2 and time.time() < deadline:
            time.sleep(0.1)
        self.says(self.tool("import", path, other), "a kiosk runs on", other, "stop it")
        lane.send_signal(signal.SIGKILL)
        lane.communicate()
        self.assertEqual(self.tool("import", path, other).returncode, 0)

    def test_orders_of_another_server_are_refused_or_become_cases(self):
        self.sell_and_keep()
        path = os.path.join(self.folder, "export.json")
        self.assertEqual(self.journal("export", "--paid", "--out", path).returncode, 0)
        with open(path) as file:
            export = json.load(file)
        for order in export["orders"]:
            order["kiosk"]["origin"]["database"] = "elsewhere"
        strange = os.path.join(self.folder, "strange.json")
        with open(strange, "w") as file:
            json.dump(export, file)
        other = self.other_lane()
        refused = self.tool("import", strange, other)
        self.says(refused, "3 order(s)", strange)
        self.assertIn("elsewhere", refused.stdout)
        cases = self.tool("import", "--other-origin", "--json", strange, other)
        self.assertEqual(cases.returncode, 0, cases.stderr)
        self.assertEqual([row["end"] for row in self.rows(cases)[:-1]], ["case"] * 3)
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait sent 60s\nquit\n", data=other)
        self.assertEqual(len(self.paid()), 1)

    def test_files_that_are_no_export_are_one_sentence(self):
        self.office.start()
        self.sell(FIRST_START)
        self.office.stop()
        path = os.path.join(self.folder, "bad")
        for content in (b"", b"hello", b"{}", b"[]", b"{\"kiosk_export\": 2, \"orders\": []}", b"\x81\xa1", b"\xff" * 99,
                        b"{\"kiosk_export\": 1, \"orders\": [{}]}", b"[" * 100000, b"{\"orders\": []}"):
            with open(path, "wb") as file:
                file.write(content)
            self.says(self.tool("import", path, self.data), path)
        self.says(self.tool("import", os.path.join(self.folder, "none"), self.data), "none")
        with open(path, "wb") as file:
            file.write(b"{\"kiosk_export\": 1, \"orders\": []}")
        self.assertEqual(self.tool("import", path, self.data).returncode, 0)
        self.says(self.tool("import", path, self.folder), "there is no journal")
        self.assertEqual(self.tool("import", path).returncode, 2)
        self.assertEqual(self.journal("verify").returncode, 0)
