import * as z from 'zod';
import { stretch } from '../../dsp/index.ts';
import { encodeWav } from '../../media/portable.ts';
import type { SpeechAsk, WirePart, WireReply } from '../cloud/adapter.ts';
import { mainTag } from '../cloud/plan-request.ts';
import { decodeWire } from '../cloud/wire-audio.ts';
import { joinSamples } from '../speech.ts';

/** What a model has warned that it does not take: it is not asked for again. */
export type Unsupported = Set<string>;

const warningSchema = z.object({
  type: z.string(),
  setting: z.string().optional(),
  feature: z.string().optional(),
  details: z.string().optional(),
  message: z.string().optional(),
});

const notesSchema = z.object({
  warnings: z.array(warningSchema).optional().catch(undefined),
  providerMetadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** The sound as the model sent it, at the rate of speech that was asked for where the model could not; and its notes. */
export async function* readAnswer(
  reply: WireReply,
  ask: SpeechAsk,
  unsupported: Unsupported,
): AsyncGenerator<WirePart> {
  const { warnings = [], providerMetadata } = notesSchema.parse(await reply.json());
  let keptSpeed = false;
  for (const { setting, feature = setting, details, message } of warnings) {
    if (feature === 'language' && showsItself(ask.language)) continue;
    const known = feature !== undefined && unsupported.has(feature);
    if (feature !== undefined) unsupported.add(feature);
    if (feature === 'speed') keptSpeed = true;
    // What it sends is decoded whatever it is; the rate of speech is made here; and once is enough for the language.
    if (feature === 'speed' || feature === 'outputFormat' || (feature === 'language' && known)) continue;
    const what = message ?? details ?? `it does not take ${feature ?? 'something that it was asked'}`;
    yield { type: 'warning', message: `${ask.model.id}: ${what}` };
  }
  if (providerMetadata !== undefined && Object.keys(providerMetadata).length > 0)
    yield { type: 'metadata', metadata: providerMetadata };
  const { speed = 1 } = ask;
  if (keptSpeed && speed !== 1) yield { type: 'bytes', bytes: await stretched(reply, ask, speed) };
  else for await (const bytes of reply.bytes()) yield { type: 'bytes', bytes };
}

/**
 * English, and what has letters of its own: a script that names no language is taken for one of these by its writing,
 * and a model that takes no language reads it off the text as well, so that nothing is lost.
 */
function showsItself(language = 'en'): boolean {
  return ['en', 'zh', 'cmn', 'ja', 'ko'].includes(mainTag(language));
}

/** A file of the same speech at another rate of speech. */
async function stretched(reply: WireReply, { model }: SpeechAsk, speed: number): Promise<Uint8Array> {
  const { sampleRate, raw } = model;
  async function* parts(): AsyncGenerator<WirePart> {
    for await (const bytes of reply.bytes()) yield { type: 'bytes', bytes };
  }
  const blocks: Float32Array[] = [];
  const sound = { sampleRate, raw, signal: undefined, onPart: () => {} };
  for await (const block of decodeWire(parts(), sound)) blocks.push(block);
  const { audio } = stretch({ samples: joinSamples(blocks), sampleRate }, speed);
  return encodeWav(audio, 'float');
}
