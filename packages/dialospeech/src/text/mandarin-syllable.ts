/** What of a syllable the model is given: names of symbols, and the tone of the final, 1 to 5. */
export type Syllable = { readonly symbols: readonly string[]; readonly tone: number };

const initialPattern = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcs])(?=[aeiouvê])/u;

/** Finals as they are written after no initial, and after one. */
const afterNothing: Readonly<Record<string, string>> = {
  yi: 'i',
  ya: 'ia',
  yo: 'io',
  ye: 'ie',
  yao: 'iao',
  you: 'iu',
  yan: 'ian',
  yin: 'in',
  yang: 'iang',
  ying: 'ing',
  yong: 'iong',
  yu: 'v',
  yue: 've',
  yuan: 'van',
  yun: 'vn',
  wu: 'u',
  wa: 'ua',
  wo: 'uo',
  wai: 'uai',
  wei: 'ui',
  wan: 'uan',
  wen: 'un',
  wang: 'uang',
  weng: 'ueng',
  ê: 'eh',
  // Nasals alone: 嗯, 呣, 哼.
  m: 'ng',
  n: 'ng',
  ng: 'ng',
  hm: 'ng',
  hng: 'ng',
};

/** Pinyin with the tone as its last character (`nv3`, `zhi1`, 0 or 5 for the light one); undefined for anything else. */
export function parseSyllable(pinyin: string): Syllable | undefined {
  const [, letters = '', digit = ''] = /^([a-zêü]+)([0-5])$/u.exec(pinyin) ?? [];
  const plain = letters.replaceAll('ü', 'v');
  const initial = initialPattern.exec(plain)?.[0] ?? '';
  const written = plain.slice(initial.length);
  if (written === '') return undefined;
  const final = initial === '' ? (afterNothing[written] ?? written) : afterInitial(initial, written);
  const symbols = [...(initial === '' ? [] : [`zh_${initial}`]), `zh_${final}`];
  return { symbols, tone: digit === '0' ? 5 : Number(digit) };
}

function afterInitial(initial: string, written: string): string {
  if (written === 'i') return 'zcs'.includes(initial) ? 'i0' : /^(?:[zcs]h|r)$/u.test(initial) ? 'i1' : 'i';
  if (/^[jqx]$/u.test(initial) && written.startsWith('u')) return `v${written.slice(1)}`;
  if (written === 'uei') return 'ui';
  return written;
}
