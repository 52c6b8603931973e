"""What both score readers return: one melodic line with its barlines."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Line:
    """One voice or part.

    notes: (start, end, MIDI pitch), in quarters from the beginning, in order of start; ties are merged, and of
    notes struck together only the highest is kept. bars: where each bar begins, in quarters. metres: (from when,
    beats, beat type). pauses: where a phrase ends, as the source says: the end of a note under a fermata, and in ABC the
    end of a line of verse.
    """

    name: str = ""
    notes: list[tuple[Fraction, Fraction, int]] = field(default_factory=list)
    bars: list[Fraction] = field(default_factory=list)
    metres: list[tuple[Fraction, int, int]] = field(default_factory=list)
    pauses: list[Fraction] = field(default_factory=list)
    symbols: list[tuple[Fraction, int]] = field(default_factory=list)
    end: Fraction = Fraction(0)
    lyrics: int = 0
    chords: int = 0

    def add(self, start, end, pitch):
        """Appends a note; one struck together with the last keeps only the higher of the two."""
        if self.notes and self.notes[-1][0] == start:
            self.chords += 1
            _, last_end, last_pitch = self.notes[-1]
            if pitch > last_pitch:
                self.notes[-1] = (start, end, pitch)
            return
        self.notes.append((start, end, pitch))

    def extend(self, end):
        """Lengthens the last note, for a tie."""
        start, _, pitch = self.notes[-1]
        self.notes[-1] = (start, end, pitch)

    def add_bar(self, start):
        """Marks a barline, once."""
        if not self.bars or start > self.bars[-1]:
            self.bars.append(start)
