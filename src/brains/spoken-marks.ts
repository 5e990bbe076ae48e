/** What the beginning of a text is, as Markdown and its like are read. */
export type Mark = { readonly length: number; readonly again?: string } & (
  | { readonly type: 'say'; readonly text: string }
  /** Not heard. `ownLine`: it makes its line a sentence. `again`: what is to be read in its place. */
  | { readonly type: 'drop'; readonly ownLine?: boolean }
  | { readonly type: 'space' }
  | { readonly type: 'line-end'; readonly stop?: boolean }
  /** Passed over up to `end`: at the beginning of a line, of a `block`. */
  | { readonly type: 'hide'; readonly end: RegExp; readonly block: boolean }
);

const longestLabel = 300;
const longestTarget = 2000;
const longestTag = 302;
const longestFence = 20;
const longestInfo = 200;
const longestRule = 200;
const longestRun = 100;

/** Marks that count at the beginning of a line only. `wait`: it takes more of the text to tell. */
export function blockMarkAt(text: string, final: boolean): Mark | 'wait' | undefined {
  const [first = ''] = text;
  if (first === ' ' || first === '\t') return { type: 'space', length: 1 };
  const fence = matchAt(/^(`{3,20}|~{3,20})[^\n`]{0,200}(?:\n|$)/, text);
  const open = !final && !text.includes('\n');
  if (open && text.length <= longestFence + longestInfo && /^(?:`{3,20}[^`]*|~{3,20}.*)$/.test(text))
    return 'wait';
  if (fence !== undefined) {
    const mark = fence.startsWith('`') ? '`' : '~';
    const count = fence.lastIndexOf(mark.repeat(3)) + 3;
    const closing = new RegExp(
      `^[ \\t]*${mark}{${Math.max(3, Math.min(count, longestFence))},}[ \\t]*(?:\\n|$)`,
    );
    return { type: 'hide', length: fence.length, end: closing, block: true };
  }
  if (first === '|') return tableRow(text, open);
  if (
    open &&
    text.length < longestRule &&
    /^(?:#{1,6}|[-*+•]|[-*_=](?:[ \t]{0,2}[-*_=])*[ \t]*|`{1,2}|~{1,2}|\d{1,9}[.)]?)$/.test(text)
  )
    return 'wait';
  const rule = matchAt(/^([-*_=])(?:[ \t]{0,2}\1){2,50}[ \t]{0,20}(?:\n|$)/, text);
  if (rule !== undefined) return { type: 'line-end', length: rule.length, stop: true };
  const heading = matchAt(/^#{1,6}[ \t]/, text) ?? matchAt(/^[-*+•][ \t]/, text);
  if (heading !== undefined) return { type: 'drop', length: heading.length, ownLine: true };
  if (first === '>') return { type: 'drop', length: 1 };
  const number = matchAt(/^\d{1,9}(?=[.)][ \t])/, text);
  if (number !== undefined)
    return {
      type: 'drop',
      length: number.length + 1,
      ownLine: true,
      again: text.slice(0, number.length + 1),
    };
  return undefined;
}

/** The cells of a table's row with commas between them; nothing of the row of dashes below its head. */
function tableRow(text: string, open: boolean): Mark | 'wait' | undefined {
  const row = matchAt(/^\|[^\n]{0,2000}(?:\n|$)/, text);
  if (row === undefined) return undefined;
  if (open) return 'wait';
  const cells = row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  const isRule = cells.every((cell) => /^:?-+:?$/.test(cell));
  const { length } = row;
  if (isRule) return { type: 'line-end', length, stop: true };
  return {
    type: 'drop',
    length,
    ownLine: true,
    again: `${cells.join(', ')}${row.endsWith('\n') ? '\n' : ''}`,
  };
}

type Place = { readonly before: string; readonly final: boolean };

