#!/usr/bin/env python3
"""Makes pieces of every kind, and has other programs read and engrave what is written as MusicXML.

    check.py [--jazz PATH] [--count 1000] [--musescore 50] [--verovio 50] [--pages DIR] [--keep DIR] [--seed 1]

Needs music21 and mido from PyPI, for --verovio verovio, for --pages cairosvg besides, and for --musescore Debian's musescore3. Read by music21: every measure of
every part lasts as long as its metre, the parts have as many measures, ties lead from a note to the same note, notes lie in
the range of their instrument, and a chord symbol has the notes that Tests/HarmonyTests/ChordTableTests.swift gives it. In
swing, notes of the lead that are written in tuplets were played in thirds of a beat, all but 3 of 100. Read by jazz itself
and written once more: the same chords, sections and notes. MuseScore opens so many of them, spread over all kinds, and gives
back the same measures and notes. Verovio engraves so many: whatever it warns of is a failure, and every measure, note and chord
symbol is on its pages, which --pages keeps as pictures. PATH is the executable that `./woodshed build` makes. Exits with 1 where anything fails.
"""
import argparse, collections, fractions, json, os, re, shutil, subprocess, sys, tempfile, time
import xml.etree.ElementTree as ET

import mido
import music21

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
Fraction = fractions.Fraction

METRES = ['2/4', '3/4', '4/4', '5/4', '5/4 (2+3)', '7/4', '2/2', '3/2', '3/8', '5/8', '6/8', '7/8 (2+2+3)', '7/8 (3+2+2)',
          '8/8 (3+3+2)', '9/8', '12/8']
CHANGES = ['Am7 | D7b9 | Gmaj7 | E7alt', 'Cm7 F7 | Bbmaj7 Ebmaj7 | Am7b5 D7#9 | Gm6', 'Fmaj7#11 | Ebmaj9 | Dbmaj13 | C7sus4',
           'Ebm9 | Ab13 | Dbmaj7 | Gb6/9', 'F#m7b5 B7b9 | Em(maj7) | A9#11 | Dmaj7/F#', 'Bdim7 | C+ | N.C. | C#m7 F#7']
CHARTS = {
    'changing': 'title: Changing\ntime: 7/8\n[A] Cm7 | Fm7 | 4/4 Cm7 F7 | 3/4 Ab7 G7\n[B] 6/8 Fm7 Bb7 | Eb6 | 5/4 D7 | 2/4 G7\n',
    'coda': 'title: Coda\nstyle: ballad\nto coda: after bar 8\n[Intro] Ebmaj7 | Ab13\n[Verse] Cm7 | F7\n'
            '[A] Fm7 | Bb7 | Gm7 | C7\nFm7 | Bb7 | Eb6 | C7\n[Coda] Gm7 C7 | Fm7 Bb7 | Eb6\n',
    'endings': 'title: Endings & <signs>\nkey: Gb\n[A] |: Gbmaj7 | Ebm7 |1. Abm7 | Db7 :|2. Abm7 Db7 | Gb6 |\n'
               '[B] Bmaj7 | E7#11 | Bbm7 Eb7b9 | Abm7 Db7\n',
}
MELODIES = {  # with an upbeat, ties, triplets, flats, another metre
    'upbeat': 'X:1\nT:Upbeat\nM:4/4\nL:1/8\nK:Bb\n"Bb6"F2|B2d2 f3d|"Gm7"g4- gfed|"Cm7"c2 (3cde "F7"f2A2|"Bb6"B6 z2|\n',
    'three': 'X:1\nT:Three\nM:3/4\nL:1/8\nK:D\n"D6"A2 d2 f2|"A7"e4 c2|"Bm7"d2 B2 A2|"D6"d6|\n',
    'bare': 'X:1\nT:Bare\nM:4/4\nL:1/8\nK:Eb\nz2 GA _B2 e2-|e8|z2 FG A2 d2|d8|z2 E^F G2 c2-|c4 B4|A4 ^F4|G8|]\n',
    'six': 'X:1\nT:Six\nM:6/8\nL:1/8\nK:G\n"G"GAB d2B|"C"c2A "D7"FAD|"G"GBd "Em"g2e|"D7"dcA "G"G3|\n',
}


