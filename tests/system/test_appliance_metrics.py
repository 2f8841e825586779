"""Who may ask an appliance for its figures gets them, and nothing else; a hostile peer gets nothing and holds nobody up (platform/)."""
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from lane import ROOT

SCRIPTS = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk")


class Folders(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-metrics-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.page = os.path.join(self.folder, "page")
        self.root = os.path.join(self.folder, "root")

    def put(self, path, text, at=None):
        path = os.path.join(at or self.root, path.lstrip("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        return path

    def program(self, name, text):
        """One that is found before the machine's own."""
        os.chmod(self.put(name, "#!/bin/sh\n" + text + "\n", os.path.join(self.folder, "bin")), 0o755)

    def run_script(self, name, status=0, **environment):
        path = os.path.join(self.folder, "bin") + ":" + os.environ["PATH"]
        done = subprocess.run([os.path.join(SCRIPTS, name)], env=dict(os.environ, PATH=path, **environment), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr


class Answer(Folders):
    def setUp(self):
        super().setUp()
        self.put("page", 'kiosk_up 1\nkiosk_info{version="1"} 1\n', self.folder)

    def ask(self, said, hang_up=True):
        ours, theirs = socket.socketpair()
        with ours:
            process = subprocess.Popen([os.path.join(SCRIPTS, "metrics-answer")], stdin=theirs, stdout=theirs,
                                       env=dict(os.environ, KIOSK_FIGURES_PAGE=self.page))
            theirs.close()
            try:
                ours.sendall(said)
            except BrokenPipeError:
                pass
            if hang_up:
                ours.shutdown(socket.SHUT_WR)
            heard = b""
            try:
                while more := ours.recv(65536):
                    heard += more
            except ConnectionResetError:
                pass
            self.assertEqual(process.wait(timeout=60), 0)
        return heard.decode()

    def test_the_page_is_the_only_thing_to_be_had(self):
        for version in ("1.0", "1.1"):
            answer = self.ask(f"GET /metrics HTTP/{version}\r\nHost: lane:9110\r\nAccept: */*\r\n\r\n".encode(), hang_up=False)
            head, body = answer.split("\r\n\r\n", 1)
            self.assertEqual(head.split("\r\n"), ["HTTP/1.0 200 OK", "Content-Type: text/plain; version=0.0.4; charset=utf-8",
                                                  "Connection: close"])
            self.assertEqual(body, 'kiosk_up 1\nkiosk_info{version="1"} 1\n')
        for path in ("/", "/metrics/../../etc/shadow", "/metrics?x=1", "//metrics", "/metrics HTTP/1.1 HTTP/1.1", "/\0 /metrics", "/" + "a" * 100000):
            self.assertTrue(self.ask(f"GET {path} HTTP/1.1\r\n\r\n".encode()).startswith("HTTP/1.0 404 Not Found\r\n"), path[:50])
        for method in ("HEAD", "POST", "PUT", "DELETE", "get", "$(touch x)"):
            self.assertTrue(self.ask(f"{method} /metrics HTTP/1.1\r\n\r\n".encode()).startswith("HTTP/1.0 405 Method Not Allowed\r\n"), method)

    def test_without_a_page_it_says_so(self):
        os.remove(self.page)
        self.assertTrue(self.ask(b"GET /metrics HTTP/1.0\r\n\r\n").startswith("HTTP/1.0 503 "))

    def test_a_hostile_peer_ends_soon_and_gets_nothing(self):
        for said in (b"", b"\0" * 100000, os.urandom(100000), b"GET /metrics HTTP/1.1", b"\n" * 5000):
            self.assertNotIn("kiosk_up", self.ask(said, hang_up=False) if said != b"GET /metrics HTTP/1.1" else "")
        # Headers without an end are read up to a bound.
        self.assertIn("kiosk_up", self.ask(b"GET /metrics HTTP/1.1\r\n" + b"x: " + b"y" * 1000000))


class Figures(Folders):
    def setUp(self):
        super().setUp()
        for path, text in (("usr/lib/kiosk/version", "0.1.0+20261129.abc\n"), ("run/kiosk-slot", "b\n"),
                           ("proc/mounts", "/dev/vda5 / squashfs ro 0 0\n/dev/vda6 /data ext4 rw,nosuid 0 0\n"),
                           ("proc/meminfo", "MemTotal:        1000000 kB\nMemFree: 5 kB\nMemAvailable:     600000 kB\n"),
                           ("proc/uptime", "4711.25 8000.10\n"), ("sys/fs/ext4/vda6/lifetime_write_kbytes", "2048\n"),
                           ("sys/fs/ext4/vda6/errors_count", "0\n"), ("sys/fs/ext4/sda1/lifetime_write_kbytes", "77\n"),
                           ("data/x", "")):
            self.put(path, text)
        self.program("chronyc", "echo 'C0A80101,192.168.1.1,3,1.5,0.1,0,0,0,0,0,0,0,64.2,Normal'")

    def figures(self):
        self.run_script("figures", KIOSK_FIGURES_ROOT=self.root, KIOSK_FIGURES_PAGE=self.page)
        with open(self.page) as file:
            lines = file.read().splitlines()
        for line in lines:
            self.assertRegex(line, r'^(# (HELP kiosk_\w+ .+|TYPE kiosk_\w+ (gauge|counter))|kiosk_\w+(\{(\w+="[^"\\]*",?)+\})? -?\d+)$')
        kinds = [line.split()[2] for line in lines if line.startswith("# TYPE")]
        self.assertEqual(len(kinds), len(set(kinds)), "a figure is announced twice")
        return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))

    def test_a_machine_without_sensors(self):
        figures = self.figures()
        self.assertEqual(figures["kiosk_up"], "0")
        self.assertEqual(figures['kiosk_image_info{version="0.1.0+20261129.abc",slot="B"}'], "1")
        self.assertEqual(figures["kiosk_data_written_bytes"], str(2 << 20))
        self.assertEqual(figures["kiosk_memory_available_bytes"], str(600000 * 1024))
        self.assertEqual(figures["kiosk_uptime_seconds"], "4711")
        self.assertEqual(figures["kiosk_clock_synchronised"], "1")
        self.assertGreater(int(figures["kiosk_data_free_bytes"]), 0)
        for name in ("kiosk_on_trial", "kiosk_update_waiting", "kiosk_update_refused", "kiosk_data_errors"):
            self.assertEqual(figures[name], "0", name)
        self.assertFalse([name for name in figures if "temperature" in name or "storage" in name])
        self.assertEqual(os.stat(self.page).st_mode & 0o777, 0o644)

    def test_what_a_machine_has_is_told(self):
        self.put("sys/class/thermal/thermal_zone0/temp", "48312\n")
        self.put("sys/class/thermal/thermal_zone0/type", 'cpu-"thermal"\n')
        self.put("sys/class/thermal/thermal_zone1/temp", "-5000\n")
        self.put("sys/class/thermal/thermal_zone1/type", "outside\n")
        self.put("sys/class/thermal/thermal_zone2/type", "asleep\n")
        self.put("sys/block/mmcblk0/device/life_time", "0x02 0x0b\n")
        self.put("sys/block/mmcblk0/device/pre_eol_info", "0x02\n")
        os.makedirs(os.path.join(self.root, "sys/fs/cgroup/system.slice/kiosk-prove.service"))
        self.put("var/lib/rauc/waiting", "2\n")
        self.program("chronyc", "echo '00000000,,0,0.0,0,0,0,0,0,0,0,0,0,Not synchronised'")
        self.put("run/kiosk/metrics.prom", '# HELP kiosk_info The lane.\n# TYPE kiosk_info gauge\nkiosk_info{lane="Till 3"} 1\n')
        figures = self.figures()
        self.assertEqual(figures['kiosk_temperature_celsius{sensor="cpu-thermal",zone="0"}'], "48")
        self.assertEqual(figures['kiosk_temperature_celsius{sensor="outside",zone="1"}'], "-5")
        self.assertEqual(figures['kiosk_storage_life_used_percent{disk="mmcblk0",kind="a"}'], "20")
        self.assertEqual(figures['kiosk_storage_life_used_percent{disk="mmcblk0",kind="b"}'], "110")
        self.assertEqual(figures['kiosk_storage_end{disk="mmcblk0"}'], "2")
        self.assertEqual(figures["kiosk_on_trial"], "1")
        self.assertEqual(figures["kiosk_update_waiting"], "1")
        self.assertEqual(figures["kiosk_clock_synchronised"], "0")
        self.assertEqual(figures['kiosk_info{lane="Till 3"}'], "1")
        self.assertEqual(figures["kiosk_up"], "1")

    def test_a_lane_that_writes_no_more_figures_has_none(self):
        path = self.put("run/kiosk/metrics.prom", "kiosk_in_use 0\n")
        os.utime(path, (time.time() - 100, time.time() - 100))
        figures = self.figures()
        self.assertEqual(figures["kiosk_up"], "0")
        self.assertNotIn("kiosk_in_use", figures)

    def test_a_lane_that_was_taken_over_has_no_other_file_printed(self):
        secret = self.put("data/machine/ssh_host_ed25519_key", "kiosk_secret 1\n")
        path = os.path.join(self.root, "run/kiosk/metrics.prom")
        os.makedirs(os.path.dirname(path))
        os.symlink(secret, path)
        figures = self.figures()
        self.assertEqual(figures["kiosk_up"], "0")
        self.assertNotIn("kiosk_secret", figures)
        os.remove(path)
        os.mkfifo(path)  # nobody writes into it
        self.assertNotIn("kiosk_secret", self.figures())


class Open(Folders):
    def setUp(self):
        super().setUp()
        self.heard = os.path.join(self.folder, "heard")
        self.program("nft", f"cat >> {self.heard}")
        self.program("systemctl", f"echo systemctl \"$@\" >> {self.heard}")
        self.units = os.path.join(self.folder, "units")

    def open(self, text, status=0):
        if os.path.exists(self.heard):
            os.remove(self.heard)
        ini = self.put("metrics.ini", text, self.folder)
        said = self.run_script("metrics-open", status, KIOSK_METRICS_INI=ini, KIOSK_RUN_UNITS=self.units)
        with open(self.heard if os.path.exists(self.heard) else os.devnull) as file:
            return said, file.read()

    def test_only_those_who_are_named_may_ask(self):
        _, heard = self.open("[metrics]\r\nport = 9110 ; as you like\r\nallow = 10.1.0.5, 10.2.0.0/24,fd00::5\r\n")
        self.assertEqual(heard.splitlines(), [
            "add rule inet kiosk input ip saddr { 10.1.0.5, 10.2.0.0/24 } tcp dport 9110 limit rate 2/second burst 10 packets accept",
            "add rule inet kiosk input ip6 saddr { fd00::5 } tcp dport 9110 limit rate 2/second burst 10 packets accept",
            "systemctl start kiosk-figures.timer kiosk-metrics.socket"])
        with open(os.path.join(self.units, "kiosk-metrics.socket")) as file:
            unit = file.read()
        self.assertEqual(re.findall("(?m)^(?:ListenStream|IPAddress.*)=.*$", unit),
                         ["ListenStream=9110", "IPAddressDeny=any", "IPAddressAllow=10.1.0.5  10.2.0.0/24 fd00::5"])

    def test_what_is_wrong_opens_nothing_and_is_said(self):
        for text, words in (("port = 9110\n", "nobody may ask"), ("allow = 10.0.0.1\n", "port = "), ("port = 22\nallow = 10.0.0.1\n", "port = 22"),
                            ("port = 99999\nallow = 10.0.0.1\n", "port = 99999"), ("port = 9110\nallow = 0.0.0.0/1, 128.0.0.0/1\n", "half the world"),
                            ("port = 9110\nallow = ::/0\n", "half the world"), ("port = 9110\nallow = 0.0.0.0/00\n", "half the world"), ("port = 9110\nallow = host.shop\n", "not names"),
                            ("port = 9110\nallow = 10.0.0.1 } accept; #\n", "not names")):
            said, heard = self.open("[metrics]\n" + text, status=1)
            self.assertIn(words, said)
            self.assertEqual(len(said.splitlines()), 1)
            self.assertEqual(heard, "", text)
            self.assertFalse(os.path.exists(self.units))


if __name__ == "__main__":
    unittest.main()
