"""Arc scores → dependency trees: the best head of each word, or the maximum spanning tree where those do not form one."""

import numpy as np

ONE_ROOT = 1e5  # taken off every root arc, so that the best tree has a single one


def heads(scores):
    """The head of each word of one sentence, -1 for its one root.

    scores: float (words, 1 + words), column 0 the root: [i, j] is how well word j - 1 heads word i.
    """
    words = len(scores)
    if words == 1:
        return np.array([-1])
    scores = scores.astype(np.float64)
    scores[np.arange(words), np.arange(words) + 1] = -np.inf
    best = scores.argmax(1) - 1
    if (best < 0).sum() == 1 and _is_tree(best):
        return best
    # The root for which the best heads of all other words together are best; if they form a tree, none is better.
    among = scores[:, 1:]
    best = among.argmax(1)
    best[(scores[:, 0] - among.max(1)).argmax()] = -1
    if _is_tree(best):
        return best
    square = np.full((words + 1, words + 1), -np.inf)
    square[1:] = scores
    found = _spanning(square)[1:] - 1
    if (found < 0).sum() > 1:
        square[1:, 0] -= ONE_ROOT
        found = _spanning(square)[1:] - 1
    return found


def _is_tree(best):
    """Whether every word reaches the root."""
    steps, at = 1, np.append(best, -1)  # index -1 stays at the root
    while steps < len(best):
        at, steps = at[at], steps * 2
    return bool((at < 0).all())


def _spanning(scores):
    """Chu-Liu-Edmonds: the head of each node of the maximum spanning tree rooted in node 0; scores[i, j]: j heads i."""
    best = scores.argmax(1)
    best[0] = 0
    cycle = _cycle(best)
    if cycle is None:
        return best
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    others = np.flatnonzero(~inside)
    kept = scores[cycle, best[cycle]]
    # Contract the cycle into one node, last of the smaller graph; remember through which of its nodes each arc passes.
    small = np.full((len(others) + 1,) * 2, -np.inf)
    small[:-1, :-1] = scores[np.ix_(others, others)]
    leaving, entering = scores[np.ix_(others, cycle)], scores[np.ix_(cycle, others)] - kept[:, None]
    small[:-1, -1], small[-1, :-1] = leaving.max(1), entering.max(0)
    small[0] = -np.inf
    found = _spanning(small)
    out = best.copy()
    for i, node in enumerate(others):
        out[node] = cycle[leaving[i].argmax()] if found[i] == len(others) else others[found[i]]
    broken = entering[:, found[-1]].argmax()
    out[cycle[broken]] = others[found[-1]]
    out[0] = 0
    return out


def _cycle(best):
    """The nodes of one cycle of a head function, or None; node 0 is the root."""
    state = np.zeros(len(best), np.int8)
    state[0] = 2
    for start in range(1, len(best)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = best[at]
        if state[at] == 1:
            return np.array(path[path.index(at) :])
        state[path] = 2
    return None
