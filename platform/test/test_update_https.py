"""Updates by HTTPS: a bundle is fetched once, written and kept; what goes wrong at the server or on the way is said in words, and the
lane sells on with the version that it has."""
import functools
import http.server
import os
import ssl
import subprocess
import threading
import time

from update_test import UpdateTest, bundle


class UpdateServer:
    """On this machine's loopback. `fault`: "gone" (404), "cut" (the half), "page" (a page of a login instead), or nothing."""

    def __init__(self, file, certificate, key):
        self.file, self.fault, self.asked, self.sent = file, "", 0, 0
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(self.Handler, self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()

    class Handler(http.server.BaseHTTPRequestHandler):
        def __init__(self, server, *rest):
            self.update = server
            super().__init__(*rest)

        def log_message(self, *words):
            pass

        def do_GET(self):
            update = self.update
            update.asked += 1
            size = os.path.getsize(update.file)
            tag = f'"{size}-{os.stat(update.file).st_mtime_ns}"'
            if update.fault == "gone":
                self.send_error(404)
                return
            if update.fault == "page":
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<html>Please log in</html>")
                return
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.send_header("ETag", tag)
            self.end_headers()
            with open(update.file, "rb") as file:
                try:
                    self.wfile.write(file.read(size // 2 if update.fault == "cut" else size))
                    update.sent += update.fault != "cut"
                except OSError:
                    pass  # it was too large for the lane


class HttpsUpdates(UpdateTest):
    def prepare(self):
        self.server = UpdateServer(bundle("2-good"), self.office.authority, os.path.join(self.office.folder, "server.key"))
        self.addCleanup(self.server.stop)
        with open(os.path.join(self.settings, "update.ini"), "w") as file:
            file.write(f"[update]\nurl = {self.url()}\nca_file = shop-ca.pem ; the shop's own\n")

    def make_card(self):
        super().make_card()
        os.truncate(self.machine.card, os.path.getsize(self.machine.card) + (1 << 30))  # room for a bundle

    def url(self):
        return f"https://10.0.2.2:{self.server.port}/kiosk.raucb"

    def fetch(self):
        """As the timer does each hour."""
        self.machine.run("systemctl start kiosk-fetch.service", check=False)

    def test_one_is_fetched_while_selling_and_kept(self):
        self.assertEqual(self.machine.run("systemctl is-active kiosk-fetch.timer"), "active")
        self.machine.run("systemctl start --no-block kiosk-fetch.service")
        self.machine.wait_for("the server being asked", lambda: self.server.asked)
        self.buys()
        self.wait_told("2-good is in slot B")
        self.machine.wait_for("the bundle gone from the data partition", lambda: self.machine.run("ls /var/lib/rauc/download") == "etag")
        self.machine.wait_restarted("b")
        self.check_sells("2-good")
        self.wait_told("2-good has proved itself and is kept")
        self.fetch()
        self.assertEqual((self.server.asked, self.server.sent), (2, 1), "the same file was fetched again")
        self.assertEqual(self.told().count("is being written"), 1)

    def told_after_fetch(self, words):
        before = self.told()
        self.fetch()
        told = self.told()[len(before):]
        self.report("said", told.strip())
        self.assertIn(words, told)

    def test_a_server_that_does_it_wrong_changes_nothing(self):
        for fault, words in (("gone", "the server has no such file"), ("cut", "it ended too soon"),
                             ("page", "is not taken")):
            self.server.fault = fault
            self.told_after_fetch(words)
        self.server.fault = ""
        run = self.machine.run
        keys = os.path.join(self.folder, "stranger")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=10.0.2.2", "-addext",
                        "subjectAltName=IP:10.0.2.2", "-out", keys + ".pem", "-keyout", keys + ".key"], check=True, stderr=subprocess.DEVNULL)
        stranger = UpdateServer(self.server.file, keys + ".pem", keys + ".key")
        self.addCleanup(stranger.stop)
        run(f"sed -i 's,:{self.server.port}/,:{stranger.port}/,' /data/machine/settings/update.ini")
        self.told_after_fetch("is of no authority that this lane believes")
        self.assertEqual(stranger.sent, 0)
        run("sed -i 's,https://,http://,' /data/machine/settings/update.ini")
        self.told_after_fetch("only https:// is taken")
        run(f"sed -i 's,http://.*/kiosk.raucb,{self.url()},' /data/machine/settings/update.ini")

        # A data partition that is nearly full keeps what it has for orders.
        free = int(run("df --output=avail -k /var/lib/rauc | tail -n 1"))
        run(f"fallocate -l $((({free} - 100000) * 1024)) /var/lib/rauc/filler")
        self.told_after_fetch("larger than half of what is free")
        self.assertGreater(int(run("df --output=avail -k /var/lib/rauc | tail -n 1")), 90000)
        run("rm /var/lib/rauc/filler")
        self.assertNotIn("is being written", self.told())
        self.assertEqual(run("ls /var/lib/rauc/download"), "", "something is left on the data partition")
        self.check_sells(self.first_version)

    def test_a_shop_that_wants_it_closed_is_waited_for(self):
        self.machine.run("echo 'when = closed' >> /data/machine/settings/update.ini")
        self.fetch()
        self.assertIn("2-good is in slot B", self.told())
        self.wait_welcome()
        time.sleep(60)
        self.check_sells(self.first_version)
        self.office.close_session()
        self.machine.wait_restarted("b")
        self.wait_told("2-good has proved itself and is kept")
