#!/usr/bin/python3
"""Starts lanes from data folders that were taken off disks, each with a back office as it was then, and lets a customer buy. Runs in a
network of its own (unshare -rn), where the back office has the address that a machine has it at. Reads a job as JSON from standard
input ({"port", "program", "states": [{"lane", "machine", "settings", "office"}]}) and prints a line of JSON for each state."""
import json
import os
import shutil
import socket
import subprocess
import sys
import threading

import lying_test
from image_test import lane

ADDRESS = "10.0.2.2"
SCRIPT = "wait screen=welcome 90s\nwait idle 10s\nwait sent 90s\n" + lane.SELL.format(code=lane.MILK) + "wait sent 90s\nquit\n"


def relay(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def pass_on(listener, port):
    while True:
        caller, _ = listener.accept()
        try:
            office = socket.create_connection(("127.0.0.1", port))
        except OSError:
            caller.close()
            continue
        for ends in ((caller, office), (office, caller)):
            threading.Thread(target=relay, args=ends, daemon=True).start()


def start(program, port, state):
    office_folder = os.path.join(state["lane"], "..", "office")
    shutil.copytree(state["office"], office_folder)
    office = lying_test.KeptOffice(office_folder, port).start()
    with open(state["settings"]) as file:
        text = file.read().replace("[lane]\n", f"[lane]\nmachine_id = {state['machine']}\n")
    ini = os.path.join(office_folder, "lane.ini")
    script = os.path.join(office_folder, "script")
    with open(ini, "w") as file:
        file.write(text)
    with open(script, "w") as file:
        file.write(SCRIPT)
    try:
        done = subprocess.run([program, "--config", ini, "--data", state["lane"], "--window", "800x480", "--script", script],
                              env=dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy"),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=400, check=False)
        return {"status": done.returncode, "words": done.stderr[-600:], "orders": office.orders()}
    except subprocess.TimeoutExpired:
        return {"status": -1, "words": "it does not end", "orders": office.orders()}
    finally:
        office.stop()


def main():
    job = json.load(sys.stdin)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "addr", "add", ADDRESS + "/32", "dev", "lo"], check=True)
    listener = socket.create_server((ADDRESS, job["port"]))
    threading.Thread(target=pass_on, args=(listener, job["port"]), daemon=True).start()
    for state in job["states"]:
        print(json.dumps(start(job["program"], job["port"], state)), flush=True)


main()
