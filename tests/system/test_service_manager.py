"""What the machine's service manager hears of a lane that sells, and the figures in the folder it made for it."""
import os
import signal
import socket
import threading
import time

from lane import MILK, PATIENCE, SELL, LaneTest


class Manager:
    """A service manager that listens and notes when it heard what."""

    def __init__(self, path):
        self.path, self.heard = path, []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                self.heard.append((time.monotonic(), self.socket.recv(4096).decode()))
            except OSError:
                return

    def said(self, words):
        return [at for at, text in self.heard if text.startswith(words)]

    def close(self):
        self.socket.close()


class ServiceManager(LaneTest):
    def setUp(self):
        super().setUp()
        self.runtime = os.path.join(self.folder, "run")
        os.mkdir(self.runtime)
        self.manager = Manager(os.path.join(self.folder, "notify"))
        self.addCleanup(self.manager.close)
        told = {"NOTIFY_SOCKET": self.manager.path, "WATCHDOG_USEC": "1000000", "RUNTIME_DIRECTORY": self.runtime}
        os.environ.update(told)
        self.addCleanup(lambda: [os.environ.pop(name, None) for name in told])

    def figures(self):
        with open(os.path.join(self.runtime, "metrics.prom"), encoding="utf-8") as file:
            lines = [line for line in file.read().splitlines() if not line.startswith("#")]
        return {line.rsplit(" ", 1)[0]: int(line.rsplit(" ", 1)[1]) for line in lines}

    def test_it_hears_that_the_lane_is_up_what_it_does_and_that_it_lives(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nsleep 7s\nquit\n")
        self.assertEqual(len(self.manager.said("READY=1")), 1)
        self.assertTrue(self.manager.said("STATUS=selling"))
        self.assertGreaterEqual(len(self.manager.said("WATCHDOG=1")), 8)
        self.assertEqual(len(self.manager.said("STOPPING=1")), 1)
        figures = self.figures()
        self.assertEqual(figures['kiosk_state{state="selling"}'], 1)
        self.assertEqual(figures["kiosk_sales_today"], 1)
        self.assertEqual(figures["kiosk_orders_waiting"], 0)
        for part in ("journal", "catalogue", "screen", "terminal", "printer"):
            self.assertEqual(figures[f'kiosk_proven{{part="{part}"}}'], 1, part)

    def test_a_lane_that_never_had_a_server_is_up_and_says_why_it_sells_nothing(self):
        self.office.start()
        self.office.stop()  # only its configuration is there
        self.sell("wait screen=closed 60s\nsleep 6s\nquit\n")
        self.assertEqual(len(self.manager.said("READY=1")), 1)
        self.assertTrue(self.manager.said("STATUS=closed: "))
        self.assertEqual(self.figures()['kiosk_proven{part="catalogue"}'], 0)

    def test_a_lane_that_stands_still_is_not_said_to_live(self):
        self.office.start()
        lane = self.start_kiosk("wait screen=welcome 60s\nwait idle 5s\nscan " + MILK + "\nwait idle 5s\nsleep 600s\n")
        try:
            deadline = time.monotonic() + 60 * PATIENCE
            while not self.manager.said("STATUS=selling") and time.monotonic() < deadline:
                time.sleep(0.1)
            time.sleep(3)
            os.kill(lane.pid, signal.SIGSTOP)
            time.sleep(1)
            before = len(self.manager.heard)
            time.sleep(3)
            self.assertEqual(len(self.manager.heard), before)
        finally:
            os.kill(lane.pid, signal.SIGKILL)  # as the service manager does then
            lane.communicate()
        self.sell("wait screen=basket 60s\nexpect id=line-1\ntap id=pay\ntry tap id=pay-method-card\nwait screen=receipt 30s\n"
                  "tap id=receipt-none\nwait sent 60s\nquit\n")
        self.wait_paid(1)

    def test_a_folder_for_figures_that_can_not_be_written_stops_nobody(self):
        os.environ["RUNTIME_DIRECTORY"] = os.path.join(self.folder, "nowhere")
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nsleep 6s\nquit\n")
        self.assertEqual(self.log().count("figures are no longer written"), 1)
