import { type EventType, eventTypes } from '../timeline/index.ts';

/** What stands between the brackets for each event; the first is the one that is printed. */
export const eventTags: Readonly<Record<EventType, readonly [string, ...string[]]>> = {
  laughter: [
    'laughs',
    'laughter',
    'laugh',
    'laughing',
    'chuckles',
    'chuckle',
    'giggles',
    'giggle',
    '笑',
    '笑声',
  ],
  breath: [
    'breathes',
    'breath',
    'breathing',
    'inhales',
    'exhales',
    'breathes in',
    'breathes out',
    '吸气',
    '呼吸',
  ],
  sigh: ['sighs', 'sigh', 'sighing', '叹气'],
  cough: ['coughs', 'cough', 'coughing', '咳嗽'],
  sniff: ['sniffs', 'sniff', 'sniffles'],
  'throat-clear': ['clears throat', 'throat-clear', 'throat clear', 'throat clearing', '清嗓子'],
  'lip-smack': ['smacks lips', 'lip-smack', 'lip smack', 'tuts', 'tsk'],
  filler: ['hesitates', 'filler'],
  gasp: ['gasps', 'gasp', '倒吸气'],
  cry: ['cries', 'cry', 'crying', 'sobs', 'weeps', '哭'],
  noise: ['noise'],
  music: ['music'],
  silence: ['silence'],
};

const eventOfTag: ReadonlyMap<string, EventType> = new Map(
  eventTypes.flatMap((type) => eventTags[type].map((tag) => [tag, type] as const)),
);

export const eventTagNames: readonly string[] = [...eventOfTag.keys()];

/** The event that a tag names, whatever its case: `laughs`, `Throat_Clearing`. */
export function eventNamed(tag: string): EventType | undefined {
  const plain = tag
    .toLowerCase()
    .replace(/[\s_]+/gu, ' ')
    .trim();
  return eventOfTag.get(plain.replace(/^clears (?:his|her|their|my) throat$/u, 'clears throat'));
}
