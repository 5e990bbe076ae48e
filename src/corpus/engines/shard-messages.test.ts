import { expect, test } from 'vitest';
import { GenerateError } from '../../generate/index.ts';
import { MediaError } from '../../media/index.ts';
import { ModelError } from '../../models/index.ts';
import { TimelineError } from '../../timeline/index.ts';
import { UnknownVoiceError, VoiceError } from '../../voices/index.ts';
import { CorpusError } from '../corpus-error.ts';
import { errorOf, faultOf } from './shard-messages.ts';

/** As it comes out of another process. */
function sent(error: Error): Error {
  return errorOf(JSON.parse(JSON.stringify(faultOf(error))));
}

test.each([
  new CorpusError('no pool', { field: 'speech.path', item: 'd1', key: 'pool', retryable: true }),
  new MediaError('disk-full', 'no room'),
  new ModelError('not-installed', 'pull it first'),
  new VoiceError('the service says no', { voice: 'openai/alloy', retryable: true }),
  new GenerateError('gap is no number', { retryable: true }),
])('a $name of a process that makes shards is one in the process that asked for them', (error) => {
  const found = sent(error);
  expect(found).toBeInstanceOf(error.constructor);
  expect([found.message, Object.entries(found)]).toEqual([error.message, Object.entries(error)]);
});

test('that a voice failed is told from a wrong option', () => {
  const failed = sent(new GenerateError('turn 3', { cause: new UnknownVoiceError('alloi', ['alloy']) }));
  expect(failed).toBeInstanceOf(GenerateError);
  expect(failed.cause).toBeInstanceOf(VoiceError);
  expect(sent(new GenerateError('turn 3', { cause: new Error('no') })).cause).toBeUndefined();
});

test('a timeline that cannot be read is a fault of what was given, and what nobody foresaw keeps its place', () => {
  expect(sent(new TimelineError({ path: 'words', found: 'none', remedy: 'add some' }))).toBeInstanceOf(
    CorpusError,
  );
  const fault = new RangeError('beyond the end');
  expect(sent(fault)).toMatchObject({ name: 'RangeError', message: 'beyond the end', stack: fault.stack });
});
