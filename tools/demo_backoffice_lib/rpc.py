"""JSON-RPC: from a parsed request to a result, or to an error in the server's words."""
import inspect
import time

from . import closing, loading, models, orders, rights, sessions
from .errors import ServerError, UnknownModel, access_denied, access_error, key_error, missing_error, session_expired, type_error, user_error, value_error

VERSION = {"server_version": "17.0", "server_version_info": [17, 0, 0, "final", 0, ""], "server_serie": "17.0", "protocol_version": 1}


class Call:
    """One method call: the office it goes to, the model, and the context that came with it."""

    def __init__(self, office, model, context):
        self.office, self.model, self.context, self.batch = office, model, context or {}, False
        self.language = office.catalogue.language(self.context.get("lang"))


def check_object_reference(call, module, xml_id, raise_on_access_error=False):
    names = {"product_uom_unit": "Units", "product_uom_kgm": "kg", "product_uom_litre": "L"}
    unit = next((u for u in call.office.catalogue.load["uom.uom"] if module == "uom" and u["name"] == names.get(xml_id)), None)
    if unit is None:
        raise value_error(f"No record found for unique ID {module}.{xml_id}. It may have been deleted.")
    return ["uom.uom", unit["id"]]


def has_group(call, group_ext_id):
    return group_ext_id in call.office.groups


def log_partner_message(call, ids, partner_id, action, message_type):
    return None


def write_config(call, ids, values):
    if "receipt_footer" in values or "receipt_header" in values:
        raise ServerError("odoo.exceptions.AccessError", "Only administrators can edit receipt headers and footers")
    if "payment_method_ids" in values and sessions.current(call.office):
        raise user_error("Unable to modify this PoS Configuration because you can't modify Payment Methods while a session is open.")
    return True


def unlink_order(call, ids):
    for order_id in ids:
        state = call.office.store.order_states(order_id)
        if state and state[0] not in ("draft", "cancel"):
            raise user_error("In order to delete a sale, it must be new or cancelled.")
    orders.remove_from_ui(call, ids)
    return True


def forbidden(what, model, action, *groups):
    def refuse(call, *args, **kwargs):
        raise access_error(what, model, action, *groups)
    return refuse


# (model, method) -> function. The models' own methods that take records get the ids first; the others don't.
METHODS = {
    ("pos.config", "open_ui"): sessions.open_ui,
    ("pos.config", "write"): write_config,
    ("pos.session", "create"): sessions.create_session,
    ("pos.session", "login"): sessions.login,
    ("pos.session", "set_cashbox_pos"): sessions.set_cashbox_pos,
    ("pos.session", "load_pos_data"): loading.load_pos_data,
    ("pos.session", "get_pos_ui_product_product_by_params"): loading.products_by_params,
    ("pos.session", "get_pos_ui_res_partner_by_params"): loading.partners_by_params,
    ("pos.session", "get_pos_ui_product_pricelist_item_by_product"): loading.items_by_product,
    ("pos.session", "find_product_by_barcode"): loading.find_product_by_barcode,
    ("pos.session", "get_closing_control_data"): closing.get_closing_control_data,
    ("pos.session", "post_closing_cash_details"): closing.post_closing_cash_details,
    ("pos.session", "update_closing_control_state_session"): closing.update_closing_control_state_session,
    ("pos.session", "close_session_from_ui"): closing.close_session_from_ui,
    ("pos.session", "action_pos_session_closing_control"): closing.action_pos_session_closing_control,
    ("pos.session", "try_cash_in_out"): closing.try_cash_in_out,
    ("pos.session", "log_partner_message"): log_partner_message,
    ("pos.close.session.wizard", "close_session"): closing.force_close,
    ("pos.order", "create_from_ui"): orders.create_from_ui,
    ("pos.order", "remove_from_ui"): orders.remove_from_ui,
    ("pos.order", "export_for_ui"): orders.export_for_ui,
    ("pos.order", "search_paid_order_ids"): orders.search_paid_order_ids,
    ("pos.order", "unlink"): unlink_order,
    ("ir.model.data", "check_object_reference"): check_object_reference,
    ("res.users", "has_group"): has_group,
    ("product.product", "write"): forbidden("Product Variant", "product.product", "modify", "Administration/Settings", "Inventory/Administrator",
                                            "Invoicing/Billing Administrator", "Point of Sale/Administrator"),
    ("account.tax", "write"): forbidden("Tax", "account.tax", "modify", "Invoicing/Billing Administrator"),
    ("res.partner", "create"): forbidden("Contact", "res.partner", "create", "Extra Rights/Contact Creation", "Inventory/Administrator"),
    ("res.users", "create"): forbidden("User", "res.users", "create", "Administration/Access Rights"),
    ("res.users", "write"): forbidden("User", "res.users", "modify", "Administration/Access Rights"),
    ("res.users", "unlink"): forbidden("User", "res.users", "delete", "Administration/Access Rights"),
}
GENERIC = {"search_read": models.search_read, "read": models.read, "search": models.search, "search_count": models.search_count,
           "fields_get": models.fields_get}
