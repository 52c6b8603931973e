"""What `npm run fit:habits` needs of the training: the pieces that the harmony model's habits (src/generation/habits.ts) are fitted to,
and the checkpoint with them.

The page harmonises the melodies with its own code, rules and all, and weighs each habit until it follows it as often as the pieces do.
"""

import json

from . import corpora, four_part, harmony
from .checkpoint import read_checkpoint
from .command import run_report
from .four_part import STYLES
from .harmony_habits import STATE, digest
from .harmony_report import for_the_page

#: What the network has not learned from tells best what it does with a melody that somebody brings: validation pieces count so often.
VALID_WEIGHT = 2


def write_pieces():
    STATE.mkdir(parents=True, exist_ok=True)
    pieces = four_part.load()
    found = {"network": digest(read_checkpoint(corpora.MODELS / "harmony"))}
    for style, name in enumerate(STYLES):
        valid = pieces["valid" if style == four_part.CHORALE else "hymns-valid"]
        known = [p for p in pieces["train"] if p.style == style and p.phrases_known and (p.metre > 0).mean() > 0.8]
        found[name] = [for_the_page(piece) for piece in [*valid * VALID_WEIGHT, *known]]
    (STATE / "habits-pieces.json").write_text(json.dumps(found))


if __name__ == "__main__":
    run_report(__doc__, write_pieces, harmony.export)
