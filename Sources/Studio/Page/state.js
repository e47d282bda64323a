// What is on the desk, its history, and how it is kept. Everything that a person makes is in `desk`, so that undo, saving
// and links need to know one thing only. Pieces are values: an edit gives a new piece, so the history holds references.

import { get, post, put, Problem } from './api.js';
import { $, debounce, complain, toast } from './dom.js';

const blank = () => ({
  chart: '',          // text, as typed
  settings: {},       // fields of PieceRequest that differ from "automatic"
  piece: null,        // Piece
  takes: [],          // [Piece]
  kept: [],           // [{ name, piece }]
  text: '',           // the writer's text
  writing: {},        // fields of Write
});

export const desk = blank();
export const about = {};            // of /api/about, filled when the page opens
export const project = { name: null, version: 0 };

const listeners = new Set();
/** Calls `action(changed)` whenever the desk changed; `changed` is a Set of its fields. */
export function onChange(action) { listeners.add(action); }
function tell(changed) { for (const action of listeners) action(changed); }

// MARK: History

const past = [];
const future = [];
let last = { ...desk };

/** Sets fields of the desk. `step` names what undo takes back; the same step again within two seconds joins it. */
export function change(fields, step) {
  const changed = new Set(Object.keys(fields).filter(key => fields[key] !== desk[key]));
  if (changed.size === 0) return;
  Object.assign(desk, fields);
  const previous = past.at(-1);
  const joins = previous && step.startsWith('~') && previous.step === step && Date.now() - previous.at < 2000;
  if (!joins) past.push({ step, at: Date.now(), desk: last });
  else previous.at = Date.now();
  if (past.length > 300) past.shift();
  last = { ...desk };
  future.length = 0;
  mark();
  tell(changed);
}

function travel(from, to) {
  const moment = from.pop();
  if (!moment) return null;
  to.push({ step: moment.step, at: 0, desk: last });
  const changed = new Set(Object.keys(desk).filter(key => desk[key] !== moment.desk[key]));
  Object.assign(desk, moment.desk);
  last = { ...desk };
  mark();
  tell(changed);
  return moment.step.replace(/^~/, '');
}
export const undo = () => travel(past, future);
export const redo = () => travel(future, past);

function mark() {
  const name = stack => stack.at(-1)?.step.replace(/^~/, '');
  const [back, forth] = [$('#undo'), $('#redo')];
  back.disabled = past.length === 0;
  forth.disabled = future.length === 0;
  back.title = past.length ? `Undo: ${name(past)} (Ctrl+Z)` : 'Nothing to undo';
  forth.title = future.length ? `Redo: ${name(future)} (Ctrl+Shift+Z)` : 'Nothing to redo';
  save();
}

// MARK: Keeping

/** A name that can be a file's. */
export const fileName = text => text.replace(/[/\\\u0000-\u001f]/g, ' ').replace(/^[.\s]+/, '').trim().slice(0, 70) || 'Untitled';

function unique(wanted, taken) {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted} ${count}`;
  taken.add(name);
  return name;
}

function contents() {
  const taken = new Set();
  const pieces = desk.kept.map(({ name, piece }) => ({ name: unique(fileName(name), taken), recipe: piece.recipe }));
  if (desk.piece) pieces.push({ name: unique('On the desk', taken), recipe: desk.piece.recipe });
  return {
    document: {
      settings: desk.settings, writing: desk.writing, piece: desk.piece?.recipe ?? null,
      takes: desk.takes.map(piece => piece.recipe), kept: desk.kept.map(({ name, piece }) => ({ name, recipe: piece.recipe })),
    },
    chart: desk.chart,
    pieces,
    texts: desk.text ? [{ name: 'Text', text: desk.text }] : [],
    version: project.version,
  };
}

let saving = null;
let again = false;
const showSaved = text => { $('#saved').textContent = text; };

async function write() {
  if (saving) { again = true; return saving; }
  saving = (async () => {
    try {
      if (!project.name) await begin();
      const { version } = await put(`/api/projects/${encodeURIComponent(project.name)}`, contents());
      project.version = version;
      showSaved('saved');
    } catch (error) {
      showSaved('not saved');
      if (error instanceof Problem && error.status === 409) conflict();
      else if (error.status === 0) setTimeout(save, 2000);
      else complain(error);
    }
  })();
  await saving;
  saving = null;
  if (again) { again = false; await write(); }
}
const later = debounce(400, write);
function save() { showSaved('saving …'); later(); }

export async function saveNow() { later.flush(); if (saving) await saving; }

/** Another page has saved this project: nothing is overwritten; this page goes on under another name. */
async function conflict() {
  const other = project.name;
  project.name = null;
  project.version = 0;
  await begin(`${other} (this page)`);
  toast(`Another page has saved “${other}”. What is here is kept as “${project.name}”.`, 'error');
  save();
}

/** A project of its own for a desk that has none. */
async function begin(wanted) {
  const now = new Date();
  const two = number => String(number).padStart(2, '0');
  const base = wanted
    ?? `Session ${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}`;
  for (let count = 1; ; count += 1) {
    try {
      adopt(await post('/api/projects', { name: fileName(count === 1 ? base : `${base} ${count}`) }));
      return;
    } catch (error) {
      if (error.status !== 409 || count > 50) throw error;
    }
  }
}

export function adopt({ name, version }) {
  Object.assign(project, { name, version });
  $('#project-name').textContent = name ?? 'No project';
  document.title = name ? `${name} · Woodshed studio` : 'Woodshed studio';
  try { localStorage.setItem('project', name ?? ''); } catch { /* private window: the last project is not remembered */ }
}

const remake = async recipe => {
  try { return await post('/api/pieces/remake', { recipe }); } catch (error) { complain(error); return null; }
};

/** Lays a project on the desk. What was there is saved first. */
export async function open(name) {
  await saveNow();
  const found = await get(`/api/projects/${encodeURIComponent(name)}`);
  const kept = found.document ?? {};
  const fresh = blank();
  fresh.chart = found.chart ?? '';
  fresh.settings = kept.settings ?? {};
  fresh.writing = kept.writing ?? {};
  fresh.text = found.texts?.[0]?.text ?? '';
  if (kept.piece) fresh.piece = await remake(kept.piece);
  fresh.takes = (await Promise.all((kept.takes ?? []).map(remake))).filter(Boolean);
  fresh.kept = (await Promise.all((kept.kept ?? []).map(async item => ({ name: item.name, piece: await remake(item.recipe) }))))
    .filter(item => item.piece);
  start(fresh, found);
}

export async function startAfresh() {
  await saveNow();
  start(blank(), { name: null, version: 0 });
}

function start(fresh, { name, version }) {
  past.length = future.length = 0;
  Object.assign(desk, fresh);
  last = { ...desk };
  adopt({ name, version });
  $('#undo').disabled = $('#redo').disabled = true;
  showSaved(name ? 'saved' : '');
  tell(new Set(Object.keys(desk)));
}

/** Makes sure that the server still has a piece: it keeps the last ones only, and gives the same id for the same recipe. */
export const revive = piece => post('/api/pieces/remake', { recipe: piece.recipe });

// A page that closes saves what the last half second brought; `keepalive` lets the request end by itself.
addEventListener('pagehide', () => {
  if (!project.name || $('#saved').textContent !== 'saving …') return;
  const body = JSON.stringify(contents());
  if (body.length < 60000) {
    fetch(`/api/projects/${encodeURIComponent(project.name)}`,
      { method: 'PUT', body, keepalive: true, headers: { 'Content-Type': 'application/json' } }).catch(() => {});
  }
});
