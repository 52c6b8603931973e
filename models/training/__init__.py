"""Training of Antiphon's checkpoints: corpora in, Magenta-format weights and cards out."""
