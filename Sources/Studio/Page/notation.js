// An engraver for one staff: it draws the MusicXML that the server writes for a lead as SVG. Durations, beams, ties,
// tuplets, accidentals and spellings are the server's; here is only where ink goes. Distances are in staff spaces.

import { svg, h } from './dom.js';

const steps = { C: 0, D: 1, E: 2, F: 3, G: 4, A: 5, B: 6 };
const flags = { eighth: 1, '16th': 2, '32nd': 3, '64th': 4 };
const sharps = [8, 5, 9, 6, 3, 7, 4];
const flats = [4, 7, 3, 6, 2, 5, 1];
const space = 8;

const all = (node, path) => [...node.querySelectorAll(path)];
const text = (node, path) => node.querySelector(path)?.textContent ?? null;

/** Measures of the first part: [{ number, items, attributes …, ticks }]. */
export function read(xml) {
  const source = new DOMParser().parseFromString(xml, 'application/xml');
  if (source.querySelector('parsererror')) throw new Error('The notation cannot be read.');
  let divisions = 1;
  let octave = 0;
  let clef = 'G';
  return all(source, 'part:first-of-type > measure').map(measure => {
    const found = { number: measure.getAttribute('number'), items: [], key: null, time: null, clef: null, marks: [], chords: [], repeat: null, ending: null, ticks: 0 };
    let at = 0;
    for (const node of measure.children) {
      if (node.tagName === 'attributes') {
        divisions = Number(text(node, 'divisions') ?? divisions);
        if (text(node, 'key > fifths') !== null) found.key = Number(text(node, 'key > fifths'));
        if (text(node, 'time > beats') !== null) found.time = [text(node, 'time > beats'), text(node, 'time > beat-type')];
        if (text(node, 'clef > sign') !== null) {
          clef = text(node, 'clef > sign');
          octave = Number(text(node, 'clef > clef-octave-change') ?? 0);
          found.clef = { sign: clef, octave };
        }
      } else if (node.tagName === 'harmony') found.chords.push({ at: at / divisions, name: harmony(node) });
      else if (node.tagName === 'direction') {
        for (const mark of all(node, 'rehearsal')) found.marks.push({ boxed: true, text: mark.textContent });
        const words = all(node, 'words').map(item => item.textContent).filter(Boolean);
        const beats = text(node, 'per-minute');
        if (words.length || beats) found.marks.push({ text: [...words, beats && `♩ = ${beats}`].filter(Boolean).join('  ') });
      } else if (node.tagName === 'barline') {
        const repeat = node.querySelector('repeat')?.getAttribute('direction');
        if (repeat) found.repeat = repeat;
        if (text(node, 'bar-style') === 'light-heavy') found.final = true;
      } else if (node.tagName === 'backup') at -= Number(text(node, 'duration') ?? 0);
      else if (node.tagName === 'forward') at += Number(text(node, 'duration') ?? 0);
      else if (node.tagName === 'note') {
        const duration = Number(text(node, 'duration') ?? 0);
        const chord = node.querySelector('chord') !== null;
        const step = text(node, 'pitch > step');
        found.items.push({
          at: (chord ? at - duration : at) / divisions, duration: duration / divisions, chord,
          rest: node.querySelector('rest') !== null, whole: node.querySelector('rest')?.getAttribute('measure') === 'yes',
          place: step === null ? 0 : steps[step] + 7 * (Number(text(node, 'pitch > octave')) - octave) - (clef === 'F' ? 18 : 30),
          type: text(node, 'type') ?? 'whole', dots: all(node, 'dot').length, accidental: text(node, 'accidental'),
          beams: all(node, 'beam').map(beam => beam.textContent), tied: all(node, 'tied').map(tie => tie.getAttribute('type')),
          tuplet: all(node, 'tuplet').map(item => item.getAttribute('type')), ratio: text(node, 'time-modification > actual-notes'),
        });
        if (!chord) at += duration;
      }
      found.ticks = Math.max(found.ticks, at / divisions);
    }
    return found;
  });
}

const kinds = { flat: '♭', sharp: '♯', natural: '♮', 'flat-flat': '𝄫', 'double-sharp': '𝄪', 'sharp-sharp': '𝄪' };
const alter = value => ({ '-1': '♭', 1: '♯' })[value] ?? '';
function harmony(node) {
  if (text(node, 'kind') === 'none') return 'N.C.';
  const root = (text(node, 'root-step') ?? '') + alter(text(node, 'root-alter'));
  const bass = text(node, 'bass-step');
  return root + (node.querySelector('kind')?.getAttribute('text') ?? '') + (bass ? `/${bass}${alter(text(node, 'bass-alter'))}` : '');
}

