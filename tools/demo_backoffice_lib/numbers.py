"""Rounding as the server rounds: half away from zero after one step of the last binary place."""
import math


def round_to(value, step, method="HALF-UP"):
    if not value or not step:
        return 0.0 if not value else value
    n = value / step
    sign = math.copysign(1, n)
    epsilon = 2 ** (math.log2(abs(n)) - 52)
    if method == "UP":
        return math.ceil(abs(n - sign * epsilon)) * sign * step
    if method == "DOWN":
        return math.floor(abs(n + sign * epsilon)) * sign * step
    return math.floor(abs(n + sign * epsilon) + 0.5) * sign * step


def round_digits(value, digits):
    """Rounds to decimals and drops the binary noise that the multiplication leaves."""
    return round(round_to(value, 10.0 ** -digits), digits)


def is_zero(value, step):
    return abs(round_to(value, step)) < step / 2
