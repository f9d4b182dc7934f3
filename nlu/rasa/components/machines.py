"""Linear machines, one for each label: learnt in seconds, kept as plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

_FEWEST = 2
# examples that must have a feature: what one alone has teaches nothing of others


@dataclass(frozen=True)
class Machines:
    """What was learnt: how much each feature speaks for each label."""

    labels: np.ndarray
    columns: np.ndarray
    # the features that count, in order
    weights: np.ndarray
    # a row for each of them, a column for each label
    bias: np.ndarray

    @classmethod
    def learnt(
        cls, rows: scipy.sparse.csr_matrix, labels: Sequence[str], strictness: float, seed: int
    ) -> "Machines":
        """From examples; strictness: how little a wrong one is put up with (C of support vector machines)."""
        known, wanted = np.unique(labels, return_inverse=True)
        if len(known) < 2:
            return cls(
                known, np.zeros(0, np.int32), np.zeros((0, len(known)), np.float32), np.zeros(len(known))
            )
        rows = normalize(rows)
        columns = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]) >= _FEWEST)
        machines = LinearSVC(C=strictness, random_state=seed).fit(rows[:, columns], wanted)
        weights, bias = machines.coef_.T, machines.intercept_
        if len(known) == 2:
            # one machine tells two labels apart
            weights, bias = np.hstack([-weights, weights]), np.hstack([-bias, bias])
        return cls(known, columns.astype(np.int32), weights.astype(np.float32), bias.astype(np.float32))

    def probabilities(self, rows: scipy.sparse.csr_matrix, sureness: float) -> np.ndarray:
        """Of each label, for each row; sureness: how sure a margin makes."""
        margins = normalize(rows)[:, self.columns] @ self.weights + self.bias
        powers = np.exp(sureness * (margins - margins.max(axis=1, keepdims=True, initial=-np.inf)))
        return powers / powers.sum(axis=1, keepdims=True)

    def save(self, path: Path) -> None:
        """As numbers and words: reading it back runs nothing."""
        weights = self.weights.astype(np.float16)  # as good, and half as large
        np.savez_compressed(path, labels=self.labels, columns=self.columns, weights=weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "Machines":
        """What save() wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(kept["labels"], kept["columns"], kept["weights"].astype(np.float32), kept["bias"])


NOTHING = Machines(np.zeros(0, np.str_), np.zeros(0, np.int32), np.zeros((0, 0), np.float32), np.zeros(0))
"""Before anything was learnt."""
