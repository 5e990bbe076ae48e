import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLivePolicy, LiveError, type LivePolicyOptions, livePresetNames } from './index.ts';

const fieldOf = (make: () => unknown): string | undefined => {
  try {
    make();
  } catch (error) {
    if (error instanceof LiveError) return `${error.field}: ${error.message}`;
    throw error;
  }
  return undefined;
};

test.each(livePresetNames)('the preset %s keeps its own rules', (preset) => {
  expect(createLivePolicy({}, preset).languages).toEqual(['en']);
});

test('a caller’s field wins over the preset, and one that is undefined does not', () => {
  const policy = createLivePolicy({ silence: { promptAfter: 30 }, turnTaking: {} }, 'interviewer');
  expect(policy.silence).toEqual({ promptAfter: 30, prompts: 3 });
  expect(policy.turnTaking.longestWait).toBe(2.4);
  const undefinedField: object = { silence: { promptAfter: undefined } };
  expect(createLivePolicy(undefinedField).silence.promptAfter).toBe(10);
});

describe('is refused with the field, the value and the range', () => {
  test.each<[LivePolicyOptions, RegExp]>([
    [{ turnTaking: { shortestWait: 0 } }, /^policy\.turnTaking\.shortestWait: .* is 0: give .* 0\.1 to 2 s/],
    [{ turnTaking: { longestWait: Number.NaN } }, /longestWait is NaN: give a number from 0\.3 to 8 s/],
    [{ turnTaking: { shortestWait: 2 } }, /longestWait is 1\.4: give 2 s \(shortestWait\) or more/],
    [{ patience: { fillerAfter: 20 } }, /giveUpAfter is 12: give 20 s/],
    [{ interruptions: { duckLevel: 6 } }, /duckLevel is 6: give a number from -40 to 0 dB/],
    [{ interruptions: { stopWords: [''] } }, /stopWords is \[""\]: give a list of words/],
    [{ silence: { prompts: -1 } }, /prompts is -1: give a number from 0 to 10/],
    [{ languages: [] }, /languages is empty/],
    [{ languages: ['not a language'] }, /"not a language": give BCP 47/],
  ])('%j', (options, message) => {
    expect(fieldOf(() => createLivePolicy(options))).toMatch(message);
  });

  test('what a program without types may write', () => {
    const wrong: readonly [object, RegExp][] = [
      [{ turntaking: {} }, /policy\.turntaking is read by nobody\. Was "turnTaking" meant/],
      [{ silence: { promptafter: 3 } }, /Was "promptAfter" meant/],
      [{ noise: { echoCancellation: 'maybe' } }, /is "maybe": give auto or on or off/],
      [{ backchannels: true }, /has to be an object/],
      [{ backchannels: { enabled: 'yes' } }, /is "yes": give true or false/],
      [{ patience: { giveUpAfter: '9' } }, /is "9": give a number from 2 to 120 s/],
    ];
    for (const [options, message] of wrong) {
      expect(fieldOf(() => createLivePolicy(options))).toMatch(message);
    }
    const preset: string = 'barista';
    const names: readonly string[] = livePresetNames;
    expect(names.includes(preset)).toBe(false);
  });

  test('any figure outside of its range, and none inside', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: false }), (yieldAfter) => {
        const refused = fieldOf(() => createLivePolicy({ interruptions: { yieldAfter } })) !== undefined;
        expect(refused).toBe(!(yieldAfter >= 0.3 && yieldAfter <= 5));
      }),
    );
  });
});
