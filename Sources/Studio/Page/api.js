// The studio's API (openapi.json beside this file), as functions.

export class Problem extends Error {
  constructor(status, { error, where, hint }) {
    super(error ?? 'The studio did not answer as expected.');
    this.status = status;
    this.where = where;
    this.hint = hint;
  }
}

/** Tells this page from others, so that all get their turn. */
const page = crypto.getRandomValues(new Uint32Array(2)).join('-');

/** Asks once more, after the time that the server names, when it is busy. */
async function request(method, path, body, { signal, type } = {}) {
  const headers = { 'X-Page': page };
  if (body !== undefined) headers['Content-Type'] = type ?? 'application/json';
  const content = body === undefined || type ? body : JSON.stringify(body);
  for (let attempt = 0; ; attempt += 1) {
    let response;
    try {
      response = await fetch(path, { method, headers, body: content, signal, credentials: 'same-origin' });
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      throw new Problem(0, { error: 'The studio does not answer.', hint: 'Is ./woodshed studio still running?' });
    }
    if ((response.status === 429 || response.status === 503) && attempt < 3) {
      const wait = Number(response.headers.get('Retry-After')) || 1;
      await new Promise(resolve => setTimeout(resolve, 1000 * Math.min(wait, 5)));
      continue;
    }
    if (response.ok) return response;
    let told = {};
    try { told = await response.json(); } catch { /* no JSON: the status says it */ }
    throw new Problem(response.status, told);
  }
}

const json = async (method, path, body, options) => {
  const response = await request(method, path, body, options);
  return response.status === 204 ? null : response.json();
};
export const get = (path, options) => json('GET', path, undefined, options);
export const post = (path, body = {}, options) => json('POST', path, body, options);
export const put = (path, body, options) => json('PUT', path, body, options);
export const remove = path => json('DELETE', path);
export const putText = (path, file) => json('PUT', path, file, { type: 'text/plain' });

/** Server-sent events of a POST: calls `on[event](data)` for each. */
export async function stream(path, body, on, options) {
  const response = await request('POST', path, body, options);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    let end;
    while ((end = rest.search(/\r?\n\r?\n/)) >= 0) {
      const event = { name: 'message', data: '' };
      for (const line of rest.slice(0, end).split(/\r?\n/)) {
        if (line.startsWith('event:')) event.name = line.slice(6).trim();
        if (line.startsWith('data:')) event.data += line.slice(5).replace(/^ /, '');
      }
      rest = rest.slice(end).replace(/^\r?\n\r?\n/, '');
      if (event.data) on[event.name]?.(JSON.parse(event.data));
    }
  }
}

/** Where a piece's file is: `file(piece, 'wav', { parts: 'lead,bass', tempo: 120 })`. */
export function file(piece, ending, query = {}) {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return `/api/pieces/${piece.id}.${ending}${said.size ? `?${said}` : ''}`;
}
