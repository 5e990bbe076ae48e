import { getEventListeners } from 'node:events';
import type { Brain, BrainPart, BrainRequest, BrainTurn, ToolDescription } from '../voices/index.ts';
import { failureOf, type TestTools } from './contract-tools.ts';

export type BrainContractOptions = TestTools & {
  /** A request that is answered in words. Default: the user has asked something, in English. */
  readonly request?: BrainRequest;
  /** A request that makes the brain ask for a tool. Without it, tools are not checked. */
  readonly toolRequest?: BrainRequest;
  /** The same request gets the same answer. Default true. */
  readonly deterministic?: boolean;
  /** Seconds for one test; default 30. */
  readonly timeout?: number;
};

const lookUp: ToolDescription = {
  name: 'look_up',
  description: 'Looks something up.',
  parameters: { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] },
};

/** A request as a session makes it, for the suite and for tests of brains. */
export function brainRequest(
  turns: readonly BrainTurn[] = [],
  { context, ...others }: Partial<BrainRequest> = {},
): BrainRequest {
  return {
    occasion: turns.length === 0 ? 'opening' : 'answer',
    turns,
    context: context ?? { language: 'en', elapsed: 0 },
    tools: [],
    speculative: false,
    ...others,
  };
}

/** Something of every kind, in no order that makes sense. */
const oddTurns: readonly BrainTurn[] = [
  { type: 'tool-result', id: 'lost', output: '' },
  { type: 'agent', text: '', cutShort: true },
  { type: 'agent', text: 'Hello', cutShort: false },
  { type: 'agent', text: 'and welcome', cutShort: true },
  { type: 'user', text: '' },
  {
    type: 'user',
    text: '  \u0000 😀 [laughs] \n',
    typed: true,
    sound: { duration: 0, paused: 0, laughter: true, rising: true, interrupting: true },
  },
  { type: 'note', text: '' },
  { type: 'tool-call', id: 'a', name: 'look_up', arguments: 'not json' },
  { type: 'tool-call', id: 'a', name: 'look_up', arguments: '' },
  { type: 'user', text: 'a'.repeat(20_000), language: 'tlh' },
  { type: 'tool-result', id: 'a', output: '{}' },
];

/** Checks every clause of the contract in `Brain`. A brain of one's own passes it before it is talked to. */
export function brainContract(
  name: string,
  makeBrain: () => Brain | Promise<Brain>,
  options: BrainContractOptions,
): void {
  const { expect, deterministic = true, timeout = 30, toolRequest } = options;
  const { request = brainRequest([{ type: 'user', text: 'Do you like music?' }]) } = options;
  const check: Check = (clause, run) => {
    options.test(`${name}: ${clause}`, async () => run(await makeBrain()), timeout * 1000);
  };
  const answers = async (brain: Brain, asked: BrainRequest): Promise<BrainPart[]> => {
    const parts = await collect(brain, asked);
    expect(misshapen(parts)).toEqual([]);
    return parts;
  };

  check('says who it is', async (brain) => {
    expect(/^[^/\s]+(?:\/\S.*)?$/u.test(brain.id), `id ${brain.id}`).toBe(true);
  });

  check('answers in words, and ends', async (brain) => {
    expect(brainText(await answers(brain, request)).trim().length).toBeGreaterThan(0);
  });

  for (const [what, asked] of [
    ['opens a conversation, or waits', brainRequest()],
    ['has something to say to a silence, or nothing', { ...request, occasion: 'silence' }],
    ['takes its turn when it is asked to', { ...request, occasion: 'asked' }],
    ['puts up with turns in any order', brainRequest(oddTurns)],
    ['takes tools that it may not call', { ...request, tools: [lookUp], toolChoice: 'none' }],
    ['takes instructions, facts and a language that it may not know', foreign(request)],
    ['remembers a thousand turns', brainRequest([...manyTurns(1000), ...request.turns])],
  ] as const) {
    check(what, async (brain) => void (await answers(brain, asked)));
  }

  check('changes nothing in the request', async (brain) => {
    const before = JSON.stringify(request);
    await answers(brain, deepFreeze(structuredClone(request)));
    expect(JSON.stringify(request)).toBe(before);
  });

  check('keeps nothing of a speculative request, nor of one that nobody hears to the end', async (brain) => {
    const first = await answers(brain, request);
    const other = { ...request, turns: [...request.turns, ...request.turns], speculative: true };
    for await (const part of brain.respond(other)) {
      if (part.type === 'text-said') break;
    }
    const second = await answers(brain, request);
    if (deterministic) expect(second).toEqual(first);
    if (deterministic) expect(await answers(brain, { ...request, speculative: true })).toEqual(first);
  });

  check('answers several at once', async (brain) => {
    const alone = await answers(brain, request);
    const together = await Promise.all([1, 2, 3].map(async () => answers(brain, request)));
    for (const parts of together) {
      if (deterministic) expect(parts).toEqual(alone);
      else expect(brainText(parts).length).toBeGreaterThan(0);
    }
  });

  if (toolRequest !== undefined) checkTools(check, options, toolRequest);
  checkStopping(check, options.expect, request);
}

