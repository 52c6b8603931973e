"""The notes of a standard MIDI file, as far as a drummer's recording needs: where each begins, how hard, on which key."""

DIVISION = 480


def note_ons(data):
    """[(quarter, pitch, velocity 1-127)] of all tracks in order of time; `quarter` is a float from the start.

    The tempo is not read: the Groove recordings were played to a click, so their ticks are musical time.
    """
    if data[:4] != b"MThd":
        raise ValueError("not a MIDI file: it does not begin with MThd")
    division = int.from_bytes(data[12:14], "big")
    if division & 0x8000:
        raise ValueError("time in frames and not in ticks a quarter")
    at, notes = 8 + int.from_bytes(data[4:8], "big"), []
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        if kind == b"MTrk":
            notes += [(tick / division, pitch, velocity) for tick, pitch, velocity in track(data[at + 8 : at + 8 + length])]
        at += 8 + length
    return sorted(notes)


def track(data):
    """Yields (tick, pitch, velocity) of each note-on of a track's bytes."""
    at = tick = status = 0
    while at < len(data):
        delta, at = variable_length(data, at)
        tick += delta
        if data[at] & 0x80:
            status, at = data[at], at + 1
        if status == 0xFF:
            length, at = variable_length(data, at + 1)
            at += length
        elif status in (0xF0, 0xF7):
            length, at = variable_length(data, at)
            at += length
        else:
            if status & 0xF0 == 0x90 and data[at + 1] > 0:
                yield tick, data[at], data[at + 1]
            at += 1 if status & 0xF0 in (0xC0, 0xD0) else 2


def variable_length(data, at):
    """(value, place behind it) of a number of seven bits a byte."""
    value = 0
    while True:
        value, at = value << 7 | data[at] & 0x7F, at + 1
        if data[at - 1] < 0x80:
            return value, at