// MARK: Drawing

/** Systems of the piece as a list of <svg>, `width` pixels wide. `choose(measure)` is called when a measure is pressed. */
export function engrave(measures, width, choose) {
  const drawn = [];
  let key = 0;
  let clef = { sign: 'G', octave: 0 };
  let from = 0;
  const spaces = width / space;
  while (from < measures.length) {
    if (measures[from].key !== null) key = measures[from].key;
    if (measures[from].clef) clef = measures[from].clef;
    const head = 5 + Math.abs(key) * 1.1 + (measures[from].time ? 3.2 : 0);
    const line = [];
    let used = head;
    for (let at = from; at < measures.length && line.length < 8; at += 1) {
      const natural = wide(measures[at]);
      if (line.length && used + natural > spaces) break;
      line.push({ measure: measures[at], natural });
      used += natural;
    }
    const stretch = from + line.length >= measures.length && used < spaces * 0.7 ? 1.15 : (spaces - head - 0.5) / (used - head);
    drawn.push(system(line, { spaces, head, stretch, key, clef, choose }));
    from += line.length;
  }
  return drawn;
}

/** How much room the notes want: short ones more than their share of time. */
function wide(measure) {
  const columns = slots(measure);
  const wanted = columns.reduce((sum, column) => sum + column.room, 0);
  const chords = measure.chords.reduce((sum, chord) => sum + chord.name.length * 1.05 + 1.5, 0);
  return Math.max(wanted + 2.2, chords + 1, 7) + (measure.repeat ? 1.2 : 0);
}

function slots(measure) {
  const times = [...new Set([...measure.items.map(item => item.at), ...measure.chords.map(chord => chord.at)])].sort((a, b) => a - b);
  return times.map((at, index) => {
    const next = times[index + 1] ?? measure.ticks;
    const accidental = measure.items.some(item => item.at === at && item.accidental);
    return { at, room: 1.5 + 1.9 * Math.sqrt(Math.max(0.1, next - at)) + (accidental ? 1 : 0) };
  });
}

function system(line, { spaces, head, stretch, key, clef, choose }) {
  const marked = line.some(({ measure }) => measure.marks.length);
  const top = marked ? 10 : line.some(({ measure }) => measure.chords.length) ? 6.2 : 3.5;   // of the staff
  const places = line.flatMap(({ measure }) => measure.items.filter(item => !item.rest).map(item => item.place));
  const highest = Math.min(0, ...places.map(place => (8 - place) / 2));
  const lowest = Math.max(4, ...places.map(place => (8 - place) / 2));
  const shift = -highest > 2.2 ? -highest - 2.2 : 0;  // ledger lines push what stands above
  const height = top + shift + lowest + 4;
  const staff = top + shift;
  const ink = [];
  const y = place => staff + (8 - place) / 2;         // place 0 is the lowest line
  const put = (name, properties, ...children) => { const node = svg(name, properties, ...children); ink.push(node); return node; };
  const write = (x, at, words, properties = {}) => put('text', { x, y: at, ...properties }, words);
  for (let index = 0; index < 5; index += 1) put('path', { class: 'line', d: `M0.3 ${staff + index}H${spaces - 0.3}` });
  drawClef(put, write, staff, clef);
  drawKey(put, key, clef, y, 3.6);
  let x = head;
  const ties = [];
  line.forEach(({ measure, natural }, index) => {
    const room = natural * stretch;
    if (index > 0 && measure.key !== null && measure.key !== key) { key = measure.key; drawKey(put, key, clef, y, x + 0.6); }
    if (measure.time) {
      const at = index === 0 ? head - 2 : x + 0.6;
      measure.time.forEach((figure, row) => write(at, staff + 1.95 + 2 * row, figure, { class: 'time' }));
    }
    const inset = (measure.repeat === 'forward' ? 2 : 1.1) + (index > 0 && measure.time ? 2.2 : 0);
    const columns = slots(measure);
    const sum = columns.reduce((total, column) => total + column.room, 0) || 1;
    const scale = (room - inset - (measure.repeat === 'backward' ? 1 : 0.2)) / sum;
    const at = new Map();
    let place = x + inset;
    for (const column of columns) {
      const lead = measure.items.some(item => item.at === column.at && item.accidental) ? 0.9 : 0;
      at.set(column.at, place + lead);
      place += column.room * scale;
    }
    drawMarks(put, write, measure, x, index);
    for (const chord of measure.chords) write(Math.max(x + 0.3, (at.get(chord.at) ?? x) - 0.4), top - 1.6, chord.name, { class: 'chord' });
    drawNotes(put, write, measure, { at, y, staff, ties, x, room });
    const end = x + room;
    if (measure.repeat === 'backward' || measure.final) {
      put('path', { class: 'thick', d: `M${end - 0.25} ${staff}V${staff + 4}` });
      put('path', { class: 'line', d: `M${end - 0.8} ${staff}V${staff + 4}` });
      if (measure.repeat === 'backward') for (const dot of [1.5, 2.5]) put('circle', { cx: end - 1.3, cy: staff + dot, r: 0.22 });
    } else put('path', { class: 'barline', d: `M${end} ${staff}V${staff + 4}` });
    if (measure.repeat === 'forward') {
      put('path', { class: 'thick', d: `M${x + 0.25} ${staff}V${staff + 4}` });
      for (const dot of [1.5, 2.5]) put('circle', { cx: x + 1.2, cy: staff + dot, r: 0.22 });
    }
    if (measure.number) write(index ? x + 0.2 : 0.3, staff - (index ? 0.5 : 1.9), measure.number, { class: 'number' });
    const box = put('rect', { class: 'measure', x, y: staff - 1.5, width: room, height: 7, data: { measure: measure.number } });
    if (choose) box.addEventListener('click', () => choose(Number(measure.number)));
    x = end;
  });
  drawTies(put, ties, spaces);
  return svg('svg', {
    class: 'system', viewBox: `0 0 ${spaces} ${height}`, width: spaces * space, height: height * space, role: 'img',
    'aria-label': `Bars ${line[0].measure.number} to ${line.at(-1).measure.number} of the lead in notation`,
  }, ink);
}

