"""Each kind of fault does what it says, to the method it names, as often as it says, and never to the control paths."""
import calendar
import email.utils
import http.client
import json
import socket
import time
import unittest
import urllib.error

from support import Case, Refused

BROKEN = (OSError, urllib.error.URLError, http.client.HTTPException)


class Faults(Case):
    def names(self, timeout=5):
        return self.office.call("pos.config", "search_read", [], ["name"], timeout=timeout)

    def broken(self, spec, function, *args, **kwargs):
        self.office.fault(spec)
        with self.assertRaises(BROKEN) as caught:
            function(*args, **kwargs)
        return caught.exception

    def test_refuse_resets_and_counts_down(self):
        self.broken("refuse*2", self.names)
        with self.assertRaises(BROKEN):
            self.names()
        self.assertEqual(len(self.names()), 1)

    def test_a_method_may_be_meant(self):
        self.broken("refuse@search_read", self.names)
        self.assertEqual(self.office.http("/web/health")[0], 200)
        self.office.fault("none")
        self.names()

    def test_hang_gives_no_answer(self):
        started = time.monotonic()
        self.broken("hang*1", self.names, timeout=1)
        self.assertGreaterEqual(time.monotonic() - started, 0.9)
        self.names()

    def test_slow_keeps_the_rate(self):
        self.office.fault("slow:2000@login*1")
        started = time.monotonic()
        self.office.call("pos.session", "login", [self.office.session])
        self.assertLess(time.monotonic() - started, 2)
        self.office.fault("slow:1000@search_read*1")
        started = time.monotonic()
        self.office.call("barcode.rule", "search_read", [])
        self.assertGreater(time.monotonic() - started, 0.8)

    def test_cut_ends_in_the_middle(self):
        error = self.broken("cut:10*1", self.names)
        self.assertIsInstance(error, http.client.IncompleteRead)
        self.assertEqual(len(error.partial), 10)

    def test_drop_after_does_the_work(self):
        order = self.bread()
        self.broken("drop-after@create_from_ui*1", self.office.push, order)
        self.assertEqual(self.office.states(order["name"]), ["paid"])
        self.assertEqual(self.office.push(order), [])

    def test_http_status(self):
        error = self.broken("http:502*1", self.names)
        self.assertEqual(error.code, 502)
        self.assertIn(b"<html", error.read())

    def test_error_by_name(self):
        self.office.fault("error:psycopg2.errors.InFailedSqlTransaction@create_from_ui*1")
        order = self.bread()
        self.refused("psycopg2.errors.InFailedSqlTransaction", self.office.push, order)
        self.assertEqual(self.office.states(order["name"]), [])
        self.office.fault("error:odoo.http.SessionExpiredException*1")
        self.assertEqual(self.refused("odoo.http.SessionExpiredException", self.names)["code"], 100)

    def test_garbage_is_not_json(self):
        self.office.fault("garbage*1")
        with self.assertRaises(ValueError):
            self.names()
        self.names()

    def test_late_does_the_work_first(self):
        order = self.bread()
        self.broken("late:5@create_from_ui*1", self.office.push, order, timeout=1)
        self.assertEqual(self.office.states(order["name"]), ["paid"])

    def test_stall_does_the_work_later(self):
        order = self.bread()
        self.office.fault("stall:1@create_from_ui*1")
        started = time.monotonic()
        self.office.push(order)
        self.assertGreaterEqual(time.monotonic() - started, 1)

    def test_work_goes_on_for_nobody(self):
        order = self.bread()
        self.broken("work:2@create_from_ui*1", self.office.push, order, timeout=1)
        until = time.monotonic() + 20
        while not self.office.states(order["name"]) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertEqual(self.office.states(order["name"]), ["paid"])

    def test_clock_moves_the_date(self):
        self.office.fault("clock:-86400")
        _, headers, _ = self.office.http("/web/health")
        told = calendar.timegm(email.utils.parsedate(headers["Date"]))
        self.assertAlmostEqual(told, time.time() - 86400, delta=30)
        self.office.fault("none")
        _, headers, _ = self.office.http("/web/health")
        self.assertAlmostEqual(calendar.timegm(email.utils.parsedate(headers["Date"])), time.time(), delta=30)

    def test_control_paths_are_spared(self):
        self.office.fault("http:500")
        self.assertEqual(self.office.get("/demo/orders"), [])
        self.assertGreater(self.office.get("/demo/requests")["open_ui"], 0)

    def test_several_at_once(self):
        self.office.fault("clock:3600@login,error:odoo.exceptions.UserError@search_read")
        self.assertTrue(self.office.call("pos.session", "login", [self.office.session]))
        self.refused("odoo.exceptions.UserError", self.names)

    def test_a_wrong_spec_is_told(self):
        for spec in ("sulk", "late", "late:soon", "hang:3", "cut:x"):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                self.office.fault(spec)
            self.assertEqual(caught.exception.code, 400)
            self.assertIn("error", json.loads(caught.exception.read()))


