// The page's beginning: rooms, keys, files that are dropped, the theme, and what stood on the desk last time.

import { get } from './api.js';
import { $, $$, h, replace, complain, toast, dialog, say } from './dom.js';
import { about, undo, redo, open } from './state.js';
import * as music from './music.js';
import * as text from './text.js';
import * as projects from './projects.js';

const rooms = { music, text, projects };
let current = 'music';

function enter(name) {
  current = rooms[name] ? name : 'music';
  for (const room of $$('.room')) room.hidden = room.id !== current;
  for (const link of $$('nav a')) if (link.dataset.room === current) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  dispatchEvent(new Event('resize'));
  rooms[current].opened?.();
}

async function fromAddress() {
  const hash = location.hash.slice(1);
  if (hash.startsWith('piece=')) {
    enter('music');
    history.replaceState(null, '', '#music');
    try { await music.openRecipe(decodeURIComponent(hash.slice(6))); } catch (error) { complain(error); }
  } else enter(hash || 'music');
}

// MARK: Theme

const themes = ['', 'light', 'dark'];
function theme(next) {
  document.documentElement.dataset.theme = next;
  $('#theme').textContent = { '': 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' }[next];
  dispatchEvent(new Event('resize'));
  for (const roll of $$('.roll')) roll.dispatchEvent(new Event('scroll'));
}
function remembered(key) { try { return localStorage.getItem(key) ?? ''; } catch { return ''; } }

// MARK: Help

function help() {
  const rows = [
    ['Ctrl+Enter', 'make a piece; in Text, write'], ['Space', 'play or pause'], ['Ctrl+Z, Ctrl+Shift+Z', 'undo, redo'], ['M, T', 'make; takes'], ['L', 'loop the selected bars'], ['A', 'play the selected bars again'],
    ['1, 2, 3', 'select, draw, explain'], ['Home', 'back to the beginning'], ['In the roll: ← →', 'note by note; with Shift select more'], ['↑ ↓', 'move selected notes by a semitone; with Shift an octave'],
    ['Alt+← →', 'move them in time; with Shift make them shorter or longer'], ['Enter', 'explain the note'], ['Delete', 'delete the notes'], ['b, [ and ]', 'select this bar; fewer or more bars'], ['+ −', 'wider, narrower'], ['Escape', 'select nothing'],
    ['In the text: Tab', 'take the likeliest next piece (Escape, then Tab leaves the text)'],
  ];
  dialog('Keys', h('div', {}, h('table', { class: 'keys' }, h('tbody', {}, rows.map(([key, what]) => h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key)), h('td', {}, what))))),
    h('p', { class: 'explain' }, `Woodshed ${about.version}. Everything here is made on this machine; nothing leaves it. Programs can use the same API: `, h('a', { href: '/api/openapi.json' }, 'its description'), '.')));
}

// MARK: Keys and files

addEventListener('keydown', event => {
  if (event.defaultPrevented || $('#dialog').open) return;
  const typing = event.target.closest('input:not([type=checkbox], [type=range]), textarea');
  const command = event.ctrlKey || event.metaKey;
  if (command && !typing && event.key.toLowerCase() === 'z') { event.preventDefault(); travel(event.shiftKey ? redo : undo, event.shiftKey ? 'Redone' : 'Undone'); return; }
  if (command && !typing && event.key.toLowerCase() === 'y') { event.preventDefault(); travel(redo, 'Redone'); return; }
  if (event.key === '?' && !typing) { event.preventDefault(); help(); return; }
  if (rooms[current].key?.(event)) event.preventDefault();
});

function travel(action, word) {
  const step = action();
  if (step) { say(`${word}: ${step}`); toast(`${word}: ${step}.`); }
}

addEventListener('dragover', event => { event.preventDefault(); document.body.classList.add('dropping'); });
addEventListener('dragleave', event => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
addEventListener('drop', async event => {
  event.preventDefault();
  document.body.classList.remove('dropping');
  for (const file of event.dataTransfer?.files ?? []) await rooms[current].dropped?.(file);
});

// MARK: The beginning

async function begin() {
  theme(remembered('theme'));
  $('#theme').onclick = () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % 3];
    try { localStorage.setItem('theme', next); } catch { /* private window */ }
    theme(next);
  };
  $('#help').onclick = help;
  $('#undo').onclick = () => travel(undo, 'Undone');
  $('#redo').onclick = () => travel(redo, 'Redone');
  try { Object.assign(about, await get('/api/about')); } catch (error) {
    replace($('#loading'), `${error.message} ${error.hint ?? ''} `, h('button', { onclick: () => location.reload() }, 'Try again'));
    return;
  }
  for (const [name, room] of Object.entries(rooms)) room.build($(`#${name}`));
  $('#loading').hidden = true;
  if (!about.sound.available) {
    const banner = $('#banner');
    banner.hidden = false;
    banner.textContent = `There is no sound: ${about.sound.reason ?? 'no sound font was found.'} Everything else works.`;
  }
  const last = remembered('project');
  if (last) { try { await open(last); } catch (error) { if (error.status !== 404) complain(error); } }
  addEventListener('hashchange', fromAddress);
  await fromAddress();
  document.body.classList.add('ready');
}

begin();
