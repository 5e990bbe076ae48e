import type { Mark } from '../conversation/conversation.ts';
import { clockText } from '../picture/layout-picture.ts';
import { find, make } from './elements.ts';

/** What the picture shows, in words, the latest first. */
export interface EventsView {
  show(marks: readonly Mark[]): void;
}

const most = 200;

export function createEventsView(): EventsView {
  const list = find('events', HTMLOListElement);
  let latest: readonly Mark[] = [];
  let newest = 0;
  return {
    show(marks) {
      if (marks === latest) return;
      latest = marks;
      // Another talk counts from the beginning.
      if ((marks.at(-1)?.id ?? 0) < newest) {
        list.replaceChildren();
        newest = 0;
      }
      for (const mark of marks) {
        if (mark.id <= newest) continue;
        newest = mark.id;
        list.prepend(make('li', '', `${clockText(mark.start)}  ${sentence(mark)}`));
        if (list.children.length > most) list.lastElementChild?.remove();
      }
    },
  };
}

/** A sentence, with the reason where one was given. */
export function sentence(mark: Mark): string {
  const { because } = mark;
  const told = plainSentence(mark);
  return because === undefined || because === '' ? told : `${told.replace(/\.$/, '')}: ${because}.`;
}

function plainSentence({ type, track, text }: Mark): string {
  const quoted = text === undefined ? '' : ` “${text}”`;
  switch (type) {
    case 'backchannel':
      return track === 'user' ? `You listened along${quoted}.` : `The agent listened along${quoted}.`;
    case 'interruption':
      return 'You interrupted.';
    case 'noise':
      return text === undefined ? 'A noise, ignored.' : `A noise (${text}), ignored.`;
    case 'side-talk':
      return `Not meant for the agent${quoted}.`;
    case 'duck':
      return 'The agent grew quieter.';
    case 'hold':
      return 'The agent held its breath.';
    case 'yield':
      return 'The agent yielded.';
    case 'resume':
      return 'The agent went on: it had been a false alarm.';
    case 'prompt':
      return 'The agent asked whether you are there.';
    case 'switch':
      return text === undefined ? 'The language changed.' : `The language changed to ${text}.`;
    case 'failure':
      return `Something failed: ${text ?? 'unknown'}`;
    default:
      return type satisfies never;
  }
}
