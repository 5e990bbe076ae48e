import {
  applyGain,
  createLimiter,
  createLoudnessMeter,
  fromDecibels,
  type LoudnessMeter,
  mixInto,
  toDecibels,
} from '../dsp/index.ts';
import { channelGains } from './layouts.ts';
import type { ConversationMaterial, Take } from './material.ts';
import { type MixSource, mixTracks, readClips } from './mix-tracks.ts';

/** Linear gains. */
export type Levels = {
  /** One for each speaker: with it their speech is equally loud, behind the limiter. */
  readonly speakers: readonly number[];
  /** What brings the programme to its target. */
  readonly programme: number;
};

export type LayoutLevels = Readonly<Partial<Record<MeasuredLayout, Levels>>>;
export type MeasuredLayout = 'tracks' | 'stereo' | 'mono';

export type LevelOptions = {
  /** LUFS; undefined is -16, and -19 for one channel. */
  readonly target: number | undefined;
  /** dBTP that the limiter keeps. */
  readonly truePeak: number;
  readonly layouts: readonly MeasuredLayout[];
  /** What was measured of each speaker's speech when it was rendered, LUFS: see `speechLevels`. */
  readonly speech: readonly number[];
  readonly signal?: AbortSignal | undefined;
  readonly onMeasured?: (frames: number) => void;
};

/** LUFS that all speakers are brought to before the programme is measured; any level would do. */
const commonLoudness = -23;

/** No voice is turned up by more: what is this quiet is noise. dB. */
const mostGain = 40;

/** Measures the speakers, then each layout with the speakers level: two passes over the sounds, or a few more. */
export async function measureLevels(source: MixSource, options: LevelOptions): Promise<LayoutLevels> {
  const { sampleRate } = source.sounds;
  const programmes: Programme[] = [];
  for (const layout of options.layouts) {
    const rows = channelGains(layout, source.speakers);
    const target = options.target ?? (rows.length === 1 ? -19 : -16);
    const { speakers, taken } = await evenSpeakers(source, options, options.truePeak - target);
    const gains = rows.map((row) => row.map((gain, index) => gain * (speakers[index] ?? 1)));
    const meter = createLoudnessMeter({ sampleRate, channels: gains.length, peaks: false });
    programmes.push({ layout, target: target + taken, speakers, gains, meter });
  }
  for await (const { at, tracks } of mixTracks(source, options.signal)) {
    for (const { gains, meter } of programmes) meter.push(applyChannels(tracks, gains));
    options.onMeasured?.(at + (tracks[0]?.length ?? 0));
  }
  return Object.fromEntries(
    programmes.map(({ layout, target, speakers, meter }) => [
      layout,
      { speakers, programme: gainTo(target, meter.read().integrated) },
    ]),
  );
}

type Programme = {
  readonly layout: MeasuredLayout;
  /** LUFS before the limiter. */
  readonly target: number;
  readonly speakers: readonly number[];
  readonly gains: readonly (readonly number[])[];
  readonly meter: LoudnessMeter;
};

type EvenSpeakers = {
  /** Linear gains. */
  readonly speakers: readonly number[];
  /** What the limiter takes of the loudness of speech, LU. */
  readonly taken: number;
};

/** Nearer than this, in LU, is even. */
const evenEnough = 0.1;
const mostCorrections = 3;

/**
 * The limiter takes more from a voice whose peaks are high, and leaves it quieter than the others. Such a voice is
 * turned up by as much, which is measured again, because it then meets the limiter harder. `headroom` is from the
 * loudness of speech to the highest peak, dB.
 */
async function evenSpeakers(
  source: MixSource,
  options: LevelOptions,
  headroom: number,
): Promise<EvenSpeakers> {
  const ceiling = commonLoudness + headroom;
  // So far below, the limiter has nothing to take.
  if (ceiling > 0) return { speakers: await measureSpeakers(source, options), taken: 0 };
  const gains = options.speech.map((level) => gainTo(commonLoudness, level));
  let taken = 0;
  for (let correction = 0; correction < mostCorrections; correction++) {
    const heard = await measureLimited(source, gains, ceiling, options);
    const off = heard.map(({ limited }) => (Number.isFinite(limited) ? commonLoudness - limited : 0));
    const losses = heard.map(({ plain, limited }) => (Number.isFinite(limited) ? plain - limited : 0));
    taken = losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);
    // What is common to all is the programme's gain.
    const spread = Math.max(...off) - Math.min(...off);
    if (spread < evenEnough) break;
    for (const [index, difference] of off.entries())
      gains[index] = (gains[index] ?? 1) * fromDecibels(difference);
    // A correction leaves a fifth of what it mends at most.
    if (spread < 5 * evenEnough) break;
  }
  return { speakers: gains, taken };
}

async function measureLimited(
  source: MixSource,
  gains: readonly number[],
  ceiling: number,
  { signal, onMeasured }: LevelOptions,
): Promise<{ readonly plain: number; readonly limited: number }[]> {
  const { sampleRate } = source.sounds;
  const voices = gains.map(() => ({
    plain: createLoudnessMeter({ sampleRate, channels: 1, peaks: false }),
    limited: createLoudnessMeter({ sampleRate, channels: 1, peaks: false }),
    limiter: createLimiter({ sampleRate, channels: 1, ceiling }),
  }));
  for await (const { track, at, samples } of readClips(speechAlone(source), signal)) {
    const voice = voices[track];
    const block = [applyGain(samples.slice(), gains[track] ?? 1)];
    voice?.plain.push(block);
    voice?.limited.push(voice.limiter.push(block));
    onMeasured?.(at + samples.length);
  }
  return voices.map(({ plain, limited, limiter }) => {
    limited.push(limiter.flush());
    return { plain: plain.read().integrated, limited: limited.read().integrated };
  });
}

/**
 * Only what they say in their turns counts, one piece after another: laughter, what they say as listeners, and how
 * much of the time they are silent have no part in it.
 */
async function measureSpeakers(source: MixSource, options: LevelOptions): Promise<number[]> {
  const { sampleRate } = source.sounds;
  const meters = source.speakers.map(() => createLoudnessMeter({ sampleRate, channels: 1, peaks: false }));
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
    for (const [index, track] of tracks.entries()) {
      const gain = row[index] ?? 0;
      if (gain !== 0) mixInto([channel], track, { gain });
    }
    return channel;
  });
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

/** Of each speaker, LUFS, with the gains of single sounds: what a speaker of sounds alone has is not known. */
export function speechLevels(material: ConversationMaterial): number[] {
  const usual = usualLevels(material);
  return material.speakers.map(({ id }) => usual.get(id) ?? soundsBeside);
}

/** Loudness of all that a speaker says in turns, LUFS. */
function usualLevels({ turns }: ConversationMaterial): Map<string, number> {
  const sums = new Map<string, { energy: number; seconds: number }>();
  for (const turn of turns) {
    for (const take of turn.takes) {
      const seconds = take.end - take.start;
      if (!Number.isFinite(take.level) || seconds <= 0) continue;
      const sum = sums.get(turn.speaker) ?? { energy: 0, seconds: 0 };
      sum.energy += seconds * fromDecibels(take.level + take.gain) ** 2;
      sum.seconds += seconds;
      sums.set(turn.speaker, sum);
    }
  }
  return new Map([...sums].map(([id, { energy, seconds }]) => [id, toDecibels(Math.sqrt(energy / seconds))]));
}
