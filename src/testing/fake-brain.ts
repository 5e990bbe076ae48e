import type { Brain, BrainPart, BrainRequest } from '../voices/index.ts';
import type { Clock } from './simulated-clock.ts';

/** What a fake brain answers once. A text is a reply said at once. */
export type FakeAnswer =
  | string
  | {
      /** A text among them is said as one part. */
      readonly parts: readonly (string | BrainPart)[];
      /** Seconds before the first part; default the brain's. */
      readonly delay?: number;
      /** Seconds between two parts; default the brain's. */
      readonly partDelay?: number;
      /** Fails with this after the parts. */
      readonly failure?: Error;
      /** Says nothing more after the parts, and does not end either, until it is aborted. */
      readonly stalls?: boolean;
    };

export type FakeBrainOptions = {
  /** Default `fake/brain`. */
  readonly id?: string;
  readonly reads?: boolean;
  /** One for each request that is not speculative, the last of them for all that follow; or what to answer. Default `Yes.` */
  readonly answers?: readonly FakeAnswer[] | ((request: BrainRequest, call: number) => FakeAnswer);
  /** Seconds, by `clock`, before the first part. Default 0. */
  readonly delay?: number;
  /** Seconds, by `clock`, between two parts. Default 0. */
  readonly partDelay?: number;
  /** Needed where there is any delay. */
  readonly clock?: Clock;
};

export interface FakeBrain extends Brain {
  /** Every request so far. */
  readonly requests: readonly BrainRequest[];
  /** How many are being answered at this moment. */
  readonly active: number;
  /** How many were aborted, or left before the end of their answer. */
  readonly abandoned: number;
}

/** A brain whose answers are known. A speculative request gets the answer of the next one that is not. */
export function createFakeBrain({
  id = 'fake/brain',
  reads,
  answers = ['Yes.'],
  delay = 0,
  partDelay = 0,
  clock,
}: FakeBrainOptions = {}): FakeBrain {
  const requests: BrainRequest[] = [];
  let active = 0;
  let abandoned = 0;
  let answered = 0;

  const answerFor = (request: BrainRequest): FakeAnswer => {
    const call = request.speculative ? answered : answered++;
    if (typeof answers === 'function') return answers(request, call);
    return answers[Math.min(call, answers.length - 1)] ?? '';
  };
  const wait = async (duration: number, signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (duration === 0) return;
    if (clock === undefined) throw new TypeError('A fake brain with a delay needs a clock.');
    await clock.wait(duration, signal === undefined ? {} : { signal });
  };

  async function* respond(
    request: BrainRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BrainPart> {
    signal?.throwIfAborted();
    requests.push(request);
    const answer = answerFor(request);
    const plan = typeof answer === 'string' ? { parts: answer === '' ? [] : [answer] } : answer;
    let finished = false;
    active++;
    try {
      let pause = plan.delay ?? delay;
      for (const part of plan.parts) {
        await wait(pause, signal);
        yield typeof part === 'string' ? { type: 'text-said', text: part } : part;
        signal?.throwIfAborted();
        pause = plan.partDelay ?? partDelay;
      }
      if (plan.parts.length === 0) await wait(pause, signal);
      if (plan.stalls === true) await aborted(signal);
      finished = true;
      if (plan.failure !== undefined) throw plan.failure;
    } finally {
      active--;
      if (!finished) abandoned++;
    }
  }

  return {
    id,
    ...(reads === undefined ? {} : { reads }),
    respond,
    requests,
    get active() {
      return active;
    },
    get abandoned() {
      return abandoned;
    },
  };
}

/** Never resolves. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    // The caller's own reason, whatever it is.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
