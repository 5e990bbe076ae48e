import type { HeardRecording } from '../hear-recording.ts';
import { type ChannelAudit, type ChannelAuditor, createChannelAuditor } from '../two-track/channel-audit.ts';
import type { HeardTrack } from '../two-track/find-voices.ts';
import { bothOf, countOf, frameStep, intervalsOf, runsOf } from './activity.ts';
import type { Segmenter, Separator, SpeakerEmbedder } from './mono-parts.ts';
import { createSoundListener, type SoundListener } from './mono-sounds.ts';
import { planOverlaps } from './plan-overlaps.ts';
import { renderTracks } from './render-tracks.ts';
import { segmentRecording } from './segment-recording.ts';
import { type SeparatedOverlaps, separateOverlaps } from './separate-overlaps.ts';
import { openSourceSpool } from './source-spool.ts';
import { findWhoSpeaks, type WhoSpeaks } from './who-speaks.ts';

export type HearMonoOptions = {
  readonly segmenter: Segmenter;
  readonly embedder: SpeakerEmbedder;
  /** `null`: where both speak, both tracks have both. */
  readonly separator: Separator | null;
  /** From which likeness on two voices are one person's. */
  readonly sameSpeaker: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Makes two tracks of a recording that has one: who speaks when, where they overlap, that taken apart, and each part
 * given to whose voice it is. `close` what is returned.
 */
export async function hearMono(path: string, options: HearMonoOptions): Promise<HeardRecording> {
  const { separator, sameSpeaker, signal } = options;
  let whole: ChannelAuditor | undefined;
  let sounds: SoundListener | undefined;
  const { sampleRate, windows, energy } = await segmentRecording(path, {
    ...options,
    onSamples(samples, rate) {
      whole ??= createChannelAuditor(rate);
      whole.push([samples, samples]);
      sounds ??= createSoundListener(rate);
      sounds.push(samples);
    },
  });
  const who = findWhoSpeaks(windows, energy.length, { sameSpeaker, step: frameStep });
  const { tracks, voices } = who;
  const pieces = planOverlaps(tracks);
  const spool = openSourceSpool();
  try {
    const separated: SeparatedOverlaps =
      separator === null
        ? { runs: [], confidence: null, similarity: null }
        : await separateOverlaps(path, { ...options, separator, pieces, tracks, voices, sampleRate, spool });
    const readSound: HeardRecording['readSound'] = (stop) =>
      renderTracks(path, { tracks, separated: separated.runs, spool, signal: stop });
    const audit = joinAudits(await auditOf(readSound, signal), whole?.finish());
    const own = [trackOf(tracks[0], tracks[1], energy), trackOf(tracks[1], tracks[0], energy)] as const;
    const heard = sounds?.finish(own) ?? { tracks: own, surroundings: [] };
    return {
      audit,
      tracks: heard.tracks,
      surroundings: heard.surroundings.map((around, channel) => ({
        ...around,
        hum: audit.tracks[channel]?.hum ?? null,
      })),
      origin: 'separated',
      readSound,
      measured: measuredOf(who, separated, separator !== null),
      close: () => spool.close(),
    };
  } catch (error) {
    spool.close();
    throw error;
  }
}

async function auditOf(
  readSound: HeardRecording['readSound'],
  signal: AbortSignal | undefined,
): Promise<ChannelAudit> {
  let auditor: ChannelAuditor | undefined;
  for await (const { channels, sampleRate } of readSound(signal)) {
    auditor ??= createChannelAuditor(sampleRate);
    auditor.push(channels);
  }
  return (auditor ?? createChannelAuditor(1)).finish();
}

/** What is silent on tracks that were parted is so by intent: faults are those of what was recorded. */
function joinAudits(parted: ChannelAudit, whole: ChannelAudit | undefined): ChannelAudit {
  const [recorded] = whole?.tracks ?? [];
  if (recorded === undefined) return parted;
  const { clipping, dc, dropouts, hum } = recorded;
  return { ...parted, tracks: parted.tracks.map((track) => ({ ...track, clipping, dc, dropouts, hum })) };
}

function trackOf(own: Uint8Array, other: Uint8Array, energy: Float32Array): HeardTrack {
  const noise = meanWhere(energy, (frame) => own[frame] === 0 && other[frame] === 0) ?? 1e-10;
  const level =
    meanWhere(energy, (frame) => own[frame] === 1 && other[frame] === 0) ??
    meanWhere(energy, (frame) => own[frame] === 1);
  return {
    active: own,
    units: intervalsOf(runsOf(own)),
    sounds: [],
    noise,
    signalToNoise:
      level === null ? null : 10 * Math.log10(Math.max(1e-12, level - noise) / Math.max(1e-10, noise)),
    bleed: null,
  };
}

/** `null` of too few. */
function meanWhere(energy: Float32Array, chosen: (frame: number) => boolean): number | null {
  let [sum, count] = [0, 0];
  for (const [frame, value] of energy.entries()) {
    if (!chosen(frame)) continue;
    sum += value;
    count += 1;
  }
  return count < 5 ? null : sum / count;
}

function measuredOf(
  { tracks, count, strangers, similarity }: WhoSpeaks,
  separated: SeparatedOverlaps,
  isSeparated: boolean,
): Readonly<Record<string, number | null>> {
  const spoken = countOf(tracks[0]) + countOf(tracks[1]);
  const both = countOf(bothOf(...tracks));
  const alike = [similarity, separated.similarity].filter((value) => value !== null);
  return {
    voices: count,
    strangers: rounded(strangers),
    similarity: alike.length === 0 ? null : rounded(Math.min(...alike)),
    separation: rounded(separated.confidence),
    mixed: spoken === 0 || isSeparated ? 0 : rounded(both / (spoken - both)),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}
