import { blockMarkAt, type Mark, markAt } from './spoken-marks.ts';

/** Takes what is not for the ear out of a text that comes in pieces. */
export interface SpokenText {
  /** As much of the text so far as can be said already. It ends in no white space: that comes with the next word. */
  push(text: string): string;
  /** The rest of it. More may follow, as a sentence of its own. */
  end(): string;
}

type State = {
  /** What has come and is not decided. */
  pending: string;
  /** The character before it, as it was written. */
  before: string;
  /** The last that was said. */
  said: string;
  lineStart: boolean;
  /** The line is a heading or a point of a list: it ends as a sentence does. */
  ownLine: boolean;
  /** A sentence is over, with or without its full stop. */
  stopDue: boolean;
  space: boolean;
  /** Something was taken out after the space. */
  gap: boolean;
  /** Inside what is passed over: what ends it. */
  hidden: Hidden | undefined;
};

type Hidden = { readonly end: RegExp; readonly block: boolean; midLine: boolean };

/** Longest beginning of a closing mark that is kept until it is known whether it is one. */
const longestClosing = 100;

/**
 * Markdown, emoji, links, code blocks and `<think>` of a language model, in any pieces: `**bo` and `ld**` are `bold`.
 * Points of a list and headings end with a full stop. The result does not depend on how the text was cut.
 */
export function createSpokenText(): SpokenText {
  const state: State = {
    pending: '',
    before: '',
    said: '',
    lineStart: true,
    ownLine: false,
    stopDue: false,
    space: false,
    gap: false,
    hidden: undefined,
  };
  const take = (final: boolean): string => {
    const out: string[] = [];
    while (state.pending !== '') {
      const taken = state.hidden === undefined ? takeText(state, final, out) : takeHidden(state, final);
      if (!taken) break;
    }
    return out.join('');
  };
  return {
    push(text) {
      state.pending += text;
      return take(false);
    },
    end() {
      const rest = take(true);
      const spoke = state.said !== '';
      Object.assign(state, { before: '', lineStart: true, hidden: undefined, space: spoke, stopDue: spoke });
      return rest;
    },
  };
}

/** Decides on the beginning of what is pending. False: more must come first. */
function takeText(state: State, final: boolean, out: string[]): boolean {
  if (state.lineStart) {
    const mark = blockMarkAt(state.pending, final);
    if (mark === 'wait') return false;
    if (mark !== undefined) return apply(state, mark, out);
    state.lineStart = false;
  }
  const mark = markAt(state.pending, { before: state.before, final });
  if (mark === 'wait') return false;
  return apply(state, mark, out);
}

function apply(state: State, mark: Mark, out: string[]): boolean {
  const { length } = mark;
  const taken = state.pending.slice(0, length);
  state.before = mark.again === undefined ? (taken.at(-1) ?? '') : '[';
  state.pending = (mark.again ?? '') + state.pending.slice(length);
  switch (mark.type) {
    case 'say':
      say(state, mark.text, out);
      break;
    case 'drop':
      if (state.space) state.gap = true;
      if (mark.ownLine === true) Object.assign(state, { ownLine: true, stopDue: true, lineStart: false });
      break;
    case 'space':
      state.space = true;
      break;
    case 'line-end':
      if (state.lineStart || state.ownLine || mark.stop === true) state.stopDue = true;
      Object.assign(state, { lineStart: true, ownLine: false, space: true });
      break;
    case 'hide':
      state.hidden = { end: mark.end, block: mark.block, midLine: false };
      if (state.space) state.gap = true;
      if (mark.block) state.stopDue = true;
      break;
  }
  return true;
}

function say(state: State, text: string, out: string[]): void {
  if (state.stopDue && /[\p{L}\p{N}\p{M})\]”’"']/u.test(state.said)) {
    const stop = /\p{Script=Han}|[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(state.said) ? '。' : '.';
    out.push(stop);
    state.said = stop;
    state.space = true;
  }
  const closing = state.gap && /^[.,!?;:…。，！？；：、)\]”’]/u.test(text);
  if (state.space && state.said !== '' && !closing && !/[。！？，、；：]/u.test(state.said)) out.push(' ');
  out.push(text);
  const last = text.codePointAt(text.length - (/[\uDC00-\uDFFF]$/.test(text) ? 2 : 1)) ?? 0;
  Object.assign(state, { said: String.fromCodePoint(last), stopDue: false, space: false, gap: false });
}

/** Passes over the inside of a code block or of a model's thoughts, up to what ends it. */
function takeHidden(state: State, final: boolean): boolean {
  const { hidden, pending } = state;
  if (hidden === undefined) return true;
  if (hidden.block) return takeHiddenLine(state, hidden, final);
  const end = hidden.end.exec(pending);
  if (end !== null) {
    state.pending = pending.slice(end.index + end[0].length);
    Object.assign(state, { hidden: undefined, before: '', space: true });
    return true;
  }
  state.pending = final ? '' : pending.slice(-longestClosing);
  return false;
}

function takeHiddenLine(state: State, hidden: Hidden, final: boolean): boolean {
  const { pending } = state;
  if (!hidden.midLine) {
    const end = hidden.end.exec(pending);
    if (end !== null && (final || end[0].endsWith('\n'))) {
      state.pending = pending.slice(end[0].length);
      Object.assign(state, { hidden: undefined, before: '\n', lineStart: true, space: true, stopDue: true });
      return true;
    }
    if (!final && pending.length < longestClosing && /^[ \t]*(?:`*|~*)[ \t]*$/.test(pending)) return false;
  }
  const newline = pending.indexOf('\n');
  hidden.midLine = newline < 0;
  state.pending = newline < 0 ? '' : pending.slice(newline + 1);
  return true;
}
