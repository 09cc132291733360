"""Two small models fitted by Newton's method: a logistic one and a conditional logit. numpy only; the same data give the same weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STEPS, SETTLED, LARGEST_STEP = 20, 1e-3, 5.0


def logistic(x: np.ndarray, y: np.ndarray, penalty: float) -> np.ndarray:
    """Weights of a logistic regression with an L2 penalty. `x` n × features, `y` n zeros and ones."""

    def derivatives(w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        p = 1 / (1 + np.exp(-x @ w))
        return x.T @ (p - y), (x * (p * (1 - p))[:, None]).T @ x

    return _newton(derivatives, x.shape[1], penalty)


def conditional(groups: Sequence[tuple[np.ndarray, np.ndarray]], penalty: float, width: int) -> np.ndarray:
    """Weights of a conditional logit: in each group (alternatives × features, right 0/1) the right alternatives together should win."""

    x, right = np.concatenate([g[0] for g in groups]), np.concatenate([g[1] for g in groups])
    columns = np.ascontiguousarray(x.T)  # sums along rows are ten times as fast
    starts = np.cumsum([0, *(len(g[1]) for g in groups[:-1])])
    owner = np.repeat(np.arange(len(groups)), [len(g[1]) for g in groups])

    def derivatives(w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scores = x @ w
        p = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        p /= np.add.reduceat(p, starts)[owner]
        q = p * right
        q /= np.maximum(np.add.reduceat(q, starts), 1e-300)[owner]
        weighted = columns * p
        expected = np.add.reduceat(weighted, starts, axis=1)
        return columns @ (p - q), weighted @ x - expected @ expected.T

    return _newton(derivatives, width, penalty)


def _newton(derivatives, width: int, penalty: float) -> np.ndarray:
    w = np.zeros(width)
    for _ in range(STEPS):
        gradient, curvature = derivatives(w)
        step = np.linalg.solve(curvature + penalty * np.eye(width), gradient + penalty * w)
        largest = float(np.abs(step).max())
        w = w - min(1.0, LARGEST_STEP / max(largest, 1e-12)) * step
        if largest < SETTLED:
            break
    return w
