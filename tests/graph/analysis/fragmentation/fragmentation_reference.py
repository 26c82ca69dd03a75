"""Slow and plain: the measures of fragmentation over again, in other words than the code under test."""

import itertools
import math
from fractions import Fraction


def mutual_information(shares, weights):
    """Sum over cells of the joint distribution: p(c,s) log2 p(c,s) / (p(c) p(s))."""
    total = sum(weights)
    joint = [[w / total * p for p in row] for w, row in zip(weights, shares, strict=True)]
    by_country = [sum(row) for row in joint]
    by_sphere = [sum(column) for column in zip(*joint, strict=True)]
    return sum(
        cell * math.log2(cell / (by_country[c] * by_sphere[s]))
        for c, row in enumerate(joint)
        for s, cell in enumerate(row)
        if cell > 0
    )


def entropy(shares):
    return -sum(float(p) * math.log2(p) for p in shares if p > 0)


def index(shares, weights):
    """Theil's H, or None where the whole has no entropy."""
    total = sum(weights)
    whole = [sum(w / total * row[s] for w, row in zip(weights, shares, strict=True)) for s in range(len(shares[0]))]
    divided = entropy(whole)
    return mutual_information(shares, weights) / divided if divided >= 1e-12 else None


def bipolarity(shares, weights):
    """Mean squared difference of all pairs over two: the variance without its mean."""
    total = sum(weights)
    leaning = [row[0] - row[1] for row in shares]
    return sum(
        w * v * (x - y) ** 2
        for w, x in zip(weights, leaning, strict=True)
        for v, y in zip(weights, leaning, strict=True)
    ) / (2 * total * total)


def assortativity(matrix):
    """Correlation of the ends of ties, exactly: agreement beyond what the margins give."""
    total = sum(map(sum, matrix))
    agree = Fraction(sum(matrix[i][i] for i in range(len(matrix))), total)
    rows = [Fraction(sum(row), total) for row in matrix]
    columns = [Fraction(sum(column), total) for column in zip(*matrix, strict=True)]
    chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    return (agree - chance) / (1 - chance)


def root_jsd(p, q):
    """Square root of the Jensen-Shannon divergence in bits."""
    middle = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    return math.sqrt(max(entropy(middle) - entropy(p) / 2 - entropy(q) / 2, 0.0))


def binary_matrices(rows, columns):
    """Every 0/1 matrix with these margins."""
    if not rows:
        if not any(columns):
            yield ()
        return
    for chosen in itertools.combinations(range(len(columns)), rows[0]):
        left = [c - (i in chosen) for i, c in enumerate(columns)]
        if min(left) >= 0:
            for rest in binary_matrices(rows[1:], left):
                yield (frozenset(chosen), *rest)
