export type { ClientEvent } from './client-events.ts';
export type * from './items.ts';
export {
  createLiveClient,
  type LiveClient,
  type LiveClientOptions,
  type LiveClientSession,
  type ReconnectOptions,
} from './live-client.ts';
export type * from './live-client-event.ts';
export type { LiveSocket, LiveSocketConstructor } from './live-link.ts';
export { type ParsedClientEvent, parseClientEvent } from './parse-client-event.ts';
export {
  type Progress,
  type ProtocolAction,
  type ProtocolState,
  startProtocol,
} from './protocol-state.ts';
export { type ProtocolInput, protocolStep } from './protocol-step.ts';
export type * from './server-events.ts';
export { resolveSession, type SessionOffer } from './session-config.ts';
export { sessionPolicy } from './session-policy.ts';
export { type SessionUpdate, sessionUpdateSchema } from './session-update.ts';
export type * from './wire-session.ts';
export {
  createSoundDecoder,
  createSoundEncoder,
  type SoundDecoder,
  type SoundEncoder,
} from './wire-sound.ts';
export { toolChoiceOf, toolDescription } from './wire-tools.ts';