function drawClef(put, write, staff, { sign, octave }) {
  if (sign === 'F') {
    put('circle', { cx: 1.2, cy: staff + 1, r: 0.42 });
    put('path', { class: 'stroke', d: `M1.2 ${staff + 0.95}c-.1-1.1 2.1-1.4 2.1.5c0 1.5-1.4 2.4-2.5 2.9` });
    for (const dot of [0.5, 1.5]) put('circle', { cx: 3.7, cy: staff + dot, r: 0.2 });
  } else {
    const g = staff + 3;
    put('path', { class: 'stroke', d: `M2.2 ${g + 0.5}c-.9.2-1.2-.9-.4-1.3c1.1-.5 2 .6 1.6 1.5c-.5 1.2-2.8 1.1-3-.8c-.1-1.7 2.5-2.6 2.6-4.6c0-1-.5-1.3-.8-.9c-.7 1-.4 2.4-.2 3.5l.6 3.9c.2 1.4-1.4 1.6-1.5.7` });
    put('circle', { cx: 1.15, cy: g + 2.05, r: 0.32 });
  }
  if (octave) write(1.5, staff + (octave < 0 ? 7.2 : -1.6), '8', { class: 'number' });
}

function drawKey(put, key, clef, y, x) {
  const order = key > 0 ? sharps : flats;
  const lower = clef.sign === 'F' ? 2 : 0;
  for (let index = 0; index < Math.abs(key); index += 1) accidental(put, key > 0 ? 'sharp' : 'flat', x + index * 1.1, y(order[index] - lower));
}

function accidental(put, kind, x, at) {
  if (kind === 'flat' || kind === 'flat-flat') {
    put('path', { class: 'stroke', d: `M${x} ${at - 1.7}V${at + 0.6}c1.1-.5 1.2-1.5.6-1.5c-.3 0-.6.3-.6.6` });
    if (kind === 'flat-flat') put('path', { class: 'stroke', d: `M${x + 0.7} ${at - 1.7}V${at + 0.6}c1.1-.5 1.2-1.5.6-1.5c-.3 0-.6.3-.6.6` });
  } else if (kind === 'sharp') {
    put('path', { class: 'stroke thin', d: `M${x + 0.2} ${at - 1.2}V${at + 1.4}M${x + 0.6} ${at - 1.4}V${at + 1.2}` });
    put('path', { class: 'beamline', d: `M${x - 0.1} ${at - 0.3}l1-.3M${x - 0.1} ${at + 0.55}l1-.3` });
  } else if (kind === 'natural') {
    put('path', { class: 'stroke thin', d: `M${x + 0.15} ${at - 1.4}V${at + 0.7}M${x + 0.65} ${at - 0.7}V${at + 1.4}` });
    put('path', { class: 'beamline', d: `M${x + 0.15} ${at - 0.4}l.5-.2M${x + 0.15} ${at + 0.6}l.5-.2` });
  } else put('path', { class: 'stroke', d: `M${x} ${at - 0.4}l.8.8M${x + 0.8} ${at - 0.4}l-.8.8` });
}

