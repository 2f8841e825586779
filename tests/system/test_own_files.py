"""Files that hold secrets are ours alone, and the key goes to its own server only."""
import os
import re
import shutil

from lane import BackOffice, LaneTest


class OwnFiles(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()

    def check(self, ini=None):
        import subprocess
        from lane import PROGRAMS
        return subprocess.run([os.path.join(PROGRAMS, "kiosk"), "--config", ini or self.office.ini, "--data", self.data,
                               "--check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)

    def test_a_device_key_that_others_can_read(self):
        self.sell("wait screen=welcome 60s\nquit\n")
        os.chmod(os.path.join(self.data, "device.key"), 0o640)
        self.says(self.kiosk("quit\n"), "device.key", "chmod 600")
        self.says(self.check(), "device.key", "chmod 600")

    def test_a_key_file_of_another_user(self):
        key = os.path.join(self.office.folder, "lane.key")
        if os.geteuid() != 0:
            self.skipTest("only root can give a file to another user")
        self.assertIn("as root", self.check().stdout)
        os.chown(key, 12345, 12345)
        shutil.copytree(self.folder, self.folder + "-copy")
        self.addCleanup(shutil.rmtree, self.folder + "-copy", True)
        self.assertEqual(self.check().returncode, 0)  # root may read everything, and was warned

    def test_a_changed_url_or_database_asks_for_a_new_key(self):
        self.sell("wait screen=welcome 60s\nquit\n")
        other = BackOffice(os.path.join(self.folder, "other"))
        other.start()
        self.addCleanup(other.stop)
        elsewhere = self.ini(lambda t: re.sub("url = .*", f"url = http://127.0.0.1:{other.port}", t), "elsewhere")
        self.says(self.kiosk("quit\n", ini=elsewhere), "another server", "key_file", str(other.port))
        self.says(self.check(elsewhere), "another server")
        database = self.ini(lambda t: re.sub("database = .*", "database = demo2", t), "database")
        self.says(self.kiosk("quit\n", ini=database), "another server", "demo2")
        self.assertEqual(sum(other.requests().values()), 0, "nothing was sent there")
        # A key of the other server is taken, and bound to it.
        with open(os.path.join(other.folder, "lane.key")) as source:
            key = source.read()
        path = os.path.join(self.office.folder, "other.key")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as target:
            target.write(key)
        moved = self.ini(lambda t: re.sub("key_file = .*", "key_file = other.key",
                                          re.sub("url = .*", f"url = http://127.0.0.1:{other.port}", t)), "moved")
        self.sell("wait screen=welcome 60s\nwait idle 5s\nsleep 2s\nquit\n", ini=moved)
        back = self.ini(lambda t: re.sub("key_file = .*", "key_file = other.key", t), "back")
        self.says(self.kiosk("quit\n", ini=back), "another server")
