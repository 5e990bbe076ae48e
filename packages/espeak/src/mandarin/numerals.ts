const digits: readonly string[] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/** 一 over a bad line sounds like 七, so telephone numbers and the like say 幺. */
const calledDigits = digits.with(1, '幺');
const places = ['', '十', '百', '千'] as const;
const groups = ['', '万', '亿', '万亿'] as const;

/** Digit by digit: `2024` to 二零二四. Anything but a digit is left out. */
export function readDigits(text: string): string {
  return Array.from(text.replace(/\D/gu, ''))
    .map((digit) => digits[Number(digit)] ?? '')
    .join('');
}

/** As telephone numbers are called out: `110` to 幺幺零. */
export function callDigits(text: string): string {
  return Array.from(text.replace(/\D/gu, ''))
    .map((digit) => calledDigits[Number(digit)] ?? '')
    .join('');
}

/** A whole number from its digits: `10500` to 一万零五百. Above 16 digits it is read digit by digit. */
export function readInteger(text: string): string {
  const significant = text.replace(/^0+(?=\d)/, '');
  if (significant.length > 16) return readDigits(text);
  if (significant === '0') return '零';
  const blocks: string[] = [];
  for (let end = significant.length; end > 0; end -= 4) {
    blocks.unshift(significant.slice(Math.max(0, end - 4), end));
  }
  let spoken = '';
  let gap = false;
  for (const [index, block] of blocks.entries()) {
    const value = Number(block);
    if (value === 0) {
      gap = spoken !== '';
      continue;
    }
    if (spoken !== '' && (gap || value < 1000)) spoken += '零';
    spoken += readBlock(value) + (groups[blocks.length - 1 - index] ?? '');
    gap = false;
  }
  return spoken.replace(/^一十/, '十');
}

/** `3.14` to 三点一四. */
export function readNumber(text: string): string {
  const [whole = '0', fraction] = text.replaceAll(',', '').split('.');
  const spoken = readInteger(whole === '' ? '0' : whole);
  return fraction === undefined || fraction === '' ? spoken : `${spoken}点${readDigits(fraction)}`;
}

/** Before a measure word: 2 is 两, and so is the 2 that leads thousands and more. */
export function readCount(text: string): string {
  const spoken = readNumber(text);
  if (spoken === '二') return '两';
  return spoken.replace(/^二(?=[千万亿])/u, '两');
}

/** 1 to 9999. */
function readBlock(value: number): string {
  let spoken = '';
  let gap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      gap = spoken !== '';
      continue;
    }
    spoken += (gap ? '零' : '') + (digits[digit] ?? '') + (places[place] ?? '');
    gap = false;
  }
  return spoken;
}
