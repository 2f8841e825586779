"""A lane without settings: codes are scanned into kiosk --setup, and the lane that comes of them sells. The codes are made by the
technician's tool, from settings that are drawn."""
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import unittest

from lane import MILK, PROGRAMS, ROOT, SELL, LaneTest
from test_window import x_server

PACK = os.path.join(ROOT, "tools", "pack_lane")
AUTHORITY = "-----BEGIN CERTIFICATE-----\nTWFueSBsYW5lcywgb25lIGF1dGhvcml0eQ==\n-----END CERTIFICATE-----\n"
STOPPED = 3


class Setup(LaneTest):
    def setUp(self):
        super().setUp()
        self.etc = os.path.join(self.folder, "etc")
        os.mkdir(self.etc)

    def write(self, path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def pack(self, ini, *more):
        return subprocess.run([sys.executable, PACK, ini, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)

    def codes(self, ini, *more):
        path = os.path.join(self.folder, "codes.txt")
        done = self.pack(ini, "--digits", path, *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(path) as file:
            return file.read().split()

    def settings(self, name="Lane 1", url="https://odoo.shop.example", more="", key="0123456789abcdef0123456789abcdef01234567"):
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        self.write(os.path.join(folder, "lane.key"), key + "\n")
        self.write(os.path.join(folder, "shop-ca.pem"), AUTHORITY)
        return self.write(os.path.join(folder, "kiosk.ini"), f"""; of the technician
[server]
url = {url}
database = demo
login = lane1
key_file = lane.key ; beside it
ca_file = shop-ca.pem
pos_config = {name}

[lane]
name = {name}
timezone = UTC
{more}""")

    def setup_lane(self, script, extra=()):
        path = self.write(os.path.join(self.folder, "setup.script"), script)
        return subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--setup", self.etc, "--window", self.window, "--script", path,
                               "--shots", os.path.join(self.folder, "shots"), *extra],
                              env=dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy"), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120, check=False)

    def scan(self, codes, between=""):
        """A script that ends with the program: the last code does that."""
        return "".join(f"scan {code}\nwait idle 10s\n{between}" for code in codes) + "sleep 20s\n"

    def mode(self, name):
        return stat.S_IMODE(os.stat(os.path.join(self.etc, name)).st_mode)

    def read(self, name):
        with open(os.path.join(self.etc, name), encoding="utf-8") as file:
            return file.read()

    def test_codes_are_scanned_and_the_lane_sells(self):
        self.office.start()
        codes = self.codes(self.office.ini)
        random.Random(3).shuffle(codes)
        done = self.setup_lane(self.scan(codes))
        self.assertEqual(done.returncode, 0, done.stderr[-600:])
        self.assertEqual(sorted(os.listdir(self.etc)), ["carried-key", "kiosk.ini", "lane.key"])
        self.assertEqual([self.mode(name) for name in ("kiosk.ini", "lane.key", "carried-key")], [0o600, 0o600, 0o600])
        with open(os.path.join(self.office.folder, "lane.key")) as file:
            key = file.read()
        self.assertEqual(self.read("lane.key"), key)
        self.assertNotIn(key.strip(), done.stdout + done.stderr)
        self.sell(f"wait screen=welcome 60s\n{SELL.format(code=MILK)}wait sent 30s\n", ini=os.path.join(self.etc, "kiosk.ini"))
        self.assertEqual(len(self.office.orders()), 1)

    def test_drawn_settings_arrive_as_they_were(self):
        draw = random.Random()
        seed = draw.randrange(1 << 32)
        draw.seed(seed)
        for _ in range(4):
            ini = self.settings(name=f"Kasse {draw.randrange(100)} ü", more=f"[sale]\nidle_s = {draw.randrange(10, 3600)}\nbag = {draw.randrange(10 ** 12)}\n",
                                key="".join(draw.choices("0123456789abcdef", k=draw.randrange(1, 190))))
            codes = self.codes(ini)
            draw.shuffle(codes)
            done = self.setup_lane(self.scan(codes))
            self.assertEqual(done.returncode, 0, f"seed {seed}: {done.stderr[-600:]}")
            with open(ini, encoding="utf-8") as file:
                lines = [line for line in file.read().splitlines() if line.strip() and not line.startswith(";")]
            self.assertEqual(self.read("kiosk.ini").splitlines(), lines, f"seed {seed}")
            with open(os.path.join(os.path.dirname(ini), "lane.key")) as file:
                self.assertEqual(self.read("lane.key"), file.read(), f"seed {seed}")
            self.assertEqual(self.read("shop-ca.pem"), AUTHORITY)
            self.assertEqual(self.mode("shop-ca.pem"), 0o644)
            shutil.rmtree(self.etc)
            os.mkdir(self.etc)

    def test_what_is_wrong_with_a_code_is_said(self):
        codes, others = self.codes(self.settings("Lane 1")), self.codes(self.settings("Lane 2"))
        self.assertGreater(len(codes), 1)
        damaged = codes[1][:40] + str((int(codes[1][40]) + 1) % 10) + codes[1][41:]
        done = self.setup_lane(f"""
expect "This lane has no settings yet"
scan {MILK}
wait "That is no setup code." 10s
scan {codes[0]}
wait "1 of {len(codes)} codes are in" 10s
scan {codes[0]}
wait "That code is in already." 10s
scan {damaged}
wait "That code was not read right. Scan it again, slowly and alone." 10s
scan {others[1]}
wait "That code belongs to other settings. Scan the codes of one sheet, or start over." 10s
shot other.png
tap id=setup-again
wait "This lane has no settings yet" 10s
scan {others[1]}
wait "1 of {len(others)} codes are in" 10s
tap id=language
wait id=language-de 10s
tap id=language-de
wait "1 von {len(others)} Codes sind da" 10s
quit
""")
        self.assertEqual(done.returncode, STOPPED, done.stderr[-600:])
        self.assertEqual(os.listdir(self.etc), [])

    def test_wrong_settings_are_refused_in_words_and_right_ones_taken_after(self):
        wrong = self.codes(self.settings(more="[display]\ntheme = pink\n"))
        right = self.codes(self.settings())
        between = "".join(f"scan {code}\nwait idle 10s\n" for code in wrong)
        done = self.setup_lane(between + "wait id=note 10s\nexpect \"This lane has no settings yet\"\ntree wrong.json\n" + self.scan(right))
        self.assertEqual(done.returncode, 0, done.stderr[-600:])
        with open(os.path.join(self.folder, "shots", "wrong.json"), encoding="utf-8") as file:
            words = json.dumps(json.load(file))
        self.assertIn("[display] theme", words)
        self.assertIn("These settings can't be used", words)
        self.assertIn("kiosk.ini", os.listdir(self.etc))

    def test_settings_of_another_machine_are_refused(self):
        codes = self.codes(self.settings(), "--machine", "10000000ffffffff")
        between = "".join(f"scan {code}\nwait idle 10s\n" for code in codes)
        done = self.setup_lane(between + "wait id=note 10s\ntree other.json\nquit\n")
        self.assertEqual(done.returncode, STOPPED, done.stderr[-600:])
        with open(os.path.join(self.folder, "shots", "other.json"), encoding="utf-8") as file:
            self.assertIn("they are for the machine '10000000ffffffff'", file.read())
        self.assertEqual(os.listdir(self.etc), [])

    def test_a_folder_that_cannot_be_written_to_is_said(self):
        os.chmod(self.etc, 0o500)
        self.addCleanup(os.chmod, self.etc, 0o700)
        codes = self.codes(self.settings("L" * 40))
        if os.getuid() == 0:  # whom no mode stops: a folder that is none does
            os.rmdir(self.etc)
            self.write(self.etc, "")
        done = self.setup_lane("".join(f"scan {code}\nwait idle 10s\n" for code in codes) + "wait id=note 10s\nquit\n")
        self.assertEqual(done.returncode, STOPPED, done.stderr[-600:])

    def test_the_cards_trouble_is_said(self):
        trouble = self.write(os.path.join(self.folder, "trouble"), "'a.lane' and 'b.lane' are both for this machine: remove one\n")
        done = self.setup_lane(
            "wait \"The settings on the card were not taken: 'a.lane' and 'b.lane' are both for this machine: remove one.\" 10s\nquit\n",
            ("--trouble", trouble))
        self.assertEqual(done.returncode, STOPPED, done.stderr[-600:])

    @unittest.skipUnless(shutil.which("Xvfb") and shutil.which("xdotool") and shutil.which("setxkbmap"), "Xvfb, xdotool or setxkbmap is missing")
    def test_digits_are_digits_on_every_keyboard(self):
        """On a French one they are typed with Shift. The keys of a real scanner, and not a script's letters."""
        display = x_server(self)
        codes = self.codes(self.settings())
        environment = dict(os.environ, SDL_VIDEODRIVER="x11", SDL_AUDIODRIVER="dummy", DISPLAY=display)
        subprocess.run(["setxkbmap", "-display", display, "fr"], check=True)
        lane = subprocess.Popen([os.path.join(PROGRAMS, "kiosk"), "--setup", self.etc, "--window", "1080x1920"], env=environment,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lane.wait)
        self.addCleanup(lane.kill)
        self.addCleanup(lane.stderr.close)
        self.assertEqual(lane.stderr.readline(), "kiosk-setup: waits for what the scanner reads\n")
        self.hand(display, "mousemove", "540", "1900")  # keys go to the window under the pointer
        for count, code in enumerate(codes, 1):
            # It is stopped meanwhile, so that it meets the keys all at once, however busy the machine is.
            lane.send_signal(signal.SIGSTOP)
            self.hand(display, "key", "--delay", "1", *code, "Return")
            lane.send_signal(signal.SIGCONT)
            self.assertEqual(lane.stderr.readline(), f"kiosk-setup: {count} of {len(codes)} codes are in\n")
        self.assertEqual(lane.wait(timeout=60), 0)
        self.assertIn("kiosk.ini", os.listdir(self.etc))

    def hand(self, display, *words):
        subprocess.run(["xdotool", *words], env=dict(os.environ, DISPLAY=display), stdout=subprocess.DEVNULL, check=True, timeout=60)

    def test_the_tool_refuses_what_a_lane_would(self):
        ini = self.settings()
        self.assertIn("must end in .lane", self.pack(ini, "--out", os.path.join(self.folder, "lane.txt")).stderr)
        codes = self.write(os.path.join(self.folder, "codes.txt"), "before\n" * 1000)
        os.chmod(codes, 0o644)
        self.assertEqual(self.pack(ini, "--digits", codes).returncode, 0)
        self.assertEqual(os.stat(codes).st_mode & 0o777, 0o600, "whoever sees the codes has the key")
        with open(codes) as file:
            self.assertNotIn("before", file.read())
        self.write(os.path.join(os.path.dirname(ini), "lane.key"), "two words\n")
        refused = self.pack(ini, "--digits", os.path.join(self.folder, "x"))
        self.assertEqual(refused.returncode, 1)
        self.assertIn("'lane.key' must hold one line, the API key", refused.stderr)
        self.assertNotIn("two words", refused.stderr)
        os.remove(os.path.join(os.path.dirname(ini), "shop-ca.pem"))
        self.settings(name="Lane 2", more=f"; {'x' * 70000}\n")
        self.write(os.path.join(self.folder, "Lane 2", "shop-ca.pem"), "".join(chr(33 + i * 7919 % 94) for i in range(70000)))
        self.assertIn("more than a lane takes", self.pack(os.path.join(self.folder, "Lane 2", "kiosk.ini"), "--out", "x.lane").stderr)


if __name__ == "__main__":
    unittest.main()
