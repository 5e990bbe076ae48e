import { callDigits, readCount, readDigits, readInteger, readNumber } from './numerals.ts';
import { readUnit, unitPattern } from './units.ts';

/** What stands at one place of the text, as it is spoken. */
export type SpokenPiece = {
  readonly kind: 'characters' | 'latin' | 'pause';
  /** Chinese characters, letters, or a mark of punctuation. */
  readonly text: string;
  /** UTF-16 positions in the text that was given. */
  readonly from: number;
  readonly to: number;
  /** Digits called one by one keep their own tones. */
  readonly calledDigits?: boolean;
};

type Rule = {
  readonly pattern: RegExp;
  readonly calledDigits?: boolean;
  /** Nothing where the rule does not apply after all. */
  read(match: RegExpExecArray, text: string): string | undefined;
};

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const rangeMark = '[-–—~～至到]';
const currencies: Readonly<Record<string, string>> = {
  '¥': '元',
  '￥': '元',
  $: '美元',
  '€': '欧元',
  '£': '英镑',
  HK$: '港元',
  US$: '美元',
};
const phone = [
  String.raw`\+86[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}`,
  String.raw`1[3-9]\d[- ]?\d{4}[- ]?\d{4}`,
  String.raw`\(?0\d{2,3}\)?[- ]\d{7,8}`,
  String.raw`[48]00-\d{3,4}-\d{3,4}`,
].join('|');

/** Counted with 两, not 二. A 月, 日, 号, 楼, 班, 路 after a number names rather than counts. */
const measures =
  '个|年(?!级|代)|天|只|条|张|本|位|次|件|块|分|秒|小时|点|刻|周|星期|米|斤|公斤|公里|公升|升|吨|种|家|人|岁|杯|瓶|碗|片|句|' +
  '声|辆|台|座|间|门|遍|趟|双|对|名|口|匹|场|份|封|根|支|首|部|篇|套|排|行|段|幅|颗|粒|棵|朵|元|角|毛|倍|下|顿|' +
  '项|步|圈|组|样|把|盒|包|袋|桶|箱|架|艘|枚|滴|团|群|批|代人|万|亿|千';

const rules: readonly Rule[] = [
  {
    pattern: /(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])/y,
    read: ([, year = '', , month = '', day = '']) =>
      Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
        ? `${readDigits(year)}年${readInteger(month)}月${readInteger(day)}日`
        : undefined,
  },
  { pattern: new RegExp(`(?:${phone})(?!\\d)`, 'y'), calledDigits: true, read: ([all]) => callDigits(all) },
  {
    pattern: /\d{3,5}(?!\d)/y,
    calledDigits: true,
    read: (match, text) => (/[打拨]$/u.test(text.slice(0, match.index)) ? callDigits(match[0]) : undefined),
  },
  {
    pattern: /(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])/y,
    read: (match, text) => readClock(match, text),
  },
  {
    pattern: /(\d+):(\d+)/y,
    read: ([, left = '', right = '']) => `${readInteger(left)}比${readInteger(right)}`,
  },
  {
    pattern: new RegExp(`(\\d{4})${rangeMark}(\\d{4})(?=\\s*年)`, 'y'),
    read: ([, from = '', to = '']) => `${readDigits(from)}到${readDigits(to)}`,
  },
  { pattern: /[12]\d{3}(?=\s*年(?!前|后|来|间|的历史|历史))/y, read: ([year]) => readDigits(year) },
  { pattern: /(?:[04-9]\d)(?=\s*年(?!前|后|来|间|代|的|了))/y, read: ([year]) => readDigits(year) },
  {
    pattern: new RegExp(`(HK\\$|US\\$|[¥￥$€£])\\s?(${number})([万亿千百]*)`, 'y'),
    read: ([, sign = '', amount = '', scale = '']) => readMoney(amount, scale, currencies[sign] ?? '元'),
  },
  {
    pattern: new RegExp(`([-+]?)(${number})\\s?([%‰])(?:\\s?${rangeMark}\\s?(${number})\\s?[%‰])?`, 'y'),
    read: ([, sign, low = '', mark, high]) => {
      const whole = mark === '%' ? '百' : '千';
      const start = `${signName(sign)}${whole}分之${mark === '%' && low === '100' ? '百' : readNumber(low)}`;
      return high === undefined ? start : `${start}到${readNumber(high)}`;
    },
  },
  {
    pattern: new RegExp(`(-?)(${number})\\s?(?:°\\s?([CF])?|([℃℉]))`, 'y'),
    read: ([, sign, degrees = '', letter, symbol]) => {
      const below = sign === '-' ? '零下' : '';
      const scale = letter === 'F' || symbol === '℉' ? '华氏' : '';
      return `${scale}${below}${readCount(degrees)}度`;
    },
  },
  {
    pattern: /(-?)(?:(\d+)\s)?(\d+)\/(\d+)(?![\d/])/y,
    read: ([, sign, whole, upper = '', lower = '']) => {
      const part = `${readInteger(lower)}分之${readInteger(upper)}`;
      return signName(sign) + (whole === undefined ? part : `${readInteger(whole)}又${part}`);
    },
  },
  {
    pattern: new RegExp(`(-?)(${number})\\s?(${unitPattern})(?![A-Za-z\\d])`, 'y'),
    read: ([, sign, amount = '', unit = '']) => `${signName(sign)}${readCount(amount)}${readUnit(unit)}`,
  },
  {
    pattern: new RegExp(`(${number})${rangeMark}(${number})(?![-\\d])`, 'y'),
    read: ([, low = '', high = '']) => `${readNumber(low)}到${readNumber(high)}`,
  },
  {
    pattern: /\d+(?:\.\d+){2,}/y,
    calledDigits: true,
    read: ([version]) => version.split('.').map(readInteger).join('点'),
  },
  {
    pattern: /\d{3,}(?=\s*(?:室|房|路|次列车|航班))/y,
    calledDigits: true,
    read: ([name]) => callDigits(name),
  },
  { pattern: /0\d+(?![\d.])|\d{9,}(?![\d.])/y, calledDigits: true, read: ([all]) => callDigits(all) },
  {
    pattern: new RegExp(`(${number})(?=\\s*(?:${measures}))`, 'y'),
    read: (match, text) => {
      const ordinal = /第\s*$/u.test(text.slice(0, match.index));
      return ordinal ? readNumber(match[0]) : readCount(match[0]);
    },
  },
  {
    pattern: new RegExp(`([-−])(${number})`, 'y'),
    read: (match, text) =>
      /[\p{L}\p{N}]$/u.test(text.slice(0, match.index)) &&
      !/\p{Script=Han}$/u.test(text.slice(0, match.index))
        ? undefined
        : `负${readNumber(match[2] ?? '')}`,
  },
  { pattern: new RegExp(number, 'y'), read: ([all]) => readNumber(all) },
  { pattern: /[+×*÷=<>](?=\s*-?\d)/y, read: (match, text) => readOperator(match, text) },
  { pattern: /&/y, read: () => '和' },
];