def recipes(jazz):
    """Names, and arguments of commands that end in the file's name; all of them pieces that can be made again by their seed."""
    styles = [line.split()[0] for line in run([jazz, 'styles']).splitlines() if line[:1].isalpha()]
    charts = [line.split()[0] for line in run([jazz, 'charts']).splitlines()]
    for chart in charts:
        yield f'chart {chart}', ['generate', '--chart', chart, '--bars', '16']
    for style in styles:
        yield f'style {style}', ['generate', '--style', style, '--changes', CHANGES[len(style) % len(CHANGES)], '--bars', '12']
        yield f'style {style}, all else', ['generate', '--style', style, '--final-bar', '--intro', '2', '--bars', '8', '--pedal']
    for metre in METRES:
        yield f'metre {metre}', ['generate', '--time', metre, '--changes', CHANGES[len(metre) % len(CHANGES)], '--bars', '9']
        yield f'metre {metre}, even', ['generate', '--time', metre, '--style', 'bossa', '--chart', 'minor-song', '--bars', '10']
    for name in CHARTS:
        yield f'form {name}', ['generate', '--changes', f'{name}.chart', '--choruses', '2']
    yield 'form coda, verse', ['generate', '--changes', 'coda.chart', '--choruses', '2', '--intro', 'chart', '--verse', '--coda',
                               '--count-in', '1']
    for key in ['Db', 'F#', 'Abm', 'B', 'D#m', 'Gb']:
        chart = 'minor-song' if key.endswith('m') else 'rhythm-changes'
        yield f'key {key}', ['generate', '--chart', chart, '--key', key, '--bars', '12']
    for pitch in ['Bb', 'Eb']:
        yield f'for {pitch}', ['generate', '--transposed', pitch, '--chart', 'jazz-blues', '--bars', '12', '--key', 'E']
        yield f'lead sheet for {pitch}', ['generate', '--transposed', pitch, '--lead-sheet', '--chart', 'ballad', '--bars', '16']
    yield 'lead sheet', ['generate', '--lead-sheet', '--chart', 'two-five-one', '--bars', '16']
    yield 'no lead', ['generate', '--without', 'lead', '--chart', 'modal', '--bars', '16']
    for instrument in ['alto-sax', 'trumpet', 'trombone', 'vibraphone', 'bass', 'flute', 'cello']:
        yield f'lead on {instrument}', ['generate', '--instrument', f'lead={instrument}', '--bars', '12']
    for instrument in ['organ', 'guitar', 'vibraphone']:
        yield f'chords on {instrument}', ['generate', '--instrument', f'chords={instrument}', '--bars', '12']
    for options in [['--straight'], ['--swing', '3'], ['--double-time', '--tempo', '70', '--style', 'swing'], ['--humanize', '1'],
                    ['--density', '2.5', '--style', 'swing'], ['--tempo', '300', '--style', 'bebop'], ['--tempo', '50', '--style', 'ballad']]:
        yield ' '.join(options), ['generate', *options, '--bars', '12', '--chart', 'minor-blues']
    yield 'invented', ['generate', '--changes', 'invent', '--form', 'aaba']
    yield 'prime', ['generate', '--prime', 'upbeat.abc', '--chart', 'blues', '--bars', '12']
    for name in MELODIES:
        yield f'accompany {name}', ['accompany', f'{name}.abc']
    yield 'harmonize', ['harmonize', 'bare.abc']


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, **options)
    if result.returncode:
        raise RuntimeError(f'{" ".join(command)}: {result.returncode}: {result.stderr.strip()[:300]}')
    return result.stdout


def chord_notes():
    """Of every symbol behind the root C, its notes above the root, as the books have them."""
    text = open(f'{root}/Tests/HarmonyTests/ChordTableTests.swift').read()
    notes = {}
    for line in re.findall(r'^ +([0-9 ]+?) *\| (.*)$', text, re.M):
        for symbol in re.split(r' {2,}', line[1].strip()):
            if symbol.startswith('C'):
                notes.setdefault(symbol[1:], frozenset(map(int, line[0].split())))
    return notes


