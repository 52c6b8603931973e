"""The one-pass harmony model: fills any unknown cells of a four-voice score around the known ones, in time order.

An encoder of dilated convolutions reads the whole masked score, future and all, with metre and phrase ends. A recurrent
decoder then goes through it step by step, soprano, bass, tenor, alto within a step: each choice sees the encoder, all
that was decided before, and the voices of its own step that are already set. Known cells are simply taken.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .four_part import BAR_STEPS, STYLES

CONFIG = {"type": "AntiphonHarmony"}
MIN_PITCH, PITCHES = 36, 46
#: What a cell may be: one of 46 pitches, or silence.
CHOICES = PITCHES + 1
REST = PITCHES
#: Cells as the decoder reads them: a choice struck, or the same held on.
HELD = CHOICES
TOKENS = 2 * CHOICES
#: Cells as the encoder reads them: a choice or unknown; and its attack, which may be unknown too.
UNKNOWN = CHOICES
STRUCK, SUSTAINED, UNSAID = 1, 0, 2
#: The order in which the voices of one step are decided: soprano 0, bass 3, tenor 2, alto 1.
ORDER = (0, 3, 2, 1)
VOICES = 4
METRE_INPUTS = 4 + max(BAR_STEPS) + len(BAR_STEPS)
#: Metre, phrase end and whether phrase ends are known, style, mode (-1 minor, 1 major, 0 unsaid).
CONTEXT_INPUTS = METRE_INPUTS + 2 + len(STYLES) + 1
CHANNELS, HIDDEN, EMBEDDING, HEAD = 192, 384, 24, 192
DILATIONS = (1, 2, 4, 8, 16, 1, 2, 4)
DROPOUT = 0.3


class Dropout(nn.Module):
    """Dropout from one random byte a value: several times faster on a CPU than torch's own, which was a tenth of a step."""

    def forward(self, x):
        if not self.training:
            return x
        rng = np.random.default_rng(int(torch.randint(2**31, (1,))))
        byte = torch.frombuffer(bytearray(rng.bytes(x.numel())), dtype=torch.uint8).view(x.shape).to(x.device)
        dropped = round(256 * DROPOUT)
        return x * ((byte >= dropped).to(x.dtype) * (256 / (256 - dropped)))


class Dilated(nn.Module):
    """x + relu(conv3(norm(x))) over time, as one matrix product over three shifted copies."""

    def __init__(self, dilation):
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(CHANNELS)
        self.taps = nn.Linear(3 * CHANNELS, CHANNELS)
        self.drop = Dropout()

    def forward(self, x):
        d = self.dilation
        padded = F.pad(self.norm(x), (0, 0, d, d))
        taps = torch.cat([padded[:, : -2 * d], padded[:, d:-d], padded[:, 2 * d :]], -1)
        return x + self.drop(F.relu(self.taps(taps)))


class HarmonyNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.Embedding(CHOICES + 1, EMBEDDING)
        self.tokens = nn.Embedding(TOKENS, EMBEDDING)
        self.enter = nn.Linear(VOICES * (EMBEDDING + 3) + CONTEXT_INPUTS, CHANNELS)
        self.layers = nn.ModuleList(Dilated(d) for d in DILATIONS)
        self.lstm = nn.LSTM(CHANNELS + VOICES * EMBEDDING, HIDDEN, batch_first=True)
        self.heads = nn.ModuleList(nn.Linear(HIDDEN + CHANNELS + EMBEDDING * k, HEAD) for k in range(VOICES))
        # The last output is the logit of striking a pitch anew, asked only where it stays the same.
        self.outs = nn.ModuleList(nn.Linear(HEAD, CHOICES + 1) for _ in range(VOICES))
        self.drop = Dropout()

    def encode(self, cell, attack, context):
        """cell [batch, steps, 4] in 0..47, attack [batch, steps, 4] in 0..2, context [batch, steps, CONTEXT_INPUTS]."""
        x = torch.cat([self.cells(cell).flatten(2), F.one_hot(attack, 3).flatten(2).to(context.dtype), context], -1)
        x = self.enter(x)
        for layer in self.layers:
            x = layer(x)
        return x

    def forward(self, cell, attack, context, token, before):
        """Logits [batch, steps, 4, 48] of every cell, teacher-forced: token [batch, steps, 4] is what is there, before
        [batch, 4] the tokens of the step before the first."""
        seen = self.encode(cell, attack, context)
        read = self.tokens(token)
        previous = torch.cat([self.tokens(before).unsqueeze(1), read[:, :-1]], 1).flatten(2)
        hidden, _ = self.lstm(torch.cat([seen, previous], -1))
        hidden = self.drop(hidden)
        reads, out = torch.cat([hidden, seen], -1), [None] * VOICES
        for head, last, voice in zip(self.heads, self.outs, ORDER):
            out[voice] = last(self.drop(F.relu(head(reads))))
            reads = torch.cat([reads, read[:, :, voice]], -1)
        return torch.stack(out, 2)


def checkpoint_variables(net):
    """{name: float32 array} in the layout the page reads: kernels [inputs, outputs], gates in torch's order i, f, g, o."""
    get = lambda t: np.ascontiguousarray(t.detach().cpu().numpy())
    found = {
        "cells": get(net.cells.weight),
        "tokens": get(net.tokens.weight),
        "enter/kernel": get(net.enter.weight.T),
        "enter/bias": get(net.enter.bias),
        "lstm/input_kernel": get(net.lstm.weight_ih_l0.T),
        "lstm/hidden_kernel": get(net.lstm.weight_hh_l0.T),
        "lstm/bias": get(net.lstm.bias_ih_l0 + net.lstm.bias_hh_l0),
    }
    for i, layer in enumerate(net.layers):
        found |= {
            f"conv{i}/gamma": get(layer.norm.weight),
            f"conv{i}/beta": get(layer.norm.bias),
            f"conv{i}/kernel": get(layer.taps.weight.T),
            f"conv{i}/bias": get(layer.taps.bias),
        }
    for k in range(VOICES):
        found |= {
            f"head{k}/kernel": get(net.heads[k].weight.T),
            f"head{k}/bias": get(net.heads[k].bias),
            f"out{k}/kernel": get(net.outs[k].weight.T),
            f"out{k}/bias": get(net.outs[k].bias),
        }
    return found


@torch.no_grad()
def load_checkpoint_variables(net, found):
    """The inverse of `checkpoint_variables`, so that figures are measured on the weights that ship."""
    put = lambda to, name, turn=False: to.copy_(torch.tensor(found[name].T.copy() if turn else found[name]))
    put(net.cells.weight, "cells")
    put(net.tokens.weight, "tokens")
    put(net.enter.weight, "enter/kernel", True)
    put(net.enter.bias, "enter/bias")
    put(net.lstm.weight_ih_l0, "lstm/input_kernel", True)
    put(net.lstm.weight_hh_l0, "lstm/hidden_kernel", True)
    put(net.lstm.bias_ih_l0, "lstm/bias")
    net.lstm.bias_hh_l0.zero_()
    for i, layer in enumerate(net.layers):
        put(layer.norm.weight, f"conv{i}/gamma")
        put(layer.norm.bias, f"conv{i}/beta")
        put(layer.taps.weight, f"conv{i}/kernel", True)
        put(layer.taps.bias, f"conv{i}/bias")
    for k in range(VOICES):
        put(net.heads[k].weight, f"head{k}/kernel", True)
        put(net.heads[k].bias, f"head{k}/bias")
        put(net.outs[k].weight, f"out{k}/kernel", True)
        put(net.outs[k].bias, f"out{k}/bias")
