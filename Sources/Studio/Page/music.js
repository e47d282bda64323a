// The music room: chart and controls at the left, roll, notation, takes and reports at the right.

import { post, file } from './api.js';
import { $, $$, h, replace, complain, toast, say, copy, dialog, download, minutes, base64, clamp } from './dom.js';
import { desk, about, change, onChange, revive } from './state.js';
import { controls } from './controls.js';
import { ChartEditor, barBoxes, light } from './chart.js';
import { Player } from './player.js';
import { Roll } from './roll.js';
import * as notation from './notation.js';
import * as inspect from './inspect.js';

export const player = new Player();
const roll = new Roll({ label: 'Piano roll' });
roll.player = player;
const editor = new ChartEditor();
const partNames = { lead: 'Lead', chords: 'Chords', bass: 'Bass', drums: 'Drums' };
let form = null;
let busy = 0;
let waitingFor = null;       // AbortController of a request in the air
let view = 'takes';

// MARK: Making

/** What a piece is called; changes that are typed have no title. */
const titled = piece => piece.title || 'Your changes';

const setting = (name, value, label) => {
  const settings = { ...desk.settings };
  if (value === null || value === undefined || value === '') delete settings[name]; else settings[name] = value;
  change({ settings }, `~Change ${label ?? name}`);
};

function request() {
  const { instruments, ...rest } = nested(desk.settings);
  const wish = { ...rest };
  if (instruments && Object.keys(instruments).length) wish.instruments = instruments;
  if (desk.chart.trim()) wish.chart = desk.chart;
  return wish;
}

/** Options such as `instruments.lead` are fields of an object. */
function nested(settings) {
  const found = {};
  for (const [name, value] of Object.entries(settings)) {
    const [outer, inner] = name.split('.');
    if (inner) found[outer] = { ...found[outer], [inner]: value }; else found[name] = value;
  }
  return found;
}

async function working(what, action) {
  busy += 1;
  document.body.classList.add('busy');
  try { return await action(); } catch (error) { complain(error); return null; } finally {
    busy -= 1;
    if (busy === 0) document.body.classList.remove('busy');
    if (what) say(what);
  }
}

async function make() {
  waitingFor?.abort();
  waitingFor = new AbortController();
  const { signal } = waitingFor;
  await working('', async () => {
    const piece = await post('/api/pieces', request(), { signal });
    lay(piece, 'Make a piece', { start: $('#play-made').checked });
    for (const note of piece.notes) toast(note);
  });
}

/** A new piece on the desk. */
function lay(piece, step, { keep = false, start = false } = {}) {
  if (step) change({ piece }, step);
  if (start) player.play();
  const lead = piece.parts.find(part => part.role === 'lead');
  if (!keep) say(`${titled(piece)}: ${piece.bars.length} bars, ${piece.style} at ${Math.round(piece.tempo)}, ${lead?.notes.length ?? 0} notes in the lead`);
}

async function takes() {
  const count = Number($('#take-count').value);
  const wish = request();
  delete wish.bestOf;
  await working(`${count} takes made`, async () => {
    const found = await post('/api/takes', { count, piece: wish });
    change({ takes: found.takes.concat(desk.takes).slice(0, 48) }, `Make ${count} takes`);
    show('takes');
  });
}

/** Calls an operation on the piece, and lays the piece that comes of it. */
async function operate(path, body, step) {
  if (!desk.piece) { toast('Make a piece first.'); return null; }
  return working(step.replace(/^~/, ''), async () => {
    let piece;
    try { piece = await post(`/api/pieces/${desk.piece.id}/${path}`, body); } catch (error) {
      if (error.status !== 404) throw error;
      await revive(desk.piece);
      piece = await post(`/api/pieces/${desk.piece.id}/${path}`, body);
    }
    lay(piece, step, { keep: true });
    return piece;
  });
}

const chosenBars = () => roll.bars && (roll.bars.first === roll.bars.last ? `${roll.bars.first}` : `${roll.bars.first}-${roll.bars.last}`);

