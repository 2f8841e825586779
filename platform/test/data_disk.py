"""A data partition read from outside, as the next start would find it: checked as the small system does (platform/initrd/init), then
folders taken out of it."""
import json
import os
import shutil
import subprocess

import machine
from image_test import ARCH

JOURNAL = os.environ.get("KIOSK_JOURNAL", os.path.join(machine.ROOT, "build-image", ARCH, "kiosk-tree", "usr", "bin", "kiosk-journal"))


def layout():
    text = subprocess.run(["sh", "-c", f". {machine.PLATFORM}/layout; set"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return {name: int(value.strip("'")) for name, _, value in (line.partition("=") for line in text.splitlines()) if name.endswith("_MIB")}


def data_start():
    """Of the last partition, in MiB."""
    sizes = layout()
    return 1 + sizes["BOOT_MIB"] + 2 * sizes["SLOT_BOOT_MIB"] + 2 * sizes["SLOT_ROOT_MIB"]


def read_data(card, path):
    """The data partition of a card whose machine is off, as a file. It is the last one, grown to the card's end at the first start."""
    with open(card, "rb") as file:
        kind = "qcow2" if file.read(3) == b"QFI" else "raw"
    subprocess.run(["qemu-img", "dd", "-f", kind, "-O", "raw", "bs=1M", f"skip={data_start()}", f"if={card}", f"of={path}"], check=True)


def write_data(path, card):
    """Onto a new card (raw), whose partition is grown as a first start does."""
    subprocess.run(["sfdisk", "-q", "--no-reread", "--no-tell-kernel", "-N", "6", card], input=", +\n", text=True, check=True)
    with open(path, "rb") as source, open(card, "r+b") as target:
        target.seek(data_start() << 20)
        shutil.copyfileobj(source, target, 1 << 20)


def e2fsck(*words):
    return subprocess.run(["e2fsck", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def check(image):
    """Mends the file system, as a start does. True: its first, careful look was not enough."""
    done = subprocess.run([os.path.join(machine.PLATFORM, "initrd", "check-data"), image], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode > 1:
        raise AssertionError(f"a file system that cannot be mended: {done.stdout}")
    return done.returncode == 1


def mend(image):
    """All of it, as a start does when the kernel has found an error."""
    done = e2fsck("-f", "-y", image)
    if done.returncode >= 4:
        raise AssertionError(f"a file system that e2fsck cannot mend: {done.stdout}")


def is_sound(image):
    """What the first look at a file system that was not closed does not tell: it writes what was in its own journal, no more."""
    return e2fsck("-f", "-n", image).returncode == 0


def dump(image, folder, names):
    """Folders of the disk, each to its last name in `folder`; one that is not there is an empty one."""
    shutil.rmtree(folder, True)
    os.makedirs(folder)
    # -c: like the kernel, without a look at the maps of what is free.
    subprocess.run(["debugfs", "-c", "-f", "-", image], input="".join(f"rdump {name} {folder}\n" for name in names), text=True, check=True,
                   stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for name in names:
        os.makedirs(os.path.join(folder, os.path.basename(name)), exist_ok=True)
    for path, _, files in os.walk(folder):  # who may read them here
        for name in [".", *files]:
            os.chown(os.path.join(path, name), os.getuid(), os.getgid())


def has_journal(lane):
    return any(name.endswith(".wal") for name in os.listdir(lane))


def journal(command, lane):
    """kiosk-journal's lines of JSON, its status (0, or 1 when it has found damage), and its words."""
    done = subprocess.run([JOURNAL, command, "--json", lane], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"kiosk-journal {command} ended with {done.returncode}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()], done.returncode, done.stderr


def records(lane):
    """Every record that the journal's reader believes."""
    return [line for line in journal("show", lane)[0] if "sequence" in line] if has_journal(lane) else []


def read_files(folder):
    """Names and contents of what lies directly in a folder."""
    found = {}
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path, "rb") as file:
                found[name] = file.read()
    return found
