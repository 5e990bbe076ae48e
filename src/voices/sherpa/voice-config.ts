import { compact, listOf, type ModelFiles, pathOf } from './model-files.ts';

/** What `OfflineTts` is made of. */
export type VoiceConfig = {
  readonly model: Readonly<Record<string, unknown>>;
  readonly maxNumSentences: number;
  readonly ruleFsts?: string;
};

/** Which files are what, by their names and by what the network says of itself. */
export function voiceConfig(
  files: ModelFiles,
  { threads, chinese }: { threads: number; chinese: boolean },
): VoiceConfig {
  // They read every digit in Chinese, so that only who speaks Chinese may have them.
  const ruleFsts = chinese
    ? listOf(files, [/^phone.*\.fst$/, /^date.*\.fst$/, /^number.*\.fst$/, /heteronym\.fst$/])
    : '';
  return {
    model: { ...engineConfig(files), numThreads: threads, provider: 'cpu', debug: 0 },
    // A sentence at a time bounds the memory, and the model hears no more context than that anyway.
    maxNumSentences: 1,
    ...(ruleFsts === '' ? {} : { ruleFsts }),
  };
}

function engineConfig(files: ModelFiles): Record<string, Record<string, string | number>> {
  const common = { tokens: pathOf(files, 'tokens.txt'), dataDir: pathOf(files, 'espeak-ng-data') };
  const kind = files.metadata.get('model_type') ?? '';
  const voices = pathOf(files, 'voices.bin');
  if (voices !== undefined && kind.startsWith('kitten'))
    return { kitten: compact({ model: files.main, voices, ...common }) };
  if (voices !== undefined) {
    const lexicon = listOf(files, ['lexicon-us-en.txt', 'lexicon-zh.txt']);
    return { kokoro: compact({ model: files.main, voices, lexicon, ...common }) };
  }
  const lexicon = pathOf(files, 'lexicon.txt');
  const vocoder = pathOf(files, /voco|hifigan|melgan/i);
  if (vocoder !== undefined)
    return { matcha: compact({ acousticModel: files.main, vocoder, lexicon, ...common }) };
  return { vits: compact({ model: files.main, lexicon, ...common }) };
}
