import { createHash } from 'node:crypto';
import type { SpeechRequest, VoiceService } from '../voice.ts';

/** Changes when what is kept under a key would no longer be what is made today. */
const version = 1;

/**
 * What one utterance of a service is kept under: all that decides how it sounds. What came before and comes after is
 * not part of it, so that a changed turn does not take its neighbours along; nor is the seed, so that other timing
 * costs nothing. The address is: two servers of one kind may speak otherwise under the same names, and to ask a local
 * one anew that has moved costs less than to hear a stranger. A key or a header is never part of it.
 */
export function segmentKey(service: VoiceService, request: SpeechRequest): string {
  const { text, language, speed = 1, instructions, providerOptions = {} } = request;
  const { provider, baseURL, model, voice } = service;
  const asked = [
    version,
    provider,
    baseURL,
    model,
    voice,
    text,
    language,
    speed,
    instructions,
    providerOptions,
  ];
  return createHash('sha256').update(stableJson(asked)).digest('hex');
}

/** JSON whose objects have their names in order. */
function stableJson(value: unknown): string {
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}
