"""Exponential, logarithm and cosine, the same to the last bit on every machine.

A mathematics library may round these functions as it likes, and each does so differently. Here they are made of the
four operations of arithmetic and of operations on bits only, all of which IEEE 754 defines to the last bit, in an order
that compilers keep: nothing multiplies and adds in one step, nothing is reordered. (A square root is defined to the
last bit as well: ``math.sqrt``.)

The largest errors that were met, against exact values, in units of the last place: exp 0.86, log 0.85, cosine of
turns 1.25. The coefficients come from docs/make_polynomials.py.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule

_EXP_HIGHEST = 709.782712893384  # beyond this e^x is larger than any number of 64 bits
_EXP_LOWEST = -745.1332191019412  # below this e^x is nearer to 0 than to the smallest number
_TO_WHOLE = 6755399441055744.0  # 1.5 * 2 ** 52: adding it and taking it away again rounds to a whole number
_ALL_WHOLE = 4503599627370496.0  # 2 ** 52: from here on every number is a whole one
_SMALLEST_NORMAL = 2.2250738585072014e-308
_TO_NORMAL, _TO_NORMAL_POWER = 18014398509481984.0, 54  # 2 ** 54
_FRACTION_BITS = 52
_FRACTION = (1 << _FRACTION_BITS) - 1
_BIAS = 1023  # what is added to the power of 2 where it is kept, in the bits above the fraction
_ROOT_OF_HALF = 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2)
_TO_ROOT = (_BIAS << _FRACTION_BITS) - _ROOT_OF_HALF

_PER_LOG_2 = 1.4426950408889634
_LOG_2_HIGH = 0.6931471803691238
_LOG_2_LOW = 1.9082149292705877e-10
_QUARTER_HIGH = 1.5707963267948966
_QUARTER_LOW = 6.123233995736766e-17
_EXP_0 = 0.5
_EXP_1 = 0.1666666666666667
_EXP_2 = 0.04166666666666667
_EXP_3 = 0.008333333333326141
_EXP_4 = 0.0013888888888883752
_EXP_5 = 0.00019841269874800493
_EXP_6 = 2.4801587325533363e-05
_EXP_7 = 2.7557255425746435e-06
_EXP_8 = 2.755727366134862e-07
_EXP_9 = 2.5105206373957014e-08
_EXP_10 = 2.091467937659007e-09
_LOG_0 = 0.666666666666667
_LOG_1 = 0.39999999999899505
_LOG_2 = 0.28571428625975487
_LOG_3 = 0.2222221113479508
_LOG_4 = 0.18182889125261725
_LOG_5 = 0.15331721600555923
_LOG_6 = 0.14616449685044755
_SIN_0 = -0.6459640975062463
_SIN_1 = 0.07969262624616703
_SIN_2 = -0.004681754135317561
_SIN_3 = 0.00016044118476030617
_SIN_4 = -3.598842925925207e-06
_SIN_5 = 5.6919913649261234e-08
_SIN_6 = -6.635152387230784e-10
_COS_0 = -1.2337005501361697
_COS_1 = 0.2536695079010478
_COS_2 = -0.020863480763340773
_COS_3 = 0.0009192602745468447
_COS_4 = -2.5202039028029178e-05
_COS_5 = 4.7106784055052265e-07
_COS_6 = -6.329396344967367e-09


@rule
def exp(x: float) -> float:
    """Return e to the power of x: 0 where that is too small for a number, infinity where it is too large."""
    if x != x:
        return x
    if x > _EXP_HIGHEST:
        return math.inf
    if x < _EXP_LOWEST:
        return 0.0
    # e^x = 2^whole * e^r, with r at most half of log 2; log 2 in two parts, so that the larger product is exact
    whole = (x * _PER_LOG_2 + _TO_WHOLE) - _TO_WHOLE
    near = x - whole * _LOG_2_HIGH
    rest = whole * _LOG_2_LOW
    r = near - rest
    p = _EXP_7 + r * (_EXP_8 + r * (_EXP_9 + r * _EXP_10))
    p = _EXP_3 + r * (_EXP_4 + r * (_EXP_5 + r * (_EXP_6 + r * p)))
    p = _EXP_0 + r * (_EXP_1 + r * (_EXP_2 + r * p))
    value = 1.0 + (near + (r * r * p - rest))
    power = int(whole)
    half = power >> 1  # in two steps: 2^power alone may be too large or too small for a number
    value *= np.int64((half + _BIAS) << _FRACTION_BITS).view(np.float64)
    return value * np.int64((power - half + _BIAS) << _FRACTION_BITS).view(np.float64)


@rule
def log(x: float) -> float:
    """Return the natural logarithm: minus infinity of 0, NaN below 0."""
    if not 0.0 < x < math.inf:
        return -math.inf if x == 0.0 else (x if x > 0.0 else math.nan)
    bias = _BIAS
    if x < _SMALLEST_NORMAL:
        x *= _TO_NORMAL
        bias += _TO_NORMAL_POWER
    # x = 2^power * (1 + f), with 1 + f from sqrt(1/2) to sqrt(2); log(1 + f) = 2 atanh(s)
    bits = np.float64(x).view(np.int64) + _TO_ROOT
    f = np.int64((bits & _FRACTION) + _ROOT_OF_HALF).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = _LOG_3 + z * (_LOG_4 + z * (_LOG_5 + z * _LOG_6))
    p = z * (_LOG_0 + z * (_LOG_1 + z * (_LOG_2 + z * p)))
    half = 0.5 * f * f
    whole = float((bits >> _FRACTION_BITS) - bias)
    return whole * _LOG_2_HIGH - ((half - (s * (half + p) + whole * _LOG_2_LOW)) - f)


@rule
def cos_turns(u: float) -> float:
    """Return the cosine of u full turns, cos(2 pi u), without ever rounding an angle; NaN of infinity."""
    turns = abs(u)
    if not turns < _ALL_WHOLE:
        return 1.0 if turns < math.inf else math.nan
    quarters = 4.0 * (turns - float(int(turns)))
    nearest = int(quarters + 0.5)
    t = quarters - float(nearest)  # quarter turns, at most a half: exact
    z = t * t
    if nearest & 1:
        p = _SIN_2 + z * (_SIN_3 + z * (_SIN_4 + z * (_SIN_5 + z * _SIN_6)))
        value = t * (_QUARTER_HIGH + (_QUARTER_LOW + z * (_SIN_0 + z * (_SIN_1 + z * p))))
        return value if nearest == 3 else 0.0 - value
    p = _COS_2 + z * (_COS_3 + z * (_COS_4 + z * (_COS_5 + z * _COS_6)))
    value = 1.0 + z * (_COS_0 + z * (_COS_1 + z * p))
    return 0.0 - value if nearest == 2 else value


@rule
def rounded_up(x: float) -> int:
    """Return the smallest whole number that is not below x, for x smaller than 2^63 in size."""
    whole = int(x)
    return whole + 1 if x > whole else whole
