"""Compares an answer with a recorded one by shape: keys, kinds of values, and the values that a client decides by."""
import re

# values that must be equal, not only alike, wherever they stand
DECISIVE = {"state", "successful", "redirect", "type", "target", "title", "rescue", "is_change", "current_session_state", "amount_total",
            "amount_tax", "amount_paid", "amount_return", "res_model", "server_version", "server_serie", "protocol_version"}
MESSAGES = ("odoo.exceptions.UserError", "odoo.exceptions.AccessError", "odoo.exceptions.AccessDenied", "odoo.exceptions.MissingError",
            "builtins.KeyError", "builtins.AttributeError", "builtins.TypeError", "odoo.http.SessionExpiredException")
# keys whose recorded value is empty or full by chance
BY_CHANCE = {"barcode", "default_code", "current_session_id", "payment_status", "transaction_id", "ticket", "card_type", "cardholder_name",
             "last_session_closing_date"}


def plain(text):
    """A message without its numbers and names of sessions."""
    return re.sub(r"\d+", "#", str(text))


def kind(value):
    if value is False:
        return "empty"
    if isinstance(value, bool):
        return "true"
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str):
        return "reference"
    return {dict: "object", list: "list", str: "text", int: "whole", float: "decimal", type(None): "null"}[type(value)]


def numbered(keys):
    return bool(keys) and all(re.fullmatch(r"-?\d+", k) for k in keys)


def alike(recorded, live, key):
    """May a value of the live kind stand where the recorded kind stood?"""
    if recorded == live:
        return True
    pair = {recorded, live}
    if pair <= {"true", "empty"}:
        return True  # a flag
    if "empty" in pair:
        # a recorded empty field says nothing about what a full one looks like; an empty one where there was a value is a drift
        return recorded == "empty" or key in BY_CHANCE
    return False


def compare(recorded, live, path, problems, key=""):
    mine, theirs = kind(recorded), kind(live)
    if pairs_of_whole_and_decimal(recorded, live):
        return
    if not alike(mine, theirs, key):
        problems.append(f"{path}: recorded {mine}, got {theirs} ({str(live)[:60]!r})")
        return
    if key in DECISIVE and not equal(recorded, live):
        problems.append(f"{path}: recorded {recorded!r}, got {live!r}")
    if mine == theirs == "object":
        compare_objects(recorded, live, path, problems)
    elif mine == theirs == "list":
        compare_lists(recorded, live, path, problems)


def pairs_of_whole_and_decimal(recorded, live):
    """A sum over nothing is the whole number 0 where a sum over something is a decimal."""
    return {kind(recorded), kind(live)} == {"whole", "decimal"} and (recorded == 0 or live == 0)


def equal(recorded, live):
    if isinstance(recorded, float) and isinstance(live, (int, float)):
        return abs(recorded - live) < 1e-6
    return recorded == live


def compare_objects(recorded, live, path, problems):
    if numbered(recorded) and numbered(live):
        compare_lists(list(recorded.values()), list(live.values()), path, problems)
        return
    if set(recorded) != set(live):
        problems.append(f"{path}: keys missing {sorted(set(recorded) - set(live))}, keys too many {sorted(set(live) - set(recorded))}")
    for key in recorded:
        if key in live:
            compare(recorded[key], live[key], f"{path}.{key}", problems, key)


def compare_lists(recorded, live, path, problems):
    """Lists of records: a live record's field must be of a kind that some recorded record has there."""
    if not recorded or not live:
        return
    if not all(isinstance(r, dict) for r in recorded + live):
        if len(recorded) == len(live):
            for i, (one, other) in enumerate(zip(recorded, live)):
                compare(one, other, f"{path}[{i}]", problems)
        return
    if len(recorded) == len(live):
        for i, (one, other) in enumerate(zip(recorded, live)):
            compare_record(recorded, one, other, f"{path}[{i}]", problems)
    else:
        for i, other in enumerate(live):
            compare_record(recorded, recorded[min(i, len(recorded) - 1)], other, f"{path}[{i}]", problems, same=False)


def compare_record(all_recorded, one, other, path, problems, same=True):
    # the keys of some recorded record: a group of taxes has fewer than the others, wherever it stands
    if set(other) not in [set(r) for r in all_recorded]:
        problems.append(f"{path}: keys missing {sorted(set(one) - set(other))}, keys too many {sorted(set(other) - set(one))}")
    for key in set(one) & set(other):
        kinds = {kind(r[key]) for r in all_recorded if key in r}
        if same and kind(one[key]) == kind(other[key]):
            compare(one[key], other[key], f"{path}.{key}", problems, key)
        elif not any(alike(k, kind(other[key]), key) for k in kinds) and not pairs_of_whole_and_decimal(one[key], other[key]):
            problems.append(f"{path}.{key}: recorded {'/'.join(sorted(kinds))}, got {kind(other[key])} ({str(other[key])[:60]!r})")


def compare_answer(recorded, live, stored):
    """A whole JSON-RPC answer. `stored`: the call stores orders, where an empty list means something else than a full one."""
    problems = []
    if set(recorded) != set(live):
        problems.append(f"answer has {sorted(live)}, recorded {sorted(recorded)}: {str(live)[:300]}")
        return problems
    if "error" in recorded:
        mine, theirs = recorded["error"], live["error"]
        compare(mine, theirs, "error", problems)
        if mine["code"] != theirs["code"] or mine["message"] != theirs["message"]:
            problems.append(f"error is {theirs['code']} {theirs['message']!r}, recorded {mine['code']} {mine['message']!r}")
        if mine["data"]["name"] != theirs["data"]["name"]:
            problems.append(f"error.data.name is {theirs['data']['name']} ({theirs['data']['message'][:120]}), recorded {mine['data']['name']}")
        elif mine["data"]["name"] in MESSAGES and plain(mine["data"]["message"]) != plain(theirs["data"]["message"]):
            problems.append(f"error.data.message is {theirs['data']['message']!r}, recorded {mine['data']['message']!r}")
    elif "result" in recorded:
        compare(recorded["result"], live["result"], "result", problems)
        if stored and isinstance(recorded["result"], list) and isinstance(live["result"], list) and len(recorded["result"]) != len(live["result"]):
            problems.append(f"result has {len(live['result'])} orders, recorded {len(recorded['result'])}")
        if isinstance(recorded["result"], dict) and "message" in recorded["result"] and recorded["result"].get("message") != live["result"].get("message"):
            problems.append(f"result.message is {live['result'].get('message')!r}")
    return problems
