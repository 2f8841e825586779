"""Faults on demand: what goes wrong between a till and a server, at the moment that a test asks for."""
import re
import threading

KINDS = {"refuse": None, "hang": None, "slow": float, "cut": int, "drop-after": None, "http": int, "error": str, "garbage": None,
         "late": float, "stall": float, "work": float, "clock": float}
SPEC = re.compile(r"^(?P<kind>[a-z-]+)(?::(?P<value>[^@*]+))?(?:@(?P<method>[A-Za-z0-9_]+))?(?:\*(?P<count>[0-9]+))?$")


class Fault:
    def __init__(self, kind, value, method, count):
        self.kind, self.value, self.method, self.count = kind, value, method, count


def parse_fault(text):
    """Reads KIND[:VALUE][@METHOD][*COUNT]; raises ValueError with a sentence that says what is wrong."""
    found = SPEC.match(text.strip())
    if not found or found["kind"] not in KINDS:
        raise ValueError(f"unknown fault '{text.strip()}': use none or {', '.join(KINDS)} with :VALUE, @METHOD, *COUNT")
    convert, value = KINDS[found["kind"]], found["value"]
    if (convert is None) != (value is None):
        raise ValueError(f"fault '{found['kind']}' {'takes no value' if convert is None else 'needs a value'}")
    try:
        value = convert(value) if convert else None
    except ValueError:
        raise ValueError(f"fault '{found['kind']}' needs a number, not '{value}'") from None
    return Fault(found["kind"], value, found["method"], int(found["count"]) if found["count"] else None)


class Faults:
    """The faults in force; several are given with commas between them."""

    def __init__(self, spec="none"):
        self.lock = threading.Lock()
        self.set(spec)

    def set(self, spec):
        parts = [p for p in (spec or "none").split(",") if p.strip()]
        faults = [parse_fault(p) for p in parts if p.strip() != "none"]
        with self.lock:
            self.faults = faults

    def take(self, method):
        """The faults that hit a request of this method; each counts down."""
        hits = []
        with self.lock:
            for fault in self.faults:
                if fault.method not in (None, method) or fault.count == 0:
                    continue
                if fault.count is not None:
                    fault.count -= 1
                hits.append(fault)
        return {fault.kind: fault.value for fault in hits}