class FaultAtStart(Case):
    arguments = ("--fault", "error:odoo.exceptions.UserError@load_pos_data*1")

    def test_it_is_there_from_the_start(self):
        with self.assertRaises(Refused):
            self.load()
        self.assertTrue(self.load()["product.product"])


class Wire(Case):
    def test_half_a_request_disturbs_nobody(self):
        with socket.create_connection(("127.0.0.1", self.office.port)) as half:
            half.sendall(b"POST /jsonrpc HTTP/1.1\r\nContent-Le")
            self.assertEqual(self.office.http("/web/health")[2], b'{"status": "pass"}')

    def test_wrong_secrets(self):
        self.assertIs(self.office.answer("common", "authenticate", "demo", "lane1", "wrong", {})["result"], False)
        self.refused("odoo.exceptions.AccessDenied", self.office.call, "pos.config", "search_read", [], key="wrong")
        self.assertEqual(self.office.answer("common", "authenticate", "nowhere", "lane1", self.office.key, {})["error"]["data"]["name"], "psycopg2.OperationalError")
        self.assertEqual(self.office.answer("object", "execute_kw", "demo", 1, self.office.key, "pos.config", "search_read", [[]])["error"]["data"]["name"],
                         "odoo.exceptions.AccessDenied")  # the server's own user

    def test_questions_that_make_no_sense(self):
        """In the words that a real server had for them."""
        office = self.office
        cases = [(("common", "nope"), "builtins.Exception", "Method not found: nope"),
                 (("common", "authenticate", "demo"), "builtins.TypeError",
                  "exp_authenticate() missing 3 required positional arguments: 'login', 'password', and 'user_agent_env'"),
                 (("common", "login", "demo"), "builtins.TypeError", "exp_login() missing 2 required positional arguments: 'login' and 'password'"),
                 (("object", "execute_kw", "demo"), "builtins.IndexError", "list index out of range"),
                 (("object", "execute_kw", "demo", office.uid, office.key, "pos.config"), "builtins.TypeError",
                  "execute_kw() missing 2 required positional arguments: 'method' and 'args'"),
                 (("object", "execute_kw", "demo", office.uid, office.key, "no.model", "read", [[1]]), "odoo.exceptions.UserError", "Object no.model doesn't exist"),
                 (("object", "execute_kw", "demo", office.uid, office.key, "pos.config", "search_read", ["x"]), "builtins.AssertionError",
                  "Domains to normalize must have a 'domain' form: a list or tuple of domain components")]
        for question, name, words in cases:
            data = office.answer(*question)["error"]["data"]
            self.assertEqual((data["name"], data["message"]), (name, words))
        message = json.dumps({"jsonrpc": "2.0", "params": {}}).encode()
        self.assertEqual(json.loads(office.http("/jsonrpc", message)[2])["error"]["data"]["message"],
                         "RPC.jsonrpc() missing 3 required positional arguments: 'service', 'method', and 'args'")
        self.refused("odoo.exceptions.AccessError", office.call, "res.users", "write", [office.uid], {"name": "x"})


class OneWorker(Case):
    arguments = ("--workers", "1")

    def test_one_request_at_a_time(self):
        self.office.fault("hang@create_from_ui*1")
        host, port = self.office.url.split("/")[2].split(":")
        args = ["demo", self.office.uid, self.office.key, "pos.order", "create_from_ui", [[]], {}]
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": {"service": "object", "method": "execute_kw", "args": args}})
        with socket.create_connection((host, int(port))) as first:
            first.sendall(f"POST /jsonrpc HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
            while not self.office.get("/demo/requests").get("create_from_ui"):  # control paths don't wait
                time.sleep(0.05)
            with self.assertRaises(BROKEN):
                self.office.call("pos.config", "search_read", [], ["name"], timeout=1)
        self.assertEqual(len(self.office.call("pos.config", "search_read", [], ["name"])), 1)


if __name__ == "__main__":
    unittest.main()
