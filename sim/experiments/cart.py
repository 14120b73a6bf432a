"""Classification and regression trees (Breiman and others 1984, in scikit-learn): the branch that explains most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sim.experiments.boxes import Box, Restriction, inside, score
from sim.experiments.factors import Factor, Values

DEEPEST: Final = 4
"""Questions on the way to a leaf: more would not fit into a sentence."""

SMALLEST_LEAF: Final = 0.05


def cart_box(factors: Sequence[Factor], inputs: Values, happens: Values) -> Box:
    """Return the box of the node with the highest score (see :func:`sim.experiments.boxes.score`).

    Not only leaves are looked at: further questions below a node may be asked of noise.
    """
    import pandas as pd
    from sklearn.tree import DecisionTreeRegressor

    columns, meanings = _asked(factors, inputs)
    tree = DecisionTreeRegressor(max_depth=DEEPEST, min_samples_leaf=SMALLEST_LEAF, random_state=0)
    tree.fit(columns, happens)
    named = pd.DataFrame(inputs, columns=[factor.name for factor in factors])
    for factor in factors:
        if factor.choices:
            named[factor.name] = [factor.choices[int(code)] for code in named[factor.name]]
    found = [_box(way, factors, meanings, inputs) for way in _ways(tree.tree_)]
    return max(found, key=lambda box: score(inside(box, named), happens))


Way = list[tuple[int, float, bool]]
"""From the root to a node: a column of :func:`_asked`, a threshold, and whether the answer is at most that."""


def _asked(factors: Sequence[Factor], inputs: Values) -> tuple[Values, list[tuple[int, str]]]:
    """Return what the tree may ask: each number, and of each choice whether it is this one; and what they mean."""
    columns, meanings = [], []
    for number, factor in enumerate(factors):
        if factor.choices:
            for place, name in enumerate(factor.choices):
                columns.append((inputs[:, number] == place).astype(float))
                meanings.append((number, name))
        else:
            columns.append(inputs[:, number])
            meanings.append((number, ""))
    return np.column_stack(columns), meanings


def _ways(tree: Any) -> list[Way]:
    """Return the way to each node."""
    ways: list[Way] = []
    todo: list[tuple[int, Way]] = [(0, [])]
    while todo:
        node, way = todo.pop()
        ways.append(way)
        if tree.children_left[node] == tree.children_right[node]:
            continue
        column, threshold = int(tree.feature[node]), float(tree.threshold[node])
        todo.append((int(tree.children_left[node]), [*way, (column, threshold, True)]))
        todo.append((int(tree.children_right[node]), [*way, (column, threshold, False)]))
    return ways


def _box(way: Way, factors: Sequence[Factor], meanings: Sequence[tuple[int, str]], inputs: Values) -> Box:
    """Return the way to a leaf as a box; a stepwise number is held to values that occur."""
    found: dict[int, Restriction] = {}
    for column, threshold, below in way:
        number, name = meanings[column]
        factor = factors[number]
        one = found.get(number, Restriction(factor, allowed=factor.choices))
        if factor.choices:
            found[number] = replace(one, allowed=tuple(each for each in one.allowed if (each == name) != below))
        elif below:
            levels = inputs[inputs[:, number] <= threshold, number]
            found[number] = replace(one, high=min(one.high, float(levels.max()) if factor.stepwise else threshold))
        else:
            levels = inputs[inputs[:, number] > threshold, number]
            found[number] = replace(one, low=max(one.low, float(levels.min()) if factor.stepwise else threshold))
    return tuple(found[number] for number in sorted(found))
