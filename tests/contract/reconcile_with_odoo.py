#!/usr/bin/python3
"""Changes a real Odoo 17 behind a lane's back: orders cancelled, changed, deleted and doubled, and the whole database restored from an
older copy under a lane that sells. What does kiosk-journal reconcile say, and is each order there once in the end?

    tests/contract/prepare_odoo.py --url ... --database ... --login books --config "Lane F" --lane lane-f
    tests/contract/reconcile_with_odoo.py --lane lane-f --postgres postgresql://odoo@127.0.0.1:5432
"""
import collections
import json
import sys
import time

from real_flows import run_flows
from real_lane import BATTERIES, BREAD, FROM_WELCOME, MILK, SCREWS, START, sale

SEND_LOST = "wait \"The server has lost {count} confirmed order\" 120s\nwait idle 5s\ntap id=send-lost\nsleep 2s\nwait sent 120s\n"


def differences(lane):
    """The kinds that are named, by reference."""
    done = lane.journal("reconcile", "--json", "--config", lane.ini)
    rows = [json.loads(line) for line in done.stdout.splitlines()][:-1]
    return {row["reference"]: sorted(each["kind"] for each in row["differences"]) for row in rows if row["differences"]}


def each_once(judge, lane, admin, what, but=()):
    sold = [reference for reference in lane.sold() if reference not in but]
    stored = admin.call("pos.order", "search_read", [["pos_reference", "in", sold], ["state", "!=", "cancel"]], fields=["pos_reference", "state"])
    count = collections.Counter(order["pos_reference"] for order in stored)
    judge.same({reference: count[reference] for reference in sold if count[reference] != 1}, {}, f"{what}: not there once")
    judge.same({order["state"] for order in stored} - {"paid", "done"}, set(), f"{what}: states")


def double(database, reference, state):
    database.run("CREATE TEMP TABLE again AS SELECT * FROM pos_order WHERE pos_reference = '" + reference + "'",
                 "UPDATE again SET id = nextval('pos_order_id_seq'), name = name || ' again', state = '" + state + "'",
                 "INSERT INTO pos_order SELECT * FROM again")


def changed_orders(judge, lane, admin, database):
    lane.run(START + "sleep 2s\n" + "".join(sale(code) for code in (MILK, BREAD, BATTERIES, MILK, BREAD, MILK)) + "wait sent 120s\nquit\n")
    judge.same(differences(lane), {}, "nothing was changed yet")
    cancelled, amount, deleted, doubled, drafted, _ = lane.sold()
    database.run(f"UPDATE pos_order SET state = 'cancel' WHERE pos_reference = '{cancelled}'",
                 f"UPDATE pos_order SET amount_total = amount_total + 1 WHERE pos_reference = '{amount}'",
                 f"DELETE FROM pos_payment WHERE pos_order_id IN (SELECT id FROM pos_order WHERE pos_reference = '{deleted}')",
                 f"DELETE FROM pos_order WHERE pos_reference = '{deleted}'")
    double(database, doubled, "paid")
    double(database, drafted, "draft")
    expected = {cancelled: ["cancelled"], amount: ["amount"], deleted: ["lost"], doubled: ["twice"], drafted: ["draft"]}
    judge.same(differences(lane), expected, "changed behind the lane's back")
    print(lane.journal("reconcile", "--config", lane.ini).stdout)
    lane.run(FROM_WELCOME + SEND_LOST.format(count=1) + "quit\n")
    each_once(judge, lane, admin, "sent again", (cancelled, doubled))
    judge.same(differences(lane), {cancelled: ["cancelled"], amount: ["amount"], doubled: ["twice"]}, "sent again")
    database.run(f"UPDATE pos_order SET amount_total = amount_total - 1 WHERE pos_reference = '{amount}'",
                 f"UPDATE pos_order SET state = 'paid' WHERE pos_reference = '{cancelled}'",
                 f"DELETE FROM pos_order WHERE pos_reference = '{doubled}' AND name LIKE '% again'")
    judge.same(differences(lane), {}, "mended")


def restored(judge, lane, admin, database):
    """Older by three orders, in the same session, while the lane sells."""
    lane.run(START + "sleep 2s\n" + sale(MILK) + "wait sent 120s\nquit\n")
    before = len(lane.sold())
    database.backup()
    process = lane.start(START + "sleep 3s\n" + "".join(sale(code) for code in (BREAD, BATTERIES, SCREWS)) + "wait sent 120s\nsleep 12s\n" + sale(MILK) +
                         "wait sent 200s\n" + FROM_WELCOME + SEND_LOST.format(count=3) + "quit\n")
    deadline = time.time() + 120
    while time.time() < deadline and sum(record["state"] == "confirmed" for record in lane.records("server")) < before + 3:
        time.sleep(0.5)
    database.restore()
    print("restored: the server has", admin.call("pos.order", "search_count", [["pos_reference", "in", list(lane.sold())]]), "orders, the journal",
          len(lane.sold()))
    _, words = process.communicate(timeout=600)
    judge.same(process.returncode, 0, f"restored: {words.strip()}")
    each_once(judge, lane, admin, "restored")
    judge.same(differences(lane), {}, "restored")


def restored_without_the_session(judge, lane, admin, database):
    """Older than the session, whose number another point of sale gets then."""
    lane.close_session(admin)
    database.backup()
    lane.run(START + "sleep 2s\n" + sale(MILK) + sale(BREAD) + "wait sent 120s\nquit\n")
    gone = lane.session()
    database.restore()
    free = [config["id"] for config in admin.call("pos.config", "search_read", [["name", "!=", lane.server["pos_config"]]], fields=["current_session_id"])
            if not config["current_session_id"]]
    admin.call("pos.config", "open_ui", free[-1:])
    taken = admin.call("pos.config", "read", free[-1:], ["current_session_id"])[0]["current_session_id"][0]
    judge.same(taken, gone, "its number is taken by another point of sale")
    lane.run(FROM_WELCOME + SEND_LOST.format(count=2) + "quit\n")
    here = lane.session()
    for _ in range(2):
        lane.run(FROM_WELCOME + "tap id=order-review-1\nwait screen=staff-order 5s\nwait idle 5s\ntap id=repair-session\nwait \"Goes into session\" 10s\n"
                 "wait idle 5s\ntap id=order-retry\nwait id=review-done 60s\ntap id=review-done\nwait screen=staff 5s\nquit\n")
    each_once(judge, lane, admin, "restored without the session")
    stored = admin.call("pos.order", "search_read", [["pos_reference", "in", list(lane.sold())], ["session_id", "in", [taken, here]]], fields=["session_id"])
    judge.same({order["session_id"][0] for order in stored}, {here}, "in the lane's own session")
    judge.same(differences(lane), {}, "restored without the session")
    admin.call("pos.session", "action_pos_session_closing_control", [taken])


FLOWS = {"changed": changed_orders, "restored": restored, "without-session": restored_without_the_session}


if __name__ == "__main__":
    sys.exit(run_flows(__doc__.splitlines()[0], FLOWS, stop_at_first=True))
