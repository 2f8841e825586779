"""What a technician would prepare for a lane: its configuration file and its key, written once."""
import os

# Argon2id over the PINs 1234 and 4321 and the badges 0410000000001 and 0410000000002, two passes over 16 MiB: made with
# libsodium's crypto_pwhash_str, because Python's library has no Argon2
ATTENDANT_PIN = "$argon2id$v=19$m=16384,t=2,p=1$uJGiy/YuThUm5CXa2xq+6g$uadLxhNgk5xehCRDMANyQwJHH8lPWy52pQHLpO5IIOY"
ATTENDANT_BADGE = "$argon2id$v=19$m=16384,t=2,p=1$Ehpd7EQNsk7TgP6duTdExQ$DN2vxquv9OE2Ffzzw4x0rjfg+U6d4CjiIfmEJUoyQ3U"
MANAGER_PIN = "$argon2id$v=19$m=16384,t=2,p=1$yuQiNHk1WumIc4rKJEQJUA$LFRIWD61kxqrSpzNGgIlsyqumrw9vTkSrH6/BgeSVaQ"
MANAGER_BADGE = "$argon2id$v=19$m=16384,t=2,p=1$4KV/x7Y6vy4wIOjg95XWQA$TTjGxrZ6OomVMLxOIdjucM6xJ8thSnXojFTwRsxXtj0"


def sale_text(catalogue):
    keys = ["tares = Paper bag:5, Net bag:9"]
    if catalogue.age_categories:
        keys.append(f"age_categories = {catalogue.age_categories}")
    if catalogue.bag:
        keys.append(f"bag = {catalogue.bag}")
    return "\n; what loose articles are packed in, categories that need a look at the customer's age, the bag that the basket offers\n[sale]\n" + "\n".join(keys) + "\n"


def ini_text(office, certificate):
    sale = sale_text(office.catalogue)
    authority = f"ca_file = {os.path.abspath(certificate)}\n" if certificate else ""
    return f"""; the shop's server and the account of this lane
[server]
url = {office.url}
database = {office.database}
login = {office.login}
key_file = lane.key
pos_config = {office.catalogue.load['pos.config']['name']}
{authority}
; where this lane stands and what it speaks
[lane]
name = Lane 1
timezone = Europe/Brussels
languages = en, fr, de, ar
{sale}
; NAME = role, badge, PIN: badge and PIN are Argon2id; a line may be 199 characters, so the PIN stands on a line of its own
; the attendant has PIN 1234 and badge 0410000000001, the manager 4321 and 0410000000002
[attendants]
Demo attendant = attendant, {ATTENDANT_BADGE}
    {ATTENDANT_PIN}
Demo manager = manager, {MANAGER_BADGE}
    {MANAGER_PIN}

; receipts go to a file, the card terminal approves everything and scripts put weights on the scale: nothing has to be
; plugged in
[devices]
printer = file
terminal = demo:approve
scale = demo
"""


def write_private(path, text, mode):
    """Whole or not at all, and on the disk when this returns."""
    temporary = path + ".new"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        os.fchmod(handle, mode)
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    os.rename(temporary, path)


def prepare_lane(folder, office, certificate):
    """Writes lane.key, lane.password and kiosk.ini when they aren't there; a technician's changes are never overwritten."""
    for name, text, mode in (("lane.key", office.key + "\n", 0o600), ("lane.password", office.password + "\n", 0o600),
                             ("kiosk.ini", ini_text(office, certificate), 0o644)):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            write_private(path, text, mode)
