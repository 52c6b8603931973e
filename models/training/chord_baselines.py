"""What the chord model is measured against: a rule, and a hidden Markov model with an unknown key.

A question here is (weight float [slots, 12]: beats of each pitch class of the melody, place int [slots]: 0 where a slot begins a
bar, else 1). Labels are classes of `chord_symbols`.
"""

import itertools

import numpy as np

from .chord_symbols import CLASSES, NO_CHORD, tones_of

#: Krumhansl & Kessler's probe-tone profiles.
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
#: The triads of a key as (semitones over the tonic, quality), the likelier first.
TRIADS_OF_MAJOR = ((0, 0), (7, 0), (5, 0), (9, 1), (2, 1), (4, 1), (11, 5))
TRIADS_OF_MINOR = ((0, 1), (7, 0), (5, 1), (8, 0), (10, 0), (3, 0), (2, 5))


def find_key(weight):
    """(tonic, whether it is minor) of the profile that goes best with the pitch classes of a melody."""
    total = weight.sum(0)
    if total.max() == total.min():
        return 0, False
    fits = lambda tonic, profile: np.corrcoef(np.roll(profile, tonic), total)[0, 1]
    return max(itertools.product(range(12), (False, True)), key=lambda key: fits(key[0], MINOR if key[1] else MAJOR))


def by_rule(weight):
    """int [slots]: the triad of the key that has most of the slot's melody, of equals the likelier; a rest keeps the chord."""
    tonic, is_minor = find_key(weight)
    triads = [12 * ((tonic + step) % 12) + quality for step, quality in (TRIADS_OF_MINOR if is_minor else TRIADS_OF_MAJOR)]
    has = np.array([[pc in tones_of(chord) for pc in range(12)] for chord in triads], float)
    found, chord = [], triads[0]
    for slot in weight:
        if slot.any():
            chord = triads[int((has @ slot).argmax())]
        found.append(chord)
    return np.array(found)


#: [12, 145]: each class as it is named `key` semitones lower, where that key's tonic is 0.
IN_KEY = np.array([[*((np.arange(NO_CHORD) - 12 * key) % NO_CHORD), NO_CHORD] for key in range(12)])


