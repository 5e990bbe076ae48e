import type { LiveSession, LiveWish } from '../../live/index.ts';

/** The live engine of one client: it starts when it is first needed, and what is for it waits until it runs. */
export interface Engine {
  readonly live: LiveSession | undefined;
  readonly begun: boolean;
  begin(): void;
  wish(wish: LiveWish): void;
  hear(samples: Float32Array, sampleRate: number): void;
  /** Resolves when it has ended, or at once where it never began. */
  end(reason: string): Promise<void>;
}

export type EngineOptions = {
  readonly open: (signal: AbortSignal) => Promise<LiveSession>;
  /** It runs; what was for it has been done. */
  readonly onReady: (live: LiveSession) => void;
  /** It runs no more. `failed`: it should have. */
  readonly onEnded: (reason: string, failed: boolean) => Promise<void>;
};

export function createEngine({ open, onReady, onEnded }: EngineOptions): Engine {
  const controller = new AbortController();
  const early: ((session: LiveSession) => void)[] = [];
  let live: LiveSession | undefined;
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    let opened: LiveSession;
    try {
      opened = await open(controller.signal);
    } catch (error) {
      await onEnded(error instanceof Error ? error.message : String(error), !controller.signal.aborted);
      return;
    }
    live = opened;
    for (const work of early.splice(0)) work(opened);
    onReady(opened);
    const reason = await opened.ended.catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    await onEnded(reason, false);
  };
  const when = (work: (session: LiveSession) => void): void => {
    if (live === undefined) early.push(work);
    else work(live);
  };

  return {
    get live() {
      return live;
    },
    get begun() {
      return running !== undefined;
    },
    begin() {
      running ??= run();
    },
    wish: (wish) => when((session) => session.apply(wish)),
    hear: (samples, sampleRate) => when((session) => session.hear(samples, sampleRate)),
    async end(reason) {
      live?.apply({ type: 'closing-wanted', reason });
      controller.abort(new DOMException(reason, 'AbortError'));
      await running;
    },
  };
}
