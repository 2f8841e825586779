"""Orders leave a lane on a USB stick and come to another one, by the attendant's screen: each is at the server once. The stick is a
file system of its own; a plain folder beside it is none."""
import json
import os
import subprocess

from lane import BREAD, MILK, PROGRAMS, SELL
from test_attendant import sign_in
from tmpfs import TmpfsTest

OFFLINE_SALE = "wait screen=welcome 20s" + SELL + "quit\n"


def to_stick(pin):
    return ("tap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n" + sign_in(pin) +
            "wait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\nwait screen=staff 5s\nwait idle 5s\ntap id=staff-stick\nwait screen=staff-stick 5s\n")


def choose(name="OFFICE"):
    return f"wait \"{name}\" 10s\nwait idle 5s\ntap id=stick-1\nwait \"Save orders on the stick\" 5s\nwait idle 5s\n"


SAVE = "tap id=stick-save-{what}\nwait \"Saved. You can take the stick out.\" 30s\nwait idle 5s\n"
TAKE = ("wait \"What this file would do\" 20s\nwait idle 5s\ntap id=stick-take\nwait id=stick-take-yes 5s\nwait idle 5s\n"
        "sleep 400ms\ntap id=stick-take-yes\nwait \"Done. You can take the stick out.\" 30s\n")


class Stick(TmpfsTest):
    def setUp(self):
        super().setUp()
        self.media = os.path.join(self.folder, "media")
        self.stick = os.path.join(self.media, "OFFICE")
        os.makedirs(os.path.join(self.media, "a-plain-folder"))
        self.mount(self.stick, 1 << 20)
        self.office.start()
        self.config = self.ini(lambda t: t.replace("[devices]", f"[devices]\nsticks = {self.media}", 1))
        self.office.stop()

    def files(self, end=""):
        return sorted(name for name in os.listdir(self.stick) if name.endswith(end))

    def notes(self, data):
        shown = subprocess.run([os.path.join(PROGRAMS, "kiosk-journal"), "show", "--json", data], stdout=subprocess.PIPE, text=True,
                               check=True)
        records = [json.loads(line) for line in shown.stdout.splitlines() if line.strip()]
        return [record for record in records if record["kind"] == "attendant" and record["action"].startswith("stick")]

    def tool(self, *arguments):
        return subprocess.run([os.path.join(PROGRAMS, "kiosk-journal"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, check=False)

    def test_orders_go_from_lane_to_lane_and_are_at_the_server_once(self):
        other = os.path.join(self.folder, "other")
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", ini=self.config)
        self.sell("wait screen=welcome 60s\nwait idle 5s\nquit\n", ini=self.config, data=other)
        self.office.stop()
        for code in (BREAD, MILK):
            self.sell(OFFLINE_SALE.format(code=code), ini=self.config)
        self.sell("wait screen=welcome 20s\nwait idle 5s\n" + to_stick("1234") + choose() + "expect no \"a-plain-folder\"\n" +
                  SAVE.format(what="all") + "tap id=stick-done\n" + choose() + SAVE.format(what="open") + "quit\n", ini=self.config)
        self.assertEqual(len(self.files()), 4)
        self.assertEqual(self.files(".new"), [])
        first = self.files(".json")[0] if not self.files(".json")[0].endswith("-2.json") else self.files(".json")[1]
        with open(os.path.join(self.stick, first)) as file:
            export = json.load(file)
        self.assertEqual([len(export[name]) for name in ("orders", "digests", "unpaid")], [3, 0, 0])
        self.assertEqual(self.journal("verify", "--head", export["head"]).returncode, 0)
        notes = self.notes(self.data)
        self.assertEqual([note["action"] for note in notes], ["stick-export", "stick-exported"] * 2)
        self.assertIn(notes[1]["reason"] + ".json", self.files())
        self.assertTrue(all(note["attendant"] and note["new_value"] == "OFFICE" for note in notes))
        for name in self.files():
            dry = self.tool("import", "--dry-run", "--json", os.path.join(self.stick, name), other)
            self.assertEqual(dry.returncode, 0, dry.stderr)
        # A lane without a manager takes none; with one each once. The server is still away.
        self.sell("wait screen=welcome 20s\nwait idle 5s\n" + to_stick("1234") + choose() +
                  "tap id=stick-files\nwait id=stick-file-1 5s\nwait idle 5s\ntap id=stick-file-1\nwait \"What this file would do\" 20s\n"
                  "wait idle 5s\nexpect \"Needs a manager badge\"\nbadge 0410000000002\nsleep 2s\nwait idle 5s\n" + TAKE +
                  "wait idle 5s\ntap id=stick-done\nwait id=stick-file-1 5s\nwait idle 5s\ntap id=stick-file-1\n"
                  "wait \"are known here\" 20s\nquit\n", ini=self.config, data=other)
        self.assertIn("stick-imported", [note["action"] for note in self.notes(other)])
        self.sell("wait screen=welcome 20s\nwait idle 5s\n" + to_stick("4321") + choose() +
                  "tap id=stick-files\nwait id=stick-file-4 5s\nwait idle 5s\ntap id=stick-file-4\n" + TAKE + "quit\n",
                  ini=self.config, data=other)
        self.assertEqual(self.tool("verify", other).returncode, 0)
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait sent 90s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", ini=self.config,
                  data=other)
        self.wait_paid(4)
        self.sell("sleep 2s\nwait sent 90s\nquit\n", ini=self.config)  # where they come from: it finds them there
        self.wait_paid(4)

    def test_a_full_stick_keeps_nothing_and_says_so(self):
        self.office.start()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "wait sent 60s\nquit\n", ini=self.config)
        with open(os.path.join(self.stick, "filler"), "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        self.sell("wait screen=welcome 60s\nwait idle 5s\n" + to_stick("1234") + choose() +
                  "tap id=stick-save-all\nwait \"The stick is full\" 20s\nquit\n", ini=self.config)
        self.assertEqual(self.files(), ["filler"])
        self.assertEqual([note["action"] for note in self.notes(self.data)], ["stick-export", "stick-export-failed"])

    def test_without_a_folder_of_sticks_none_is_offered(self):
        self.office.start()
        none = self.ini(lambda t: t.replace("[devices]", "[devices]\nsticks =", 1), "none")
        self.sell("wait screen=welcome 60s\nwait idle 5s\ntap id=help\nwait screen=help 5s\nwait idle 5s\ntap id=staff\n" +
                  sign_in("1234") + "wait screen=staff-sale 20s\nwait idle 5s\ntap id=staff-home\nwait screen=staff 5s\nwait idle 5s\nexpect no \"USB stick\"\nquit\n", ini=none)
