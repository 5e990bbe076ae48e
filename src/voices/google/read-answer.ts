import * as z from 'zod';
import type { WirePart, WireReply } from '../cloud/adapter.ts';
import { fromBase64 } from '../cloud/base64.ts';
import { ProviderError, type ProviderErrorCode } from '../cloud/provider-error.ts';

const answerSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(
                z.object({
                  inlineData: z.object({ data: z.string(), mimeType: z.string().default('') }).optional(),
                }),
              )
              .default([]),
          })
          .nullish(),
        finishReason: z.string().nullish(),
        finishMessage: z.string().nullish(),
      }),
    )
    .default([]),
  promptFeedback: z
    .object({ blockReason: z.string().nullish(), blockReasonMessage: z.string().nullish() })
    .nullish(),
  usageMetadata: z.record(z.string(), z.unknown()).nullish(),
  responseId: z.string().nullish(),
});

/** Reasons that the same text meets again. */
const finalReasons = new Set(['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII']);

/** The sound of `generateContent`: samples, or since 3.8 a file. */
export async function* readAnswer(
  reply: WireReply,
  service: { readonly name: string; readonly title: string; readonly sampleRate: number },
): AsyncGenerator<WirePart> {
  const { candidates, promptFeedback, usageMetadata, responseId } = answerSchema.parse(await reply.json());
  const details = responseId ? { requestId: responseId } : {};
  const fail = (what: string, code: ProviderErrorCode, retryable: boolean): ProviderError =>
    new ProviderError(`${service.title} ${what}`, {
      ...details,
      provider: service.name,
      code,
      retryable,
      status: reply.status,
    });
  if (promptFeedback?.blockReason) {
    const { blockReason, blockReasonMessage } = promptFeedback;
    throw fail(`does not say this text: ${reasonOf(blockReason, blockReasonMessage)}.`, 'rejected', false);
  }
  const [candidate] = candidates;
  const reason = candidate?.finishReason ?? 'no reason is given';
  const because = reasonOf(reason, candidate?.finishMessage);
  if (finalReasons.has(reason)) throw fail(`broke off: ${because}.`, 'rejected', false);
  const sounds = (candidate?.content?.parts ?? []).flatMap(({ inlineData }) => inlineData ?? []);
  // Now and then the models answer with words instead of sound, or with nothing: asked again, they speak.
  if (sounds.length === 0) throw fail(`sent no sound: ${because}.`, 'bad-answer', true);
  for (const { data, mimeType } of sounds) {
    yield { type: 'file-starts' };
    const bytes = fromBase64(data);
    const rate = rateOf(mimeType);
    if (rate !== undefined && rate !== service.sampleRate) {
      yield { type: 'bytes', bytes: wavHeader(bytes.length, rate) };
    }
    yield { type: 'bytes', bytes };
  }
  if (reason === 'MAX_TOKENS' || reason === 'OTHER') {
    yield { type: 'warning', message: `${service.title} may have stopped early: ${because}.` };
  }
  const metadata = { ...(usageMetadata ? { usage: usageMetadata } : {}), ...details };
  if (Object.keys(metadata).length > 0) yield { type: 'metadata', metadata };
}

function reasonOf(reason: string, message: string | null | undefined): string {
  return message ? `${reason}, ${message.replace(/\.$/, '')}` : reason;
}

/** Hz of raw samples: `audio/L16;codec=pcm;rate=24000`. */
function rateOf(mimeType: string): number | undefined {
  const [, rate] = /^audio\/(?:l16|pcm)\b.*\brate=(\d+)/i.exec(mimeType) ?? [];
  return rate === undefined ? undefined : Number(rate);
}

/** Of 16-bit samples of one channel, at a rate of their own. */
function wavHeader(length: number, sampleRate: number): Uint8Array {
  const bytes = new TextEncoder().encode('RIFF....WAVEfmt ....................data....');
  const view = new DataView(bytes.buffer);
  view.setUint32(4, 36 + length, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, length, true);
  return bytes;
}
