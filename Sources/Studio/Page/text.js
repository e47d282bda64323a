// The text room: corpora and learning at the left; the page that is written, with its controls, at the right.

import { get, post, putText, remove, stream } from './api.js';
import { $, h, svg, replace, complain, toast, say, dialog, debounce, clamp } from './dom.js';
import { desk, about, change, onChange, fileName } from './state.js';
import { controls } from './controls.js';

let models = [];
let corpora = [];
let form = null;
let writing = null;          // AbortController while text is streaming
const jobs = new Map();      // id → { job, source, losses, samples, element }
let page = null;

// MARK: Building

export function build(room) {
  const file = h('input', { type: 'file', multiple: true, class: 'visually-hidden', tabindex: -1, 'aria-hidden': 'true', onchange: async () => { for (const item of file.files) await dropped(item); file.value = ''; } });
  form = controls(about.textOptions.filter(option => !['model', 'prompt', 'stream', 'copies', 'stop', 'seed'].includes(option.name)), { values: () => desk.writing, set: setting, open: 1 });
  page = h('textarea', {
    id: 'page', rows: 16, 'aria-label': 'Text: the model goes on from what stands here', placeholder: 'Begin here, or leave it empty. Write goes on from what stands here.',
    oninput: () => { change({ text: page.value }, '~Change the text'); hideMarks(); showAlternatives(); }, onkeydown: pageKey,
  });
  const stop = h('input', { id: 'stop', placeholder: 'none', 'aria-describedby': 'stop-help', onchange: () => setting('stop', stop.value ? [stop.value.replace(/\\n/g, '\n')] : null, 'the stop text') });
  const seed = h('input', { id: 'text-seed', inputmode: 'numeric', pattern: '[0-9]{1,20}', placeholder: 'new each time', onchange: () => { if (seed.reportValidity()) setting('seed', seed.value.trim() || null, 'the seed'); } });
  replace(room,
    h('div', { class: 'left' },
      h('section', { class: 'panel', 'aria-label': 'Models' }, h('div', { class: 'head' }, h('h2', {}, 'Model'), h('select', { id: 'model', 'aria-label': 'Model that writes', onchange: event => { setting('model', event.target.value || null, 'the model'); showAlternatives(); } }),
        h('button', { class: 'plain', onclick: removeModel, title: 'Put this model into the trash' }, 'Remove')), h('p', { id: 'model-about', class: 'explain' })),
      h('section', { class: 'panel', 'aria-label': 'Controls' }, h('h2', {}, 'Controls'), form.element,
        h('div', { class: 'field' }, h('label', { for: 'stop' }, 'Stop at'), h('div', { class: 'entry' }, stop), h('p', { id: 'stop-help', class: 'explain' }, 'Writing ends before this text. \\n is a new line.')),
        h('div', { class: 'field' }, h('label', { for: 'text-seed' }, 'Seed'), h('div', { class: 'entry' }, seed))),
      h('section', { class: 'panel', 'aria-label': 'Texts to learn from' }, h('div', { class: 'head' }, h('h2', {}, 'Learn a text'), h('button', { onclick: () => file.click() }, 'Add a text …'), file),
        h('p', { class: 'explain' }, 'Drop a text file anywhere. The network learns from it on this machine; nothing leaves it.'), h('ul', { id: 'corpora', class: 'list' }), h('div', { id: 'jobs' }))),
    h('div', { class: 'right' },
      h('div', { class: 'panel' },
        h('div', { class: 'tools-row', role: 'toolbar', 'aria-label': 'Writing' },
          h('button', { id: 'write', class: 'strong', onclick: write, title: 'Go on from the text (Ctrl+Enter)' }, 'Write'),
          h('button', { onclick: retry, id: 'retry', title: 'Take back what was written last and write it anew' }, 'Again'),
          h('button', { onclick: sideBySide, title: 'The same seed at several temperatures' }, 'Temperatures side by side'),
          h('button', { onclick: heatMap, title: 'How surprising each piece of the text is to the model' }, 'Surprise'),
          h('button', { onclick: markCopies, title: 'What stands so in a text that was learned' }, 'Copies'),
          h('button', { onclick: save, title: 'As a text file' }, 'Save as a file')),
        page,
        h('div', { id: 'alternatives', class: 'chips', role: 'group', 'aria-label': 'What could come next' }),
        h('div', { id: 'marks', class: 'marks', tabindex: 0, hidden: true }),
        h('p', { id: 'text-about', class: 'quiet' })),
      h('div', { id: 'beside', class: 'beside' })));
  page.value = desk.text;
  refresh();
}

