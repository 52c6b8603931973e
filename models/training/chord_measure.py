"""The chord model's held-out figures beside those of the baselines: lead sheets cut in half bars, slots that have a chord."""

import itertools

import numpy as np
import torch

from .card import metric
from .chord_baselines import Hmm, by_rule
from .chord_symbols import CLASSES, NO_CHORD, TRIADS, UNKNOWN, tones_of
from .chords_net import melody_inputs, with_known

#: What the HMM is tuned over, on the valid split.
TONE_PRIORS, CHORD_PRIORS, TRUSTS = (20.0, 60.0), (20.0, 60.0, 200.0), (0.3, 0.5, 0.8)
HAS_TONE = np.array([[pc in tones_of(chord) for pc in range(12)] for chord in range(CLASSES)], float)


def triad(chord):
    """Root and triad: 5 * root + kind, or -1 for no chord."""
    chord = np.asarray(chord)
    return np.where(chord == NO_CHORD, -1, 5 * (chord // 12) + np.array(TRIADS)[chord % 12])


def root(chord):
    return np.where(np.asarray(chord) == NO_CHORD, -1, np.asarray(chord) // 12)


def weights_of(sheet, edges):
    """What the baselines hear of a question: (beats of each pitch class, whether a slot begins inside a bar)."""
    melody, _ = melody_inputs(sheet.pitch, edges)
    return melody[:, :, 0].astype(float) * (np.diff(edges) / 4)[:, None], (edges[:-1] % sheet.bar != 0).astype(int)


def share_right(questions, answers, of=np.asarray):
    """Part of the counted slots where `of` answer and label agree."""
    return np.mean(np.concatenate([(of(a) == of(labels))[c] for (_, _, labels, c), a in zip(questions, answers)]))


def tone_share(questions, answers):
    """Part of the melody's time in counted slots that falls on tones of the answered chords."""
    inside = total = 0.0
    for (sheet, edges, _, counted), answer in zip(questions, answers):
        weight = weights_of(sheet, edges)[0][counted]
        inside += (weight * HAS_TONE[answer[counted]]).sum()
        total += weight.sum()
    return inside / total


def nats(questions, log_p):
    """Mean -ln p of the counted slots' labels; log_p: [slots, 145] each."""
    said = lambda labels, values, counted: values[np.arange(len(labels)), labels][counted]
    return -np.mean(np.concatenate([said(labels, p, c) for (_, _, labels, c), p in zip(questions, log_p)]))


class Asked:
    """The net's answers to one question, with any chords known."""

    def __init__(self, net, inputs):
        self.net, self.inputs = net, inputs

    def log_p(self, known):
        """[questions, slots, 145] for known [questions, slots]."""
        found = []
        for part in np.array_split(known, max(1, known.size // 4096)):
            pitch, slot = (np.stack(column) for column in zip(*(with_known(*self.inputs, row) for row in part)))
            found.append(self.net(torch.as_tensor(pitch), torch.as_tensor(slot)).log_softmax(-1).numpy())
        return np.concatenate(found)

    def alone(self, slots):
        """[slots, 145]: of each slot, no chord known."""
        return self.log_p(np.full((1, slots), UNKNOWN))[0]

    def in_order(self, labels):
        """[slots, 145]: of each slot, the chords before it known."""
        slots = np.arange(len(labels))
        return self.log_p(np.where(slots[None] < slots[:, None], labels, UNKNOWN))[slots, slots]

    def among(self, labels):
        """[slots, 145]: of each slot, all other chords known."""
        slots = np.arange(len(labels))
        return self.log_p(np.where(slots[None] == slots[:, None], UNKNOWN, labels))[slots, slots]

    def surest_first(self, slots):
        """int [slots]: the likeliest chord of the slot of which the net is surest, and so on until all are set."""
        known = np.full(slots, UNKNOWN)
        while (known == UNKNOWN).any():
            log_p = np.where((known == UNKNOWN)[:, None], self.log_p(known[None])[0], -np.inf)
            slot, chord = divmod(int(log_p.argmax()), CLASSES)
            known[slot] = chord
        return known


def tuned_hmm(training, valid):
    """The HMM of the training sheets whose Viterbi chords are most often right on the valid ones."""
    heard = [(*weights_of(sheet, edges), labels) for sheet, edges, labels, _ in training]
    best = (-1.0, None)
    for tone_prior, chord_prior in itertools.product(TONE_PRIORS, CHORD_PRIORS):
        hmm = Hmm(heard, tone_prior, chord_prior)
        for trust in TRUSTS:
            hmm.trust = trust
            right = share_right(valid, [hmm.viterbi(*weights_of(sheet, edges)) for sheet, edges, _, _ in valid])
            best = max(best, (right, (tone_prior, chord_prior, trust)))
    *priors, trust = best[1]
    hmm = Hmm(heard, *priors)
    hmm.trust = trust
    return hmm


def figures(net, inputs_of, hmm, questions, split):
    """{name: metric}."""
    net.eval()
    heard = [weights_of(sheet, edges) for sheet, edges, _, _ in questions]
    asked = [Asked(net, inputs_of(sheet, edges)) for sheet, edges, _, _ in questions]
    labels = [labels for _, _, labels, _ in questions]
    alone = [one.alone(len(l)) for one, l in zip(asked, labels)]
    among = [one.among(l) for one, l in zip(asked, labels)]
    hmm_among = [hmm.among(*h, l) for h, l in zip(heard, labels)]
    hmm_order = [hmm.in_order(*h, l) for h, l in zip(heard, labels)]
    order = [one.in_order(l) for one, l in zip(asked, labels)]
    from_melody = {
        "model": [p.argmax(1) for p in alone],
        "model surest first": [one.surest_first(len(l)) for one, l in zip(asked, labels)],
        "hmm": [hmm.viterbi(*h) for h in heard],
        "rule": [by_rule(weight) for weight, _ in heard],
    }
    from_others = {
        "model": [p.argmax(1) for p in among],
        "hmm": [p.argmax(1) for p in hmm_among],
        "chord before": [np.append(NO_CHORD, l[:-1]) for l in labels],
    }
    counted = sum(int(c.sum()) for _, _, _, c in questions)
    where = f"{counted} half-bar slots of {len(questions)} lead sheets"
    says = {
        "model": "each slot's likeliest class",
        "model surest first": "slots set one after another, the surest first",
        "hmm": "HMM, Viterbi",
        "rule": "the triad of the key with most of the melody",
        "chord before": "the sheet's own chord before",
    }
    found = {}
    for name, answers in from_melody.items():
        key = f"{split}_from_melody_{name.replace(' ', '_')}"
        how = f"{where}, melody given: {says[name]}"
        found[f"{key}_class"] = metric(share_right(questions, answers), "right", split, how)
        found[f"{key}_root"] = metric(share_right(questions, answers, root), "right", split, how + ", root")
        found[f"{key}_triad"] = metric(share_right(questions, answers, triad), "right", split, how + ", root and triad")
    for name, answers in from_others.items():
        key = f"{split}_among_chords_{name.replace(' ', '_')}"
        how = f"{where}, melody and all other chords given: {says[name] if name != 'hmm' else 'HMM, likeliest class'}"
        found[f"{key}_class"] = metric(share_right(questions, answers), "right", split, how)
        found[f"{key}_root"] = metric(share_right(questions, answers, root), "right", split, how + ", root")
        found[f"{key}_triad"] = metric(share_right(questions, answers, triad), "right", split, how + ", root and triad")
    for name, answers in {"sheets": labels, **from_melody}.items():
        how = f"{where}, melody by duration on tones of the chord; {says.get(name, 'the sheets themselves')}"
        key = f"{split}_chord_tones_{name.replace(' ', '_')}"
        found[key] = metric(tone_share(questions, answers), "of the melody", split, how)
    for name, values, how in (
        ("nll_in_order", order, "melody and the chords before given"),
        ("nll_in_order_hmm", hmm_order, "melody and the chords before given, HMM"),
        ("nll_among_chords", among, "melody and all other chords given"),
        ("nll_among_chords_hmm", hmm_among, "melody and all other chords given, HMM"),
    ):
        found[f"{split}_{name}"] = metric(nats(questions, values), "nats a slot", split, f"{where}, {how}")
    return found
