// Small helpers around the document. Text only ever enters as text: nothing on this page is parsed as HTML.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** An element: `h('button', { class: 'make', onclick: f, disabled: true, aria: { label: 'Make' } }, 'Make')`. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same in SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'aria') for (const [key, said] of Object.entries(value)) element.setAttribute(`aria-${key}`, said);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

export function replace(element, ...children) {
  element.replaceChildren(...children.flat(3).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** Told to a screen reader, once. */
export function say(text) {
  const status = $('#status');
  status.textContent = '';
  requestAnimationFrame(() => { status.textContent = text; });
}

export function toast(text, kind = 'note') {
  const message = h('div', { class: `toast ${kind}` }, h('p', {}, text));
  const close = h('button', { class: 'plain', aria: { label: 'Close this message' }, onclick: () => message.remove() }, '×');
  message.append(close);
  $('#toasts').append(message);
  while ($('#toasts').children.length > 4) $('#toasts').firstChild.remove();
  setTimeout(() => message.remove(), kind === 'error' ? 15000 : 6000);
}

/** An error of the server or of the network, in words. */
export function complain(error) {
  if (error?.name === 'AbortError') return;
  const place = error.where ? ` (${error.where})` : '';
  toast(`${error.message}${place}${error.hint ? ` ${error.hint}` : ''}`, 'error');
}

/** A dialog with a heading; resolves when it is closed, to the value of the button that closed it. */
export function dialog(title, body, buttons = [['Close', 'close']]) {
  const element = $('#dialog');
  const heading = h('h2', { id: 'dialog-title' }, title);
  return new Promise(resolve => {
    const form = h('form', { method: 'dialog' }, heading, body, h('p', { class: 'buttons' },
      buttons.map(([label, value]) => h('button', { value, class: value === 'ok' ? 'strong' : '' }, label))));
    replace(element, form);
    element.onclose = () => { resolve(element.returnValue); replace(element); };
    element.returnValue = '';
    element.showModal();
    ($('input, textarea, select', form) ?? $('.buttons button', form)).focus();
  });
}

export function download(url, name) {
  const link = h('a', { href: url, download: name ?? '' });
  document.body.append(link);
  link.click();
  link.remove();
}

export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied.`);
  } catch {
    const area = h('textarea', { readonly: true, rows: 6, 'aria-label': what }, text);
    const shown = dialog(`Copy ${what.toLowerCase()}`, area);
    area.select();
    await shown;
  }
}

export const debounce = (wait, action) => {
  let timer = 0;
  const later = (...values) => { clearTimeout(timer); timer = setTimeout(() => { timer = 0; action(...values); }, wait); };
  later.flush = (...values) => { if (timer) { clearTimeout(timer); timer = 0; action(...values); } };
  return later;
};

export const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
export const names = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
export const pitchName = pitch => `${names[pitch % 12]}${Math.floor(pitch / 12) - 1}`;
export const minutes = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** A file of the user's in base64, without holding it as one long argument list. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
