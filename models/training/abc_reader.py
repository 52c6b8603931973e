"""Reads ABC notation (abcnotation.com, standard 2.1): the part of it that the corpora use.

Repeats are read once through, first and second endings one after the other. Grace notes, decorations, lyrics and
overlaid voices (`&`) are skipped.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from .line import Line

FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
MODES = {"": 0, "maj": 0, "ion": 0, "m": -3, "min": -3, "aeo": -3, "mix": -1, "dor": -2, "phr": -4, "lyd": 1, "loc": -5}
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
ACCIDENTALS = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}
#: Standard 2.1, 4.13: how many notes a tuplet (p puts into the time of how many, in simple metres.
TUPLETS = {2: 3, 3: 2, 4: 3, 5: 2, 6: 2, 7: 2, 8: 3, 9: 2}

FIELD = re.compile(r"([A-Za-z]):(?![|:])\s*(.*)")
NOTE = re.compile(r"(\^\^|\^|__|_|=)?([A-Ga-g])([,']*)(\d*(?:/+\d*)?)")
TOKEN = re.compile(
    r"""\[(?P<field>[A-Za-z]):(?P<value>[^\]]*)\]
      | (?P<skip>"[^"]*" | ![^!\s]*! | \{[^}]*\} | \[\d[\d,-]*)
      | \((?P<tuplet>\d)(?::(?P<into>\d*))?(?::(?P<over>\d*))?
      | (?P<bar>[:|]*\|[:|\]]*|::|\[\|)
      | (?P<chord>\[[^\]|:]*\])(?P<chord_length>\d*(?:/+\d*)?)
      | (?P<note>(?:\^\^|\^|__|_|=)?[A-Ga-g][,']*(?:\d*(?:/+\d*)?))
      | (?P<rest>[zxZX])(?P<rest_length>\d*(?:/+\d*)?)
      | (?P<broken><+|>+)
      | (?P<tie>-)
      | (?P<overlay>&)""",
    re.X,
)


def key_signature(text):
    """{letter: semitones} of a K: field, e.g. "Ador" or "Eb % flats"; empty for C, none and pipes."""
    match = re.match(r"([A-G])([#b]?)\s*([A-Za-z]*)", text)
    if not match:
        return {}
    tonic, accidental, mode = match.groups()
    name = mode.lower()[:3]
    fifths = FIFTHS[tonic] + 7 * {"#": 1, "b": -1, "": 0}[accidental] + MODES.get(name, 0)
    order = "FCGDAEB"
    if fifths >= 0:
        return {letter: 1 for letter in order[:fifths]}
    return {letter: -1 for letter in order[::-1][:-fifths]}


def metre(text):
    """(beats, beat type) of an M: field; common time when it says none."""
    text = text.split("%")[0].strip()
    if text.startswith("C|"):
        return 2, 2
    if text == "C" or not (match := re.match(r"\(?([\d+]+)\)?/(\d+)", text)):
        return 4, 4
    return sum(int(part) for part in match.group(1).split("+") if part), int(match.group(2))


def bar_length(text):
    """Quarters in a bar of an M: field."""
    beats, beat_type = metre(text)
    return Fraction(4 * beats, beat_type)


def length(text):
    """Multiplier of a note length: "" is 1, "3/2", "/" is a half, "//" a quarter."""
    if not text:
        return Fraction(1)
    number, slashes, divisor = re.fullmatch(r"(\d*)(/*)(\d*)", text).groups()
    if divisor:
        return Fraction(int(number or 1), int(divisor) or 1)
    return Fraction(int(number or 1), 2 ** len(slashes))


def pitch_of(letter, marks, alteration):
    octave = (5 if letter.islower() else 4) + marks.count("'") - marks.count(",")
    return 12 * (octave + 1) + SEMITONES[letter.upper()] + alteration


@dataclass
class Voice:
    """Reading position of one voice."""

    line: Line
    key: dict
    unit: Fraction
    bar: Fraction
    time: Fraction = Fraction(0)
    altered: dict = field(default_factory=dict)
    tied: tuple | None = None
    wants_tie: bool = False
    broken: Fraction = Fraction(1)
    tuplet: tuple = (0, Fraction(1))
    overlay_end: Fraction | None = None

    def alteration(self, accidental, letter, marks):
        place = (letter, marks)
        if accidental:
            self.altered[place] = ACCIDENTALS[accidental]
        return self.altered.get(place, self.key.get(letter.upper(), 0))

    def duration(self, text):
        value = length(text) * self.unit * self.broken
        self.broken = Fraction(1)
        left, ratio = self.tuplet
        if left:
            self.tuplet = (left - 1, ratio)
            value *= ratio
        return value

    def sound(self, matches, duration):
        end = self.time + duration
        top = None
        for accidental, letter, marks in matches:
            place = (letter, marks)
            # A tie carries an accidental over the barline.
            if self.tied and self.tied[0] == place and not accidental:
                pitch = self.tied[1]
            else:
                pitch = pitch_of(letter, marks, self.alteration(accidental, letter, marks))
            if top is None or pitch > top[1]:
                top = (place, pitch)
        if self.overlay_end is None and 0 < top[1] < 128:
            if self.tied and self.tied[1] == top[1] and self.line.notes:
                self.line.extend(end)
            else:
                self.line.add(self.time, end, top[1])
            self.line.chords += len(matches) > 1
        self.tied, self.last = None, top
        self.advance(end)

    def advance(self, end):
        self.time = end
        self.line.end = max(self.line.end, end)

    def barline(self):
        if self.overlay_end is not None:
            self.time, self.overlay_end = self.overlay_end, None
        self.altered = {}
        self.line.add_bar(self.time)

    def set_field(self, name, value):
        if name == "K":
            self.key = key_signature(value)
        elif name == "L" and (match := re.match(r"(\d+)/(\d+)", value)):
            self.unit = Fraction(4 * int(match.group(1)), int(match.group(2)))
        elif name == "M":
            self.bar = bar_length(value)
            self.line.metres.append((self.time, *metre(value)))

    def shorten_last(self, factor):
        """The first note of a broken pair, already read, takes its new length."""
        if self.line.notes and self.line.notes[-1][1] == self.time:
            start = self.line.notes[-1][0]
            self.time = start + (self.time - start) * factor
            self.line.extend(self.time)

    def read(self, text):
        for token in TOKEN.finditer(text):
            kind = token.lastgroup
            if token["field"]:
                # An inline field counts from where it stands.
                self.set_field(token["field"], token["value"].strip())
            elif token["note"]:
                accidental, letter, marks, value = NOTE.fullmatch(token["note"]).groups()
                self.sound([(accidental, letter, marks)], self.duration(value))
            elif token["chord"]:
                inside = NOTE.findall(token["chord"])
                if inside:
                    total = self.duration(token["chord_length"]) * length(inside[0][3])
                    self.sound([n[:3] for n in inside], total)
            elif token["rest"]:
                whole_bars = token["rest"] in "ZX"
                factor = length(token["rest_length"])
                self.tied = None
                self.advance(self.time + (factor * self.bar if whole_bars else self.duration(token["rest_length"])))
            elif token["bar"]:
                self.barline()
            elif token["tuplet"]:
                count = int(token["tuplet"])
                into = int(token["into"]) if token["into"] else TUPLETS.get(count, 2)
                if count:
                    self.tuplet = (int(token["over"] or count), Fraction(into, count))
            elif token["broken"]:
                short = Fraction(1, 2 ** len(token["broken"]))
                first, second = (2 - short, short) if token["broken"][0] == ">" else (short, 2 - short)
                self.shorten_last(first)
                self.broken = second
            elif kind == "tie":
                self.tied = getattr(self, "last", None)
            elif kind == "overlay" and self.line.bars:
                self.overlay_end = self.time
                self.time = self.line.bars[-1]


def read_tunes(text):
    """All tunes of an ABC file: a list of (header {field letter: first value}, [Line of each voice])."""
    tunes = []
    header, voices, current, in_body = {}, {}, None, False

    def voice(name):
        if name not in voices:
            bar = bar_length(header.get("M", "4/4"))
            unit = Fraction(1, 4) if bar < 3 else Fraction(1, 2)
            voices[name] = Voice(Line(name=name), key_signature(header.get("K", "")), unit, bar)
            voices[name].set_field("L", header.get("L", ""))
            voices[name].line.add_bar(Fraction(0))
            voices[name].line.metres.append((Fraction(0), *metre(header.get("M", "4/4"))))
        return voices[name]

    for raw in text.splitlines() + ["X:end"]:
        line = raw.split("%")[0].strip()
        match = FIELD.match(line)
        if match:
            name, value = match.groups()
            if name == "X":
                if in_body:
                    tunes.append((header, [v.line for v in voices.values()]))
                header, voices, current, in_body = {"X": value}, {}, None, False
            elif not in_body:
                header.setdefault(name, value)
                in_body = name == "K"
            elif name == "V":
                current = voice(value.split()[0]) if value else current
            elif name in "KLM":
                (current or voice("1")).set_field(name, value)
            continue
        if not in_body or not line:
            continue
        # An inline [V:…] turns the rest of its line over to that voice.
        for piece in re.split(r"(?=\[V:)", line):
            if turned := re.match(r"\[V:\s*(\S+?)\s*\]", piece):
                current = voice(turned.group(1))
                piece = piece[turned.end() :]
            if not piece.strip():
                continue
            current = current or voice("1")
            current.read(piece)
            current.line.pauses.append(current.time)
    return tunes
