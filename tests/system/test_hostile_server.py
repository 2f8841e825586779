"""Whatever a server answers, the lane stays within its memory, says what is wrong, and goes on selling."""
import json
import os
import re
import shutil
import signal
import time

from hostile_server import BEGIN, END, MILLION, Hostile, HostileServer, bomb, change, endless, once, other_type, repeated
from lane import BREAD, MILK, PATIENCE, SELL, LaneTest

MEMORY_MAX_MB = 400
SANITIZED = PATIENCE > 1  # shadow memory is no measure


def peak_mb(process):
    with open(f"/proc/{process.pid}/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1024


class Hostility(LaneTest):
    def setUp(self):
        super().setUp()
        self.office.start()
        self.server = HostileServer(self.office.port)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        port = self.server.server_address[1]
        self.config = self.ini(lambda t: re.sub("url = .*", f"url = http://127.0.0.1:{port}", t))
        self.sell("wait screen=welcome 60s\nwait idle 5s\nsleep 1s\nquit\n", ini=self.config)
        self.clean = self.data + "-clean"
        shutil.copytree(self.data, self.clean, ignore=shutil.ignore_patterns("log"))
        self.sold = 0

    def honest(self, method="load_pos_data"):
        return json.loads(self.server.replies[method])

    def face(self, name, hostile, words="", scan=""):
        """A lane with a good catalogue meets that answer, says these words in its log, and sells."""
        shutil.rmtree(self.data)
        shutil.copytree(self.clean, self.data)
        shots = os.path.join(self.folder, "shots-" + name)
        self.server.hostile = hostile
        lane = self.start_kiosk("wait screen=welcome 60s\n" + SELL.format(code=MILK) + scan + "shot thanks.png\nsleep 900s\n",
                                ini=self.config, extra=("--shots", shots))
        try:
            self.assertTrue(hostile.answered.wait(180 * PATIENCE), f"{name}: the answer was not asked for, or never ended")
            deadline = time.time() + 90 * PATIENCE
            thanks = os.path.join(shots, "thanks.png")
            while time.time() < deadline and lane.poll() is None and not (os.path.exists(thanks) and re.search(words, self.log())):
                time.sleep(0.1)
            self.assertIsNone(lane.poll(), f"{name}: {lane.poll()}")
            self.assertRegex(self.log(), words, name)
            peak = peak_mb(lane)
        finally:
            lane.send_signal(signal.SIGTERM)
            out, errors = lane.communicate(timeout=60)
        self.server.hostile = None
        self.assertEqual(lane.returncode, 0, f"{name}: {errors[-400:]}")
        self.assertTrue(os.path.exists(os.path.join(shots, "thanks.png")), name)
        print(f"{name}: {peak:.0f} MB at most, {hostile.sent_bytes / 1e6:.0f} MB were sent, "
              f"{'hung up' if hostile.hung_up else 'read to the end'}")
        if not SANITIZED:
            self.assertLess(peak, MEMORY_MAX_MB, name)

    def face_load(self, name, pieces, words, headers=None):
        self.face(name, Hostile("load_pos_data", pieces, headers), words)
        # Started again without a server, it sells from what it had.
        self.office.stop()
        self.sell("wait screen=welcome 20s\n" + SELL.format(code=BREAD) + "quit\n", ini=self.config)
        self.office.start()

class HostileAnswers(Hostility):
    def test_answers_without_an_end(self):
        self.face_load("endless list", endless(BEGIN + b'{"x": [', b"0, "), "more than the 536870912 bytes")
        self.face_load("endless spaces", endless(BEGIN, b" "), "more than the 536870912 bytes")
        self.face_load("2 GB announced", endless(BEGIN, b" "), "more than the 536870912 bytes",
                       {"Content-Length": str(2 << 30)})
        self.face_load("a packed GB", bomb(BEGIN + b'{"x": [', b"0, ", 400 * MILLION), "more than the 536870912 bytes",
                       {"Content-Encoding": "gzip"})

    def test_answers_of_a_strange_shape(self):
        self.face_load("100,000 deep", repeated(BEGIN, b"[", 100000), "nested|deep")
        self.face_load("100,000 objects deep", repeated(BEGIN, b'{"pos.category": ', 100000), "nested|deep")
        self.face_load("a text of 100 MB", repeated(BEGIN + b'{"x": "', b"a", 100 * MILLION, b'"}' + END), "text|string|long")
        self.face_load("a number of 100 MB", repeated(BEGIN + b'{"x": ', b"1", 100 * MILLION, b"}" + END), "number|long")

    def test_too_much_of_everything(self):
        category = b'{"id": %d, "name": "c", "parent_id": false, "child_id": [], "write_date": "2024-01-01 00:00:00", "has_image": false}, '
        def ten_million():
            yield BEGIN + b'{"pos.category": ['
            for first in range(1, 10 * MILLION, 5000):
                yield b"".join(category % i for i in range(first, first + 5000))
        self.face_load("10 million categories", ten_million, "categor|too many|larger than")
        rule = b'{"id": 1, "name": "r"}, '
        self.face_load("taxes without an end", endless(BEGIN + b'{"taxes_by_id": [', rule), "tax|bytes|field")


class HostileValues(Hostility):
    def altered(self, how):
        answer = self.honest()
        how(answer["result"])
        return once(json.dumps(answer).encode())

    def test_values_of_another_kind(self):
        answer = self.honest()
        for name, how in (("another type everywhere", other_type),
                          ("null everywhere", lambda value, path: None),
                          ("out of range", lambda value, path: 9e300 if isinstance(value, float) else
                           1 << 62 if isinstance(value, int) and not isinstance(value, bool) else value),
                          ("below nothing", lambda value, path: -value if isinstance(value, (int, float)) and not isinstance(value, bool) else value)):
            changed = dict(answer, result=change(answer["result"], how))
            self.face_load(name, once(json.dumps(changed).encode()), "catalogue|field|refuse")
        text = json.dumps(answer)
        for name, number in (("NaN", "NaN"), ("Infinity", "-Infinity"), ("a huge exponent", "1e99999"), ("leading zeros", "007")):
            self.face_load(name, once(re.sub(r'("lst_price": )[0-9.]+', r"\g<1>" + number, text).encode()), "catalogue|JSON|lst_price")

    def test_other_encodings(self):
        text = json.dumps(self.honest(), ensure_ascii=False)
        self.face_load("UTF-16", once(text.encode("utf-16")), "JSON|UTF-8|byte")
        self.face_load("Latin-1", once(text.encode("latin-1", "replace").replace(b"a", b"\xe9")), "UTF-8|JSON|byte")
        self.face_load("half a surrogate", once(json.dumps(self.honest()).replace('"display_name": "', '"display_name": "\\ud800').encode()),
                       "surrogate|escape|JSON|UTF-8|catalogue")

    def test_circles_and_repeats(self):
        def categories(result):
            circle = [category for category in result["pos.category"] if category["name"] not in ("Beer & wine", "Drinks")][:5]
            for category, parent in zip(circle, circle[1:] + circle[:1]):
                category["parent_id"] = [parent["id"], "x"]

        def pricelists(result):
            first = result["product.pricelist"][0]
            first["items"] = [dict(id=900 + i, name="r", product_tmpl_id=False, product_id=False, categ_id=False, min_quantity=0, date_start=False,
                                   date_end=False, compute_price="formula", fixed_price=0, percent_price=0, price_discount=10,
                                   price_round=0, price_surcharge=0, price_min_margin=0, price_max_margin=0, base="pricelist",
                                   base_pricelist_id=[first["id"], "x"], pricelist_id=[first["id"], "x"], applied_on="3_global")
                              for i in range(3)]

        def repeats(result):
            for key in ("product.product", "pos.category", "uom.uom", "account.tax", "product.pricelist"):
                result[key] = result[key] * 3
        self.face_load("categories in a circle", self.altered(categories), "circle|catalogue")
        self.face_load("price lists in a circle", self.altered(pricelists), "circle|catalogue|price")
        self.face_load("ids three times", self.altered(repeats), "repeated|twice|more than once|catalogue|again")


class HostileLookUps(Hostility):
    def test_small_answers_that_are_large(self):
        code = "4006381333931"
        scan = f"wait screen=welcome 20s\nscan {code}\nsleep 2s\n"
        for name, pieces, headers in (
                ("a million records", repeated(BEGIN + b"[", b'{"id": 1}, ', MILLION, b'{"id": 2}]' + END), None),
                ("five million numbers", repeated(BEGIN + b"[", b"0, ", 5 * MILLION, b"0]" + END), None),
                ("empty objects", repeated(BEGIN + b"[", b"{},", 5 * MILLION, b"{}]" + END), None),
                ("a text of 100 MB", repeated(BEGIN + b'"', b"a", 100 * MILLION, b'"' + END), None),
                ("100,000 deep", repeated(BEGIN, b"[", 100000), None),
                ("a packed GB", bomb(BEGIN + b"[", b"0, ", 300 * MILLION), {"Content-Encoding": "gzip"}),
                ("NaN", once(BEGIN + b"NaN" + END), None),
                ("no UTF-8", once(BEGIN + b'"\xff\xfe"' + END), None)):
            self.face("look-up, " + name, Hostile("", pieces, headers, code.encode()), "thanks|online", scan)
