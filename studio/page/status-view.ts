import type { LiveConnection } from '../../src/live/protocol/index.ts';
import type { Conversation, Line } from '../conversation/conversation.ts';
import { find, setText } from './elements.ts';

/** The line of status at the top, and what is read out to who can't see the page. */
export interface StatusView {
  readonly connected: boolean;
  /** This talk has had a connection at some time. */
  readonly everConnected: boolean;
  setConnection(status: LiveConnection | 'idle', attempt?: number): void;
  setMuted(muted: boolean): void;
  follow(conversation: Conversation, announceLines: boolean): void;
}

const agentTexts: Readonly<Record<Conversation['agent'], string>> = {
  quiet: 'Listening',
  speaking: 'Agent speaks, and listens',
  ducked: 'Agent listens up',
  held: 'Agent holds its breath',
  yielded: 'Agent yields',
};

export function createStatusView(): StatusView {
  const chip = find('connection', HTMLElement);
  const text = find('connection-text', HTMLElement);
  const announcements = find('announcements', HTMLElement);
  const announced = new Set<string>();
  let connection: LiveConnection | 'idle' = 'idle';
  let everConnected = false;
  let muted = false;

  const announce = (line: Line): void => {
    if (line.status === 'open' || announced.has(line.id)) return;
    announced.add(line.id);
    const said = line.speaker === 'agent' ? line.text.slice(0, line.heard) : line.text;
    if (said.trim() === '') return;
    setText(announcements, `${line.speaker === 'agent' ? 'Agent' : 'You'}: ${said}`);
  };

  return {
    get everConnected() {
      return everConnected;
    },
    get connected() {
      return connection === 'open';
    },
    setConnection(status, attempt = 1) {
      const texts: Readonly<Record<typeof status, string>> = {
        idle: 'Ready',
        connecting: attempt > 1 ? `Connecting, attempt ${attempt} …` : 'Connecting …',
        open: 'Connected',
        waiting: 'No connection, trying again …',
        closed: 'Ended',
      };
      if (status !== connection) setText(announcements, texts[status]);
      connection = status;
      if (status === 'idle') everConnected = false;
      if (status === 'open') everConnected = true;
      chip.dataset['state'] = status;
      setText(text, texts[status]);
    },
    setMuted(value) {
      muted = value;
    },
    follow(conversation, announceLines) {
      if (connection === 'open') {
        const { agent } = conversation;
        setText(text, agent === 'quiet' && muted ? 'You are muted' : agentTexts[agent]);
      }
      for (const line of conversation.lines.slice(-8)) {
        if (announceLines) announce(line);
        else if (line.status !== 'open') announced.add(line.id);
      }
    },
  };
}
