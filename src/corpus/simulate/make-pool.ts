import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resample } from '../../dsp/index.ts';
import { mainLanguage } from '../../generate/index.ts';
import { encodeAudio, fileSystemError } from '../../media/index.ts';
import { turnText } from '../../script/index.ts';
import { isBackchannelText, splitWords } from '../../timeline/index.ts';
import { collectSpeech, eventSound, type Voice, withVocalSounds } from '../../voices/index.ts';
import type { PoolLine } from '../pool/utterance-list.ts';
import { type CorpusSpeaker, splits } from '../record/types.ts';
import { writerFor } from '../text/writer-for.ts';
import { openSpeakers } from './open-cast.ts';
import { planCorpus } from './plan-dialogue.ts';
import type { Population } from './population.ts';
import type { Spec } from './spec.ts';
import { findVariant } from './voice-variant.ts';

export type MakePoolOptions = {
  /** Where it goes; made where it is missing. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onUtterance?: ((done: number, duration: number) => void) | undefined;
};

/** Hz, of its files: what flite's brightest voices reach. */
const poolRate = 24_000;

/** What listeners say, beside what the texts have. */
const listenerForms: Readonly<Record<string, readonly string[]>> = {
  en: ['Yeah.', 'Uh-huh.', 'Mm-hm.', 'Right.', 'Okay.', 'Oh.', 'I see.', 'Sure.'],
  zh: ['嗯。', '嗯嗯。', '对。', '哦。', '是的。', '好。', '对对对。'],
};
const laughs = 4;
/** Times what is wanted that may be written for it: in most talks somebody has still something to say. */
const mostTalks = 40;

/**
 * A pool of embedded voices, for trying and for measuring: everybody of a specification says what its texts give them,
 * some short words of listeners, and laughs. Each utterance is a file; the list is written last.
 */
export async function makePool(
  spec: Spec,
  options: MakePoolOptions,
): Promise<{ readonly utterances: number }> {
  const { folder, signal, onUtterance } = options;
  await using speakers = await openSpeakers(spec, writerFor);
  // As many talks as it takes until everybody has said their part.
  const plan = planCorpus({ ...spec, hours: mostTalks * spec.hours }, speakers.population);
  const recorder = createRecorder(folder, signal);
  const spoken = new Map<string, number>();
  const share = (spec.hours * 3600) / countPeople(spec, speakers.population);
  let seconds = 0;
  for (let index = 0; index < plan.dialogues && seconds < spec.hours * 3600; index++) {
    const dialogue = plan.dialogue(plan.id(index));
    if (dialogue === undefined) continue;
    if (dialogue.speakers.every(({ id }) => (spoken.get(id) ?? 0) >= share)) continue;
    const voices = new Map(
      dialogue.speakers.map((speaker) => [
        speaker.id,
        { speaker, voice: withVocalSounds(findVariant(speakers.catalogue, speaker.voice ?? '')) },
      ]),
    );
    for (const { speaker, voice } of voices.values()) {
      if (spoken.has(speaker.id)) continue;
      spoken.set(speaker.id, 0);
      for (const text of listenerForms[mainLanguage(dialogue.language)] ?? []) {
        await recorder.speech(speaker, voice, text, dialogue.language);
      }
      await recorder.laughs(speaker, voice);
    }
    const { script } = await speakers.writer.write(dialogue, { signal });
    for (const turn of script.turns) {
      const own = voices.get(turn.speaker);
      const text = turnText(turn);
      if (own === undefined || splitWords(text).length === 0 || isBackchannelText(text)) continue;
      if ((spoken.get(turn.speaker) ?? 0) >= share) continue;
      const duration = await recorder.speech(own.speaker, own.voice, text, dialogue.language);
      spoken.set(turn.speaker, (spoken.get(turn.speaker) ?? 0) + duration);
      seconds += duration;
      onUtterance?.(recorder.lines.length, seconds);
    }
  }
  await writeList(folder, recorder.lines);
  return { utterances: recorder.lines.length };
}

function countPeople({ languages }: Spec, population: Population): number {
  return Object.keys(languages).reduce(
    (sum, language) => sum + splits.reduce((all, split) => all + population.sizes(language, split), 0),
    0,
  );
}

function createRecorder(folder: string, signal: AbortSignal | undefined) {
  const lines: PoolLine[] = [];
  const keep = async (
    speaker: CorpusSpeaker,
    samples: Float32Array,
    line: Pick<PoolLine, 'text' | 'event' | 'words' | 'language'>,
  ): Promise<number> => {
    const { id, gender, ageBand, accent, region, nativeLanguage, voice } = speaker;
    const audio = `audio/${id}/${String(lines.length).padStart(6, '0')}.flac`;
    const bytes = await encodeAudio({ channels: [samples], sampleRate: poolRate }, { format: 'flac' });
    const path = join(folder, audio);
    await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
      throw fileSystemError(cause, 'write', path);
    });
    await writeFile(path, bytes);
    const person = { speaker: id, gender, ageBand, accent, region, nativeLanguage, voice };
    lines.push({ audio, ...line, ...person, licence: 'CC0-1.0' });
    return samples.length / poolRate;
  };
  return {
    lines,
    async speech(speaker: CorpusSpeaker, voice: Voice, text: string, language: string): Promise<number> {
      const seed = `${speaker.id}/${lines.length}`;
      const { audio, words } = await collectSpeech(
        voice,
        { text, language, seed },
        { ...(signal && { signal }) },
      );
      if (words.length === 0) return 0;
      const { samples } = resample(audio, poolRate);
      const timed = words.map(({ text: word, start, end }) => ({ text: word, start, end }));
      return keep(speaker, samples, { text, language, words: timed });
    },
    async laughs(speaker: CorpusSpeaker, voice: Voice): Promise<void> {
      if (voice.throat === undefined) return;
      for (let take = 0; take < laughs; take++) {
        const sound = eventSound('laughter', voice.throat, `${speaker.id}/${take}`, poolRate);
        const language = speaker.language ?? '';
        if (sound !== undefined) await keep(speaker, sound.samples, { event: 'laughter', language });
      }
    },
  };
}

async function writeList(folder: string, lines: readonly PoolLine[]): Promise<void> {
  const list = join(folder, 'utterances.jsonl');
  const part = `${list}.part`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(part, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await rename(part, list);
  } catch (cause) {
    throw fileSystemError(cause, 'write', list);
  }
}
