"""What the lane writes to its log is printed for the shop's host: each line once, whatever happens between (platform/)."""
import os
import shutil
import subprocess
import tempfile
import unittest

from lane import ROOT

LANE_LOG = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk", "lane-log")


class LaneLog(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-logs-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.log, self.state = os.path.join(self.folder, "kiosk.log"), os.path.join(self.folder, "printed")
        self.written = 0

    def write(self, count, end="\n"):
        lines = [f"2026-11-29T12:00:00.000Z info main: line {self.written + i}" for i in range(count)]
        self.written += count
        with open(self.log, "a") as file:
            file.write("\n".join(lines) + end)
        return lines

    def rotate(self):
        os.rename(self.log, self.log + ".1")

    def printed(self):
        done = subprocess.run([LANE_LOG, self.log, self.state], env=dict(os.environ, KIOSK_LANE_LOG_ONCE="1"), stdout=subprocess.PIPE,
                              text=True, check=True)
        return done.stdout.splitlines()

    def test_each_line_is_printed_once_over_restarts(self):
        self.assertEqual(self.printed(), [])  # there is no log yet
        first = self.write(3)
        self.assertEqual(self.printed(), first)
        self.assertEqual(self.printed(), [])
        second = self.write(20000)  # more than is read at a time
        self.assertEqual(self.printed(), second)

    def test_half_a_line_waits_for_its_other_half(self):
        lines = self.write(2, end="")
        self.assertEqual(self.printed(), lines[:1])
        self.assertEqual(self.printed(), [])
        with open(self.log, "a") as file:
            file.write(" ends\n")
        self.assertEqual(self.printed(), [lines[1] + " ends"])

    def test_the_end_of_a_file_that_was_put_aside_comes_first(self):
        self.assertEqual(self.printed(), [])
        self.assertEqual(len(self.write(2)), 2)
        self.printed()
        old = self.write(8000)
        self.rotate()
        new = self.write(2)
        self.assertEqual(self.printed(), old + new)
        self.rotate()
        self.assertEqual(self.printed(), [])
        self.assertEqual(self.write(1), self.printed())

    def test_a_state_that_a_power_cut_tore_begins_anew(self):
        lines = self.write(3)
        self.printed()
        for torn in ("", "x", "12", "\0\0\0", f"{os.stat(self.log).st_ino} 99999999\n"):
            with open(self.state, "w") as file:
                file.write(torn)
            self.assertEqual(self.printed(), lines, torn)


if __name__ == "__main__":
    unittest.main()
