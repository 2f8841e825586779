"""What a technician puts on the appliance's first partition is taken from there, and secrets do not stay (platform/)."""
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

from lane import PROGRAMS, ROOT

TAKE = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk", "take-settings")
TAKE_SYSTEM = TAKE.replace("take-settings", "take-system-settings")
PACK = os.path.join(ROOT, "tools", "pack_lane")
AUTHORITY = "-----BEGIN CERTIFICATE-----\nb25lIGF1dGhvcml0eQ==\n-----END CERTIFICATE-----\n"
INI = "[server]\nurl = https://odoo.shop.example\nkey_file = lane.key ; beside this file\nca_file = shop-ca.pem\n"


class TakeSettings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-settings-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.boot, self.taken = os.path.join(self.folder, "boot"), os.path.join(self.folder, "taken")
        os.mkdir(self.boot)
        self.system = os.path.join(self.folder, "system")
        os.mkdir(self.taken)
        os.mkdir(self.system)

    def put(self, name, text):
        with open(os.path.join(self.boot, name), "w") as file:
            file.write(text)

    def take(self, status=0):
        owner = pwd.getpwuid(os.getuid()).pw_name
        done = subprocess.run(["sh", "-c", f'"{TAKE}" "$1" "$2" "$4" && "{TAKE_SYSTEM}" "$1" "$3" "$4"', "sh", self.boot, self.taken, self.system, owner], env=dict(os.environ, KIOSK=os.path.join(PROGRAMS, "kiosk")), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def read(self, name, folder=None):
        with open(os.path.join(folder or self.taken, name)) as file:
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
        self.assertEqual(sorted(os.listdir(self.taken)), ["carried-key", "kiosk.ini", "lane.key", "shop-ca.pem"])

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
        self.assertIn("updates.shop.example", self.read("update.ini", self.system))
        self.assertEqual(self.read("updates-ca.pem", self.system), "certificate\n")
        os.remove(os.path.join(self.boot, "update.ini"))
        self.take()
        self.assertEqual(os.listdir(self.system), [])
        self.put("update.ini", "[update]\nca_file = ../secret\n")
        self.assertIn("update.ini says ca_file = ../secret", self.take(status=1))

    def test_where_messages_go_goes_when_the_file_goes_and_its_key_is_moved(self):
        self.put("kiosk.ini", INI)
        self.put("metrics.ini", "[metrics]\nport = 9110\nallow = 10.0.0.5\n")
        self.put("logs.ini", "[logs]\nurl = https://logs.shop.example:19532\nca_file = logs-ca.pem\ncert_file = lane.pem\nkey_file = logs.key\n")
        for name in ("logs-ca.pem", "lane.pem", "logs.key"):
            self.put(name, name + "\n")
        self.take()
        self.assertEqual(sorted(os.listdir(self.system)), ["lane.pem", "logs-ca.pem", "logs.ini", "logs.key", "metrics.ini"])
        self.assertEqual(os.listdir(self.taken), ["kiosk.ini"])
        self.assertNotIn("logs.key", os.listdir(self.boot))
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.system, "logs.key")).st_mode), 0o600)
        self.take()
        self.assertEqual(self.read("logs.key", self.system), "logs.key\n")
        os.remove(os.path.join(self.boot, "logs.ini"))
        os.remove(os.path.join(self.boot, "metrics.ini"))
        self.take()
        self.assertEqual(os.listdir(self.system), [], "a key is left")
        self.put("logs.ini", "[logs]\nkey_file = ../secret\n")
        self.assertIn("logs.ini says key_file = ../secret", self.take(status=1))

    def test_who_may_come_by_ssh_goes_when_the_file_goes(self):
        self.put("kiosk.ini", INI)
        for name in ("authorized_keys", "time.sources", "10-shop.network"):
            self.put(name, "x\n")
        self.take()
        self.assertEqual(sorted(os.listdir(self.system)), ["10-shop.network", "authorized_keys", "time.sources"])
        os.remove(os.path.join(self.boot, "authorized_keys"))
        os.remove(os.path.join(self.boot, "10-shop.network"))
        self.take()
        self.assertEqual(os.listdir(self.system), ["time.sources"])
        self.assertEqual(os.listdir(self.taken), ["kiosk.ini"])

    def test_a_key_that_was_half_removed_is_not_taken_again(self):
        self.put("kiosk.ini", INI)
        self.put("lane.key", "secret\n")
        self.take()
        self.put("lane.key", "\0" * 7)  # the power went between overwriting and removing
        self.take()
        self.assertEqual(self.read("lane.key"), "secret\n")
        self.assertNotIn("lane.key", os.listdir(self.boot))

    def test_the_lane_can_tell_that_its_key_was_on_a_card(self):
        self.put("kiosk.ini", INI)
        self.put("lane.key", "secret\r\n")
        self.take()
        self.assertEqual(self.read("carried-key"), hashlib.sha256(b"secret").hexdigest() + "\n")
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.taken, "carried-key")).st_mode), 0o600)

    def test_a_link_in_the_lanes_folder_leads_nowhere(self):
        other = os.path.join(self.folder, "other")
        for name in ("kiosk.ini.new", "lane.key.new", "carried-key.new"):
            os.symlink(other, os.path.join(self.taken, name))
        self.put("kiosk.ini", INI)
        self.put("lane.key", "secret\n")
        self.take()
        self.assertFalse(os.path.exists(other))
        self.assertEqual(sorted(os.listdir(self.taken)), ["carried-key", "kiosk.ini", "lane.key"])

    def test_a_folder_that_is_named_like_a_file_of_settings_is_none(self):
        os.mkdir(os.path.join(self.boot, "old.lane"))
        self.put("kiosk.ini", INI)
        self.take()
        self.assertEqual(os.listdir(self.taken), ["kiosk.ini"])

    # ---- In one piece

    def pack(self, name, lane="Lane 1", machine="", key="0123456789abcdef", ini="", authority="shop-ca.pem"):
        folder = tempfile.mkdtemp(dir=self.folder)
        for file, text in (("lane.key", key + "\n"), (authority, AUTHORITY), ("kiosk.ini", INI.replace("shop-ca.pem", authority).replace(
                "key_file", f"database = demo\nlogin = lane1\npos_config = {lane}\nkey_file") + f"[lane]\nname = {lane}\n{ini}")):
            with open(os.path.join(folder, file), "w") as target:
                target.write(text)
        subprocess.run([sys.executable, PACK, os.path.join(folder, "kiosk.ini"), "--out", os.path.join(self.boot, name),
                        *(["--machine", machine] if machine else [])], check=True)

    def test_settings_in_one_piece_are_taken_and_do_not_stay(self):
        self.pack("lane 1.lane")
        self.put("time.sources", "server ntp.shop.example\n")
        before = os.open(os.path.join(self.boot, "lane 1.lane"), os.O_RDONLY)
        self.take()
        self.assertEqual(sorted(os.listdir(self.taken)), ["carried-key", "kiosk.ini", "lane.key", "shop-ca.pem"])
        self.assertEqual(os.listdir(self.system), ["time.sources"])
        self.assertIn("name = Lane 1", self.read("kiosk.ini"))
        self.assertEqual(self.read("lane.key"), "0123456789abcdef\n")
        self.assertEqual(self.read("shop-ca.pem"), AUTHORITY)
        self.assertEqual(self.read("carried-key"), hashlib.sha256(b"0123456789abcdef").hexdigest() + "\n")
        self.assertEqual(os.listdir(self.boot), ["time.sources"])
        self.assertEqual(os.read(before, 10000).strip(b"\0"), b"", "the file was removed but not overwritten")
        os.close(before)
        self.take()  # a later start
        self.assertEqual(self.read("lane.key"), "0123456789abcdef\n")
        self.pack("new.lane", lane="Lane 2", key="fedcba9876543210")  # and a new key
        os.rename(os.path.join(self.boot, "new.lane"), os.path.join(self.boot, "NEW.LANE"))  # as FAT may have it
        self.take()
        self.assertIn("name = Lane 2", self.read("kiosk.ini"))
        self.assertEqual(self.read("lane.key"), "fedcba9876543210\n")

    def test_keys_of_other_lanes_go_from_the_card_too(self):
        for number in range(5):
            self.pack(f"lane{number}.lane", machine=f"10000000ffff000{number}")
        self.pack("mine.lane", lane="Mine")
        self.take()
        self.assertIn("name = Mine", self.read("kiosk.ini"))
        self.assertEqual(os.listdir(self.boot), [])

    def test_settings_of_others_alone_stay_where_they_are(self):
        self.pack("lane1.lane", machine="10000000ffff0001")
        self.assertIn("none of the settings files on this card (1)", self.take(status=1))
        self.assertEqual(os.listdir(self.boot), ["lane1.lane"])
        self.assertEqual(os.listdir(self.taken), [])

    def test_what_a_lane_can_not_use_is_said_and_nothing_of_it_taken(self):
        self.pack("a.lane", ini="color = pink\n")
        self.assertIn("kiosk: 'a.lane': '", self.take(status=1))
        self.assertIn("line 10: [lane] has no key 'color'", self.take(status=1))
        with open(os.path.join(self.boot, "a.lane"), "a") as file:
            file.write("\n")
        self.assertIn("'a.lane': it was cut or changed after it was made", self.take(status=1))
        self.put("a.lane", "[server]\n")
        self.assertIn("'a.lane': it is no settings file of a lane", self.take(status=1))
        self.pack("a.lane")
        self.pack("b.lane")
        self.assertIn("'a.lane' and 'b.lane' name no machine", self.take(status=1))
        os.remove(os.path.join(self.boot, "b.lane"))
        self.put("kiosk.ini", INI)
        self.assertIn("has kiosk.ini and 'a.lane': remove one of them", self.take(status=1))
        self.assertEqual(os.listdir(self.taken), [])

    def test_no_certificate_becomes_another_of_the_systems_files(self):
        for name in ("authorized_keys", "carried-key", "update.ini", "10-shop.network", "time.sources", "kiosk.ini.new"):
            self.pack("a.lane", authority=name)
            self.assertIn(f"kiosk.ini says ca_file = {name}: choose another name", self.take(status=1))
        self.assertEqual(os.listdir(self.taken), [])

    def test_a_certificate_that_nothing_names_is_not_dropped_in_silence(self):
        ini = "[server]\nurl = https://odoo.shop.example\ndatabase = demo\nlogin = lane1\npos_config = Lane 1\nkey_file = lane.key\n[lane]\nname = Lane 1\n"
        parts = [("ini", ini), ("key", "0123456789abcdef"), ("ca", AUTHORITY)]
        file = "kiosk-lane 1\n" + "".join(f"{name} {len(content)}\n{content}\n" for name, content in parts)
        self.put("a.lane", file + f"sum {hashlib.sha256(file.encode()).hexdigest()}\n")
        self.assertIn("a certificate came with kiosk.ini, which names no ca_file", self.take(status=1))
        self.assertEqual(os.listdir(self.taken), [])

    def test_a_file_that_was_half_removed_is_no_trouble(self):
        self.pack("a.lane")
        self.take()
        for name, content in (("a.lane", "\0" * 500), ("b.lane", "")):
            self.put(name, content)
        self.take()
        self.assertEqual(os.listdir(self.boot), [])
        self.assertIn("name = Lane 1", self.read("kiosk.ini"))

    def test_lines_of_a_windows_editor(self):
        self.put("kiosk.ini", INI.replace("\n", "\r\n"))
        self.put("lane.key", "secret\n")
        self.take()
        self.assertEqual(self.read("lane.key"), "secret\n")


if __name__ == "__main__":
    unittest.main()
