"""Search domains: prefix notation with &, | and !, evaluated over plain records."""
import re

from .errors import ServerError, value_error

COMPARE = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


def _key(value):
    """A many2one is compared by its id."""
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[1], str) else value


def _text(value):
    if isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[1], str):
        return value[1]
    return "" if value in (False, None) else str(value)


def _like(pattern, value, ignore_case, whole):
    parts = ["".join(".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)]
    expression = parts[0] if whole else ".*" + parts[0] + ".*"
    return re.fullmatch(expression, value, (re.IGNORECASE if ignore_case else 0) | re.DOTALL) is not None


def _equal(left, right):
    if left is None:
        left = False
    if right is None:
        right = False
    if isinstance(left, bool) or isinstance(right, bool):
        return (left or False) == (right or False) if not (left is True or right is True) else bool(left) == bool(right)
    return left == right


def _leaf(record, leaf, known):
    field, operator, right = leaf
    if known is not None and field.split(".")[0] not in known:
        raise value_error(f"Invalid field {known.model}.{field} in leaf ({field!r}, {operator!r}, {right!r})")
    left = record.get(field.split(".")[0], False)
    many = isinstance(left, list) and not (len(left) == 2 and isinstance(left[1], str))
    if operator in ("=", "!=", "=="):
        if many:
            found = right in left if right not in (False, None) else not left
        elif isinstance(right, str) and isinstance(left, (list, tuple)):
            found = _text(left) == right
        else:
            found = _equal(_key(left), right)
        return found != (operator == "!=")
    if operator in ("in", "not in"):
        right = right if isinstance(right, (list, tuple)) else [right]
        found = any(_equal(value, r) for r in right for value in (left if many else [_key(left)]))
        return found != (operator == "not in")
    if operator in COMPARE:
        left = _key(left)
        if left in (False, None) and not isinstance(right, bool):
            return False
        try:
            return COMPARE[operator](left, right)
        except TypeError:
            return False
    if operator in ("like", "ilike", "not like", "not ilike", "=like", "=ilike"):
        found = _like(str(right), _text(left), "ilike" in operator, operator.startswith("="))
        return found != operator.startswith("not")
    if operator == "child_of":
        return _key(left) in (right if isinstance(right, list) else [right]) or (many and bool(set(left) & set(right if isinstance(right, list) else [right])))
    raise value_error(f"Invalid leaf {leaf!r}")


class Fields(set):
    """The fields of a model, for the error that names it."""

    def __init__(self, model, names):
        super().__init__(names)
        self.model = model


def compile_domain(domain, known=None):
    """Returns a function record -> bool; complains about a malformed domain at once, not at the first record."""
    if domain and not isinstance(domain, (list, tuple)):
        raise ServerError("builtins.AssertionError", "Domains to normalize must have a 'domain' form: a list or tuple of domain components")
    stack = []
    for item in reversed(domain or []):
        if item == "!":
            inner = stack.pop()
            stack.append(lambda record, inner=inner: not inner(record))
        elif item in ("&", "|"):
            left, right = stack.pop(), stack.pop()
            if item == "&":
                stack.append(lambda record, left=left, right=right: left(record) and right(record))
            else:
                stack.append(lambda record, left=left, right=right: left(record) or right(record))
        elif isinstance(item, (list, tuple)) and len(item) == 3:
            if isinstance(item[0], str):
                _leaf({}, item, known)
                stack.append(lambda record, item=item: _leaf(record, item, None))
            else:  # (1, '=', 1)
                stack.append(lambda record, truth=item[0] == item[2]: truth)
        else:
            raise value_error(f"Domain() invalid item in domain: {item!r}")
    terms = list(reversed(stack))
    if len(terms) == 1:
        return terms[0]
    return lambda record: all(term(record) for term in terms)


def fixed_values(domain, field):
    """The values that `field` must have when that follows from the top level of the domain, else None: saves reading a table."""
    if any(item in ("|", "!") for item in domain or []):
        return None
    for item in domain or []:
        if isinstance(item, (list, tuple)) and item[0] == field and item[1] in ("=", "in"):
            return list(item[2]) if isinstance(item[2], (list, tuple)) else [item[2]]
    return None


def lower_bound(domain, field):
    """The largest value that `field` must exceed, from the top level of the domain; 0 when there is none."""
    if any(item in ("|", "!") for item in domain or []):
        return 0
    bounds = [item[2] + (0 if item[1] == ">" else -1) for item in domain or []
              if isinstance(item, (list, tuple)) and item[0] == field and item[1] in (">", ">=") and isinstance(item[2], int)]
    return max(bounds, default=0)


def newest_bound(domain, field):
    """The moment after which `field` must lie, from the top level of the domain; empty when there is none."""
    if any(item in ("|", "!") for item in domain or []):
        return ""
    return max((item[2] for item in domain or [] if isinstance(item, (list, tuple)) and item[0] == field and item[1] in (">", ">=")
                and isinstance(item[2], str)), default="")


def sort_records(records, order):
    """Sorts by 'field [asc|desc], ...'; empty values come last going up and first going down, as in PostgreSQL."""
    for part in reversed([p.strip() for p in (order or "").split(",") if p.strip()]):
        name, _, direction = part.partition(" ")

        def key(record, name=name):
            value = record.get(name)
            value = value[1] if isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[1], str) else value
            empty = value is None or (value is False)
            return (empty, 0 if empty else value)

        records = sorted(records, key=key, reverse=direction.strip().lower().startswith("desc"))
    return records