class Hmm:
    """Chords are states, named from a key that is unknown; slots of melody are what they emit.

    tone_prior, chord_prior: counts' worth of what stands in for rare chords and rare changes. trust: the power of the
    emissions, which are no independent draws.
    """

    def __init__(self, questions, tone_prior=20.0, chord_prior=20.0, trust=0.5, rounds=4):
        """questions: [(weight, place, labels)] to learn from. Keys are found and counts taken in turns."""
        self.tone_prior, self.chord_prior, self.trust = tone_prior, chord_prior, trust
        # A minor key goes by its relative major's name, as a key signature does.
        keys = [(tonic + 3 * is_minor) % 12 for tonic, is_minor in (find_key(weight) for weight, _, _ in questions)]
        for _ in range(rounds):
            self.learn(questions, keys)
            keys = [int(self.joint(*question).argmax()) for question in questions]
        self.learn(questions, keys)

    def learn(self, questions, keys):
        tones, changes, first = np.zeros((CLASSES, 12)), np.zeros((2, CLASSES, CLASSES)), np.zeros(CLASSES)
        for (weight, place, labels), key in zip(questions, keys):
            named = IN_KEY[key][labels]
            np.add.at(tones, named, np.roll(weight, -key, 1))
            np.add.at(changes, (place[1:], named[:-1], named[1:]), 1)
            first[named[0]] += 1
        self.tones = np.log(self.smooth_tones(tones))
        self.first = np.log((first + 0.1) / (first + 0.1).sum())
        self.changes = np.log(np.stack([self.smooth_changes(counts) for counts in changes]))

    def smooth_tones(self, counts):
        """[145, 12]: rare chords lean to the tones that their quality has over any root."""
        pooled = np.ones((12, 12)) * 0.5
        for chord in range(NO_CHORD):
            pooled[chord % 12] += np.roll(counts[chord], -(chord // 12))
        pooled /= pooled.sum(1, keepdims=True)
        prior = [np.roll(pooled[chord % 12], chord // 12) for chord in range(NO_CHORD)]
        smoothed = counts + self.tone_prior * np.array([*prior, np.full(12, 1 / 12)])
        return smoothed / smoothed.sum(1, keepdims=True)

    def smooth_changes(self, counts):
        """[145, 145]: rare chords lean to staying as often as any does, and else to the chords that are changed to."""
        stays = np.trace(counts) / counts.sum()
        to = (counts - np.diag(np.diag(counts))).sum(0) + 0.1
        prior = stays * np.eye(CLASSES) + (1 - stays) * to / to.sum()
        smoothed = counts + self.chord_prior * prior
        return smoothed / smoothed.sum(1, keepdims=True)

    def emissions(self, weight):
        """[12 keys, slots, 145] log, states named in each key."""
        return self.trust * np.stack([np.roll(weight, -key, 1) @ self.tones.T for key in range(12)])

    def terms(self, weight, place, labels):
        """(emission [12, slots], step [12, slots]) log of each slot's label in each key."""
        named = IN_KEY[:, labels]
        emitted = np.take_along_axis(self.emissions(weight), named[:, :, None], 2)[:, :, 0]
        steps = np.concatenate([self.first[named[:, :1]], self.changes[place[1:], named[:, :-1], named[:, 1:]]], 1)
        return emitted, steps

    def joint(self, weight, place, labels):
        """[12]: log score of melody and chords in each key."""
        return sum(part.sum(1) for part in self.terms(weight, place, labels))

    def viterbi(self, weight, place):
        """int [slots]: the likeliest chords in the likeliest key."""
        emitted = self.emissions(weight)
        total, back = self.first + emitted[:, 0], []
        for slot in range(1, len(weight)):
            through = total[:, :, None] + self.changes[place[slot]]
            back.append(through.argmax(1))
            total = through.max(1) + emitted[:, slot]
        key = int(total.max(1).argmax())
        path = [int(total[key].argmax())]
        for choice in reversed(back):
            path.append(int(choice[key, path[-1]]))
        named = np.array(path[::-1])
        return np.where(named == NO_CHORD, NO_CHORD, (named + 12 * key) % NO_CHORD)

    def in_order(self, weight, place, labels):
        """[slots, 145]: log p of each class in each slot, given the melody and the chords before."""
        emitted, slots = self.emissions(weight), len(weight)
        behind = np.zeros((12, slots, CLASSES))
        for slot in range(slots - 1, 0, -1):
            onward = behind[:, slot] + emitted[:, slot]
            behind[:, slot - 1] = log_sum(self.changes[place[slot]] + onward[:, None], 2)
        said, steps = self.terms(weight, place, labels)
        before = np.concatenate([np.zeros((12, 1)), (said + steps).cumsum(1)[:, :-1]], 1)
        named = IN_KEY[:, labels]
        enters = np.stack([self.first[None].repeat(12, 0), *[
            self.changes[place[slot]][named[:, slot - 1]] for slot in range(1, slots)
        ]], 1)
        return self.over_keys(before[:, :, None] + enters + emitted + behind)

    def among(self, weight, place, labels):
        """[slots, 145]: log p of each class in each slot, given the melody and all other chords."""
        emitted, slots = self.emissions(weight), len(weight)
        said, steps = self.terms(weight, place, labels)
        named = IN_KEY[:, labels]
        scores = np.zeros((12, slots, CLASSES))
        for slot in range(slots):
            others = (said + steps).sum(1) - said[:, slot] - steps[:, slot]
            enters = self.changes[place[slot]][named[:, slot - 1]] if slot else self.first[None]
            scores[:, slot] = others[:, None] + enters + emitted[:, slot]
            if slot + 1 < slots:
                leaves = self.changes[place[slot + 1]][:, named[:, slot + 1]].T
                scores[:, slot] += leaves - steps[:, slot + 1, None]
        return self.over_keys(scores)

    @staticmethod
    def over_keys(scores):
        """[slots, 145] log p from the scores [12, slots, 145] of classes named in each key."""
        scores = np.stack([scores[key][:, IN_KEY[key]] for key in range(12)])
        summed = log_sum(scores, 0)
        return summed - log_sum(summed, 1)[:, None]


def log_sum(values, axis):
    top = values.max(axis, keepdims=True)
    return np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)
