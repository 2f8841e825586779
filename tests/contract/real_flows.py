"""One flow after the other with a lane at a real Odoo 17 whose database may be reached from below."""
import argparse
import os
import tempfile

from prepare_odoo import Odoo
from real_lane import Database, Judge, Lane


def run_flows(words, flows, stop_at_first):
    """Takes the command line; `flows` by name take judge, lane, administrator and database. Returns the exit status."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--lane", required=True, help="folder that prepare_odoo.py wrote")
    parser.add_argument("--postgres", required=True, help="address of the server's PostgreSQL for a superuser")
    parser.add_argument("--admin", default="admin")
    parser.add_argument("--admin-password", default="admin")
    parser.add_argument("--flows", nargs="*", default=list(flows), choices=list(flows))
    chosen = parser.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="flows-") as work:
        lane = Lane(chosen.lane, work, os.path.join(work, "data"))
        admin = Odoo(lane.server["url"], lane.server["database"], chosen.admin, chosen.admin_password)
        database = Database(chosen.postgres, lane.server["database"])
        try:
            for name in chosen.flows:
                try:
                    flows[name](judge, lane, admin, database)
                except SystemExit as failure:
                    judge.expect(False, name, f"{failure}\n{lane.log()[-1500:]}")
                    if stop_at_first:
                        break
        finally:
            lane.remove()
            database.forget_backup()
    return judge.end()
