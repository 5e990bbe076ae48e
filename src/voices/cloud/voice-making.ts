import * as z from 'zod';
import { MediaError } from '../../media/portable.ts';
import type { CloneAsk, DesignAsk, SpeechAdapter } from './adapter.ts';
import type { HttpClient } from './http-client.ts';
import { ProviderError } from './provider-error.ts';
import type { CloudProvider } from './speech-model.ts';

export function cloneWith(adapter: SpeechAdapter, client: HttpClient): CloudProvider['cloneVoice'] {
  return async (ask, { signal } = {}) => {
    const { cloning } = adapter;
    if (cloning === undefined) throw cannot(adapter, 'make a voice from recordings');
    checkClone(adapter, ask);
    const { upload } = cloning;
    const uploaded =
      upload === undefined
        ? ''
        : await client.exchange(upload.request(ask), ({ reply }) => shaped(adapter, upload.read(reply)), {
            signal,
          });
    return client.exchange(
      cloning.request(ask, uploaded),
      ({ reply }) => shaped(adapter, cloning.read(reply, ask)),
      { signal },
    );
  };
}

export function designWith(adapter: SpeechAdapter, client: HttpClient): CloudProvider['designVoice'] {
  return async (ask, { signal } = {}) => {
    const { design } = adapter;
    if (design === undefined) throw cannot(adapter, 'make a voice from a description');
    checkDesign(adapter, ask);
    const previews = await client.exchange(
      design.request(ask),
      ({ reply }) => shaped(adapter, design.read(reply)),
      { signal },
    );
    return {
      previews,
      keep: (preview, name, { signal: stop } = {}) =>
        client.exchange(
          design.keep(preview, name, ask),
          ({ reply }) => shaped(adapter, design.readKept(reply, preview)),
          { signal: stop },
        ),
    };
  };
}

/** An answer of another shape is not asked for again: the voice may have been made, and paid for. */
async function shaped<Result>({ name, title }: SpeechAdapter, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof z.ZodError || cause instanceof MediaError)) throw cause;
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : cause.message;
    throw new ProviderError(`${title} answered something else than the voice. ${why}`, {
      provider: name,
      code: 'bad-answer',
      cause,
    });
  }
}

function checkClone({ name, title, cloning }: SpeechAdapter, { name: called, samples }: CloneAsk): void {
  const most = cloning?.mostSamples ?? Number.POSITIVE_INFINITY;
  const wrong =
    typeof called !== 'string' || called.trim() === ''
      ? 'name: give the new voice a name.'
      : !Array.isArray(samples) || samples.length === 0 || samples.some((sample) => sample.length === 0)
        ? 'samples: give at least one recording, and none that is empty.'
        : samples.length > most
          ? `samples: give at most ${most} ${most === 1 ? 'recording' : 'recordings'}, not ${samples.length}.`
          : undefined;
  if (wrong !== undefined)
    throw new ProviderError(`${title}: ${wrong}`, { provider: name, code: 'invalid-option' });
}

function checkDesign({ name, title }: SpeechAdapter, { description }: DesignAsk): void {
  if (typeof description === 'string' && description.trim() !== '') return;
  throw new ProviderError(`${title}: description: say what the voice is like.`, {
    provider: name,
    code: 'invalid-option',
  });
}

function cannot({ name, title }: SpeechAdapter, what: string): ProviderError {
  return new ProviderError(`${title} has no call to ${what}, or none that Duologue knows.`, {
    provider: name,
    code: 'invalid-option',
  });
}
