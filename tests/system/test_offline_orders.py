"""Days without a server: what was sold meanwhile is validated when it is back, oldest first and one a call; an order that the server
refuses is set aside, and memory stays flat. KIOSK_TEST_OFFLINE_ORDERS of them."""
import os
import re
import subprocess
import time

from lane import MILK, PATIENCE, PROGRAMS, SELL, LaneTest

ORDERS = int(os.environ.get("KIOSK_TEST_OFFLINE_ORDERS", "150"))
REPEAT = os.path.join(PROGRAMS, "..", "tests", "journal", "repeat-orders")


def memory_mb(process, name):
    with open(f"/proc/{process.pid}/status") as status:
        return int(re.search(name + r":\s+(\d+) kB", status.read())[1]) / 1024


class OfflineOrders(LaneTest):
    def test_all_are_validated_and_the_poisoned_one_is_set_aside(self):
        poisoned = ORDERS // 2
        self.office.start()
        self.sell("wait screen=welcome 60s\nwait idle 5s\nquit\n")
        self.office.stop()
        self.sell("wait screen=welcome 60s\n" + SELL.format(code=MILK) + "sleep 1s\nquit\n")
        done = subprocess.run([REPEAT, self.data, str(ORDERS - 1), str(poisoned)], stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        lane = self.start_kiosk("wait screen=welcome 60s\nsleep 1s\nshot offline.png\nwait sent 3600s\nshot sent.png\nsleep 900s\n",
                                extra=("--shots", os.path.join(self.folder, "shots")))
        self.addCleanup(lane.wait)
        self.addCleanup(lane.kill)
        self.wait_for_shot(lane, "offline.png", 60)
        before = memory_mb(lane, "VmRSS")
        began = time.time()
        self.office.start()
        self.wait_for_shot(lane, "sent.png", 60 + ORDERS)
        seconds, peak = time.time() - began, memory_mb(lane, "VmHWM")
        requests = self.office.requests()
        orders = self.office.orders()
        print(f"{ORDERS} orders in {seconds:.0f} s, {sum(requests.values())} requests ({requests.get('create_from_ui')} of them "
              f"create_from_ui), memory {before:.0f} MB before, {peak:.0f} MB at most")
        self.assertEqual(len(self.paid()), ORDERS - 1)
        counters = [int(order["reference"].rsplit("-", 1)[1]) for order in sorted(orders, key=lambda order: order["id"])]
        self.assertEqual(counters, sorted(counters), "oldest first")
        self.assertNotIn(poisoned + 1, counters)
        self.assertEqual(self.log().count("was refused by the server"), 1)
        if PATIENCE <= 1:
            self.assertLess(peak - before, 30, "memory grows with the orders")

    def wait_for_shot(self, lane, name, seconds):
        deadline = time.time() + seconds * PATIENCE
        while time.time() < deadline and lane.poll() is None and not os.path.exists(os.path.join(self.folder, "shots", name)):
            time.sleep(0.1)
        self.assertTrue(os.path.exists(os.path.join(self.folder, "shots", name)), f"no {name}: {self.log()[-500:]}")