export async function opened() {
  try {
    const [found, texts, { jobs: running }] = await Promise.all([get('/api/text/models'), get('/api/text/corpora'), get('/api/jobs')]);
    models = found.models;
    corpora = texts.corpora;
    for (const job of running) if (!jobs.has(job.id)) watch(job);
    refresh();
    showAlternatives();
  } catch (error) { complain(error); }
}

function setting(name, value, label) {
  const fields = { ...desk.writing };
  if (value === null || value === undefined || value === '') delete fields[name]; else fields[name] = value;
  change({ writing: fields }, `~Change ${label ?? name}`);
}

function refresh() {
  if (!form) return;
  form.refresh();
  const select = $('#model');
  const chosen = desk.writing.model ?? models.find(model => model.shipped)?.name ?? '';
  replace(select, models.map(model => h('option', { value: model.shipped ? '' : model.name, selected: model.name === chosen }, model.shipped ? `${model.name} (comes with Woodshed)` : model.name)));
  const model = models.find(item => item.name === chosen);
  $('#model-about').textContent = model ? [`${model.vocabulary.toLocaleString('en')} ${model.tokens}`, `${model.parameters.toLocaleString('en')} weights`, model.learnedFrom && `learned from ${model.learnedFrom}`,
    model.bitsPerCharacter !== null && `${model.bitsPerCharacter.toFixed(2)} bits a character on held-out text`].filter(Boolean).join(' · ') : 'This model is not here any more: choose another.';
  $('#stop').value = (desk.writing.stop?.[0] ?? '').replace(/\n/g, '\\n');
  $('#text-seed').value = desk.writing.seed ?? '';
  replace($('#corpora'), corpora.length ? corpora.map(corpus => h('li', {}, h('strong', {}, corpus.name),
    h('span', { class: 'quiet' }, ` ${corpus.words.toLocaleString('en')} words`),
    h('p', { class: 'explain excerpt' }, corpus.excerpt),
    h('p', { class: 'buttons' }, h('button', { onclick: () => learn(corpus), 'aria-label': `Learn ${corpus.name}` }, 'Learn …'),
      h('button', { class: 'plain', onclick: () => removeCorpus(corpus), 'aria-label': `Put ${corpus.name} into the trash` }, '×')))) : h('li', { class: 'empty' }, 'No text yet.'));
}

onChange(changed => {
  if (!form) return;
  if (changed.has('text') && page.value !== desk.text) { page.value = desk.text; hideMarks(); }
  if (changed.has('writing')) refresh();
});

// MARK: Writing

function wish(extra) { return { ...desk.writing, prompt: desk.text, ...extra }; }

async function write() {
  if (writing) { writing.abort(); return; }
  hideMarks();
  const before = page.value;
  writing = new AbortController();
  const button = $('#write');
  button.textContent = 'Stop';
  page.readOnly = true;
  let written = '';
  const lay = () => { page.value = before + written; page.scrollTop = page.scrollHeight; };
  try {
    await stream('/api/text/write', wish({ stream: true, copies: true }), {
      text({ text }) { written += text; lay(); },
      done(answer) {
        $('#text-about').textContent = [`${[...written].length} characters`, `seed ${answer.seed}`, answer.bits !== null && `${answer.bits.toFixed(2)} bits a character`,
          answer.copies.length ? `${answer.copies.length === 1 ? 'one run' : `${answer.copies.length} runs`} copied from the corpus: press Copies` : null].filter(Boolean).join(' · ');
      },
      error(problem) { complain({ message: problem.error, ...problem }); },
    }, { signal: writing.signal });
  } catch (error) { complain(error); }
  writing = null;
  button.textContent = 'Write';
  page.readOnly = false;
  if (written) change({ text: before + written }, 'Write');
  say(`${[...written].length} characters written`);
  showAlternatives();
}

async function retry() {
  if (writing) return;
  const marks = $('#retry').dataset;
  if (marks.from === undefined || !page.value.startsWith(marks.from)) marks.from = page.value;
  else change({ text: marks.from }, 'Write anew');
  await write();
}

function pageKey(event) {
  if (event.key === 'Tab' && !event.shiftKey && $('#alternatives button')) {
    // Tab takes the likeliest; Escape, then Tab, leaves the field, as in other editors that use Tab.
    if (page.dataset.leave) { delete page.dataset.leave; return; }
    event.preventDefault();
    $('#alternatives button').click();
    page.focus();
  } else if (event.key === 'Escape') { page.dataset.leave = 'yes'; say('Tab leaves the text now'); } else delete page.dataset.leave;
}

