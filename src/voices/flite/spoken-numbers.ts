import { currencies, magnitudes, months, signs, units } from './abbreviations.ts';
import {
  cardinalWords,
  decimalWords,
  digitWords,
  ordinalWords,
  pluralOf,
  yearWords,
} from './number-words.ts';
import { letterWords, spellOut, type WordContext } from './spoken-letters.ts';

/** What is said for a word with digits in it. */
export function numberWords(core: string, context: WordContext): string[] {
  return (
    moneyWords(core, context) ??
    dateWords(core) ??
    clockWords(core, context) ??
    telephoneWords(core) ??
    plainNumberWords(core, context) ??
    mixedWords(core, context)
  );
}

/** The name of a unit after a number. */
export function unitWords(unit: string, single: boolean): string {
  const words = units.get(unit) ?? unit;
  if (!single) return words;
  return words
    .replace(/^feet\b/u, 'foot')
    .replace(/^(inch)es\b|^(\w+?)s\b/u, (all, inch: string, rest: string) => {
      return inch ?? (all === 'celsius' ? all : rest);
    });
}

function moneyWords(core: string, { after }: WordContext): string[] | undefined {
  const match = /^(-?)([$€£¥₹])(\d[\d,]*)(?:\.(\d+))?(k|m|bn|b)?$/iu.exec(core);
  if (match === null) return undefined;
  const [, minus = '', symbol = '', whole = '', fraction, suffix] = match;
  const currency = currencies.get(symbol);
  if (currency === undefined) return undefined;
  const sign = minus === '' ? [] : ['minus'];
  const amount = whole.replaceAll(',', '');
  if (magnitudes.has(after.toLowerCase()))
    return [...sign, ...decimalWords(fraction === undefined ? amount : `${amount}.${fraction}`)];
  if (suffix !== undefined) {
    const scale =
      suffix.toLowerCase() === 'k' ? 'thousand' : suffix.toLowerCase() === 'm' ? 'million' : 'billion';
    return [
      ...sign,
      ...decimalWords(fraction === undefined ? amount : `${amount}.${fraction}`),
      scale,
      currency.many,
    ];
  }
  const name = Number(amount) === 1 ? currency.one : currency.many;
  if (fraction === undefined) return [...sign, ...cardinalWords(amount), name];
  if (fraction.length !== 2) return [...sign, ...decimalWords(`${amount}.${fraction}`), currency.many];
  const cents = [...cardinalWords(String(Number(fraction))), currency.part];
  if (Number(fraction) === 0) return [...sign, ...cardinalWords(amount), name];
  return Number(amount) === 0
    ? [...sign, ...cents]
    : [...sign, ...cardinalWords(amount), name, 'and', ...cents];
}

/** `2024-05-03` to `may third twenty twenty four`. */
function dateWords(core: string): string[] | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(core);
  const month = months[Number(match?.[2]) - 1];
  if (match === null || month === undefined) return undefined;
  return [month, ...ordinalWords(String(Number(match[3]))), ...yearWords(match[1] ?? '')];
}

/** `3:05` to `three oh five`; `3:00` to `three o'clock`, or `three` before `pm`. */
function clockWords(core: string, { after }: WordContext): string[] | undefined {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?([ap])?\.?(?:m\.?)?$/iu.exec(core);
  if (match === null) return undefined;
  const [, hour = '', minute = '', second, half] = match;
  const minutes = Number(minute);
  const suffix = half === undefined ? [] : [half.toLowerCase() === 'a' ? 'ay' : 'p', 'm'];
  const named = half !== undefined || /^[ap]\.?m\.?$/iu.test(after) || second !== undefined;
  const whole = named || Number(hour) > 12 ? [] : ["o'clock"];
  const tail =
    minutes === 0 ? whole : minutes < 10 ? ['oh', ...cardinalWords(String(minutes))] : cardinalWords(minute);
  const seconds = second === undefined ? [] : ['and', ...cardinalWords(String(Number(second))), 'seconds'];
  return [...cardinalWords(String(Number(hour))), ...tail, ...seconds, ...suffix];
}

