"""From the best state of a training to a folder that ships: quantised weights, figures, parity numbers, card."""

import torch

from . import corpora
from .card import write_card
from .checkpoint import read_checkpoint, write_checkpoint, write_json
from .loop import best_state

VERSION = "1"


def export_checkpoint(name, net, layout, measure, parity, *, training, archives, prepare=None, more=None, state=None, train_command=None, **card):
    """Writes models/<name>, from the best state of its training or from `state`.

    layout: the module with checkpoint_variables, load_checkpoint_variables and CONFIG. measure(net): {name: metric}.
    parity(net): fixed input and output. prepare(net): what the float weights need before they are frozen. more(variables): further
    variables that go with a network's, as they ship.
    """
    state = state or best_state(name)
    net.load_state_dict(state["ema"])
    net.eval()
    if prepare:
        prepare(net)
    net.eval()
    variables = layout.checkpoint_variables(net)
    folder = corpora.MODELS / name
    size = write_checkpoint(folder, variables, {**layout.CONFIG, "version": VERSION})
    if more:
        variables |= more(read_checkpoint(folder))
        size = write_checkpoint(folder, variables, {**layout.CONFIG, "version": VERSION})
    # From here on the net holds what ships: everything is measured after quantising.
    layout.load_checkpoint_variables(net, read_checkpoint(folder))
    with torch.no_grad():
        write_json(folder / "parity.json", parity(net), indent=None)
        metrics = measure(net)
    write_card(
        folder,
        {
            "name": name,
            "version": VERSION,
            **card,
            "parameters": sum(values.size for values in variables.values()),
            "bytes": size,
            "quantisation": "uint8 a tensor for matrices and kernels, float32 for vectors",
            "metrics": metrics,
            "training": {**training, "steps": state["step"], "seconds": round(state["seconds"])},
            "data": corpora.describe(archives),
            "train_command": train_command or f"models/training/train.sh {name} --minutes {max(1, round(state['seconds'] / 60))}",
            "measure_command": f"models/training/train.sh {name} --export",
        },
    )
    for key, entry in metrics.items():
        print(f"{key}: {entry['value']} {entry['unit']}")
