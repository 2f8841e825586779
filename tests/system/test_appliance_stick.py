"""Where a stick is mounted for the attendants, and how; and that nothing of it is left when it was pulled out (platform/). The mounting
itself is played by the test."""
import os
import shutil
import subprocess
import tempfile
import unittest

from lane import ROOT

STICK = os.path.join(ROOT, "platform", "overlay", "usr", "lib", "kiosk", "stick")


class Stick(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="kiosk-stick-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.media, self.run, self.heard = (os.path.join(self.folder, name) for name in ("media", "run", "heard"))
        self.ini = os.path.join(self.folder, "kiosk.ini")
        os.mkdir(self.media)
        self.write_ini(f"sticks = {self.media} ; where they are\r\n")
        self.program("mount", f'echo "mount $*" >> {self.heard}')
        self.program("umount", f'echo "umount $*" >> {self.heard}')
        self.program("chown", ":")
        self.program("id", "echo 900")

    def write_ini(self, text):
        with open(self.ini, "w") as file:
            file.write("[devices]\r\n" + text)

    def program(self, name, text):
        path = os.path.join(self.folder, "bin", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + text + "\n")
        os.chmod(path, 0o755)

    def stick(self, what, device, kind="vfat", label="OFFICE", status=0):
        self.program("blkid", f"case $5 in TYPE) echo {kind} ;; LABEL) printf '%s' '{label}' ;; esac")
        done = subprocess.run([STICK, what, device], env=dict(os.environ, PATH=os.path.join(self.folder, "bin") + ":" + os.environ["PATH"],
                                                              KIOSK_MEDIA=self.media, KIOSK_STICK_RUN=self.run, KIOSK_INI=self.ini),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def mounts(self):
        with open(self.heard if os.path.exists(self.heard) else os.devnull) as file:
            return file.read().splitlines()

    def test_it_is_the_lanes_and_harmless_and_goes_when_it_is_pulled_out(self):
        for kind, more in (("vfat", "uid=900,gid=900,fmask=0177,dmask=0077"), ("exfat", "uid=900"), ("ext4", "commit=1")):
            self.program("e2fsck", "exit 1")  # mended
            self.stick("add", "sdx1", kind)
            (mounted,) = self.mounts()
            self.assertTrue(mounted.startswith(f"mount -t {kind} -o nosuid,nodev,noexec,nosymfollow,noatime,dirsync,"), mounted)
            self.assertIn(more, mounted)
            self.assertIn("errors=remount-ro", mounted)
            self.assertTrue(mounted.endswith(f" /dev/sdx1 {self.media}/OFFICE"), mounted)
            self.stick("remove", "sdx1")
            self.assertEqual(self.mounts()[1:], [f"umount {self.media}/OFFICE"])
            self.assertEqual(os.listdir(self.media), [])
            os.remove(self.heard)

    def test_one_that_is_in_use_when_it_is_pulled_out_is_let_go_of(self):
        self.program("umount", f'echo "umount $*" >> {self.heard}; [ "$1" = -l ]')
        self.stick("add", "sdx1")
        self.stick("remove", "sdx1")
        self.assertEqual(self.mounts()[1:], [f"umount {self.media}/OFFICE", f"umount -l {self.media}/OFFICE"])
        self.assertEqual(os.listdir(self.media), [])
        self.stick("remove", "sdx1")  # once more is nothing

    def test_names_are_made_of_labels_and_are_never_two(self):
        for number, (label, name) in enumerate((("", "stick"), ("A", "A"), ("A", "A-2"), ("A", "A-3"), ("../../etc", "______etc"), (".x", "_x"),
                                                ("-rf", "stick-rf"), ("Büro 1", "B__ro_1"), ("x" * 99, "x" * 32), ("a\tb\rc", "a_b_c"))):
            self.stick("add", f"sdx{number}", label=label)
            self.assertIn(name, os.listdir(self.media), label)
        self.stick("remove", "sdx2")
        self.assertEqual(len(os.listdir(self.media)), 9)

    def test_what_is_no_stick_is_not_mounted(self):
        self.assertIn("can't be mounted", self.stick("add", "sdx1", "btrfs", status=1))
        self.program("e2fsck", "exit 4")
        self.stick("add", "sdx1", "ext4", status=1)
        self.program("mount", "exit 32")
        self.stick("add", "sdx1", "vfat", status=1)
        self.assertEqual(self.mounts(), [])
        self.assertEqual(os.listdir(self.media), [])
        self.stick("remove", "sdx1")

    def test_a_lane_that_was_not_told_of_sticks_mounts_none(self):
        for text in ("", "; sticks = " + self.media + "\n", "sticks =\n", f"sticks = {self.media}/other\n"):
            self.write_ini(text)
            self.assertIn("kiosk.ini does not say", self.stick("add", "sdx1"))
        self.assertEqual(self.mounts(), [])


if __name__ == "__main__":
    unittest.main()