/** Digit by digit: `555-1234`, `(555) 123-4567`, `+44`. */
function telephoneWords(core: string): string[] | undefined {
  if (!/^(?:\+\d{1,3}|(?:\+?\d{1,3}[-.])?\(?\d{3}\)?[-.]\d{3}[-.]\d{4}|\d{3}-\d{4})$/u.test(core))
    return undefined;
  return [...(core.startsWith('+') ? ['plus'] : []), ...digitWords(core.replaceAll(/\D/gu, ''))];
}

function plainNumberWords(core: string, { before, after }: WordContext): string[] | undefined {
  const ordinal = /^(\d[\d,]*)(?:st|nd|rd|th)$/iu.exec(core)?.[1];
  if (ordinal !== undefined) return ordinalWords(ordinal.replaceAll(',', ''));
  const decade = /^(\d*0)'?s$/u.exec(core)?.[1];
  if (decade !== undefined) {
    const words = decade.length === 4 ? yearWords(decade) : cardinalWords(decade);
    return [...words.slice(0, -1), pluralOf(words.at(-1) ?? '')];
  }
  const fraction = /^(\d+)\/(\d+)$/u.exec(core);
  if (fraction !== null) return fractionWords(fraction[1] ?? '', fraction[2] ?? '');
  const match = /^([-+]?)(\d+|\d{1,3}(?:,\d{3})+)?(\.\d+)?$/u.exec(core);
  if (match === null) return undefined;
  const [, sign = '', whole = '', part = ''] = match;
  const head = sign === '' ? [] : [sign === '-' ? 'minus' : 'plus'];
  if (part !== '' || whole.includes(',') || sign !== '') return [...head, ...decimalWords(whole + part)];
  // A day of the month: `May 3`, `3 May`.
  if (whole.length <= 2 && months.includes(before)) return ordinalWords(whole);
  if (whole.length <= 2 && months.includes(after.toLowerCase()) && /^[A-Z]/u.test(after)) {
    return ['the', ...ordinalWords(whole), 'of'];
  }
  return /^(?:1[1-9]|20)\d\d$/u.test(whole) && !units.has(after.toLowerCase())
    ? yearWords(whole)
    : cardinalWords(whole);
}

function fractionWords(upper: string, lower: string): string[] {
  if (lower === '2') return [...cardinalWords(upper), upper === '1' ? 'half' : 'halves'];
  if (lower === '4') return [...cardinalWords(upper), upper === '1' ? 'quarter' : 'quarters'];
  if (upper.length > 1 || Number(lower) > 20 || Number(lower) < 3) {
    return [...cardinalWords(upper), 'over', ...cardinalWords(lower)];
  }
  const names = ordinalWords(lower);
  return upper === '1'
    ? ['one', ...names]
    : [...cardinalWords(upper), ...names.slice(0, -1), pluralOf(names.at(-1) ?? '')];
}

/** `3.5km`, `F-16`, `10-15`, `B2B`, `50%`: number, letters and signs one after the other. */
function mixedWords(core: string, context: WordContext): string[] {
  const pieces = core.match(/\d[\d,]*(?:\.\d+)?|[a-z']+|°[cf]?|[^a-z\d\s]/giu) ?? [];
  return pieces.flatMap((piece, index) => {
    const previous = pieces[index - 1] ?? '';
    const next = pieces[index + 1] ?? '';
    const afterNumber = /\d$/u.test(previous);
    if (/^\d/u.test(piece)) {
      const clean = piece.replace(/,$/u, '');
      return plainNumberWords(clean, { ...context, before: '', after: '' }) ?? decimalWords(clean);
    }
    const unit = units.get(piece.toLowerCase());
    if (afterNumber && unit !== undefined && (next === '' || !/^[a-z\d]/iu.test(next))) {
      return [unitWords(piece.toLowerCase(), previous === '1')];
    }
    if (/^[a-z']/iu.test(piece))
      return piece.length <= 2 ? spellOut(piece.toLowerCase(), false) : letterWords(piece, context);
    if (piece === '-' && afterNumber && /^\d/u.test(next)) return ['to'];
    if (piece === '/' && afterNumber && /^\d/u.test(next)) return ['slash'];
    if (piece === ':' && afterNumber && /^\d/u.test(next)) return ['to'];
    return signs.get(piece) ?? [];
  });
}
