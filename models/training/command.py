"""The command line that every model shares: train for some minutes, or export the best weights so far."""

import argparse


def run_command(description, train, export):
    """--minutes N trains (and resumes); --export writes the checkpoint and its card; --anneal ends a training."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--minutes", type=float, default=60, help="how long to train, from the last saved state on")
    parser.add_argument("--anneal", action="store_true", help="let the learning rate fall to zero over this run")
    parser.add_argument("--export", action="store_true", help="write the best weights so far, measured, and stop")
    options = parser.parse_args()
    if options.export:
        export()
    else:
        train(options)


def run_report(description, write_pieces, write_report):
    """--pieces writes what the page is to answer; --write reads its answers back and writes the report."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--pieces", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.pieces:
        write_pieces()
    if options.write:
        write_report()
