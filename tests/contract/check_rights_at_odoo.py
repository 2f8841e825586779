#!/usr/bin/python3
"""Takes the rights of a lane's user away, one at a time, on a real Odoo 17: does kiosk --check --server name each, and does a lane that
sells meanwhile lose nothing?

    tests/contract/prepare_odoo.py --url ... --database ... --login rights --config "Lane E" --lane lane-e --password secret
    tests/contract/check_rights_at_odoo.py --lane lane-e --password secret
"""
import argparse
import os
import sys
import tempfile
import time

from prepare_odoo import Odoo
from real_lane import BATTERIES, BREAD, FROM_WELCOME, MILK, SCREWS, START, Judge, Lane, sale


class User:
    """The lane's user as an administrator changes it."""

    def __init__(self, lane, admin, password):
        self.lane, self.admin, self.password = lane, admin, password
        self.id = admin.find("res.users", ["login", "=", lane.server["login"]])[0]
        self.groups = self.read("groups_id")

    def read(self, field):
        return self.admin.call("res.users", "read", [self.id], [field])[0][field]

    def write(self, **values):
        self.admin.call("res.users", "write", [self.id], values)

    def only(self, *groups):
        self.write(groups_id=[[6, 0, [self.admin.named(group) for group in groups]]])

    def without(self, group):
        self.write(groups_id=[[3, self.admin.named(group)]])

    def restore(self):
        self.write(groups_id=[[6, 0, self.groups]], email=self.lane.server["login"] + "@shop.example", active=True)

    def new_key(self):
        key = self.admin.make_key(self.lane.server["login"], self.password)
        path = os.path.join(self.lane.folder, "lane.key")
        with open(path, "w", encoding="utf-8") as file:
            file.write(key + "\n")

    def drop_keys(self):
        self.admin.drop_keys(self.lane.server["login"], self.password)


def tracked_article(admin, there):
    name = "Lane tracked"
    template = admin.ensure("product.template", name, {"list_price": 5, "detailed_type": "product", "tracking": "serial", "available_in_pos": True})
    admin.call("product.template", "write", [template], {"available_in_pos": there})


def company_elsewhere(user):
    other = user.admin.call("res.company", "search", [], order="id desc", limit=1)[0]
    user.write(company_ids=[[6, 0, [other]]], company_id=other)


# what is taken away: how, how it comes back, and words that the check must say
MISSING = {
    "nothing": (lambda user: None, None, 0, []),
    "Point of Sale / User": (lambda user: user.without("point_of_sale.group_pos_user"), None, 1, ["lacks", "'Point of Sale / User'"]),
    "Internal User": (lambda user: user.only("point_of_sale.group_pos_user"), None, 1, ["lacks", "'Internal User'"]),
    "either": (lambda user: user.only("base.group_portal"), None, 1, ["lacks", "'Internal User' and 'Point of Sale / User'"]),
    "e-mail": (lambda user: user.write(email=False), None, 0, ["no e-mail address"]),
    "archived": (lambda user: user.write(active=False), None, 1, ["does not accept login"]),
    "key": (lambda user: user.drop_keys(), lambda user: user.new_key(), 1, ["does not accept login"]),
    "Inventory / User": (lambda user: tracked_article(user.admin, True), lambda user: tracked_article(user.admin, False), 0, ["lacks the right 'Inventory / User'"]),
}


def check_each(judge, lane, user):
    for name, (take, give_back, status, words) in MISSING.items():
        take(user)
        try:
            found, lines = lane.check()
        finally:
            (give_back or (lambda _: None))(user)
            user.restore()
        lines = [line for line in lines if "barcode rule" not in line and "is not offered" not in line]
        judge.same(found, status, f"check without {name}")
        for word in words:
            judge.expect(any(word in line for line in lines), f"check without {name}", f"'{word}' is not in {lines}")
        print(f"without {name}: {found}\n    " + "\n    ".join(lines))


def count_confirmed(lane):
    return sum(record["state"] == "confirmed" for record in lane.records("server"))


def sell_meanwhile(judge, lane, user, name):
    """Rights go while it sells, come back while it still runs, and once more over a restart."""
    take, give_back, _, _ = MISSING[name]
    lane.run(START + "sleep 2s\nquit\n")
    before, confirmed = len(lane.sold()), count_confirmed(lane)
    process = lane.start(sale(MILK) + "wait sent 60s\nsleep 5s\n" + "".join(sale(code) for code in (BREAD, BATTERIES, MILK, SCREWS)) + "sleep 20s\n" +
                         FROM_WELCOME + "wait sent 200s\nquit\n")
    deadline = time.time() + 90
    while time.time() < deadline and count_confirmed(lane) == confirmed:
        time.sleep(0.3)
    take(user)
    print(f"without {name} while it sells:")
    time.sleep(40)
    waiting = [record for record in lane.records("server") if record["state"] == "refused"]
    judge.same(waiting, [], f"set aside without {name}")
    judge.expect(len(lane.sold()) >= before + 5, name, "it sold on")
    (give_back or (lambda _: None))(user)
    user.restore()
    _, words = process.communicate(timeout=400)
    judge.same(process.returncode, 0, f"{name}: {words.strip()}")
    for line in lane.log().splitlines():
        if "longer sent" in line or "refuses" in line or "state 7" in line:
            print("    " + line)
    compare(judge, lane, user, name)


def compare(judge, lane, user, name):
    sold = lane.sold()
    stored = user.admin.call("pos.order", "search_read", [["pos_reference", "in", list(sold)]], fields=["pos_reference", "state"])
    judge.same(sorted(order["pos_reference"] for order in stored), sorted(sold), f"{name}: each order once")
    judge.same({order["state"] for order in stored} - {"paid", "done"}, set(), f"{name}: all paid")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lane", required=True, help="folder that prepare_odoo.py wrote")
    parser.add_argument("--password", required=True, help="the user's, as prepare_odoo.py gave it")
    parser.add_argument("--admin", default="admin")
    parser.add_argument("--admin-password", default="admin")
    parser.add_argument("--only-check", action="store_true")
    chosen = parser.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory(prefix="rights-") as work:
        lane = Lane(chosen.lane, work, os.path.join(work, "data"))
        admin = Odoo(lane.server["url"], lane.server["database"], chosen.admin, chosen.admin_password)
        user = User(lane, admin, chosen.password)
        try:
            check_each(judge, lane, user)
            for name in () if chosen.only_check else ("Point of Sale / User", "archived", "key"):
                sell_meanwhile(judge, lane, user, name)
        finally:
            user.restore()
            lane.remove()
    return judge.end()


if __name__ == "__main__":
    sys.exit(main())
