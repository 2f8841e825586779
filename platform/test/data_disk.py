"""A data partition read from outside, as the next start would find it: checked as the small system does (platform/initrd/init), then
the lane's folder taken out of it."""
import json
import os
import shutil
import subprocess

import machine
from image_test import ARCH

JOURNAL = os.environ.get("KIOSK_JOURNAL", os.path.join(machine.ROOT, "build-image", ARCH, "kiosk-tree", "usr", "bin", "kiosk-journal"))


def check(image):
    """Mends the file system: 0 when a start's first look was enough, 1 when it had to mend without asking."""
    if subprocess.run(["e2fsck", "-p", image], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode < 4:
        return 0
    done = subprocess.run(["e2fsck", "-y", image], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode >= 4:
        raise AssertionError(f"a file system that e2fsck cannot mend: {done.stdout}")
    return 1


def dump(image, folder, name="/kiosk/lane"):
    """A folder of the disk; False when it is not there."""
    target = os.path.join(folder, os.path.basename(name))
    shutil.rmtree(target, True)
    subprocess.run(["debugfs", "-R", f"rdump {name} {folder}", image], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return os.path.isdir(target)


def records(lane):
    """Every record that the journal's reader believes, and what it said of the rest."""
    done = subprocess.run([JOURNAL, "show", "--json", lane], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"kiosk-journal ended with {done.returncode}: {done.stderr}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
    return [line for line in lines if "sequence" in line], done.returncode, done.stderr
