"""HTTP as the real server speaks it, with room for faults. One thread for each request, loopback only."""
import contextlib
import json
import os
import re
import select
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from . import clock, control, rpc
from .errors import ServerError
from .loading import Encoded

JSON_TYPE = "application/json; charset=utf-8"
HTML_TYPE = "text/html; charset=utf-8"
JSON_ROUTES = ("/jsonrpc", "/web/session/authenticate", "/web/dataset/call_kw", "/web/webclient/version_info", "/web/database/list")
BODY_LIMIT = 64 * 1024 * 1024
HIDDEN = "Traceback (most recent call last):\n  File \"/opt/odoo/odoo/http.py\", line 1764, in _serve_db\n    return service_model.retrying(self._serve_ir_http, self.env)\n"


def html(status, name, text):
    return f"<!doctype html>\n<html lang=en>\n<title>{status} {name}</title>\n<h1>{name}</h1>\n<p>{text}</p>\n".encode()


def page_404():
    return html(404, "Not Found", "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.")


class Broken(Exception):
    """The connection ends here, by a fault or because the client went away."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 120

    def setup(self):
        if self.server.tls:
            self.request.settimeout(20)
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, *arguments):
        pass

    # --- answering ---

    def reply(self, status, pieces, content_type=JSON_TYPE, headers=()):
        """Sends the answer, as far as the faults of this request let it through."""
        self.answered = True
        pieces = [pieces] if isinstance(pieces, bytes) else pieces
        size = sum(len(p) for p in pieces)
        names = {200: "OK", 303: "SEE OTHER", 304: "NOT MODIFIED", 400: "BAD REQUEST", 404: "NOT FOUND", 502: "Bad Gateway", 503: "Service Unavailable"}
        head = [f"HTTP/1.1 {status} {names.get(status, 'STATUS')}", "Server: Werkzeug/2.2.2 Python/3.11.2", f"Date: {clock.http_date()}",
                f"Content-Length: {size}", f"Content-Type: {content_type}", *headers, "X-Content-Type-Options: nosniff", "Connection: close"]
        faults = self.faults
        if "drop-after" in faults:
            raise Broken
        if "late" in faults:
            self.wait(faults["late"])
        self.wfile.write(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
        if "cut" in faults:
            self.send_some(pieces, faults["cut"])
            raise Broken
        if "slow" in faults:
            self.send_slowly(pieces, faults["slow"])
        else:
            for piece in pieces:
                self.wfile.write(piece)
        self.wfile.flush()

    def send_some(self, pieces, count):
        for piece in pieces:
            self.wfile.write(piece[:count])
            count -= min(count, len(piece))
            if not count:
                break
        self.wfile.flush()

    def send_slowly(self, pieces, bytes_a_second):
        """A tenth of a second's worth at a time, at least one byte."""
        step = max(1, int(bytes_a_second / 10))
        pause = step / max(bytes_a_second, 0.001)
        for piece in pieces:
            for start in range(0, len(piece), step):
                self.wfile.write(piece[start:start + step])
                self.wfile.flush()
                self.wait(pause)

    def wait(self, seconds):
        """Waits, or ends at once when the client has gone."""
        until = time.monotonic() + seconds
        while True:
            rest = until - time.monotonic()
            if rest <= 0:
                return
            try:
                readable, _, _ = select.select([self.connection], [], [], min(rest, 1.0))
                if readable and self.connection.recv(1, 0 if self.server.tls else socket.MSG_PEEK) == b"":
                    raise Broken
            except (OSError, ValueError):
                raise Broken from None
            if readable:
                time.sleep(min(max(rest, 0), 0.2))

    def reset(self):
        """Ends the connection the hard way: nothing listens here."""
        try:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        raise Broken

    # --- requests ---

    def read_body(self):
        size = self.headers.get("Content-Length")
        size = int(size) if size and size.isdigit() else 0
        if size > BODY_LIMIT:
            raise Broken
        return self.rfile.read(size)

    def serve(self):
        self.close_connection, self.faults, self.answered = True, {}, False
        clock.set_offset(0)
        try:
            body = self.read_body()
            path = urlsplit(self.path).path
            if path.startswith("/demo/"):
                control.serve(self, path, body)
                return
            with self.server.workers:
                self.serve_wire(path, body)
        except (Broken, ConnectionError, TimeoutError, socket.timeout, ssl.SSLError):
            pass

    do_GET = do_POST = do_PUT = do_HEAD = serve

    def serve_wire(self, path, body):
        message, broken = parse(body)
        params = message.get("params") if isinstance(message, dict) and isinstance(message.get("params"), dict) else {}
        method = rpc.method_of(path, params)
        office = self.server.office
        office.count(method)
        self.faults = faults = office.faults.take(method)
        if "clock" in faults:
            clock.set_offset(faults["clock"])
        if "refuse" in faults:
            self.reset()
        if "hang" in faults:
            self.wait(86400)
            raise Broken
        if "work" in faults:
            time.sleep(faults["work"])
        if "stall" in faults:
            self.wait(faults["stall"])
        if "http" in faults:
            name = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Time-out"}.get(faults["http"], "Error")
            self.reply(faults["http"], html(faults["http"], name, "nginx"), "text/html")
            return
        if "error" in faults:
            self.reply(200, encode(error_reply(message, named_error(faults["error"]))))
            return
        answer = self.route(path, message, broken, params)
        if "garbage" in faults:
            answer = (200, os.urandom(1) + b"<<\x00 not JSON \xff\xfe {\"result\": [" + os.urandom(200), JSON_TYPE)
        self.reply(*answer)

    def route(self, path, message, broken, params):
        """Returns (status, body pieces, content type, headers)."""
        office = self.server.office
        if path == "/web/health":
            return 200, b'{"status": "pass"}', JSON_TYPE, ("Cache-Control: no-store",)
        picture = re.fullmatch(r"/web/image/([a-z.]+)/(\d+)/image_\d+", path)
        if picture or path == "/web/image":
            return control.picture(office, picture, self.path, self.cookie())
        if not any(path == r or (r == "/web/dataset/call_kw" and path.startswith(r + "/")) for r in JSON_ROUTES):
            return 404, page_404(), "text/html;charset=utf-8"
        if self.command != "POST" or not (self.headers.get("Content-Type") or "").startswith("application/json"):
            text = f"Request inferred type is compatible with [&#39;http&#39;] but &#39;{path}&#39; is type=&#39;json&#39;."
            return 400, html(400, "Bad Request", text), HTML_TYPE
        if broken:
            return 400, b"Invalid JSON data", HTML_TYPE
        if not isinstance(message, dict):
            return 400, b"Invalid JSON-RPC data", HTML_TYPE
        headers = ()
        try:
            if path == "/jsonrpc":
                result = rpc.jsonrpc(office, params)
            elif path == "/web/session/authenticate":
                result, cookie = rpc.open_web_session(office, params)
                headers = (f"Set-Cookie: session_id={cookie}; Max-Age=604800; HttpOnly; Path=/",)
            elif path == "/web/webclient/version_info":
                result = rpc.VERSION
            elif path == "/web/database/list":
                result = [office.database]
            else:
                result = rpc.call_kw(office, params, self.cookie())
        except ServerError as error:
            return 200, encode(error_reply(message, error)), JSON_TYPE
        except Exception as error:  # a mistake of ours looks like one of the server's, and is told on standard error
            traceback.print_exc(file=sys.stderr)
            return 200, encode(error_reply(message, ServerError(f"builtins.{type(error).__name__}", str(error)))), JSON_TYPE
        return 200, result_pieces(message.get("id"), result), JSON_TYPE, headers

    def cookie(self):
        found = re.search(r"session_id=([0-9a-f]+)", self.headers.get("Cookie") or "")
        return found[1] if found else None


