import { createRandom, type Random } from '../src/dsp/index.ts';

/** Fragments that join into talk: what is timed is the talking, not the sense. */
const starts = [
  'so',
  'well',
  'you know',
  'I mean',
  'honestly',
  'and then',
  'but',
  'okay so',
  'right',
  'anyway',
];
const subjects = [
  'I',
  'we',
  'my brother',
  'the neighbours',
  'she',
  'they',
  'the whole team',
  'my old teacher',
];
const verbs = [
  'went to',
  'talked about',
  'never liked',
  'wanted to see',
  'thought of',
  'spent a week on',
  'looked after',
  'could not find',
  'paid for',
  'forgot about',
];
const objects = [
  'the harbour',
  'that little house by the lake',
  'the second half of the game',
  'a garden full of apples',
  'the old bakery',
  'those tickets',
  'a better way to the station',
  'the report',
  'the early train',
  'her dog',
];
const tails = [
  'because it was raining',
  'before anybody else was up',
  'which surprised me',
  'and stayed until the evening',
  'even though it costs a fortune',
  'with a cup of tea in one hand',
  'if the weather holds',
  'more than once',
];
const shorts = [
  'No.',
  'Of course not.',
  'That is true.',
  'I think so.',
  'When was that?',
  'Not at all.',
  'Which one?',
  'I would love to.',
  'That makes sense.',
  'How did it go?',
  'Never again.',
  'It depends.',
  'Maybe on Sunday.',
];

/** Utterances of 1 to 25 words and a tail of longer ones, as in conversation: most are short. */
export function createTalk(count: number, seed: string): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const wanted = Math.min(60, Math.max(1, Math.round(9 * Math.exp(0.95 * random.normal()))));
    if (wanted <= 4) return pick(shorts, random);
    let text = '';
    while (wordCount(text) < wanted) {
      const clause = createClause(random);
      text = text === '' ? clause : `${text}${random.next() < 0.55 ? ',' : '.'} ${clause}`;
    }
    const sentence = text.replaceAll(/(?:^|\. )[a-z]/g, (letter) => letter.toUpperCase());
    return `${sentence}${random.next() < 0.15 ? '?' : '.'}`;
  });
}

function createClause(random: Random): string {
  const start = random.next() < 0.4 ? `${pick(starts, random)} ` : '';
  const tail = random.next() < 0.5 ? ` ${pick(tails, random)}` : '';
  return `${start}${pick(subjects, random)} ${pick(verbs, random)} ${pick(objects, random)}${tail}`;
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}

function wordCount(text: string): number {
  return text === '' ? 0 : text.split(' ').length;
}
