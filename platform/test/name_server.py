"""A name server that knows one name, on port 53 of this machine's loopback, where a machine's own network finds it at 10.0.2.2."""
import socket
import struct
import threading

A, IN, NO_SUCH_NAME = 1, 1, 3


class NameServer:
    def __init__(self, name, address):
        self.name, self.address, self.asked = name, socket.inet_aton(address), 0
        self.thread, self.stopping = None, False

    def start(self):
        """OSError: somebody else has the port, or it may not be had."""
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 53))
        server.settimeout(0.2)
        self.thread = threading.Thread(target=self.serve, args=(server,), daemon=True)
        self.thread.start()

    def stop(self):
        self.stopping = True
        self.thread.join()

    def serve(self, server):
        with server:
            while not self.stopping:
                try:
                    question, asker = server.recvfrom(4096)
                    server.sendto(self.answer(question), asker)
                except TimeoutError:
                    pass

    def answer(self, question):
        """RFC 1035, 4.1: header, the question as it came, and an address that is good for a minute."""
        number, flags = struct.unpack(">HH", question[:4])
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1:at + 1 + question[at]].decode().lower())
            at += 1 + question[at]
        kind = struct.unpack(">H", question[at + 1:at + 3])[0]
        known = ".".join(labels) == self.name
        self.asked += known
        records = [struct.pack(">HHHIH", 0xc00c, A, IN, 60, 4) + self.address] if known and kind == A else []
        flags = 0x8080 | (flags & 0x0100) | (0 if known else NO_SUCH_NAME)
        return struct.pack(">HHHHHH", number, flags, 1, len(records), 0, 0) + question[12:at + 5] + b"".join(records)