/** What stands at the beginning of a text in the middle of a line. */
export function markAt(text: string, place: Place): Mark | 'wait' {
  const character = firstCharacter(text, place.final);
  if (character === undefined) return 'wait';
  const { length } = character;
  switch (character) {
    case '\n':
      return { type: 'line-end', length };
    case '\r':
    case '\u0000':
      return { type: 'drop', length };
    case '\\':
      return escaped(text, place.final);
    case '`':
      return { type: 'drop', length };
    case '*':
    case '_':
    case '~':
      return emphasis(text, character, place);
    case '[':
      return link(text, place.final) ?? said(text, 1);
    case '!':
      return image(text, place.final);
    case ']':
      return linkTail(text, place.final);
    case '【':
      return citation(text, place.final);
    case '】':
      return { type: 'drop', length };
    case '<':
      return tag(text, place.final);
    case '&':
      return entity(text, place.final);
    case 'h':
      return address(text, place);
    default:
      if (/^\s$/u.test(character)) return { type: 'space', length };
      if (isSilent(character, place.before)) return { type: 'drop', length };
      return said(text, length);
  }
}

/** Undefined where half of it is still to come. */
function firstCharacter(text: string, final: boolean): string | undefined {
  const [character = ''] = text;
  const isHalf = /^[\uD800-\uDBFF]$/.test(character);
  return isHalf && text.length === 1 && !final ? undefined : character;
}

function said(text: string, length: number): Mark {
  return { type: 'say', length, text: text.slice(0, length) };
}

/** Emoji and what joins and colours them, and control characters. The joiner has its place in other writing too. */
function isSilent(character: string, before: string): boolean {
  if ('©®™'.includes(character)) return false;
  if (character === '\u200D') return !/[\p{L}\p{M}]/u.test(before);
  return /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0E\uFE0F\u20E3\u{E0020}-\u{E007F}\p{Cc}\p{Cs}]$/u.test(
    character,
  );
}

