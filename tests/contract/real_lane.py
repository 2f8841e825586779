"""The kiosk as a process on a lane that prepare_odoo.py made, for the programs beside this one that let it work against a real Odoo 17."""
import collections
import configparser
import http.server
import json
import os
import subprocess
import threading
import time
import urllib.error
import urllib.request

from prepare_odoo import ARTICLES, ROOT, Odoo, with_check_digit

PROGRAMS = os.environ.get("KIOSK_BIN", os.path.join(ROOT, "build", "programs"))
MILK, BREAD, BATTERIES, SCREWS = (with_check_digit(ARTICLES["Lane " + name][2]) for name in ("milk", "bread", "batteries", "screws"))
PIN = "1234"
PAY = "tap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 60s\ntap id=receipt-none\nwait screen=thanks 20s\n"
START = "wait screen=welcome 120s\nwait idle 5s\n"
SIGN_IN = ("tap id=staff\nwait screen=staff-login 10s\nwait idle 5s\n" + "".join(f"tap id=pin-{digit}\n" for digit in PIN) + "tap id=pin-enter\n")
AT_HOME = "wait screen=staff 20s\nwait idle 5s\n"
FROM_WELCOME = START + "tap id=help\nwait screen=help 5s\nwait idle 5s\n" + SIGN_IN + "wait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\n" + AT_HOME
FROM_CLOSED = "wait screen=closed 120s\nwait idle 5s\n" + SIGN_IN + AT_HOME
LEAVE = "tap id=sign-out\nwait idle 5s\n"


def sale(*codes):
    return START + "".join(f"scan {code}\nwait idle 10s\n" for code in codes) + PAY


class Proxy(http.server.ThreadingHTTPServer):
    """Hands requests on; `away` answers none, `lose` counts down answers that are lost after the server has done its work."""
    daemon_threads = True

    def __init__(self, target):
        super().__init__(("127.0.0.1", 0), Handler)
        self.target, self.away, self.lose = target, False, collections.Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """A kiosk that was killed doesn't wait for its answer."""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.close_connection = True
        if self.server.away:
            return
        request = urllib.request.Request(self.server.target + self.path, data=body, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=200) as answer:
                status, reply = answer.status, answer.read()
        except urllib.error.URLError:
            return
        arguments = json.loads(body)["params"]["args"]
        method = arguments[4] if len(arguments) > 4 else ""
        if self.server.lose[method] > 0:
            self.server.lose[method] -= 1
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        """The kiosk's log tells enough."""


class Lane:
    """The kiosk with its data folder, talking through a proxy. `changed` takes the text of its kiosk.ini and gives another."""

    def __init__(self, folder, work, data, changed=lambda text: text):
        self.folder, self.work, self.data = folder, work, data
        ini = configparser.ConfigParser(interpolation=None)
        ini.read(os.path.join(folder, "kiosk.ini"), encoding="utf-8")
        self.server = ini["server"]
        with open(os.path.join(folder, "lane.key"), encoding="utf-8") as file:
            self.key = file.read().strip()
        self.odoo = Odoo(self.server["url"], self.server["database"], self.server["login"], self.key)
        self.proxy = Proxy(self.server["url"])
        self.url = f"http://127.0.0.1:{self.proxy.server_port}"
        self.ini = os.path.join(folder, f"changed-{os.getpid()}-{time.time_ns()}.ini")
        self.configure(changed)

    def configure(self, changed):
        with open(os.path.join(self.folder, "kiosk.ini"), encoding="utf-8") as file:
            text = file.read().replace(self.server["url"], self.url).replace("[sale]\n", "[sale]\nthanks_s = 2\n")
        with open(self.ini, "w", encoding="utf-8") as target:
            target.write(changed(text))

    def remove(self):
        os.remove(self.ini)
        self.proxy.shutdown()

    def start(self, script):
        path = os.path.join(self.work, f"{time.time_ns()}.script")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy")
        return subprocess.Popen([os.path.join(PROGRAMS, "kiosk"), "--config", self.ini, "--data", self.data, "--window", "1080x1920", "--script", path],
                                env=environment, stderr=subprocess.PIPE, text=True)

    def run(self, script):
        process = self.start(script)
        _, words = process.communicate(timeout=900)
        if process.returncode != 0:
            raise SystemExit(f"the kiosk ended with {process.returncode}: {words.strip()}")

    def check(self):
        """What kiosk --check --server says: its status and its lines about the server."""
        done = subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--config", self.ini, "--data", self.data, "--check", "--server"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode, [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("server:", "kiosk:"))]

    def journal(self, command, *rest):
        return subprocess.run([os.path.join(PROGRAMS, "kiosk-journal"), command, *rest, self.data], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, check=False)

    def records(self, *kinds):
        shown = self.journal("show", "--json")
        if shown.returncode != 0:
            raise SystemExit(f"kiosk-journal show: {shown.stderr.strip()}")
        return [record for record in map(json.loads, shown.stdout.splitlines()) if record["kind"] in kinds]

    def charged(self):
        """Transactions that the demo terminal took money for."""
        path = os.path.join(self.data, "demo-terminal.jsonl")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            states = {record["id"]: record for record in map(json.loads, file)}
        return [record for record in states.values() if record["state"] == "approved"]

    def sold(self):
        """The paid orders of the journal, by reference."""
        return {record["order"]["reference"]: record["order"] for record in self.records("paid")}

    def log(self):
        with open(os.path.join(self.data, "log", "kiosk.log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def session(self, odoo=None):
        """The id of the open session of its point of sale, False without one."""
        found = (odoo or self.odoo).call("pos.config", "search_read", [["name", "=", self.server["pos_config"]]], fields=["current_session_id"])[0]
        return found["current_session_id"] and found["current_session_id"][0]

    def close_session(self, admin):
        session = self.session(admin)
        cash = admin.call("pos.session", "get_closing_control_data", [session])["default_cash_details"]
        admin.call("pos.session", "post_closing_cash_details", [session], counted_cash=cash["amount"])
        admin.call("pos.session", "update_closing_control_state_session", [session], "")
        answer = admin.call("pos.session", "close_session_from_ui", [session], [])
        if not answer["successful"]:
            raise SystemExit(f"session {session} does not close: {answer}")


class Database:
    """The server's database from below, for what nobody can do over the wire. `postgres`: a superuser's address, as psql takes it."""

    def __init__(self, postgres, name):
        self.postgres, self.name = postgres, name

    def _psql(self, database, *statements):
        commands = [part for statement in statements for part in ("-c", statement)]
        done = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", *commands, f"{self.postgres}/{database}"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"psql {database}: {done.stderr.strip()}")
        return done.stdout.strip()

    def run(self, *statements):
        return self._psql(self.name, *statements)

    def copy(self, source, target):
        """A copy of a whole database under another name, in the place of what has it; whoever is signed in to either is thrown out."""
        self._psql("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{source}', '{target}')",
                   f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)', f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def backup(self):
        self.copy(self.name, self.name + "_backup")

    def restore(self):
        self.copy(self.name + "_backup", self.name)

    def forget_backup(self):
        self._psql("postgres", f'DROP DATABASE IF EXISTS "{self.name}_backup" WITH (FORCE)')


class Judge:
    def __init__(self):
        self.passed = self.failed = 0

    def expect(self, truth, name, why=""):
        self.passed, self.failed = self.passed + bool(truth), self.failed + (not truth)
        if not truth:
            print(f"FAIL {name}: {why}")

    def same(self, found, expected, name):
        self.expect(found == expected, name, f"{found} instead of {expected}")

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
