import type { LiveNotice } from '../live-notice.ts';
import type { LiveState } from '../live-state.ts';
import { heardText, phraseStart, type Reply } from '../reply.ts';
import { agentSampleRate, type LiveOutput, type PlaybackOrder } from '../session-options.ts';
import { addAside, endAside } from './aside-flow.ts';
import { errorEvent } from './protocol-error.ts';
import {
  assistantItem,
  inTurn,
  type Progress,
  type ProtocolState,
  progress,
  rememberSpoken,
  rememberTokens,
  replaceItem,
  type SpokenItem,
  send,
  spokenOf,
} from './protocol-state.ts';
import {
  addSound,
  addText,
  bindResponse,
  callFunction,
  cancelledByClient,
  cancelledByTurn,
  completed,
  failedBy,
  finishResponse,
  itemOfReply,
  openMessage,
  openResponse,
  ownWords,
} from './response-flow.ts';
import { endSpeech, reopenSpeech, startSpeech, tellTimeout, writeWords } from './user-flow.ts';

/** What the engine puts out. `live`: what it knows at that moment. */
export function takeOutput(state: ProtocolState, output: LiveOutput, live: LiveState): Progress {
  const timed: ProtocolState = { ...state, at: live.at };
  switch (output.type) {
    case 'audio-ready':
      return takeSound(timed, output, live);
    case 'playback-ordered':
      return progress(timed, ...orderActions(timed, output.order));
    case 'notice-told':
      return inTurn(
        settleDropped(timed, output.notice),
        (next) => takeNotice(next, output.notice, live),
        (next) => passOn(next, output.notice),
      );
    default:
      return output satisfies never;
  }
}

/** Clients that ask for it get every notice as it is, with the item that it is about. */
function passOn(state: ProtocolState, notice: LiveNotice): Progress {
  if (!state.session.duologue.notices) return progress(state);
  const item =
    'reply' in notice
      ? itemOfReply(state, notice.reply)
      : 'turn' in notice && notice.turn !== undefined
        ? (state.turns.find(({ turn }) => turn === notice.turn)?.item ?? state.user?.item)
        : undefined;
  return progress(
    state,
    send({ type: 'duologue.notice', ...(item === undefined ? {} : { item_id: item }), notice }),
  );
}

type Sound = Extract<LiveOutput, { type: 'audio-ready' }>;

function takeSound(state: ProtocolState, { reply, position, samples }: Sound, live: LiveState): Progress {
  const duration = samples.length / agentSampleRate;
  const { response, session } = state;
  if (reply === undefined) {
    // A filler is part of the answer that it announces; a backchannel is a sound of its own.
    if (session.output_modalities[0] === 'text') return progress(state);
    if (session.duologue.notices) return progress(state, { type: 'send-sound', position, samples });
    return response === undefined
      ? addAside(state, samples, duration)
      : addSound(state, samples, duration, undefined);
  }
  const ended = spokenOf(state, reply)?.ended === true && response?.reply !== reply;
  if (ended) {
    // The end of the fade after a yield; a client that goes by the protocol has fallen silent already.
    return session.duologue.notices
      ? progress(state, { type: 'send-sound', position, samples })
      : progress(state);
  }
  return inTurn(
    bindResponse(state, reply),
    (next) => addSound(next, samples, duration, position),
    (next) => tellHeard(next, live),
  );
}

/** For clients that ask: the words of the reply that have been heard, whenever there are more of them. */
export function tellHeard(state: ProtocolState, { agent }: LiveState): Progress {
  if (!state.session.duologue.notices || agent.phase !== 'speaking') return progress(state);
  const spoken = spokenOf(state, agent.reply.id);
  if (spoken === undefined || spoken.ended) return progress(state);
  const transcript = ownWords(spoken, heardText(agent.reply));
  if (transcript === spoken.transcript) return progress(state);
  return progress(
    rememberSpoken(state, { ...spoken, transcript }),
    send({
      type: 'duologue.heard',
      item_id: spoken.item,
      reply: agent.reply.id,
      ...(spoken.before === '' ? {} : { before: spoken.before }),
      transcript,
      audio_ms: Math.round(itemPosition(spoken, agent.reply.position) * 1000),
    }),
  );
}

/** Where in an item's sound a place in its reply's sound lies. */
function itemPosition({ spans }: SpokenItem, position: number): number {
  const span = spans.findLast((one) => one.position <= position + 1e-6) ?? spans[0];
  return span === undefined
    ? position
    : Math.max(0, Math.min(span.audio + span.duration, span.audio + position - span.position));
}

/** Where in its reply's sound a place in an item's sound lies. */
export function replyPosition({ spans }: SpokenItem, audio: number): number {
  const span = spans.findLast((one) => one.audio <= audio + 1e-6) ?? spans[0];
  if (span === undefined) return audio;
  return Math.max(span.position, Math.min(span.position + span.duration, span.position + audio - span.audio));
}

function orderActions(state: ProtocolState, order: PlaybackOrder): Progress['actions'] {
  if (order.action === 'set-level') {
    const { action, gain, within } = order;
    return [send({ type: 'duologue.playback', action, gain, within_ms: within * 1000 })];
  }
  const spoken = spokenOf(state, order.reply);
  // Nothing of it has been sent: it will play when it comes.
  if (spoken === undefined) return [];
  const { action } = order;
  const place =
    action === 'play'
      ? { audio_ms: itemPosition(spoken, order.position) * 1000 }
      : { within_ms: order.within * 1000 };
  return [send({ type: 'duologue.playback', action, item_id: spoken.item, ...place })];
}

