"""What a melody can be steered by, measured on Magenta's melody events, and the directions of a latent space that change it.

The attributes are those of `src/generation/steering.ts`.
"""

import numpy as np

from .melodies import FIRST_PITCH, HOLD

#: Denser or sparser, higher or lower, leapier or smoother.
ATTRIBUTES = ("density", "register", "leaps")
QUARTERS = 4


def attributes_of(events):
    """float64 [3] of one window of events (0 hold, 1 off, others onsets of a pitch a semitone apart) with two notes or more:
    notes a quarter; mean pitch of the steps that sound; mean interval from note to note in semitones, up or down."""
    onsets = np.flatnonzero(events >= FIRST_PITCH)
    pitches = events[onsets].astype(float)
    sounding, current = [], None
    for event in events:
        current = current if event == HOLD else (float(event) if event >= FIRST_PITCH else None)
        if current is not None:
            sounding.append(current)
    return np.array([len(onsets) / (len(events) / QUARTERS), np.mean(sounding), np.abs(np.diff(pitches)).mean()])


def residual(values, others):
    """float64 [n]: what a straight line through `others` [n, k] does not say of `values` [n]."""
    design = np.column_stack([others, np.ones(len(others))])
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def directions(points, values):
    """float32 [3, latent]: along the k-th, attribute k grows by one standard deviation and the others stay, as far as a straight line
    can tell.

    points: float [n, latent], means of n windows; values: float [n, 3]. As in MusicVAE (Roberts et al. 2018, section 5.3): the mean
    of the top quartile minus that of the bottom one, here by what the other two attributes do not say of each; then mixed so that a
    linear reading of the points (ridge regression) finds each alone.
    """
    scaled = (values - values.mean(0)) / values.std(0)
    centred = points - points.mean(0)
    apart = []
    for k in range(scaled.shape[1]):
        order = np.argsort(residual(scaled[:, k], np.delete(scaled, k, 1)), kind="stable")
        quarter = len(order) // 4
        apart.append(centred[order[-quarter:]].mean(0) - centred[order[:quarter]].mean(0))
    apart = np.stack(apart)
    penalty = 1e-3 * len(points) * np.eye(points.shape[1])
    reading = np.linalg.solve(centred.T @ centred + penalty, centred.T @ scaled)
    return (np.linalg.solve(apart @ reading, apart)).astype(np.float32)


def calibrated(vectors, decode, points, spread, rounds=2):
    """`vectors` [3, latent] made as long as it takes for what is decoded to change by a standard deviation, on the mean of ±1.

    decode(points): events [n, steps]; spread: float [3], the deviations of the attributes.
    """
    vectors = vectors.copy()
    for _ in range(rounds):
        for k, vector in enumerate(vectors):
            up, down = (mean_of(decode(points + sign * vector), k) for sign in (1, -1))
            vectors[k] *= min(2.0, max(0.5, 2 * spread[k] / max(1e-3, up - down)))
    return vectors


def mean_of(windows, k):
    """The mean of attribute k over the windows that have notes to measure."""
    return np.mean([attributes_of(events)[k] for events in windows if np.count_nonzero(events >= FIRST_PITCH) > 1])