function drawMarks(put, write, measure, x, index) {
  let at = index === 0 ? 0.6 : x + 0.2;
  for (const mark of measure.marks) {
    const wide = mark.text.length * 0.95 + 0.9;
    if (mark.boxed) {
      put('rect', { class: 'box', x: at, y: 2.6, width: wide, height: 2.3 });
      write(at + 0.45, 4.4, mark.text, { class: 'mark' });
      at += wide + 1;
    } else { write(at, 1.8, mark.text, { class: 'words' }); }
  }
}

function drawNotes(put, write, measure, { at, y, staff, ties, x, room }) {
  const heads = measure.items.filter(item => !item.rest);
  for (const item of measure.items) {
    const left = at.get(item.at);
    if (item.rest) { drawRest(put, item, item.whole || item.type === 'whole' && measure.items.length === 1 ? x + room / 2 - 0.6 : left, staff); continue; }
    const level = y(item.place);
    for (let ledger = -2; ledger >= item.place; ledger -= 2) put('path', { class: 'line', d: `M${left - 0.5} ${y(ledger)}h2.2` });
    for (let ledger = 10; ledger <= item.place; ledger += 2) put('path', { class: 'line', d: `M${left - 0.5} ${y(ledger)}h2.2` });
    if (item.accidental && kinds[item.accidental]) accidental(put, item.accidental, left - 1.25, level);
    const open = item.type === 'half' || item.type === 'whole';
    put('ellipse', { class: open ? 'open' : '', cx: left + 0.6, cy: level, rx: item.type === 'whole' ? 0.78 : 0.66, ry: 0.46, transform: `rotate(-20 ${left + 0.6} ${level})` });
    for (let dot = 0; dot < item.dots; dot += 1) put('circle', { cx: left + 1.75 + dot * 0.6, cy: level - (item.place % 2 === 0 ? 0.5 : 0), r: 0.19 });
    item.x = left;
    item.level = level;
    if (item.tied.includes('stop')) { const open = ties.find(tie => !tie.end && tie.place === item.place); if (open) open.end = left; else ties.push({ place: item.place, level, start: x, end: left }); }
    if (item.tied.includes('start')) ties.push({ place: item.place, level, start: left + 1.2, end: null });
  }
  for (const group of beamed(heads)) drawStems(put, group, staff);
  drawTuplets(put, write, measure.items.filter(item => !item.chord), staff);
}

/** Notes under one beam together, the others alone. */
function beamed(heads) {
  const groups = [];
  let open = null;
  for (const item of heads) {
    const first = item.beams[0];
    if (first === 'begin') { open = [item]; groups.push(open); } else if ((first === 'continue' || first === 'end') && open) {
      open.push(item);
      if (first === 'end') open = null;
    } else groups.push([item]);
  }
  return groups;
}

function drawStems(put, group, staff) {
  const stemmed = group.filter(item => item.type !== 'whole');
  if (!stemmed.length) return;
  const middle = staff + 2;
  const far = stemmed.reduce((best, item) => Math.abs(item.level - middle) > Math.abs(best - middle) ? item.level : best, stemmed[0].level);
  const up = far > middle;
  for (const item of stemmed) { item.stem = up ? item.x + 1.18 : item.x + 0.03; item.up = up; }
  if (stemmed.length === 1 && !stemmed[0].beams.length) {
    const [item] = stemmed;
    let end = up ? item.level - 3.5 : item.level + 3.5;
    end = up ? Math.min(end, middle) : Math.max(end, middle);
    put('path', { class: 'stroke thin', d: `M${item.stem} ${item.level + (up ? -0.15 : 0.15)}V${end}` });
    item.tip = end;
    for (let flag = 0; flag < (flags[item.type] ?? 0); flag += 1) {
      const at = end + (up ? flag * 0.9 : -flag * 0.9);
      put('path', { d: up ? `M${item.stem} ${at}c.1 1 1.4 1.3 .9 2.9c0-1.2-.6-1.6-.9-1.7z` : `M${item.stem} ${at}c.1-1 1.4-1.3 .9-2.9c0 1.2-.6 1.6-.9 1.7z` });
    }
    return;
  }
  const [a, b] = [stemmed[0], stemmed.at(-1)];
  const ends = stemmed.map(item => up ? item.level - 3.2 : item.level + 3.2);
  let slope = b.stem > a.stem ? (ends.at(-1) - ends[0]) / (b.stem - a.stem) : 0;
  slope = Math.max(-0.18, Math.min(0.18, slope * 0.6));
  let start = up ? Infinity : -Infinity;
  stemmed.forEach((item, index) => {
    const wanted = ends[index] - slope * (item.stem - a.stem);
    start = up ? Math.min(start, wanted) : Math.max(start, wanted);
  });
  const on = x => start + slope * (x - a.stem);
  for (const item of stemmed) {
    item.tip = on(item.stem);
    put('path', { class: 'stroke thin', d: `M${item.stem} ${item.level + (up ? -0.15 : 0.15)}V${item.tip}` });
  }
  const bar = (from, to, level) => {
    const d = up ? level * 0.8 : -level * 0.8;
    const thick = up ? 0.5 : -0.5;
    put('path', { d: `M${from} ${on(from) + d}L${to} ${on(to) + d}V${on(to) + d + thick}L${from} ${on(from) + d + thick}z` });
  };
  bar(a.stem - 0.05, b.stem + 0.05, 0);
  for (let level = 1; level < 4; level += 1) {
    let from = null;
    stemmed.forEach((item, index) => {
      const kind = item.beams[level];
      if (kind === 'begin') from = item;
      else if (kind === 'end' && from) { bar(from.stem, item.stem, level); from = null; } else if (kind === 'forward hook' || kind === 'backward hook') {
        bar(kind === 'forward hook' ? item.stem : item.stem - 1.1, kind === 'forward hook' ? item.stem + 1.1 : item.stem, level);
      } else if (kind && index === stemmed.length - 1 && from) bar(from.stem, item.stem, level);
    });
  }
}