class Failures:
    def __init__(self):
        self.found = collections.defaultdict(list)

    def add(self, kind, where):
        self.found[kind].append(where)

    def tell(self):
        for kind, places in sorted(self.found.items()):
            print(f'FAILS {kind}: {len(places)}, first {places[0]}')


def voices(measure):
    return list(measure.voices) or [measure]


def notes_of(element):
    return [n for n in element.notesAndRests if not isinstance(n, music21.harmony.Harmony)]


def check_measures(score, where, failures):
    counts = {len(part.getElementsByClass('Measure')) for part in score.parts}
    if len(counts) != 1:
        failures.add('parts have as many measures', f'{where}: {sorted(counts)}')
    for part in score.parts:
        for measure in part.getElementsByClass('Measure'):
            bar = measure.barDuration.quarterLength
            for voice in voices(measure):
                total = sum(Fraction(n.quarterLength) for n in notes_of(voice))
                if abs(total - Fraction(bar)) > Fraction(1, 1000) and not (total == 0 and voice is measure and not measure.voices):
                    failures.add('measures sum', f'{where}: {part.partName} {measure.number}: {total} of {bar}')


def check_written(path, where, failures, symbols):
    """What music21 mends or does not keep is read from the text itself."""
    tree = ET.parse(path)
    for part in tree.iter('part'):
        divisions, time, voice_ties = None, None, collections.defaultdict(dict)
        length = 0
        for measure in part.iter('measure'):
            if measure.find('attributes/divisions') is not None:
                divisions = int(measure.findtext('attributes/divisions'))
            if measure.find('attributes/time') is not None:
                time = Fraction(sum(map(int, measure.findtext('attributes/time/beats').split('+'))), int(measure.findtext('attributes/time/beat-type'))) * 4
            position, sums, start = Fraction(0), collections.Counter(), 0
            tuplets = collections.Counter()
            beams = collections.defaultdict(set)
            for element in measure:
                if element.tag in ('backup', 'forward'):
                    step = Fraction(int(element.findtext('duration')), divisions)
                    position += step if element.tag == 'forward' else -step
                if element.tag == 'harmony':
                    at = position + Fraction(int(element.findtext('offset') or 0), divisions)
                    if not 0 <= at < time:
                        failures.add('chords stand in their bar', f'{where} {measure.get("number")}')
                if element.tag != 'note':
                    continue
                voice = (element.findtext('staff') or '1', element.findtext('voice'))
                duration = Fraction(int(element.findtext('duration')), divisions)
                if element.find('chord') is None:
                    start = position
                    position += duration
                    sums[voice] += duration
                    for tuplet in element.iter('tuplet'):
                        tuplets[voice] += 1 if tuplet.get('type') == 'start' else -1
                    for beam in element.iter('beam'):
                        number, value = beam.get('number'), beam.text
                        if value == 'begin':
                            if number in beams[voice]: failures.add('beams', f'{where} {measure.get("number")}')
                            beams[voice].add(number)
                        elif value in ('continue', 'end'):
                            if number not in beams[voice]: failures.add('beams', f'{where} {measure.get("number")}')
                            if value == 'end': beams[voice].discard(number)
                # The value that is drawn lasts as long as it says.
                kind = element.findtext('type')
                if kind:
                    value = Fraction(4, {'whole': 1, 'half': 2, 'quarter': 4, 'eighth': 8, '16th': 16, '32nd': 32}[kind])
                    for count in range(len(element.findall('dot'))):
                        value += Fraction(4, {'whole': 1, 'half': 2, 'quarter': 4, 'eighth': 8, '16th': 16, '32nd': 32}[kind]) / 2 ** (count + 1)
                    if element.find('time-modification') is not None:
                        value *= Fraction(int(element.findtext('time-modification/normal-notes')), int(element.findtext('time-modification/actual-notes')))
                    if value != duration:
                        failures.add('values last as they say', f'{where} {measure.get("number")}: {kind} {duration}')
                ties = {t.get('type') for t in element.findall('tie')}
                if ties != {t.get('type') for t in element.iter('tied')}:
                    failures.add('ties drawn as they sound', f'{where} {measure.get("number")}')
                pitch = tuple((element.findtext(f'pitch/{n}') or element.findtext(f'unpitched/display-{n}')) for n in ('step', 'alter', 'octave'))
                at = length + start
                if 'stop' in ties and voice_ties[voice].pop(pitch, None) != at:
                    failures.add('ties end where they began', f'{where} {measure.get("number")} {pitch}')
                if 'start' in ties:
                    voice_ties[voice][pitch] = at + duration
            if any(tuplets.values()):
                failures.add('tuplets closed', f'{where} {measure.get("number")}')
            if any(beams.values()):
                failures.add('beams closed', f'{where} {measure.get("number")}')
            for voice, total in sums.items():
                if total != time:
                    failures.add('bars sum in the text', f'{where} {measure.get("number")} {voice}: {total} of {time}')
            length += time
        for voice, open_ties in voice_ties.items():
            if open_ties:
                failures.add('ties end', f'{where}: {open_ties}')


