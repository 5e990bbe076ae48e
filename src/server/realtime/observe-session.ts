import type { Metrics } from '../metrics.ts';
import type { RealtimeObserver } from './realtime-session.ts';

/** Seconds between two frames of a reply that are on time, and after which it was a pause of its own. */
const frame = 0.02;
const pause = 0.3;

/** Counts what becomes of one session. */
export function observeSession(metrics: Metrics, clock: () => number): RealtimeObserver {
  let last: { readonly reply: string | undefined; readonly at: number } | undefined;
  return {
    output(output) {
      if (output.type === 'audio-ready') {
        const at = clock();
        metrics.count('duologue_frames_total');
        const gap = last?.reply === output.reply && last !== undefined ? at - last.at : 0;
        if (gap > frame * 2 && gap < pause) metrics.count('duologue_frames_late_total');
        last = { reply: output.reply, at };
      }
      if (output.type !== 'notice-told') return;
      const { notice } = output;
      if (notice.type === 'reply-started' && notice.latency !== undefined) {
        metrics.observe('duologue_reply_latency_seconds', notice.latency);
      } else if (notice.type === 'agent-yielded') {
        metrics.count('duologue_interruptions_total');
        metrics.observe('duologue_yield_latency_seconds', notice.at - notice.onset);
      } else if (notice.type === 'overlap-judged') {
        metrics.count('duologue_overlaps_total', { verdict: notice.verdict });
      }
    },
    refused: (code) => metrics.count('duologue_errors_total', { code }),
  };
}
