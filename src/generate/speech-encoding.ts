import { checkEncoding } from './generate-conversation.ts';
import { bitrateOf, type SpeechOptions } from './speech-options.ts';

/** What cannot be encoded is refused before anything is paid. */
export function checkSpeechEncoding({
  sampleRate,
  ...encoding
}: NonNullable<SpeechOptions['output']>): Promise<void> {
  return checkEncoding({ layout: 'mono', ...encoding, ...bitrateOf(encoding) }, ['voice'], sampleRate);
}
