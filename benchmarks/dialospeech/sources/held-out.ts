import { parseSpec, type Spec } from '../../../src/corpus/index.ts';
import { openCast } from '../../../src/corpus/simulate/open-cast.ts';
import type { Performer } from '../../../src/corpus/simulate/performance.ts';
import { planCorpus } from '../../../src/corpus/simulate/plan-dialogue.ts';
import type { Population } from '../../../src/corpus/simulate/population.ts';
import { writerFor } from '../../../src/corpus/text/writer-for.ts';
import type { Utterance } from '../../../src/timeline/index.ts';
import { parsePrepareSpec } from '../../../training/prepare/prepare-spec.ts';
import { simulateSpec } from '../../../training/prepare/simulate-spec.ts';
import { allThroats, findThroat, type Language } from '../../../training/prepare/throats.ts';
import type { Performance } from '../performance.ts';
import { speakerIds, type TestScript, type TestTurn } from '../test-script.ts';
import { timelineOf } from './assemble-performance.ts';
import { readTracks } from './read-tracks.ts';

/** As many as there are ever asked for: one dialogue in twenty is of the part that is tested. */
const hours = 400;

/** Dialogues as the training data has them, of texts and voices that it never has. */
export interface HeldOut extends AsyncDisposable {
  /** The next ones, each once; none has more than two speakers' turns. */
  dialogues(): AsyncGenerator<Performance>;
}

/** The same seed gives the same dialogues; that of the training data gives others. */
export async function openHeldOut(language: Language, seed: string): Promise<HeldOut> {
  const wanted = parsePrepareSpec(
    JSON.stringify({
      name: 'held-out',
      seed,
      languages: { [language]: { dialogue: hours, monologue: 0 } },
    }),
    'held-out',
  );
  const spec = parseSpec(simulateSpec(wanted, language, allThroats()));
  const { population, performer } = await openCast(spec, { openWriter: writerFor });
  return {
    dialogues: () => testDialogues(spec, { language, population, performer }),
    [Symbol.asyncDispose]: () => performer[Symbol.asyncDispose](),
  };
}

type Parts = {
  readonly language: Language;
  readonly population: Population;
  readonly performer: Performer;
};

async function* testDialogues(
  spec: Spec,
  { language, population, performer }: Parts,
): AsyncGenerator<Performance> {
  const plan = planCorpus(spec, population);
  for (let index = 0; index < plan.dialogues; index++) {
    const dialogue = plan.dialogue(plan.id(index));
    if (dialogue?.split !== 'test') continue;
    await using made = await performer.perform(dialogue);
    const { timeline, clips } = made.plan;
    const ids = timeline.speakers.map(({ id }) => id);
    if (ids.length !== speakerIds.length) continue;
    const tracks = await readTracks({
      clips,
      speakers: ids,
      duration: timeline.duration,
      sounds: made.sounds,
    });
    const id = `${language}-${String(index).padStart(5, '0')}`;
    const script = scriptOf(id, language, ids, timeline.utterances);
    const throats = dialogue.speakers.map(({ voice }) => findThroat(allThroats(), voice ?? '')?.id ?? '');
    yield {
      script,
      tracks,
      sampleRate: made.sounds.sampleRate,
      timeline: timelineOf(script, {
        utterances: namedAgain(timeline.utterances, ids),
        duration: timeline.duration,
        voices: throats,
      }),
      seams: [],
    };
  }
}

/** What was said as a script, without backchannels: those are for whoever speaks it to give. */
function scriptOf(
  id: string,
  language: Language,
  ids: readonly string[],
  utterances: readonly Utterance[],
): TestScript {
  const turns = floorOf(utterances).map(({ speaker, text, kind, cutShort = false }): TestTurn => {
    return {
      speaker: speaker === ids[1] ? 1 : 0,
      text,
      kind: kind === 'interruption' ? kind : 'turn',
      cutShort,
    };
  });
  return { id, language, crossLingual: false, origin: 'grammar', turns };
}

function namedAgain(utterances: readonly Utterance[], ids: readonly string[]): Omit<Utterance, 'id'>[] {
  const places = new Map(floorOf(utterances).map(({ id }, index) => [id, index]));
  return utterances.map((utterance) => {
    const { id, anchor: _, turnIndex: __, ...said } = utterance;
    const turnIndex = places.get(id);
    const speaker = speakerIds[said.speaker === ids[1] ? 1 : 0];
    return { ...said, speaker, ...(turnIndex === undefined ? {} : { turnIndex }) };
  });
}

function floorOf(utterances: readonly Utterance[]): Utterance[] {
  return utterances.filter(({ kind }) => kind !== 'backchannel');
}
