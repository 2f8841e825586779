"""A file system of its own for a test: a tmpfs, which is gone with the test."""
import os
import subprocess
import sys

from lane import LaneTest


class TmpfsTest(LaneTest):
    def mount(self, folder, size):
        os.makedirs(folder, exist_ok=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], stderr=subprocess.DEVNULL,
                          check=False).returncode != 0:
            self.run_in_a_name_space()
        self.addCleanup(subprocess.run, ["umount", folder], check=False, stderr=subprocess.DEVNULL)

    def run_in_a_name_space(self):
        """Mounting needs root: a user's own name space has one. There this very test runs again."""
        if os.environ.get("KIOSK_TEST_NAME_SPACE"):
            self.fail("root of its own name space may not mount a tmpfs")
        again = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "run_tests.py"), "--alone", self.id()]
        try:
            done = subprocess.run(["unshare", "-rm", *again], env=dict(os.environ, KIOSK_TEST_NAME_SPACE="1"),
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        except FileNotFoundError:
            self.skipTest("a disk of its own is a mount: that needs root, or the program unshare")
        if "Operation not permitted" in done.stdout:
            self.skipTest("a disk of its own is a mount: that needs root, or name spaces for users, which this machine forbids")
        self.assertEqual(done.stdout.strip().splitlines()[-1], "ok", done.stdout)
        self.skipTest("passed in a name space of its own")
