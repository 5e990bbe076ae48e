import { CorpusError } from '../corpus/index.ts';
import { GenerateError } from '../generate/index.ts';
import { MediaError, type MediaErrorCode } from '../media/index.ts';
import { ModelError, type ModelErrorCode } from '../models/index.ts';
import { ScriptError } from '../script/index.ts';
import { TimelineError } from '../timeline/index.ts';
import { VoiceError } from '../voices/index.ts';
import { CostError, InputError, UsageError } from './errors.ts';

/** What `duologue` exits with. Documented in docs/command-line.md. */
export const exitCodes = {
  done: 0,
  fault: 1,
  usage: 2,
  input: 3,
  voice: 4,
  output: 5,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

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

/** 128 and the signal's number, as shells have it. */
export function stoppedBy(signal: unknown): number {
  if (signal === 'SIGTERM') return exitCodes.terminated;
  return signal === 'SIGHUP' ? exitCodes.hungUp : exitCodes.interrupted;
}

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
