import type { Terminal } from './terminal.ts';

export interface Progress {
  /** `share` from 0 to 1. */
  update(stage: string, share: number, detail?: string): void;
  /** Clears the bar, so that the next words stand alone. */
  end(): void;
}

const redrawInterval = 0.1;
const barWidth = 24;

/** A bar that redraws its line on a terminal, else a plain line for each stage. */
export function createProgress(terminal: Terminal, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, end: () => {} };
  return terminal.interactive ? createBar(terminal) : createPlainLines(terminal);
}

function createBar(terminal: Terminal): Progress {
  let lastDrawn = -Infinity;
  let drawn = false;
  return {
    update(stage, share, detail = '') {
      const time = terminal.now();
      if (time - lastDrawn < redrawInterval && share < 1) return;
      lastDrawn = time;
      drawn = true;
      const filled = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const percent = `${Math.round(share * 100)}`.padStart(3);
      const line = `${stage.padEnd(12)} ${bar} ${percent} %  ${detail}`;
      terminal.say(`\r${line.slice(0, terminal.columns - 1)}\u001b[K`);
    },
    end() {
      if (drawn) terminal.say('\r\u001b[K');
      drawn = false;
    },
  };
}

function createPlainLines(terminal: Terminal): Progress {
  let current = '';
  return {
    update(stage, _share, detail = '') {
      if (stage === current) return;
      current = stage;
      terminal.say(detail === '' ? `${stage} …\n` : `${stage} … ${detail}\n`);
    },
    end() {},
  };
}
