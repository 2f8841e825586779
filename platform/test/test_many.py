"""What those hear of a lane who watch many: figures on a port, messages at a host, reports of crashes; and an attendant's stick."""
import hashlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request

import machine
from image_test import ARCH, MILK, ImageTest
from lane import SELL, BackOffice, free_port
from log_host import LogHost, make_certificate

PROGRAM = os.path.join(machine.ROOT, "build-image", ARCH, "build", "programs", "kiosk")
UNITS = ("kiosk-metrics@x.service", "kiosk-figures.service", "kiosk-metrics-open.service", "kiosk-logs.service", "kiosk-lane-log.service",
         "kiosk-logs-open.service", "kiosk-stick@x.service")
SIZE = (768, 1024)


class Many(ImageTest):
    def put(self, name, text):
        with open(os.path.join(self.settings, name), "w") as file:
            file.write(text)

    def key(self):
        with open(os.path.join(self.office.folder, "lane.key")) as file:
            return file.read().strip()

    def open_ports(self):
        """But for the client of DHCP."""
        return self.machine.run("ss -H -t -u -l -n | grep -v ':68 ' || true").splitlines()

    def wait_started(self):
        self.machine.wait_for("all units", lambda: self.machine.run("systemctl is-system-running || true") in ("running", "degraded"))

    def exposure(self, unit):
        return self.machine.run(f"systemd-analyze security --no-pager {unit} | tail -n 1")

    def test_figures_for_those_who_are_named(self):
        self.put("metrics.ini", "[metrics]\nport = 9110\nallow = 10.2.0.0/24, 10.0.2.2\n")
        self.make_card()
        self.machine.start()
        self.wait_sellable()
        self.machine.wait_for("the port", lambda: self.machine.run("systemctl is-active kiosk-metrics.socket || true") == "active")
        ports = self.open_ports()
        self.assertEqual(len(ports), 1, ports)
        self.assertIn(":9110 ", ports[0])
        outer = free_port()
        self.machine.forward(outer, 9110)
        figures = self.machine.wait_for("figures", lambda: self.ask(outer))
        for name in ("kiosk_up 1", 'kiosk_state{state="selling"} 1', "kiosk_crash_reports 0", "kiosk_on_trial 0", "kiosk_data_errors 0"):
            self.assertIn(f"\n{name}\n", figures)
        for name in ("kiosk_uptime_seconds", "kiosk_data_free_bytes", "kiosk_data_written_bytes", "kiosk_memory_available_bytes",
                     "kiosk_clock_synchronised", "kiosk_image_info"):
            self.assertRegex(figures, f"(?m)^{name}[{{ ]")
        self.assertNotIn(self.key(), figures)
        self.report("the page, bytes", len(figures))

        # Who says nothing, and who says nonsense, is not there any more a little later, and the lane does not notice.
        idle = [socket.create_connection(("127.0.0.1", outer)) for _ in range(6)]
        idle[0].sendall(os.urandom(100000))
        self.machine.wait_for("figures again", lambda: self.ask(outer))
        for connection in idle:
            connection.close()
        self.assertNotIn("kiosk-metrics@", self.machine.run("systemctl --failed --no-legend --plain"))
        self.assertEqual(self.machine.run("systemctl is-active kiosk-metrics.socket kiosk.service"), "active\nactive")

        # Who is not named is not heard.
        self.machine.run("systemctl stop kiosk-metrics.socket; nft flush chain inet kiosk input; rm /run/systemd/system/kiosk-metrics.socket; "
                         "systemctl daemon-reload; printf '[metrics]\\nport = 9110\\nallow = 10.0.2.99\\n' > /data/machine/settings/metrics.ini; "
                         "systemctl restart kiosk-metrics-open.service")
        self.assertEqual(len(self.open_ports()), 1)
        self.assertIsNone(self.ask(outer))
        self.assertEqual(self.machine.run("systemctl --failed --no-legend --plain"), "")
        for unit in UNITS:
            self.report("exposure", self.exposure(unit))

    def ask(self, port):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
                return answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None

    def test_messages_go_to_the_host_and_wait_for_it(self):
        authority_key = os.path.join(self.office.folder, "server.key")
        host = LogHost(free_port(), self.office.authority, authority_key)
        host.start()
        self.addCleanup(host.stop)
        certificate, key = make_certificate(self.folder, self.office.authority, authority_key, "lane-logs")
        shutil.copy(certificate, self.settings)
        shutil.copy(key, self.settings)
        self.put("logs.ini", f"[logs]\nurl = https://10.0.2.2:{host.port}\nca_file = shop-ca.pem\ncert_file = lane-logs.pem\n"
                             "key_file = lane-logs.key\n")
        self.make_card()
        self.machine.start()
        self.wait_sellable()

        def texts(identifier):
            return [entry["MESSAGE"] for entry in host.messages() if entry.get("SYSLOG_IDENTIFIER") == identifier and "MESSAGE" in entry]
        self.machine.wait_for("the lane's own log at the host",
                              lambda: any("first frame that can sell" in text for text in texts("kiosk-lane")))
        self.machine.wait_for("the system's messages", lambda: texts("kernel") or texts("systemd"))
        self.assertEqual(self.open_ports(), [])
        self.assertFalse(self.machine.read_boot_file("lane-logs.key", os.path.join(self.folder, "x")), "its key stayed on the first partition")
        self.assertIn("refused", self.machine.run(
            f"setpriv --reuid kiosk-logs --clear-groups bash -c 'exec 3<>/dev/tcp/10.0.2.2/{self.office.port}'", check=False))
        self.report("memory of what brings messages", self.machine.run("systemctl show -p MemoryCurrent kiosk-logs.service kiosk-lane-log.service"))

        # The host is away; the machine loses its power; nothing that was said meanwhile is lost.
        host.stop()
        self.machine.run("for n in 1 2 3; do echo said-while-it-was-away-$n | systemd-cat -t test; done")
        time.sleep(3)
        self.machine.run("journalctl --sync")
        self.machine.power_off()
        self.machine.start()
        self.wait_sellable(times=2)
        host.start()
        self.machine.wait_for("what was said", lambda: len(texts("test")) >= 3)
        self.assertEqual(sorted(set(texts("test"))), [f"said-while-it-was-away-{n}" for n in (1, 2, 3)])
        self.machine.wait_for("the lane's second start", lambda: sum("kiosk 0.1.0 starts" in text for text in texts("kiosk-lane")) == 2)
        self.assertEqual(len(host.certificates), 1)
        self.assertNotIn(self.key().encode(), host.bytes)
        self.report("messages, and their bytes", (len(host.messages()), len(host.bytes)))

    def test_a_crash_leaves_a_report_and_a_stick_takes_the_orders(self):
        with open(os.path.join(self.settings, "kiosk.ini")) as file:
            text = file.read()
        self.put("kiosk.ini", text if "sticks = /media" in text else text.replace("[devices]", "[devices]\nsticks = /media", 1))
        self.make_card()
        places = self.places() if ARCH == "amd64" else None
        self.machine.start(size="%dx%d" % SIZE)
        self.wait_sellable()
        self.wait_touchable()
        self.wait_started()
        self.assertEqual(self.open_ports(), [])
        self.assertEqual(self.machine.run("systemctl is-active kiosk-metrics.socket kiosk-logs.service || true"), "inactive\ninactive")
        self.crash()
        self.wait_sellable(times=2)
        self.scan_into_basket()
        self.machine.press_main_button("stick-basket")
        self.machine.wait_for("the order at the back office", lambda: len(self.paid()) == 1)
        self.machine.wait_for("an empty lane", lambda: "kiosk_in_use 0" in self.machine.run("cat /run/kiosk/metrics.prom"))
        self.use_stick(places)

    def scan_into_basket(self):
        """A lane that has just started again may miss a part of the first code."""
        def is_there():
            self.machine.scan(MILK)
            time.sleep(10)
            return "kiosk_in_use 1" in self.machine.run("cat /run/kiosk/metrics.prom")
        self.machine.wait_for("a basket", is_there)

    def crash(self):
        run = self.machine.run
        self.assertEqual(run("ls /var/lib/kiosk/lane/crashes"), "")
        before = run("systemctl show --value -p MainPID kiosk.service")
        run(f"kill -SEGV {before}")
        self.machine.wait_for("another process", lambda: run("systemctl show --value -p MainPID kiosk.service") not in ("0", before))
        self.machine.wait_for("its figures", lambda: "kiosk_crash_reports 1" in run("cat /run/kiosk/metrics.prom || true"))
        report = run("cat /var/lib/kiosk/lane/crashes/*")
        self.assertEqual(run("stat -c '%a %U' /var/lib/kiosk/lane/crashes/*"), "600 kiosk")
        self.assertIn("signal: SIGSEGV, sent by a process", report)
        self.assertNotIn(self.key(), report)
        places = re.findall(r"(?m)^  kiosk\+(0x[0-9a-f]+)$", report)
        functions = subprocess.run([f"{'' if ARCH == 'amd64' else 'aarch64-linux-gnu-'}addr2line", "-f", "-i", "-e", PROGRAM, *places],
                                   stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        self.assertIn("app_run", functions)
        self.report("the report, bytes", len(report))

    def make_stick(self):
        path = os.path.join(self.folder, "stick.img")
        with open(path, "wb") as image:
            image.truncate(64 << 20)
        subprocess.run(["mkfs.vfat", "-n", "OFFICE", path], check=True, stdout=subprocess.DEVNULL)
        return path

    def use_stick(self, places):
        run, stick = self.machine.run, self.make_stick()
        self.machine.plug_stick(stick)
        self.machine.wait_for("the stick", lambda: "/media/OFFICE" in run("cat /proc/mounts"))
        for word in ("rw", "nosuid", "nodev", "noexec", "nosymfollow", "dirsync", "uid=900"):
            self.assertRegex(run("grep /media/OFFICE /proc/mounts"), f"[ ,]{word}[, ]")
        self.assertEqual(run("stat -c '%a %U' /media/OFFICE"), "700 kiosk")
        kiosk = run("systemctl show --value -p MainPID kiosk.service")
        self.assertIn("/media/OFFICE", run(f"cat /proc/{kiosk}/mountinfo"), "the lane does not see it")
        if places:
            self.export_on_the_screen(places)
        self.machine.pull_stick()
        self.machine.wait_for("no stick", lambda: "/media/" not in run("cat /proc/mounts"))
        self.assertEqual(run("ls /media"), "")
        self.assertEqual(run("systemctl --failed --no-legend --plain"), "")
        if places:
            self.check_export(stick)
        # A second time, as it was pulled out.
        self.machine.plug_stick(stick)
        self.machine.wait_for("the stick again", lambda: "/media/OFFICE" in run("cat /proc/mounts"))

    def export_on_the_screen(self, places):
        for number, name in enumerate(("help", "staff", *(f"pin-{digit}" for digit in "1234"), "pin-enter", "staff-home", "staff-stick", "stick-1",
                                       "stick-save-all")):
            x, y = places[name]
            self.machine.run(f"echo touch {x} {y} > /run/kiosk-test/finger")
            time.sleep(1 if name.startswith("pin-") and name != "pin-enter" else 5)
            self.machine.shot(f"stick-{number:02d}-{name}")
        self.machine.wait_for("the saved export", lambda: "saved '" in self.machine.log())

    def places(self):
        """Where to touch, in thousandths of the screen: asked of the same program, drawn on this machine for a shop of its own."""
        shop = BackOffice(os.path.join(self.folder, "places-shop")).start()
        self.addCleanup(shop.stop)
        media, shots, data = (os.path.join(self.folder, name) for name in ("media", "places", "places-data"))
        os.makedirs(os.path.join(media, "OFFICE"))
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", os.path.join(media, "OFFICE")], check=True)
        self.addCleanup(subprocess.run, ["umount", os.path.join(media, "OFFICE")], check=False)
        with open(shop.ini) as file:
            text = re.sub("(?m)^sticks = .*\n", "", file.read()).replace("[devices]", f"[devices]\nsticks = {media}", 1)
        ini = os.path.join(shop.folder, "places.ini")
        with open(ini, "w") as file:
            file.write(text)
        # Its key came on a card too: the attendant's screen says so.
        with open(os.path.join(shop.folder, "lane.key"), "rb") as key, open(os.path.join(shop.folder, "carried-key"), "w") as carried:
            carried.write(hashlib.sha256(b"".join(key.read().split())).hexdigest() + "\n")
        script = os.path.join(self.folder, "places.script")
        with open(script, "w") as file:
            file.write("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait screen=welcome 60s\nwait idle 5s\ntree 1.json\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntree 2.json\n"
                       "tap id=staff\nwait screen=staff-login 10s\nwait idle 5s\ntree 3.json\ntap id=pin-1\ntap id=pin-2\ntap id=pin-3\n"
                       "tap id=pin-4\ntap id=pin-enter\nwait screen=staff-sale 20s\nwait idle 5s\ntree 4.json\ntap id=staff-home\n"
                       "wait screen=staff 5s\nwait idle 5s\ntree 5.json\ntap id=staff-stick\nwait screen=staff-stick 5s\nwait \"OFFICE\" 10s\n"
                       "wait idle 5s\ntree 6.json\ntap id=stick-1\nwait \"Save orders on the stick\" 5s\nwait idle 5s\ntree 7.json\nquit\n")
        subprocess.run([PROGRAM, "--config", ini, "--data", data, "--window", "%dx%d" % SIZE, "--script", script, "--shots", shots],
                       env=dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy"), check=True)
        shop.stop()
        found = {}
        for number in range(1, 8):
            with open(os.path.join(shots, f"{number}.json")) as file:
                for node in json.load(file)["nodes"]:
                    x, y, width, height = node["rect"]
                    found.setdefault(node["id"], ((2 * x + width) * 500 // SIZE[0], (2 * y + height) * 500 // SIZE[1]))
        return found

    def check_export(self, stick):
        names = subprocess.run(["mdir", "-b", "-i", stick, "::"], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        (path,) = [name for name in names if name.endswith(".json")]
        self.assertTrue(any(name.endswith(".msgpack") for name in names), names)
        text = subprocess.run(["mtype", "-i", stick, path], stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(len(json.loads(text)["orders"]), 1)
        self.assertEqual(subprocess.run(["fsck.vfat", "-n", stick], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        check=False).stdout.count("differ"), 0)