let asked = 0;
const showAlternatives = debounce(300, async () => {
  const place = $('#alternatives');
  if (!place || writing || $('#text').hidden) return;
  const mine = ++asked;
  try {
    const { alternatives, entropy } = await post('/api/text/alternatives', { model: desk.writing.model, text: page.value.slice(-4000), count: 12 });
    if (mine !== asked) return;
    replace(place, h('span', { class: 'quiet' }, `Next (${entropy.toFixed(1)} bits):`), alternatives.map(item => h('button', {
      title: `${(item.probability * 100).toFixed(1)} %`, 'aria-label': `${visible(item.text)}, ${Math.round(item.probability * 100)} per cent`,
      onclick: () => { change({ text: page.value + item.text }, '~Choose what comes next'); page.value = desk.text; hideMarks(); showAlternatives(); },
    }, visible(item.text), h('span', { class: 'number' }, `${Math.round(item.probability * 100)}`))));
  } catch (error) { if (mine === asked) replace(place, h('span', { class: 'quiet' }, error.message)); }
});

const visible = text => text === ' ' ? '␣' : text.replace(/\n/g, '↵').replace(/\t/g, '⇥').replace(/^ | $/g, '␣').replace(/[\u0000-\u001f\u007f]/g, '�');

// MARK: Marks on the text

function hideMarks() {
  const marks = $('#marks');
  if (marks.hidden) return;
  marks.hidden = true;
  replace(marks);
}

async function heatMap() {
  if (!page.value.trim()) { toast('There is no text yet.'); return; }
  try {
    const answer = await post('/api/text/surprise', { model: desk.writing.model, text: page.value });
    const marks = $('#marks');
    marks.hidden = false;
    marks.setAttribute('aria-label', 'The text coloured by surprise');
    replace(marks, h('p', { class: 'explain' }, `${answer.bits.toFixed(2)} bits a character, perplexity ${answer.perplexity.toFixed(1)}. Redder: more surprising. Point at a piece to know more.`),
      h('p', { class: 'heat' }, answer.tokens.map(token => h('span', { class: `heat-${clamp(Math.floor(token.bits / 1.5), 0, 6)}`, title: `${token.bits.toFixed(1)} bits; likeliest: ${visible(token.likeliest)}` }, token.text))));
  } catch (error) { complain(error); }
}

async function markCopies() {
  if (!page.value.trim()) { toast('There is no text yet.'); return; }
  const model = models.find(item => item.name === desk.writing.model);
  const corpus = model?.corpus ?? corpora[0]?.name;
  if (!corpus) { toast('Copies are looked for in the texts at the left: there is none yet.'); return; }
  try {
    const { copies } = await post('/api/text/copies', { corpus, text: page.value });
    const characters = [...page.value];
    const marks = $('#marks');
    const parts = [];
    let at = 0;
    for (const item of copies.slice().sort((a, b) => a.start - b.start)) {
      if (item.start < at) continue;
      parts.push(characters.slice(at, item.start).join(''), h('mark', { tabindex: 0, title: `character ${item.place.toLocaleString('en')} of ${item.corpus}: … ${item.context} …` }, characters.slice(item.start, item.start + item.length).join('')));
      at = item.start + item.length;
    }
    parts.push(characters.slice(at).join(''));
    marks.hidden = false;
    marks.setAttribute('aria-label', 'The text with its copies marked');
    replace(marks, h('p', { class: 'explain' }, copies.length ? `${copies.length === 1 ? 'One run stands' : `${copies.length} runs stand`} so in ${corpus}; the longest has ${Math.max(...copies.map(item => item.length))} characters.` : `Nothing of it stands so in ${corpus}.`),
      h('p', { class: 'heat' }, parts),
      copies.length ? h('ul', { class: 'list' }, copies.slice(0, 20).map(item => h('li', {}, h('strong', {}, `${item.length} characters`), ` at character ${item.place.toLocaleString('en')}: `, h('q', {}, item.context)))) : null);
  } catch (error) { complain(error); }
}

