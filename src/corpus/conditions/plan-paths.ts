import { createRandom, fromDecibels, type Random } from '../../dsp/index.ts';
import { codecModels } from './codecs/codec-models.ts';
import type { Conditions, TrackConditions } from './conditions.ts';
import type { Paths } from './convolution/convolver.ts';
import { type DeviceModel, deviceModels } from './devices/device-models.ts';
import { type DeviceResponseOptions, throughDevice } from './devices/device-response.ts';
import type { Point } from './rooms/image-sources.ts';
import { type PlacedTrack, placeAlone, placeFarFrom, placeTogether } from './rooms/place-people.ts';
import { roomResponse } from './rooms/room-response.ts';
import { bandGains, gainThrough, speechPowers } from './speech-spectrum.ts';

/** What lies between mouths and a track, as responses. */
export type PlannedTrack = {
  readonly device: DeviceModel;
  /** From each speaker's mouth, in order of their channels; `null` where nothing is heard of them. */
  readonly voices: readonly (Float32Array | null)[];
  /** dB by which each speaker's speech comes louder out of `voices`; `null` where nothing comes. */
  readonly voiceGains: readonly (number | null)[];
  /** From noise all around, and from noise in one place of the room. */
  readonly around: Float32Array;
  readonly place: Float32Array;
};

export type PathsOptions = {
  /** Hz. */
  readonly sampleRate: number;
  /** dBFS of each speaker's dry speech. */
  readonly speechLevels: readonly number[];
};

/**
 * Pure: of conditions and options. Everything comes `deviceDelay` later than it is spoken. What a room adds to speech
 * far from the microphone makes nobody louder: a device is as sensitive as its place asks for.
 */
export function planPaths(conditions: Conditions, options: PathsOptions): readonly PlannedTrack[] {
  const places = placePeople(conditions);
  const speech = speechPowers(options.sampleRate);
  return conditions.tracks.map((track, channel) => {
    const device = deviceModels[track.device];
    const through = { device, band: codecModels[track.codec].band, sampleRate: options.sampleRate };
    const context = { conditions, options, channel, track, place: places[channel], through, speech };
    const direct = throughDevice(responseFrom(places[channel]?.mouth, 'own', context), through);
    const sensitivity = fromDecibels(-Math.max(0, gainThrough(speech, bandGains(direct))));
    const own = amplify(direct, sensitivity);
    const voices = conditions.tracks.map((_, other) => {
      if (other === channel) return own;
      if (conditions.setting === 'call') return bleedFrom(other, own, context);
      const mouth = places[other]?.mouth;
      if (mouth === undefined || context.place === undefined) return null;
      return amplify(throughDevice(responseFrom(mouth, other, context), through), sensitivity);
    });
    return {
      device,
      voices,
      voiceGains: voices.map((voice) => (voice === null ? null : gainThrough(speech, bandGains(voice)))),
      around: throughDevice(responseFromAround(context), through),
      place: throughDevice(atUnitPower(responseFrom(places[channel]?.noise, 'noise', context)), through),
    };
  });
}

/** Columns are the speakers' mouths, then each track's noise from all around, then each track's from one place. */
export function pathMatrix(tracks: readonly PlannedTrack[]): Paths {
  const only = (response: Float32Array, channel: number) =>
    tracks.map((_, column) => (column === channel ? response : null));
  return tracks.map(({ voices, around, place }, channel) => [
    ...voices,
    ...only(around, channel),
    ...only(place, channel),
  ]);
}

type Place = PlacedTrack & {
  readonly size: Point;
  /** From where noise comes: in one room the same for every microphone. */
  readonly noise: Point;
};

type PathContext = {
  readonly conditions: Conditions;
  readonly options: PathsOptions;
  readonly channel: number;
  readonly track: TrackConditions;
  /** None where there is no room. */
  readonly place: Place | undefined;
  readonly through: DeviceResponseOptions;
  readonly speech: Float64Array;
};

