"""Command line and order of start."""
import argparse
import os
import signal
import sys
import threading

from . import first_start, recorded, tax_shop
from .faults import Faults
from .office import Office
from .server import Server, start, tls_context
from .store import Store


FAULT_HELP = """\
faults, at the start with --fault or later with POST /demo/fault:
  none                 everything works
  refuse               the connection is reset before anything is done
  hang                 no answer, nothing is done
  slow:BYTES_A_SECOND  the answer trickles
  cut:BYTES            the answer ends after so many bytes; the work is done
  drop-after           the work is done, the connection closes without an answer
  http:STATUS          an HTML page with this status, nothing is done
  error:NAME           an error with this exception name, nothing is done
  garbage              the work is done, the answer isn't JSON
  late:SECONDS         the work is done at once, the answer comes later
  stall:SECONDS        the work begins later
  work:SECONDS         the work takes so long, also when nobody waits for the answer any more
  clock:SECONDS        the server's time is off by this
each may be followed by @METHOD (create_from_ui, load_pos_data, ...) and *COUNT; commas join several.

control paths: GET /demo/orders, /demo/requests, /demo/sessions; POST /demo/fault (a SPEC),
/demo/change ({"model": "product.product", "id": 102, "values": {"lst_price": 1.99}}, as if edited in the back office),
/demo/delete ({"model": "product.product", "id": 102}, for good; also a res.partner, with "late": true one who is missed only when an
order of theirs is stored, and a pos.session without orders)
"""


def arguments_of(arguments):
    parser = argparse.ArgumentParser(prog="demo_backoffice", description="A demo back office that speaks Odoo 17's point of sale wire on loopback.",
                                     epilog=FAULT_HELP, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--data", required=True, metavar="DIR", help="folder of its state; kiosk.ini and lane.key are written here at the first start")
    parser.add_argument("--shop", choices=["demo", *tax_shop.VARIANTS], default="demo",
                        help="the demo shop, or one with every kind of tax and price rule and its own way to round")
    parser.add_argument("--catalogue", metavar="FILE", help="a recorded reply of load_pos_data to sell from")
    parser.add_argument("--articles", type=int, metavar="N", help="sell from N invented articles (at most 300000)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="which invented articles")
    parser.add_argument("--fault", default="none", metavar="SPEC", help="none, or KIND[:VALUE][@METHOD][*COUNT]; several with commas")
    parser.add_argument("--workers", type=int, metavar="N", help="serve so many requests at a time, as a server with N worker processes; the others wait")
    parser.add_argument("--tls", metavar="CERT,KEY", help="serve https with this certificate and key")
    chosen = parser.parse_args(arguments)
    if chosen.catalogue and chosen.articles is not None:
        parser.error("--catalogue and --articles exclude each other")
    if chosen.shop != "demo" and (chosen.catalogue or chosen.articles is not None):
        parser.error("--shop goes with neither --catalogue nor --articles")
    if chosen.articles is not None and not 1 <= chosen.articles <= 300000:
        parser.error("--articles takes a number from 1 to 300000")
    if chosen.workers is not None and chosen.workers < 1:
        parser.error("--workers takes a number from 1")
    if chosen.tls and len(chosen.tls.split(",")) != 2:
        parser.error("--tls takes CERT,KEY")
    return chosen


def open_catalogue(chosen):
    if chosen.catalogue:
        return recorded.read_catalogue(chosen.catalogue)
    if chosen.articles:
        from .generated import make_catalogue
        return make_catalogue(chosen.articles, chosen.seed)
    if chosen.shop != "demo":
        return tax_shop.read_tax_shop(chosen.shop)
    from .shop import read_shop
    return read_shop()


def main(arguments):
    chosen = arguments_of(arguments)
    try:
        faults = Faults(chosen.fault)
        catalogue = open_catalogue(chosen)
        certificate, key = chosen.tls.split(",") if chosen.tls else (None, None)
        office = Office(Store(chosen.data), catalogue, faults)
        server = Server(chosen.port, office, tls_context(certificate, key) if chosen.tls else None, chosen.workers)
    except (OSError, ValueError, KeyError) as error:
        print(f"demo_backoffice: cannot start: {error}", file=sys.stderr)
        return 1
    port = server.server_address[1]
    office.url = f"https://localhost:{port}" if chosen.tls else f"http://127.0.0.1:{port}"
    first_start.prepare_lane(chosen.data, office, certificate)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    start(server)
    print("ready", flush=True)
    stop.wait()
    os._exit(0)  # requests that hang on purpose must not hold the end up; everything that matters is on the disk
