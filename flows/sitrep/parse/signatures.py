"""What is remembered of every article that was read, so that copies are known: kept beside the tables from run to run.

Memory holds a text's key and its sampled shingles, about 900 bytes an article of 400 words; the words' codes lie on disk.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Collection
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa

from sitrep.parse.sketches import Sketches, sketch
from sitrep.parse.wordcodes import hashes

FORMAT = b"1"  # of the word codes: what another one wrote is made anew
SCHEMA = pa.schema(
    [("article_id", pa.string()), ("text_key", pa.string()), ("day", pa.int32()), ("codes", pa.list_(pa.uint32()))],
    metadata={"sitrep.signatures": FORMAT},
)
ROWS = 1000  # of a record batch


class Signatures:
    """Articles by number, in the order in which they were added.

    `number_of`: text key → number. `day`: days since 1970 on which it was published, None when unknown.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.keys: list[str] = []
        self.days: list[int | None] = []
        self.number_of: dict[str, int] = {}
        self._number_of_id: dict[str, int] = {}
        self._sketches = Sketches()
        self._ends = array("Q")  # where each article's codes end on disk
        self._disk: IO[bytes] = tempfile.TemporaryFile()

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._number_of_id

    def add(self, article_id: str, text_key: str, day: int | None, codes: np.ndarray) -> None:
        number = len(self.ids)
        self.ids.append(article_id)
        self.keys.append(text_key)
        self.days.append(day)
        self.number_of[text_key] = self._number_of_id[article_id] = number
        self._disk.seek(0, 2)
        self._disk.write(codes.tobytes())
        self._ends.append(self._disk.tell())
        self._sketches.add(sketch(hashes(codes)))

    def drop(self, article_id: str) -> None:
        """Forget an article; its number stays its own."""
        number = self._number_of_id.pop(article_id, None)
        if number is not None and self.number_of.get(self.keys[number]) == number:
            del self.number_of[self.keys[number]]

    def codes(self, number: int) -> np.ndarray:
        start, end = self._ends[number - 1] if number else 0, self._ends[number]
        self._disk.seek(start)
        return np.frombuffer(self._disk.read(end - start), np.uint32)

    def like(self, codes: np.ndarray) -> list[int]:
        """The numbers of articles that share wording with these codes, the likest first."""
        return [number for number in self._sketches.candidates(sketch(hashes(codes))) if self.ids[number] in self]

    def save(self, path: Path, keep: Collection[str]) -> None:
        """Write those of the articles `keep`, for `open`."""
        numbers = [number for number, article_id in enumerate(self.ids) if article_id in keep and article_id in self]
        with pa.ipc.new_file(path, SCHEMA, options=pa.ipc.IpcWriteOptions(compression="zstd")) as file:
            for start in range(0, len(numbers), ROWS):
                some = numbers[start : start + ROWS]
                columns = [[of[n] for n in some] for of in (self.ids, self.keys, self.days)]
                file.write_batch(pa.record_batch([*columns, [self.codes(n) for n in some]], schema=SCHEMA))

    @classmethod
    def open(cls, path: Path) -> Signatures:
        """What `save` wrote. Raises FileNotFoundError; ValueError when it is damaged or of another format."""
        signatures = cls()
        with pa.OSFile(str(path)) as source:
            file = pa.ipc.open_file(source)
            if (file.schema.metadata or {}).get(b"sitrep.signatures") != FORMAT:
                raise ValueError(f"{path} was written by another version")
            for index in range(file.num_record_batches):
                batch = file.get_batch(index)
                ids, keys, days = (batch.column(n).to_pylist() for n in range(3))
                ends, values = batch.column(3).offsets.to_numpy(), batch.column(3).values.to_numpy()
                for row, article_id in enumerate(ids):
                    signatures.add(article_id, keys[row], days[row], values[ends[row] : ends[row + 1]])
        return signatures