def check_chords(score, where, failures, symbols, path):
    texts = [(h.find('kind').get('text'), h.findtext('root/root-step')) for h in ET.parse(path).getroot().iter('harmony')]
    read = list(score.recurse().getElementsByClass('ChordSymbol'))
    read = [c for c in read if True]
    if len(read) != len(texts):
        failures.add('chord symbols counted', f'{where}: {len(read)} of {len(texts)}')
        return
    for chord, (text, step) in zip(read, texts):
        if text == 'N.C.':
            if not isinstance(chord, music21.harmony.NoChord):
                failures.add('no chord', where)
            continue
        if text not in symbols:
            failures.add('symbols in the table', f'{where}: C{text}')
            continue
        pitches = {(p.pitchClass - chord.root().pitchClass) % 12 for p in chord.pitches}
        if chord.bass().pitchClass != chord.root().pitchClass:
            pitches.discard((chord.bass().pitchClass - chord.root().pitchClass) % 12)
        missing, more = symbols[text] - pitches, pitches - symbols[text]
        # As MusicXML defines a thirteenth, the eleventh is in it; an altered chord has both ninths; and music21 10.5 takes a
        # seventh that is added to a suspended fourth for a major one, where MusicXML counts from the dominant chord.
        if chord.chordKind == 'dominant-13th': more.discard(5)
        if text == '7alt': more -= {1, 3}
        if chord.chordKind.startswith('suspended') and missing == {10} and more == {11}: missing, more = set(), set()
        if missing - {(chord.bass().pitchClass - chord.root().pitchClass) % 12} or more:
            failures.add('chord kinds', f'{where}: {text}: {sorted(pitches)} for {sorted(symbols[text])} ({chord.chordKind})')


def strokes_of(path, place=0):
    """The notes of a part, ties joined: onset and end in quarters, sounding pitch, whether in a tuplet; and bar lengths."""
    part = list(ET.parse(path).getroot().iter('part'))[place]
    notes, open_notes, now, divisions, shift, time = [], {}, Fraction(0), 1, 0, Fraction(4)
    for measure in part.iter('measure'):
        if measure.find('attributes/divisions') is not None: divisions = int(measure.findtext('attributes/divisions'))
        if measure.find('attributes/transpose') is not None:
            shift = int(measure.findtext('attributes/transpose/chromatic')) + 12 * int(measure.findtext('attributes/transpose/octave-change') or 0)
        if measure.find('attributes/time') is not None:
            time = Fraction(sum(map(int, measure.findtext('attributes/time/beats').split('+'))) * 4, int(measure.findtext('attributes/time/beat-type')))
        position = now
        for element in measure:
            if element.tag == 'backup': position -= Fraction(int(element.findtext('duration')), divisions)
            if element.tag != 'note': continue
            duration = Fraction(int(element.findtext('duration')), divisions)
            pitch = element.find('pitch')
            if pitch is not None:
                sounding = 12 * (int(pitch.findtext('octave')) + 1) + [9, 11, 0, 2, 4, 5, 7][ord(pitch.findtext('step')) - 65] + int(pitch.findtext('alter') or 0) + shift
                ties = {t.get('type') for t in element.findall('tie')}
                tuplet = element.find('time-modification') is not None
                if 'stop' in ties and sounding in open_notes:
                    open_notes[sounding][1] = position + duration
                    open_notes[sounding][3] |= tuplet
                else:
                    notes.append([position, position + duration, sounding, tuplet, now])
                    open_notes[sounding] = notes[-1]
                if 'start' not in ties: open_notes.pop(sounding, None)
            if element.find('chord') is None: position += duration
        now += time
    return sorted(notes, key=lambda n: (n[0], n[2]))


