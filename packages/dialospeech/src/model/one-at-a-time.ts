import type { Engine } from './engine.ts';
import { letOthersRun } from './let-others-run.ts';

/** Milliseconds of work after which whatever else waits in this thread has its turn: a stop has to be heard. */
const longestHold = 30;

/** For ONNX Runtime in a browser, which runs one network at a time, refuses a second, and works in the asker's thread. */
export function oneAtATime(engine: Engine): Engine {
  let last: Promise<unknown> = Promise.resolve();
  let since = performance.now();
  const runNext: Engine['run'] = async (network, inputs) => {
    if (performance.now() - since > longestHold) {
      await letOthersRun();
      since = performance.now();
    }
    return engine.run(network, inputs);
  };
  return {
    run(network, inputs) {
      const run = last.then(() => runNext(network, inputs));
      last = run.catch(() => undefined);
      return run;
    },
  };
}
