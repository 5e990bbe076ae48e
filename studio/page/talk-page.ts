import type { LiveClientEvent } from '../../src/live/protocol/index.ts';
import {
  explainRefusal,
  fetchCatalogue,
  realtimeAddress,
  ServerTrouble,
} from '../session/server-catalogue.ts';
import { createTalkRoom, type TalkRoom, type TalkWanted } from '../session/talk-room.ts';
import { createCaptionsView } from './captions-view.ts';
import { createControlsView } from './controls-view.ts';
import { createEventsView } from './events-view.ts';
import { createLatencyView } from './latency-view.ts';
import { createNoticeView, type NoticeView } from './notice-view.ts';
import { createPictureView } from './picture-view.ts';
import { createSaveView } from './save-view.ts';
import { createSettingsView, type SettingsView, wireChoices } from './settings.ts';
import { createStatusView, type StatusView } from './status-view.ts';

/** The room in which one talks. `worklet`: where the built audio worklet lies; `base`: where the server is. */
export function openTalkPage(worklet: string, base: string): void {
  const status = createStatusView();
  const notice = createNoticeView(() => void room.begin(false).then(() => controls.focusText()));
  const settings = createSettingsView(({ key }) => {
    room.change();
    if (key !== '' && room.phase === 'idle') void offerCatalogue(base, settings, notice);
  });
  const room = createTalkRoom({
    worklet,
    wanted: () => wantedOf(settings, base),
    onChange: () => settle(),
    onEvent: (event) => followEvent(event, { base, room, status, notice }),
    onTrouble: (message, offersTyping) => notice.show(message, { offersTyping }),
  });
  const save = createSaveView({
    record: () => room.record,
    languages: () => [settings.choices.language || 'en'],
    voice: () => settings.choices.voice || undefined,
  });
  const controls = createControlsView({
    talk() {
      if (room.phase === 'idle') {
        notice.clearAll();
        status.setConnection('idle');
        void room.begin(true);
      } else {
        room.end();
        status.setConnection('idle');
        notice.clear('connection');
      }
    },
    mute: () => room.toggleMute(),
    stopAgent: () => room.stopAgent(),
    press: () => room.press(),
    release: () => room.release(),
    saveSound: () => save.saveSound(),
    type: (text) => room.type(text),
  });

  const settle = (): void => {
    const { phase, muted, held, silenced } = room;
    settings.setTalking(phase !== 'idle');
    controls.settle({ phase, muted, held, holdToTalk: settings.choices.holdToTalk });
    status.setMuted(silenced);
  };

  const captions = createCaptionsView();
  const picture = createPictureView();
  const latency = createLatencyView();
  const events = createEventsView();
  const paint = (): void => {
    requestAnimationFrame(paint);
    const { record } = room;
    picture.show(record);
    if (record === undefined) return;
    captions.show(record.conversation);
    events.show(record.conversation.marks);
    latency.show(record.latencies);
    status.follow(record.conversation, settings.choices.announce);
    controls.setLevel(room.phase === 'talking' ? record.userLevel : -100);
    save.setReady(record.sound.duration > 0);
  };

  settle();
  void offerCatalogue(base, settings, notice);
  paint();
}

function wantedOf({ choices }: SettingsView, base: string): TalkWanted {
  return {
    address: realtimeAddress(base, choices.brain || undefined),
    session: wireChoices(choices),
    holdToTalk: choices.holdToTalk,
    ...(choices.key === '' ? {} : { key: choices.key }),
  };
}

async function offerCatalogue(base: string, settings: SettingsView, notice: NoticeView): Promise<void> {
  try {
    settings.offer(await fetchCatalogue(base, settings.choices.key || undefined));
    notice.clear('catalogue');
  } catch (error) {
    const trouble = error instanceof ServerTrouble ? error : undefined;
    notice.show(trouble?.message ?? 'This page cannot read what the server answers.', { id: 'catalogue' });
    if (trouble?.status === 401 || trouble?.status === 403) settings.askForKey();
  }
}

type EventParts = {
  readonly base: string;
  readonly room: TalkRoom;
  readonly status: StatusView;
  readonly notice: NoticeView;
};

/** Errors of the protocol that only say that what was wanted is so already. */
const harmless: readonly string[] = ['response_cancel_not_active', 'input_audio_buffer_commit_empty'];

function followEvent(event: LiveClientEvent, parts: EventParts): void {
  const { notice } = parts;
  if (event.type === 'connection-changed') followConnection(event, parts);
  else if (event.type === 'error-raised' && !harmless.includes(event.code)) notice.show(event.message);
  else if (event.type === 'notice-told' && event.notice.type === 'part-failed') {
    notice.show(`The ${event.notice.part} failed: ${event.notice.message}`);
  }
}

function followConnection(
  event: Extract<LiveClientEvent, { type: 'connection-changed' }>,
  parts: EventParts,
): void {
  const { room, status, notice } = parts;
  if (event.status === 'closed') room.end();
  status.setConnection(event.status, event.attempt);
  if (event.status === 'open') notice.clear('connection');
  if (event.status === 'waiting' || event.status === 'closed') {
    void explainLoss(event.reason, event.status === 'closed', parts);
  }
}

async function explainLoss(
  told: string | undefined,
  ended: boolean,
  { base, room, status, notice }: EventParts,
): Promise<void> {
  const { everConnected } = status;
  const otherwise = everConnected ? sentenceOf(told) : 'The server takes no new talk now; it may be full.';
  const reason = (await explainRefusal(base)) ?? otherwise;
  // Meanwhile it has been made anew, or the user has ended it.
  if (status.connected || (room.phase === 'idle') !== ended) return;
  const next = ended ? 'Press Talk to begin anew.' : 'Trying again …';
  notice.show(`${reason} ${next}`, { id: 'connection' });
}

function sentenceOf(reason: string | undefined): string {
  if (reason === undefined || reason === '') return 'The connection was lost.';
  const begun = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
