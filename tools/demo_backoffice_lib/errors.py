"""What the server refuses with: one exception that carries the name a client sees in error.data.name."""


class ServerError(Exception):
    """An error as the wire shows it. `name` is the class a client tells errors apart by."""

    def __init__(self, name, message, code=200, title="Odoo Server Error", arguments=None):
        super().__init__(message)
        self.name, self.message, self.code, self.title = name, message, code, title
        self.arguments = [message] if arguments is None else arguments


class UnknownModel(ServerError):
    """A cookie's route shows the missing key as it is; /jsonrpc has a sentence for it."""

    def __init__(self, model):
        super().__init__("builtins.KeyError", model)


def validation_error(message):
    return ServerError("odoo.exceptions.ValidationError", message)


def user_error(message):
    return ServerError("odoo.exceptions.UserError", message)


def access_denied():
    return ServerError("odoo.exceptions.AccessDenied", "Access Denied")


def session_expired():
    return ServerError("odoo.http.SessionExpiredException", "Session expired", 100, "Odoo Session Expired")


def access_error(what, model, action, *groups):
    allowed = "".join(f"\n\t- {group}" for group in groups)
    return ServerError("odoo.exceptions.AccessError",
                       f"You are not allowed to {action} '{what}' ({model}) records.\n\n"
                       f"This operation is allowed for the following groups:{allowed}\n\n"
                       "Contact your administrator to request access if necessary.")


def missing_error(model, record_id, uid):
    return ServerError("odoo.exceptions.MissingError",
                       f"Record does not exist or has been deleted.\n(Record: {model}({record_id},), User: {uid})")


def key_error(key):
    return ServerError("builtins.KeyError", str(key), arguments=[key])


def value_error(message):
    return ServerError("builtins.ValueError", message)


def type_error(message):
    return ServerError("builtins.TypeError", message)


def aborted_transaction():
    return ServerError("psycopg2.errors.InFailedSqlTransaction",
                       "current transaction is aborted, commands ignored until end of transaction block\n")


def foreign_key(what, model, constraint):
    """The server's wording for a reference to a record that isn't there. It speaks of deleting, which misleads everybody."""
    return validation_error("The operation cannot be completed: another model requires the record being deleted. "
                            f"If possible, archive it instead.\n\nModel: {what} ({model})\nConstraint: {constraint}\n")


def mandatory_field(what, model, label, field):
    return validation_error("The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n"
                            "- Delete: another model requires the record being deleted. If possible, archive it instead.\n\n"
                            f"Model: {what} ({model})\nField: {label} ({field})\n")
