/** How many digits a word stands for; 0 for what only joins them. */
const numerals = new Map<string, number>([
  ...'zero one two three four five six seven eight nine'.split(' ').map((word) => [word, 1] as const),
  ...'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word) => [word, 2] as const),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word) => [word, 2] as const),
  ...'hundred thousand million billion'.split(' ').map((word) => [word, 0] as const),
  ...Array.from('零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖', (word) => [word, 1] as const),
  ...Array.from('十百千万亿', (word) => [word, 0] as const),
]);
const repeats = new Map([
  ['double', 1],
  ['triple', 2],
  ['treble', 2],
]);
/** What stands between digits and is none: `oh` is a digit there, and nowhere else. */
const joints = new Map<string, number>([
  ['oh', 1],
  ['o', 1],
  ...[
    'dash',
    'hyphen',
    'plus',
    'and',
    'point',
    'dot',
    'slash',
    'space',
    '杠',
    '横',
    '点',
    'uh',
    'um',
    'er',
    '嗯',
    '呃',
  ].map((word) => [word, 0] as const),
]);
const tens = /^(twen|thir|for|fif|six|seven|eigh|nine)ty$/u;

/** From which word to which numbers of at least so many digits are said. Ends are behind the last word. */
export function privateNumbers(
  words: readonly string[],
  leastDigits: number,
): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let open: Open | undefined;
  const close = (): void => {
    if (open !== undefined && open.digits >= leastDigits) found.push([open.from, open.to]);
    open = undefined;
  };
  for (const [index, word] of words.entries()) {
    const text = plain(word);
    const digits = digitsOf(text);
    const joint = digits === undefined ? (repeats.get(text) ?? joints.get(text)) : undefined;
    // A number of many joints and no digits is none.
    if (digits === undefined && (joint === undefined || index - (open?.to ?? index) >= mostJoints)) {
      close();
      continue;
    }
    open ??= { from: index, to: index, digits: 0, waiting: 0, last: '' };
    if (digits === undefined) {
      open.waiting += joint ?? 0;
    } else {
      // `twenty five` is two digits, not three.
      const isUnit = tens.test(open.last) && digits === 1 && !/\d/u.test(text);
      open.digits += digits + open.waiting - (isUnit ? 1 : 0);
      open.to = index + 1;
      open.waiting = 0;
    }
    open.last = text;
  }
  close();
  return found;
}

type Open = {
  readonly from: number;
  /** Behind the last digit. */
  to: number;
  digits: number;
  /** Digits that joints add once one follows. */
  waiting: number;
  last: string;
};

/** Words at most between digits of one number. */
const mostJoints = 3;

function digitsOf(text: string): number | undefined {
  const digits = text.match(/\d/gu)?.length;
  // `mp3` and `b2b` are words.
  if (digits !== undefined) return /\p{L}{2}/u.test(text.replace(/(st|nd|rd|th)$/u, '')) ? undefined : digits;
  const parts = text.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  let sum = 0;
  for (const [index, part] of parts.entries()) {
    const own = numerals.get(part);
    if (own === undefined) return undefined;
    sum += own - (index > 0 && tens.test(parts[index - 1] ?? '') && own === 1 ? 1 : 0);
  }
  return sum;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
