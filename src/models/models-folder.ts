import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where models are kept: `$DUOLOGUE_MODELS`, else where the system keeps an application's data. */
export function modelsFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const chosen = environment['DUOLOGUE_MODELS'];
  if (chosen !== undefined && chosen !== '') return chosen;
  return join(dataFolder(environment, platform, home), 'duologue', 'models');
}

function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'win32') return environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  const xdg = environment['XDG_DATA_HOME'];
  // The specification says that a relative path there is to be ignored.
  return xdg?.startsWith('/') === true ? xdg : join(home, '.local', 'share');
}
