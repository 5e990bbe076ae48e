import { CorpusError } from '../corpus/index.ts';
import { GenerateError } from '../generate/index.ts';
import { MediaError, type MediaErrorCode } from '../media/index.ts';
import { ModelError, type ModelErrorCode } from '../models/index.ts';
import { ScriptError } from '../script/index.ts';
import { TimelineError } from '../timeline/index.ts';
import { VoiceError } from '../voices/index.ts';
import { CostError, InputError, UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

/** Reasons for which a result could not be put where it was asked for. */
const outputFaults: readonly MediaErrorCode[] = [
  'missing-folder',
  'no-permission',
  'disk-full',
  'too-large',
  'closed',
  'io',
];

/** Reasons for which a model could not be kept, and for which it could not even be asked for. */
const storeFaults: readonly ModelErrorCode[] = ['no-permission', 'disk-full', 'io'];
const namingFaults: readonly ModelErrorCode[] = ['unknown-model', 'bad-name', 'bad-address', 'already-there'];

/** Which of the exit codes an error ends with. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof GenerateError && error.cause instanceof VoiceError) return exitCodes.voice;
  if (error instanceof UsageError || error instanceof CostError || error instanceof GenerateError)
    return exitCodes.usage;
  if (error instanceof VoiceError) return exitCodes.voice;
  if (error instanceof MediaError) {
    if (error.code === 'invalid-option') return exitCodes.usage;
    return outputFaults.includes(error.code) ? exitCodes.output : exitCodes.input;
  }
  if (error instanceof ModelError) {
    if (namingFaults.includes(error.code)) return exitCodes.usage;
    return storeFaults.includes(error.code) ? exitCodes.output : exitCodes.voice;
  }
  const aboutInput = [InputError, ScriptError, TimelineError, CorpusError].some(
    (kind) => error instanceof kind,
  );
  return aboutInput ? exitCodes.input : exitCodes.fault;
}
