// The chart: text that is typed, pasted or dropped in, and beside it the bars as boxes, with mistakes in their bars.

import { post, get } from './api.js';
import { h, replace, debounce, complain, toast, base64, dialog, copy, $ } from './dom.js';
import { desk, about, change, onChange } from './state.js';

export class ChartEditor extends EventTarget {
  #asked = 0;
  constructor() {
    super();
    this.result = null;
    this.text = h('textarea', {
      id: 'chart-text', rows: 8, spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'chart-help',
      placeholder: 'Dm7 | G7 | Cmaj7 | A7b9\nor a chart, an iReal Pro link, ABC, ChordPro …\nEmpty: the seed picks a sample chart.',
      oninput: () => { change({ chart: this.text.value }, '~Change the chart'); this.#later(); },
      onpaste: event => this.#paste(event),
    });
    this.boxes = h('div', { class: 'bars' });
    this.mistakes = h('ul', { class: 'mistakes', 'aria-label': 'Mistakes in the chart' });
    this.about = h('p', { class: 'quiet', id: 'chart-about' });
    this.samples = h('select', { 'aria-label': 'Sample charts', onchange: () => this.#sample() });
    const file = h('input', { type: 'file', class: 'visually-hidden', tabindex: -1, 'aria-hidden': 'true', onchange: () => { this.read(file.files[0]); file.value = ''; } });
    this.element = h('section', { class: 'panel chart', 'aria-label': 'Chart' },
      h('div', { class: 'head' }, h('h2', {}, 'Chart'), this.samples,
        h('button', { onclick: () => this.#invent(), title: 'Let a network invent changes' }, 'Invent …'),
        h('button', { onclick: () => file.click(), title: 'MIDI, MusicXML, ABC, ChordPro, iReal … or drop a file anywhere' }, 'Open a file …'), file),
      h('label', { for: 'chart-text', class: 'visually-hidden' }, 'Chart as text'), this.text,
      h('p', { id: 'chart-help', class: 'explain' }, 'Bars are parted by |. A line such as “[A]” begins a section; “key: F”, “time: 3/4”, “tempo: 140” and “style: bossa” may stand above.'),
      this.mistakes, this.about, this.boxes,
      h('div', { class: 'foot' },
        h('button', { onclick: () => this.#tidy(), title: 'Write the chart in its plainest form' }, 'Tidy'),
        h('button', { onclick: () => this.#move(1), title: 'All chords a semitone up' }, 'Key up'),
        h('button', { onclick: () => this.#move(-1), title: 'All chords a semitone down' }, 'Key down'),
        h('button', { onclick: () => this.result?.chart?.ireal ? copy(this.result.chart.ireal, 'iReal link') : toast('iReal Pro cannot hold this chart.') }, 'Copy iReal link')));
    onChange(changed => { if (changed.has('chart') && this.text.value !== desk.chart) { this.text.value = desk.chart; this.parse(); } });
  }

  fill() {
    replace(this.samples, h('option', { value: '' }, 'Samples …'),
      about.charts.map(chart => h('option', { value: chart.name }, `${chart.title} (${[chart.bars === 1 ? '1 bar' : `${chart.bars} bars`, chart.style].filter(Boolean).join(', ')})`)));
    this.text.value = desk.chart;
    this.parse();
  }

  #later = debounce(250, () => this.parse());

  async parse() {
    const text = desk.chart;
    const asked = ++this.#asked;
    if (text.trim() === '') { this.#show(null); return; }
    try {
      const result = await post('/api/chart/parse', { text });
      if (asked === this.#asked) this.#show(result);
    } catch (error) {
      if (asked === this.#asked) this.#show({ chart: null, mistakes: [{ bar: null, line: null, message: `${error.message}${error.hint ? ` ${error.hint}` : ''}` }], songs: [] });
    }
  }

  #show(result) {
    this.result = result;
    const chart = result?.chart;
    replace(this.mistakes, (result?.mistakes ?? []).slice(0, 20).map(mistake => h('li', {},
      h('button', { class: 'plain', onclick: () => this.#goTo(mistake) },
        [mistake.bar && `bar ${mistake.bar}`, mistake.line && `line ${mistake.line}`].filter(Boolean).join(', '), mistake.bar || mistake.line ? ': ' : '', mistake.message))));
    if ((result?.songs ?? []).length > 1) this.mistakes.append(this.#songs(result.songs));
    this.about.textContent = chart
      ? [chart.title, `key ${chart.key ?? chart.impliedKey}`, chart.meter, chart.style, chart.tempo && `${Math.round(chart.tempo)} a minute`,
        chart.bars.length === 1 ? '1 bar' : `${chart.bars.length} bars`].filter(Boolean).join(' · ') + (chart.notes.length ? `. ${chart.notes.join(' ')}` : '')
      : '';
    this.boxes.classList.toggle('empty', !chart);
    if (chart) { this.boxes.setAttribute('role', 'list'); this.boxes.setAttribute('aria-label', 'Bars of the chart'); } else { this.boxes.removeAttribute('role'); this.boxes.removeAttribute('aria-label'); }
    replace(this.boxes, chart ? barBoxes(chart.bars, new Set(result.mistakes.map(mistake => mistake.bar)),
      bar => this.dispatchEvent(new CustomEvent('bar', { detail: bar }))) : h('p', { class: 'empty' }, desk.chart.trim() ? 'No bars can be read yet.' : 'Type changes, choose a sample, or just press Make.'));
    this.dispatchEvent(new Event('parsed'));
  }

  #songs(songs) {
    const choice = h('select', { 'aria-label': 'Song of this link' }, songs.map(song => h('option', {}, song)));
    choice.onchange = async () => {
      try {
        const result = await post('/api/chart/parse', { text: desk.chart, song: choice.value });
        if (result.chart) { change({ chart: result.chart.text }, `Choose “${choice.value}”`); this.text.value = desk.chart; this.#show({ ...result, songs: [] }); }
      } catch (error) { complain(error); }
    };
    choice.selectedIndex = -1;
    return h('li', { class: 'songs' }, `${songs.length} songs: `, choice);
  }

  /** The caret goes to the line of a mistake; for a bar, to its bar line. */
  #goTo({ line, bar }) {
    const text = this.text.value;
    let from = 0;
    if (line) for (let at = 1; at < line; at += 1) from = text.indexOf('\n', from) + 1;
    else if (bar) {
      let seen = 0;
      for (const match of text.matchAll(/[^|\n]+/g)) {
        if (/^\s*(\w+:|#)/.test(match[0]) || !match[0].trim()) continue;
        seen += 1;
        if (seen === bar) { from = match.index; break; }
      }
    }
    const end = text.slice(from).search(line ? /\n|$/ : /[|\n]|$/);
    this.text.focus();
    this.text.setSelectionRange(from, from + Math.max(0, end));
  }

  async #sample() {
    const name = this.samples.value;
    this.samples.value = '';
    if (!name) return;
    try { this.take(await get(`/api/chart/sample/${encodeURIComponent(name)}`), 'Choose a sample'); } catch (error) { complain(error); }
  }

  take(chart, step) {
    change({ chart: chart.text }, step);
    this.text.value = chart.text;
    this.#asked += 1;
    this.#show({ chart, mistakes: [], songs: [] });
  }

  async #invent() {
    const form = h('select', { id: 'invent-form' }, h('option', { value: '' }, 'any form'),
      about.forms.filter(item => item.invented).map(item => h('option', { value: item.name }, item.label)));
    const key = h('select', { id: 'invent-key' }, h('option', { value: '' }, 'any key'), about.keys.map(item => h('option', {}, item)));
    const heat = h('input', { id: 'invent-heat', type: 'number', min: 0.1, max: 2, step: 0.05, value: '', placeholder: 'automatic' });
    const answer = await dialog('Invent changes', h('div', { class: 'grid' },
      h('label', { for: 'invent-form' }, 'Form'), form, h('label', { for: 'invent-key' }, 'Key'), key, h('label', { for: 'invent-heat' }, 'Temperature'), heat,
      h('p', { class: 'explain wide' }, 'A network that learned the changes of 1,185 standards goes on chord by chord. Higher temperature: bolder.')), [['Cancel', ''], ['Invent', 'ok']]);
    if (answer !== 'ok') return;
    const wish = {};
    if (form.value) wish.form = form.value;
    if (key.value) wish.key = key.value;
    if (heat.value) wish.temperature = Number(heat.value);
    try { this.take(await post('/api/chart/invent', wish), 'Invent changes'); } catch (error) { complain(error); }
  }

  async #move(semitones) {
    if (!desk.chart.trim()) return;
    try {
      const result = await post('/api/chart/parse', { text: desk.chart, transpose: semitones });
      if (result.chart) this.take(result.chart, '~Change the key');
    } catch (error) { complain(error); }
  }

  #tidy() {
    if (this.result?.chart && this.result.mistakes.length === 0) this.take(this.result.chart, 'Tidy the chart');
    else toast('First mend what is marked.');
  }

  /** A file: text goes into the editor, MIDI and compressed MusicXML are read by the server. */
  async read(file) {
    if (!file) return;
    const most = about.limits.uploadBytes;
    if (most && file.size > most) { toast(`${file.name} is larger than ${Math.round(most / 1e6)} MB.`, 'error'); return; }
    try {
      const result = await post('/api/chart/parse', { data: await base64(file), name: file.name });
      if (result.songs.length > 1 && !result.chart) { this.#show(result); return; }
      if (!result.chart) { toast(result.mistakes[0]?.message ?? `${file.name} holds no chart.`, 'error'); return; }
      this.take(result.chart, `Open ${file.name}`);
      if (result.mistakes.length) this.#show(result);
      if (result.melody) this.dispatchEvent(new CustomEvent('melody', { detail: { file, chart: result.chart } }));
    } catch (error) { complain(error); }
  }

  #paste(event) {
    const file = event.clipboardData?.files?.[0];
    if (file) { event.preventDefault(); this.read(file); }
  }
}

/** Bars as boxes, four in a row; wrong ones are marked, sections are named. */
export function barBoxes(bars, wrong, choose) {
  return bars.slice(0, 600).map(bar => h('div', { role: 'listitem', class: `bar${wrong.has(bar.number) ? ' wrong' : ''}${bar.startsForm || bar.section ? ' starts' : ''}` },
    h('button', {
      class: 'plain', data: { bar: bar.number },
      'aria-label': `Bar ${bar.number}${bar.section ? `, section ${bar.section}` : ''}: ${bar.chords.map(chord => chord.symbol).join(', ') || 'no chord'}${wrong.has(bar.number) ? ', has a mistake' : ''}`,
      onclick: () => choose(bar),
    }, bar.section ? h('span', { class: 'section' }, bar.section) : null, h('span', { class: 'number' }, bar.number),
    h('span', { class: 'symbols' }, bar.chords.map(chord => h('span', {}, pretty(chord.symbol)))))));
}

export const pretty = symbol => symbol.replace(/^([A-G])b/, '$1♭').replace(/^([A-G])#/, '$1♯').replace(/\/([A-G])b/, '/$1♭').replace(/\/([A-G])#/, '/$1♯');

/** Lights the bar that sounds. */
export function light(boxes, number) {
  const lit = $('.bar.lit', boxes);
  const wanted = $(`[data-bar="${number}"]`, boxes)?.parentElement ?? null;
  if (lit === wanted) return;
  lit?.classList.remove('lit');
  wanted?.classList.add('lit');
}
