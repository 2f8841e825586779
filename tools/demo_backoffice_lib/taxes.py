"""Tax amounts of a line, computed as the server recomputes them when a session is closed."""
import math

from .numbers import round_to


def flatten(taxes):
    """Groups are replaced in place by their members; the list is already in the order of evaluation."""
    flat = []
    for tax in taxes:
        flat += flatten(tax["children_tax_ids"]) if tax["amount_type"] == "group" else [tax]
    return flat


def _strip(base, included):
    return (base - included["fixed"]) / (1 + sum(included["percent"]) / 100) * (100 - sum(included["division"])) / 100


def _nothing_included():
    return {"fixed": 0.0, "percent": [], "division": []}


def _strip_included(taxes, base, quantity):
    """Walks back over the taxes; returns the base without included taxes and the totals to be met on the way forward."""
    included, affected, store, checkpoints = _nothing_included(), True, True, {}
    for i in range(len(taxes) - 1, -1, -1):
        tax = taxes[i]
        if tax["include_base_amount"] and affected:
            base, included, store = _strip(base, included), _nothing_included(), True
        if tax["price_include"]:
            amount = tax["amount"] * tax.get("sum_repartition_factor", 1.0)
            if tax["amount_type"] in ("percent", "division"):
                included[tax["amount_type"]].append(amount)
            else:
                included["fixed"] = abs(quantity) * amount
            if store and tax["amount"] != 0:
                checkpoints[i], store = base, False
        affected = tax["is_base_affected"]
    return _strip(base, included), checkpoints


def _amount_of(tax, base, quantity):
    if tax["amount_type"] == "percent":
        return base * tax["amount"] / 100
    if tax["amount_type"] == "division":
        rest = 1 - tax["amount"] / 100
        return base / rest - base if rest else 0.0
    return (math.copysign(quantity, base) if base else quantity) * tax["amount"]


def compute_all(taxes, price, quantity, step, globally, direction=1):
    """Returns (total without tax, total with tax, {tax id: amount}). `direction` is the sign of what costs nothing but is taxed."""
    taxes = flatten(taxes)
    precision = step * 1e-5 if globally else step
    base = round_to(price * quantity, step)
    sign = direction if base == 0 else math.copysign(1, base)
    base, checkpoints = _strip_included(taxes, abs(base), quantity)
    excluded = base = total = round_to(base, step)
    carried, skip, amounts = 0.0, False, {}
    for i, tax in enumerate(taxes):
        factor = tax.get("sum_repartition_factor", 1.0)
        own_base = base if tax["price_include"] or tax["is_base_affected"] else excluded
        if not skip and tax["price_include"] and i in checkpoints and factor:
            amount, carried = checkpoints[i] - (base + carried), 0.0
        else:
            amount = _amount_of(tax, own_base, quantity)
        amount = round_to(round_to(amount, precision) * factor, precision)
        if tax["price_include"] and i not in checkpoints:
            carried += amount
        amounts[tax["id"]] = amounts.get(tax["id"], 0.0) + sign * amount
        if tax["include_base_amount"]:
            base += amount
            skip = skip or not tax["price_include"]
        total += amount
    return sign * excluded, sign * round_to(total, step), amounts


def map_taxes(tax_ids, position, order_of):
    """Taxes after a fiscal position: rows with an archived or absent destination as the server reads them, in tax order."""
    if not position:
        return list(tax_ids)
    rows, mapped = list(position.get("fiscal_position_taxes_by_id", {}).values()), []
    for tax_id in tax_ids:
        own = [r for r in rows if r["tax_src_id"] and r["tax_src_id"][0] == tax_id and not (r["tax_dest_id"] and not r.get("tax_dest_active", True))]
        for new in [r["tax_dest_id"][0] for r in own if r["tax_dest_id"]] if own else [tax_id]:
            if new not in mapped:
                mapped.append(new)
    return sorted(mapped, key=lambda tax_id: order_of.get(tax_id, len(order_of)))
