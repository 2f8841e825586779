"""A host that takes messages as systemd-journal-remote does: by https, each lane with a certificate, in systemd's export format."""
import http.server
import ssl
import subprocess
import threading


class LogHost:
    def __init__(self, port, authority, key):
        self.port, self.authority, self.key = port, authority, key
        self.bytes, self.certificates, self.server = b"", set(), None

    def start(self):
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                host.certificates.add(self.connection.getpeercert(True))
                if self.path == "/upload" and self.headers["Content-Type"] == "application/vnd.fdo.journal":
                    while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
                        host.bytes += self.rfile.read(size)
                        self.rfile.readline()
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a lane whose power was cut

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.authority, self.key)
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(self.authority)
        self.server = Server(("127.0.0.1", self.port), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    def messages(self):
        """[{field: value}], of the entries that came whole."""
        found, entry, rest = [], {}, self.bytes
        while b"\n" in rest:
            line, rest = rest.split(b"\n", 1)
            if not line:
                if entry:
                    found.append(entry)
                entry = {}
            elif b"=" in line:
                name, value = line.split(b"=", 1)
                entry[name.decode()] = value.decode(errors="replace")
            elif len(rest) >= 8:  # a value of several lines: its size, and its bytes
                size = int.from_bytes(rest[:8], "little")
                entry[line.decode()] = rest[8:8 + size].decode(errors="replace")
                rest = rest[8 + size + 1:]
        return found


def make_certificate(folder, authority, authority_key, name):
    """Of a lane, under the shop's authority; its two files."""
    key, request, certificate = (f"{folder}/{name}.{end}" for end in ("key", "csr", "pem"))
    subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}", "-keyout", key,
                    "-out", request], check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["openssl", "x509", "-req", "-days", "3650", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial",
                    "-out", certificate], check=True, stderr=subprocess.DEVNULL)
    return certificate, key
