"""Secrets that were planted, through a bad day of a lane: sales, wrong PINs, an outage, a refused order, two crashes. None is in
anything that the lane writes, shows, prints or is seen with. The search is proved by planting one more."""
import base64
import json
import os
import re
import signal
import subprocess
import time

from hostile_server import HostileServer
from lane import BREAD, MILK, PROGRAMS, SELL
from test_stick import SAVE, choose
from tmpfs import TmpfsTest

KEY = "f00dcafe5ec2e7" + "0123456789abcdef0123456789"
PIN, MANAGER_PIN, WRONG_PIN = "739164", "280653", "915370"
BADGE, MANAGER_BADGE = "0418834027731", "0417719350264"
CARD = "4929751368420187"  # as a card number looks; nobody's


def hashed(badge, pin):
    done = subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--hash-pin"], input=f"{badge}\n{pin}\n", stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=True)
    assert badge not in done.stdout + done.stderr and pin not in done.stdout + done.stderr
    return done.stdout.split("=", 1)[1].strip().split(",", 1)[1].strip()


def typed(pin):
    return "".join(f"tap id=pin-{digit}\n" for digit in pin) + "tap id=pin-enter\nsleep 400ms\nwait idle 20s\n"


class PlantedSecrets(TmpfsTest):
    secrets = {"API key": KEY, "PIN": PIN, "manager's PIN": MANAGER_PIN, "wrong PIN": WRONG_PIN, "badge": BADGE,
               "manager's badge": MANAGER_BADGE, "card number": CARD}

    def setUp(self):
        super().setUp()
        self.media = os.path.join(self.folder, "media")
        self.stick = os.path.join(self.media, "OFFICE")
        self.mount(self.stick, 4 << 20)
        self.office.start()
        self.office.stop()
        self.plant()
        self.office.start()
        self.server = HostileServer(self.office.port)  # sees what goes over the wire
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        port = self.server.server_address[1]
        self.config = self.ini(lambda t: re.sub("url = .*", f"url = http://127.0.0.1:{port}", t).replace(
            "[devices]", f"[devices]\nsticks = {self.media}", 1), "planted")
        self.outputs = []

    def plant(self):
        key_file = os.path.join(self.office.folder, "lane.key")
        with open(key_file) as file:
            old = file.read().strip()
        for name in os.listdir(self.office.folder):  # the office's own books know it
            path = os.path.join(self.office.folder, name)
            if name.endswith((".json", ".key", ".ini")):
                with open(path) as file:
                    text = file.read()
                with open(path, "w") as file:
                    file.write(text.replace(old, KEY))
        import sqlite3
        for name in os.listdir(self.office.folder):
            if name.endswith((".db", ".sqlite", ".sqlite3")):
                with sqlite3.connect(os.path.join(self.office.folder, name)) as books:
                    for (table,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                        for column in [row[1] for row in books.execute(f"PRAGMA table_info('{table}')")]:
                            books.execute(f"UPDATE \"{table}\" SET \"{column}\" = ? WHERE \"{column}\" = ?", (KEY, old))
        with open(self.office.ini) as file:
            text = file.read()
        text = re.sub(r"(?m)^Demo attendant = .*\n\s.*$", f"Ada = attendant, {hashed(BADGE, PIN)}", text)
        text = re.sub(r"(?m)^Demo manager = .*\n\s.*$", f"Grace = manager, {hashed(MANAGER_BADGE, MANAGER_PIN)}", text)
        self.assertNotIn("Demo", text.split("[attendants]")[1].split("[")[0])
        with open(self.office.ini, "w") as file:
            file.write(text)

    def run_lane(self, script, how=None, ends=True):
        """Runs a script; `how`: a signal that ends it before. Keeps all that the process shows of itself."""
        shots = os.path.join(self.folder, f"shots-{len(self.outputs)}")
        # A sanitizer would take the signal for a finding of its own.
        os.environ["ASAN_OPTIONS"] = "handle_segv=0:handle_abort=0"
        self.addCleanup(os.environ.pop, "ASAN_OPTIONS", None)
        lane = self.start_kiosk(script + ("" if ends else "shot before.png\nsleep 900s\n"), ini=self.config, extra=("--shots", shots))
        time.sleep(1)
        for name in ("cmdline", "environ", "comm", "maps"):
            try:
                with open(f"/proc/{lane.pid}/{name}", "rb") as file:
                    self.outputs.append((f"/proc/PID/{name}", file.read()))
            except OSError:
                pass  # it is over, or doesn't let itself be looked at
        if how:
            deadline = time.time() + 120
            while time.time() < deadline and lane.poll() is None and not os.path.exists(os.path.join(shots, "before.png")):
                time.sleep(0.1)
            self.assertIsNone(lane.poll(), "it ended before its time")
            self.assertIn("0", open(f"/proc/{lane.pid}/limits").read().split("Max core file size")[1].split("\n")[0].split()[:2])
            lane.send_signal(how)
        out, errors = lane.communicate(timeout=180)
        self.outputs += [("standard output", out.encode()), ("standard error", errors.encode())]
        self.assertEqual(lane.returncode, -how if how else 0, errors[-500:])

    def find(self, folders):
        """[(secret, where)] in every byte of every file of these folders, and in what the processes showed."""
        found = []
        places = list(self.outputs)
        for folder in folders:
            for here, _, names in os.walk(folder):
                for name in names:
                    with open(os.path.join(here, name), "rb") as file:
                        places.append((os.path.join(here, name), file.read()))
        for secret, value in self.secrets.items():
            forms = {value.encode(), value.encode("utf-16-le"), value.encode().hex().encode()}
            found += [(secret, where) for where, bytes_ in places if any(form in bytes_ for form in forms)]
        return found

    def keep_exports(self, paths):
        """Their bytes, and what stands in them as base64."""
        snapshots = 0
        for path in paths:
            with open(path, "rb") as file:
                bytes_ = file.read()
            self.outputs.append((path, bytes_))
            if bytes_.startswith(b"{"):
                export = json.loads(bytes_)
                for item in export["orders"] + export["unpaid"]:
                    self.outputs.append((f"a snapshot in {path}", base64.b64decode(item["kiosk"]["snapshot"])))
                    snapshots += 1
        self.assertGreater(snapshots, 4)

    def test_a_bad_day(self):
        self.run_lane("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait screen=welcome 30s\n"
                      f"scan {BREAD}\nwait idle 5s\nscan {CARD}\nsleep 1500ms\nwait idle 10s\ntap id=help\nwait screen=help 5s\n"
                      "wait idle 5s\ntap id=staff\nwait screen=staff-login 10s\nwait idle 5s\n" + typed(WRONG_PIN) + typed(PIN) +
                      "wait screen=staff-sale 20s\nwait idle 5s\nshot staff.png\ntree staff.json\n"
                      f"badge {MANAGER_BADGE}\nsleep 500ms\nwait idle 5s\ntap id=staff-back\nwait screen=basket 5s\nwait idle 5s\n"
                      "tap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\nwait screen=staff-login 10s\nwait idle 5s\n"
                      f"badge {BADGE}\nwait screen=staff-sale 20s\nwait idle 5s\nquit\n")
        self.run_lane("wait screen=basket 60s\nwait idle 5s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n"
                      "wait screen=staff-login 10s\nwait idle 5s\n" + typed(MANAGER_PIN) + "wait screen=staff-sale 20s\n", signal.SIGSEGV, ends=False)
        self.office.fault("refuse@create_from_ui*2")
        self.run_lane("wait screen=basket 60s\nwait idle 5s\ntap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\n"
                      "tap id=receipt-none\nwait screen=thanks 10s\nwait sent 60s\n", signal.SIGKILL, ends=False)
        self.office.stop()
        self.run_lane("wait screen=welcome 60s\n" + SELL.format(code=MILK) + f"wait screen=welcome 20s\nscan {CARD}\nsleep 2s\nquit\n")
        self.run_lane("wait screen=welcome 60s\nwait idle 5s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n"
                      "wait screen=staff-login 10s\nwait idle 5s\n" + typed(PIN) + "wait screen=staff-sale 20s\nwait idle 5s\n"
                      "tap id=staff-home\nwait screen=staff 5s\nwait idle 5s\ntap id=staff-stick\nwait screen=staff-stick 5s\n" +
                      choose() + SAVE.format(what="all") + "shot stick.png\ntree stick.json\nquit\n")
        saved = [os.path.join(self.stick, name) for name in os.listdir(self.stick)]
        self.assertEqual(len(saved), 2, "an export by the screen")
        for form in ("--json", "--msgpack"):
            path = os.path.join(self.folder, "export" + form)
            done = self.journal("export", form, "--out", path)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.outputs.append((f"kiosk-journal export {form}", (done.stdout + done.stderr).encode()))
            saved.append(path)
        self.keep_exports(saved)
        for command, *rest in (("show", "--json"), ("show",), ("list",), ("verify",)):
            done = self.journal(command, *rest)
            self.outputs += [(f"kiosk-journal {command}", (done.stdout + done.stderr).encode())]
        check = subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--config", self.config, "--data", self.data, "--check", "--server"],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.outputs.append(("kiosk --check --server", check.stdout))
        self.outputs += [("URL", path.encode()) for path in self.server.paths]
        with open("/proc/sys/kernel/core_pattern") as file:
            self.outputs.append(("core pattern", file.read().encode()))
        cores = [name for folder in (os.getcwd(), self.folder, self.data) for name in os.listdir(folder) if name.startswith("core")]
        self.assertEqual(cores, [], "a core file was written")
        self.assertEqual(len(os.listdir(os.path.join(self.data, "crashes"))), 1, "the crash left its report")
        folders = [self.data, *(os.path.join(self.folder, name) for name in os.listdir(self.folder) if name.startswith("shots"))]
        self.assertEqual(self.find(folders), [])
        self.prove_the_search(folders)

    def prove_the_search(self, folders):
        for secret, value in self.secrets.items():
            with open(os.path.join(self.data, "log", "kiosk.log"), "a") as log:
                log.write(f"the secret is '{value}'\n")
            self.assertIn((secret, os.path.join(self.data, "log", "kiosk.log")), self.find(folders))