function withBars(action, what) {
  const bars = chosenBars();
  if (!bars) { toast(`First select bars: drag over the numbers above the roll, or press b. Then ${what}.`); return null; }
  return action(bars);
}
const again = () => withBars(bars => operate('infill', { bars }, `Play bars ${bars} again`), 'they are played anew');
const vary = keep => operate('vary', { keep, ...(chosenBars() ? { bars: chosenBars() } : {}) }, keep === 'rhythm' ? 'New pitches' : 'New rhythm');
const transpose = semitones => {
  if (roll.chosen.size) { roll.nudge({ pitch: semitones }, '~Move notes'); return; }
  const bars = chosenBars();
  operate('transpose', { semitones, ...(bars ? { bars } : {}) }, bars ? `~Transpose bars ${bars}` : '~Transpose');
};

async function underMelody(found) {
  const body = { melody: await base64(found), ...(desk.settings.style ? { style: desk.settings.style } : {}) };
  await working('The band plays under your melody', async () => lay(await post('/api/accompany', body), 'Band under my melody', { start: true }));
}

// MARK: The page

function transport() {
  const play = h('button', { id: 'play', class: 'strong', onclick: () => player.toggle() }, 'Play');
  const loop = h('button', { id: 'loop', 'aria-pressed': 'false', title: 'Go round the selected bars, or the whole piece (L)', onclick: toggleLoop }, 'Loop');
  const tempo = h('input', { id: 'tempo', type: 'number', min: 30, max: 400, step: 1, 'aria-label': 'Tempo of playing, quarter notes a minute', onchange: () => {
    const value = clamp(Number(tempo.value) || player.piece?.tempo || 120, 30, 400);
    player.ownTempo = value;
    tempo.value = Math.round(value);
  } });
  const volume = h('input', { type: 'range', min: 0, max: 1, step: 0.05, value: 0.9, 'aria-label': 'Volume', oninput: () => { player.volume = Number(volume.value); } });
  player.volume = 0.9;
  return h('div', { class: 'transport', role: 'toolbar', 'aria-label': 'Playing' },
    play, h('button', { title: 'Back to the beginning (Home)', onclick: () => player.seek(player.loop?.from ?? 0) }, 'To start'), loop,
    h('span', { id: 'place', class: 'place' }, '–'),
    h('label', { class: 'inline' }, '♩ =', tempo),
    h('div', { class: 'parts', role: 'group', 'aria-label': 'Parts' }, Object.entries(partNames).map(([role, name]) => h('span', { class: `part ${role}` },
      h('button', { data: { mute: role }, 'aria-pressed': 'false', title: `Mute ${name.toLowerCase()}`, onclick: () => { player.toggleMute(role); roll.draw(); } }, name),
      h('button', { data: { solo: role }, 'aria-pressed': 'false', class: 'small', title: `${name} alone`, 'aria-label': `${name} alone`, onclick: () => { player.toggleSolo(role); roll.draw(); } }, 'S')))),
    volume, h('select', { id: 'output', 'aria-label': 'Where it sounds', hidden: !navigator.requestMIDIAccess, onchange: chooseOutput },
      h('option', { value: '' }, 'Sound here'), h('option', { value: 'ask' }, 'MIDI out …')));
}

