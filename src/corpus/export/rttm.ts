import { interPausalUnits } from '../../timeline/index.ts';
import { timelineOf } from '../record/timeline-of.ts';
import type { CorpusSpeaker, DialogueRecord } from '../record/types.ts';
import { printSeconds } from './plain-numbers.ts';
import { createTextExporter } from './text-exporter.ts';

/** NIST's Rich Transcription Time Marked: who speaks when, pauses of .2 s and more left out. */
export const rttmExporter = createTextExporter({
  name: 'rttm',
  summary: 'NIST Rich Transcription: who speaks when',
  extension: '.rttm',
  print: (record) => ({ text: printRttm(record) }),
});

/** `mixed`: all speakers in one channel, and times alone, since those who read such files take every line for one. */
export function printRttm(record: DialogueRecord, { mixed = false } = {}): string {
  const { id, speakers } = record;
  const channelIn = ({ channel }: CorpusSpeaker): number => (mixed ? 1 : channel + 1);
  const channelOf = new Map(speakers.map((speaker) => [speaker.id, channelIn(speaker)]));
  const heads = speakers.map(
    (speaker) =>
      `SPKR-INFO ${id} ${channelIn(speaker)} <NA> <NA> <NA> ${typeOf(speaker)} ${speaker.id} <NA> <NA>\n`,
  );
  const units = interPausalUnits(timelineOf(record), { dropBelow: 0 });
  const lines = units.map(
    ({ speaker, start, end }) =>
      `SPEAKER ${id} ${channelOf.get(speaker) ?? 1} ${printSeconds(start)} ${printSeconds(end - start)} <NA> <NA> ${speaker} <NA> <NA>\n`,
  );
  return [...(mixed ? [] : heads), ...lines].join('');
}

function typeOf({ gender }: CorpusSpeaker): string {
  return gender === 'female' || gender === 'male' ? `adult_${gender}` : 'unknown';
}