function drawRest(put, item, x, staff) {
  if (item.whole || item.type === 'whole') put('rect', { x, y: staff + 1, width: 1.2, height: 0.55 });
  else if (item.type === 'half') put('rect', { x, y: staff + 1.45, width: 1.2, height: 0.55 });
  else if (item.type === 'quarter') put('path', { d: `M${x + 0.2} ${staff + 0.5}l.9 1.1c-.5.5-.4.9.2 1.6c-.7-.3-1.2 0-.6.9c-1-.6-1.1-1.5-.2-1.7l-.8-.9c.6-.5.7-.7.5-1z` });
  else {
    const count = flags[item.type] ?? 1;
    const bottom = staff + 1.6 + count;
    put('path', { class: 'stroke thin', d: `M${x + 1.1} ${staff + 1.2}L${x + 0.5} ${bottom}` });
    for (let flag = 0; flag < count; flag += 1) {
      put('circle', { cx: x + 0.4 - flag * 0.12, cy: staff + 1.45 + flag, r: 0.28 });
      put('path', { class: 'stroke thin', d: `M${x + 0.4 - flag * 0.12} ${staff + 1.6 + flag}q.5.1 ${0.65 - flag * 0.1}-.35` });
    }
  }
  for (let dot = 0; dot < item.dots; dot += 1) put('circle', { cx: x + 1.7 + dot * 0.6, cy: staff + 1.5, r: 0.19 });
}

function drawTuplets(put, write, items, staff) {
  let first = null;
  for (const item of items) {
    if (item.tuplet.includes('start')) first = item;
    if (item.tuplet.includes('stop') && first) {
      const inside = items.slice(items.indexOf(first), items.indexOf(item) + 1).filter(one => !one.rest);
      const up = inside.every(one => one.up !== false);
      const from = first.x ?? inside[0]?.x ?? 0;
      const to = (item.x ?? inside.at(-1)?.x ?? 0) + 1.2;
      const tips = inside.map(one => up ? Math.min(one.tip ?? one.level, one.level) : Math.max(one.tip ?? one.level, one.level));
      const level = up ? Math.min(staff - 0.6, ...tips) - 0.5 : Math.max(staff + 4.6, ...tips) + 1.3;
      write((from + to) / 2 - 0.3, level, item.ratio ?? '3', { class: 'tuplet' });
      first = null;
    }
  }
}

function drawTies(put, ties, spaces) {
  for (const { place, level, start, end } of ties) {
    const to = (end ?? spaces - 0.6) - (end === null ? 0 : 0.1);
    const from = Math.min(start, to - 0.8);
    const up = place >= 4;
    const [edge, belly] = up ? [level - 0.65, level - 1.6] : [level + 0.65, level + 1.6];
    const inner = up ? belly + 0.28 : belly - 0.28;
    put('path', { class: 'tie', d: `M${from} ${edge}Q${(from + to) / 2} ${belly} ${to} ${edge}Q${(from + to) / 2} ${inner} ${from} ${edge}z` });
  }
}

export const nothing = () => h('p', { class: 'empty' }, 'Make a piece: its lead is written here.');