function rollTools() {
  const tool = (name, label, title) => h('button', { data: { tool: name }, 'aria-pressed': String(roll.tool === name), title, onclick: () => {
    roll.tool = name;
    for (const button of $$('[data-tool]')) button.setAttribute('aria-pressed', String(button.dataset.tool === name));
  } }, label);
  const grid = h('select', { 'aria-label': 'Grid', onchange: () => { roll.grid = Number(grid.value); } },
    [['480', 'quarters'], ['240', 'eighths'], ['160', 'eighth triplets'], ['120', 'sixteenths'], ['80', 'sixteenth triplets']]
      .map(([value, label]) => h('option', { value, selected: value === '240' }, label)));
  return h('div', { class: 'tools-row', role: 'toolbar', 'aria-label': 'Work on the piece' },
    h('span', { class: 'group' }, tool('select', 'Select', 'Select and move notes (1)'), tool('draw', 'Draw', 'Draw notes (2)'), tool('explain', 'Explain', 'Click a note to know it (3)'), grid),
    h('span', { class: 'group' },
      h('button', { onclick: again, title: 'Write the selected bars anew, between what stands before and after (A)' }, 'Again'),
      h('button', { onclick: () => vary('rhythm'), title: 'New pitches on the same rhythm' }, 'Keep rhythm'),
      h('button', { onclick: () => vary('pitches'), title: 'The same pitches in a new rhythm' }, 'Keep pitches'),
      h('button', { onclick: () => transpose(1), title: 'Selected notes, bars or all: up a semitone' }, 'Up'),
      h('button', { onclick: () => transpose(-1), title: 'Selected notes, bars or all: down a semitone' }, 'Down'),
      h('button', { onclick: () => roll.chosen.size ? roll.deleteChosen() : toast('First select notes.'), title: 'Delete the selected notes (Del)' }, 'Delete')),
    h('span', { class: 'group' },
      h('button', { onclick: () => roll.zoom(0.8), 'aria-label': 'Narrower', title: 'Narrower (-)' }, '−'), h('button', { onclick: () => roll.zoom(1.25), 'aria-label': 'Wider', title: 'Wider (+)' }, '+'),
      h('button', { onclick: () => roll.zoomRows(1.2), 'aria-label': 'Taller rows', title: 'Taller rows' }, '↕'), h('button', { onclick: () => roll.zoomRows(0.85), 'aria-label': 'Flatter rows', title: 'Flatter rows' }, '↔'),
      h('label', { class: 'inline' }, h('input', { type: 'checkbox', checked: true, onchange: event => { roll.follow = event.target.checked; } }), 'Follow')));
}

const views = { takes: 'Takes', notation: 'Notation', chart: 'Chart', score: 'Score', explain: 'Explain', keep: 'Keep and export' };

function tabs() {
  const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'About the piece', onkeydown: event => {
    const order = Object.keys(views);
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!by) return;
    const next = order[(order.indexOf(view) + by + order.length) % order.length];
    show(next);
    $(`#tab-${next}`).focus();
  } }, Object.entries(views).map(([name, label]) => h('button', { id: `tab-${name}`, role: 'tab', 'aria-controls': 'view', 'aria-selected': String(name === view), tabindex: name === view ? 0 : -1, onclick: () => show(name) }, label)));
  return [list, h('div', { id: 'view', role: 'tabpanel', tabindex: 0, 'aria-labelledby': `tab-${view}` })];
}

