"""What a technician puts on the appliance's first partition is taken from there, and secrets do not stay (platform/)."""
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import unittest

from lane import ROOT

TAKE = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk", "take-settings")
INI = "[server]\nurl = https://odoo.shop.example\nkey_file = lane.key ; beside this file\nca_file = shop-ca.pem\n"


class TakeSettings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-settings-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.boot, self.taken = os.path.join(self.folder, "boot"), os.path.join(self.folder, "taken")
        os.mkdir(self.boot)
        os.mkdir(self.taken)

    def put(self, name, text):
        with open(os.path.join(self.boot, name), "w") as file:
            file.write(text)

    def take(self, status=0):
        owner = pwd.getpwuid(os.getuid()).pw_name
        done = subprocess.run([TAKE, self.boot, self.taken, owner], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def read(self, name):
        with open(os.path.join(self.taken, name)) as file:
            return file.read()

    def test_the_key_is_moved_and_is_the_owners_alone(self):
        self.put("kiosk.ini", INI)
        self.put("lane.key", "secret\n")
        self.put("shop-ca.pem", "authority\n")
        before = os.open(os.path.join(self.boot, "lane.key"), os.O_RDONLY)
        self.take()
        self.assertEqual(self.read("lane.key"), "secret\n")
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.taken, "lane.key")).st_mode), 0o600)
        self.assertEqual(sorted(os.listdir(self.boot)), ["kiosk.ini", "shop-ca.pem"])
        self.assertEqual(os.read(before, 100), b"\0" * 7, "the file was removed but not overwritten")
        os.close(before)
        self.assertEqual(sorted(os.listdir(self.taken)), ["kiosk.ini", "lane.key", "shop-ca.pem"])

    def test_a_later_start_keeps_the_key_and_takes_a_new_one(self):
        self.put("kiosk.ini", INI)
        self.put("lane.key", "first\n")
        self.take()
        self.put("kiosk.ini", INI.replace("shop.example", "other.example"))
        self.take()
        self.assertIn("other.example", self.read("kiosk.ini"))
        self.assertEqual(self.read("lane.key"), "first\n")
        self.put("lane.key", "second\n")
        self.take()
        self.assertEqual(self.read("lane.key"), "second\n")
        self.assertNotIn("lane.key", os.listdir(self.boot))

    def test_a_partition_without_settings_changes_nothing(self):
        self.put("kiosk.ini", INI)
        self.put("lane.key", "secret\n")
        self.take()
        os.remove(os.path.join(self.boot, "kiosk.ini"))
        self.take()
        self.assertEqual(self.read("kiosk.ini"), INI)
        self.assertEqual(self.read("lane.key"), "secret\n")

    def test_a_key_in_another_folder_is_refused_with_a_sentence(self):
        for name in ("../lane.key", "/etc/shadow", ".hidden"):
            self.put("kiosk.ini", INI.replace("lane.key", name))
            self.assertIn(f"key_file = {name}", self.take(status=1))
        self.assertEqual(os.listdir(self.taken), [])

    def test_a_file_that_is_no_settings_file_is_refused(self):
        self.put("kiosk.ini", INI + ";" * 300000)
        self.assertIn("over 256 KiB", self.take(status=1))
        self.assertEqual(os.listdir(self.taken), [])

    def test_where_updates_come_from_goes_when_the_file_goes(self):
        self.put("kiosk.ini", INI)
        self.put("update.ini", "[update]\nurl = https://updates.shop.example/k.raucb\nca_file = updates-ca.pem ; beside it\n")
        self.put("updates-ca.pem", "certificate\n")
        self.take()
        self.assertIn("updates.shop.example", self.read("update.ini"))
        self.assertEqual(self.read("updates-ca.pem"), "certificate\n")
        os.remove(os.path.join(self.boot, "update.ini"))
        self.take()
        self.assertFalse(os.path.exists(os.path.join(self.taken, "update.ini")))
        self.put("update.ini", "[update]\nca_file = ../secret\n")
        self.assertIn("update.ini says ca_file = ../secret", self.take(status=1))

    def test_where_messages_go_goes_when_the_file_goes_and_its_key_is_moved(self):
        self.put("kiosk.ini", INI)
        self.put("metrics.ini", "[metrics]\nport = 9110\nallow = 10.0.0.5\n")
        self.put("logs.ini", "[logs]\nurl = https://logs.shop.example:19532\nca_file = logs-ca.pem\ncert_file = lane.pem\nkey_file = logs.key\n")
        for name in ("logs-ca.pem", "lane.pem", "logs.key"):
            self.put(name, name + "\n")
        self.take()
        self.assertEqual(sorted(os.listdir(self.taken)), ["kiosk.ini", "lane.pem", "logs-ca.pem", "logs.ini", "logs.key", "metrics.ini"])
        self.assertNotIn("logs.key", os.listdir(self.boot))
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.taken, "logs.key")).st_mode), 0o600)
        self.take()
        self.assertEqual(self.read("logs.key"), "logs.key\n")
        os.remove(os.path.join(self.boot, "logs.ini"))
        os.remove(os.path.join(self.boot, "metrics.ini"))
        self.take()
        self.assertFalse({"logs.ini", "metrics.ini"} & set(os.listdir(self.taken)))
        self.put("logs.ini", "[logs]\nkey_file = ../secret\n")
        self.assertIn("logs.ini says key_file = ../secret", self.take(status=1))

    def test_who_may_come_by_ssh_goes_when_the_file_goes(self):
        self.put("kiosk.ini", INI)
        for name in ("authorized_keys", "time.sources", "10-shop.network"):
            self.put(name, "x\n")
        self.take()
        self.assertEqual(sorted(os.listdir(self.taken)), ["10-shop.network", "authorized_keys", "kiosk.ini", "time.sources"])
        os.remove(os.path.join(self.boot, "authorized_keys"))
        os.remove(os.path.join(self.boot, "10-shop.network"))
        self.take()
        self.assertEqual(sorted(os.listdir(self.taken)), ["kiosk.ini", "time.sources"])

    def test_lines_of_a_windows_editor(self):
        self.put("kiosk.ini", INI.replace("\n", "\r\n"))
        self.put("lane.key", "secret\n")
        self.take()
        self.assertEqual(self.read("lane.key"), "secret\n")


if __name__ == "__main__":
    unittest.main()
