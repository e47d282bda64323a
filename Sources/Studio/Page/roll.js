// The piano roll: chords and bars above, pitches in rows, drums below, on two canvases (notes; playhead and selection).
// Notes of the lead can be drawn, moved, stretched and deleted; bars are selected on the ruler. All of it by keyboard too.

import { h, clamp, pitchName, say } from './dom.js';

const ruler = 40;
const keys = 38;
const roles = ['drums', 'bass', 'chords', 'lead'];
const black = new Set([1, 3, 6, 8, 10]);
const drumNames = {
  35: 'Bass drum', 36: 'Bass drum', 37: 'Side stick', 38: 'Snare', 39: 'Clap', 40: 'Snare', 41: 'Floor tom', 42: 'Closed hat',
  43: 'Floor tom', 44: 'Pedal hat', 45: 'Low tom', 46: 'Open hat', 47: 'Mid tom', 48: 'Mid tom', 49: 'Crash', 50: 'High tom',
  51: 'Ride', 52: 'China', 53: 'Ride bell', 54: 'Tambourine', 55: 'Splash', 56: 'Cowbell', 57: 'Crash', 59: 'Ride', 69: 'Cabasa', 70: 'Maracas',
};

export class Roll extends EventTarget {
  constructor({ label }) {
    super();
    this.piece = null;
    this.player = null;
    this.tool = 'select';
    this.grid = 240;             // ticks of a drawn note and of snapping
    this.bars = null;            // { first, last }: selected bars, from 1
    this.chosen = new Set();     // indices of selected notes of the lead
    this.follow = true;
    this.pixels = 56;            // of a quarter note
    this.row = 9;                // of a semitone
    this.cursor = 0;             // note of the lead under the keyboard
    this.surprise = null;        // bits a note, to colour the lead by
    this.canvas = h('canvas', { class: 'notes', 'aria-hidden': 'true' });
    this.over = h('canvas', { class: 'over', 'aria-hidden': 'true' });
    this.spacer = h('div', { class: 'spacer' });
    this.element = h('div', {
      class: 'roll', tabindex: 0, role: 'application', 'aria-label': label, 'aria-describedby': 'roll-help',
    }, h('div', { class: 'sticky' }, this.canvas, this.over), this.spacer);
    this.element.addEventListener('scroll', () => this.draw());
    this.element.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    this.element.addEventListener('pointerdown', event => this.#down(event));
    this.element.addEventListener('pointermove', event => this.#move(event));
    this.element.addEventListener('pointerup', event => this.#up(event));
    this.element.addEventListener('pointercancel', () => { this.gesture = null; this.draw(); });
    this.element.addEventListener('dblclick', event => this.#double(event));
    this.element.addEventListener('keydown', event => this.#key(event));
    new ResizeObserver(() => requestAnimationFrame(() => { if (!this.zoomed) this.#fit(); this.#size(); })).observe(this.element);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  // MARK: What is shown

  get lead() { return this.piece?.parts.find(part => part.role === 'lead') ?? null; }

  show(piece, { keep = false } = {}) {
    this.piece = piece;
    this.surprise = null;
    const count = this.lead?.notes.length ?? 0;
    this.chosen = new Set(keep ? [...this.again ?? []].filter(index => index < count) : []);
    this.again = null;
    this.cursor = clamp(this.chosen.size ? Math.min(...this.chosen) : this.cursor, 0, Math.max(0, count - 1));
    if (!keep) { this.element.scrollLeft = 0; this.bars = null; this.zoomed = false; this.#fit(); }
    if (this.bars && piece && this.bars.last > piece.bars.length) this.bars = null;
    this.#size();
  }

  #range() {
    const pitches = this.piece.parts.filter(part => part.role !== 'drums').flatMap(part => part.notes.map(note => note.pitch));
    const least = pitches.reduce((a, b) => Math.min(a, b), 72);
    const most = pitches.reduce((a, b) => Math.max(a, b), 60);
    this.high = Math.min(127, most + 4);
    this.low = Math.max(0, least - 3);
    const drums = this.piece.parts.find(part => part.role === 'drums');
    this.drums = [...new Set(drums?.notes.map(note => note.pitch) ?? [])].sort((a, b) => b - a);
  }

  #fit() {
    if (!this.piece || !this.element.clientHeight) return;
    this.#range();
    const height = this.element.clientHeight - ruler - 40;
    const rows = this.high - this.low + 1 + (this.drums.length ? this.drums.length + 1 : 0);
    this.row = clamp(Math.floor(height / rows), 5, 26);
    const quarters = this.piece.ticks / this.piece.ticksPerQuarter;
    this.pixels = clamp((this.element.clientWidth - keys - 10) / Math.min(quarters, 32), 18, 120);
  }

  zoom(factor, around = this.element.clientWidth / 2) {
    this.zoomed = true;
    const tick = this.#tickAt(around);
    this.pixels = clamp(this.pixels * factor, 6, 400);
    this.#size();
    this.element.scrollLeft = this.#x(tick, true) - around + keys;
  }
  zoomRows(factor) { this.zoomed = true; this.row = clamp(Math.round(this.row * factor + (factor > 1 ? 0.5 : -0.5)), 4, 26); this.#size(); }

  #size() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || !height) return;
    if (this.piece) {
      this.#range();
      this.bottom = ruler + (this.high - this.low + 1) * this.row;
      const drums = this.drums.length ? 10 + this.drums.length * Math.max(this.row, 8) : 0;
      this.spacer.style.width = `${Math.ceil(keys + this.piece.ticks / this.piece.ticksPerQuarter * this.pixels + 30)}px`;
      this.spacer.style.height = `${Math.max(1, this.bottom + drums + 2)}px`;
    }
    const scale = devicePixelRatio || 1;
    for (const canvas of [this.canvas, this.over]) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.getContext('2d').setTransform(scale, 0, 0, scale, 0, 0);
    }
    this.draw();
  }

  #x(tick, absolute = false) {
    return tick / this.piece.ticksPerQuarter * this.pixels + (absolute ? 0 : keys - this.element.scrollLeft);
  }
  #y(pitch) { return ruler + (this.high - pitch) * this.row - this.element.scrollTop; }
  #drumY(pitch) { return this.bottom + 10 + this.drums.indexOf(pitch) * Math.max(this.row, 8) - this.element.scrollTop; }
  #tickAt(x) { return (x - keys + this.element.scrollLeft) / this.pixels * this.piece.ticksPerQuarter; }
  #pitchAt(y) { return clamp(this.high - Math.floor((y - ruler + this.element.scrollTop) / this.row), 0, 127); }
  #barAt(tick) {
    const { bars } = this.piece;
    return bars.findLast(bar => bar.start <= tick) ?? bars[0];
  }
  #snap(tick) { return Math.max(0, Math.round(tick / this.grid) * this.grid); }

  // MARK: Drawing

  #colours() {
    const style = getComputedStyle(this.element);
    const of = name => style.getPropertyValue(name).trim();
    return {
      lead: of('--lead'), chords: of('--chords'), bass: of('--bass'), drums: of('--drums'), text: of('--text'), quiet: of('--quiet'),
      ground: of('--roll'), dark: of('--roll-dark'), line: of('--line'), strong: of('--strong-line'), chosen: of('--chosen'),
      select: of('--select'), playhead: of('--playhead'), panel: of('--panel'),
    };
  }

  draw() {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => { this.drawing = false; this.#notes(); this.frame(); });
  }

  #notes() {
    const context = this.canvas.getContext('2d');
    const { clientWidth: width, clientHeight: height } = this.element;
    const colour = this.colours = this.#colours();
    context.fillStyle = colour.ground;
    context.fillRect(0, 0, width, height);
    if (!this.piece) return;
    for (let pitch = this.low; pitch <= this.high; pitch += 1) {
      const y = this.#y(pitch);
      if (y < ruler - this.row || y > height) continue;
      if (black.has(pitch % 12)) { context.fillStyle = colour.dark; context.fillRect(keys, y, width, this.row); }
      if (pitch % 12 === 0) { context.fillStyle = colour.line; context.fillRect(keys, y + this.row - 0.5, width, 1); }
    }
    this.#lines(context, colour, width, height);
    context.save();
    context.beginPath();
    context.rect(keys, ruler, width - keys, height - ruler);
    context.clip();
    for (const role of roles) {
      const part = this.piece.parts.find(item => item.role === role);
      if (!part) continue;
      const quiet = this.player && !this.player.heard(role);
      this.#part(context, part, colour, quiet ? 0.18 : 1, width, height);
    }
    context.restore();
    this.#keys(context, colour, height);
  }

  #lines(context, colour, width, height) {
    context.textBaseline = 'middle';
    for (const bar of this.piece.bars) {
      const x = this.#x(bar.start);
      const end = this.#x(bar.start + bar.ticks);
      if (end < keys || x > width) continue;
      const beat = bar.ticks / bar.beats;
      if (beat / this.piece.ticksPerQuarter * this.pixels > 12) {
        context.fillStyle = colour.line;
        for (let at = 1; at < bar.beats; at += 1) context.fillRect(Math.round(this.#x(bar.start + at * beat)), ruler, 1, height);
      }
      context.fillStyle = colour.strong;
      context.fillRect(Math.round(x), ruler - 18, bar.startsForm || bar.section ? 2 : 1, height);
    }
    context.fillStyle = colour.panel;
    context.fillRect(0, 0, width, ruler);
    let free = keys;
    for (const bar of this.piece.bars) {
      const x = this.#x(bar.start);
      if (x + bar.ticks / this.piece.ticksPerQuarter * this.pixels < keys || x > width) continue;
      context.fillStyle = colour.strong;
      context.fillRect(Math.round(x), 4, 1, ruler - 4);
      context.font = '11px system-ui, sans-serif';
      context.fillStyle = colour.quiet;
      const label = bar.section ? `${bar.number} ${bar.section}` : `${bar.number}`;
      if (x >= free) { context.fillText(label, x + 4, 11); free = x + context.measureText(label).width + 14; }
      context.fillStyle = colour.text;
      const beat = bar.ticks / bar.beats;
      bar.chords.forEach((chord, index) => {
        const at = this.#x(bar.start + chord.beat * beat);
        const next = bar.chords[index + 1];
        const room = this.#x(next ? bar.start + next.beat * beat : bar.start + bar.ticks) - at - 5;
        context.font = '600 12px system-ui, sans-serif';
        if (room > 12) context.fillText(chord.symbol, at + 4, 28, room);
      });
    }
    context.fillStyle = colour.strong;
    context.fillRect(0, ruler - 1, width, 1);
  }

  #part(context, part, colour, alpha, width, height) {
    const drums = part.role === 'drums';
    const tall = drums ? Math.max(this.row, 8) : this.row;
    part.notes.forEach((note, index) => {
      if (part.role === 'lead' && this.gesture?.hides?.has(index)) return;
      const x = this.#x(note.start);
      const wide = Math.max(drums ? tall - 2 : 2.5, note.duration / this.piece.ticksPerQuarter * this.pixels - 1);
      if (x + wide < keys || x > width) return;
      const y = drums ? this.#drumY(note.pitch) : this.#y(note.pitch);
      if (y + tall < ruler || y > height) return;
      context.globalAlpha = alpha * (0.45 + 0.55 * note.velocity / 127);
      context.fillStyle = colour[part.role];
      if (part.role === 'lead' && this.surprise) { context.globalAlpha = alpha; context.fillStyle = heat(this.surprise[index], colour); }
      context.beginPath();
      context.roundRect(x, y + 0.5, drums ? Math.min(wide, tall - 1) : wide, tall - 1, Math.min(3, tall / 3));
      context.fill();
      if (part.role === 'lead' && this.chosen.has(index)) {
        context.globalAlpha = 1;
        context.lineWidth = 2;
        context.strokeStyle = colour.chosen;
        context.stroke();
      }
    });
    context.globalAlpha = 1;
  }

  #keys(context, colour, height) {
    context.fillStyle = colour.panel;
    context.fillRect(0, ruler, keys, height);
    context.font = `${clamp(this.row + 1, 8, 11)}px system-ui, sans-serif`;
    context.textBaseline = 'middle';
    for (let pitch = this.low; pitch <= this.high; pitch += 1) {
      const y = this.#y(pitch);
      if (y < ruler - 2 || y > height) continue;
      if (black.has(pitch % 12)) { context.fillStyle = colour.dark; context.fillRect(0, y, keys - 12, this.row - 1); }
      if (pitch % 12 === 0 || this.row > 11) {
        context.fillStyle = colour.quiet;
        context.fillText(pitchName(pitch), 4, y + this.row / 2);
      }
    }
    if (this.drums.length && this.row >= 7) {
      context.fillStyle = colour.quiet;
      context.font = '8px system-ui, sans-serif';
      for (const pitch of this.drums) {
        const y = this.#drumY(pitch);
        if (y > ruler) context.fillText(drumNames[pitch] ?? `${pitch}`, 2, y + 4, keys - 3);
      }
    }
    context.fillStyle = colour.panel;
    context.fillRect(0, 0, keys, ruler - 1);
    context.fillStyle = colour.strong;
    context.fillRect(keys - 1, 0, 1, height);
  }

  /** What moves: the playhead, the selection, the note in the hand. */
  frame() {
    const context = this.over.getContext('2d');
    const { clientWidth: width, clientHeight: height } = this.element;
    context.clearRect(0, 0, width, height);
    if (!this.piece || !this.colours) return;
    const colour = this.colours;
    context.save();
    context.beginPath();
    context.rect(keys, 0, width - keys, height);
    context.clip();
    if (this.bars) {
      const first = this.piece.bars[this.bars.first - 1];
      const final = this.piece.bars[this.bars.last - 1];
      const [x, end] = [this.#x(first.start), this.#x(final.start + final.ticks)];
      context.fillStyle = colour.select;
      context.globalAlpha = 0.16;
      context.fillRect(x, 0, end - x, height);
      context.globalAlpha = 1;
      context.fillRect(x, ruler - 4, end - x, 3);
    }
    const band = this.gesture?.band;
    if (band) {
      context.strokeStyle = colour.select;
      context.setLineDash([4, 3]);
      context.strokeRect(band.x, band.y, band.width, band.height);
      context.setLineDash([]);
    }
    for (const note of this.gesture?.notes ?? []) {
      context.fillStyle = colour.lead;
      context.strokeStyle = colour.chosen;
      context.lineWidth = 2;
      context.beginPath();
      context.roundRect(this.#x(note.start), this.#y(note.pitch), Math.max(3, note.duration / this.piece.ticksPerQuarter * this.pixels), this.row, 3);
      context.fill();
      context.stroke();
    }
    const under = this.lead?.notes[this.cursor];
    if (under && document.activeElement === this.element && this.element.matches(':focus-visible')) {
      context.strokeStyle = colour.chosen;
      context.lineWidth = 2;
      context.strokeRect(this.#x(under.start) - 3, this.#y(under.pitch) - 3, under.duration / this.piece.ticksPerQuarter * this.pixels + 6, this.row + 6);
    }
    if (this.player?.piece?.id === this.piece.id) {
      const x = this.#x(this.player.position);
      context.fillStyle = colour.playhead;
      context.fillRect(x - 1, 0, 2, height);
      if (this.follow && this.player.playing && !this.gesture && (x > width - 60 || x < keys)) {
        const smooth = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
        if (!this.scrolling || performance.now() - this.scrolling > 700) {
          this.scrolling = performance.now();
          this.element.scrollTo({ left: Math.max(0, this.#x(this.player.position, true) - 60), behavior: smooth });
        }
      }
    }
    context.restore();
  }

  // MARK: The mouse, pen and finger

  #hit(x, y) {
    const notes = this.lead?.notes ?? [];
    for (let index = notes.length - 1; index >= 0; index -= 1) {
      const note = notes[index];
      const left = this.#x(note.start);
      const right = left + Math.max(6, note.duration / this.piece.ticksPerQuarter * this.pixels);
      const top = this.#y(note.pitch);
      const slack = Math.max(0, (14 - this.row) / 2);
      if (x >= left - 2 && x <= right + 2 && y >= top - slack && y <= top + this.row + slack) {
        return { index, edge: x > right - Math.min(8, (right - left) / 3) };
      }
    }
    return null;
  }

  #place(event) {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 300), this.#place(event).x);
  }

  #down(event) {
    if (!this.piece || event.button !== 0) return;
    const { x, y } = this.#place(event);
    if (x > this.element.clientWidth || y > this.element.clientHeight) return;
    const touch = event.pointerType === 'touch';
    const tick = this.#tickAt(x);
    if (y < ruler) {
      event.preventDefault();
      this.element.focus({ preventScroll: true });
      this.#capture(event);
      const bar = this.#barAt(tick).number;
      this.gesture = { kind: 'bars', from: bar, moved: false, tick };
      return;
    }
    const hit = this.#hit(x, y);
    if (touch && !hit && this.tool !== 'draw') return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.#capture(event);
    if (this.tool === 'explain') { if (hit) this.#explain(hit.index); return; }
    if (hit) {
      if (!this.chosen.has(hit.index)) { if (!event.shiftKey) this.chosen.clear(); this.chosen.add(hit.index); }
      this.cursor = hit.index;
      const written = this.#written();
      const chosen = [...this.chosen];
      this.gesture = { kind: hit.edge ? 'stretch' : 'move', x, y, tick, chosen, from: chosen.map(index => written[index]), moved: false };
      this.#chose();
    } else if (this.tool === 'draw' && this.lead && y < this.bottom - this.element.scrollTop) {
      const start = Math.floor(Math.max(0, tick) / this.grid) * this.grid;
      this.gesture = { kind: 'draw', notes: [{ start, duration: this.grid, pitch: this.#pitchAt(y), velocity: 84 }], moved: true };
    } else {
      if (!event.shiftKey) this.chosen.clear();
      this.gesture = { kind: 'band', x, y, band: { x, y, width: 0, height: 0 }, moved: false };
      this.#chose();
    }
    this.draw();
  }

  #capture(event) { try { this.element.setPointerCapture(event.pointerId); } catch { /* the pointer is gone already */ } }

  #move(event) {
    const gesture = this.gesture;
    const { x, y } = this.#place(event);
    if (!gesture) {
      const hit = this.piece && y > ruler ? this.#hit(x, y) : null;
      this.element.style.cursor = this.tool === 'draw' && !hit ? 'crosshair' : hit ? (this.tool === 'explain' ? 'help' : hit.edge ? 'ew-resize' : 'grab') : y < ruler ? 'text' : '';
      return;
    }
    const tick = this.#tickAt(x);
    if (gesture.kind === 'bars') {
      const bar = this.#barAt(tick).number;
      if (Math.abs(tick - gesture.tick) * this.pixels > 4 * this.piece.ticksPerQuarter) gesture.moved = true;
      if (gesture.moved) this.selectBars({ first: Math.min(bar, gesture.from), last: Math.max(bar, gesture.from) });
    } else if (gesture.kind === 'band') {
      gesture.moved = true;
      gesture.band = { x: Math.min(x, gesture.x), y: Math.min(y, gesture.y), width: Math.abs(x - gesture.x), height: Math.abs(y - gesture.y) };
    } else if (gesture.kind === 'draw') {
      const note = gesture.notes[0];
      note.duration = Math.max(this.grid, this.#snap(tick - note.start + this.grid / 2));
      note.pitch = this.#pitchAt(y);
    } else {
      if (Math.abs(x - gesture.x) + Math.abs(y - gesture.y) > 3) gesture.moved = true;
      if (!gesture.moved) return;
      const by = this.#snapBy(tick - gesture.tick);
      const up = this.#pitchAt(y) - this.#pitchAt(gesture.y);
      gesture.hides = new Set(gesture.chosen);
      gesture.notes = gesture.from.map(note => gesture.kind === 'stretch'
        ? { ...note, duration: Math.max(40, note.duration + by) }
        : { ...note, start: Math.max(0, note.start + by), pitch: clamp(note.pitch + up, 0, 127) });
    }
    this.draw();
  }

  #snapBy(ticks) { return Math.round(ticks / this.grid) * this.grid; }

  #up(event) {
    const gesture = this.gesture;
    this.gesture = null;
    if (!gesture || !this.piece) return;
    if (gesture.kind === 'bars' && !gesture.moved) {
      if (event.shiftKey && this.bars) {
        this.selectBars({ first: Math.min(this.bars.first, gesture.from), last: Math.max(this.bars.last, gesture.from) });
      } else this.dispatchEvent(new CustomEvent('seek', { detail: this.piece.bars[gesture.from - 1].start }));
    } else if (gesture.kind === 'band' && gesture.moved) {
      const { x, y, width, height } = gesture.band;
      this.lead?.notes.forEach((note, index) => {
        const [left, top] = [this.#x(note.start), this.#y(note.pitch)];
        if (left < x + width && left + 3 > x && top < y + height && top + this.row > y) this.chosen.add(index);
      });
      this.#chose();
    } else if (gesture.kind === 'draw') this.#edit(this.#written().concat(gesture.notes), 'Draw a note', gesture.notes);
    else if (gesture.notes) {
      const written = this.#written().slice();
      gesture.chosen.forEach((index, at) => { written[index] = gesture.notes[at]; });
      this.#edit(written, gesture.kind === 'stretch' ? 'Stretch notes' : 'Move notes', gesture.notes);
    }
    this.draw();
  }

  #double(event) {
    if (!this.piece) return;
    const { x, y } = this.#place(event);
    if (y < ruler) { const bar = this.#barAt(this.#tickAt(x)).number; this.selectBars({ first: bar, last: bar }); return; }
    const hit = this.#hit(x, y);
    if (hit) this.#explain(hit.index);
  }

  // MARK: Editing

  /** The lead on the grid, note for note as it is drawn. */
  #written() {
    const { notes, written } = this.lead;
    return written.length === notes.length ? written : notes;
  }

  /** Asks for the lead to become `notes`; those of them in `held` stay in the hand. */
  #edit(notes, step, held = []) {
    const ordered = notes.filter(note => note.start < this.piece.ticks).sort((a, b) => a.start - b.start || a.pitch - b.pitch);
    this.again = new Set(held.map(note => ordered.indexOf(note)).filter(index => index >= 0));
    this.dispatchEvent(new CustomEvent('edit', { detail: { notes: ordered, step } }));
  }

  deleteChosen() {
    if (!this.chosen.size || !this.lead) return;
    this.#edit(this.#written().filter((_, index) => !this.chosen.has(index)), this.chosen.size === 1 ? 'Delete a note' : 'Delete notes');
  }

  /** Moves the chosen notes by semitones and ticks, and stretches them. */
  nudge({ pitch = 0, ticks = 0, longer = 0 }, step) {
    if (!this.chosen.size || !this.lead) return false;
    const held = [];
    this.#edit(this.#written().map((note, index) => {
      if (!this.chosen.has(index)) return note;
      held.push({ ...note, pitch: clamp(note.pitch + pitch, 0, 127), start: Math.max(0, note.start + ticks), duration: Math.max(40, note.duration + longer) });
      return held.at(-1);
    }), step, held);
    return true;
  }

  selectBars(range) {
    this.bars = range && { first: Math.min(range.first, range.last), last: Math.max(range.first, range.last) };
    this.dispatchEvent(new Event('bars'));
    this.draw();
  }

  #chose() { this.dispatchEvent(new Event('chosen')); }
  #explain(index) {
    this.cursor = index;
    this.chosen.clear();
    this.chosen.add(index);
    this.#chose();
    this.dispatchEvent(new CustomEvent('explain', { detail: index }));
    this.draw();
  }

  // MARK: The keyboard

  #tell() {
    const note = this.lead?.notes[this.cursor];
    if (!note) return;
    const bar = this.#barAt(note.start);
    const beat = (note.start - bar.start) / (bar.ticks / bar.beats) + 1;
    const chord = bar.chords.findLast(item => item.beat <= beat - 0.9) ?? bar.chords[0];
    say(`${pitchName(note.pitch)}, bar ${bar.number}, beat ${Math.round(beat * 10) / 10}${chord ? `, over ${chord.symbol}` : ''}`);
    const x = this.#x(note.start);
    if (x < keys || x > this.element.clientWidth - 30) this.element.scrollLeft = this.#x(note.start, true) - 100;
    const y = this.#y(note.pitch);
    if (y < ruler || y > this.element.clientHeight - 20) this.element.scrollTop += y - this.element.clientHeight / 2;
    this.draw();
  }

  #step(by, add) {
    const count = this.lead?.notes.length ?? 0;
    if (!count) return;
    this.cursor = clamp(this.cursor + by, 0, count - 1);
    if (!add) this.chosen.clear();
    this.chosen.add(this.cursor);
    this.#chose();
    this.#tell();
  }

  #key(event) {
    if (!this.piece || event.ctrlKey || event.metaKey) return;
    const { key, shiftKey: shift, altKey: alt } = event;
    const bar = this.bars ?? { first: this.#barAt(this.lead?.notes[this.cursor]?.start ?? 0).number, last: 0 };
    const done = () => { event.preventDefault(); event.stopPropagation(); };
    if (key === 'ArrowRight' || key === 'ArrowLeft') {
      const by = key === 'ArrowRight' ? 1 : -1;
      if (alt && shift) this.nudge({ longer: by * this.grid }, '~Stretch notes');
      else if (alt) this.nudge({ ticks: by * this.grid }, '~Move notes');
      else this.#step(by, shift);
      done();
    } else if (key === 'ArrowUp' || key === 'ArrowDown') {
      const by = (key === 'ArrowUp' ? 1 : -1) * (shift ? 12 : 1);
      if (this.nudge({ pitch: by }, '~Move notes')) done();
    } else if (key === 'Home' || key === 'End') { this.#step(key === 'Home' ? -1e6 : 1e6, false); done(); }
    else if (key === 'Delete' || key === 'Backspace') { this.deleteChosen(); done(); }
    else if (key === 'Enter') { if (this.lead?.notes.length) this.#explain(this.cursor); done(); }
    else if (key === 'b') {
      const at = this.#barAt(this.lead?.notes[this.cursor]?.start ?? 0).number;
      this.selectBars({ first: at, last: at });
      say(`Bar ${at} selected`);
      done();
    } else if (key === '[' || key === ']') {
      const last = clamp((bar.last || bar.first) + (key === ']' ? 1 : -1), bar.first, this.piece.bars.length);
      this.selectBars({ first: bar.first, last });
      say(`Bars ${bar.first} to ${last} selected`);
      done();
    } else if (key === 'Escape') { this.chosen.clear(); this.selectBars(null); this.#chose(); say('Nothing selected'); done(); }
    else if (key === '+' || key === '=') { this.zoom(1.25); done(); }
    else if (key === '-') { this.zoom(0.8); done(); }
  }
}

/** From blue, expected, to red, six bits or more. */
function heat(bits, colour) {
  if (bits === null || bits === undefined) return colour.quiet;
  return `hsl(${Math.round(215 - 215 * clamp(bits / 6, 0, 1))} 75% 50%)`;
}