export function build(room) {
  const file = h('input', { type: 'file', accept: '.mid,.midi,.kar,.rmi,.musicxml,.xml,.mxl,.abc', class: 'visually-hidden', tabindex: -1, 'aria-hidden': 'true', onchange: () => { if (file.files[0]) underMelody(file.files[0]); file.value = ''; } });
  const hidden = new Set(['chart', 'sample', 'form', 'invent', 'parts', 'prime', 'seed', 'instruments', 'transpose']);
  form = controls(about.options.filter(option => !hidden.has(option.name)), { values: () => desk.settings, set: setting });
  const seed = h('input', { id: 'seed', inputmode: 'numeric', pattern: '[0-9]{1,20}', placeholder: 'new each time', 'aria-describedby': 'seed-help', onchange: () => { if (seed.reportValidity()) setting('seed', seed.value.trim() || null, 'the seed'); } });
  const who = h('fieldset', { class: 'who' }, h('legend', {}, 'Who plays'), Object.entries(partNames).map(([role, name]) => h('label', { class: 'inline' },
    h('input', { type: 'checkbox', data: { plays: role }, onchange: () => {
      const chosen = $$('[data-plays]').filter(box => box.checked).map(box => box.dataset.plays);
      if (chosen.length === 0) { form.refresh(); refreshForm(); toast('Somebody has to play.'); return; }
      setting('parts', chosen.length === 4 ? null : chosen, 'who plays');
    } }), name)));
  replace(room,
    h('div', { class: 'left' },
      h('div', { class: 'make panel' },
        h('button', { id: 'make', class: 'strong big', onclick: make, title: 'Make a piece (Ctrl+Enter)' }, 'Make'),
        h('div', { class: 'group' }, h('button', { id: 'make-takes', onclick: takes, title: 'Make several and choose' }, 'Takes'),
          h('select', { id: 'take-count', 'aria-label': 'How many takes' }, [4, 8, 12, 16].filter(count => count <= (about.limits.takes ?? 16)).map(count => h('option', {}, count)))),
        h('label', { class: 'inline' }, h('input', { id: 'play-made', type: 'checkbox', checked: true }), 'Play what is made'),
        h('button', { onclick: () => file.click(), title: 'The band under a melody of your own: MIDI, MusicXML or ABC' }, 'Band under my melody …'), file),
      editor.element,
      h('section', { class: 'panel', 'aria-label': 'Controls' }, h('div', { class: 'head' }, h('h2', {}, 'Controls'),
        h('button', { class: 'plain', onclick: () => change({ settings: {} }, 'All controls automatic') }, 'All automatic')),
      h('div', { class: 'field' }, h('label', { for: 'seed' }, 'Seed'), h('div', { class: 'entry' }, seed, h('button', { onclick: () => desk.piece && setting('seed', desk.piece.seed, 'the seed'), title: 'The seed of the piece on the desk' }, 'Keep this')),
        h('p', { id: 'seed-help', class: 'explain' }, 'The same seed and controls make the same piece, on every machine.')), who, form.element)),
    h('div', { class: 'right' },
      h('div', { class: 'panel stage' }, h('h2', { id: 'piece-title', class: 'piece-title' }, 'Nothing made yet'), transport(), rollTools(), roll.element,
        h('p', { id: 'roll-help', class: 'explain' }, 'Drag over the bar numbers to select bars. Drag notes of the lead to move them, their right edge to stretch them. Keys: arrows, Shift, Alt; Enter explains; ? tells all.')),
      h('div', { class: 'panel below' }, tabs())));
  editor.fill();
  show(view);
  refreshForm();
  loop();
}

function refreshForm() {
  form.refresh();
  const plays = desk.settings.parts;
  for (const box of $$('[data-plays]')) box.checked = !plays || plays.includes(box.dataset.plays);
  $('#seed').value = desk.settings.seed ?? '';
}

// MARK: What stands below the roll

const pages = {
  takes() {
    if (!desk.takes.length) return h('p', { class: 'empty' }, 'Press Takes: several pieces over the same chart appear here as cards, nearest to real solos first. Listen to each, use the best.');
    return [h('div', { class: 'foot' }, h('button', { onclick: compareTakes }, 'Compare two'), h('button', { onclick: () => change({ takes: [] }, 'Clear the takes') }, 'Clear')),
      h('ul', { class: 'cards' }, desk.takes.map(piece => takeCard(piece)))];
  },
  notation() {
    if (!desk.piece) return notation.nothing();
    const place = h('div', { class: 'systems' }, h('p', { class: 'empty' }, 'Engraving …'));
    const transposed = h('select', { 'aria-label': 'Transposed for', onchange: () => engrave(place, transposed.value) }, [['C', 'concert pitch'], ['Bb', 'for B♭ instruments'], ['Eb', 'for E♭ instruments']].map(([value, label]) => h('option', { value }, label)));
    engrave(place, 'C');
    return [h('div', { class: 'foot' }, transposed, h('button', { onclick: () => print() }, 'Print …')), place];
  },
  chart() {
    if (!desk.piece) return h('p', { class: 'empty' }, 'Make a piece: its bars stand here as they are played.');
    return h('div', { class: 'bars played', role: 'list', 'aria-label': 'Bars of the piece' }, barBoxes(desk.piece.bars, new Set(), bar => { player.seek(bar.start); roll.selectBars({ first: bar.number, last: bar.number }); }));
  },
  score() {
    if (!desk.piece) return h('p', { class: 'empty' }, 'Make a piece: how it measures beside real solos stands here.');
    const place = h('div', {}, h('p', { class: 'empty' }, 'Measuring …'));
    const { piece } = desk;
    inspect.report(piece).then(report => { if (desk.piece === piece) replace(place, inspect.scorePage(report, titled(piece))); }, error => { replace(place, h('p', { class: 'empty' }, error.message)); });
    return place;
  },
  explain() {
    if (!desk.piece) return h('p', { class: 'empty' }, 'Make a piece, then click a note of its lead with Explain.');
    const place = h('div', {}, h('p', { class: 'empty' }, 'Listening …'));
    const { piece } = desk;
    inspect.explanations(piece).then(({ notes }) => { if (desk.piece === piece) showExplained(place, notes); }, error => { replace(place, h('p', { class: 'empty' }, error.message)); });
    return place;
  },
  keep() { return keepPage(); },
};