async function sideBySide() {
  const input = h('input', { id: 'heats', value: '0.4, 0.7, 1, 1.3' });
  const answer = await dialog('Temperatures side by side', h('div', { class: 'grid' }, h('label', { for: 'heats' }, 'Temperatures'), input, h('p', { class: 'explain wide' }, 'Up to six. Low is safe and repeats itself, high is bold and makes mistakes.')), [['Cancel', ''], ['Write', 'ok']]);
  if (answer !== 'ok') return;
  const temperatures = input.value.split(/[,;\s]+/).filter(Boolean).map(Number);
  if (!temperatures.length || temperatures.length > 6 || temperatures.some(value => !(value >= 0 && value <= 10))) { toast('One to six numbers from 0 to 10, parted by commas.', 'error'); return; }
  const place = $('#beside');
  replace(place, h('p', { class: 'empty' }, 'Writing …'));
  try {
    const { texts } = await post('/api/text/compare', { write: wish({ length: Math.min(desk.writing.length ?? 400, 1000) }), temperatures });
    replace(place, texts.map(item => h('section', { class: 'panel' }, h('div', { class: 'head' }, h('h3', {}, `Temperature ${item.temperature}`), h('span', { class: 'quiet' }, item.bits === null ? '' : `${item.bits.toFixed(2)} bits a character`),
      h('button', { onclick: () => { change({ text: desk.text + item.text }, 'Use a text'); page.value = desk.text; replace(place); showAlternatives(); } }, 'Use')), h('pre', { tabindex: 0, 'aria-label': `Text at temperature ${item.temperature}` }, item.text))));
  } catch (error) { replace(place); complain(error); }
}

