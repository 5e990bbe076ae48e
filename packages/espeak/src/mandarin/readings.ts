import { customPinyin, pinyin } from 'pinyin-pro';

/** How one character sounds. */
export type Reading = {
  /** Pinyin without its tone, ü as v; `r` for an 儿 that has melted into the syllable before it. */
  readonly syllable: string;
  /** 5 is the neutral tone. */
  readonly tone: number;
};

/** Phrases that pinyin-pro's dictionary has wrong or not at all. */
const phrases: Readonly<Record<string, string>> = {
  数一数: 'shǔ yi shǔ',
  数数: 'shǔ shù',
  得了: 'dé le',
  了得: 'liǎo dé',
  不得了: 'bù dé liǎo',
  觉得: 'jué de',
  记得: 'jì de',
  懂得: 'dǒng de',
  显得: 'xiǎn de',
  值得: 'zhí de',
  舍得: 'shě de',
  省得: 'shěng de',
  免得: 'miǎn de',
  晓得: 'xiǎo de',
  认得: 'rèn de',
  使得: 'shǐ de',
  来得及: 'lái de jí',
  来不及: 'lái bù jí',
  朋友: 'péng you',
  东西: 'dōng xi',
  先生: 'xiān sheng',
  学生: 'xué sheng',
  衣服: 'yī fu',
  明白: 'míng bai',
  清楚: 'qīng chu',
  漂亮: 'piào liang',
  舒服: 'shū fu',
  告诉: 'gào su',
  认识: 'rèn shi',
  时候: 'shí hou',
  关系: 'guān xi',
  意思: 'yì si',
  休息: 'xiū xi',
  消息: 'xiāo xi',
  事情: 'shì qing',
  眼睛: 'yǎn jing',
  头发: 'tóu fa',
  喜欢: 'xǐ huan',
  知道: 'zhī dao',
  什么: 'shén me',
  怎么: 'zěn me',
  多么: 'duō me',
  我们: 'wǒ men',
  部分: 'bù fen',
  太阳: 'tài yang',
  月亮: 'yuè liang',
  客气: 'kè qi',
  麻烦: 'má fan',
  聪明: 'cōng ming',
  故事: 'gù shi',
  热闹: 'rè nao',
  厉害: 'lì hai',
  咳嗽: 'ké sou',
};

const phraseReadings = { ...phrases };
let prepared = false;

/** After these 得 is "must"; elsewhere behind a verb or adjective it is the particle. */
const mustBefore = /[我你您他她它们就还都也不总只谁非又可必须可今天]$/u;
const adverbEnds =
  /(\p{Script=Han})\1$|[然]$|(?:认真|努力|仔细|高兴|开心|安静|轻松|大声|小声|快速|迅速|慢慢|好好|悄悄|偷偷|顺利|成功|简单|自由|热情|积极|清楚|明确|真诚|耐心|深深|专心|用心|不断|不停|自觉|主动|公平|完全|彻底|正确|很快|飞快)$/u;
const earthAfter =
  /^(?:方|点|址|区|球|图|面|铁|震|位|理|下|上|板|带|形|产|道|步|段|质|狱|主|税|基|毯|域|支|盘|势|皮)/u;

/** The nouns and names in which 儿 is a syllable of its own. */
const fullBefore = /[女婴少幼胎孤男健育宠孩产患侄孙弃乳]$/u;
const fullAfter = /^[子童女科歌媳孙时戏]/u;

/**
 * One reading for each character of a run of Chinese without punctuation. 一 and 不 have the tones of their
 * place; the engine itself turns a third tone before another into a second.
 */
export function readCharacters(run: string): (Reading | undefined)[] {
  preparePhrases();
  const characters = Array.from(run);
  const readings = pinyin(run, { toneType: 'num', v: true, type: 'array', nonZh: 'spaced' });
  const whole = readings.length === characters.length ? readings : characters.map(readAlone);
  return characters.map((character, index) => {
    const before = characters.slice(0, index).join('');
    const after = characters.slice(index + 1).join('');
    const special = readSpecial(character, before, after, whole[index] ?? '');
    return special ?? parseReading(whole[index] ?? '');
  });
}

/** The tone that a digit has when digits are called one by one. */
export function readCalledDigit(character: string): Reading | undefined {
  return parseReading(character === '一' ? 'yi1' : readAlone(character));
}

function preparePhrases(): void {
  if (prepared) return;
  customPinyin(phraseReadings);
  prepared = true;
}

function readAlone(character: string): string {
  return pinyin(character, { toneType: 'num', v: true });
}

function readSpecial(character: string, before: string, after: string, reading: string): Reading | undefined {
  if (character === '儿') return readSuffix(before, after);
  if (character === '得' && reading === 'de2') return readParticle(before, after);
  if (character === '地' && reading === 'di4' && adverbEnds.test(before) && !earthAfter.test(after)) {
    return { syllable: 'de', tone: 5 };
  }
  if (character === '嗯') return { syllable: 'ng', tone: 4 };
  if (character === '欸' || character === '诶') return { syllable: 'ei', tone: 4 };
  if (character === '呣') return { syllable: 'ng', tone: 2 };
  return undefined;
}

function readSuffix(before: string, after: string): Reading {
  const full = before === '' || fullBefore.test(before) || fullAfter.test(after);
  return full ? { syllable: 'er', tone: 2 } : { syllable: 'r', tone: 5 };
}

/** pinyin-pro gives every 得 outside its dictionary dé. */
function readParticle(before: string, after: string): Reading | undefined {
  if (/^(?:到|意|分|奖|知|出|失|罪|病|逞|体|当|以|益|手|力|票|名|救|胜|了)/u.test(after)) return undefined;
  if (/[取获所心难求赢博夺习购应]$/u.test(before)) return undefined;
  if (before === '' || mustBefore.test(before)) return { syllable: 'dei', tone: 3 };
  return { syllable: 'de', tone: 5 };
}

function parseReading(text: string): Reading | undefined {
  const match = /^([a-zêü]+)([0-5])$/u.exec(text);
  if (match === null) return undefined;
  const [, syllable = '', tone = '0'] = match;
  return { syllable: syllable.replace('ü', 'v').replace('ê', 'ei'), tone: tone === '0' ? 5 : Number(tone) };
}
