import type { Interval } from '../../../src/dsp/index.ts';
import { agentJoin, gapsOf } from './agent-sound.ts';

/** Seconds by which a natural pause may be shorter than one that parts the agent's speech. */
const nearly = 0.15;
/** Seconds by which a pause may come elsewhere than after the pause before, and by which it may be longer. */
const shifted = 0.25;
const stretched = 0.15;

/** Seconds: what is closer is one, for `ownSilences`. */
export const closeJoin = agentJoin - nearly;

/**
 * How many silences that part the agent's speech are none of the pauses of the reply by itself. A pause of just under
 * the limit is over it where a client ran dry for a frame, or the first soft sound after it was ducked: it is still the
 * voice's own. Both as they sound with `closeJoin`.
 */
export function ownSilences(heard: readonly Interval[], natural: readonly Interval[]): number {
  const [first, zero] = [heard[0]?.start ?? 0, natural[0]?.start ?? 0];
  const pauses = gapsOf(natural);
  let shift = first - zero;
  let own = 0;
  for (const gap of gapsOf(heard)) {
    const length = gap.end - gap.start;
    const pause = pauses.find(
      ({ start, end }) => Math.abs(gap.start - shift - start) < shifted && length <= end - start + stretched,
    );
    if (pause !== undefined) shift = gap.start - pause.start;
    else if (length >= agentJoin) own += 1;
  }
  return own;
}
