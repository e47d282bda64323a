// The projects: plain folders on this machine, opened, renamed and put away.

import { get, post, remove } from './api.js';
import { h, replace, complain, dialog, toast } from './dom.js';
import { project, open, startAfresh, adopt, fileName, saveNow } from './state.js';

let place = null;
export function build(room) {
  place = h('div', { id: 'project-list' });
  replace(room, h('div', { class: 'panel wide' }, h('div', { class: 'head' }, h('h2', {}, 'Projects'), h('button', { onclick: begin }, 'New project …'), h('button', { onclick: () => startAfresh().then(opened) }, 'Empty desk')),
    h('p', { class: 'explain' }, 'A project is a plain folder: MIDI, recipes, the chart and texts. Everything on the desk is saved into it within half a second; you never have to.'), place));
}

export async function opened() {
  try {
    const { projects, folder } = await get('/api/projects');
    replace(place, projects.length ? h('ul', { class: 'cards' }, projects.map(item => h('li', { class: `card${item.name === project.name ? ' using' : ''}` },
      h('p', {}, h('strong', {}, item.name)),
      h('p', { class: 'quiet' }, `${item.pieces === 1 ? '1 piece' : `${item.pieces} pieces`}, ${item.texts === 1 ? '1 text' : `${item.texts} texts`} · ${new Date(item.modified).toLocaleString()}`),
      h('p', { class: 'buttons' },
        h('button', { class: 'strong', disabled: item.name === project.name, 'aria-label': `Open ${item.name}`, onclick: () => lay(item.name) }, item.name === project.name ? 'Open now' : 'Open'),
        h('button', { 'aria-label': `Rename ${item.name}`, onclick: () => rename(item.name) }, 'Rename …'),
        h('button', { class: 'plain', 'aria-label': `Put ${item.name} into the trash`, onclick: () => away(item.name) }, 'To the trash'))))) : h('p', { class: 'empty' }, 'No project yet. The first thing that you make begins one.'),
    h('p', { class: 'quiet' }, `They lie in ${folder}.`));
  } catch (error) { complain(error); }
}

async function lay(name) {
  try { await open(name); toast(`“${name}” is open.`); location.hash = '#music'; } catch (error) { complain(error); }
}

async function ask(title, value, button) {
  const input = h('input', { id: 'ask', value, maxlength: 70, 'aria-label': 'Name' });
  const answer = await dialog(title, h('div', {}, input), [['Cancel', ''], [button, 'ok']]);
  return answer === 'ok' ? fileName(input.value) : null;
}

async function begin() {
  const name = await ask('New project', '', 'Begin');
  if (!name) return;
  try { await startAfresh(); adopt(await post('/api/projects', { name })); location.hash = '#music'; } catch (error) { complain(error); }
}

async function rename(name) {
  const wanted = await ask(`Rename “${name}”`, name, 'Rename');
  if (!wanted || wanted === name) return;
  try {
    await saveNow();
    const found = await post(`/api/projects/${encodeURIComponent(name)}/rename`, { name: wanted });
    if (project.name === name) adopt({ name: found.name, version: project.version });
    opened();
  } catch (error) { complain(error); }
}

async function away(name) {
  if (await dialog('To the trash?', h('p', {}, `“${name}” goes to the trash folder beside the projects, with all its files.`), [['Cancel', ''], ['To the trash', 'ok']]) !== 'ok') return;
  try {
    await saveNow();
    await remove(`/api/projects/${encodeURIComponent(name)}`);
    if (project.name === name) adopt({ name: null, version: 0 });
    opened();
  } catch (error) { complain(error); }
}