type Check = (clause: string, run: (brain: Brain) => Promise<void>) => void;

function checkTools(check: Check, { expect }: BrainContractOptions, toolRequest: BrainRequest): void {
  check('asks for a tool, ends, and goes on with its outcome', async (brain) => {
    const parts = await collect(brain, toolRequest);
    expect(misshapen(parts)).toEqual([]);
    const calls = parts.filter((part) => part.type === 'tool-called');
    expect(calls.length).toBeGreaterThan(0);
    const outcome = calls.flatMap(({ id, name, arguments: given }): BrainTurn[] => [
      { type: 'tool-call', id, name, arguments: given },
      { type: 'tool-result', id, output: '{"found":"sunny"}' },
    ]);
    const next = await collect(brain, {
      ...toolRequest,
      turns: [...toolRequest.turns, ...outcome],
      occasion: 'tool-answered',
    });
    expect(misshapen(next)).toEqual([]);
    expect(brainText(next).trim().length).toBeGreaterThan(0);
  });
}

/** The clauses on `signal`, and on who stops listening. */
function checkStopping(check: Check, expect: TestTools['expect'], request: BrainRequest): void {
  check('does nothing for a signal that is aborted already', async (brain) => {
    const reason = new Error('before it began');
    expect(await failureOf(collect(brain, request, AbortSignal.abort(reason)))).toBe(reason);
  });

  for (const at of ['before', 'after'] as const) {
    check(`stops within .2 s of an abort ${at} its first word, and can answer again`, async (brain) => {
      const controller = new AbortController();
      const reason = new Error('in the middle');
      let aborted = Number.NaN;
      const abort = (): void => {
        if (controller.signal.aborted) return;
        aborted = performance.now();
        controller.abort(reason);
      };
      const work = failureOf(
        (async () => {
          for await (const part of brain.respond(request, { signal: controller.signal })) {
            if (part.type === 'text-said') abort();
          }
        })(),
      );
      if (at === 'before') abort();
      expect(await work).toBe(reason);
      expect(performance.now() - aborted).toBeLessThanOrEqual(200);
      expect(getEventListeners(controller.signal, 'abort').length).toBe(0);
      expect(brainText(await collect(brain, request)).length).toBeGreaterThan(0);
    });
  }

  check(
    'leaves no listener behind when it has answered, or when nobody listens to the end',
    async (brain) => {
      const { signal } = new AbortController();
      await collect(brain, request, signal);
      expect(getEventListeners(signal, 'abort').length).toBe(0);
      for await (const part of brain.respond(request, { signal })) {
        if (part.type === 'text-said') break;
      }
      expect(getEventListeners(signal, 'abort').length).toBe(0);
    },
  );
}

async function collect(brain: Brain, request: BrainRequest, signal?: AbortSignal): Promise<BrainPart[]> {
  const parts: BrainPart[] = [];
  for await (const part of brain.respond(request, signal === undefined ? {} : { signal })) parts.push(part);
  return parts;
}

/** What the agent says in these parts. */
export function brainText(parts: readonly BrainPart[]): string {
  return parts.flatMap((part) => (part.type === 'text-said' ? [part.text] : [])).join('');
}

/** Empty texts, calls without a name or with arguments that are no JSON, and words after the end. */
function misshapen(parts: readonly BrainPart[]): BrainPart[] {
  const ended = parts.findIndex(({ type }) => type === 'conversation-ended');
  return parts.filter((part, index) => {
    const isLate = ended >= 0 && index > ended;
    if (part.type === 'text-said') return part.text === '' || isLate;
    if (part.type === 'tool-called') return part.id === '' || part.name === '' || !isJson(part.arguments);
    if (part.type === 'language-chosen') return part.language === '';
    if (part.type === 'warning-raised') return part.message === '';
    return part.type === 'tokens-counted' && !(part.input >= 0 && part.output >= 0);
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function foreign(request: BrainRequest): BrainRequest {
  const facts = { name: 'Zoë', nested: { list: [1, null] }, 'two\nlines': 'a\nb' };
  return { ...request, context: { language: 'x-unknown', elapsed: 1e6, instructions: ' ', facts } };
}

function manyTurns(count: number): BrainTurn[] {
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { type: 'agent', text: `Question ${index}?`, cutShort: index % 10 === 0 }
      : { type: 'user', text: `Answer ${index}.` },
  );
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
