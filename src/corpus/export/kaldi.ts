import type { DialogueRecord } from '../record/types.ts';
import type { Exporter, ExportFolder } from './exporter.ts';
import { printSeconds } from './plain-numbers.ts';
import { selectRecords, splitName } from './select-records.ts';
import { compareBytes, fileNumber } from './sorted-files.ts';
import type { TagDialectName } from './tags/tag-dialect.ts';
import { plainTexts } from './tags/tag-record.ts';

/** Dialogues in one data directory: it is sorted as a whole, in memory. */
const usualPerDirectory = 1000;

/** Lines by file, each with what it is sorted by. */
type Directory = Readonly<Record<(typeof fileNames)[number], Map<string, string>>>;
const fileNames = [
  'wav.scp',
  'reco2file_and_channel',
  'segments',
  'text',
  'utt2spk',
  'spk2gender',
  'spk2utt',
] as const;

/** Kaldi's data directories, sorted as the C locale does, with the sounds beside them. */
export const kaldiExporter: Exporter = {
  name: 'kaldi',
  summary: 'Kaldi data directories: wav.scp, segments, text, utt2spk and the rest',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const perDirectory = options.perShard ?? usualPerDirectory;
    const open = new Map<string, { readonly number: number; dialogues: number; readonly lines: Directory }>();
    let files = 0;
    for await (const record of selection.records()) {
      const split = splitName(record);
      const known = open.get(split) ?? { number: 0, dialogues: 0, lines: emptyDirectory() };
      open.set(split, known);
      const sound = await corpus.sound(record.audio, { signal: options.signal });
      const path = `${fileNumber(split, known.number)}/audio/${record.id}.${record.audio.format}`;
      await folder.write(path, sound);
      files += 1;
      addDialogue(known.lines, record, path, options.tags);
      if (++known.dialogues < perDirectory) continue;
      files += await writeDirectory(folder, fileNumber(split, known.number), known.lines);
      open.set(split, { number: known.number + 1, dialogues: 0, lines: emptyDirectory() });
    }
    for (const [split, { number, dialogues, lines }] of open) {
      if (dialogues > 0) files += await writeDirectory(folder, fileNumber(split, number), lines);
    }
    return selection.report(files, [
      'The paths in wav.scp start at the folder of the export: run Kaldi there, or put the folder before them.',
    ]);
  },
};

function emptyDirectory(): Directory {
  return {
    'wav.scp': new Map(),
    reco2file_and_channel: new Map(),
    segments: new Map(),
    text: new Map(),
    utt2spk: new Map(),
    spk2gender: new Map(),
    spk2utt: new Map(),
  };
}

/** Kaldi wants the speaker's name at the front of an utterance's, so that both sort alike. */
function addDialogue(
  lines: Directory,
  record: DialogueRecord,
  path: string,
  tags: TagDialectName | undefined,
): void {
  const { id, speakers, utterances } = record;
  const wordsOf = plainTexts(record, tags);
  for (const { id: speaker, channel, gender } of speakers) {
    const side = channel === 0 ? 'A' : 'B';
    const recording = `${id}-${channel < 2 ? side : channel + 1}`;
    lines['wav.scp'].set(recording, `sox ${path} -t wav - remix ${channel + 1} |`);
    lines.reco2file_and_channel.set(recording, `${id} ${channel < 2 ? side : channel + 1}`);
    if (gender === 'female' || gender === 'male')
      lines.spk2gender.set(speaker, gender === 'female' ? 'f' : 'm');
    for (const utterance of utterances) {
      if (utterance.speaker !== speaker || utterance.end <= utterance.start) continue;
      const words = wordsOf(utterance);
      if (words.length === 0) continue;
      const name = `${speaker}-${id}-${utterance.id}`;
      lines.segments.set(
        name,
        `${recording} ${printSeconds(utterance.start)} ${printSeconds(utterance.end)}`,
      );
      lines.text.set(name, words.join(' '));
      lines.utt2spk.set(name, speaker);
    }
  }
}

async function writeDirectory(folder: ExportFolder, name: string, lines: Directory): Promise<number> {
  const utterances = [...lines.utt2spk].toSorted(([a], [b]) => compareBytes(a, b));
  for (const [utterance, speaker] of utterances) {
    const before = lines.spk2utt.get(speaker);
    lines.spk2utt.set(speaker, before === undefined ? utterance : `${before} ${utterance}`);
  }
  for (const file of fileNames) {
    const sorted = [...lines[file]].toSorted(([a], [b]) => compareBytes(a, b));
    await folder.write(`${name}/${file}`, sorted.map(([key, value]) => `${key} ${value}\n`).join(''));
  }
  return fileNames.length;
}