function placePeople({ setting, tracks, seed }: Conditions): readonly (Place | undefined)[] {
  const random = createRandom(`${seed}/places`);
  const shared = tracks.find(({ room }) => room !== null)?.room;
  if (setting === 'room' && shared) {
    const { size } = shared;
    const distances = tracks.map(({ room }) => (room ?? shared).distance);
    const together = placeTogether(size, distances, random);
    const noise = placeFarFrom(size, together[0]?.microphone ?? size, random.fork('noise'));
    return together.map((place) => ({ ...place, size, noise }));
  }
  return tracks.map(({ room }, channel): Place | undefined => {
    if (room === null) return undefined;
    const place = placeAlone(room.size, room.distance, random.fork(channel));
    const noise = placeFarFrom(room.size, place.microphone, random.fork(`noise-${channel}`));
    return { ...place, size: room.size, noise };
  });
}

/** Nothing between: as it is spoken. */
const untouched = Float32Array.of(1);

function responseFrom(
  mouth: Point | undefined,
  label: string | number,
  { conditions: { seed }, options, channel, track: { room }, place }: PathContext,
): Float32Array {
  if (room === null || place === undefined || mouth === undefined) return untouched;
  return roomResponse({
    size: place.size,
    mouth,
    microphone: place.microphone,
    reverberation: room.reverberation,
    reference: place.distance,
    sampleRate: options.sampleRate,
    seed: `${seed}/rooms/${channel}/${label}`,
  });
}

/** In one room noise from all around comes to each microphone by other ways; in a call each has noise of its own. */
function responseFromAround({ conditions, options, channel }: PathContext): Float32Array {
  if (conditions.setting === 'call') return untouched;
  const random = createRandom(`${conditions.seed}/around/${channel}`);
  const scattered = Float32Array.from(
    { length: Math.round(0.02 * options.sampleRate) },
    (_, frame) => (random.next() - 0.5) * Math.exp((-250 * frame) / options.sampleRate),
  );
  return atUnitPower(scattered);
}

/** Another speaker as a loudspeaker or a wire nearby brings them, at the asked level beside one's own voice. */
function bleedFrom(other: number, own: Float32Array, context: PathContext): Float32Array | null {
  const { conditions, options, channel, track, through, speech } = context;
  if (track.bleed === null) return null;
  const { sampleRate, speechLevels } = options;
  const random = createRandom(`${conditions.seed}/bleed/${channel}/${other}`);
  const heard = throughDevice(bleedResponse(sampleRate, random), through);
  const levelOf = (response: Float32Array, speaker: number): number =>
    (speechLevels[speaker] ?? 0) + gainThrough(speech, bandGains(response));
  const shared = 10 * Math.log10(Math.max(1, conditions.tracks.length - 1));
  const gain = fromDecibels(levelOf(own, channel) + track.bleed - shared - levelOf(heard, other));
  return heard.map((sample) => sample * gain);
}

/** 1 to 30 ms later, without lows, and blurred by what is near. */
function bleedResponse(sampleRate: number, random: Random): Float32Array {
  const delay = Math.max(1, Math.round((0.001 + 0.029 * random.next()) * sampleRate));
  const blur = Math.round(0.012 * sampleRate);
  const response = new Float32Array(delay + blur);
  response[delay] = 1;
  // One minus a low-pass of the first order: a small loudspeaker gives nothing of what changes slowly.
  const keep = Math.exp((-2 * Math.PI * 180) / sampleRate);
  for (let frame = 1; frame < blur; frame++) {
    const echo = 0.25 * (random.next() - 0.5) * Math.exp((-5 * frame) / blur);
    response[delay + frame] = echo - (1 - keep) * keep ** (frame - 1);
  }
  return response;
}

function amplify(response: Float32Array, gain: number): Float32Array {
  return gain === 1 ? response : response.map((sample) => sample * gain);
}

function atUnitPower(response: Float32Array): Float32Array {
  const energy = response.reduce((sum, sample) => sum + sample * sample, 0);
  return energy > 0 ? response.map((sample) => sample / Math.sqrt(energy)) : response;
}
