"""Magenta's basic_rnn: a stack of LSTMs that reads one melody event and predicts the next."""

import torch
from torch import nn

from . import lstm

MIN_PITCH = 48
MAX_PITCH = 83
DEPTH = MAX_PITCH - MIN_PITCH + 3
HIDDEN = 256
LAYERS = 2

CONFIG = {
    "type": "MusicRNN",
    "dataConverter": {"type": "MelodyConverter", "args": {"minPitch": MIN_PITCH, "maxPitch": MAX_PITCH}},
}


class MelodyRnnNet(nn.Module):
    def __init__(self, dropout=0.3):
        super().__init__()
        self.rnn = nn.LSTM(DEPTH, HIDDEN, LAYERS, batch_first=True, dropout=dropout)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(HIDDEN, DEPTH)
        lstm.open_forget_gates(self.rnn)

    def forward(self, one_hot):
        """[batch, steps, DEPTH] -> logits of the event after each step, same shape."""
        states, _ = self.rnn(one_hot)
        return self.out(self.drop(states))


def magenta_variables(net):
    """{variable name: float32 array} as Magenta.js's MusicRNN looks them up."""
    variables = {}
    for layer in range(LAYERS):
        prefix = f"rnn/multi_rnn_cell/cell_{layer}/basic_lstm_cell"
        variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"] = lstm.tensorflow_cell(net.rnn, layer)
    variables["fully_connected/weights"] = net.out.weight.detach().cpu().numpy().T.copy()
    variables["fully_connected/biases"] = net.out.bias.detach().cpu().numpy()
    return variables


@torch.no_grad()
def load_magenta_variables(net, variables):
    """The inverse, from dequantised variables."""
    for layer in range(LAYERS):
        prefix = f"rnn/multi_rnn_cell/cell_{layer}/basic_lstm_cell"
        lstm.set_cell(net.rnn, layer, variables[f"{prefix}/kernel"], variables[f"{prefix}/bias"])
    net.out.weight.copy_(torch.tensor(variables["fully_connected/weights"].T))
    net.out.bias.copy_(torch.tensor(variables["fully_connected/biases"]))