def check_range(path, where, failures, ranges):
    tree = ET.parse(path).getroot()
    for place, part in enumerate(tree.iter('score-part')):
        program = part.findtext('midi-instrument/midi-program')
        if part.find('midi-instrument/midi-unpitched') is not None or int(part.findtext('midi-instrument/midi-channel')) == 10: continue
        low, high = ranges[int(program)]
        for note in strokes_of(path, place):
            if not low <= note[2] <= high:
                failures.add('notes in range', f'{where}: {part.findtext("part-name")}: {note[2]} outside {low} to {high}')
                break


def check_tuplets(path, midi, tally):
    """Counts swung lead notes in tuplets, and those of them that were played in no thirds."""
    text = open(path).read()
    if '<first>' not in text: return
    file = mido.MidiFile(midi)
    track = next((t for t in file.tracks if t.name.lower() == 'lead'), None)
    if track is None: return
    now, onsets = 0, []
    for message in track:
        now += message.time
        if message.type == 'note_on' and message.velocity: onsets.append((now / file.ticks_per_beat, message.note))
    written = strokes_of(path)
    if len(onsets) != len(written) or [p for _, p in sorted(onsets)] != [n[2] for n in written]:
        tally['not aligned'] += 1
        return
    tally['notes'] += len(written)
    beats = collections.defaultdict(list)
    for (onset, _), note in zip(sorted(onsets), written):
        beat = (note[0] - note[4]) // 1 + note[4]
        beats[beat].append((onset - float(beat), note[3]))
    for group in beats.values():
        inside = [o for o, tuplet in group if tuplet]
        if not inside: continue
        tally['in tuplets'] += len(inside)
        third = any(0.22 < o < 0.45 for o, _ in group) or len(group) >= 3
        if not third: tally['not played so'] += len(inside)


def changes_of(jazz, path):
    text = run([jazz, 'changes', path])
    return '\n'.join(line for line in text.splitlines() if not re.match(r'(style|tempo|title|key):', line))


def check_again(jazz, path, folder, where, failures, command):
    once = os.path.join(folder, 'once.musicxml')
    run([jazz, 'notate', '-q', path, once])
    if changes_of(jazz, path) != changes_of(jazz, once):
        failures.add('chords and sections again', f'{where}')
    ours, theirs = [[n[:3] for n in strokes_of(p)] for p in (path, once)]
    if ours != theirs and ours and 'lead' not in command[command.index('--without') if '--without' in command else len(command):]:
        odd = next((pair for pair in zip(ours, theirs) if pair[0] != pair[1]), None)
        failures.add('the melody again', f'{where}: {len(ours)} and {len(theirs)} notes: {odd}')


def opened_by_musescore(program, paths, folder):
    """Has MuseScore read files and write them anew, some of them a start of the program; what it said of each it did not write."""
    env = {**os.environ, 'QT_QPA_PLATFORM': 'offscreen'}
    written = [os.path.join(folder, f'ms-{os.path.basename(path)}') for path in paths]
    job = os.path.join(folder, 'job.json')
    for start in range(0, len(paths), 25):
        jobs = [{'in': os.path.abspath(i), 'out': o} for i, o in zip(paths[start:start + 25], written[start:start + 25])]
        with open(job, 'w') as file: json.dump(jobs, file)
        try: subprocess.run([program, '-j', job], capture_output=True, timeout=600, env=env)
        except subprocess.TimeoutExpired: pass
    for path, out in zip(paths, written):
        said = ''
        if not os.path.exists(out):
            # One that ends the program takes those behind it along.
            said = subprocess.run([program, '-o', out, path], capture_output=True, text=True, timeout=300, env=env).stderr
        yield out, said


