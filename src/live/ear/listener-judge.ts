import { frameDuration } from '../heard-frame.ts';
import { createListenerFeatures, type ListenerMeasures } from './listener-features.ts';
import { listenerWeights } from './listener-weights.ts';
import { createRecurrent } from './recurrent.ts';

/** Seconds of silence after which somebody begins anew: as long as ends a bout. */
const stretchGap = 0.2;
const speechFrom = 0.5;

export interface ListenerJudge {
  /** 0 to 1: how surely what is being said is only a listener's; nothing while nobody speaks. */
  readonly listening: number | undefined;
  /** `speech`: 0 to 1, how surely somebody else than the agent speaks. */
  hear(speech: number, measures: ListenerMeasures): void;
}

/** Knows a listener's `mm-hm` and `yeah` by how they sound, from what wants the floor, while they are being said. */
export function createListenerJudge(): ListenerJudge {
  const features = createListenerFeatures();
  const network = createRecurrent(listenerWeights);
  let silent = stretchGap;
  const judge: { listening: number | undefined; hear: ListenerJudge['hear'] } = {
    listening: undefined,
    hear(speech, measures) {
      const speaks = speech >= speechFrom;
      silent = speaks ? 0 : silent + frameDuration;
      if (silent >= stretchGap - 1e-9) {
        judge.listening = undefined;
        return;
      }
      if (judge.listening === undefined) {
        features.restart();
        network.restart();
      }
      features.hear(measures);
      network.hear(features.inputs);
      judge.listening = network.probability;
    },
  };
  return judge;
}
