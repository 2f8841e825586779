#!/usr/bin/python3
"""Starts the demo back office and the kiosk: in a window, or (--demo) with a scripted customer.

With --demo the pictures of the screens, the receipt and a copy of the orders end in out/, and the last line of standard
output is JSON with what the kiosk and the server think of the sale.
"""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAMS = os.path.join(ROOT, "build", "programs")
OUT = os.path.join(ROOT, "out")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class DemoBackOffice:
    """The demo back office as a process of ours, stopped by its own id."""

    def __init__(self, folder):
        self.port = free_port()
        self.folder = folder
        log_path = os.path.join(folder, "office.log")
        with open(log_path, "w") as log:
            self.process = subprocess.Popen(
                [os.path.join(ROOT, "tools", "demo_backoffice"), "--port", str(self.port), "--data", folder],
                stdout=log, stderr=subprocess.STDOUT)
        deadline = time.time() + 30
        while time.time() < deadline and self.process.poll() is None:
            with open(log_path) as log:
                if "ready" in log.read().split():
                    return
            time.sleep(0.05)
        sys.exit(f"the demo back office did not start: see {log_path}")

    def orders(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/demo/orders", timeout=10) as answer:
            return json.load(answer)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)


def kiosk_command(office, data, *rest):
    return [os.path.join(PROGRAMS, "kiosk"), "--config", os.path.join(office.folder, "kiosk.ini"), "--data", data, *rest]


def run_demo(office, data):
    shutil.rmtree(OUT, ignore_errors=True)
    os.makedirs(OUT)
    script = os.path.join(ROOT, "assets", "demo_shop", "demo.script")
    environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy")
    done = subprocess.run(kiosk_command(office, data, "--window", "1080x1920", "--script", script, "--shots", OUT),
                          env=environment, stdout=sys.stderr)
    if done.returncode != 0:
        sys.exit(f"the scripted customer could not finish: status {done.returncode}")
    receipts = os.path.join(data, "receipts")
    names = sorted(os.listdir(receipts))
    shutil.copy(os.path.join(receipts, names[-1]), os.path.join(OUT, "receipt.txt"))
    listed = subprocess.run([os.path.join(PROGRAMS, "kiosk-journal"), "list", "--json", data],
                            stdout=subprocess.PIPE, text=True, check=True)
    with open(os.path.join(OUT, "journal.jsonl"), "w") as journal:
        journal.write(listed.stdout)
    with open(os.path.join(OUT, "tree-basket.json")) as tree:
        nodes = json.load(tree)["nodes"]
    total = next(node["value"] for node in nodes if node["id"] == "total")
    order = office.orders()[-1]
    print(json.dumps({"reference": order["reference"], "kiosk_total": float(total),
                      "server_total": order["amount_total"], "server_id": order["id"], "state": order["state"]}))


def run_window(office, data):
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.path.exists("/dev/dri/card0")):
        sys.exit("there is no display here: try tools/run --demo")
    print(f"shop server: http://127.0.0.1:{office.port}  data: {data}\n"
          "A scan is typed quickly and ended by Enter. PIN of the demo's attendant: 1234", file=sys.stderr)
    full_screen = not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    size = [] if full_screen else ["--window", "540x960"]
    sys.exit(subprocess.run(kiosk_command(office, data, *size)).returncode)


def main():
    demo = sys.argv[1:] == ["--demo"]
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
        office_folder = os.path.join(folder, "office")
        os.makedirs(office_folder)
        office = DemoBackOffice(office_folder)
        try:
            (run_demo if demo else run_window)(office, os.path.join(folder, "data"))
        finally:
            office.stop()


if __name__ == "__main__":
    main()