NEEDS_SESSION = {"get_pos_ui_product_product_by_params", "get_pos_ui_res_partner_by_params", "get_pos_ui_product_pricelist_item_by_product",
                 "find_product_by_barcode", "log_partner_message"}
CLASSES = {"pos.order": "PosOrder", "pos.session": "PosSession", "pos.config": "PosConfig"}


def missing_arguments(label, function, skip, args, kwargs):
    """The sentence that Python has for a wrong number of arguments, or None when the call fits."""
    try:
        inspect.signature(function).bind(*([None] * skip), *args, **kwargs)
        return None
    except TypeError:
        pass
    names = [p.name for p in list(inspect.signature(function).parameters.values())[skip:] if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    missing = [n for n in names[len(args):] if n not in kwargs]
    if missing:
        quoted = [repr(n) for n in missing]
        listed = quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + (", and " if len(quoted) > 2 else " and ") + quoted[-1]
        return f"{label}() missing {len(missing)} required positional argument{'s' if len(missing) > 1 else ''}: {listed}"
    return f"{label}() got arguments that it does not take"


def call_method(office, model, method, args, kwargs):
    kwargs = dict(kwargs or {})
    call = Call(office, model, kwargs.pop("context", None))
    if method.startswith("_"):
        raise ServerError("odoo.exceptions.AccessError", f"Private methods (such as {method}) cannot be called remotely.")
    rights.check(office, model, method)
    function = METHODS.get((model, method))
    if function is None:
        if method not in GENERIC:
            models.records(call, model, [["id", "in", []]])  # an unknown model complains first
            raise ServerError("builtins.AttributeError", f"The method {method!r} does not exist on the model {model!r}")
        function = GENERIC[method]
    complaint = missing_arguments(f"{CLASSES.get(model, model)}.{method}", function, 1, args, kwargs)
    if complaint:
        raise type_error(complaint)
    if method in NEEDS_SESSION:
        sessions.need(office, args[0])
    return function(call, *args, **kwargs)


# --- services of /jsonrpc ---

def check_database(office, database):
    if database != office.database:
        raise ServerError("psycopg2.OperationalError", f"connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"{database}\" does not exist\n")


def authenticate(office, database, login, password, user_agent_env):
    check_database(office, database)
    return office.uid if login == office.login and password in (office.key, office.password) else False


def sign_in(office, database, login, password):
    return authenticate(office, database, login, password, None)


def version(office):
    return VERSION


def execute_kw(office, database, uid, password, model, method, args, kwargs=None):
    check_database(office, database)
    uid = int(uid)
    if uid == ROOT_USER:
        raise access_denied()
    if uid != office.uid:
        raise missing_error("res.users", uid, uid)
    if password not in (office.key, office.password):
        raise access_denied()
    try:
        return call_method(office, model, method, args, kwargs)
    except UnknownModel:
        raise user_error(f"Object {model} doesn't exist") from None


def execute(office, database, uid, password, model, method, *args):
    return execute_kw(office, database, uid, password, model, method, args, {})


ROOT_USER = 1  # of the server itself: nobody signs in as it
SERVICES = {("common", "version"): version, ("common", "about"): version, ("common", "authenticate"): authenticate, ("common", "login"): sign_in,
            ("object", "execute_kw"): execute_kw, ("object", "execute"): execute}


def jsonrpc(office, params):
    complaint = missing_arguments("RPC.jsonrpc", lambda service, method, args: None, 0, (), {n: v for n, v in params.items() if n in ("service", "method", "args")})
    if complaint:
        raise type_error(complaint)
    service, method, args = params["service"], params["method"], params["args"]
    if service not in ("common", "object", "db"):
        raise key_error(service)
    if service == "object" and len(args) < 3:
        raise ServerError("builtins.IndexError", "list index out of range")
    function = SERVICES.get((service, method))
    if function is None and service == "object":
        raise ServerError("builtins.NameError", f"Method not available {method}")
    if function is None:
        raise ServerError("builtins.Exception" if service == "common" else "builtins.KeyError", f"Method not found: {method}")
    complaint = missing_arguments(method if service == "object" else f"exp_{method}", function, 1, args, {})
    if complaint:
        raise type_error(complaint)
    return function(office, *args)


# --- routes with a cookie ---

def open_web_session(office, params):
    """Signs in as a browser does: the password only, never the API key. Returns (session info, cookie)."""
    for name in ("db", "login", "password"):
        if name not in params:
            raise type_error(f"Session.authenticate() missing 1 required positional argument: {name!r}")
    check_database(office, params["db"])
    if params["login"] != office.login or params["password"] != office.password:
        raise access_denied()
    import secrets
    cookie = secrets.token_hex(20)
    office.store.run("INSERT INTO cookies VALUES (?, ?)", cookie, time.time() + 604800)
    load = office.catalogue.load
    company, currency = load["res.company"], load["res.currency"]
    info = {"uid": office.uid, "is_system": False, "is_admin": False, "is_public": False, "is_internal_user": True,
            "user_context": {"lang": "en_US", "tz": False, "uid": office.uid}, "db": office.database,
            "user_settings": {"id": 1, "user_id": {"id": office.uid}, "is_discuss_sidebar_category_channel_open": True,
                              "is_discuss_sidebar_category_chat_open": True, "push_to_talk_key": False, "use_push_to_talk": False,
                              "voice_active_duration": 200, "volume_settings_ids": [["ADD", []]]},
            "server_version": "17.0", "server_version_info": VERSION["server_version_info"], "support_url": "", "name": office.user_name,
            "username": office.login, "partner_display_name": office.user_name, "partner_id": load["res.users"]["partner_id"][0],
            "web.base.url": office.url, "active_ids_limit": 20000, "profile_session": None, "profile_collectors": None, "profile_params": None,
            "max_file_upload_size": 134217728, "home_action_id": False, "cache_hashes": {"translations": "0" * 40, "load_menus": "0" * 64},
            "currencies": {str(currency["id"]): {"symbol": currency["symbol"], "position": currency["position"], "digits": [69, currency["decimal_places"]]}},
            "bundle_params": {"lang": "en_US"},
            "user_companies": {"current_company": company["id"], "allowed_companies": {str(company["id"]): {
                "id": company["id"], "name": company["name"], "sequence": 0, "child_ids": [], "parent_id": False}}, "disallowed_ancestor_companies": {}},
            "show_effect": True, "display_switch_company_menu": False, "user_id": [office.uid], "max_time_between_keys_in_ms": 100,
            "websocket_worker_version": "17.0-1", "notification_type": "email", "odoobot_initialized": False, "is_quick_edit_mode_enabled": False}
    return info, cookie


def call_kw(office, params, cookie):
    known = office.store.rows("SELECT until FROM cookies WHERE id = ?", cookie or "")
    if not known or known[0][0] < time.time():
        raise session_expired()
    missing = [n for n in ("model", "method", "args", "kwargs") if n not in params]
    if missing:
        quoted = ", ".join(repr(n) for n in missing[:-1]) + (", and " if len(missing) > 2 else " and " if len(missing) == 2 else "") + repr(missing[-1])
        raise type_error(f"DataSet.call_kw() missing {len(missing)} required positional argument{'s' if len(missing) > 1 else ''}: {quoted}")
    return call_method(office, params["model"], params["method"], params["args"], params["kwargs"])


def method_of(path, params):
    """The Odoo method that a request means; faults and counts go by it."""
    if path == "/jsonrpc":
        args = params.get("args")
        if params.get("method") in ("execute_kw", "execute") and isinstance(args, list) and len(args) > 4:
            return str(args[4])
        return str(params.get("method"))
    if path.startswith("/web/dataset/call_kw"):
        return str(params.get("method"))
    return path.strip("/").split("/")[-1]