const latinWord = /\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:['’]\p{Script=Latin}+)*/uy;
const pauseMark = /[。．.！!？?，,、；;：:…—\n]/u;
const operators: Readonly<Record<string, string>> = {
  '+': '加',
  '×': '乘',
  '*': '乘',
  '÷': '除以',
  '=': '等于',
  '<': '小于',
  '>': '大于',
};

/**
 * Numbers, dates, times, money and measures in the words they are spoken with, and the rest in pieces.
 * `text` has plain characters (`toPlainCharacters`).
 */
export function normalise(text: string): SpokenPiece[] {
  const pieces: SpokenPiece[] = [];
  let position = 0;
  while (position < text.length) {
    const piece = readRule(text, position) ?? readPlain(text, position);
    if (piece.text !== '') pieces.push(piece);
    position = piece.to;
  }
  return pieces;
}

function readRule(text: string, position: number): SpokenPiece | undefined {
  for (const rule of rules) {
    rule.pattern.lastIndex = position;
    const match = rule.pattern.exec(text);
    const spoken = match === null ? undefined : rule.read(match, text);
    if (match === null || spoken === undefined) continue;
    return {
      kind: 'characters',
      text: spoken,
      from: position,
      to: position + match[0].length,
      ...(rule.calledDigits === true ? { calledDigits: true } : {}),
    };
  }
  return undefined;
}

function readPlain(text: string, position: number): SpokenPiece {
  latinWord.lastIndex = position;
  const latin = latinWord.exec(text)?.[0];
  if (latin !== undefined) return { kind: 'latin', text: latin, from: position, to: position + latin.length };
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0x20);
  const to = position + character.length;
  if (/\p{Script=Han}/u.test(character)) return { kind: 'characters', text: character, from: position, to };
  if (pauseMark.test(character)) return { kind: 'pause', text: character, from: position, to };
  // Kana is beyond the engine's Mandarin; の alone is common in Chinese shop signs and is read as 的.
  return { kind: 'characters', text: character === 'の' ? '的' : '', from: position, to };
}

function readClock(match: RegExpExecArray, text: string): string {
  const [, hours = '', minutes = '', seconds] = match;
  const scored = /[比分][是为了:：\s]*$/u.test(text.slice(0, match.index));
  if (scored || Number(hours) > 24 || Number(minutes) > 59) {
    return `${readInteger(hours)}比${readInteger(minutes)}`;
  }
  const leading = Number(minutes) < 10 ? '零' : '';
  const minutePart =
    Number(minutes) === 0 && seconds === undefined ? '' : `${leading}${readInteger(minutes)}分`;
  const secondPart = seconds === undefined ? '' : `${readInteger(seconds)}秒`;
  return `${readCount(hours)}点${minutePart.replace('零零', '零')}${secondPart}`;
}

function readMoney(amount: string, scale: string, name: string): string {
  const [whole = '0', fraction] = amount.replaceAll(',', '').split('.');
  if (scale === '' && name === '元' && fraction !== undefined && fraction.length <= 2) {
    const [tenths = '0', hundredths = '0'] = fraction;
    const yuan = whole === '0' ? '' : `${readCount(whole)}元`;
    const jiao = tenths === '0' ? '' : `${readCount(tenths)}角`;
    const fen =
      hundredths === '0' ? '' : `${jiao === '' && yuan !== '' ? '零' : ''}${readCount(hundredths)}分`;
    return yuan + jiao + fen || '零元';
  }
  return `${scale === '' ? readCount(amount) : readNumber(amount)}${scale}${name}`;
}

/** Between numbers only: a lone `<` is not spoken. */
function readOperator(match: RegExpExecArray, text: string): string | undefined {
  return /\d\s*$/u.test(text.slice(0, match.index)) ? operators[match[0]] : undefined;
}

function signName(sign: string | undefined): string {
  if (sign === '-') return '负';
  return sign === '+' ? '正' : '';
}
