// Controls drawn from the options that the server tells: a label, a field, a line of explanation each. A field that is
// left alone says "automatic": the chart, the style or the seed decides.

import { h, base64, complain } from './dom.js';
import { post } from './api.js';

/** `values()` are the settings now; `set(name, value, label)` changes one, null for automatic. */
export function controls(options, { values, set, open = 2 }) {
  const groups = Map.groupBy ? Map.groupBy(options, option => option.group) : grouped(options);
  const refreshers = [];
  const element = h('div', { class: 'controls' }, [...groups].map(([group, items], index) =>
    h('details', { open: index < open }, h('summary', {}, group), items.map(option => field(option, { values, set }, refreshers)))));
  return { element, refresh: () => refreshers.forEach(refresh => refresh()) };
}

function grouped(options) {
  const groups = new Map();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return groups;
}

let count = 0;

function field(option, { values, set }, refreshers) {
  count += 1;
  const id = `option-${count}`;
  const help = `${id}-help`;
  const automatic = option.default === null || option.default === undefined;
  const current = () => values()[option.name];
  const change = value => set(option.name, value, option.label);
  const described = { describedby: help };
  let input;
  let extra = null;
  if (option.type === 'choice') {
    input = h('select', { id, aria: described, onchange: () => change(input.value === '' ? null : input.value) },
      automatic && !option.choices.some(choice => choice.value === '') ? h('option', { value: '' }, 'automatic') : null,
      option.choices.map(choice => h('option', { value: choice.value }, choice.label)));
    refreshers.push(() => { input.value = current() ?? option.default ?? ''; });
  } else if (option.type === 'boolean') {
    input = h('input', { id, type: 'checkbox', aria: described, onchange: () => change(input.checked === Boolean(option.default) ? null : input.checked) });
    refreshers.push(() => { input.checked = current() ?? option.default ?? false; });
  } else if (option.type === 'text') {
    input = h('input', { id, type: 'text', aria: described, placeholder: automatic ? 'automatic' : option.default, onchange: () => change(input.value.trim() || null) });
    refreshers.push(() => { input.value = current() ?? ''; });
  } else {
    const [least, most] = [option.minimum ?? 0, option.maximum ?? 1000];
    const step = option.step ?? (option.type === 'integer' ? 1 : 0.05);
    const read = text => {
      if (text === '') return null;
      const value = Number(text);
      return Number.isFinite(value) ? value : null;
    };
    input = h('input', {
      id, type: 'number', min: least, max: most, step: option.type === 'integer' ? 1 : 'any', aria: described,
      placeholder: automatic ? 'auto' : String(option.default),
      onchange: () => {
        const value = read(input.value);
        if (input.value !== '' && (value === null || !input.checkValidity())) { input.reportValidity(); return; }
        change(value === option.default ? null : value);
      },
    });
    const range = most - least <= 400;
    extra = range && h('input', {
      type: 'range', min: least, max: most, step, 'aria-label': `${option.label}, slider`, tabindex: -1,
      oninput: () => { input.value = extra.value; },
      onchange: () => { const value = Number(extra.value); change(value === option.default ? null : value); },
    });
    refreshers.push(() => {
      const value = current();
      input.value = value ?? '';
      if (extra) {
        extra.value = value ?? option.default ?? (least + most) / 2;
        extra.classList.toggle('automatic', value === undefined || value === null);
      }
    });
  }
  const fromFile = option.fromFile && fileButton(option, change);
  const reset = h('button', {
    class: 'plain reset', type: 'button', aria: { label: `${option.label}: back to ${automatic ? 'automatic' : 'the default'}` },
    title: automatic ? 'Automatic again' : `Back to ${option.default}`, onclick: () => change(null),
  }, '↺');
  refreshers.push(() => { reset.hidden = current() === undefined || current() === null; });
  const label = h('label', { for: id }, option.label, option.unit ? h('span', { class: 'unit' }, ` ${option.unit}`) : null);
  return h('div', { class: `field kind-${option.type}` }, label, h('div', { class: 'entry' }, extra, input, fromFile, reset),
    h('p', { id: help, class: 'explain' }, option.help));
}

/** A button that takes the value from a MIDI file of the user's, which the server reads. */
function fileButton(option, change) {
  const file = h('input', { type: 'file', accept: '.mid,.midi,.kar,.rmi', hidden: true, onchange: async () => {
    const chosen = file.files[0];
    file.value = '';
    if (!chosen) return;
    try { change((await post(option.fromFile, { midi: await base64(chosen) }))[option.name]); } catch (error) { complain(error); }
  } });
  return [file, h('button', { type: 'button', class: 'plain', data: { from: option.name }, aria: { label: `${option.label} of a MIDI file` }, title: 'As in a MIDI file', onclick: () => file.click() }, 'File…')];
}