function escaped(text: string, final: boolean): Mark | 'wait' {
  const next = text[1];
  if (next === undefined) return final ? { type: 'drop', length: 1 } : 'wait';
  if (/[!-/:-@[-`{-~]/.test(next)) return { type: 'say', length: 2, text: next };
  return said(text, 1);
}

/** Runs of asterisks and the like: those that embrace a word are not heard; `2 * 3`, `5*3` and `snake_case` keep theirs. */
function emphasis(text: string, mark: string, { before, final }: Place): Mark | 'wait' {
  let length = 1;
  while (text[length] === mark && length < longestRun) length++;
  if (length === longestRun) return { type: 'drop', length };
  const next = text[length];
  if (next === undefined && !final) return 'wait';
  const within = (pattern: RegExp): boolean => pattern.test(before) && pattern.test(next ?? '');
  const isKept =
    (mark === '*' && ((length === 1 && isApart(before) && isApart(next ?? '')) || within(/\d/))) ||
    (mark === '_' && length === 1 && within(/[\p{L}\p{N}]/u)) ||
    (mark === '~' && length === 1);
  return isKept ? said(text, length) : { type: 'drop', length };
}

function isApart(character: string): boolean {
  return character === '' || /\s/u.test(character);
}

/** `[label](target)` and `[label][name]` are their label; numbers and footnotes are not heard; other brackets stay. */
function link(text: string, final: boolean): Mark | 'wait' | undefined {
  const whole = /^\[([^[\]\n]{0,300})\]/.exec(text);
  if (whole === null) {
    const open = text.length <= longestLabel + 1 && !/[[\]\n]/.test(text.slice(1));
    if (open && !final) return 'wait';
    return text.startsWith('[!') ? { type: 'drop', length: 1 } : undefined;
  }
  const [bracketed, label = ''] = whole;
  const rest = text.slice(bracketed.length);
  if (rest === '' && !final) return 'wait';
  const target = targetLength(rest, final);
  if (target === 'wait') return 'wait';
  if (target > 0) return { type: 'drop', length: bracketed.length + target, again: label };
  const isNumber = /^(?:\^.*|[ xX]|\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)$/u.test(label);
  return isNumber ? { type: 'drop', length: bracketed.length } : undefined;
}

/** How long the `(target)` or `[name]` at the beginning of a text is; 0: it is none. */
function targetLength(rest: string, final: boolean): number | 'wait' {
  const found =
    matchAt(/^\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)/, rest.slice(0, longestTarget + 1)) ??
    matchAt(/^\[[^[\]\n]{0,300}\]/, rest);
  if (found !== undefined) return found.length <= longestTarget ? found.length : 0;
  if (final || rest.length > longestTarget) return 0;
  return /^\([^\n]*$/.test(rest) || /^\[[^[\]\n]*$/.test(rest) ? 'wait' : 0;
}

function image(text: string, final: boolean): Mark | 'wait' {
  if (text.length === 1) return final ? said(text, 1) : 'wait';
  if (text[1] !== '[') return said(text, 1);
  const found = link(text.slice(1), final);
  if (found === 'wait') return 'wait';
  return found?.again === undefined ? said(text, 1) : { type: 'drop', length: 1 };
}

/** Of a link whose label was something else, such as a picture. */
function linkTail(text: string, final: boolean): Mark | 'wait' {
  if (text.length === 1) return final ? said(text, 1) : 'wait';
  const target = text[1] === '(' ? targetLength(text.slice(1), final) : 0;
  if (target === 'wait') return 'wait';
  return target > 0 ? { type: 'drop', length: 1 + target } : said(text, 1);
}

/** `【4†source】` of OpenAI's search. In Chinese such brackets hold titles, which are heard. */
function citation(text: string, final: boolean): Mark | 'wait' {
  const whole = matchAt(/^【[^】\n]{0,80}】/u, text);
  if (whole === undefined && !final && text.length <= 81 && !text.includes('\n')) return 'wait';
  return { type: 'drop', length: whole?.includes('†') === true ? whole.length : 1 };
}

function tag(text: string, final: boolean): Mark | 'wait' {
  const whole = matchAt(/^<[a-zA-Z/!][^<>\n]{0,300}>/, text);
  if (whole === undefined) {
    const open = text.length <= longestTag && /^<(?:[a-zA-Z/!][^<>\n]*)?$/.test(text);
    return open && !final ? 'wait' : said(text, 1);
  }
  const { length } = whole;
  const thought = /^<(think|thinking|thought|reasoning)>$/i.exec(whole)?.[1];
  if (thought !== undefined)
    return { type: 'hide', length, end: new RegExp(`</${thought}>`, 'i'), block: false };
  if (/^<https?:/.test(whole)) return { type: 'drop', length, again: `${whole.slice(1, -1)} ` };
  return /^<\/?(?:br|p|div|li|tr|h\d)\b/i.test(whole) ? { type: 'space', length } : { type: 'drop', length };
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
};

function entity(text: string, final: boolean): Mark | 'wait' {
  if (/^&[a-z#0-9]{0,4}$/.test(text) && !final) return 'wait';
  if (text.startsWith('&nbsp;')) return { type: 'space', length: 6 };
  const [name, plain] = Object.entries(entities).find(([known]) => text.startsWith(known)) ?? ['&', '&'];
  return { type: 'say', length: name.length, text: plain };
}

/** Of a web address the host alone is heard. */
function address(text: string, { before, final }: Place): Mark | 'wait' {
  if (/[\p{L}\p{N}]/u.test(before)) return said(text, 1);
  if (!final && ['http://', 'https://'].some((start) => start.startsWith(text))) return 'wait';
  const [whole, scheme = ''] = /^(https?:\/\/)[^\s<>"'“”「」，。！？；、（）]{0,2000}/u.exec(text) ?? [];
  if (whole === undefined) return said(text, 1);
  const isOpen = whole.length === text.length && whole.length < scheme.length + longestTarget;
  if (isOpen && !final) return 'wait';
  const bare = whole.replace(/[.,;:!?)\]*_`~]+$/, '');
  const host = bare.replace(/^https?:\/\/(?:[^/?#@]*@)?(?:www\.)?/, '').replace(/[/?#:].*$/s, '');
  return host === ''
    ? { type: 'drop', length: bare.length }
    : { type: 'say', length: bare.length, text: host };
}

function matchAt(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.[0];
}
