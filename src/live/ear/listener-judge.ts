import { frameDuration } from '../heard-frame.ts';
import { createListenerFeatures, type ListenerMeasures, listenerInputCount } from './listener-features.ts';
import { listenerWeights } from './listener-weights.ts';
import { createRecurrent, type Recurrent } from './recurrent.ts';

/** Seconds of silence after which somebody begins anew: as long as ends a bout. */
const stretchGap = 0.2;
const speechFrom = 0.5;
/** Frames of what was said before the agent spoke that are known: who has spoken for longer is no listener. */
const keptFrames = 75;

export interface ListenerJudge {
  /** 0 to 1: how surely what is being said is only a listener's; nothing while nobody speaks, or it is not `wanted`. */
  readonly listening: number | undefined;
  /**
   * `speech`: 0 to 1, how surely somebody else than the agent speaks. `wanted`: whether somebody reads the answer; where
   * it is not, what is said is kept, and judged once it is.
   */
  hear(speech: number, measures: ListenerMeasures, wanted: boolean): void;
}

/** Knows a listener's `mm-hm` and `yeah` by how they sound, from what wants the floor, while they are being said. */
export function createListenerJudge(): ListenerJudge {
  const features = createListenerFeatures();
  const network = createRecurrent(listenerWeights);
  const before = createUnheard();
  let silent = stretchGap;
  let speaking = false;
  const judge: { listening: number | undefined; hear: ListenerJudge['hear'] } = {
    listening: undefined,
    hear(speech, measures, wanted) {
      const speaks = speech >= speechFrom;
      silent = speaks ? 0 : silent + frameDuration;
      judge.listening = undefined;
      if (silent >= stretchGap - 1e-9) {
        speaking = false;
        return;
      }
      if (!speaking) {
        features.restart();
        network.restart();
        before.clear();
        speaking = true;
      }
      features.hear(measures);
      before.keep(features.inputs);
      if (!wanted) return;
      before.tell(network);
      judge.listening = network.probability;
    },
  };
  return judge;
}

/** The latest frames that a network has not heard yet. */
function createUnheard() {
  const frames = Array.from({ length: keptFrames }, () => new Float64Array(listenerInputCount));
  let [next, count] = [0, 0];
  return {
    clear(): void {
      count = 0;
    },
    keep(inputs: Float64Array): void {
      frames[next]?.set(inputs);
      next = (next + 1) % keptFrames;
      count = Math.min(keptFrames, count + 1);
    },
    tell(network: Recurrent): void {
      for (; count > 0; count--) {
        const inputs = frames[(next + keptFrames - count) % keptFrames];
        if (inputs !== undefined) network.hear(inputs);
      }
    },
  };
}
