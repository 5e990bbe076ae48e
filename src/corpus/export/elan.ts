import type { DialogueRecord } from '../record/types.ts';
import { eventSpans, type TierSpan } from './event-span.ts';
import type { Exporter } from './exporter.ts';
import { selectRecords, splitName } from './select-records.ts';
import { wordsByChannel } from './words-of.ts';

/** ELAN's annotation format 3.0: a file for each dialogue. It counts in milliseconds. */
export const elanExporter: Exporter = {
  name: 'elan',
  summary: 'ELAN 3.0: tiers of utterances, words and events for each speaker',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    let files = 0;
    for await (const record of selection.records()) {
      const sound = await corpus.sound(record.audio, { signal: options.signal });
      const place = `${splitName(record)}/${record.id}`;
      await folder.write(`${place}.${record.audio.format}`, sound);
      await folder.write(`${place}.eaf`, printEaf(record));
      files += 2;
    }
    return selection.report(files, []);
  },
};

export function printEaf(record: DialogueRecord): string {
  const { id, speakers, utterances, events, audio } = record;
  const words = wordsByChannel(record);
  const tiers = speakers.flatMap((speaker) => [
    {
      name: speaker.id,
      participant: speaker.id,
      annotations: utterances.filter((own) => own.speaker === speaker.id),
    },
    { name: `${speaker.id} words`, participant: speaker.id, annotations: words[speaker.channel] ?? [] },
    { name: `${speaker.id} events`, participant: speaker.id, annotations: eventSpans(events, speaker.id) },
  ]);
  const surroundings = eventSpans(events, null);
  const all =
    surroundings.length === 0
      ? tiers
      : [...tiers, { name: 'surroundings', participant: '', annotations: surroundings }];
  const times = [
    ...new Set(
      all.flatMap(({ annotations }) =>
        annotations.flatMap(({ start, end }) => [start, end]).map(milliseconds),
      ),
    ),
  ].toSorted((a, b) => a - b);
  const slotOf = new Map(times.map((time, index) => [time, `ts${index + 1}`]));
  let number = 0;
  const annotate = ({ start, end, text }: TierSpan): string => {
    number += 1;
    const slots = `TIME_SLOT_REF1="${slotOf.get(milliseconds(start)) ?? ''}" TIME_SLOT_REF2="${slotOf.get(milliseconds(end)) ?? ''}"`;
    return `    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a${number}" ${slots}><ANNOTATION_VALUE>${escapeXml(text)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n`;
  };
  const date = '1970-01-01T00:00:00+00:00';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<ANNOTATION_DOCUMENT AUTHOR="" DATE="${date}" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">\n`,
    `  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="${id}.${audio.format}" MIME_TYPE="audio/${audio.format === 'wav' ? 'x-wav' : 'flac'}" RELATIVE_MEDIA_URL="./${id}.${audio.format}"/></HEADER>\n`,
    '  <TIME_ORDER>\n',
    ...times.map(
      (time) => `    <TIME_SLOT TIME_SLOT_ID="${slotOf.get(time) ?? ''}" TIME_VALUE="${time}"/>\n`,
    ),
    '  </TIME_ORDER>\n',
    ...all.flatMap(({ name, participant, annotations }) => [
      `  <TIER LINGUISTIC_TYPE_REF="default" PARTICIPANT="${escapeXml(participant)}" TIER_ID="${escapeXml(name)}">\n`,
      ...annotations.map(annotate),
      '  </TIER>\n',
    ]),
    '  <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="default" TIME_ALIGNABLE="true"/>\n',
    '</ANNOTATION_DOCUMENT>\n',
  ].join('');
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
