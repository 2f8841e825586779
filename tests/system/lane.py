"""A lane and a demo back office as real processes, for tests that only use what the programs promise outside."""
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.environ.get("KIOSK_BIN", os.path.join(ROOT, "build", "programs"))
# Sanitizers make everything several times slower.
PATIENCE = float(os.environ.get("KIOSK_TEST_PATIENCE", "1"))

LANE_USER = 5  # its id in the demo shops
MILK, BREAD, AVOCADO, WINE = "5499990000315", "5499990000230", "5499990000063", "5499990000650"
SELL = """
scan {code}
wait idle 10s
tap id=pay
try tap id=pay-method-card
wait screen=receipt 60s
tap id=receipt-none
wait screen=thanks 10s
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class BackOffice:
    def __init__(self, folder, *arguments):
        self.folder, self.arguments, self.port, self.process = folder, arguments, free_port(), None
        os.makedirs(folder, exist_ok=True)
        self.ini = os.path.join(folder, "kiosk.ini")

    def start(self):
        log_path = os.path.join(self.folder, f"office-{time.time_ns()}.log")
        with open(log_path, "w") as log:
            self.process = subprocess.Popen(
                [os.path.join(ROOT, "tools", "demo_backoffice"), "--port", str(self.port), "--data", self.folder,
                 *self.arguments], stdout=log, stderr=subprocess.STDOUT)
        deadline = time.time() + 60
        while time.time() < deadline and self.process.poll() is None:
            with open(log_path, errors="replace") as log:
                if "ready" in log.read().split():
                    return self
            time.sleep(0.05)
        raise AssertionError("the demo back office did not say ready")

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)

    scheme, trust = "http", None

    def _open(self, path, body=None, headers=None):
        request = urllib.request.Request(f"{self.scheme}://127.0.0.1:{self.port}{path}", body, headers or {},
                                         method="POST" if body is not None else "GET")
        with urllib.request.urlopen(request, timeout=60, context=self.trust) as answer:
            return answer.read()

    def call(self, model, method, *arguments, **keywords):
        """As the lane's own user calls it."""
        with open(os.path.join(self.folder, "lane.key")) as file:
            key = file.read().strip()
        call = {"jsonrpc": "2.0", "id": 1, "params": {"service": "object", "method": "execute_kw", "args": [
            "demo", LANE_USER, key, model, method, list(arguments), keywords]}}
        answer = json.loads(self._open("/jsonrpc", json.dumps(call).encode(), {"Content-Type": "application/json"}))
        if "error" in answer:
            raise AssertionError(f"{model}.{method}: {answer['error']['data']['message']}")
        return answer.get("result")

    def close_session(self):
        """As a till closes the day, with all cash there; the answer says whether every order balanced."""
        session = self.call("pos.session", "search_read", [["state", "=", "opened"]], ["id"])[0]["id"]
        due = self.call("pos.session", "get_closing_control_data", [session])["default_cash_details"]["amount"]
        self.call("pos.session", "post_closing_cash_details", [session], due)
        return self.call("pos.session", "close_session_from_ui", session, [])

    def orders(self):
        return json.loads(self._open("/demo/orders"))

    def requests(self):
        return json.loads(self._open("/demo/requests"))

    def fault(self, spec):
        self._open("/demo/fault", spec.encode())


class LaneTest(unittest.TestCase):
    """Each test has a folder, a back office that is not started yet, and a data folder."""

    office_arguments = ()
    window = "1080x1920"

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-system-")
        self.office = BackOffice(os.path.join(self.folder, "office"), *self.office_arguments)
        self.data = os.path.join(self.folder, "data")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.addCleanup(self.office.stop)

    def ini(self, change=lambda text: text, name="changed"):
        """A changed copy of the demo's configuration, beside its key."""
        with open(self.office.ini) as source:
            text = change(source.read())
        path = os.path.join(self.office.folder, name + ".ini")
        with open(path, "w") as target:
            target.write(text)
        return path

    def start_kiosk(self, script, ini=None, data=None, extra=(), driver="offscreen"):
        path = os.path.join(self.folder, f"{time.time_ns()}.script")
        with open(path, "w") as file:
            file.write(script)
        command = [os.path.join(PROGRAMS, "kiosk"), "--config", ini or self.office.ini, "--data", data or self.data,
                   "--window", self.window, "--script", path, *extra]
        environment = dict(os.environ, SDL_VIDEODRIVER=driver, SDL_AUDIODRIVER="dummy")
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def kiosk(self, script, ini=None, data=None, seconds=180, extra=()):
        process = self.start_kiosk(script, ini, data, extra)
        try:
            out, errors = process.communicate(timeout=seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssertionError(f"the kiosk did not end within {seconds} s")
        return subprocess.CompletedProcess(process.args, process.returncode, out, errors)

    def sell(self, script, **rest):
        done = self.kiosk(script, **rest)
        self.assertEqual(done.returncode, 0, done.stderr[-600:])
        return done

    def says(self, done, *words):
        """Status 1 and one clear sentence, which has these words."""
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        self.assertEqual(done.returncode, 1, done.stderr[-600:])
        self.assertEqual(len(lines), 1, done.stderr[-600:])
        self.assertLess(len(lines[0]), 400)
        for word in words:
            self.assertIn(word, lines[0])

    def journal(self, command, *rest):
        return subprocess.run([os.path.join(PROGRAMS, "kiosk-journal"), command, *rest, self.data],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)

    def log(self):
        with open(os.path.join(self.data, "log", "kiosk.log"), errors="replace") as log:
            return log.read()

    def paid(self):
        return [order for order in self.office.orders() if order["state"] in ("paid", "done", "invoiced")]

    def wait_paid(self, count, seconds=90):
        deadline = time.time() + seconds * PATIENCE
        while time.time() < deadline and len(self.paid()) < count:
            time.sleep(0.3)
        self.assertEqual(len(self.paid()), count)
        references = [order["reference"] for order in self.office.orders()]
        self.assertEqual(len(set(references)), len(references), "an order is on the server twice")
