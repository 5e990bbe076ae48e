import { describe, expect, test } from 'vitest';
import { generateConversation } from './generate-conversation.ts';
import { generateSpeech } from './generate-speech.ts';
import { planConversation } from './plan-conversation.ts';
import { prepareConversation } from './prepare-conversation.ts';
import { streamConversation } from './stream-conversation.ts';
import { streamSpeech } from './stream-speech.ts';

const script = 'ann: Hello.';
const turns = [{ voice: 'flite/rms', text: 'Hello.' }];
const speech = { voice: 'flite/rms', text: 'Hello.' };

async function stream(options: Parameters<typeof streamConversation>[0]): Promise<void> {
  await streamConversation(options)[Symbol.asyncIterator]().next();
}

/** As a program without types would call it. */
async function refusalOf<Options>(
  call: (options: Options) => unknown,
  options: Options,
  more: object,
): Promise<unknown> {
  try {
    await call(Object.assign({}, options, more));
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('an option that there is not', () => {
  test.each([
    [generateConversation, { gapMS: 3 }, 'gapMS: there is no such option; did you mean gapMs?'],
    [generateConversation, { voice: 'alloy' }, 'voice: there is no such option; did you mean voices?'],
    [generateConversation, { format: 'mp3' }, 'format: there is no such option; did you mean output.format?'],
    [
      generateConversation,
      { output: { fromat: 'mp3' } },
      'output.fromat: there is no such option; did you mean format?',
    ],
    [generateConversation, { loudness: { lufs: -20 } }, 'loudness.lufs: there is no such option'],
    [prepareConversation, { stlye: 'natural' }, 'stlye: there is no such option; did you mean style?'],
    [planConversation, { price: {} }, 'price: there is no such option; did you mean prices?'],
    [stream, { zebra: 1 }, 'zebra: there is no such option'],
  ])('of %o, %j, is refused', async (call, more, message) => {
    expect(await refusalOf(call, { script }, more)).toMatchObject({ name: 'GenerateError', message });
  });

  test.each([
    [
      generateSpeech,
      { instruction: 'calm' },
      'instruction: there is no such option; did you mean instructions?',
    ],
    [streamSpeech, { volumeDbfs: -20 }, 'volumeDbfs: there is no such option'],
  ])('of %o, %j, is refused', async (call, more, message) => {
    const field = Object.keys(more)[0];
    expect(await refusalOf(call, speech, more)).toMatchObject({ name: 'GenerateError', message, field });
  });
});

describe('a script and turns', () => {
  test.each([
    [{ script }, { turns }, 'turns', 'drop one of them'],
    [{ script }, { model: 'flite' }, 'model', 'give each speaker one of `voices`'],
    [{ script }, { language: 'en' }, 'language', 'says its own'],
    [{ turns }, { voices: {} }, 'voices', 'give each turn its voice'],
  ])('%j with %j: which to drop is said', async (options, more, field, message) => {
    for (const call of [generateConversation, prepareConversation, planConversation, stream]) {
      const error = await refusalOf<object>((each) => Reflect.apply(call, undefined, [each]), options, more);
      expect(error).toMatchObject({
        name: 'GenerateError',
        field,
        message: expect.stringContaining(message),
      });
    }
  });

  test('take names that are given as undefined', async () => {
    const plan = await planConversation({ script, turns: undefined, model: undefined });
    expect(plan.requests).toBe(0);
  });

  test('planConversation takes all that generateConversation does', async () => {
    const plan = await planConversation({ turns, output: { format: 'mp3' }, splitTurns: true });
    expect(plan.requests).toBe(0);
  });
});
