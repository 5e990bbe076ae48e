import { type HeardSound, heardSounds } from '../heard-frame.ts';
import { createNetwork } from './network.ts';
import { soundClasses } from './sound-classes.ts';
import { soundWeights } from './sound-weights.ts';

const speechClass = soundClasses.indexOf('speech');
const firstSound = soundClasses.indexOf(heardSounds[0]);

/**
 * How sure a sound must be, how much surer than speech, and for how many frames: more of it where speech was just
 * heard, whose consonants and last breaths are like coughs and knocks.
 */
const fresh = { sureness: 0.62, lead: 2, frames: 2 };
const afterSpeech = { sureness: 0.8, lead: 3, frames: 5 };
/** Frames for which speech is remembered, and how sure it must have been. */
const speechMemory = 25;
const sureSpeech = 0.7;
/** Share of a frame in what is thought of it and those before; speech is believed sooner than it is doubted. */
const quick = 0.6;
const slow = 0.35;

export interface SoundJudge {
  /** 0 to 1. */
  readonly speech: number;
  readonly sound: HeardSound | undefined;
  hear(inputs: Float64Array): void;
}

/** Tells sounds apart frame by frame, and says so when it is sure. */
export function createSoundJudge(): SoundJudge {
  const network = createNetwork(soundWeights);
  const beliefs = new Float64Array(soundClasses.length);
  let [spokenFrames, run] = [0, 0];
  const judge: { speech: number; sound: HeardSound | undefined; hear(inputs: Float64Array): void } = {
    speech: 0,
    sound: undefined,
    hear(inputs) {
      network.hear(inputs);
      const spoken = network.probabilities[speechClass] ?? 0;
      judge.speech += (spoken > judge.speech ? quick : slow) * (spoken - judge.speech);
      let most = 0;
      for (let index = 0; index < beliefs.length; index++) {
        const before = beliefs[index] ?? 0;
        const belief = before + slow * ((network.probabilities[index] ?? 0) - before);
        beliefs[index] = belief;
        if (index >= firstSound && belief > (beliefs[most] ?? 0)) most = index;
        if (index === firstSound) most = index;
      }
      spokenFrames =
        judge.speech > sureSpeech ? Math.min(speechMemory, spokenFrames + 3) : Math.max(0, spokenFrames - 1);
      const { sureness, lead, frames } = spokenFrames >= 9 ? afterSpeech : fresh;
      const belief = beliefs[most] ?? 0;
      run = belief > sureness && belief > lead * judge.speech ? run + 1 : 0;
      judge.sound = run >= frames ? heardSounds[most - firstSound] : undefined;
    },
  };
  return judge;
}
