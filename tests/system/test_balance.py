"""Random baskets in shops that tax, price and round in every way: the screen, the server's record and a computation in Python say
the same to the last cent, and the session of each shop closes."""
import os
import subprocess
import sys
import tempfile
import time
import unittest

import lane

sys.path.insert(0, os.path.join(lane.ROOT, "tests", "support"))
import till  # noqa: E402  (the path has to be set first)
from baskets import Customer  # noqa: E402
from demo_backoffice_lib.tax_shop import VARIANTS  # noqa: E402

BASKETS = int(os.environ.get("KIOSK_TEST_BASKETS", "48"))  # in all shops together
SEED = int(os.environ.get("KIOSK_TEST_SEED", "7"))
PIN = "1234"


class Market:
    """One shop with its lane: a back office, a kiosk, and the customers of a day."""

    def __init__(self, name, folder):
        self.name, self.folder = name, os.path.join(folder, name)
        self.office = lane.BackOffice(os.path.join(self.folder, "office"), "--shop", name).start()
        self.kiosk, self.baskets = None, []

    def shop(self):
        """How it sells, as a till would load it; opens the session."""
        config = self.office.call("pos.config", "search_read", [], ["name"])[0]["id"]
        self.office.call("pos.config", "open_ui", [config])
        session = self.office.call("pos.config", "read", [config], ["current_session_id"])[0]["current_session_id"][0]
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        return till.Shop(self.office.call("pos.session", "load_pos_data", [session]), now)

    def avoid(self, shop):
        """Codes of what needs a look at the customer's age."""
        adults = set()
        for category in shop.load["pos.category"]:  # parents come first
            if category["name"] == "Beer & wine" or category["parent_id"] and category["parent_id"][0] in adults:
                adults.add(category["id"])
        return {a["barcode"] for a in shop.load["product.product"] if adults & set(a["pos_categ_ids"])}

    def open(self, customers, seed):
        shop = self.shop()
        customer = Customer(shop, seed, avoid=self.avoid(shop), scale=True, pin=PIN)
        steps = ["wait screen=welcome 60s", "wait idle 10s"]
        for _ in range(customers):
            bought, basket = customer.buy()
            steps += bought + ["tap id=pay", "wait screen=receipt 60s"]
            self.baskets.append(basket)
        script, ini = os.path.join(self.folder, "day.script"), os.path.join(self.office.folder, "day.ini")
        with open(script, "w", encoding="utf-8") as file:
            file.write("\n".join(steps + ["wait sent 120s", "quit"]) + "\n")
        with open(self.office.ini, encoding="utf-8") as source, open(ini, "w", encoding="utf-8") as target:
            target.write(source.read().replace("[sale]\n", "[display]\nmotion = off\n\n[sale]\n"))
        command = [os.path.join(lane.PROGRAMS, "kiosk"), "--config", ini, "--data", os.path.join(self.folder, "data"), "--window", "540x960",
                   "--script", script]
        self.kiosk = subprocess.Popen(command, env=dict(os.environ, SDL_VIDEODRIVER="offscreen", SDL_AUDIODRIVER="dummy"),
                                      stderr=subprocess.PIPE, text=True)

    def ends_well(self, seconds):
        """What the kiosk said when its script didn't come to the end, else nothing."""
        try:
            _, words = self.kiosk.communicate(timeout=seconds * lane.PATIENCE)
        except subprocess.TimeoutExpired:
            self.kiosk.kill()
            _, words = self.kiosk.communicate()
            return f"did not end within {seconds} s: {words[-600:]}"
        return "" if self.kiosk.returncode == 0 else words[-600:]

    def differences(self):
        """Where the server's orders aren't the baskets, in the order in which they were sold."""
        orders = self.office.call("pos.order", "search_read", [], till.ORDER_FIELDS, order="id")
        if len(orders) != len(self.baskets):
            return [f"{len(orders)} orders for {len(self.baskets)} baskets"]
        found = []
        for basket, order in zip(self.baskets, orders):
            lines = self.office.call("pos.order.line", "read", order["lines"], till.LINE_FIELDS)
            payments = self.office.call("pos.payment", "read", order["payment_ids"], ["amount"])
            found += till.differences(basket, order, lines, payments)
        return found

    def stop(self):
        if self.kiosk and self.kiosk.poll() is None:
            self.kiosk.kill()
            self.kiosk.communicate()
        self.office.stop()


class Balance(unittest.TestCase):
    def complaints(self, market):
        words = market.ends_well(1800)
        found = [words] if words else market.differences()
        answer = market.office.close_session()
        return found + ([] if answer == {"successful": True} else [f"the session doesn't close: {answer}"])

    def test_random_baskets_are_right_everywhere_and_every_day_closes(self):
        names, markets, found = ["demo", *VARIANTS], [], []
        with tempfile.TemporaryDirectory(prefix="kiosk-balance-") as folder:
            try:
                for number, name in enumerate(names):
                    markets.append(Market(name, folder))
                    markets[-1].open(BASKETS // len(names) + (number < BASKETS % len(names)), SEED * 1000 + number)
                for market in markets:
                    found += [f"{market.name}: {words}" for words in self.complaints(market)]
            finally:
                for market in markets:
                    market.stop()
        self.assertEqual(found, [])