def parse(body):
    try:
        return json.loads(body), False
    except (ValueError, RecursionError):
        return None, True


def encode(value):
    return json.dumps(value, ensure_ascii=False).encode()


def result_pieces(request_id, result):
    """A method that returns nothing gives a reply without the key `result`."""
    head = b'{"jsonrpc": "2.0", "id": ' + encode(request_id)
    if result is None:
        return [head + b"}"]
    body = result.pieces if isinstance(result, Encoded) else [encode(result)]
    return [head + b', "result": ', *body, b"}"]


def error_reply(message, error):
    request_id = message.get("id") if isinstance(message, dict) and error.code != 100 else None
    debug = HIDDEN + f"{error.name}: {error.message}\n"
    return {"jsonrpc": "2.0", "id": request_id, "error": {"code": error.code, "message": error.title, "data": {
        "name": error.name, "debug": debug, "message": error.message, "arguments": error.arguments, "context": {}}}}


def named_error(name):
    if name.endswith("SessionExpiredException"):
        return ServerError(name, "Session expired", 100, "Odoo Session Expired")
    words = {"psycopg2.errors.InFailedSqlTransaction": "current transaction is aborted, commands ignored until end of transaction block\n",
             "odoo.exceptions.AccessDenied": "Access Denied"}
    return ServerError(name, words.get(name, "The server could not do this."))


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024  # many lanes may come in the same moment

    def __init__(self, port, office, tls=None, workers=None):
        self.office, self.tls = office, tls
        self.workers = threading.BoundedSemaphore(workers) if workers else contextlib.nullcontext()
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError, ssl.SSLError, OSError)):
            traceback.print_exc(file=sys.stderr)


def tls_context(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def start(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True).start()
