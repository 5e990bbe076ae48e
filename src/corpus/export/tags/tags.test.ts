import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventTypes, joinWords } from '../../../timeline/index.ts';
import { exampleRecord } from '../../fixtures/example-record.ts';
import type { CorpusEvent, CorpusUtterance, DialogueRecord } from '../../record/types.ts';
import { printStm } from '../stm.ts';
import { plainWord } from '../words-of.ts';
import { taggedText } from '../zipvoice.ts';
import { type TagDialectName, tagDialectNames } from './tag-dialect.ts';
import { tagRecord } from './tag-record.ts';

const [first, second] = exampleRecord.speakers;
const people = [first?.id ?? '', second?.id ?? ''] as const;

/** Half a second a word. */
function say(
  id: string,
  speaker: 0 | 1,
  start: number,
  text: string,
  more: Partial<CorpusUtterance> = {},
): CorpusUtterance {
  const words = text.split(/\s+|(?<=\p{Script=Han})(?=\p{Script=Han})/u).map((word, index) => ({
    text: word.replace('?~', ''),
    start: start + index * 0.5,
    end: start + index * 0.5 + 0.4,
    confidence: word.endsWith('?~') ? 0.2 : 0.9,
  }));
  return {
    id,
    speaker: people[speaker],
    kind: 'turn',
    text: joinWords(words.map((word) => word.text)),
    start,
    end: words.at(-1)?.end ?? start,
    language: 'en',
    words,
    turnIndex: null,
    anchor: null,
    cutShort: false,
    yieldAfter: null,
    aside: false,
    source: 'script',
    ...more,
  };
}

function sound(
  type: CorpusEvent['type'],
  speaker: 0 | 1 | null,
  start: number,
  end: number,
  more: Partial<CorpusEvent> = {},
): CorpusEvent {
  const channels = speaker === null ? [0, 1] : [speaker];
  const heard = { type, start, end, channels, speaker: speaker === null ? null : people[speaker] };
  return { ...heard, kind: null, anchor: null, source: 'script', confidence: null, ...more };
}

const spoken: DialogueRecord = {
  ...exampleRecord,
  audio: { ...exampleRecord.audio, frames: 240_000 },
  utterances: [
    say('t1', 0, 0, 'Well, my number is [PII], but you already?~ know?~ that, so'),
    say('b1', 1, 2.9, 'Mm-hm, right.', { kind: 'backchannel' }),
    say('t2', 1, 4.7, 'Not any more!', { kind: 'interruption' }),
    say('t3', 0, 7, '我 真 的 忘 了 。'.replaceAll(' ', ''), { language: 'zh' }),
    say('t4', 1, 10, 'It was only (almost) funny...', { cutShort: true }),
  ],
  events: [
    sound('breath', 0, 0.42, 0.48),
    sound('noise', null, 0.9, 1.3, { kind: 'door' }),
    sound('laughter', 1, 6.2, 6.6),
    sound('cough', 0, 6.5, 6.8),
    sound('music', null, 7.6, 8),
    sound('laughter', 1, 10.9, 12.3),
    sound('noise', 0, 2, 2.4, { kind: 'redacted' }),
  ],
};

const goldens: Readonly<Record<TagDialectName, readonly string[]>> = {
  magic: [
    'Well, [SONANT] my [ENS] number is [PII] but [+] you [*] already know [+] that, so',
    '[+] Mm-hm, right.',
    '[+] Not any more! [LAUGHTER]',
    '[SONANT]我[MUSIC]真的忘了。',
    'It was [LAUGHTER] only (almost) funny...',
  ],
  cosyvoice: [
    'Well, [breath] my [noise] number is [noise] but you already know that, so',
    'Mm-hm, right.',
    'Not any more! [laughter]',
    '[cough]我[noise]真的忘了。',
    'It was <laughter>only (almost) funny...</laughter>',
  ],
  fisher: [
    'Well, [breath] my [noise] number is (()) but you ((already know)) that, so',
    'Mm-hm, right.',
    'Not any more! [laughter]',
    '[cough]我[noise]真的忘了。',
    'It was [laughter] only almost funny...',
  ],
  chat: [
    'Well, &=breathes my &=noise:door number is www but &*B:mm-hm_right you <already know> [?] that, so .',
    '+< Mm-hm, right .',
    '+< Not any more &=laughs !',
    '&=coughs 我 &=music 真 的 忘 了 .',
    'It was &=laughs only almost funny +/.',
  ],
};

