import { stringify } from 'yaml';
import type { RunManifest } from '../run/run-manifest.ts';
import { type Spec, specSchema } from '../simulate/spec.ts';
import { shareText } from './card-text.ts';
import type { CorpusCard } from './corpus-card.ts';
import { markdownCode, markdownText } from './markdown.ts';

/** In words and, of what was simulated, as the specification that makes it again. */
export function howMade(run: RunManifest, card: CorpusCard): string {
  const spec = run.job === 'simulate' ? specSchema.safeParse(run.parameters).data : undefined;
  const seeded = `Its parameters have the SHA-256 \`${run.parametersSha256}\``;
  if (spec !== undefined) {
    return [
      [
        `Simulated by \`duologue corpus simulate\` of ${run.generator}, with the seed ${markdownCode(run.seed)}. ${seeded}: the same`,
        'specification, seed and version make the same bytes.',
      ].join('\n'),
      specWords(spec)
        .map((line) => `- ${line}`)
        .join('\n'),
      [
        '<details><summary>The specification</summary>',
        '',
        '```yaml',
        stringify(shareableSpec(spec), { lineWidth: 0 }).trimEnd(),
        '```',
        '',
        '</details>',
      ].join('\n'),
    ].join('\n\n');
  }
  if (run.job === 'ingest') {
    return [
      `${run.items} recordings were brought into this form by \`duologue corpus ingest\` of ${run.generator}. ${seeded}.`,
      'Who speaks when, and what is heard besides words, was found by a program wherever `source` says `detected`.',
      `What each filter measured stands in every record, of what did not pass too; ${filterWords(card)}`,
    ].join('\n');
  }
  return `Made by the job \`${run.job}\` of ${run.generator}, with the seed ${markdownCode(run.seed)}. ${seeded}.`;
}

function filterWords({ filters }: CorpusCard): string {
  const failed = filters.filter((filter) => filter.failed > 0);
  if (filters.length === 0) return 'no filter was set.';
  return failed.length === 0
    ? 'all passed all of them.'
    : `not all passed ${failed.map(({ name }) => markdownCode(name)).join(', ')}.`;
}

function specWords({ text, speech, split, rates, conditions, audio, speakers, duration }: Spec): string[] {
  const texts = {
    grammar: 'Grammars and topic templates wrote the texts; no language model did.',
    scripts: 'The texts are scripts that were given.',
    model: `A language model wrote the texts${text.from === 'model' ? `: ${markdownCode(text.model)}` : ''}.`,
    pool: 'The texts are what the utterances of a pool say, one after another: nobody said them to each other.',
  } as const;
  const spoken = {
    voices: 'Synthetic voices speak them.',
    pool: 'Utterances of a pool are put together to dialogues that never took place.',
  } as const;
  const changed = Object.entries(rates).filter(([name, value]) => value !== (name === 'sideTalk' ? 0 : 1));
  const { noise } = conditions;
  return [
    texts[text.from],
    `${spoken[speech.from]} ${speakers.count} people were cast, of which each is in one split alone.`,
    'Turn-taking is drawn from what is known of people in the register: gaps, overlaps, backchannels, interruptions.' +
      (changed.length === 0
        ? ''
        : ` Changed: ${changed.map(([name, value]) => `${name} ${value}${name === 'sideTalk' ? ' a minute' : ' times'}`).join(', ')}.`),
    `Dialogues were to last ${duration.minimum} to ${duration.maximum} s, half of them less than ${duration.median} s.`,
    `Rooms, devices, codecs and noises were laid over dry tracks; ${shareText(conditions.dry)} were left dry. In the rooms a sound falls by 60 dB in ${conditions.reverberation.join(' to ')} s.`,
    `${shareText(noise.steady)} of the dialogues have steady noise, ${noise.snr.join(' to ')} dB below speech; single noises come ${noise.bursts} to a minute.`,
    `Sound has ${audio.sampleRate} Hz. Shares of the splits: ${Object.entries(split)
      .map(([name, share]) => `${name} ${shareText(share)}`)
      .join(', ')}; no person and no sentence is in two.`,
  ];
}

/** Without the places of one machine: paths keep their last part. */
function shareableSpec(spec: Spec): unknown {
  const { text, speech, ...rest } = spec;
  const shownText =
    text.from === 'scripts'
      ? { ...text, path: lastPart(text.path) }
      : text.from === 'model'
        ? { ...text, cache: lastPart(text.cache), baseURL: undefined, apiKeyVariable: undefined }
        : text;
  const shownSpeech =
    speech.from === 'pool'
      ? { ...speech, path: lastPart(speech.path), prepared: undefined }
      : { ...speech, cache: undefined };
  return { ...rest, text: shownText, speech: shownSpeech };
}

/** A corpus's own words about what it is for, where its specification has some. */
export function descriptionOf(run: RunManifest): string | null {
  const spec = run.job === 'simulate' ? specSchema.safeParse(run.parameters).data : undefined;
  return spec?.description === undefined ? null : markdownText(spec.description);
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}
