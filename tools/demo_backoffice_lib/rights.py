"""What the lane's user may do; the words are those of an Odoo 17 whose administrator took a right away."""
from .errors import access_error, user_error

INTERNAL, POS, INVENTORY = "base.group_user", "point_of_sale.group_pos_user", "stock.group_stock_user"
USUAL = (INTERNAL, POS)
# model: its name, and who may read it, as the server says it
OF_POS = {
    "pos.config": ("Point of Sale Configuration", "Administration/Settings", "Point of Sale/Administrator", "Point of Sale/User"),
    "pos.session": ("Point of Sale Session", "Point of Sale/User"),
    "pos.order": ("Point of Sale Orders", "Inventory/User", "Point of Sale/User"),
    "pos.payment.method": ("Point of Sale Payment Methods", "Point of Sale/Administrator", "Point of Sale/User"),
    "pos.category": ("Point of Sale Category", "Point of Sale/Administrator", "Point of Sale/User"),
    "decimal.precision": ("Decimal Precision", "Administration/Settings", "Point of Sale/User"),
}
OF_INTERNAL = {
    "res.users": ("User", "Administration/Access Rights", "User types/Internal User", "User types/Portal", "User types/Public"),
    "uom.uom": ("Product Unit of Measure", "Administration/Settings", "Inventory/Administrator", "Point of Sale/Administrator", "User types/Internal User"),
    "res.lang": ("Languages", "Administration/Settings", "User types/Internal User", "User types/Portal", "User types/Public"),
}


def check(office, model, method):
    if method == "has_group":
        return
    for right, models in ((POS, OF_POS), (INTERNAL, OF_INTERNAL)):
        if right not in office.groups and model in models:
            what, *groups = models[model]
            raise access_error(what, model, "access", *groups)


def no_sender(office):
    """The server writes a message in the user's name when a session was closed, and needs an address to write from."""
    return None if office.email else user_error("Unable to send message, please configure the sender's email address.")
