import * as z from 'zod';
import type { Word } from '../../timeline/index.ts';
import type { Transcriber } from '../word-aligner.ts';
import type { WireReply, WireRequest } from './adapter.ts';
import type { CloudClient, CloudService } from './cloud-client.ts';
import { ProviderError } from './provider-error.ts';
import { speechFiles } from './speech-file.ts';

export type CloudTranscriberOptions = {
  /** `provider/model`. */
  readonly name: string;
  readonly client: CloudClient;
  /** Seconds in one request. */
  readonly longest: number;
  /** `wav` is a whole file. */
  readonly request: (wav: Uint8Array, language: string | undefined) => WireRequest;
  /** Times count from the start of the file. */
  readonly read: (reply: WireReply) => Promise<HeardPart>;
};

export type HeardPart = {
  readonly text: string;
  readonly words: readonly Word[];
  /** BCP 47, where it was heard. */
  readonly language?: string | undefined;
};

/** A service's recogniser. Long recordings take several requests, one after the other. */
export function createCloudTranscriber({
  name,
  client,
  longest,
  request,
  read,
}: CloudTranscriberOptions): Transcriber {
  return {
    name,
    async transcribe(audio, { language, signal } = {}) {
      signal?.throwIfAborted();
      client.needKey();
      const texts: string[] = [];
      const words: Word[] = [];
      let told = language;
      for await (const { bytes, start } of speechFiles(audio, longest)) {
        const heard = await client.exchange(request(bytes, language), ({ reply }) => read(reply), { signal });
        const text = heard.text.trim();
        if (text !== '') texts.push(text);
        told ??= heard.language;
        for (const word of heard.words) {
          words.push({ ...word, text: word.text.trim(), start: word.start + start, end: word.end + start });
        }
      }
      return { text: texts.join(' '), words, ...(told === undefined ? {} : { language: told }) };
    },
  };
}

/** An answer that is not what it should be is an error that may be tried again. */
export async function parseAnswer<Schema extends z.ZodType>(
  { name, title }: Pick<CloudService, 'name' | 'title'>,
  schema: Schema,
  reply: WireReply,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await reply.json());
  if (parsed.success) return parsed.data;
  throw new ProviderError(`${title} sent an unknown answer: ${z.prettifyError(parsed.error)}`, {
    provider: name,
    code: 'bad-answer',
    status: reply.status,
    retryable: true,
    cause: parsed.error,
  });
}

export function wavForm(wav: Uint8Array): FormData {
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), 'speech.wav');
  return body;
}
