"""LSTM weights between PyTorch's layout and TensorFlow's, as Magenta.js reads them.

TensorFlow: kernel [inputs + hidden, 4 * hidden], gates in order i, j, f, o, and 1 is added to the forget gate at run time.
PyTorch: weight_ih [4 * hidden, inputs], weight_hh [4 * hidden, hidden], two biases, gates i, f, g (= j), o.
"""

import numpy as np
import torch

FORGET_BIAS = 1.0


def reorder(values):
    """Swaps the second and third quarter of the first axis: i, f, j, o <-> i, j, f, o."""
    i, second, third, o = np.split(values, 4)
    return np.concatenate([i, third, second, o])


def tensorflow_cell(lstm, layer, suffix=""):
    """(kernel, bias) of one layer of a torch LSTM."""
    get = lambda name: getattr(lstm, f"{name}_l{layer}{suffix}").detach().cpu().numpy()
    kernel = np.concatenate([get("weight_ih"), get("weight_hh")], axis=1)
    bias = get("bias_ih") + get("bias_hh")
    bias[lstm.hidden_size : 2 * lstm.hidden_size] -= FORGET_BIAS
    return np.ascontiguousarray(reorder(kernel).T), reorder(bias)


@torch.no_grad()
def set_cell(lstm, layer, kernel, bias, suffix=""):
    """The inverse of `tensorflow_cell`."""
    put = lambda name, values: getattr(lstm, f"{name}_l{layer}{suffix}").copy_(torch.tensor(values))
    rows = reorder(np.ascontiguousarray(kernel.T))
    inputs = rows.shape[1] - lstm.hidden_size
    bias = reorder(bias)
    bias[lstm.hidden_size : 2 * lstm.hidden_size] += FORGET_BIAS
    put("weight_ih", rows[:, :inputs])
    put("weight_hh", rows[:, inputs:])
    put("bias_ih", bias)
    put("bias_hh", np.zeros_like(bias))


@torch.no_grad()
def open_forget_gates(lstm):
    """Starts training with the forget gates open, as TensorFlow's forget bias does."""
    for name, values in lstm.named_parameters():
        if name.startswith("bias_ih"):
            values[lstm.hidden_size : 2 * lstm.hidden_size] += FORGET_BIAS
