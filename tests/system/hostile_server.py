"""Between the lane and the demo back office: passes on, and answers one method as a server that was taken over, or is broken, might."""
import gzip
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def method_of(body):
    parameters = json.loads(body)["params"]
    return parameters["args"][4] if parameters["method"] == "execute_kw" else parameters["method"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.server.paths.append(f"{self.path} {dict(self.headers)}")
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hostile = self.server.hostile
        if hostile and hostile.wants(method_of(body), body):
            self.answer(hostile)
        else:
            self.send_whole(self.server.honest(self.path, body))

    def send_whole(self, answer):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def answer(self, hostile):
        self.close_connection = True
        try:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            for name, value in hostile.headers.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            for piece in hostile.pieces():
                self.wfile.write(piece)
                hostile.sent_bytes += len(piece)
        except OSError:
            hostile.hung_up = True  # the lane had enough
        finally:
            hostile.answered.set()


class Hostile:
    """`pieces` gives what is sent; `method` whose answer it is (empty: any), `needs` what the request must hold."""

    def __init__(self, method, pieces, headers=None, needs=b""):
        self.method, self.pieces, self.headers, self.needs = method, pieces, headers or {}, needs
        self.answered, self.hung_up, self.sent_bytes = threading.Event(), False, 0

    def wants(self, method, body):
        return (method == self.method or not self.method) and self.needs in body


class HostileServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, office_port):
        super().__init__(("127.0.0.1", 0), Handler)
        self.office_port, self.hostile, self.replies, self.paths = office_port, None, {}, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # the lane hung up

    def honest(self, path, body):
        request = urllib.request.Request(f"http://127.0.0.1:{self.office_port}{path}", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            answer = reply.read()
        self.replies[method_of(body)] = answer
        return answer


# --- answers ---

BEGIN, END = b'{"jsonrpc": "2.0", "id": 1, "result": ', b"}"
MILLION = 1000 * 1000


def repeated(begin, item, count, end=b""):
    """begin, then `count` times `item`, then end, in pieces of some hundred KB."""
    def pieces():
        yield begin
        at_once = max(1, (256 << 10) // len(item))
        for _ in range(count // at_once):
            yield item * at_once
        yield item * (count % at_once) + end
    return pieces


def endless(begin, item):
    return repeated(begin, item, 1 << 50)


def once(answer):
    return lambda: iter([answer])


def bomb(begin, item, count):
    """The same, packed: a thousandth of the size on the wire."""
    def pieces():
        import zlib
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        for piece in repeated(begin, item, count)():
            yield packer.compress(piece)
        yield packer.flush()
    return pieces


def change(value, how, path=()):
    """A copy of a JSON value in which how(value, path) replaced each scalar; it may return Keep."""
    if isinstance(value, dict):
        return {key: change(item, how, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [change(item, how, path) for item in value]
    return how(value, path)


def other_type(value, _):
    return [value] if isinstance(value, str) else "x" if not isinstance(value, bool) else {"a": value}


def packed(answer):
    return gzip.compress(json.dumps(answer).encode())
