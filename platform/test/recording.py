"""What was written down of a lane's start and sales, and what must be true of its disk wherever the power goes."""
import os
import shutil
import tempfile

import data_disk
import disk_states
import write_log

LANE, SETTINGS, MACHINE = "/kiosk/lane", "/settings", "/machine"


class Told:
    """What people knew at a moment: how many customers had been thanked, and whether the lane had shown that it sells."""

    def __init__(self, thanked, sells=False):
        self.thanked, self.sells = thanked, sells

    def after(self, marks):
        thanked = [int(mark.split("-")[1]) for mark in marks if mark.startswith("thanked-")]
        return Told(max([self.thanked, *thanked]), self.sells or "sells" in marks)


def read_end(partition):
    """The settings and the machine's name in a partition, and the records of its journal."""
    with tempfile.TemporaryDirectory() as work:
        image, folder = os.path.join(work, "image"), os.path.join(work, "read")
        disk_states.copy_file(partition, image)
        data_disk.check(image)
        data_disk.dump(image, folder, (LANE, SETTINGS, MACHINE))
        return read_settings(folder), data_disk.records(os.path.join(folder, "lane"))


def read_settings(folder):
    return {**data_disk.read_files(os.path.join(folder, "settings")), **data_disk.read_files(os.path.join(folder, "machine"))}


class Recording:
    """Of a folder: base.img and end.img (the data partition before and after), log.img (dm-log-writes), office-N (the back office when
    all of N orders were confirmed), settings. `held` orders had been thanked for before."""

    def __init__(self, folder, held):
        self.folder, self.held = folder, held
        self.base, self.log = os.path.join(folder, "base.img"), os.path.join(folder, "log.img")
        self.entries = write_log.read_entries(self.log)
        self.epochs = write_log.epochs(self.entries)
        self.before, _ = read_end(os.path.join(folder, "base.img"))
        self.after, self.truth = read_end(os.path.join(folder, "end.img"))

    def offices(self):
        return [os.path.join(self.folder, name) for name in sorted(os.listdir(self.folder))
                if name.startswith("office-") and name[7:].isdigit()]

    def office_at(self, told):
        """The newest back office that holds no order of which nobody was told yet."""
        known = [folder for folder in self.offices() if int(folder.rsplit("-", 1)[1]) <= told.thanked]
        return known[-1] if known else self.offices()[0]

    def barriers(self):
        return sum(1 for entry in self.entries if entry.flags & (write_log.FLUSH | write_log.FUA))

    def cuts(self, work, chance, count):
        """At every barrier, and `count` times between two: (what, image, Told). The image is the same file each time."""
        disk, image = disk_states.Disk(self.base, self.log, os.path.join(work, "disk.img")), os.path.join(work, "state.img")
        told = Told(self.held)
        for number, epoch in enumerate(self.epochs):
            for there in range(1, len(epoch.durable) + 1):
                disk.copy(image, [(entry, None) for entry in epoch.durable[:there]])
                yield f"epoch {number}, after write {there} that was durable by itself", image, told.after(
                    [name for name, after in epoch.marks if after < there])
            for writes, marks in disk_states.torn_superblocks(epoch):
                disk.copy(image, writes)
                yield f"epoch {number}, with half a superblock", image, told.after(marks)
            for number_there in range(count):
                cut = disk_states.cut_within(epoch, chance)
                if cut is None:
                    break
                disk.copy(image, cut[0])
                yield f"epoch {number}, part {number_there}", image, told.after(cut[1])
            disk.write_epoch(epoch)
            told = told.after([name for name, _ in epoch.marks])
            disk.copy(image, [])
            yield f"epoch {number}, after its flush", image, told
        disk.close()

    def lies(self, work, chance, count):
        """A disk that says of some time's writes and flushes that they are there, and keeps none or a part of them; then it is good
        again for a while, or for no time: (what, image, Told before the lie, Told at the end)."""
        image, last = os.path.join(work, "state.img"), len(self.epochs) - 1
        for _ in range(count):
            begin = chance.randrange(last)
            end = min(last, begin + chance.choice((1, 2, 5, 20)))
            cut = chance.choice((end, min(last, end + chance.randrange(1, 20)), last))
            share = chance.choice((0, 0.5, 0.9))
            disk, told, before = disk_states.Disk(self.base, self.log, image), Told(self.held), None
            for number, epoch in enumerate(self.epochs[:cut]):
                if number == begin:
                    before = told
                lying = begin <= number < end
                disk.write_epoch(epoch, lambda lying=lying: not lying or chance.random() < share)
                told = told.after([name for name, _ in epoch.marks])
            disk.keep()
            yield f"{share} of epochs {begin} to {end} is there, cut after {cut}", image, before, told


