// What a piece is worth: its measures beside those of real solos, as pictures; and each note explained.

import { get } from './api.js';
import { h, svg, replace, clamp } from './dom.js';
import { revive } from './state.js';

const digits = value => Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
const shown = (value, unit) => value === null ? '–' : unit === 'percent' ? `${digits(value)} %` : `${digits(value)}`;

/** Asks for a piece's report; a piece that the server forgot is made again first. */
async function ask(piece, what) {
  try { return await get(`/api/pieces/${piece.id}/${what}`); } catch (error) {
    if (error.status !== 404) throw error;
    await revive(piece);
    return get(`/api/pieces/${piece.id}/${what}`);
  }
}
export const report = piece => ask(piece, 'score');
export const explanations = piece => ask(piece, 'explain');

export function scorePage(report, title) {
  const sections = new Map();
  for (const measure of report.measures) sections.set(measure.section, [...(sections.get(measure.section) ?? []), measure]);
  return h('div', { class: 'score' },
    h('p', {}, h('strong', {}, title), ` · ${report.notes} notes in ${report.bars} bars, ${report.meter}. `,
      report.distance === null ? 'Too short to be measured.' : `Distance D ${report.distance.toFixed(2)}: quartile ranges from the middle of real solos, which are themselves 0.4 to 1.1 from it.`,
      report.bits ? ` The lead's network spends ${(report.bits.rhythm + report.bits.pitch).toFixed(2)} bits a note: ${report.bits.rhythm.toFixed(2)} on when, ${report.bits.pitch.toFixed(2)} on which.` : ''),
    h('p', { class: 'explain' }, `Light band: where eight in ten ${report.bandBars}-bar windows of real solos lie. Dark: the middle half. Line: the median. Dot: this piece.`),
    [...sections].map(([section, measures]) => h('section', {}, h('h3', {}, section),
      h('table', { class: 'measures' }, h('thead', { class: 'visually-hidden' }, h('tr', {}, ['Measure', 'Beside real solos', 'Here', 'Median of real solos'].map(name => h('th', { scope: 'col' }, name)))),
        h('tbody', {}, measures.map(measure => h('tr', { class: measure.position }, h('th', { scope: 'row' }, measure.name), h('td', {}, band(measure)),
          h('td', { class: 'number' }, shown(measure.value, measure.unit)), h('td', { class: 'number quiet' }, shown(measure.median, measure.unit)))))))));
}

function band({ value, p10, p25, median, p75, p90, position, name }) {
  const least = Math.min(p10, value ?? p10);
  const most = Math.max(p90, value ?? p90);
  const wide = most - least || 1;
  const x = number => 6 + clamp((number - least) / wide, 0, 1) * 188;
  return svg('svg', { viewBox: '0 0 200 16', class: 'band', role: 'img', 'aria-label': `${name}: ${position === 'unknown' ? 'not measured' : position === 'within' ? 'within the band of real solos' : `${position} the band of real solos`}` },
    svg('rect', { class: 'wide', x: x(p10), y: 4, width: Math.max(1, x(p90) - x(p10)), height: 8, rx: 3 }),
    svg('rect', { class: 'half', x: x(p25), y: 4, width: Math.max(1, x(p75) - x(p25)), height: 8 }),
    svg('path', { class: 'median', d: `M${x(median)} 2V14` }),
    value === null ? null : svg('circle', { class: 'dot', cx: x(value), cy: 8, r: 4.5 }));
}

/** Two reports side by side. */
export function comparison(first, second, names) {
  return h('table', { class: 'measures compare' }, h('thead', {}, h('tr', {}, ['Measure', names[0], names[1], 'Real solos, median'].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, h('tr', {}, h('th', { scope: 'row' }, 'Distance D'), [first, second].map(report => h('td', { class: 'number' }, shown(report.distance, 'number'))), h('td', {}, '')),
      first.measures.map((measure, index) => {
        const other = second.measures[index];
        return h('tr', {}, h('th', { scope: 'row' }, measure.name),
          [measure, other].map(item => h('td', { class: `number ${item?.position ?? ''}` }, shown(item?.value ?? null, measure.unit))),
          h('td', { class: 'number quiet' }, shown(measure.median, measure.unit)));
      })));
}

export function explainPage(note, { choose }) {
  const most = Math.max(...note.alternatives.map(item => item.probability), 0.01);
  const bits = (value, what) => value === null ? null : h('li', {}, `${what}: ${value.toFixed(1)} bits, ${value < 1.5 ? 'expected' : value < 4 ? 'fresh' : 'a surprise'}`);
  return h('div', { class: 'explained' },
    h('h3', {}, `${note.name}, bar ${note.bar}, beat ${Math.round(note.beat * 100) / 100}`),
    h('ul', {},
      h('li', {}, `${note.role} (${note.degree}) over ${note.chord}: ${note.kind}${note.inScale ? '' : ', not in the chord’s scale'}.`),
      note.resolves ? h('li', {}, note.resolves) : null,
      bits(note.pitchBits, 'The pitch'), bits(note.rhythmBits, 'The moment'),
      note.probability === null ? null : h('li', {}, `The network gave this pitch ${percent(note.probability)}.`)),
    note.alternatives.length ? [h('h4', {}, 'What the network would have played'), h('ul', { class: 'alternatives' }, note.alternatives.map(item => h('li', {},
      h('button', { class: item.pitch === note.pitch ? 'this' : '', onclick: () => choose(item), title: item.pitch === note.pitch ? 'Played' : `Play ${item.name} instead` },
        h('span', { class: 'name' }, item.name), h('meter', { min: 0, max: most, value: item.probability, 'aria-hidden': 'true' }), h('span', { class: 'number' }, percent(item.probability)),
        item.chordTone ? h('span', { class: 'quiet' }, 'chord tone') : null))))] : null);
}

const percent = value => value >= 0.1 ? `${Math.round(value * 100)} %` : value >= 0.001 ? `${(value * 100).toFixed(1)} %` : '< 0.1 %';

export const waiting = (where, text) => replace(where, h('p', { class: 'empty' }, text));
