import { createTalk } from '../../talk.ts';
import { scenarioTexts, withoutMeasured } from '../scenarios/texts.ts';

export type ListenerTexts = {
  /** What a listener says on the way, and nothing else. */
  readonly listening: readonly string[];
  /** What wants the floor, short or long. */
  readonly speaking: readonly string[];
};

/** What those say by whom the ear learns to know a listener; nothing of it is in what is measured. */
export function listenerTexts(language: 'en' | 'zh'): ListenerTexts {
  const tuning = scenarioTexts.tuning[language];
  const practice = scenarioTexts.practice[language];
  const speaking = [
    ...tuning.interruptions,
    ...tuning.sideTalk,
    ...tuning.turns,
    ...tuning.questions,
    ...practice.interruptions,
    ...(language === 'en' ? createTalk(120, 'listener') : []),
  ];
  return {
    listening: withoutMeasured([...tuning.backchannels, ...practice.backchannels]),
    speaking: withoutMeasured(speaking),
  };
}