class Judge:
    """Reads a state of the disk. `lane`, `settings` and `machine` are then folders of `work`."""

    def __init__(self, recording, work):
        self.recording, self.work, self.image = recording, os.path.join(work, "read"), os.path.join(work, "judged.img")
        self.lane = os.path.join(self.work, "lane")
        self.by_sequence = {record["sequence"]: record for record in recording.truth}

    def read(self, image):
        """What a start finds, with a copy of the disk."""
        disk_states.copy_file(image, self.image)
        mended = data_disk.check(self.image)
        return mended, self.dump()

    def dump(self):
        data_disk.dump(self.image, self.work, (LANE, SETTINGS, MACHINE))
        return data_disk.records(self.lane)

    def after_cut(self, image, told):
        """Of a disk that kept what it said it had: (sentences of what is wrong, what was read)."""
        wrong = []
        mended, records = self.read(image)
        if not data_disk.is_sound(self.image):
            wrong.append("the file system is not sound after its check")
        if records != self.recording.truth[:len(records)]:
            wrong.append("a record is believed that was not written so, or not there")
        paid = paid_orders(records)
        if len(paid) < told.thanked:
            wrong.append(f"{told.thanked} were thanked, {len(paid)} orders are there")
        if records and data_disk.journal("verify", self.lane)[1] != 0:
            wrong.append("the journal is not as it was written")
        found = read_settings(self.work)
        for name, content in self.recording.after.items():
            allowed = [content] if told.sells else [content, self.recording.before.get(name)]
            if found.get(name) not in allowed:
                wrong.append(f"{name} is neither what it was nor what it became")
        return wrong, mended, records

    def after_lie(self, image, before):
        """Of a disk that forgot what it said it had; what was told before that must be there all the same, also when the file system is
        mended whole. The second value: whether it has to be."""
        mended, records = self.read(image)
        wrong = self.wrong_after_lie(records, before)
        if not data_disk.is_sound(self.image):
            data_disk.mend(self.image)
            mended, records = True, self.dump()
            wrong += [f"{sentence}, when the file system is mended" for sentence in self.wrong_after_lie(records, before)]
        return wrong, mended, records

    def wrong_after_lie(self, records, before):
        wrong = []
        for record in records:
            if record != self.by_sequence.get(record["sequence"]):
                wrong.append(f"record {record['sequence']} is believed, and was not written so")
        if len({record["sequence"] for record in records}) != len(records):
            wrong.append("a record is there twice")
        paid = paid_orders(records)
        if len(set(paid)) != len(paid):
            wrong.append("an order is paid twice")
        missing = set(paid_orders(self.recording.truth)[:before.thanked]) - set(paid)
        if missing:
            wrong.append(f"{len(missing)} of {before.thanked} orders from before the lie are gone")
        return wrong

    def office_of_then(self, records):
        """A back office that the lane may have met with these records: it has every order that they call confirmed, and no order
        that they don't know. None: it was not kept."""
        paid = paid_orders(records)
        confirmed = {record["uuid"] for record in records if record["kind"] == "server" and record["state"] == "confirmed"}
        for folder in self.recording.offices():
            held = paid_orders(self.recording.truth)[:int(folder.rsplit("-", 1)[1])]
            if confirmed <= set(held) <= set(paid):
                return folder
        return None

    def keep(self, folder):
        """What was read last, for a start."""
        shutil.rmtree(folder, True)
        shutil.copytree(self.work, folder)


def paid_orders(records):
    return [record["uuid"] for record in records if record["kind"] == "paid"]


def references(records):
    """The names under which the back office has them."""
    return [record["order"]["reference"] for record in records if record["kind"] == "paid"]
