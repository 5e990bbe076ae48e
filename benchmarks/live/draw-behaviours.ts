/**
 * Plays a short real session for each behaviour and draws what happened, for docs/live.md:
 * npx tsx benchmarks/live/draw-behaviours.ts [folder]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noteOf, pictureOf } from './behaviours/picture-of.ts';
import { type Performance, type Play, perform } from './behaviours/theatre.ts';
import { afterAgent, at, noiseAt, overAgent, quietRoom, says } from './behaviours/user-lines.ts';
import { openSpokenCache } from './scenarios/spoken-cache.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const question = 'How do I get to the station?';
const way =
  'You leave by the side door and walk along the canal until you reach the green bridge. ' +
  'Then you cross it and follow the tram lines past the market.';

const quietListener = { backchannels: { enabled: false } };

await using cache = openSpokenCache();

const scenes: Readonly<Record<string, () => Promise<string>>> = {
  'turn-taking': drawTurnTaking,
  interruption: drawInterruption,
  'false-alarm': drawFalseAlarm,
  backchannels: drawBackchannels,
  listening: drawListening,
  noise: drawNoise,
  languages: drawLanguages,
  silence: drawSilence,
};

mkdirSync(folder, { recursive: true });
for (const [name, draw] of Object.entries(scenes)) {
  const picture = await draw();
  writeFileSync(join(folder, `live-${name}.svg`), picture);
  console.log(`live-${name}.svg: ${(picture.length / 1024).toFixed(0)} kB`);
}

function play(options: Omit<Play, 'cache'>): Promise<Performance> {
  return perform({ cache, floor: quietRoom, words: 'oracle', ...options });
}

async function drawTurnTaking(): Promise<string> {
  const parts = [
    await says(cache, 'I would like to book a table for four people on Friday.', at(0.6), {
      pause: { after: 6, duration: 0.8 },
    }),
  ];
  const played = await play({
    parts,
    answers: ['Of course. At what time will you come?'],
    policy: quietListener,
  });
  const [user] = played.played;
  const [pause] = [parts[0]?.words[5]?.end ?? 0];
  const notes = [
    { at: (user?.at ?? 0) + pause + 0.1, text: 'a pause is waited out' },
    ...played.requests.map(({ context, speculative }) => ({
      at: context.elapsed,
      text: speculative ? 'an answer is thought of' : 'an answer is asked for',
    })),
    ...played.notices.flatMap(noteOf),
  ];
  return pictureOf(played, {
    title: 'A pause inside a sentence is waited out',
    from: 0.2,
    to: played.duration - 1.2,
    notes,
  });
}

async function drawInterruption(): Promise<string> {
  const played = await play({
    parts: [
      await says(cache, question, at(0.6)),
      await says(cache, 'Wait, I meant the other station near the harbour.', overAgent(2.9)),
    ],
    answers: [way, 'Then take the ferry.'],
  });
  const onset = played.played[1]?.start ?? 0;
  return pictureOf(played, {
    title: 'An interruption: the agent ducks, makes up its mind, and yields',
    from: onset - 2.6,
    to: onset + 5,
  });
}

async function drawFalseAlarm(): Promise<string> {
  const part = await says(cache, 'Yes yes that is what I thought of it', overAgent(3.1));
  let cleared = false;
  const played = await play({
    parts: [await says(cache, question, at(0.6)), part],
    answers: [way],
    meanwhile(session) {
      // Whoever hears the user by other means may say that it was nothing.
      const { agent, turn } = session.state;
      if (cleared || agent.phase !== 'yielded' || turn === undefined) return;
      cleared = true;
      session.apply({ type: 'turn-cleared' });
    },
  });
  const onset = played.played[1]?.start ?? 0;
  return pictureOf(played, {
    title: 'After a false alarm it goes on at the start of the phrase that was cut',
    from: onset - 2.6,
    to: onset + 7,
  });
}

async function drawBackchannels(): Promise<string> {
  const played = await play({
    parts: [
      await says(cache, question, at(0.6)),
      await says(cache, 'Mm-hm.', overAgent(2.3), { level: -27 }),
    ],
    answers: [way],
  });
  return pictureOf(played, {
    title: 'A listener says “mm-hm”, and the agent goes on',
    from: 2.4,
    to: 10.4,
  });
}

async function drawListening(): Promise<string> {
  const told = [
    'Yesterday I walked along the river with my sister and her two dogs.',
    'We wanted to look at the new bridge that they are building there.',
    'It was so windy that the smaller dog had to be carried home.',
  ];
  let start = 0.6;
  const parts = [];
  for (const text of told) {
    const part = await says(cache, text, at(start));
    parts.push(part);
    start += part.end + 0.55;
  }
  const played = await play({
    parts,
    answers: ['That sounds like a good day.'],
    policy: { turnTaking: { shortestWait: 0.8, longestWait: 2 }, backchannels: { perMinute: 8 } },
  });
  return pictureOf(played, {
    title: 'In a long turn of the user the agent shows that it listens',
    from: 0.2,
    to: played.duration - 1.2,
    rowDuration: (played.duration - 1.4) / 2,
  });
}

async function drawNoise(): Promise<string> {
  const played = await play({
    parts: [
      await says(cache, question, at(0.6)),
      noiseAt('cough', overAgent(1), { level: -28 }),
      noiseAt('knock', overAgent(1.1), { level: -24, duration: 0.7 }),
      await says(cache, 'Darling, could you close the kitchen door please?', overAgent(1.3), {
        from: 'turned',
        level: -36,
      }),
    ],
    answers: [way],
  });
  return pictureOf(played, {
    title: 'Noises and talk to somebody else: the agent goes on',
    from: 2.4,
    to: 12.4,
  });
}

async function drawLanguages(): Promise<string> {
  const played = await play({
    parts: [
      await says(cache, question, at(0.6)),
      await says(cache, '我们可以说中文吗？', afterAgent(0.8), { voice: 'espeak/wei' }),
    ],
    policy: { languages: ['en', 'zh'] },
    voices: [
      ['flite/slt', 'en'],
      ['espeak/mei', 'zh'],
    ],
    answers: ({ context }) => (context.language === 'zh' ? '好的，我们说中文。' : 'It is not far from here.'),
  });
  return pictureOf(played, {
    title: 'Who changes the language is answered in it, by a voice that speaks it',
    from: 0.3,
    to: played.duration - 1.2,
  });
}

async function drawSilence(): Promise<string> {
  const played = await play({
    parts: [await says(cache, question, at(0.6))],
    policy: { silence: { promptAfter: 4, prompts: 1 } },
    answers: ({ occasion }) =>
      occasion === 'silence' ? '' : { parts: ['It is not far from here.'], delay: 3.4 },
    until: { type: 'parts-played', after: 24 },
    longest: 27,
  });
  const ended = played.timeline.utterances.at(-1)?.end ?? played.duration;
  return pictureOf(played, {
    title: 'A slow answer is bridged, a long silence is broken',
    from: 0.2,
    to: Math.min(played.duration, ended + 0.6),
    rowDuration: (Math.min(played.duration, ended + 0.6) - 0.2) / 2,
  });
}
