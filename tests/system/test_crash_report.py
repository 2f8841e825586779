"""A lane that dies of a signal leaves a report by which an engineer finds the place in the program."""
import os
import re
import signal
import subprocess
import time

from lane import MILK, PATIENCE, PROGRAMS, LaneTest


class CrashReport(LaneTest):
    def die(self, how):
        lane = self.start_kiosk(f"wait screen=welcome 60s\nwait idle 5s\nscan {MILK}\nwait screen=basket 5s\nwait idle 5s\nsleep 900s\n")
        deadline = time.time() + 60 * PATIENCE
        while time.time() < deadline and not (os.path.exists(os.path.join(self.data, "log", "kiosk.log")) and
                                              "first frame that can sell" in self.log()[self.seen:]):
            time.sleep(0.2)
        time.sleep(2)
        self.seen = len(self.log())
        lane.send_signal(how)
        out, errors = lane.communicate(timeout=60)
        self.assertEqual(lane.returncode, -how, errors[-600:])

    def reports(self):
        folder = os.path.join(self.data, "crashes")
        found = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name)) as file:
                found.append(file.read())
        return found

    def test_a_report_names_the_place_and_the_last_lines_of_the_log(self):
        self.office.start()
        self.seen = 0
        os.environ["ASAN_OPTIONS"] = "handle_segv=0:handle_abort=0"
        self.addCleanup(os.environ.pop, "ASAN_OPTIONS", None)
        self.die(signal.SIGSEGV)
        (report,) = self.reports()
        self.assertLessEqual(len(report), 4096)
        self.assertIn("signal: SIGSEGV, sent by a process\n", report)
        self.assertIn("first frame that can sell", report)
        notes = subprocess.run(["readelf", "-n", os.path.join(PROGRAMS, "kiosk")], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.assertEqual(re.search("build id: (.*)", report).group(1), re.search("Build ID: (.*)", notes).group(1))
        # As docs/monitoring.md says.
        places = re.findall(r"^  kiosk\+(0x[0-9a-f]+)$", report, re.MULTILINE)
        functions = subprocess.run(["addr2line", "-f", "-i", "-e", os.path.join(PROGRAMS, "kiosk"), *places], stdout=subprocess.PIPE,
                                   text=True, check=True).stdout.split()
        self.assertIn("app_run", functions)
        self.assertIn("main", functions)

        # As the service manager ends one that hangs.
        self.die(signal.SIGABRT)
        self.assertEqual(len(self.reports()), 2)
        self.assertIn("signal: SIGABRT, sent by a process\n", self.reports()[1])
        self.assertIn("crash reports kept: 1", self.log())
