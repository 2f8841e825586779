"""The server's time. It can be told to be wrong, because clocks of servers are."""
import threading
import time
from datetime import datetime, timezone
from email.utils import format_datetime

_thread = threading.local()


def set_offset(seconds):
    """The offset of the request that this thread serves."""
    _thread.offset = seconds


def now():
    return time.time() + getattr(_thread, "offset", 0)


def text(moment=None):
    """A moment as the database writes it: UTC, seconds, no zone."""
    return datetime.fromtimestamp(now() if moment is None else moment, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def http_date():
    return format_datetime(datetime.fromtimestamp(int(now()), timezone.utc), usegmt=True)