function save() {
  const url = URL.createObjectURL(new Blob([page.value], { type: 'text/plain' }));
  const link = h('a', { href: url, download: 'text.txt' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// MARK: Learning

export async function dropped(found) {
  const most = about.limits.corpusBytes;
  if (most && found.size > most) { toast(`${found.name} is larger than ${Math.round(most / 1e6)} MB.`, 'error'); return; }
  let name = fileName(found.name.replace(/\.(txt|text|md)$/i, ''));
  const taken = new Set(corpora.map(corpus => corpus.name));
  for (let count = 2; taken.has(name); count += 1) name = `${fileName(found.name.replace(/\.(txt|text|md)$/i, ''))} ${count}`;
  try {
    const corpus = await putText(`/api/text/corpora/${encodeURIComponent(name)}`, found);
    corpora = [corpus, ...corpora];
    refresh();
    learn(corpus);
  } catch (error) { complain(error); }
}

async function learn(corpus) {
  const name = h('input', { id: 'learn-name', value: corpus.name, maxlength: 70 });
  const time = h('input', { id: 'learn-time', type: 'number', min: 0.1, max: 600, step: 'any', value: 3 });
  const tokens = h('select', { id: 'learn-tokens' }, [['characters', 'characters: any text, learns spelling too'], ['words', 'words: no misspelt word, needs a long text'], ['bpe', 'byte pairs: between the two'], ['bytes', 'bytes: any file']].map(([value, label]) => h('option', { value }, label)));
  const hidden = h('input', { id: 'learn-hidden', type: 'number', min: 16, max: 1024, placeholder: 'automatic' });
  const answer = await dialog(`Learn “${corpus.name}”`, h('div', { class: 'grid' },
    h('label', { for: 'learn-name' }, 'Name of the model'), name, h('label', { for: 'learn-time' }, 'Minutes, at most'), time, h('label', { for: 'learn-tokens' }, 'Made of'), tokens,
    h('label', { for: 'learn-hidden' }, 'Hidden size'), hidden, h('p', { class: 'explain wide' }, 'An LSTM. Three minutes give words and a manner of speaking; an hour much more. You can stop it, and go on later.')), [['Cancel', ''], ['Learn', 'ok']]);
  if (answer !== 'ok') return;
  try {
    const body = { corpus: corpus.name, name: fileName(name.value), minutes: Number(time.value) || 3, tokenizer: tokens.value, sampleEvery: 10 };
    if (hidden.value) body.hidden = Number(hidden.value);
    watch(await post('/api/text/learn', body));
  } catch (error) { complain(error); }
}

/** A job: its curve, what it writes meanwhile, and its buttons. */
function watch(job) {
  const state = h('p', { class: 'quiet' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': `Progress of ${job.name}` });
  const curve = h('div', { class: 'curve' });
  const sample = h('pre', { class: 'sample', tabindex: 0, 'aria-label': `What ${job.name} writes meanwhile` });
  const stop = h('button', { onclick: () => act('stop') }, 'Stop');
  const resume = h('button', { onclick: () => act('resume') }, 'Go on');
  const use = h('button', { class: 'strong', onclick: async () => { await opened(); setting('model', entry.job.name, 'the model'); } }, 'Write with it');
  const element = h('section', { class: 'job', 'aria-label': `Learning ${job.name}` }, h('h3', {}, job.name), state, bar, curve, sample, h('p', { class: 'buttons' }, stop, resume, use));
  const entry = { job, losses: [], element, source: null };
  jobs.set(job.id, entry);
  $('#jobs').prepend(element);
  const words = { waiting: 'waits for its turn', running: 'learning', stopping: 'stopping, and keeping what it learned', stopped: 'stopped; what it learned is kept', done: 'done', failed: 'failed' };
  const told = found => {
    entry.job = found;
    state.textContent = `${words[found.state] ?? found.state}${found.message ? `: ${found.message}` : ''}`;
    bar.value = found.progress;
    bar.hidden = !['waiting', 'running', 'stopping'].includes(found.state);
    stop.hidden = !['waiting', 'running'].includes(found.state);
    resume.hidden = !found.resumable || ['waiting', 'running', 'stopping'].includes(found.state);
    use.hidden = !['done', 'stopped'].includes(found.state);
  };
  told(job);
  const listen = () => {
    entry.source?.close();
    entry.losses = [];
    const source = entry.source = new EventSource(`/api/jobs/${encodeURIComponent(job.id)}/events`);
    // After a break all is told anew from the beginning.
    source.addEventListener('open', () => { entry.losses = []; });
    source.addEventListener('state', event => told(JSON.parse(event.data)));
    source.addEventListener('loss', event => { const loss = JSON.parse(event.data); entry.losses.push(loss); bar.value = loss.progress; draw(); });
    source.addEventListener('sample', event => { sample.textContent = JSON.parse(event.data).text; });
    source.addEventListener('done', event => { told(JSON.parse(event.data)); source.close(); say(`${job.name}: ${words[entry.job.state]}`); opened(); });
  };
  const draw = debounce(80, () => replace(curve, lossCurve(entry.losses)));
  async function act(what) {
    try { told(await post(`/api/jobs/${encodeURIComponent(job.id)}/${what}`)); if (what === 'resume') listen(); } catch (error) { complain(error); }
  }
  listen();
}

/** Loss over time: training as a line, held-out text as dots. */
function lossCurve(losses) {
  if (losses.length < 2) return h('p', { class: 'explain' }, 'The curve comes with the first steps.');
  const seconds = losses.at(-1).seconds || 1;
  const values = losses.flatMap(loss => [loss.training, loss.validation]).filter(value => value !== null && value !== undefined && Number.isFinite(value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = loss => 34 + loss.seconds / seconds * 260;
  const y = value => 8 + (most - value) / (most - least || 1) * 92;
  const path = losses.filter(loss => loss.training !== null && loss.training !== undefined).map((loss, index) => `${index ? 'L' : 'M'}${x(loss).toFixed(1)} ${y(loss.training).toFixed(1)}`).join('');
  const held = losses.findLast(loss => loss.validation !== null && loss.validation !== undefined);
  return svg('svg', { viewBox: '0 0 300 118', role: 'img', 'aria-label': `Loss from ${most.toFixed(2)} to ${losses.at(-1).training?.toFixed(2) ?? least.toFixed(2)} nats${held ? `, held-out ${held.validation.toFixed(2)}` : ''}` },
    svg('path', { class: 'axis', d: 'M34 4V104H296' }), svg('text', { x: 2, y: 12 }, most.toFixed(2)), svg('text', { x: 2, y: 104 }, least.toFixed(2)),
    svg('text', { x: 200, y: 116 }, `${Math.round(seconds)} s, nats`), svg('path', { class: 'loss', d: path }),
    losses.filter(loss => loss.validation !== null && loss.validation !== undefined).map(loss => svg('circle', { class: 'held', cx: x(loss), cy: y(loss.validation), r: 3 })));
}

async function removeCorpus(corpus) {
  if (await dialog('To the trash?', h('p', {}, `“${corpus.name}” goes to the trash folder of the studio. Models that learned from it stay.`), [['Cancel', ''], ['To the trash', 'ok']]) !== 'ok') return;
  try { await remove(`/api/text/corpora/${encodeURIComponent(corpus.name)}`); corpora = corpora.filter(item => item !== corpus); refresh(); } catch (error) { complain(error); }
}

async function removeModel() {
  const model = models.find(item => item.name === desk.writing.model && !item.shipped);
  if (!model) { toast('The model that comes with Woodshed stays.'); return; }
  if (await dialog('To the trash?', h('p', {}, `The model “${model.name}” goes to the trash folder of the studio.`), [['Cancel', ''], ['To the trash', 'ok']]) !== 'ok') return;
  try { await remove(`/api/text/models/${encodeURIComponent(model.name)}`); setting('model', null, 'the model'); await opened(); } catch (error) { complain(error); }
}

export function key(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { write(); return true; }
  if (event.key === 'Escape' && writing) { writing.abort(); return true; }
  return false;
}
