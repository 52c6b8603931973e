"""Magenta's ImprovRNN: a stack of LSTMs that reads one melody event and the chord of the next step, and predicts its event."""

import numpy as np
import torch
from torch import nn

from . import lstm
from .chord_symbols import CLASSES, NO_CHORD, tones_of

MIN_PITCH = 48
MAX_PITCH = 83
DEPTH = MAX_PITCH - MIN_PITCH + 3
HIDDEN = 256
LAYERS = 2
#: Magenta's PitchChordEncoder: no chord, or the root, the tones and the bass.
CHORD_DEPTH = 37


def chord_table():
    """float32 [145, CHORD_DEPTH]: what stands for each class of `chord_symbols`."""
    table = np.zeros((CLASSES, CHORD_DEPTH), np.float32)
    for chord in range(NO_CHORD):
        root = chord // 12
        table[chord, [1 + root, 25 + root, *(13 + tone for tone in tones_of(chord))]] = 1
    table[NO_CHORD, 0] = 1
    return table


CONFIG = {
    "type": "MusicRNN",
    "chordEncoder": "PitchChordEncoder",
    "dataConverter": {"type": "MelodyConverter", "args": {"minPitch": MIN_PITCH, "maxPitch": MAX_PITCH}},
}


class MelodyRnnNet(nn.Module):
    def __init__(self, dropout=0.3):
        super().__init__()
        self.register_buffer("chords", torch.tensor(chord_table()), persistent=False)
        self.rnn = nn.LSTM(CHORD_DEPTH + DEPTH, HIDDEN, LAYERS, batch_first=True, dropout=dropout)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(HIDDEN, DEPTH)
        lstm.open_forget_gates(self.rnn)

    def forward(self, one_hot, chords):
        """Logits of the event after each step, [batch, steps, DEPTH], from the events as one-hot vectors and, int [batch,
        steps], the chords of the steps after them."""
        states, _ = self.rnn(torch.cat([self.chords[chords], one_hot], -1))
        return self.out(self.drop(states))


def checkpoint_variables(net):
    """{variable name: float32 array} as Magenta.js's MusicRNN looks them up."""
    variables = {}
    for layer in range(LAYERS):
        prefix = f"rnn/multi_rnn_cell/cell_{layer}/basic_lstm_cell"
        variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"] = lstm.tensorflow_cell(net.rnn, layer)
    variables["fully_connected/weights"] = net.out.weight.detach().cpu().numpy().T.copy()
    variables["fully_connected/biases"] = net.out.bias.detach().cpu().numpy()
    return variables


@torch.no_grad()
def load_checkpoint_variables(net, variables):
    """The inverse, from dequantised variables."""
    for layer in range(LAYERS):
        prefix = f"rnn/multi_rnn_cell/cell_{layer}/basic_lstm_cell"
        lstm.set_cell(net.rnn, layer, variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"])
    net.out.weight.copy_(torch.tensor(variables["fully_connected/weights"].T))
    net.out.bias.copy_(torch.tensor(variables["fully_connected/biases"]))
