import { modelCatalogue } from '../../models/index.ts';

/** Under what a voice comes, as far as Duologue knows: of services and of models that somebody added, it does not. */
export function voiceLicence(voice: string): string {
  const [, provider = '', name = ''] = /^([^/]+)\/([^:@]+)/.exec(voice) ?? [];
  if (provider === 'flite') return 'Flite, Carnegie Mellon University: BSD-4-Clause';
  if (provider === 'espeak') return 'eSpeak NG: GPL-3.0 (of the program)';
  const model = modelCatalogue.find(({ id }) => id === name);
  if (provider === 'sherpa' && model !== undefined) return `${model.licence} (${model.homepage})`;
  return 'unknown: the terms of who offers the voice';
}
