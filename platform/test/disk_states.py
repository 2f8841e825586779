"""Every state that a disk may be in after a power cut, from a log of its writes: what was flushed is there, of what was not any part
may be, torn at any sector."""
import os
import subprocess

from write_log import DISCARD

SECTOR = 512


class Disk:
    """A disk at a moment of the log, as a file that grows older; `copy` gives it with more on it."""

    def __init__(self, base, log, path):
        self.path = path
        copy_file(base, path)
        self.disk, self.log = os.open(path, os.O_RDWR), os.open(log, os.O_RDONLY)

    def close(self):
        self.keep()
        os.remove(self.path)

    def keep(self):
        """The file is the caller's now."""
        os.close(self.disk)
        os.close(self.log)

    def write(self, entry, disk=None, sectors=None):
        """All of an entry, or only its sectors of these numbers."""
        disk = self.disk if disk is None else disk
        content = bytes(entry.size) if entry.flags & DISCARD else os.pread(self.log, entry.size, entry.content)
        if sectors is None:
            os.pwrite(disk, content, entry.at)
        for sector in sectors or ():
            os.pwrite(disk, content[sector * SECTOR:(sector + 1) * SECTOR], entry.at + sector * SECTOR)

    def write_epoch(self, epoch, keeps=lambda: True):
        """keeps() says of each write whether it comes to the disk."""
        for entry in [*epoch.durable, *epoch.pending, *([epoch.flush] if epoch.flush else [])]:
            if keeps():
                self.write(entry)

    def copy(self, path, writes):
        """writes: (entry, sectors or None for all), in order."""
        copy_file(self.path, path)
        disk = os.open(path, os.O_RDWR)
        for entry, sectors in writes:
            self.write(entry, disk, sectors)
        os.close(disk)


def copy_file(source, target):
    subprocess.run(["cp", "--sparse=always", source, target], check=True)


def torn(entry, chance):
    count = entry.size // SECTOR
    if chance.random() < 0.5:
        return list(range(chance.randrange(count + 1)))  # cut off
    return [sector for sector in range(count) if chance.random() < 0.5]


def some_of(entries, chance):
    """A part of what a disk had in its cache."""
    share = chance.choice((0.1, 0.5, 0.9))
    return [(entry, torn(entry, chance) if chance.random() < 0.3 else None) for entry in entries if chance.random() < share]


def cut_within(epoch, chance):
    """One way in which the power may go before the epoch's flush is answered: (writes that are there, marks that were before).
    None: there is but one way, with nothing of it."""
    # The log does not say which pending writes were asked for before a durable one was there, so they are mixed only with all of them.
    ways = [way for way, possible in (("durable", epoch.durable), ("pending", epoch.pending),
                                      ("flush", epoch.flush and epoch.flush.size)) if possible]
    if not ways:
        return None
    way = chance.choice(ways)
    whole = [(entry, None) for entry in epoch.durable]
    marks = [name for name, _ in epoch.marks]
    if way == "durable":
        there = chance.randrange(len(whole))
        cut = epoch.durable[there]
        return whole[:there] + [(cut, torn(cut, chance))], [name for name, after in epoch.marks if after <= there]
    if way == "pending":
        return whole + some_of(epoch.pending, chance), marks
    return whole + [(entry, None) for entry in epoch.pending] + [(epoch.flush, torn(epoch.flush, chance))], marks


def torn_superblocks(epoch):
    """Each write of the file system's first block, of which one of the superblock's two sectors is there: chance rarely finds it."""
    there = []
    for number, entry in enumerate([*epoch.durable, *epoch.pending]):
        if entry.at == 0 and entry.size > 3 * SECTOR:
            marks = [name for name, after in epoch.marks if after <= number]
            for sector in (2, 3):
                yield [*there, (entry, [sector])], marks
        there.append((entry, None))
