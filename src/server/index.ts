export { addKey, readKeyFile, removeKey } from './access/key-file.ts';
export type { ServerKey } from './access/server-keys.ts';
export type { ServerConfig } from './config/config-schema.ts';
export {
  type OpenConfigOptions,
  type OpenedConfig,
  openServerConfig,
  usualKeyFile,
} from './config/open-config.ts';
export { parseServerConfig, type ReadServerConfig, readServerConfig } from './config/read-config.ts';
export { createServer, type DuologueServer } from './create-server.ts';
export { defaultLimits, type ServerLimits } from './limits.ts';
export { type Log, type LogEntry, logLine } from './log.ts';
export { ServerError } from './server-error.ts';
export type { ServedModel, ServerOptions } from './server-options.ts';
