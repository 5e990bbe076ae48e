import type { DialogueRecord } from '../record/types.ts';
import { printCtm } from './ctm.ts';
import type { Exporter } from './exporter.ts';
import { openGzipLines } from './gzip-lines.ts';
import { lhotseRecording, lhotseSupervisions } from './lhotse-rows.ts';
import { printSeconds } from './plain-numbers.ts';
import { printRttm } from './rttm.ts';
import { selectRecords, splitName } from './select-records.ts';
import { shardNumber, writeShards } from './sharded.ts';
import { soundFor } from './sounds.ts';
import { openTar } from './tar-file.ts';

const usualPerShard = 1000;
/** What NeMo's duplex models hear and say at. Hz. NeMo does not resample what is to be said. */
const heardRate = 16_000;
const saidRate = 22_050;
/** Roles that mark who the agent is; without one each speaker is it once. */
const agentRoles = ['agent', 'assistant', 'system'];

/** NeMo's duplex speech-to-speech: a cut of what the user says, and the agent's voice as its target, in Shar. */
export const nemoDuplexExporter: Exporter = {
  name: 'nemo-duplex',
  summary: 'NeMo duplex speech-to-speech: the user heard, the agent as target',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const warnings: string[] = [];
    const perShard = options.perShard ?? usualPerShard;
    const shards = await writeShards(selection.records(), perShard, async (split, index) => {
      const place = (field: string, extension: string): string =>
        `${split}/${field}.${shardNumber(index)}.${extension}`;
      const cuts = await openGzipLines(folder, place('cuts', 'jsonl.gz'));
      const heard = await openTar(folder, place('recording', 'tar'));
      const said = await openTar(folder, place('target_audio', 'tar'));
      const parts = [heard, said, cuts];
      return {
        async add(record) {
          if (record.speakers.length !== 2) {
            warnings.push('Dialogues of other than two speakers are left out.');
            return;
          }
          for (const agent of agentsOf(record)) {
            const id = `${record.id}-${agent === 0 ? 'a' : 'b'}`;
            const track = async (channel: number, rate: number) => {
              const wish = { ...options, format: 'flac', sampleRate: rate, channels: [channel] } as const;
              return await soundFor(corpus, record, wish);
            };
            const user = await track(1 - agent, heardRate);
            const target = await track(agent, options.sampleRate ?? saidRate);
            const source = { channels: [0], type: 'shar', source: '' } as const;
            const recording = lhotseRecording(user, { id, ...source });
            const targetAudio = lhotseRecording(target, { id: `${id}-target`, ...source });
            const cut = {
              id,
              start: 0,
              duration: recording.duration,
              channel: 0,
              supervisions: roleSupervisions(record, agent, id),
              recording,
              custom: { target_audio: targetAudio },
              type: 'MonoCut',
            };
            await cuts.write(JSON.stringify(cut));
            await heard.add(`${id}.flac`, user.bytes);
            await heard.add(`${id}.json`, new TextEncoder().encode(JSON.stringify(recording)));
            await said.add(`${id}.flac`, target.bytes);
            await said.add(`${id}.json`, new TextEncoder().encode(JSON.stringify(targetAudio)));
          }
        },
        async close() {
          for (const part of parts) await part.close();
        },
        async abort() {
          for (const part of parts) await part.abort();
        },
      };
    });
    return selection.report(3 * shards, warnings);
  },
};

function agentsOf({ speakers }: DialogueRecord): number[] {
  const agent = speakers.find(({ role }) => role !== null && agentRoles.includes(role));
  return agent === undefined ? [0, 1] : [agent.channel];
}

function roleSupervisions(record: DialogueRecord, agent: number, id: string) {
  return lhotseSupervisions(record).map((supervision) => ({
    ...supervision,
    id: `${id}-${supervision.id.slice(record.id.length + 1)}`,
    recording_id: id,
    channel: 0,
    speaker: supervision.channel === agent ? 'agent' : 'user',
  }));
}

/** NeMo's diarisation: mixed sounds, and who speaks when in them. */
export const nemoDiarizationExporter: Exporter = {
  name: 'nemo-diar',
  summary: 'NeMo diarisation: mixed sounds with RTTM, UEM and CTM',
  async export(corpus, folder, options) {
    const selection = selectRecords(corpus, options);
    const rows = new Map<string, string[]>();
    let files = 0;
    for await (const record of selection.records()) {
      const split = splitName(record);
      const sound = await soundFor(corpus, record, {
        ...options,
        sampleRate: options.sampleRate ?? heardRate,
        format: 'wav',
        mixed: true,
      });
      const place = (folderName: string, extension: string): string =>
        `${folderName}/${split}/${record.id}.${extension}`;
      await folder.write(place('audio', 'wav'), sound.bytes);
      await folder.write(place('rttm', 'rttm'), printRttm(record, { mixed: true }));
      await folder.write(place('uem', 'uem'), `${record.id} 1 0.000 ${printSeconds(sound.duration)}\n`);
      await folder.write(place('ctm', 'ctm'), printCtm(record, { mixed: true }));
      files += 4;
      const own = rows.get(split) ?? [];
      rows.set(split, own);
      own.push(
        JSON.stringify({
          audio_filepath: place('audio', 'wav'),
          offset: 0,
          duration: sound.duration,
          label: 'infer',
          text: '-',
          num_speakers: record.speakers.length,
          rttm_filepath: place('rttm', 'rttm'),
          uem_filepath: place('uem', 'uem'),
          ctm_filepath: place('ctm', 'ctm'),
        }),
      );
    }
    for (const [split, own] of rows) {
      await folder.write(`${split}_manifest.json`, `${own.toSorted().join('\n')}\n`);
      files += 1;
    }
    return selection.report(files, []);
  },
};
