"""The kinds of array that a problem is held in, one element for each unknown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Numbers = NDArray[np.int64]  # counts of children, or numbers of unknowns
Flags = NDArray[np.bool_]
Costs = NDArray[np.float64]
Matrix = sparse.csr_array  # of whole numbers, a column for each unknown