function takeNotice(state: ProtocolState, notice: LiveNotice, live: LiveState): Progress {
  switch (notice.type) {
    case 'user-turn-started':
      return startSpeech(state, notice.start, notice.turn);
    case 'user-words-heard':
      return writeWords(state, notice);
    case 'user-turn-ended':
      return endSpeech(state, notice);
    case 'user-turn-reopened':
      return reopenSpeech(state, notice);
    case 'silence-prompted':
      return tellTimeout(state, notice);
    case 'reply-text':
      return inTurn(bindResponse(state, notice.reply), (next) => addText(next, notice.text));
    case 'tool-called':
      return inTurn(bindResponse(state, notice.reply), (next) => callFunction(next, notice));
    case 'agent-yielded':
      return inTurn(startSpeech(state, notice.onset), (next) =>
        next.response?.reply === notice.reply
          ? finishResponse(next, cancelledByTurn, heardOf(live, notice.reply))
          : progress(next),
      );
    case 'reply-resumed':
      return resume(state, notice.reply, notice.position, live);
    case 'reply-ended':
      return endReply(state, notice);
    case 'reply-dropped':
      return dropReply(state, notice.reply);
    case 'part-failed':
      return progress(
        state,
        ...transcriptionFailed(state, notice),
        send(
          errorEvent({
            type: 'server_error',
            code: `${notice.part}_failed`,
            message: `The ${notice.part} failed: ${notice.message}`,
          }),
        ),
      );
    case 'tokens-counted': {
      const { reply, input, output } = notice;
      return progress(rememberTokens(state, { reply, input, output }));
    }
    case 'reply-started':
      return bindResponse(state, notice.reply);
    case 'sound-started':
    case 'overlap-judged':
    case 'sound-heard':
    case 'level-changed':
    case 'agent-held':
    case 'agent-continued':
    case 'agent-backchannelled':
    case 'language-switched':
      return progress(state);
    case 'session-ended':
      return inTurn(endAside(state), (next) => finishResponse(next, cancelledByClient));
    default:
      return notice satisfies never;
  }
}

/** Whoever waits for the words of what is being said is told that they will not come. */
function transcriptionFailed(
  { user, session }: ProtocolState,
  { part, message }: Extract<LiveNotice, { type: 'part-failed' }>,
): Progress['actions'] {
  if (part !== 'recognizer' || user === undefined || session.audio.input.transcription === null) return [];
  return [
    send({
      type: 'conversation.item.input_audio_transcription.failed',
      item_id: user.item,
      content_index: 0,
      error: { type: 'server_error', code: 'recognizer_failed', message },
    }),
  ];
}

function heardOf({ agent }: LiveState, reply: string): string | undefined {
  return agent.phase === 'quiet' || agent.reply.id !== reply ? undefined : heardText(agent.reply);
}

/** After a false alarm it goes on: for the protocol that is another response, with the text from there on. */
function resume(state: ProtocolState, reply: string, position: number, { agent }: LiveState): Progress {
  const { before, after } =
    agent.phase === 'quiet' || agent.reply.id !== reply
      ? { before: '', after: '' }
      : splitAt(agent.reply, position);
  return inTurn(
    openResponse(state.user?.committed === false ? dropUser(state) : state, { reply }),
    openMessage,
    (next) => {
      const spoken = spokenOf(next, reply);
      return progress(spoken === undefined ? next : rememberSpoken(next, { ...spoken, before }));
    },
    (next) => addText(next, after === '' ? '' : `${after} `),
  );
}

function dropUser(state: ProtocolState): ProtocolState {
  const { user: _, ...rest } = state;
  return rest;
}

/** The words of a reply before a position and from it on. */
function splitAt(reply: Reply, position: number): { readonly before: string; readonly after: string } {
  const texts = (keep: (start: number) => boolean): string =>
    reply.phrases
      .filter((_, index) => keep(phraseStart(reply, index)))
      .map(({ text }) => text)
      .join(' ');
  const edge = position - 1e-6;
  return { before: texts((start) => start < edge), after: texts((start) => start >= edge) };
}

type Ended = Extract<LiveNotice, { type: 'reply-ended' }>;

function endReply(state: ProtocolState, { reply, heard, cutShort }: Ended): Progress {
  if (state.response?.reply === reply) {
    return cutShort ? finishResponse(state, cancelledByClient, heard) : finishResponse(state, completed);
  }
  // It was broken off before, and only now is it certain what was heard of it.
  const spoken = spokenOf(state, reply);
  if (spoken === undefined || !cutShort) return progress(state);
  const transcript = ownWords(spoken, heard);
  if (spoken.transcript === transcript) return progress(state);
  const item = assistantItem(spoken.item, 'audio', transcript, 'incomplete');
  return progress(
    replaceItem(rememberSpoken(state, { ...spoken, transcript }), item),
    send({
      type: 'conversation.item.truncated',
      item_id: spoken.item,
      content_index: 0,
      audio_end_ms: Math.round(spoken.sent * 1000),
    }),
  );
}

function dropReply(state: ProtocolState, reply: string): Progress {
  const { response } = state;
  if (response === undefined || (response.reply !== undefined && response.reply !== reply)) {
    return progress(state);
  }
  return progress({ ...state, dropped: true });
}

/** Why a reply was dropped is told by what comes next: a part that failed, the user who goes on, or nothing. */
export function settleDropped(state: ProtocolState, next?: LiveNotice): Progress {
  if (!state.dropped) return progress(state);
  const settled: ProtocolState = { ...state, dropped: false };
  if (next?.type === 'part-failed') {
    return finishResponse(settled, failedBy(`${next.part}_failed`, next.message));
  }
  if (state.cancelled) return finishResponse(settled, cancelledByClient);
  const spoke = next?.type === 'user-turn-reopened' || next?.type === 'user-turn-started';
  return finishResponse(settled, spoke ? cancelledByTurn : completed);
}
