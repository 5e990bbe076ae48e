import { judgeRecording } from '../judge/judge-recording.ts';
import { createReferences } from '../judge/reference.ts';
import type { Verdict } from '../judge/verdict.ts';
import { createScenario, type ScenarioWish } from '../scenarios/create-scenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { openSpokenCache } from '../scenarios/spoken-cache.ts';
import type { Recording } from '../stage/recording.ts';

/** Makes scenarios and judges recordings beside the process that keeps time. */
export type PrepareQuestion = { readonly id: number } & (
  | { readonly type: 'prepare'; readonly wish: ScenarioWish }
  | { readonly type: 'judge'; readonly recording: Recording }
);

export type PrepareAnswer = { readonly id: number } & (
  | { readonly type: 'prepared'; readonly scenario: Scenario }
  | { readonly type: 'judged'; readonly verdicts: readonly Verdict[] }
  | { readonly type: 'failed'; readonly message: string }
);

const cache = openSpokenCache();
const references = createReferences(cache);
let work = Promise.resolve();

async function answer(question: PrepareQuestion): Promise<PrepareAnswer> {
  const { id } = question;
  try {
    if (question.type === 'judge') {
      return { id, type: 'judged', verdicts: await judgeRecording(question.recording, references) };
    }
    const scenario = await createScenario(question.wish, cache);
    // Speaks what the server will be asked to speak, so that nothing is synthesised while it is measured.
    await Promise.all(scenario.replies.map((_, reply) => references.of(scenario, reply)));
    return { id, type: 'prepared', scenario };
  } catch (error) {
    return {
      id,
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

process.on('message', (question: PrepareQuestion) => {
  work = work.then(async () => void process.send?.(await answer(question)));
});
process.on('disconnect', () => process.exit(0));
