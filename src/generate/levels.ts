import { createLoudnessMeter, fromDecibels, toDecibels } from '../dsp/index.ts';
import { channelGains } from './layouts.ts';
import type { ConversationMaterial, Take } from './material.ts';
import { type MixSource, mixTracks, readClips } from './mix-tracks.ts';

/** Linear gains. */
export type Levels = {
  /** One for each speaker: with it their speech is equally loud. */
  readonly speakers: readonly number[];
  /** What brings each layout's programme to its target. */
  readonly programme: Readonly<Record<'tracks' | 'stereo' | 'mono', number>>;
};

export type LevelOptions = {
  /** LUFS; undefined is -16, and -19 for one channel. */
  readonly target: number | undefined;
  readonly layouts: readonly ('tracks' | 'stereo' | 'mono')[];
  readonly signal?: AbortSignal | undefined;
  readonly onMeasured?: (frames: number) => void;
};

/** LUFS that all speakers are brought to before the programme is measured; any level would do. */
const commonLoudness = -23;

/** No voice is turned up by more: what is this quiet is noise. dB. */
const mostGain = 40;

/** Measures the speakers, then each layout with the speakers level: two passes over the sounds. */
export async function measureLevels(source: MixSource, options: LevelOptions): Promise<Levels> {
  const speakers = await measureSpeakers(source, options);
  const { sampleRate } = source.sounds;
  const programmes = options.layouts.map((layout) => {
    const gains = channelGains(layout, source.speakers).map((row) =>
      row.map((gain, i) => gain * (speakers[i] ?? 1)),
    );
    return { layout, gains, meter: createLoudnessMeter({ sampleRate, channels: gains.length }) };
  });
  for await (const { at, tracks } of mixTracks(source, options.signal)) {
    for (const { gains, meter } of programmes) meter.push(applyChannels(tracks, gains));
    options.onMeasured?.(at + (tracks[0]?.length ?? 0));
  }
  const programme = { tracks: 1, stereo: 1, mono: 1 };
  for (const { layout, gains, meter } of programmes) {
    const target = options.target ?? (gains.length === 1 ? -19 : -16);
    programme[layout] = gainTo(target, meter.read().integrated);
  }
  return { speakers, programme };
}

/**
 * Only what they say in their turns counts, one piece after another: laughter, what they say as listeners, and how
 * much of the time they are silent have no part in it.
 */
async function measureSpeakers(source: MixSource, options: LevelOptions): Promise<number[]> {
  const { sampleRate } = source.sounds;
  const meters = source.speakers.map(() => createLoudnessMeter({ sampleRate, channels: 1 }));
  for await (const { track, at, samples } of readClips(speechAlone(source), options.signal)) {
    meters[track]?.push([samples]);
    options.onMeasured?.(at + samples.length);
  }
  return meters.map((meter) => gainTo(commonLoudness, meter.read().integrated));
}

/** The other sounds of a speaker stand in where there is no speech. */
function speechAlone(source: MixSource): MixSource {
  const talkers = new Set(source.clips.filter(({ kind }) => kind === 'speech').map(({ speaker }) => speaker));
  return {
    ...source,
    clips: source.clips.filter(({ kind, speaker }) => kind === 'speech' || !talkers.has(speaker)),
  };
}

function gainTo(target: number, loudness: number): number {
  if (!Number.isFinite(loudness)) return 1;
  return fromDecibels(Math.max(-mostGain, Math.min(mostGain, target - loudness)));
}

/** The channels of a layout from the tracks of the speakers. */
export function applyChannels(
  tracks: readonly Float32Array[],
  gains: readonly (readonly number[])[],
): Float32Array[] {
  const length = tracks[0]?.length ?? 0;
  return gains.map((row) => {
    const channel = new Float32Array(length);
    for (const [index, track] of tracks.entries()) addScaled(channel, track, row[index] ?? 0);
    return channel;
  });
}

function addScaled(target: Float32Array, source: Float32Array, gain: number): void {
  if (gain === 0) return;
  for (const [index, sample] of source.entries()) target[index] = (target[index] ?? 0) + sample * gain;
}

/** How far one utterance may be from its speaker's usual level before it is moved there. dB. */
const evenWithin = 3;

/** The loudness of speech beside which the synthesised sounds have theirs. LUFS. */
const soundsBeside = -23;

/**
 * Gains of single sounds: an utterance that stands out is brought near its speaker's level, a backchannel stays
 * `drop` below it, and synthesised sounds, which are made for a voice of usual level, follow a voice of another.
 */
export function evenTakes(material: ConversationMaterial, drop: number): ConversationMaterial {
  const usual = usualLevels(material);
  const speech = (speaker: string, take: Take): Take => {
    const level = usual.get(speaker);
    if (level === undefined || !Number.isFinite(take.level)) return take;
    const off = take.level - level;
    return Math.abs(off) <= evenWithin ? take : { ...take, gain: Math.sign(off) * evenWithin - off };
  };
  const sound = (speaker: string, take: Take): Take => {
    const level = usual.get(speaker) ?? soundsBeside;
    return { ...take, gain: level - soundsBeside };
  };
  const backchannel = (speaker: string, take: Take): Take => {
    const level = usual.get(speaker);
    if (level === undefined || !Number.isFinite(take.level)) return take;
    return { ...take, gain: Math.min(0, level - drop - take.level) };
  };
  return {
    ...material,
    turns: material.turns.map((turn) => ({
      ...turn,
      takes: turn.takes.map((take) => speech(turn.speaker, take)),
      insertions: turn.insertions.map((insertion) => {
        if (insertion.type === 'pause') return insertion;
        if (insertion.type === 'event') return { ...insertion, take: sound(turn.speaker, insertion.take) };
        if (insertion.type === 'listener-event') {
          return { ...insertion, take: sound(insertion.speaker, insertion.take) };
        }
        return { ...insertion, take: backchannel(insertion.speaker, insertion.take) };
      }),
    })),
    backchannels: Object.fromEntries(
      Object.entries(material.backchannels).map(([id, takes]) => [
        id,
        takes.map((known) => ({ ...known, take: backchannel(id, known.take) })),
      ]),
    ),
  };
}

/** Loudness of all that a speaker says in turns, LUFS. */
function usualLevels({ turns }: ConversationMaterial): Map<string, number> {
  const sums = new Map<string, { energy: number; seconds: number }>();
  for (const turn of turns) {
    for (const take of turn.takes) {
      const seconds = take.end - take.start;
      if (!Number.isFinite(take.level) || seconds <= 0) continue;
      const sum = sums.get(turn.speaker) ?? { energy: 0, seconds: 0 };
      sum.energy += seconds * fromDecibels(take.level) ** 2;
      sum.seconds += seconds;
      sums.set(turn.speaker, sum);
    }
  }
  return new Map([...sums].map(([id, { energy, seconds }]) => [id, toDecibels(Math.sqrt(energy / seconds))]));
}
