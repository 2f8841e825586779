"""A data partition that the power has torn is mended without a question (platform/initrd/check-data), and a machine always has a
name of its own (platform/initrd/name-machine)."""
import os
import shutil
import subprocess
import tempfile
import unittest

from lane import ROOT

CHECK = os.path.join(ROOT, "platform", "initrd", "check-data")
NAME = os.path.join(ROOT, "platform", "initrd", "name-machine")
GROUP, BLOCK = 32768, 4096  # blocks of a group; bytes


class DataPartition(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-disk-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.image, order = os.path.join(self.folder, "data.img"), os.path.join(self.folder, "order")
        with open(order, "w") as file:
            file.write("paid")
        self.size(160)
        self.run_tool("mkfs.ext4", "-q", "-F", "-b", "4096", "-J", "size=16", "-E", "resize=67108864", self.image)  # as platform/steps/image
        self.run_tool("debugfs", "-w", "-R", f"write {order} order", self.image)
        self.size(2048)
        self.run_tool("resize2fs", self.image)  # as the first start does

    def size(self, mib):
        with open(self.image, "ab") as file:
            file.truncate(mib << 20)

    def run_tool(self, *words, check=True):
        path = os.environ["PATH"] + ":/usr/sbin:/sbin"
        return subprocess.run(words, env=dict(os.environ, PATH=path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=check)

    def tear(self, *groups):
        """These groups' superblocks no longer fit their checksums."""
        with open(self.image, "r+b") as file:
            for group in groups:
                file.seek(group * GROUP * BLOCK + (1024 if group == 0 else 0) + 8)
                file.write(b"\1\2")

    def check(self):
        return self.run_tool(CHECK, self.image, check=False)

    def check_whole(self, status):
        done = self.check()
        self.assertEqual(done.returncode, status, done.stdout)
        self.run_tool("e2fsck", "-f", "-n", self.image)
        self.assertIn("paid", self.run_tool("debugfs", "-R", "cat order", self.image).stdout)

    def test_a_sound_one_is_left_alone(self):
        self.check_whole(0)

    def test_a_torn_superblock_is_taken_from_its_copy(self):
        self.tear(0)
        self.check_whole(1)

    def test_one_that_is_torn_with_its_copies_is_taken_from_the_next(self):
        for torn in ((0, 1), (0, 1, 3), (0, 1, 3, 5, 7)):
            with self.subTest(torn=torn):
                self.tear(*torn)
                self.check_whole(1)

    def test_what_is_no_file_system_is_said(self):
        with open(self.image, "r+b") as file:
            file.truncate(0)
            file.truncate(160 << 20)
        self.assertEqual(self.check().returncode, 4)


class MachineName(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-name-")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def name(self, hardware="this board"):
        subprocess.run([NAME, self.folder, hardware], check=True)
        with open(os.path.join(self.folder, "id"), encoding="ascii") as file:
            name = file.read()
        self.assertRegex(name, "^[0-9a-f]{32}\n$")
        return name

    def put(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(content)

    def test_it_is_made_once(self):
        first = self.name()
        self.put("ssh_host_ed25519_key", b"key")
        self.assertEqual(self.name(), first)
        self.assertEqual(sorted(os.listdir(self.folder)), ["hardware", "id", "ssh_host_ed25519_key"])

    def test_on_another_board_it_is_another_with_other_keys(self):
        first = self.name()
        for name in ("ssh_host_ed25519_key", "logs.pem"):
            self.put(name, b"key")
        self.assertNotEqual(self.name("that board"), first)
        self.assertEqual(sorted(os.listdir(self.folder)), ["hardware", "id"])

    def test_what_a_disk_made_of_it_is_no_name(self):
        first = self.name()
        for torn in (b"", b"\0" * 33, first.encode()[:16] + b"\0" * 17, b"PAX\xff" * 8 + b"\n", first.encode() * 2):
            self.put("id", torn)
            self.assertNotEqual(self.name(), first)
        self.put("hardware", b"\0" * 20)
        self.name()
        self.put("id", first.encode())
        self.assertEqual(self.name(), first)


if __name__ == "__main__":
    unittest.main()
