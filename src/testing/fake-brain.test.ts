import { expect, test } from 'vitest';
import { brainContract, brainRequest, brainText } from './brain-contract.ts';
import { failureOf } from './contract-tools.ts';
import { createFakeBrain } from './fake-brain.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const asked = brainRequest([{ type: 'user', text: 'What is the weather?' }]);

brainContract('the fake brain', () => createFakeBrain({ answers: () => ({ parts: ['Well, ', 'yes.'] }) }), {
  test,
  expect,
});

brainContract(
  'the fake brain with a tool',
  () =>
    createFakeBrain({
      answers: ({ occasion, tools }) =>
        tools.length > 0 && occasion === 'answer'
          ? { parts: [{ type: 'tool-called', id: 'c1', name: 'look_up', arguments: '{}' }] }
          : 'Sunny.',
    }),
  {
    test,
    expect,
    toolRequest: { ...asked, tools: [{ name: 'look_up', parameters: { type: 'object' } }] },
  },
);

test('answers come after their delays, by the clock', async () => {
  const clock = createSimulatedClock();
  const brain = createFakeBrain({
    clock,
    delay: 0.3,
    partDelay: 0.1,
    answers: [{ parts: ['One ', 'two.'] }],
  });
  const times: number[] = [];
  const said: string[] = [];
  const work = (async () => {
    for await (const part of brain.respond(asked)) {
      said.push(brainText([part]));
      times.push(clock.now());
    }
  })();
  await clock.runUntil(work);
  expect([said, times]).toEqual([
    ['One ', 'two.'],
    [0.3, 0.4],
  ]);
  expect(brain.active).toBe(0);
});

test('one that stalls is ended by its signal, one that fails after its parts', async () => {
  const failure = new Error('it broke');
  const brain = createFakeBrain({
    answers: [
      { parts: ['Well'], stalls: true },
      { parts: ['No'], failure },
    ],
  });
  const controller = new AbortController();
  const read = async (signal?: AbortSignal): Promise<string> => {
    const parts = [];
    for await (const part of brain.respond(asked, signal === undefined ? {} : { signal })) parts.push(part);
    return brainText(parts);
  };
  const stalled = failureOf(read(controller.signal));
  await new Promise((resolve) => setImmediate(resolve));
  expect(brain.active).toBe(1);
  controller.abort('enough');
  expect(await stalled).toBe('enough');
  expect([brain.active, brain.abandoned]).toEqual([0, 1]);
  expect(await failureOf(read())).toBe(failure);
});

test('a speculative request takes no answer away', async () => {
  const brain = createFakeBrain({ answers: ['First.', 'Second.'] });
  const said: string[] = [];
  for (const speculative of [true, false, true, false]) {
    const parts = [];
    for await (const part of brain.respond({ ...asked, speculative })) parts.push(part);
    said.push(brainText(parts));
  }
  expect(said).toEqual(['First.', 'First.', 'Second.', 'Second.']);
});
