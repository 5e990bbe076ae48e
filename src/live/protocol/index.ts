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
export type * from './server-events.ts';
export type * from './wire-session.ts';