def check_musescore(program, paths, folder, failures):
    """Read by MuseScore and written anew: as many measures, as many notes, and every bar sums there too."""
    opened = opened_by_musescore(program, [path for _, path in paths], folder)
    for (where, path), (out, said) in zip(paths, opened):
        if not os.path.exists(out):
            failures.add('MuseScore reads', f'{where}: {said.strip()[-200:]}')
            continue
        ours, theirs = ET.parse(path).getroot(), ET.parse(out).getroot()
        for what in ('measure', 'harmony'):
            count = [len(list(t.iter(what))) for t in (ours, theirs)]
            if count[0] != count[1]: failures.add(f'MuseScore keeps every {what}', f'{where}: {count[1]} of {count[0]}')
        silent = [[h.find('root') is None for h in t.iter('harmony') if h.findtext('kind') == 'none'] for t in (ours, theirs)]
        if silent[0] and not all(silent[1]): failures.add('no chord has no root in MuseScore', where)
        for place in range(len(list(ours.iter('part')))):
            pair = [[(n[0], n[2]) for n in strokes_of(p, place)] for p in (path, out)]
            if pair[0] != pair[1]:
                odd = next((p for p in zip(*pair) if p[0] != p[1]), None)
                failures.add('MuseScore keeps every note', f'{where}, part {place + 1}: {len(pair[1])} of {len(pair[0])}: {odd}')
        scratch = Failures()
        check_written(out, where, scratch, None)
        if scratch.found['bars sum in the text']: failures.add('bars sum in MuseScore', scratch.found['bars sum in the text'][0])