function show(name) {
  view = name;
  for (const tab of $$('[role=tab]', $('#music'))) {
    const here = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', String(here));
    tab.tabIndex = here ? 0 : -1;
  }
  const panel = $('#view');
  panel.setAttribute('aria-labelledby', `tab-${name}`);
  replace(panel, pages[name]());
  if (name !== 'explain' && roll.surprise) { roll.surprise = null; roll.draw(); }
}

function takeCard(piece) {
  const using = desk.piece?.id === piece.id;
  const score = piece.score?.distance;
  return h('li', { class: `card${using ? ' using' : ''}`, data: { take: piece.id } },
    thumbnail(piece),
    h('p', {}, h('strong', {}, titled(piece)), h('span', { class: 'quiet' }, ` seed ${piece.seed}`)),
    h('p', { class: 'quiet' }, [piece.style, `${Math.round(piece.tempo)}`, score !== null && score !== undefined && `D ${score.toFixed(2)}`, piece.score && `${piece.score.within} of ${piece.score.measures} measures in the band`].filter(Boolean).join(' · ')),
    h('p', { class: 'buttons' },
      h('button', { onclick: () => { if (player.piece?.id === piece.id && player.playing) player.pause(); else { player.load(piece); player.play(); } }, 'aria-label': `Listen to the take with seed ${piece.seed}` }, player.piece?.id === piece.id && player.playing ? 'Stop' : 'Listen'),
      h('button', { class: 'strong', disabled: using, onclick: () => lay(piece, 'Use a take'), 'aria-label': `Use the take with seed ${piece.seed}` }, using ? 'On the desk' : 'Use'),
      h('button', { class: 'plain', 'aria-label': `Throw away the take with seed ${piece.seed}`, onclick: () => change({ takes: desk.takes.filter(item => item !== piece) }, 'Throw a take away') }, '×')));
}

