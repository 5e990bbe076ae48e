import { expect, test } from 'vitest';
import { turnText } from '../../../script/index.ts';
import { parseSpec } from '../../simulate/parse-spec.ts';
import { planCorpus } from '../../simulate/plan-dialogue.ts';
import { populationOf } from '../../simulate/population.ts';
import { domainNames, type SpecInput } from '../../simulate/spec.ts';
import type { WrittenScript } from '../script-writer.ts';
import { english } from './english/index.ts';
import { createGrammarWriter } from './grammar-writer.ts';
import type { GrammarLanguage } from './language.ts';
import { mandarin } from './mandarin/index.ts';
import { slotsOf } from './template.ts';

const languages: readonly GrammarLanguage[] = [english(), mandarin()];

async function* writeAll(input: Partial<SpecInput>, count?: number) {
  const spec = parseSpec({ name: 'x', hours: 1, ...input });
  const plan = planCorpus(spec, populationOf(spec));
  const writer = createGrammarWriter(spec);
  for (let index = 0; index < (count ?? plan.dialogues); index++) {
    const dialogue = plan.dialogue(plan.id(index));
    if (dialogue === undefined) return;
    yield { plan: dialogue, written: await writer.write(dialogue) };
  }
}

async function texts(seed: string): Promise<string> {
  const all: string[] = [];
  for await (const { written } of writeAll({ seed }, 3)) all.push(JSON.stringify(written));
  return all.join('\n');
}

function sentencesOf({ script }: WrittenScript): string[] {
  return script.turns.flatMap((turn) =>
    (turnText(turn).match(/[^.?!。？！]+[.?!。？！]*/gu) ?? []).map((sentence) => sentence.trim()),
  );
}

test.each(languages)('every topic of $tag is whole, and something fills each of its slots', (language) => {
  const { frames, pools, topics, procedures } = language;
  const pooled = new Set(pools.facts.flatMap(({ names }) => names));
  for (const domain of domainNames) {
    expect(topics[domain].length).toBeGreaterThanOrEqual(8);
    for (const topic of [...topics[domain], ...procedures, frames]) {
      const own = new Set([...topic.facts.flatMap(({ names }) => names), 'you', 'me', 'value']);
      const templates = [
        ...topic.facts.flatMap(({ values }) => values.flat()),
        ...[...topic.sections.values()].flat(2).flatMap(({ sentences }) => sentences),
      ];
      const unknown = templates
        .flatMap(slotsOf)
        .filter((slot) => !own.has(slot) && !pooled.has(slot.replace(/\d+$/, '')));
      expect(unknown, topic.name).toEqual([]);
      if (topic === frames) continue;
      for (const section of ['open', 'talk', 'end', 'later'])
        expect(topic.sections.get(section)?.length, `${topic.name}: ${section}`).toBeGreaterThan(0);
    }
  }
});

test.each(languages)(
  'a hundred hours of $tag hold no three sentences twice, and no longer sentence is in two splits',
  async (language) => {
    const windows = new Set<string>();
    const splits = new Map<string, string>();
    const faults: string[] = [];
    let count = 0;
    for await (const { plan, written } of writeAll({
      hours: 100,
      languages: language.tag,
      registers: { telephone: 2, conversation: 2, 'video-call': 1, interview: 1, task: 1, argument: 1 },
      speakers: { count: 2000 },
      rates: { sideTalk: 0.1 },
    })) {
      const sentences = sentencesOf(written);
      for (const [index, sentence] of sentences.entries()) {
        count++;
        const plain = sentence.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
        if (language.length(sentence) > language.free) {
          const before = splits.get(plain) ?? plan.split;
          if (before !== plan.split) faults.push(`${before} and ${plan.split}: ${sentence}`);
          splits.set(plain, before);
        }
        if (index < 2) continue;
        const window = sentences
          .slice(index - 2, index + 1)
          .join('|')
          .toLowerCase();
        if (windows.has(window)) faults.push(`twice: ${window}`);
        windows.add(window);
      }
    }
    expect(count).toBeGreaterThan(90_000);
    expect(faults).toEqual([]);
  },
  120_000,
);

test('what is talked about and who is who is said where the register has it', async () => {
  for await (const { written } of writeAll({ registers: 'interview', domains: 'casual' }, 4)) {
    expect(written.topic).toBe(written.script.title?.split(', ')[0]);
    expect(new Set(written.roles)).toEqual(new Set(['interviewee', 'interviewer']));
    const asks = (speaker: number): number =>
      written.script.turns.filter(
        (turn) => turn.speaker === written.script.speakers[speaker]?.id && /[?]/u.test(turnText(turn)),
      ).length;
    const asking = written.roles.indexOf('interviewer');
    expect(asks(asking)).toBeGreaterThan(asks(1 - asking));
  }
  for await (const { written } of writeAll({ registers: 'conversation', domains: 'casual' }, 1))
    expect(written.roles).toEqual([null, null]);
});

test('the same plan gives the same script, and another seed another', async () => {
  const first = await texts('a');
  expect(await texts('a')).toBe(first);
  expect(await texts('b')).not.toBe(first);
});

test('what is said to somebody else is marked, as often as it is wanted', async () => {
  let [asides, minutes] = [0, 0];
  for await (const { plan, written } of writeAll({ rates: { sideTalk: 0.5 }, hours: 5 })) {
    minutes += plan.duration / 60;
    for (const index of written.asides) {
      const turn = written.script.turns[index];
      expect(turn?.onset.type).toBe('gap');
      asides += sentencesOf({ ...written, script: { ...written.script, turns: turn ? [turn] : [] } }).length;
    }
  }
  expect(asides / minutes).toBeGreaterThan(0.3);
  expect(asides / minutes).toBeLessThan(0.7);
});

test('an assistant does not stumble, and no other language is written', async () => {
  for await (const { plan, written } of writeAll(
    { domains: 'assistant', split: { train: 1, dev: 0, test: 0 } },
    5,
  )) {
    const stumbling = plan.speakers.map(({ id }) =>
      written.script.turns.some((turn) => turn.speaker === id && /\b(?:um|uh|er),/i.test(turnText(turn))),
    );
    expect(stumbling).toContain(false);
  }
  await expect(writeAll({ languages: 'fr' }, 1).next()).rejects.toThrow(/English and Mandarin, not fr/);
});
