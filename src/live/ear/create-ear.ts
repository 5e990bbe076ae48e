import { DspError } from '../../dsp/index.ts';
import { type Ear, frameLength, type HeardFrame, type HeardSample } from '../heard-frame.ts';
import { openDenoiser } from './denoiser.ts';
import { createEchoWay, type EchoCancellation, type EchoWay } from './echo-way.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { createIntake } from './intake.ts';
import { createListenerJudge } from './listener-judge.ts';
import { createNearJudge } from './near-judge.ts';
import { createSoundJudge } from './sound-judge.ts';
import { openWebrtcDetector, type SpeechDetector } from './speech-detector.ts';

export type EarOptions = {
  /**
   * Hears whether there is speech, as one piece of evidence among the ear's own; closed with the ear. Default
   * WebRTC's, which is embedded. A neural one, such as Silero, goes here.
   */
  readonly detector?: SpeechDetector;
  /**
   * `auto` looks for an echo of what is played, and cancels it only where there is one; `on` cancels from the start,
   * for loudspeakers; `off` is for headphones and where the client cancels. Default `auto`.
   */
  readonly echoCancellation?: EchoCancellation;
  /** Takes noise out before anything else is heard, at some 6 % of a core and 32 ms. Default false. */
  readonly denoise?: boolean;
};

/** dB over the floor from which a period is a voice's. */
const pitchExcess = 4;
const voicedFrom = 0.55;

const nothing = new Float32Array(frameLength);

/** An ear for one session. Close it, or what it holds outside of JavaScript's memory is not given back. */
export async function createEar({
  detector,
  echoCancellation = 'auto',
  denoise = false,
}: EarOptions = {}): Promise<Ear> {
  const denoiser = denoise ? await openDenoiser() : undefined;
  const speechDetector = detector ?? (await openWebrtcDetector());
  const intake = createIntake();
  const playedIntake = createIntake();
  const way = createEchoWay(echoCancellation);
  const hearing = createHearing(speechDetector);
  const sounds = createSoundJudge();
  const distance = createNearJudge();
  const listener = createListenerJudge();
  let closed = false;
  return {
    hear(captured, played, late = 0, overAgent = true): HeardSample {
      if (closed) throw new DspError('ear', 'The ear is closed: create another for the next session.');
      if (captured !== undefined) requireFrame('captured', captured);
      if (played !== undefined) requireFrame('played', played);
      const taken = intake.take(captured ?? nothing);
      const takenPlayed = played === undefined ? undefined : playedIntake.take(played);
      if (captured === undefined) way.miss(taken, takenPlayed, late);
      else way.hear(taken, takenPlayed, hearing.floorBands, late);
      const clean = denoiser?.hear(way.clean) ?? way.clean;
      hearing.hear(clean, captured !== undefined && way.echo < 0.5);
      sounds.hear(hearing.inputs);
      const speech = sounds.speech * way.others;
      const { level, floor, bands, floorBands, periodicity, pitch } = hearing;
      distance.hear({ speech, level, floor, bands, floorBands, periodicity, pitch, echo: way.echo });
      listener.hear(speech, hearing, overAgent);
      const { listening } = listener;
      const sound = way.others > 0.5 ? sounds.sound : undefined;
      const frame: HeardFrame = {
        speech,
        level,
        floor,
        near: distance.near,
        echo: way.echo,
        ...(isVoiced(hearing, way) ? { pitch } : {}),
        ...(sound === undefined ? {} : { sound }),
        ...(listening === undefined ? {} : { listening }),
      };
      return { frame, clean };
    },
    close() {
      if (closed) return;
      speechDetector.close();
      denoiser?.close();
      closed = true;
    },
  };
}

function isVoiced({ periodicity, level, floor }: Hearing, { others }: EchoWay): boolean {
  return periodicity > voicedFrom && level - floor > pitchExcess && others > 0.5;
}

function requireFrame(field: string, samples: Float32Array): void {
  if (samples.length === frameLength) return;
  throw new DspError(field, `${field} has ${samples.length} samples; an ear hears frames of ${frameLength}.`);
}