/** The lead's contour, small. */
function thumbnail(piece) {
  const lead = piece.parts.find(part => part.role === 'lead') ?? piece.parts[0];
  const canvas = h('canvas', { width: 240, height: 56, class: 'thumbnail', 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  context.fillStyle = getComputedStyle(document.body).getPropertyValue('--lead').trim() || '#b33';
  const pitches = lead?.notes.map(note => note.pitch) ?? [];
  const least = pitches.reduce((a, b) => Math.min(a, b), 127);
  const most = pitches.reduce((a, b) => Math.max(a, b), 0);
  for (const note of lead?.notes ?? []) {
    context.fillRect(note.start / piece.ticks * 240, 50 - (note.pitch - least) / Math.max(12, most - least) * 46, Math.max(1.5, note.duration / piece.ticks * 240), 3);
  }
  return canvas;
}

async function compareTakes() {
  const options = desk.takes.concat(desk.piece && !desk.takes.some(piece => piece.id === desk.piece.id) ? [desk.piece] : []);
  if (options.length < 2) { toast('Two takes are needed.'); return; }
  const pick = (at, label) => h('select', { 'aria-label': label }, options.map((piece, index) => h('option', { value: index, selected: index === at }, `${titled(piece)}, seed ${piece.seed}`)));
  const [first, second] = [pick(0, 'First take'), pick(1, 'Second take')];
  const table = h('div', {});
  const listen = choice => h('button', { type: 'button', onclick: () => { const place = player.position; player.load(options[choice.value]); player.seek(place); player.play(); } }, 'Listen');
  const refresh = async () => {
    inspect.waiting(table, 'Measuring …');
    try {
      const [a, b] = [options[first.value], options[second.value]];
      replace(table, inspect.comparison(await inspect.report(a), await inspect.report(b), [`seed ${a.seed}`, `seed ${b.seed}`]));
    } catch (error) { inspect.waiting(table, error.message); }
  };
  first.onchange = second.onchange = refresh;
  refresh();
  await dialog('Two takes', h('div', {}, h('p', { class: 'foot' }, first, listen(first), second, listen(second)), h('p', { class: 'explain' }, 'Listen changes from one to the other at the same place.'), table));
}

async function engrave(place, transposed) {
  const { piece } = desk;
  try {
    let answer = await fetch(file(piece, 'musicxml', { leadSheet: 1, transposed: transposed === 'C' ? undefined : transposed }));
    if (answer.status === 404) { await revive(piece); answer = await fetch(file(piece, 'musicxml', { leadSheet: 1, transposed: transposed === 'C' ? undefined : transposed })); }
    if (!answer.ok) throw new Error((await answer.json()).error);
    const measures = notation.read(await answer.text());
    if (desk.piece !== piece) return;
    const draw = () => replace(place, notation.engrave(measures, clamp(place.clientWidth || 800, 300, 1400), number => {
      const bar = piece.bars[number - 1];
      if (bar) { player.seek(bar.start); roll.selectBars({ first: number, last: number }); }
    }));
    draw();
    let wide = place.clientWidth;
    new ResizeObserver(() => requestAnimationFrame(() => { if (Math.abs(place.clientWidth - wide) > 20) { wide = place.clientWidth; draw(); } })).observe(place);
  } catch (error) { replace(place, h('p', { class: 'empty' }, error.message)); }
}

function showExplained(place, notes) {
  if (!notes.length) { replace(place, h('p', { class: 'empty' }, 'There is no note in the lead.')); return; }
  const at = clamp([...roll.chosen][0] ?? roll.cursor, 0, notes.length - 1);
  const note = notes.find(item => item.index === at) ?? notes[0];
  roll.surprise = notes.map(item => item.pitchBits === null ? null : item.pitchBits + (item.rhythmBits ?? 0));
  roll.draw();
  const choose = item => {
    if (item.pitch === note.pitch) return;
    roll.chosen.clear();
    roll.chosen.add(note.index);
    roll.nudge({ pitch: item.pitch - note.pitch }, 'Play what the network prefers');
  };
  const move = by => { roll.cursor = clamp(at + by, 0, notes.length - 1); roll.chosen.clear(); roll.chosen.add(roll.cursor); showExplained(place, notes); };
  replace(place, h('p', { class: 'explain' }, 'The roll is coloured by surprise: blue was expected, red was not. Click a note.'),
    h('div', { class: 'foot' }, h('button', { onclick: () => move(-1), disabled: at === 0 }, 'Note before'), h('button', { onclick: () => move(1), disabled: at >= notes.length - 1 }, 'Next note')),
    inspect.explainPage(note, { choose }));
}

function keepPage() {
  if (!desk.piece) return h('p', { class: 'empty' }, 'Make a piece: here it is kept, exported and shared. All on the desk is saved by itself.');
  const { piece } = desk;
  const name = h('input', { id: 'keep-name', value: titled(piece), maxlength: 70 });
  const get = (label, ending, query, title) => h('button', { title, onclick: () => download(file(piece, ending, { ...query, download: 1 })) }, label);
  return h('div', { class: 'keep' },
    h('section', {}, h('h3', {}, 'Keep in the project'), h('div', { class: 'entry' }, h('label', { for: 'keep-name', class: 'visually-hidden' }, 'Name'), name,
      h('button', { class: 'strong', onclick: () => { change({ kept: desk.kept.concat({ name: name.value.trim() || titled(piece), piece }) }, 'Keep a piece'); toast(`“${name.value}” is kept.`); } }, 'Keep')),
    desk.kept.length ? h('ul', { class: 'kept' }, desk.kept.map(item => h('li', {}, h('button', { class: 'plain', onclick: () => lay(item.piece, 'Take up a kept piece') }, item.name), h('span', { class: 'quiet' }, ` seed ${item.piece.seed} `),
      h('button', { class: 'plain', 'aria-label': `Let go of ${item.name}`, onclick: () => change({ kept: desk.kept.filter(other => other !== item) }, 'Let go of a piece') }, '×')))) : null),
    h('section', {}, h('h3', {}, 'Export'), h('div', { class: 'foot' },
      get('MIDI', 'mid', {}, 'For any sequencer; holds its recipe'), get('MusicXML', 'musicxml', {}, 'The whole band in notation'), get('Lead sheet', 'musicxml', { leadSheet: 1 }, 'The lead with chord symbols, as MusicXML'), get('ABC', 'abc', {}, 'The lead as ABC'),
      get('WAV', 'wav', {}, 'Sound'), get('FLAC', 'flac', {}, 'Sound, without loss, smaller'), get('Ogg', 'ogg', {}, 'Sound, small'), get('Stems', 'zip', {}, 'A WAV for each part'),
      get('Chart', 'chart', {}, 'The chart as text'), get('Picture', 'svg', {}, 'The roll as SVG'), get('Recipe', 'txt', {}, 'The recipe as text'))),
    h('section', {}, h('h3', {}, 'Share'), h('div', { class: 'foot' },
      h('button', { onclick: () => copy(`${location.origin}${location.pathname}#piece=${encodeURIComponent(piece.recipe)}`, 'Link') , title: 'A link that holds the whole piece: it opens in any Woodshed studio' }, 'Copy a link that holds the piece'),
      h('button', { onclick: async () => { try { const answer = await fetch(file(piece, 'ireal')); if (!answer.ok) throw new Error((await answer.json()).error); copy(await answer.text(), 'iReal link'); } catch (error) { complain(error); } } }, 'Copy iReal link')),
    h('p', { class: 'explain' }, `Seed ${piece.seed}. ${piece.manner ? `Manner: ${piece.manner}. ` : ''}${piece.copied?.notes ? `Longest run that a real solo has too: ${piece.copied.notes} notes (${piece.copied.solo}). ` : ''}${piece.edits.length ? `Changed: ${piece.edits.join('; ')}.` : ''}`)));
}

// MARK: Playing

function toggleLoop() {
  if (player.loop) player.loop = null;
  else if (desk.piece) player.loop = roll.bars ? barRange() : { from: 0, to: desk.piece.ticks };
}
function barRange() {
  const [first, last] = [desk.piece.bars[roll.bars.first - 1], desk.piece.bars[roll.bars.last - 1]];
  return { from: first.start, to: last.start + last.ticks };
}

async function chooseOutput() {
  const select = $('#output');
  if (select.value === '') { player.useOutput(null); return; }
  try {
    const access = await navigator.requestMIDIAccess();
    const outputs = [...access.outputs.values()];
    if (select.value === 'ask') {
      replace(select, h('option', { value: '' }, 'Sound here'), outputs.map(output => h('option', { value: output.id }, output.name ?? output.id)), outputs.length ? null : h('option', { value: '', disabled: true }, 'no MIDI output found'));
      if (!outputs.length) { select.value = ''; toast('The browser sees no MIDI output. Connect one and choose again.'); return; }
      select.value = outputs[0].id;
    }
    player.useOutput(access.outputs.get(select.value) ?? null);
  } catch { select.value = ''; toast('The browser does not allow MIDI here.', 'error'); }
}

function refreshTransport() {
  $('#play').textContent = player.playing ? 'Pause' : 'Play';
  $('#loop').setAttribute('aria-pressed', String(Boolean(player.loop)));
  const tempo = $('#tempo');
  if (document.activeElement !== tempo) tempo.value = Math.round(player.tempo);
  for (const button of $$('[data-mute]')) { button.setAttribute('aria-pressed', String(player.muted(button.dataset.mute))); button.parentElement.classList.toggle('silent', !player.heard(button.dataset.mute)); }
  for (const button of $$('[data-solo]')) button.setAttribute('aria-pressed', String(player.soloed(button.dataset.solo)));
  const present = new Set(player.piece?.parts.map(part => part.role) ?? []);
  for (const button of $$('[data-mute], [data-solo]')) button.disabled = player.piece !== null && !present.has(button.dataset.mute ?? button.dataset.solo);
  $('#play').disabled = !player.piece;
}

let shownPlace = '';
function loop() {
  player.turn();
  if (player.piece && !$('#music').hidden) {
    roll.frame();
    const position = player.position;
    const bar = player.piece.bars.findLast(item => item.start <= position) ?? player.piece.bars[0];
    const beat = bar ? Math.min(bar.beats, Math.floor((position - bar.start) / (bar.ticks / bar.beats)) + 1) : 1;
    const seconds = position / player.piece.ticksPerQuarter * 60 / player.tempo;
    const place = bar ? `bar ${bar.number} . ${beat}  ${minutes(seconds)}` : '–';
    if (place !== shownPlace) {
      shownPlace = place;
      $('#place').textContent = place;
      const boxes = $('.bars.played');
      if (boxes && bar) light(boxes, bar.number);
    }
  }
  requestAnimationFrame(loop);
}

// MARK: Events

player.addEventListener('state', () => { refreshTransport(); if (view === 'takes' && !$('#music').hidden) for (const card of $$('[data-take]')) { const listen = $('button', card); listen.textContent = player.piece?.id === card.dataset.take && player.playing ? 'Stop' : 'Listen'; } });
roll.addEventListener('seek', event => player.seek(event.detail));
roll.addEventListener('bars', () => { if (player.loop) player.loop = roll.bars ? barRange() : { from: 0, to: desk.piece.ticks }; });
roll.addEventListener('explain', () => show('explain'));
roll.addEventListener('chosen', () => { if (view === 'explain' && roll.surprise) show('explain'); });
roll.addEventListener('edit', event => operate('edit', { notes: event.detail.notes }, event.detail.step));

editor.addEventListener('bar', event => { const bar = desk.piece?.bars[event.detail.number - 1]; if (bar) player.seek(bar.start); });
editor.addEventListener('melody', event => {
  const { file: found } = event.detail;
  const notice = h('div', { class: 'toast' }, h('p', {}, `${found.name} holds a melody too.`), h('button', { onclick: () => { notice.remove(); underMelody(found); } }, 'Band under it'), h('button', { class: 'plain', 'aria-label': 'Close this message', onclick: () => notice.remove() }, '×'));
  $('#toasts').append(notice);
});

let shown = null;
onChange(changed => {
  if (!form) return;
  if (changed.has('settings')) refreshForm();
  if (changed.has('piece')) {
    const { piece } = desk;
    const sister = shown && piece && piece.edits.length > 0 && piece.bars.length === shown.bars.length;
    roll.show(piece, { keep: Boolean(sister) });
    if (piece) player.load(piece, { keep: Boolean(sister) && player.piece !== null }); else player.pause();
    $('#piece-title').textContent = piece ? `${titled(piece)}, ${piece.style} at ${Math.round(piece.tempo)}` : 'Nothing made yet';
    $('#piece-title').dataset.piece = piece?.id ?? '';
    shown = piece;
    refreshTransport();
    show(view);
  } else if (changed.has('takes') && view === 'takes') show('takes');
  else if (changed.has('kept') && view === 'keep') show('keep');
});

/** Keys of the whole room; fields keep theirs. */
export function key(event) {
  const typing = event.target.closest('input, textarea, select, dialog');
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { make(); return true; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const on = event.target.closest('button, a, summary, [role=tab]');
  const actions = {
    ' ': on ? null : () => player.toggle(), Home: event.target === roll.element ? null : () => player.seek(0), l: toggleLoop, a: again, m: make, t: takes,
    1: () => $('[data-tool=select]').click(), 2: () => $('[data-tool=draw]').click(), 3: () => $('[data-tool=explain]').click(),
  };
  const action = actions[event.key];
  if (!action) return false;
  action();
  return true;
}

export const dropped = found => /\.(mid|midi|kar|rmi|musicxml|xml|mxl|abc|ls|cho|crd|pro|csv|html?|txt|chart)$/i.test(found.name) ? editor.read(found) : toast(`${found.name}: drop a chart, MIDI or MusicXML here, texts in the Text room.`);

export async function openRecipe(recipe) {
  await working('', async () => {
    const piece = await post('/api/pieces/remake', { recipe });
    lay(piece, 'Open a link');
  });
}
