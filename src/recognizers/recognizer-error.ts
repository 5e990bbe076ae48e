import { VoiceError } from '../voices/index.ts';

/** A recogniser could not be opened, or gave up. `provider` is what stands before the slash of its id. */
export class RecognizerError extends VoiceError {
  override readonly name = 'RecognizerError';
}
