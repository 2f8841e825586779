"""Five lanes in one program against one server that is killed while they sell: every paid order is there once."""
import os
import re
import sqlite3
import subprocess
import tempfile
import unittest

from lane import PROGRAMS, ROOT, free_port


class ManyLanes(unittest.TestCase):
    def test_all_orders_are_there_once(self):
        with tempfile.TemporaryDirectory(prefix="many-lanes-") as folder:
            server = f"{ROOT}/tools/demo_backoffice --port {free_port()} --data {folder}/shop --articles 300"
            done = subprocess.run(
                [os.path.join(PROGRAMS, "kiosk-many-lanes"), "--config", f"{folder}/shop/kiosk.ini", "--data", f"{folder}/d%d", "--lanes", "5",
                 "--orders-per-hour", "1800", "--server", server, "start", "sell:8", "away:4", "morning:5", "drain"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn("back: 5 of 5 lanes", done.stdout)
            counts = re.findall(r"orders: (\d+) paid, (\d+) confirmed .*, (\d+) waiting, (\d+) set aside", done.stdout)
            self.assertEqual(counts[-1][2:], ("0", "0"), done.stdout)
            paid = sum(int(count[0]) for count in counts)
            self.assertGreater(paid, 5)
            self.assertEqual(sum(int(count[1]) for count in counts), paid)
            with sqlite3.connect(f"{folder}/shop/backoffice.sqlite") as store:
                found = store.execute("SELECT state, count(*), count(DISTINCT reference) FROM orders GROUP BY state").fetchall()
            self.assertEqual(found, [("paid", paid, paid)])
            print(f"5 lanes, {paid} orders")


if __name__ == "__main__":
    unittest.main()
