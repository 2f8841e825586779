#!/usr/bin/python3
"""Deletes in a real Odoo 17 what orders that wait at a lane speak of, an article and a session, and repairs each on the lane's
own screen.

    tests/contract/prepare_odoo.py --url ... --database ... --login repairs --config "Lane G" --lane lane-g
    tests/contract/repair_at_odoo.py --lane lane-g --postgres postgresql://odoo@127.0.0.1:5432
"""
import sys
import time

from prepare_odoo import with_check_digit
from real_flows import run_flows
from real_lane import AT_HOME, FROM_WELCOME, MILK, START, sale

NUMBER = int(time.time()) % 100000  # another article in each run: what was sold is not deleted
DOOMED = with_check_digit(f"5499990{NUMBER:05d}")
REVIEW = "wait sent 90s\n" + FROM_WELCOME + "wait id=order-review-1 60s\ntap id=order-review-1\nwait screen=staff-order 5s\nwait idle 5s\n"
SEND = "wait idle 5s\ntap id=order-retry\nwait id=review-done 60s\ntap id=review-done\n" + AT_HOME + "quit\n"


def sell_while_away(lane, script):
    lane.proxy.away = True
    lane.run(script + "quit\n")
    lane.proxy.away = False


def refusal(lane, uuid):
    """What the server said of it, as the journal keeps it."""
    words = [record["words"] for record in lane.records("server") if record["state"] == "refused" and record["uuid"] == uuid]
    return words[-1] if words else "nothing"


def ends_once(judge, lane, admin, name):
    reference, order = list(lane.sold().items())[-1]
    repair = ([record for record in lane.records("repair") if record["uuid"] == order["uuid"]] or [{}])[-1]
    stored = admin.call("pos.order", "search_read", [["pos_reference", "=", reference]], fields=["state", "partner_id", "session_id", "amount_total"])
    judge.same([order["state"] for order in stored], ["paid"], name)
    print(f"{name}: refused with: {' '.join(refusal(lane, order['uuid']).split())}\n    repaired: {repair.get('repair')} {repair.get('old_id')} -> {repair.get('new_id')}")
    return stored[0] if stored else None


def a_deleted_article(judge, lane, admin, database):
    """Deleted from below: the server deletes none while a session is open."""
    template = admin.ensure("product.template", f"Lane doomed {NUMBER}", {"list_price": 2.0, "barcode": DOOMED, "available_in_pos": True, "detailed_type": "consu",
                                                                "taxes_id": [[6, 0, []]]})
    lane.run(START + "sleep 2s\nquit\n")
    sell_while_away(lane, sale(DOOMED))
    database.run(f"DELETE FROM product_product WHERE product_tmpl_id = {template}", f"DELETE FROM product_template WHERE id = {template}")
    lane.run(START + REVIEW + f"tap id=replace-1\nwait \"Scan the article\" 5s\nscan {MILK}\nwait idle 5s\ntap id=replace-use\nwait \"sent as\" 10s\n" + SEND)
    ends_once(judge, lane, admin, "article")


def a_deleted_session(judge, lane, admin, database):
    """A session without orders can be deleted; the orders of it that wait can't be sent there."""
    lane.close_session(admin)
    lane.run(START + "sleep 2s\nquit\n")
    session = lane.session(admin)
    sell_while_away(lane, sale(MILK))
    database.run(f"DELETE FROM pos_session WHERE id = {session}")
    lane.run(START + REVIEW + "tap id=repair-session\nwait \"Goes into session\" 10s\n" + SEND)
    stored = ends_once(judge, lane, admin, "session")
    judge.same(stored and stored["session_id"][0], lane.session(admin), "session: in the open one")


def a_closed_session(judge, lane, admin, database):
    lane.run(START + "sleep 2s\nquit\n")
    repairs = len(lane.records("repair"))
    sell_while_away(lane, sale(MILK))
    lane.close_session(admin)
    lane.run(START + "wait sent 120s\nquit\n")
    judge.same(len(lane.records("repair")), repairs, "closed: repairs")
    stored = ends_once(judge, lane, admin, "closed")
    judge.expect(stored and "RESCUE" in stored["session_id"][1], "closed", f"it is in {stored}")
    admin.call("pos.session", "action_pos_session_closing_control", [stored["session_id"][0]])


FLOWS = {"article": a_deleted_article, "closed": a_closed_session, "session": a_deleted_session}


if __name__ == "__main__":
    sys.exit(run_flows(__doc__.splitlines()[0], FLOWS, stop_at_first=False))
