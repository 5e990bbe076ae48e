import { createRandom } from '../../../dsp/index.ts';
import { findReference } from '../../../timeline/index.ts';
import type { DialoguePlan } from '../../simulate/dialogue-plan.ts';
import { type DomainName, domainNames } from '../../simulate/spec.ts';

/** What a model is asked for a dialogue. It follows from the plan alone, so that its hash finds the answer again. */
export type ModelPrompt = { readonly instructions: string; readonly task: string };

const scenes: Readonly<Record<DomainName, readonly string[]>> = {
  casual: [
    'a trip',
    'a series on television',
    'a restaurant',
    'sport',
    'neighbours',
    'a pet',
    'the way to work',
    'the weather',
    'a mishap',
    'shopping',
  ],
  family: [
    'a birthday',
    'the house',
    'school',
    'a dinner for everybody',
    'a visit to the doctor',
    'a telephone that will not work',
    'a wedding',
    'moving house',
    'money',
    'an old story',
  ],
  friends: [
    'a date',
    'a new job',
    'a concert',
    'a quarrel',
    'something new to learn',
    'a camping trip',
    'an evening of games',
    'a bad week',
    'a common friend',
    'plans for the weekend',
  ],
  business: [
    'a budget',
    'a late project',
    'hiring',
    'a complaint',
    'a trade fair',
    'a supplier',
    'a sales call',
    'a new rule at the office',
    'a contract',
    'a review of last month',
  ],
  assistant: [
    'alarms',
    'directions',
    'cooking',
    'the calendar',
    'music',
    'a journey',
    'homework',
    'a bill',
    'the lights and the heating',
    'a message to somebody',
  ],
  'new-energy': [
    'buying an electric car',
    'an electric bike',
    'a charger that fails',
    'solar panels',
    'a long drive on battery',
    'shared scooters',
    'a fleet of electric vans',
    'the old car',
    'a battery in winter',
    'a charger at home',
  ],
};

const relations: Readonly<Record<DomainName, string>> = {
  casual: 'They know each other a little.',
  family: 'They are of one family; their ages say what they may be to each other.',
  friends: 'They are close friends.',
  business: 'They work together, or one is a customer.',
  assistant: 'A is a user, B is an AI assistant: polite, brief, without hesitations.',
  'new-energy': 'They talk about electric vehicles and what belongs to them.',
};

export function modelPrompt(plan: DialoguePlan): ModelPrompt {
  const { register, language, duration, domain, speakers, seed, rates } = plan;
  const random = createRandom(`${seed}/prompt`);
  const known = domainNames.find((name) => name === domain) ?? 'casual';
  const scene = scenes[known][random.integer(scenes[known].length)] ?? '';
  const { description, wordsPerMinute, laughterPerMinute } = findReference(register);
  const mandarin = /^(?:zh|cmn)\b/u.test(language);
  // A character takes about 2/3 of a word's time.
  const length = Math.round((duration / 60) * wordsPerMinute * (mandarin ? 1.5 : 1));
  const laughs = Math.round((duration / 60) * laughterPerMinute * rates.laughter);
  const asides = Math.round((duration / 60) * rates.sideTalk);
  const people = speakers.map(
    ({ gender, ageBand }, index) =>
      `${'AB'.charAt(index)}: ${[gender, ageBand === null ? null : `aged ${ageBand}`].filter(Boolean).join(', ')}`,
  );
  return {
    instructions: [
      `You write conversations as two people really speak them, in the language ${language}.`,
      'It is spontaneous speech: short turns of uneven length, hesitations, repetitions, new starts, cut-off and repaired phrases, feedback; the topic may drift.',
      'What was said is remembered: answers fit their questions, and later turns come back to earlier ones.',
      'Numbers, prices, times and abbreviations are written in words, as they are said. No markup, no emoji, no stage directions.',
      'Do not write short listener feedback in the middle of the other speaker’s turn: it is added later.',
      'Answer with one JSON object and nothing else: {"topic": string, "turns": [{"speaker": "A" or "B", "text": string, "event"?: "laughter" | "sigh" | "breath" | "cough" | "throat-clear", "aside"?: true}]}.',
      '"event" is heard after the text. "aside" marks a turn that is said to somebody who is not in the conversation.',
    ].join('\n'),
    task: [
      `Register: ${register} (${description})`,
      `Scenario: ${known}. ${relations[known]}`,
      `Speakers: ${people.join('; ')}.`,
      `It begins with ${scene}, and number ${random.integer(1_000_000)} in your head makes it unlike any other: invent names, places and details of its own.`,
      `Length: about ${length} ${mandarin ? 'characters' : 'words'} in all.`,
      `Laughter: about ${laughs} times. Asides: ${asides}.`,
    ].join('\n'),
  };
}
