import { find, setText } from './elements.ts';

/** What went wrong, and what can be done about it. Read out by screen readers as it appears. */
export interface NoticeView {
  show(text: string, options?: { readonly offersTyping?: boolean; readonly id?: string }): void;
  /** Takes a notice away that has become untrue. */
  clear(id: string): void;
  clearAll(): void;
}

export function createNoticeView(onType: () => void): NoticeView {
  const box = find('notice', HTMLElement);
  const text = find('notice-text', HTMLElement);
  const typing = find('notice-type', HTMLButtonElement);
  const announcements = find('announcements', HTMLElement);
  let shown = '';
  const hide = (): void => {
    box.hidden = true;
    shown = '';
  };
  typing.addEventListener('click', () => {
    hide();
    onType();
  });
  find('notice-close', HTMLButtonElement).addEventListener('click', hide);
  return {
    show(message, { offersTyping = false, id = '' } = {}) {
      setText(text, message);
      setText(announcements, message);
      typing.hidden = !offersTyping;
      box.hidden = false;
      shown = id;
    },
    clear(id) {
      if (shown === id) hide();
    },
    clearAll: hide,
  };
}
