import type { Conversation, Line } from '../conversation/conversation.ts';
import { clockText } from '../picture/layout-picture.ts';
import { find, make, setText } from './elements.ts';

/** What both sides say, as it comes: what the agent has not said yet is dim, what it never will is struck out. */
export interface CaptionsView {
  show(conversation: Conversation): void;
}

const badges: Readonly<Record<Line['kind'], string>> = {
  turn: '',
  interruption: 'interrupting',
  backchannel: 'listening along',
  'side-talk': 'to somebody else',
  typed: 'typed',
};

export function createCaptionsView(): CaptionsView {
  const scroller = find('captions', HTMLElement);
  const list = find('lines', HTMLOListElement);
  const welcome = find('welcome', HTMLElement);
  const dictation = find('dictation', HTMLElement);
  let latest: Conversation | undefined;
  const shown = new Map<string, { readonly line: Line; readonly element: HTMLElement }>();

  const place = (line: Line, index: number): void => {
    const known = shown.get(line.id);
    const element = known?.element ?? make('li', 'said');
    if (known?.line !== line) fill(element, line);
    shown.set(line.id, { line, element });
    const there = list.children[index];
    if (there !== element) list.insertBefore(element, there ?? null);
  };

  return {
    show(conversation) {
      if (conversation === latest) return;
      latest = conversation;
      const {
        lines,
        dictation: { settled, open },
      } = conversation;
      const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 48;
      const sorted = lines.toSorted((a, b) => a.start - b.start);
      const ids = new Set(sorted.map(({ id }) => id));
      for (const [id, { element }] of shown) {
        if (ids.has(id)) continue;
        element.remove();
        shown.delete(id);
      }
      for (const [index, line] of sorted.entries()) place(line, index);
      welcome.hidden = lines.length > 0;
      const said = `${settled} ${open}`.trim();
      const inTurn = lines.some((line) => line.speaker === 'user' && line.status === 'open');
      dictation.hidden = said === '' || inTurn;
      setText(dictation, said);
      if (atEnd) scroller.scrollTop = scroller.scrollHeight;
    },
  };
}

function fill(element: HTMLElement, line: Line): void {
  element.dataset['speaker'] = line.speaker;
  element.dataset['kind'] = line.kind;
  element.dataset['status'] = line.status;
  const body = make('div', 'said-body');
  body.append(make('span', 'who', line.speaker === 'user' ? 'You' : 'Agent'));
  const badge = badges[line.kind];
  if (badge !== '') body.append(make('span', 'badge', badge));
  body.append(...(line.speaker === 'user' ? userText(line) : agentText(line)));
  const time = make('time', '', clockText(line.start));
  element.replaceChildren(time, body);
}

function userText({ text, status, start, end }: Line): Node[] {
  if (text !== '') return [make('span', 'text', text)];
  const spoken = end === undefined ? '' : ` for ${Math.max(0.1, end - start).toFixed(1)} s`;
  return [make('span', 'wordless', status === 'open' ? 'speaking …' : `spoke${spoken}`)];
}

function agentText({ text, heard, status }: Line): Node[] {
  const rest = text.slice(heard);
  const nodes: Node[] = [make('span', 'text', text.slice(0, heard))];
  if (rest.trim() === '') return nodes;
  if (status === 'cut') nodes.push(make('span', 'hidden', ' (broken off; never heard:)'));
  nodes.push(make('span', status === 'cut' ? 'cut' : 'unheard', rest));
  return nodes;
}
