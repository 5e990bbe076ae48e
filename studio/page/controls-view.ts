import { find, setText } from './elements.ts';
import { listenForShortcuts } from './shortcuts.ts';

export type Controls = {
  readonly talk: () => void;
  readonly mute: () => void;
  readonly stopAgent: () => void;
  readonly press: () => void;
  readonly release: () => void;
  readonly saveSound: () => void;
  readonly type: (text: string) => Promise<void>;
};

export interface ControlsView {
  settle(state: ControlsState): void;
  /** dBFS of the microphone, shown around the button. */
  setLevel(level: number): void;
  focusText(): void;
}

export type ControlsState = {
  readonly phase: 'idle' | 'starting' | 'talking';
  readonly muted: boolean;
  readonly held: boolean;
  readonly holdToTalk: boolean;
};

export function createControlsView(controls: Controls): ControlsView {
  const talk = find('talk', HTMLButtonElement);
  const talkText = find('talk-text', HTMLElement);
  const hold = find('hold', HTMLButtonElement);
  const mute = find('mute', HTMLButtonElement);
  const stop = find('stop', HTMLButtonElement);
  const text = find('text', HTMLInputElement);
  let shownLevel = '';

  talk.addEventListener('click', controls.talk);
  mute.addEventListener('click', controls.mute);
  stop.addEventListener('click', controls.stopAgent);
  find('type', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (said === '') return;
    text.value = '';
    void controls.type(said);
  });
  listenToHolding(hold, controls);
  listenForShortcuts({
    talk: controls.talk,
    mute: () => {
      if (!mute.disabled) controls.mute();
    },
    stopAgent: controls.stopAgent,
    saveSound: controls.saveSound,
    press: () => {
      if (hold.hidden || hold.disabled) return false;
      controls.press();
      return true;
    },
    release: controls.release,
  });

  return {
    settle({ phase, muted, held, holdToTalk }) {
      talk.dataset['state'] = phase;
      setText(talkText, phase === 'idle' ? 'Talk' : phase === 'starting' ? 'Cancel' : 'End');
      hold.hidden = !holdToTalk;
      hold.disabled = phase !== 'talking';
      hold.classList.toggle('pressed', held);
      setText(hold, held ? 'Let go when done' : 'Hold to talk');
      mute.hidden = holdToTalk;
      mute.disabled = phase !== 'talking';
      mute.setAttribute('aria-pressed', String(muted));
      setText(mute, muted ? 'Muted' : 'Mute');
      stop.disabled = phase !== 'talking';
    },
    setLevel(level) {
      const value = Math.max(0, Math.min(1, (level + 50) / 40)).toFixed(2);
      if (value === shownLevel) return;
      shownLevel = value;
      talk.style.setProperty('--level', value);
    },
    focusText: () => text.focus(),
  };
}

/** By pointer, or by the keys that press a button. */
function listenToHolding(hold: HTMLButtonElement, { press, release }: Controls): void {
  hold.addEventListener('pointerdown', (event) => {
    hold.setPointerCapture(event.pointerId);
    press();
  });
  for (const type of ['pointerup', 'pointercancel', 'blur'] as const) hold.addEventListener(type, release);
  hold.addEventListener('keydown', (event) => {
    if (!presses(event)) return;
    event.preventDefault();
    if (!event.repeat) press();
  });
  hold.addEventListener('keyup', (event) => {
    if (presses(event)) release();
  });
}

function presses({ code }: KeyboardEvent): boolean {
  return code === 'Space' || code === 'Enter';
}
