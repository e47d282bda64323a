// Sound. The server renders a WAV and sends it while it renders, so it starts at once; the playhead is the sound's own
// clock. With a MIDI output chosen the notes go there instead, by the clock of the browser.

import { file } from './api.js';
import { revive } from './state.js';
import { complain } from './dom.js';

/** Seconds; a sound that is told nothing of for longer stands still. */
const longestStep = 0.15;

/** The time of a sound while it plays. Browsers tell it in steps, Firefox in some of 40 ms: in between it is carried on by the page's clock,
    from the step that came soonest after its time, of those of the last second. */
class SoundClock {
  #audio;
  #steps = [];          // { at, lead }: when a step was seen, and the sound's time less the page's; each leads by less than the one before
  #told = null;
  #seen = 0;

  constructor(audio) {
    this.#audio = audio;
    for (const event of ['play', 'pause', 'seeking', 'seeked', 'waiting', 'emptied', 'ended']) audio.addEventListener(event, () => this.reset());
  }

  reset() { this.#steps = []; this.#told = null; }

  get seconds() {
    const audio = this.#audio, told = audio.currentTime, at = performance.now() / 1000;
    if (audio.paused || audio.ended || audio.seeking || audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) { this.reset(); return told; }
    if (told !== this.#told) {
      if (this.#told !== null) {
        const lead = told - at;
        while (this.#steps.length && this.#steps.at(-1).lead <= lead) this.#steps.pop();
        this.#steps.push({ at, lead });
      }
      this.#told = told;
      this.#seen = at;
    } else if (at - this.#seen > longestStep) this.#steps = [];
    while (this.#steps.length > 1 && this.#steps[0].at < at - 1) this.#steps.shift();
    return this.#steps.length ? Math.min(at + this.#steps[0].lead, told + longestStep) : told;
  }
}

export class Player extends EventTarget {
  #audio = new Audio();
  #clock = new SoundClock(this.#audio);
  #piece = null;
  #tempo = null;
  #silent = new Set();     // muted roles
  #alone = new Set();      // soloed roles
  #loop = null;            // { from, to } in ticks
  #midi = null;            // { output, startedAt, startTick, next, timer }
  #revived = null;

  constructor() {
    super();
    this.#audio.preload = 'auto';
    for (const event of ['play', 'pause', 'ended', 'waiting', 'playing']) {
      this.#audio.addEventListener(event, () => this.dispatchEvent(new Event('state')));
    }
    this.#audio.addEventListener('error', () => this.#recover());
    this.#audio.addEventListener('ended', () => { if (this.#loop) { this.seek(this.#loop.from); this.play(); } });
  }

  get piece() { return this.#piece; }
  get tempo() { return this.#tempo ?? this.#piece?.tempo ?? 120; }
  get ownTempo() { return this.#tempo; }
  get playing() { return this.#midi ? this.#midi.timer !== 0 : !this.#audio.paused && !this.#audio.ended; }
  get loop() { return this.#loop; }
  get volume() { return this.#audio.volume; }
  set volume(value) { this.#audio.volume = value; }

  /** Ticks for each second. */
  get #rate() { return this.#piece ? this.tempo * this.#piece.ticksPerQuarter / 60 : 960; }

  /** Where the music is, in ticks. */
  get position() {
    if (!this.#piece) return 0;
    if (this.#midi) {
      const { startedAt, startTick, timer } = this.#midi;
      return timer ? Math.max(startTick, startTick + (performance.now() - startedAt) / 1000 * this.#rate) : startTick;
    }
    return this.#clock.seconds * this.#rate;
  }

  heard(role) { return this.#alone.size ? this.#alone.has(role) : !this.#silent.has(role); }
  muted(role) { return this.#silent.has(role); }
  soloed(role) { return this.#alone.has(role); }
  toggleMute(role) { this.#toggle(this.#silent, role); }
  toggleSolo(role) { this.#toggle(this.#alone, role); }
  #toggle(set, role) {
    if (!set.delete(role)) set.add(role);
    this.#reload(this.position);
  }

  set ownTempo(value) {
    const position = this.position;
    this.#tempo = value;
    this.#reload(position);
  }

  set loop(range) {
    this.#loop = range;
    this.dispatchEvent(new Event('state'));
  }

  /** Another piece; `keep` goes on where the old one was, as after an edit. */
  load(piece, { keep = false } = {}) {
    const position = keep ? this.position : 0;
    if (!keep) this.#tempo = null;
    this.#piece = piece;
    this.#reload(position, { start: keep && this.playing });
  }

  #source() {
    if (!this.#piece) return '';
    const parts = this.#piece.parts.map(part => part.role).filter(role => this.heard(role));
    if (parts.length === 0) return '';
    return file(this.#piece, 'wav', {
      parts: parts.length < this.#piece.parts.length ? parts.join(',') : undefined,
      tempo: this.#tempo && this.#tempo !== this.#piece.tempo ? this.#tempo : undefined,
    });
  }

  #reload(position, { start = this.playing } = {}) {
    if (this.#midi) {
      this.stopNotes();
      this.#midi.startTick = position;
      if (start) this.play();
    } else {
      const source = this.#source();
      if (!source) { this.#audio.removeAttribute('src'); this.#audio.load(); }
      else if (this.#audio.getAttribute('src') !== source) this.#audio.src = source;
      if (source) {
        this.#audio.currentTime = position / this.#rate;
        if (start) this.play();
      }
    }
    this.dispatchEvent(new Event('state'));
  }

  /** The server may have forgotten the piece: then it is made again under the same id, once. */
  async #recover() {
    const { error } = this.#audio;
    if (!this.#piece || !error || !this.#audio.getAttribute('src')) return;
    if (error.code !== MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED || this.#revived === this.#piece.id) {
      complain(new Error(`The browser cannot play the sound${error.message ? ` (${error.message})` : ''}. Has this machine a sound device and a sound font? MIDI can be exported all the same.`));
      return;
    }
    this.#revived = this.#piece.id;
    const position = this.position;
    try {
      await revive(this.#piece);
      this.#audio.removeAttribute('src');
      this.#reload(position, { start: true });
    } catch (problem) { complain(problem); }
  }

  async play() {
    if (!this.#piece) return;
    if (this.#midi) return this.#playNotes();
    if (!this.#audio.getAttribute('src')) return;
    if (this.#audio.ended) this.#audio.currentTime = (this.#loop?.from ?? 0) / this.#rate;
    try { await this.#audio.play(); } catch (error) {
      if (error.name === 'NotAllowedError') complain(new Error('The browser wants a click before it plays sound. Press Play.'));
    }
  }

  pause() {
    if (this.#midi) { this.#midi.startTick = this.position; this.stopNotes(); } else this.#audio.pause();
    this.dispatchEvent(new Event('state'));
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }

  seek(tick) {
    if (!this.#piece) return;
    const place = Math.max(0, Math.min(tick, this.#piece.ticks));
    if (this.#midi) { const was = this.playing; this.stopNotes(); this.#midi.startTick = place; if (was) this.play(); }
    else this.#audio.currentTime = place / this.#rate;
    this.dispatchEvent(new Event('state'));
  }

  /** Called for each frame that is drawn. */
  turn() {
    if (this.#loop && this.playing && this.position >= this.#loop.to) this.seek(this.#loop.from);
  }

  // MARK: MIDI out

  /** Notes go to a MIDI output of the browser; null: back to sound. */
  useOutput(output) {
    const position = this.position;
    this.pause();
    this.#midi = output ? { output, startedAt: 0, startTick: position, next: 0, timer: 0, events: [] } : null;
    if (!output) this.#reload(position, { start: false });
  }

  #playNotes() {
    const midi = this.#midi;
    this.stopNotes();
    midi.events = this.#piece.parts.filter(part => this.heard(part.role)).flatMap(part => part.notes.flatMap(note => [
      { tick: note.start, bytes: [0x90 | part.channel, note.pitch, note.velocity] },
      { tick: note.start + note.duration, bytes: [0x80 | part.channel, note.pitch, 0] },
    ])).sort((a, b) => a.tick - b.tick || a.bytes[0] - b.bytes[0]);
    for (const part of this.#piece.parts) midi.output.send([0xc0 | part.channel, part.program]);
    midi.next = midi.events.findIndex(event => event.tick >= midi.startTick && (event.bytes[0] & 0xf0) === 0x90);
    if (midi.next < 0) midi.next = midi.events.length;
    midi.startedAt = performance.now() + 60;
    const ahead = () => {
      const until = midi.startTick + (performance.now() + 150 - midi.startedAt) / 1000 * this.#rate;
      for (; midi.next < midi.events.length && midi.events[midi.next].tick <= until; midi.next += 1) {
        const { tick, bytes } = midi.events[midi.next];
        midi.output.send(bytes, midi.startedAt + (tick - midi.startTick) / this.#rate * 1000);
      }
      if (midi.next >= midi.events.length && this.position > this.#piece.ticks) {
        this.stopNotes();
        midi.startTick = this.#loop?.from ?? 0;
        if (this.#loop) this.#playNotes();
        this.dispatchEvent(new Event('state'));
      }
    };
    midi.timer = setInterval(ahead, 40);
    ahead();
    this.dispatchEvent(new Event('state'));
  }

  /** Stops the notes, and leaves none hanging. */
  stopNotes() {
    const midi = this.#midi;
    if (!midi?.timer) return;
    clearInterval(midi.timer);
    midi.timer = 0;
    midi.output.clear?.();
    for (let channel = 0; channel < 16; channel += 1) midi.output.send([0xb0 | channel, 123, 0]);
    for (const { bytes } of midi.events) if ((bytes[0] & 0xf0) === 0x80) midi.output.send(bytes);
  }
}
