#!/usr/bin/env python3
"""Compare Standard MIDI Files with what woodshed made of them, as mido and pretty_midi see both.

    compare_with_mido.py ORIGINALS REWRITTEN [--notes-every N]

For each X.mid in REWRITTEN, X.mid in ORIGINALS must hold the same header and events to mido. Each Nth file with an
X.notes beside it ("pitch velocity start end" a line, in seconds) must have the same notes to pretty_midi, if that is
installed. Prints a line for each difference and a line of counts; the exit status is 1 if anything differs.
"""
import argparse
import pathlib
import sys

import mido

try:
    import pretty_midi
except ImportError:
    pretty_midi = None


def events(path):
    file = mido.MidiFile(path)
    return file.type, file.ticks_per_beat, [[message.dict() for message in track] for track in file.tracks]


def our_notes(path):
    rows = [line.split() for line in path.read_text().splitlines()]
    notes = ((int(pitch), float(start), float(end), int(velocity)) for pitch, velocity, start, end in rows)
    # pretty_midi drops notes of no length.
    return sorted(note for note in notes if note[1] < note[2])


def their_notes(path):
    instruments = pretty_midi.PrettyMIDI(str(path)).instruments
    return sorted((note.pitch, note.start, note.end, note.velocity) for i in instruments for note in i.notes)


def same_notes(ours, theirs):
    return len(ours) == len(theirs) and all(
        a[0] == b[0] and a[3] == b[3] and abs(a[1] - b[1]) < 1e-6 and abs(a[2] - b[2]) < 1e-6
        for a, b in zip(ours, theirs))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("originals", type=pathlib.Path)
    parser.add_argument("rewritten", type=pathlib.Path)
    parser.add_argument("--notes-every", type=int, default=1)
    options = parser.parse_args()

    paths = sorted(options.rewritten.glob("*.mid"))
    differences = 0
    heard = 0
    for index, path in enumerate(paths):
        original = options.originals / path.name
        if events(original) != events(path):
            differences += 1
            print(f"{path.name}: events differ")
        notes = path.with_suffix(".notes")
        if pretty_midi and index % options.notes_every == 0 and notes.exists():
            heard += 1
            if not same_notes(our_notes(notes), their_notes(original)):
                differences += 1
                print(f"{path.name}: notes differ")
    print(f"{len(paths)} files compared, {heard} of them note by note, {differences} differences")
    return 1 if differences or not paths else 0


sys.exit(main())
