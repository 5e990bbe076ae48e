/** One conversation in a process of its own, so that its peak memory is its own. Prints JSON. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareConversation, writeConversation } from '../src/generate/index.ts';
import type { Script } from '../src/script/index.ts';
import { createFlite } from '../src/voices/flite/index.ts';
import { collectSpeech } from '../src/voices/index.ts';
import { createTalk } from './talk.ts';

export type ConversationRun = {
  /** Seconds of conversation. */
  readonly duration: number;
  /** Wall time in seconds: all of it, and of that the rendering and the writing. */
  readonly wall: number;
  readonly render: number;
  readonly write: number;
  /** Wall time of the voices alone, asked for the same utterances by the same number at once. */
  readonly synthesis: number;
  /** Bytes, the highest of the process. */
  readonly memory: number;
};

const [task, minutes = '10'] = process.argv.slice(2);
const script = scriptOf(Number(minutes));
await using flite = createFlite();
// The engine is compiled before the clock starts, in both runs.
await collectSpeech(flite.voice('slt'), { text: 'Ready.' });
console.log(JSON.stringify(task === 'synthesis' ? await synthesise() : await generate()));

async function generate(): Promise<Omit<ConversationRun, 'synthesis'>> {
  const path = join(tmpdir(), `duologue-benchmark-${process.pid}.wav`);
  const startedAt = performance.now();
  await using prepared = await prepareConversation({ script, providers: [flite], register: 'telephone' });
  const preparedAt = performance.now();
  await writeConversation(prepared, [{ path }]);
  const endedAt = performance.now();
  rmSync(path);
  return {
    duration: prepared.timeline.duration,
    wall: (endedAt - startedAt) / 1000,
    render: (preparedAt - startedAt) / 1000,
    write: (endedAt - preparedAt) / 1000,
    memory: process.resourceUsage().maxRSS * 1024,
  };
}

async function synthesise(): Promise<{ synthesis: number }> {
  const queue = script.turns.flatMap(({ speaker, parts }) =>
    parts.flatMap((part) => (part.type === 'speech' ? [{ speaker, text: part.text }] : [])),
  );
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await collectSpeech(flite.voice(next.speaker === 'ann' ? 'slt' : 'rms'), { text: next.text });
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return { synthesis: (performance.now() - startedAt) / 1000 };
}

/** Some 150 words of speech a minute with their pauses: two speakers in turn. */
function scriptOf(duration: number): Script {
  const turns: Script['turns'][number][] = [];
  let words = 0;
  for (const [index, text] of createTalk(duration * 30, 'conversation').entries()) {
    if (words > duration * 165) break;
    words += text.split(' ').length;
    turns.push({
      speaker: index % 2 === 0 ? 'ann' : 'ben',
      onset: { type: 'auto' },
      parts: [{ type: 'speech', text }],
    });
  }
  return {
    language: 'en',
    speakers: [
      { id: 'ann', voice: 'flite/slt' },
      { id: 'ben', voice: 'flite/rms' },
    ],
    turns,
  };
}
