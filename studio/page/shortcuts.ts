/** Keys that work wherever the focus is: with Alt, or such as no field has a use for. */
export type Shortcuts = {
  readonly talk: () => void;
  readonly mute: () => void;
  readonly stopAgent: () => void;
  readonly saveSound: () => void;
  /** Space held and let go, outside fields and buttons; true where it was put to use. */
  readonly press: () => boolean;
  readonly release: () => void;
};

export function listenForShortcuts(shortcuts: Shortcuts): void {
  const withAlt: Readonly<Record<string, () => void>> = {
    KeyT: shortcuts.talk,
    KeyM: shortcuts.mute,
    KeyS: shortcuts.saveSound,
  };
  document.addEventListener('keydown', (event) => {
    const { code, altKey, ctrlKey, metaKey, repeat } = event;
    if (code === 'Escape') return shortcuts.stopAgent();
    const action = altKey && !ctrlKey && !metaKey ? withAlt[code] : undefined;
    if (action !== undefined) {
      event.preventDefault();
      if (!repeat) action();
    } else if (code === 'Space' && !hasOwnUse(event.target) && shortcuts.press()) event.preventDefault();
  });
  document.addEventListener('keyup', (event) => {
    if (event.code === 'Space' && !hasOwnUse(event.target)) shortcuts.release();
  });
}

function hasOwnUse(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, button, summary, a') !== null;
}
