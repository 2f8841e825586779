"""Reads what the kernel's dm-log-writes wrote down of the writes to a disk. The format is documented in the kernel's own source,
drivers/md/dm-log-writes.c: sector 0 has magic, version, number of entries (64 bits each) and the size of a sector (32); then for
each entry a sector with sector, number of sectors, flags and length of its own data (64 bits each, then a mark's name), and the
sectors that were written. Numbers are little-endian. Writes stand in the log when a flush made them durable, before that flush; a
write with FUA and a mark stand where they were durable."""
import collections
import struct

MAGIC, VERSION = 0x6a736677736872, 1
FLUSH, FUA, DISCARD, MARK = 1, 2, 4, 8

# at and size in bytes of the disk; content: where in the log; name: a mark's.
Entry = collections.namedtuple("Entry", "flags at size content name")

# Between two flushes: `durable` writes went past the disk's cache, in this order; `pending` may be on the disk in part, in any
# order, until the flush; `flush` ends it (None at the log's end) and may itself write, when all pending ones are there. `marks` are
# (name, how many of the durable writes were there).
Epoch = collections.namedtuple("Epoch", "durable pending flush marks")


def read_entries(path):
    with open(path, "rb") as file:
        magic, version, count, sector = struct.unpack("<QQQI", file.read(28))
        if (magic, version) != (MAGIC, VERSION):
            raise ValueError(f"{path} is no log of dm-log-writes of version {VERSION}")
        at, entries = sector, []
        for _ in range(count):
            file.seek(at)
            head = file.read(sector)
            where, sectors, flags, length = struct.unpack_from("<QQQQ", head)
            at += sector
            name = head[32:32 + length].decode() if flags & MARK else None
            entries.append(Entry(flags, where * sector, sectors * sector, at, name))
            if not flags & DISCARD:
                at += sectors * sector
        return entries


def epochs(entries):
    found, epoch = [], Epoch([], [], None, [])
    for entry in entries:
        if entry.flags & MARK:
            epoch.marks.append((entry.name, len(epoch.durable)))
        elif entry.flags & FLUSH:
            found.append(epoch._replace(flush=entry))
            epoch = Epoch([], [], None, [])
        elif entry.flags & FUA:
            epoch.durable.append(entry)
        else:
            epoch.pending.append(entry)
    found.append(epoch)
    return found