test.each(tagDialectNames)('the texts of a dialogue with the tags of %s', (dialect) => {
  expect(tagRecord(spoken, dialect).record.utterances.map(({ text }) => text)).toEqual(goldens[dialect]);
});

test('tags stand among the plain words of STM and in the lines of ZipVoice', () => {
  const lines = printStm(spoken, 'fisher').trim().split('\n');
  expect(lines.map((line) => line.split('> ')[1])).toEqual([
    'well [breath] my [noise] number is (()) but you ((already know)) that so',
    '[cough] 我 [noise] 真 的 忘 了',
    'mm-hm right',
    'not any more [laughter]',
    'it was [laughter] only almost funny',
  ]);
  const { record } = tagRecord(spoken, 'cosyvoice');
  expect(taggedText(record, 'cosyvoice')).toMatch(/^\[S1\]Well, \[breath\] my .* so \[S2\]Mm-hm/);
});

test('an event far from all words of its speaker stands nowhere, and is counted', () => {
  const lone = { ...spoken, events: [sound('cough', 1, 0, 0.1), sound('cough', 0, 0, 0.1)] };
  const { record, homeless } = tagRecord({ ...lone, utterances: spoken.utterances.slice(0, 1) }, 'fisher');
  expect(homeless).toBe(1);
  expect(record.utterances[0]?.text).toMatch(/^\[cough\] Well/);
});

const strips: Readonly<Record<TagDialectName, RegExp>> = {
  magic: /\[[^\]]+\]/g,
  cosyvoice: /\[[^\]]+\]|<\/?laughter>/g,
  fisher: /\[[^\]]+\]|[()]/g,
  chat: /(^| )&\S+|\[\?\]|[<>]|\+<|\+\/\.|\+\.\.\./g,
};

/** What is said, without anything that says how. */
function said(text: string): string {
  return plainWord(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const texts = fc.array(
  fc.oneof(
    fc.constantFrom('I', "don't", '我', '们。', 'so...', 'A-B,', '—'),
    fc.string({ unit: 'grapheme' }),
  ),
  { minLength: 1, maxLength: 6 },
);
const dialogues = fc
  .record({
    utterances: fc.array(
      fc.record({
        speaker: fc.constantFrom(0 as const, 1 as const),
        start: fc.double({ min: 0, max: 9, noNaN: true }),
        texts,
        short: fc.boolean(),
        cut: fc.boolean(),
        doubt: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    events: fc.array(
      fc.record({
        type: fc.constantFrom(...eventTypes),
        speaker: fc.constantFrom(0 as const, 1 as const, null),
        start: fc.double({ min: 0, max: 9, noNaN: true }),
        length: fc.double({ min: 0, max: 3, noNaN: true }),
      }),
      { maxLength: 6 },
    ),
  })
  .map(
    ({ utterances, events }): DialogueRecord => ({
      ...spoken,
      utterances: utterances
        .toSorted((a, b) => a.start - b.start)
        .map(({ speaker, start, texts: own, short, cut, doubt }, index) => {
          const one = say(`u${index}`, speaker, start, 'x');
          const words = own.map((text, place) => ({
            text,
            start: start + place / 4,
            end: start + (place + 1) / 4,
            confidence: doubt && place % 2 === 1 ? 0.1 : null,
          }));
          return {
            ...one,
            kind: short ? 'backchannel' : 'turn',
            cutShort: cut,
            words,
            text: joinWords(own),
            end: start + own.length / 4,
          };
        }),
      events: events.map(({ type, speaker, start, length }) => sound(type, speaker, start, start + length)),
    }),
  );

test.each(tagDialectNames)('without its tags a text of %s is what was said', (dialect) => {
  fc.assert(
    fc.property(dialogues, (record) => {
      const tagged = tagRecord(record, dialect).record.utterances;
      for (const [index, { text }] of tagged.entries())
        expect(said(text.replaceAll(strips[dialect], ' '))).toBe(said(record.utterances[index]?.text ?? ''));
    }),
  );
});
