"""A lane's machine: an image's test variant in QEMU, its screen, its finger and scanner, and a way to ask it things."""
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
PLATFORM = os.path.dirname(HERE)
ROOT = os.path.dirname(PLATFORM)
BACKGROUND = (0xf1, 0xf5, 0xf4)  # of the light theme, and of the console before it
ACCENT = (0x0b, 0x66, 0x70)  # of the light theme's main button
SUCCESS = (0x1a, 0x70, 0x40)  # of the tick that thanks


class Lines:
    """A line-by-line talk over a UNIX socket. A wait that was too long (socket.timeout) loses nothing: it may be waited for again."""

    def __init__(self, path, seconds):
        deadline = time.time() + seconds
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError:
                if time.time() > deadline:
                    raise
                time.sleep(0.2)
        self.socket.settimeout(seconds)
        self.rest = b""

    def send(self, line):
        self.socket.sendall(line.encode() + b"\n")

    def read(self):
        while b"\n" not in self.rest:
            more = self.socket.recv(65536)
            if not more:
                raise AssertionError("the machine has ended")
            self.rest += more
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode(errors="replace").rstrip("\r")


class Picture:
    """What the screen shows, row by row of red, green and blue."""

    def __init__(self, path):
        with open(path, "rb") as file:
            magic, size, most, self.pixels = file.read().split(b"\n", 3)
        assert (magic, most) == (b"P6", b"255"), "the monitor's picture is no PPM"
        self.width, self.height = map(int, size.split())

    def at(self, x, y):
        start = (y * self.width + x) * 3
        return tuple(self.pixels[start:start + 3])

    def main_button(self):
        """The middle of the widest field in the accent colour, as thousandths; None when there is none as wide as a button."""
        best = (0, 0, 0)
        for y in range(0, self.height, 4):
            run = 0
            for x in range(self.width):
                run = run + 1 if self.at(x, y) == ACCENT else 0
                if run > best[0]:
                    best = (run, x - run // 2, y)
        width, x, y = best
        if width < 60:
            return None
        top = bottom = y
        left = x - width // 2 + 2  # beside the words
        while bottom + 1 < self.height and self.at(left, bottom + 1) == ACCENT:
            bottom += 1
        return x * 1000 // self.width, (top + bottom) // 2 * 1000 // self.height

    def has(self, colour, count):
        """Whether so many points of every fourth have this colour."""
        found = 0
        for y in range(0, self.height, 4):
            for x in range(0, self.width, 4):
                found += self.at(x, y) == colour
        return found >= count

    def is_all(self, colour):
        return self.pixels == bytes(colour) * (self.width * self.height)

    def write_png(self, path):
        rows = b"".join(b"\0" + self.pixels[y * self.width * 3:(y + 1) * self.width * 3] for y in range(self.height))

        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)) +
                       chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Machine:
    """Patience is in seconds of this machine, which may be busy; nothing is asserted of time."""

    def __init__(self, arch, image, folder, pictures):
        self.arch, self.image, self.folder, self.pictures = arch, image, folder, pictures
        self.card = os.path.join(folder, "card.img")
        self.agent_path = os.path.join(folder, "agent")
        self.process = self.monitor = self.agent = None

    def make_card(self, settings, mapped=False):
        words = ["--mapped"] if mapped else []
        subprocess.run([os.path.join(HERE, "make-variant"), *words, self.arch, self.image, self.card, settings], check=True)

    def start(self, network=True, words=(), greets=True, size="800x480"):
        words = [*words, "-device", "virtserialport,chardev=agent,name=kiosk.test",
                 "-chardev", f"socket,id=agent,path={self.agent_path},server=on,wait=off"]
        with open(os.path.join(self.folder, "qemu.log"), "a") as log:
            self.process = subprocess.Popen([os.path.join(PLATFORM, "run-image"), "--headless", "--size", size, "--arch", self.arch, self.card, *words],
                                            stdout=log, stderr=log)
        self.monitor = Lines(self.card + ".qmp", 60)
        self.monitor.read()
        self.ask_monitor("qmp_capabilities")
        if not network:
            self.ask_monitor("set_link", name="shop", up=False)
        self.agent, self.greets = None, greets  # a machine that goes on from a kept state has greeted before

    def ask_monitor(self, command, **arguments):
        self.monitor.send(json.dumps({"execute": command, "arguments": arguments}))
        while True:
            answer = json.loads(self.monitor.read())
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise AssertionError(f"{command}: {answer['error']}")

    def run(self, command, seconds=600, check=True):
        """In the machine, as root; what it printed."""
        if not self.agent:
            self.agent = Lines(self.agent_path, seconds)
            if self.greets:
                self.agent.read()
        self.agent.socket.settimeout(seconds)
        self.agent.send(command)
        lines = []
        while True:
            line = self.agent.read()
            if line.startswith("::: "):
                break
            lines.append(line)
        text = "\n".join(lines)
        if check and line != "::: 0":
            raise AssertionError(f"in the machine, {command}: {line[4:]}: {text}")
        return text

    def slot(self):
        """That runs; None when the machine is going down."""
        try:
            # Nothing is the greeting of yet another start.
            return self.run("cat /run/kiosk-slot", 30) or self.run("cat /run/kiosk-slot", 30)
        except socket.timeout:
            return None

    def wait_restarted(self, slot=None, seconds=600):
        """Reads on until the machine's agent greets again after a start by itself, in the wanted slot."""
        deadline = time.time() + seconds
        while time.time() < deadline:
            self.agent.socket.settimeout(max(1, deadline - time.time()))
            while self.agent.read() != "::: 0":
                pass
            if slot is None or self.slot() == slot:
                return
        self.shot("gave-up")
        raise AssertionError(f"in {seconds} s it did not start in slot {slot}")

    def forward(self, port, inner):
        """What comes to this machine's loopback on `port` goes to the machine's `inner`, from 10.0.2.2."""
        self.ask_monitor("human-monitor-command", **{"command-line": f"hostfwd_add shop tcp:127.0.0.1:{port}-:{inner}"})

    def plug_stick(self, path):
        self.ask_monitor("blockdev-add", **{"driver": "raw", "node-name": "stick", "file": {"driver": "file", "filename": path}})
        self.ask_monitor("device_add", driver="usb-storage", id="stick-device", drive="stick")

    def pull_stick(self):
        self.ask_monitor("device_del", id="stick-device")
        time.sleep(3)
        self.ask_monitor("blockdev-del", **{"node-name": "stick"})

    def log(self):
        return self.run("cat /var/lib/kiosk/lane/log/kiosk.log")

    def wait_for(self, what, condition, seconds=900):
        deadline = time.time() + seconds
        while time.time() < deadline:
            found = condition()
            if found:
                return found
            if self.process.poll() is not None:
                raise AssertionError(f"the machine ended before {what}")
            time.sleep(1)
        self.shot("gave-up")
        raise AssertionError(f"in {seconds} s there was not {what}")

    def screen(self):
        path = os.path.join(self.folder, "screen.ppm")
        self.ask_monitor("screendump", filename=path)
        return Picture(path)

    def first_picture(self, seconds=300):
        """What comes after the empty console, which has the colour of the lane's screens."""
        deadline, empty = time.time() + seconds, False
        while time.time() < deadline:
            picture = self.screen()
            if picture.is_all(BACKGROUND):
                empty = True
            elif empty:
                return picture
            time.sleep(0.1)
        self.shot("gave-up")
        raise AssertionError(f"in {seconds} s there was no empty console and a picture after it")

    def shot(self, name):
        picture = self.screen()
        picture.write_png(os.path.join(self.pictures, f"{self.arch}-{name}.png"))
        return picture

    def press_main_button(self, name):
        button = self.wait_for(f"a main button ({name})", lambda: self.screen().main_button())
        time.sleep(1)  # it may still be moving in
        button = self.shot(name).main_button() or button
        self.run(f"echo touch {button[0]} {button[1]} > /run/kiosk-test/finger")

    def scan(self, code):
        self.run(f"echo scan {code} > /run/kiosk-test/finger")

    def power_off(self):
        self.run("sync")
        self.cut_power()

    def cut_power(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=30)
        self.agent = None

    def read_boot_file(self, name, target):
        """From the first partition, of a machine that is off; False: there is none."""
        return subprocess.run(["mcopy", "-n", "-i", f"{self.card}@@1M", "::" + name, target],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def write_boot_file(self, path):
        """To the first partition, of a machine that is off."""
        subprocess.run(["mcopy", "-o", "-i", f"{self.card}@@1M", path, "::"], check=True)

    def keep_state(self):
        """Of the running machine, in its card, which must be a qcow2; it goes on from there with start(words=["-loadvm", "kept"])."""
        answer = self.ask_monitor("human-monitor-command", **{"command-line": "savevm kept"})
        assert not answer.strip(), answer

    def remove(self):
        self.cut_power()
        shutil.rmtree(self.folder, True)
