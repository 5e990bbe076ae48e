import type { Random } from '../../../../dsp/index.ts';
import type { GrammarLanguage, Habits } from '../language.ts';
import { parseTopics, type Topic } from '../material.ts';
import { readSynonyms, vary } from '../synonyms.ts';
import { assistant } from './assistant.ts';
import { business } from './business.ts';
import { casual } from './casual.ts';
import { family } from './family.ts';
import { frames } from './frames.ts';
import { friends } from './friends.ts';
import { newEnergy } from './new-energy.ts';
import { pools } from './pools.ts';
import { procedures } from './procedures.ts';
import { registerFrames } from './register-frames.ts';

export function english(): GrammarLanguage {
  const synonyms = readSynonyms(sameMeaning, (word) => new RegExp(`\\b${word}\\b`));
  return {
    tag: 'en',
    frames: only(parseTopics(frames + registerFrames)),
    pools: only(parseTopics(pools)),
    topics: {
      casual: parseTopics(casual),
      family: parseTopics(family),
      friends: parseTopics(friends),
      business: parseTopics(business),
      assistant: parseTopics(assistant),
      'new-energy': parseTopics(newEnergy),
    },
    procedures: parseTopics(procedures),
    space: ' ',
    free: 4,
    length: (sentence) => sentence.split(' ').length,
    finish: (sentence) => capital(sentence.replaceAll(/\bthe the\b/g, 'the')),
    hesitate,
    vary: (sentence, random) => vary(sentence, synonyms, random),
    append: (sentence, words) => `${sentence.slice(0, -1)}, ${words}${sentence.slice(-1)}`,
    correct: (wrong, right, random) => `${wrong}, ${repairs[random.integer(repairs.length)] ?? ''}, ${right}`,
    reacts:
      /^(?:oh|wow|yeah|yes|yep|no|nope|right|really|okay|ah|ha|hmm|sure|true|exactly|thanks|that's|well|hello|hi|hey|good|great|fine|sorry|wait|so|and|but|of course|absolutely|definitely|honestly|actually|anyway|you know|I mean)\b/i,
    breakOff,
    pace: 0.4184,
    goodbyes: 15.5,
  };
}

function only([topic]: readonly Topic[]): Topic {
  if (topic === undefined) throw new SyntaxError('A material is empty.');
  return topic;
}

/** The first of each is what is looked for. */
const sameMeaning = `
maybe | perhaps | possibly | maybe | could be that
I think | I'd say | I guess | I reckon | I suppose
a bit | a little | slightly | a bit | kind of
kids | children | little ones
really | really | honestly | truly
very | really | very
because of | because of | thanks to | on account of
lots of | loads of | plenty of | a lot of
great | fantastic | wonderful | great | excellent
nice | lovely | nice | good
usually | normally | mostly | as a rule
it's | it's | it is
I'm | I'm | I am
I'll | I'll | I will | I'm going to
we'll | we'll | we will | we're going to
don't | don't | do not
can't | can't | cannot
that's | that's | that is
have to | have to | need to | must
want to | want to | would like to | wanna
going to | going to | gonna
`;

const repairs = ['no', 'sorry', 'no wait', 'I mean', 'no, sorry'];

/** After these somebody may stop to think. */
const beforeContent = new Set(
  'a an the to of in on at with for from my your our and but because or was is it about into by'.split(' '),
);

function hesitate(sentence: string, { fillers }: Habits, random: Random): string {
  const words = sentence.split(' ');
  const filler = fillers[random.next() < 0.75 ? 0 : random.integer(fillers.length)] ?? 'um';
  const places = words.flatMap((word, index) =>
    beforeContent.has(word) && index < words.length - 1 ? [index] : [],
  );
  const place = places[random.integer(places.length)];
  const draw = random.next();
  if (place === undefined || draw < 0.25) return `${filler}, ${sentence}`;
  const [head, tail] = [words.slice(0, place + 1).join(' '), words.slice(place + 1).join(' ')];
  if (draw < 0.6) return `${head}, ${filler}, ${tail}`;
  if (draw < 0.8) return `${head}, ${words[place] ?? ''} ${tail}`;
  // A new start: the phrase up to here once more.
  const from = restartFrom(words, place);
  const again = words.slice(from, place + 1).join(' ');
  return draw < 0.92 ? `${head}, ${again} ${tail}` : `${head}, I mean, ${again} ${tail}`;
}

/** Where the phrase around a place begins: at most three words back, not past a comma. */
function restartFrom(words: readonly string[], place: number): number {
  let from = place;
  while (from > 0 && place - from < 2 && !/[,]$/.test(words[from - 1] ?? '')) from--;
  return from;
}

function breakOff(sentence: string, random: Random): string | undefined {
  const words = sentence.split(' ');
  if (words.length < 7) return undefined;
  const said = words.slice(0, 3 + random.integer(words.length - 5)).join(' ');
  return said.replace(/,$/, '');
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
