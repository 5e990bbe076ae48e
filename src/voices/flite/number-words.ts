const ones = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const scales = ['', 'thousand', 'million', 'billion', 'trillion'];
const irregularOrdinals = new Map([
  ['one', 'first'],
  ['two', 'second'],
  ['three', 'third'],
  ['five', 'fifth'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['twelve', 'twelfth'],
]);

/** `1024` to `one thousand twenty four`. Digits beyond the trillions, or with a leading zero, are read one by one. */
export function cardinalWords(digits: string): string[] {
  if (digits.length > 15 || (digits.length > 1 && digits.startsWith('0'))) return digitWords(digits);
  const value = Number(digits);
  if (value === 0) return ['zero'];
  const words: string[] = [];
  for (let scale = scales.length - 1; scale >= 0; scale--) {
    const part = Math.floor(value / 1000 ** scale) % 1000;
    if (part === 0) continue;
    words.push(...hundredsWords(part), ...(scale === 0 ? [] : [scales[scale] ?? '']));
  }
  return words;
}

/** `21` to `twenty first`. */
export function ordinalWords(digits: string): string[] {
  const words = cardinalWords(digits);
  const last = words.pop() ?? '';
  return [...words, ordinalOf(last)];
}

/** One to a digit: `007` to `zero zero seven`. */
export function digitWords(digits: string): string[] {
  return Array.from(digits, (digit) => ones[Number(digit)] ?? '');
}

/** `1998` to `nineteen ninety eight`, `2005` to `two thousand five`. */
export function yearWords(digits: string): string[] {
  const [century, rest] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (century % 10 === 0 && rest < 10) return cardinalWords(digits);
  const head = pairWords(century);
  if (rest === 0) return [...head, 'hundred'];
  return rest < 10 ? [...head, 'oh', ones[rest] ?? ''] : [...head, ...pairWords(rest)];
}

/** `1,234.50` to `one thousand two hundred thirty four point five zero`. */
export function decimalWords(text: string): string[] {
  const [whole = '', fraction] = text.replaceAll(',', '').split('.');
  const words = cardinalWords(whole === '' ? '0' : whole);
  return fraction === undefined || fraction === '' ? words : [...words, 'point', ...digitWords(fraction)];
}

/** `ninety` to `nineties`, `six` to `sixes`. */
export function pluralOf(word: string): string {
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('x') ? `${word}es` : `${word}s`;
}

function ordinalOf(word: string): string {
  const irregular = irregularOrdinals.get(word);
  if (irregular !== undefined) return irregular;
  return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
}

function hundredsWords(value: number): string[] {
  const hundreds = Math.floor(value / 100);
  const head = hundreds === 0 ? [] : [ones[hundreds] ?? '', 'hundred'];
  return value % 100 === 0 ? head : [...head, ...pairWords(value % 100)];
}

function pairWords(value: number): string[] {
  if (value < 20) return [ones[value] ?? ''];
  const head = tens[Math.floor(value / 10)] ?? '';
  return value % 10 === 0 ? [head] : [head, ones[value % 10] ?? ''];
}
