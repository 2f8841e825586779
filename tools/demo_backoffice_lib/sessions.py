"""pos.config and pos.session: opening, logging in, the records as a client reads them."""
import secrets

from . import clock
from .errors import missing_error
from .numbers import round_to


def new_session(office, rescue_for=None):
    """Creates a session of the lane's configuration, in the state that a fresh one has."""
    config = office.catalogue.load["pos.config"]
    store = office.store
    last = last_closed(office)
    state = "opening_control" if config["cash_control"] and not rescue_for else "opened"
    start = last["balance_end_real"] if last and not rescue_for else 0.0
    doc = {"login_number": 0, "access_token": secrets.token_hex(16), "start_at": clock.text(), "stop_at": False, "opening_notes": False,
           "closing_notes": False, "balance_start": start, "previous_end": start, "balance_end_real": 0.0, "moves": [], "write_date": clock.text()}
    with store.transaction():
        session_id = store.add_session(state, bool(rescue_for), doc)
        session = store.session(session_id)
        session["name"] = f"POS/{session_id:05d}" + (f" (RESCUE FOR {rescue_for})" if rescue_for else "")
        store.save_session(session)
    return session


def current(office):
    """The session that the configuration shows: the newest one that isn't closed and isn't a rescue session."""
    found = office.store.sessions("WHERE rescue = 0 AND state != 'closed'")
    return found[0] if found else None


def last_closed(office):
    found = office.store.sessions("WHERE rescue = 0 AND state = 'closed'")
    return found[0] if found else None


def need(office, session_id):
    if isinstance(session_id, (list, tuple)):
        session_id = session_id[0] if session_id else 0
    session = office.store.session(session_id)
    if session is None:
        raise missing_error("pos.session", session_id, office.uid)
    return session


def config_record(office):
    """The configuration with the fields that follow the sessions."""
    record = dict(office.catalogue.load["pos.config"])
    open_one, last = current(office), last_closed(office)
    rescue = office.store.rows("SELECT count(*) FROM sessions WHERE rescue = 1 AND state != 'closed'")[0][0]
    record.update({
        "current_session_id": [open_one["id"], open_one["name"]] if open_one else False,
        "current_session_state": open_one["state"] if open_one else False,
        "has_active_session": bool(open_one),
        "number_of_rescue_session": rescue,
        "session_ids": [s["id"] for s in office.store.sessions()],
        "pos_session_state": open_one["state"] if open_one else False,
        "pos_session_username": office.user_name if open_one else False,
        "last_session_closing_cash": last["balance_end_real"] if last else 0.0,
        "last_session_closing_date": last["stop_at"][:10] if last and last["stop_at"] else False,
        "current_user_id": [office.uid, office.user_name],
    })
    shown = f"{record['name']} ({office.user_name})" if open_one else record["name"]
    record["display_name"] = shown
    return record


LOADED_FIELDS = ("id", "name", "user_id", "config_id", "start_at", "stop_at", "sequence_number", "payment_method_ids", "state",
                 "update_stock_at_closing", "cash_register_balance_start", "access_token")


def session_record(office, session):
    config = office.catalogue.load["pos.config"]
    return {
        "id": session["id"], "name": session["name"], "user_id": [office.uid, office.user_name],
        "config_id": [config["id"], f"{config['name']} ({office.user_name})"],
        "start_at": session["start_at"], "stop_at": session["stop_at"],
        "sequence_number": 1,  # the server never advances it
        "payment_method_ids": config["payment_method_ids"], "state": session["state"], "update_stock_at_closing": True,
        "cash_register_balance_start": session["balance_start"], "access_token": session["access_token"],
        "login_number": session["login_number"], "rescue": session["rescue"], "display_name": session["name"],
        "opening_notes": session["opening_notes"], "closing_notes": session["closing_notes"],
        "cash_register_balance_end_real": session["balance_end_real"], "cash_register_balance_end": 0.0,
        "cash_register_difference": 0.0, "cash_control": config["cash_control"], "company_id": config["company_id"],
        "currency_id": config["currency_id"], "create_date": session["start_at"], "write_date": session["write_date"],
        "order_count": office.store.rows("SELECT count(*) FROM orders WHERE session_id = ?", session["id"])[0][0],
    }


# --- calls ---

def open_ui(call, ids):
    """Creates a session when the configuration has none. A session that is stuck stays what it is, without a word."""
    office = call.office
    config_id = office.catalogue.load["pos.config"]["id"]
    if list(ids) != [config_id]:
        raise missing_error("pos.config", ids[0] if ids else 0, office.uid)
    with office.store.transaction():
        if current(office) is None:
            new_session(office)
    return {"type": "ir.actions.act_url", "url": f"/pos/ui?config_id={config_id}", "target": "self"}


def login(call, ids):
    """The next login number; the name space of order numbers of one client start."""
    with call.office.store.transaction():
        session = need(call.office, ids)
        session["login_number"] += 1
        call.office.store.save_session(session)
    return session["login_number"]


def set_cashbox_pos(call, ids, cashbox_value, notes):
    """The opening count. It checks no state: a closed session is open again afterwards, as on the real server."""
    office = call.office
    with office.store.transaction():
        session = need(office, ids)
        session["state"] = "opened"
        session["opening_notes"] = notes or ""
        difference = cashbox_value - session["balance_start"]
        session["balance_start"] = cashbox_value
        if round_to(difference, 0.01):
            kind = "Profit" if difference > 0 else "Loss"
            session["moves"].append({"name": f"Cash difference observed during the counting ({kind}) - opening", "amount": difference})
        session["write_date"] = clock.text()
        office.store.save_session(session)
    return None


def create_session(call, values):
    from .errors import validation_error
    with call.office.store.transaction():
        if current(call.office):
            raise validation_error("Another session is already opened for this point of sale.")
        return new_session(call.office)["id"]
