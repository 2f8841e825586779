"""A lane whose program can't run: what is said of it (platform/overlay/usr/lib/kiosk/say-trouble, with a journal of the test's own) and the
closed screen that shows it."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

from lane import PATIENCE, PROGRAMS, ROOT

SAY_TROUBLE = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk", "say-trouble")
FELL_OVER = """kiosk.service: Main process exited, code=dumped, status=11/SEGV
kiosk.service: Failed with result 'core-dump'.
kiosk.service: Start request repeated too quickly.
kiosk.service: Failed with result 'start-limit-hit'.
"""


class Closed(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-closed-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.words, self.console = os.path.join(self.folder, "words"), os.path.join(self.folder, "console")
        self.command = [os.path.join(PROGRAMS, "kiosk"), "--closed", self.words, "--window", "1080x1920"]
        self.environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def read(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def show(self, script):
        path = self.write("closed.script", "wait screen=closed 20s\n" + script)
        done = subprocess.run([*self.command, "--script", path, "--shots", self.folder], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120 * PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[-600:])

    def tree(self):
        self.show("expect \"This lane is closed\"\nexpect \"Please use another lane.\"\nexpect no \"Offline\"\ntree closed.json\nquit\n")
        return json.loads(self.read(os.path.join(self.folder, "closed.json")))["nodes"]

    def cause(self):
        return [node["label"] for node in self.tree() if node.get("id") == "cause"]

    def say_trouble(self, messages):
        fake = self.write("journalctl", f"#!/bin/sh\ncat {self.write('messages', messages)}\n")
        os.chmod(fake, 0o755)
        subprocess.run([SAY_TROUBLE], check=True, env=dict(os.environ, PATH=f"{self.folder}:{os.environ['PATH']}",
                                                           KIOSK_CONSOLE=self.console, KIOSK_CLOSED_FILE=self.words))
        return re.sub(r"\s+", " ", self.read(self.console).removeprefix("   \033c"))

    def test_a_lane_that_falls_over_says_so_on_console_and_screen(self):
        said = self.say_trouble(FELL_OVER)
        self.assertIn("This lane is closed: its program cannot run. It fell over, and was started again in vain. Switch it off", said)
        self.assertEqual(self.cause(), ["It fell over, and was started again in vain. Switch it off and on again."])

    def test_what_the_program_said_is_what_is_shown(self):
        words = "'/etc/kiosk/kiosk.ini', line 1: there is no section [nowhere]: see kiosk.ini.example"
        said = self.say_trouble(f"kiosk: {words}\nkiosk.service: Failed with result 'exit-code'.\n" * 5)
        self.assertIn(words, said)
        self.assertEqual(self.cause(), [words + ". Switch it off and on again."])

    def test_control_characters_and_long_words_do_no_harm(self):
        self.write("words", "\033[2Jred\x07 \x7flight\u009b" + "é" * 5000 + "\nsecond line\n")
        cause, = self.cause()
        self.assertRegex(cause, r"^\[2Jred +light é{100,200}\. Switch it off and on again\.$")

    def test_nobody_can_sign_in_and_the_language_can_be_chosen(self):
        self.write("words", "It fell over\n")
        self.assertFalse([node for node in self.tree() if node.get("id") == "staff"])
        titles = {"de": "Diese Kasse ist geschlossen", "fr": "Cette caisse est fermée", "ar": "هذا الصندوق مغلق", "en": "This lane is closed"}
        chosen = "".join(f"tap id=language\nwait id=language-{code} 10s\ntap id=language-{code}\nwait \"{title}\" 10s\nwait idle 10s\n"
                         for code, title in titles.items())
        self.show(chosen + "key TAB\nkey ENTER\nwait id=language-de 10s\nkey ESC\nquit\n")

    def test_a_file_without_words_is_no_reason(self):
        self.assertIn(f"kiosk: cannot open '{self.words}'", self.refused())
        self.write("words", " \n")
        self.assertIn(f"kiosk: '{self.words}' has no words in its first line", self.refused())

    def refused(self):
        done = subprocess.run(self.command, env=self.environment, stderr=subprocess.PIPE, text=True, timeout=60 * PATIENCE, check=False)
        self.assertEqual(done.returncode, 1)
        return done.stderr

    def test_it_says_that_its_picture_is_there_and_ends_when_it_is_told_to(self):
        self.write("words", "It fell over\n")
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(manager.close)
        manager.settimeout(60 * PATIENCE)
        manager.bind(os.path.join(self.folder, "notify"))
        told = {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "1000000"}
        closed = subprocess.Popen(self.command, env=dict(self.environment, **told), stderr=subprocess.PIPE, text=True)
        self.addCleanup(closed.stderr.close)
        self.addCleanup(closed.wait)
        self.addCleanup(closed.kill)
        heard = [manager.recv(4096).decode()]
        while not {"READY=1", "WATCHDOG=1"} <= set(heard):
            heard.append(manager.recv(4096).decode())
        closed.send_signal(signal.SIGTERM)
        self.assertEqual(closed.wait(timeout=60 * PATIENCE), 0)
        while "STOPPING=1" not in heard:
            heard.append(manager.recv(4096).decode())


if __name__ == "__main__":
    unittest.main()
