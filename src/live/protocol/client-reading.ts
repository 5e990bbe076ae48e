import type { ClientOrder, LiveClientEvent } from './live-client-event.ts';
import { decodePcm16 } from './pcm16.ts';
import type { ServerEvent } from './server-events.ts';

/** Our own server's words are trusted once they are an event at all; anybody else's are passed over. */
export function parseServerEvent(data: unknown): ServerEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(data);
    return isEvent(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): value is ServerEvent {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What a server event means to whoever holds the client. */
export function clientEvents(event: ServerEvent): readonly LiveClientEvent[] {
  const read = clientEvent(event);
  return read === undefined ? [] : [read];
}

function clientEvent(event: ServerEvent): LiveClientEvent | undefined {
  if (event.type === 'session.updated') return { type: 'session-changed', session: event.session };
  if (event.type === 'response.output_audio.delta') {
    const { item_id: item, audio_ms, delta } = event;
    return { type: 'audio-ready', item, position: audio_ms / 1000, samples: decodePcm16(delta) };
  }
  if (event.type === 'duologue.audio.delta') {
    return { type: 'audio-ready', position: event.audio_ms / 1000, samples: decodePcm16(event.delta) };
  }
  if (event.type === 'duologue.playback') {
    const order = orderOf(event);
    return order === undefined ? undefined : { type: 'playback-ordered', order };
  }
  if (event.type === 'duologue.notice') {
    const { notice, item_id: item } = event;
    return { type: 'notice-told', notice, ...(item === undefined ? {} : { item }) };
  }
  if (event.type === 'duologue.heard') {
    const { item_id: item, transcript: text, audio_ms } = event;
    return { type: 'agent-heard', item, text, position: audio_ms / 1000 };
  }
  if (event.type === 'error') {
    // It was over before it could be cancelled.
    if (event.error.code === 'response_cancel_not_active') return undefined;
    return { type: 'error-raised', code: event.error.code, message: event.error.message };
  }
  return agentEvent(event);
}

function agentEvent(event: ServerEvent): LiveClientEvent | undefined {
  if (
    event.type === 'response.output_audio_transcript.delta' ||
    event.type === 'response.output_text.delta'
  ) {
    return { type: 'agent-text', item: event.item_id, text: event.delta };
  }
  if (event.type === 'response.function_call_arguments.done') {
    const { call_id: call, name, arguments: given } = event;
    return { type: 'tool-called', call, name, arguments: given };
  }
  if (event.type !== 'response.output_item.done' || event.item.type !== 'message') return undefined;
  return { type: 'agent-finished', item: event.item.id, cutShort: event.item.status !== 'completed' };
}

function orderOf(event: Extract<ServerEvent, { type: 'duologue.playback' }>): ClientOrder | undefined {
  const { action, item_id: item, gain = 1, within_ms = 0, audio_ms = 0 } = event;
  const within = within_ms / 1000;
  if (action === 'set-level') return { action, gain, within };
  if (item === undefined) return undefined;
  if (action === 'play') return { action, item, position: audio_ms / 1000 };
  return { action, item, within };
}
