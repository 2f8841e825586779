#!/usr/bin/python3
"""Deletes in a real Odoo 17 what orders that wait at a lane speak of, an article and a session, and repairs each on the lane's
own screen.

    tests/contract/prepare_odoo.py --url ... --database ... --login repairs --config "Lane G" --lane lane-g
    tests/contract/repair_at_odoo.py --lane lane-g --postgres postgresql://odoo@127.0.0.1:5432
"""
import argparse
import os
import sys
import tempfile
import time

from prepare_odoo import Odoo, with_check_digit
from real_lane import AT_HOME, FROM_WELCOME, MILK, START, Database, Judge, Lane, sale

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
    close(lane, admin)
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
    close(lane, admin)
    lane.run(START + "wait sent 120s\nquit\n")
    judge.same(len(lane.records("repair")), repairs, "closed: repairs")
    stored = ends_once(judge, lane, admin, "closed")
    judge.expect(stored and "RESCUE" in stored["session_id"][1], "closed", f"it is in {stored}")
    admin.call("pos.session", "action_pos_session_closing_control", [stored["session_id"][0]])


def close(lane, admin):
    session = lane.session(admin)
    cash = admin.call("pos.session", "get_closing_control_data", [session])["default_cash_details"]
    admin.call("pos.session", "post_closing_cash_details", [session], counted_cash=cash["amount"])
    admin.call("pos.session", "update_closing_control_state_session", [session], "")
    answer = admin.call("pos.session", "close_session_from_ui", [session], [])
    if not answer["successful"]:
        raise SystemExit(f"session {session} does not close: {answer}")


FLOWS = {"article": a_deleted_article, "closed": a_closed_session, "session": a_deleted_session}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lane", required=True, help="folder that prepare_odoo.py wrote")
    parser.add_argument("--postgres", required=True, help="address of the server's PostgreSQL for a superuser")
    parser.add_argument("--admin", default="admin")
    parser.add_argument("--admin-password", default="admin")
    parser.add_argument("--flows", nargs="*", default=list(FLOWS), choices=list(FLOWS))
    chosen = parser.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="repair-") as work:
        lane = Lane(chosen.lane, work, os.path.join(work, "data"))
        admin = Odoo(lane.server["url"], lane.server["database"], chosen.admin, chosen.admin_password)
        database = Database(chosen.postgres, lane.server["database"])
        try:
            for name in chosen.flows:
                try:
                    FLOWS[name](judge, lane, admin, database)
                except SystemExit as failure:
                    judge.expect(False, name, f"{failure}\n{lane.log()[-1500:]}")
        finally:
            lane.remove()
    return judge.end()


if __name__ == "__main__":
    sys.exit(main())
