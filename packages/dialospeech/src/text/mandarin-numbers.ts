const digits = '零一二三四五六七八九';
const smallUnits = ['', '十', '百', '千'];
const largeUnits = ['', '万', '亿', '万亿'];
/** Digits of a number that is counted; a longer one is read digit by digit, as numbers of telephones are. */
const longestCounted = 12;

/** How a Mandarin reader says a word with digits, in characters; `next` is the character after it. */
export function readNumberWord(word: string, next: string): string {
  const text = word.replaceAll(/(?<=\d),(?=\d{3})/gu, '').normalize('NFKC');
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/u.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) {
    return `${readCardinal(hour, '点')}点${minute === '00' ? '' : `${minute.startsWith('0') ? '零' : ''}${readCardinal(String(Number(minute)))}分`}`;
  }
  const [, above, below] = /^(\d+)\/(\d+)$/u.exec(text) ?? [];
  if (above !== undefined && below !== undefined) return `${readCardinal(below)}分之${readCardinal(above)}`;
  return text.replaceAll(
    /(?<currency>[$€£¥￥])?(?<minus>(?<!\d)-(?=\d))?(?<whole>\d+)(?:\.(?<fraction>\d+))?(?<percent>[%‰])?/gu,
    (...found) => {
      const groups: Readonly<Record<string, string | undefined>> = found.at(-1);
      const { currency, minus, whole = '', fraction, percent } = groups;
      const ends = found.at(-3) + found[0].length === text.length;
      const counted =
        (next === '年' && whole.length === 4 && ends) || (whole.startsWith('0') && whole.length > 1)
          ? readDigits(whole)
          : readCardinal(whole, ends && fraction === undefined ? next : '');
      const number = `${minus === undefined ? '' : '负'}${counted}${fraction === undefined ? '' : `点${readDigits(fraction)}`}`;
      if (percent !== undefined) return `${percent === '%' ? '百' : '千'}分之${number}`;
      return currency === undefined ? number : `${number}${currencies[currency] ?? ''}`;
    },
  );
}

const currencies: Readonly<Record<string, string>> = {
  $: '美元',
  '€': '欧元',
  '£': '英镑',
  '¥': '元',
  '￥': '元',
};

function readDigits(number: string): string {
  return Array.from(number, (digit) => digits[Number(digit)] ?? '').join('');
}

/** What is counted with 两. */
const measures = new Set('个位名只条张本件块点次天年周岁种双家把辆杯瓶口间层套句遍趟回份斤米台场顿千万亿');

function readCardinal(number: string, next = ''): string {
  if (number.length > longestCounted) return readDigits(number);
  const value = Number(number);
  if (value === 0) return '零';
  if (value === 2 && measures.has(next)) return '两';
  const groups: string[] = [];
  for (let rest = String(value); rest !== ''; rest = rest.slice(0, -4)) groups.unshift(rest.slice(-4));
  let text = '';
  let gap = false;
  for (const [index, group] of groups.entries()) {
    const part = Number(group);
    if (part === 0) {
      gap = text !== '';
      continue;
    }
    if (text !== '' && (gap || part < 1000)) text += '零';
    gap = false;
    text += readGroup(part) + (largeUnits[groups.length - 1 - index] ?? '');
  }
  return text.replace(/^一十/u, '十');
}

/** 1 to 9999. */
function readGroup(value: number): string {
  const places = Array.from(String(value), Number);
  let text = '';
  for (const [index, digit] of places.entries()) {
    if (digit !== 0) text += (digits[digit] ?? '') + (smallUnits[places.length - 1 - index] ?? '');
    else if (text !== '' && !text.endsWith('零')) text += '零';
  }
  return text.replace(/零$/u, '');
}
