"""Everything that can be wrong from outside: one clear sentence and status 1, or the closed screen with its cause."""
import os
import re
import shutil
import subprocess
import time

from lane import BREAD, MILK, SELL, LaneTest

START = "wait screen=welcome 60s\nwait idle 5s\nquit\n"
WAIT_CLOSED = "wait screen=closed 20s\nwait \"{words}\" 30s\nquit\n"


def flip(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 0x40]))


class BadConfiguration(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()

    def test_configuration(self):
        self.says(self.kiosk("quit\n", ini=os.path.join(self.folder, "nowhere.ini")), "nowhere.ini")
        self.says(self.kiosk("quit\n", ini=self.ini(lambda t: t.replace("[server]", "[server]\nsky = blue", 1))), "sky")
        self.says(self.kiosk("quit\n", ini=self.ini(lambda t: t + "\n[sale]\nidle_s = long\n")), "idle_s", "long")
        self.says(self.kiosk("quit\n", ini=self.ini(lambda t: re.sub("key_file.*", "key_file = gone.key", t))),
                  "gone.key")
        self.says(self.kiosk("quit\n", ini=self.ini(lambda t: re.sub("url = .*", "url = http://shop.example", t))),
                  "shop.example")

    def test_secrets_that_others_can_read(self):
        os.chmod(os.path.join(self.office.folder, "lane.key"), 0o644)
        self.says(self.kiosk("quit\n"), "lane.key", "chmod 600")

    def test_data_folder(self):
        path = os.path.join(self.folder, "file")
        open(path, "w").close()
        self.says(self.kiosk("quit\n", data=path), path)
        self.says(self.kiosk("quit\n", data="/proc/kiosk"), "/proc/kiosk")

    def test_a_read_only_data_folder(self):
        mount = os.path.join(self.folder, "mount")
        os.makedirs(mount)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", mount], stderr=subprocess.DEVNULL,
                          check=False).returncode != 0:
            self.skipTest("mounting needs root")
        self.addCleanup(subprocess.run, ["umount", mount], check=False)
        self.says(self.kiosk("quit\n", data=mount), mount)

    def test_usage(self):
        from lane import PROGRAMS
        for words in (["--sky"], ["--window", "big"], [], ["--config"]):
            done = subprocess.run([os.path.join(PROGRAMS, "kiosk"), *words], stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)

    def test_a_script_that_fails_names_its_line(self):
        self.says(self.kiosk("wait screen=welcome 60s\nexpect screen=basket\n"), "line 2", "basket")


class BadServer(LaneTest):
    def test_wrong_key_unknown_database_unknown_lane(self):
        self.office.start()
        self.sell(WAIT_CLOSED.format(words="does not accept"), ini=self.ini(
            lambda t: re.sub("login = .*", "login = nobody", t)))
        self.sell(WAIT_CLOSED.format(words="nodb"), data=self.data + "2",
                  ini=self.ini(lambda t: re.sub("database = .*", "database = nodb", t)))
        self.sell(WAIT_CLOSED.format(words="Lane 77"), data=self.data + "3",
                  ini=self.ini(lambda t: re.sub("pos_config = .*", "pos_config = Lane 77", t)))

    def test_a_reply_that_is_cut_in_the_middle(self):
        self.office.start()
        self.office.fault("cut:9000@load_pos_data*1")
        self.sell("wait screen=closed 20s\nwait screen=welcome 90s\nquit\n")

    def test_garbage_and_errors_instead_of_a_catalogue(self):
        self.office.start()
        self.office.fault("garbage@load_pos_data*1")
        self.sell("wait screen=welcome 90s\nquit\n")
        self.office.fault("http:502@load_pos_data*1")
        self.sell("wait screen=welcome 90s\nquit\n", data=self.data + "2")

    def test_a_certificate_of_another_host(self):
        if not shutil.which("openssl"):
            self.skipTest("the program openssl is missing")
        certificate, key = os.path.join(self.folder, "host.pem"), os.path.join(self.folder, "host.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=other.example", "-addext", "subjectAltName=DNS:other.example", "-keyout", key, "-out",
                        certificate], stderr=subprocess.DEVNULL, check=True)
        self.office.arguments = ("--tls", f"{certificate},{key}")
        self.office.start()
        self.sell(WAIT_CLOSED.format(words="certificate"))
        self.assertNotIn(open(os.path.join(self.office.folder, "lane.key")).read().strip(), self.log())

    def test_tls_with_a_private_authority(self):
        if not shutil.which("openssl"):
            self.skipTest("the program openssl is missing")
        certificate, key = os.path.join(self.folder, "host.pem"), os.path.join(self.folder, "host.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out",
                        certificate], stderr=subprocess.DEVNULL, check=True)
        self.office.arguments = ("--tls", f"{certificate},{key}")
        self.office.start()
        self.sell(START)


class DamagedFiles(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n")

    def test_an_image_with_one_flipped_byte_falls_back(self):
        image = os.path.join(self.data, "catalogue.img")
        lane = self.start_kiosk("sleep 100s\nquit\n")  # loads again, and keeps the one before
        deadline = time.time() + 60
        while time.time() < deadline and not os.path.exists(image + ".old"):
            time.sleep(0.1)
        lane.kill()
        lane.communicate()
        flip(image, os.path.getsize(image) // 2)
        self.office.stop()
        self.sell("wait screen=welcome 20s\n" + SELL.format(code=BREAD) + "quit\n")
        self.assertIn("catalogue.img", self.log())

    def test_an_image_and_its_elder_both_damaged(self):
        for name in ("catalogue.img", "catalogue.img.old"):
            path = os.path.join(self.data, name)
            if os.path.exists(path):
                flip(path, os.path.getsize(path) // 2)
        self.office.stop()
        self.sell("wait screen=closed 20s\nquit\n")
        self.office.start()
        self.sell(START)

    def test_a_journal_with_one_flipped_byte_goes_on_and_says_so(self):
        segment = os.path.join(self.data, sorted(n for n in os.listdir(self.data) if n.endswith(".wal"))[0])
        flip(segment, 700)
        self.assertEqual(self.journal("verify").returncode, 1)
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=BREAD) + "wait sent 60s\nquit\n")
        self.assertIn("journal:", self.log())
        self.wait_paid(2)
