"""The weighted logistic regression behind every refit, by scikit-learn: METR's own choice."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from tilt.engine.scale import Floats


def logistic(x: Floats, won: Floats, lost: Floats, penalty: float, *, intercept: bool) -> tuple[Floats, float]:
    """Coefficients and intercept (0 without one) from weights of success and failure a row; L2 strength `penalty`.

    `x` has shape (rows, regressors), `won` and `lost` (rows,). Raises ValueError where one outcome never occurs.
    """
    weight = np.concatenate([won, lost])
    used = weight > 0
    outcome = np.repeat([1.0, 0.0], len(x))
    # Few coefficients: Newton settles in a few steps where the default solver needs many.
    model = LogisticRegression(
        C=1 / penalty, fit_intercept=intercept, solver="newton-cholesky", tol=1e-10, max_iter=1000
    )
    model.fit(np.vstack([x, x])[used], outcome[used], sample_weight=weight[used])
    return np.asarray(model.coef_[0]), float(model.intercept_[0]) if intercept else 0.0
