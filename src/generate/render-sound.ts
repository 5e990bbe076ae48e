import { type Audio, levelBlocks, measureEnvelope } from '../dsp/index.ts';
import type { Word } from '../timeline/index.ts';
import {
  collectSpeech,
  eventSound,
  ProviderError,
  type ServiceAnswer,
  type Speech,
  type Voice,
  VoiceError,
  withVocalSounds,
  wordsToSay,
} from '../voices/index.ts';
import type { SoundRequest } from './draft-script.ts';
import { GenerateError, type GenerateErrorWhere } from './generate-error.ts';
import type { Take } from './material.ts';
import { measureTake, spreadWords } from './measure-take.ts';
import { resampleSound } from './resample-sound.ts';
import type { Spool } from './spool.ts';

/** One sound, made and measured. */
export type RenderedSound = {
  /** None: there was nothing to be heard. */
  readonly take: Take | undefined;
  /** Whose voice it is: the fallback's where the first failed. */
  readonly voice: string;
  readonly warnings: readonly string[];
  /** Of services that were asked; empty where the sound was kept from another time. */
  readonly answers: readonly ServiceAnswer[];
};

export type SoundRendererOptions = {
  readonly spool: Pick<Spool, 'sampleRate' | 'write'>;
  /** The voice with all that it is used with: times, cache, pronunciations. */
  readonly dress: (voice: Voice) => Voice;
};

/** Makes one sound and puts it into the spool under a number. Throws a `GenerateError` that says which turn it was. */
export type SoundRenderer = (
  request: SoundRequest,
  source: number,
  signal: AbortSignal,
) => Promise<RenderedSound>;

export function createSoundRenderer({ spool, dress }: SoundRendererOptions): SoundRenderer {
  return async (request, source, signal) => {
    if ('event' in request) return renderEvent(request, source, spool);
    const warnings: string[] = [];
    for (const [index, voice] of [request.voice, ...request.fallback].entries()) {
      const next = request.fallback[index];
      try {
        const spoken = await renderSpeech(dress(voice), request.speech, source, spool, signal);
        return { ...spoken, warnings: [...warnings, ...spoken.warnings] };
      } catch (cause) {
        if (signal.aborted) throw cause;
        if (next === undefined) throw failure(voice, request, cause);
        warnings.push(`${voice.id} could not say it, ${next.id} does: ${reasonOf(cause)}`);
      }
    }
    throw new TypeError('A request has a voice.');
  };
}

async function renderEvent(
  { voice, event, seed }: Extract<SoundRequest, { event: unknown }>,
  source: number,
  spool: SoundRendererOptions['spool'],
): Promise<RenderedSound> {
  const made = { voice: voice.id, answers: [] };
  const sound = eventSound(event, voice.throat ?? { pitch: 155, tract: 0.93 }, seed, spool.sampleRate);
  if (sound === undefined) {
    return { ...made, take: undefined, warnings: [`There is no sound for ${event}: it is left out.`] };
  }
  return { ...made, take: await keep(spool, source, sound, []), warnings: [] };
}

async function renderSpeech(
  voice: Voice,
  request: Extract<SoundRequest, { speech: unknown }>['speech'],
  source: number,
  spool: SoundRendererOptions['spool'],
  signal: AbortSignal,
): Promise<RenderedSound> {
  const speech = await collectSpeech(withVocalSounds(voice), request, { signal });
  const audio = await resampleSound(speech.audio, spool.sampleRate, signal);
  const { words, warnings } = wordsOf(voice, request.text, speech, audio);
  const made = {
    voice: voice.id,
    answers: speech.answers ?? [],
    warnings: [...speech.warnings, ...warnings],
  };
  if (audio.samples.length === 0) return { ...made, take: undefined };
  return { ...made, take: await keep(spool, source, audio, words) };
}

/** A voice that says when its words are heard has to say it of all. */
function wordsOf(
  voice: Voice,
  text: string,
  { words }: Speech,
  { samples, sampleRate }: Audio,
): { readonly words: readonly Word[]; readonly warnings: readonly string[] } {
  const { id, timed = true } = voice;
  const expected = wordsToSay(voice, text);
  if (samples.length === 0 || words.length === expected.length) return { words, warnings: [] };
  const spread = spreadWords(expected, samples.length / sampleRate);
  const lacking = `${id} timed ${words.length} of ${expected.length} words: all are spread evenly.`;
  return { words: spread, warnings: timed ? [lacking] : [] };
}

/** One pass over the samples is enough for the take and for the levels of the mix. */
async function keep(
  spool: SoundRendererOptions['spool'],
  source: number,
  audio: Audio,
  words: readonly Word[],
): Promise<Take> {
  const envelope = measureEnvelope(audio);
  await spool.write(source, audio.samples, levelBlocks(envelope));
  return measureTake(source, audio, words, envelope);
}

function failure(voice: Voice, { where, ...request }: SoundRequest, cause: unknown): GenerateError {
  const text = 'speech' in request ? request.speech.text : request.event;
  return voiceFailure(`${voice.id} could not say ${JSON.stringify(clip(text))}${at(where)}`, where, cause);
}

/** A voice's failure with everything that is known of it. */
export function voiceFailure(what: string, where: GenerateErrorWhere, cause: unknown): GenerateError {
  return new GenerateError(`${what}: ${reasonOf(cause)}`, {
    ...where,
    cause,
    ...(cause instanceof VoiceError ? { provider: cause.provider, retryable: cause.retryable } : {}),
    ...(cause instanceof ProviderError ? { status: cause.status, requestId: cause.requestId } : {}),
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Where in the script, for a message. */
export function at({ turnIndex, line }: GenerateErrorWhere): string {
  if (line !== undefined) return ` (line ${line})`;
  return turnIndex === undefined ? '' : ` (turn ${turnIndex + 1})`;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
