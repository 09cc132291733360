"""Which cue a content belongs to, and which source a cue: scores of two pointers over the words of a window."""
import numpy as np

BUCKETS = 17  # [CLS] (nothing), then distance to the left and to the right in powers of two


def distance_buckets(origin, words):
    """Bucket of each position 0 ([CLS]), 1 … `words` as seen from position `origin` (1-based); int array (words + 1,)."""
    away = np.arange(words + 1) - origin
    size = np.minimum(np.ceil(np.log2(np.maximum(np.abs(away), 1))), 7).astype(np.int64)
    buckets = np.where(away < 0, 1 + size, 9 + size)
    buckets[0] = 0
    return buckets