def check_verovio(paths, failures, pages):
    """Engraved by Verovio: nothing to warn of, and every measure, note and chord symbol on the pages; counts the pages."""
    import verovio
    verovio.enableLog(verovio.LOG_WARNING)
    if pages: os.makedirs(pages, exist_ok=True)
    total = 0
    for where, path in paths:
        toolkit = verovio.toolkit()
        toolkit.setOptions({'pageWidth': 2100, 'pageHeight': 2970, 'scale': 40, 'adjustPageHeight': False, 'breaks': 'auto'})
        if not toolkit.loadFile(path):
            failures.add('Verovio reads', f'{where}: {toolkit.getLog().strip()[:200]}')
            continue
        count, drawn = toolkit.getPageCount(), collections.Counter()
        if count < 1: failures.add('Verovio has pages', where)
        for page in range(1, count + 1):
            svg = toolkit.renderToSVG(page)
            for group in ET.fromstring(svg).iter('{http://www.w3.org/2000/svg}g'):
                drawn[(group.get('class') or '').split(' ')[0]] += 1
            if pages:
                import cairosvg
                stem = os.path.join(pages, f'{os.path.splitext(os.path.basename(path))[0]}-{page}.png')
                cairosvg.svg2png(svg.encode(), write_to=stem, background_color='white')
        total += count
        warned = toolkit.getLog().strip()
        if warned: failures.add('Verovio has nothing to warn of', f'{where}: {warned[:200]}')
        part = ET.parse(path).getroot()
        measures = len(list(part.find('part').iter('measure')))
        notes = sum(1 for n in part.iter('note') if n.find('rest') is None)
        for what, ours, theirs in (('measure', measures, drawn['measure']), ('note', notes, drawn['note']),
                                   ('chord symbol', len(list(part.iter('harmony'))), drawn['harm'])):
            if ours != theirs: failures.add(f'Verovio draws every {what}', f'{where}: {theirs} of {ours}')
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--jazz', default=f'{root}/.build/release/jazz')
    parser.add_argument('--count', type=int, default=1000)
    parser.add_argument('--musescore', type=int, default=0, metavar='N')
    parser.add_argument('--verovio', type=int, default=0, metavar='N')
    parser.add_argument('--pages', metavar='DIR', help='keep the pages that Verovio draws here')
    parser.add_argument('--program', default='musescore3')
    parser.add_argument('--keep', metavar='DIR')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--only', default='', help='kinds whose names hold this')
    arguments = parser.parse_args()
    if arguments.pages: arguments.pages = os.path.abspath(arguments.pages)
    jazz = os.path.abspath(arguments.jazz)
    folder = os.path.abspath(arguments.keep or tempfile.mkdtemp(prefix='paper-'))
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    for name, text in CHARTS.items(): open(f'{name}.chart', 'w').write(text)
    for name, text in MELODIES.items(): open(f'{name}.abc', 'w').write(text)
    ranges = {}
    for line in run([jazz, 'instruments']).splitlines():
        found = re.match(r' *(\d+) +\S+ +([A-G]#?b?)(-?\d)–([A-G]#?b?)(-?\d)', line)
        if found:
            def pitch(name, octave): return [9, 11, 0, 2, 4, 5, 7][ord(name[0]) - 65] + name.count('#') - name[1:].count('b') + 12 * (int(octave) + 1)
            ranges[int(found[1])] = (pitch(found[2], found[3]), pitch(found[4], found[5]))
    kinds = [k for k in recipes(jazz) if arguments.only in k[0]]
    symbols, failures, tally = chord_notes(), Failures(), collections.Counter()
    made, started = [], time.time()
    for index in range(arguments.count):
        name, command = kinds[index % len(kinds)]
        seed = arguments.seed + index // len(kinds)
        stem = f'{index:04}'
        where = f'{name}, seed {seed} ({stem})'
        path, midi = f'{stem}.musicxml', f'{stem}.mid'
        positional = 1 if command[0] in ('accompany', 'harmonize') else 0
        options = ['--seed', str(seed)]
        try:
            run([jazz, *command, path, '-q', *options])
            paper = [o for o in command if o not in ('--lead-sheet',)]
            if '--transposed' in paper:
                at = paper.index('--transposed')
                del paper[at:at + 2]
            run([jazz, *paper, midi, '-q', *options])
            score = music21.converter.parse(path, forceSource=True)
            check_measures(score, where, failures)
            check_written(path, where, failures, symbols)
            check_chords(score, where, failures, symbols, path)
            if command[0] == 'generate' and '--prime' not in command: check_range(path, where, failures, ranges)
            if command[0] == 'generate': check_tuplets(path, midi, tally)
            check_again(jazz, path, folder, where, failures, command)
        except Exception as error:
            failures.add(f'{type(error).__name__}', f'{where}: {str(error)[:300]}')
        made.append((where, path))
        if sys.stderr.isatty() or index % 100 == 99:
            print(f'{index + 1} of {arguments.count}, {time.time() - started:.0f} s', file=sys.stderr, flush=True)
    share = 100 * tally['not played so'] / max(1, tally['notes'])
    print(f'{len(made)} pieces of {len(kinds)} kinds read by music21 {music21.__version__}')
    print(f'{tally["notes"]} notes of swung leads, {tally["in tuplets"]} in tuplets, {tally["not played so"]} of them not played in '
          f'thirds: {share:.2f} % of all ({tally["not aligned"]} pieces whose notes are not those of the MIDI file one by one)')
    if share > 3: failures.add('tuplets that were played as such', f'{share:.2f} %')
    def spread(count): return made[::max(1, len(made) // count)][:count]

    if arguments.musescore:
        chosen = spread(arguments.musescore)
        check_musescore(arguments.program, chosen, folder, failures)
        print(f'{len(chosen)} of them read by MuseScore')
    if arguments.verovio:
        chosen = spread(arguments.verovio)
        count = check_verovio(chosen, failures, arguments.pages)
        print(f'{len(chosen)} of them engraved by Verovio, {count} pages')
    failures.tell()
    if not failures.found: print('all hold')
    if not arguments.keep: shutil.rmtree(folder)
    sys.exit(1 if failures.found else 0)


main()
