"""One sale in a real window: a pointer and a keyboard scanner of the X server, and the same picture as without a display."""
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from lane import MILK, PATIENCE, LaneTest

WIDTH, HEIGHT = 1080, 1920
# The hands are xdotool's in the window, and the script's own without a display; all else is the same.
STORY = """
wait screen=welcome 60s
tree welcome.json
{scan}
wait screen=basket 60s
wait idle 60s
shot basket.png
tree basket.json
{add_more}
wait screen=browse 60s
wait idle 60s
shot browse.png
tree browse.json
{pay}
wait screen=receipt 60s
tree receipt.json
{no_receipt}
wait screen=thanks 60s
wait sent 60s
quit
"""


def x_server(test):
    """One of the test's own; its name."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-noreset"],
                              pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        display = ":" + number.readline().strip()
    test.addCleanup(server.wait)
    test.addCleanup(server.terminate)
    test.assertNotEqual(display, ":", "the X server did not start")
    return display


@unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool"), "Xvfb or xdotool is missing (tools/dependencies test)")
class Window(LaneTest):
    def setUp(self):
        super().setUp()
        self.display = x_server(self)
        self.office.start()

    def hand(self, *words):
        subprocess.run(["xdotool", *words], env=dict(os.environ, DISPLAY=self.display), check=True, timeout=30)

    def tree(self, shots, name, lane):
        """What the window shows, when the script has written it."""
        path, deadline = os.path.join(shots, name), time.time() + 90 * PATIENCE
        while time.time() < deadline and lane.poll() is None:
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                if text.endswith("]}\n"):
                    return {node["id"]: node for node in json.loads(text)["nodes"] if node["id"]}
            time.sleep(0.05)
        raise AssertionError(f"{name} did not come: {lane.communicate()[1][-600:] if lane.poll() is not None else 'too late'}")

    def tap(self, node):
        x, y, width, height = node["seen"]
        self.hand("mousemove", str(x + width // 2), str(y + height // 2))
        time.sleep(0.5)  # past the guard of a new screen
        self.hand("mousedown", "1")
        time.sleep(0.08)
        self.hand("mouseup", "1")

    def scan(self, shots, lane):
        """The lane is stopped while xdotool types, so that it meets the keys as a scanner sends them, however busy
        the machine is: all at once."""
        lane.send_signal(signal.SIGSTOP)
        self.hand("key", "--delay", "1", *MILK, "Return")
        lane.send_signal(signal.SIGCONT)
        return self.tree(shots, "basket.json", lane)

    def sell_in_the_window(self, shots):
        os.environ["DISPLAY"] = self.display
        self.addCleanup(os.environ.pop, "DISPLAY", None)
        lane = self.start_kiosk(STORY.format(scan="", add_more="", pay="", no_receipt=""), driver="x11", extra=("--shots", shots))
        self.addCleanup(lane.kill)
        self.hand("mousemove", str(WIDTH // 2), str(HEIGHT - 4))  # keys go to the window under the pointer
        self.tree(shots, "welcome.json", lane)
        basket = self.scan(shots, lane)
        shown = os.path.join(self.folder, "root.png")
        if shutil.which("import") and shutil.which("compare"):
            subprocess.run(["import", "-display", self.display, "-window", "root", shown], check=True, timeout=60)
            self.assertTrue(self.same_pixels(shown, os.path.join(shots, "basket.png")), "the window shows something else")
        self.tap(basket["add-more"])
        self.tap(self.tree(shots, "browse.json", lane)["pay"])
        self.tap(self.tree(shots, "receipt.json", lane)["receipt-none"])
        _, errors = lane.communicate(timeout=180 * PATIENCE)
        self.assertEqual(lane.returncode, 0, errors[-600:])

    def load_pictures(self, data):
        """They come one after the other on the first start, and are seen as they come."""
        lane = self.start_kiosk("wait screen=welcome 60s\nsleep 120s\n", data=data)
        folder, before, deadline = os.path.join(data, "images"), -1, time.time() + 100 * PATIENCE
        while time.time() < deadline:
            time.sleep(4 * PATIENCE)
            count = len(os.listdir(folder)) if os.path.isdir(folder) else 0
            if count == before and count > 0:
                break
            before = count
        lane.kill()
        lane.communicate()

    @staticmethod
    def same_pixels(one, other):
        done = subprocess.run(["compare", "-metric", "AE", one, other, "null:"], stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode == 0

    def test_a_sale_by_pointer_and_scanner_looks_as_it_does_without_a_display(self):
        window, plain = os.path.join(self.folder, "window"), os.path.join(self.folder, "plain")
        for data in (self.data, self.data + "2"):
            self.load_pictures(data)
        self.sell_in_the_window(window)
        self.wait_paid(1)
        self.sell(STORY.format(scan=f"scan {MILK}", add_more="tap id=add-more", pay="tap id=pay",
                               no_receipt="tap id=receipt-none"),
                  data=self.data + "2", extra=("--shots", plain))
        self.wait_paid(2)
        # Not the welcome screen: its wall of articles turns by the clock.
        for name in ("basket.png", "browse.png"):
            with open(os.path.join(window, name), "rb") as one, open(os.path.join(plain, name), "rb") as other:
                self.assertEqual(one.read(), other.read(), f"{name} differs")
