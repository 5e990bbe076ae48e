import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedVoices } from 'duologue/voices';
import { createDialogueText, type DialogueText } from '../../packages/dialospeech/src/text/index.ts';
import { openDialogueCorpus } from './dialogue-corpus.ts';
import { dialogueItem } from './dialogue-item.ts';
import { monologueItem } from './monologue-item.ts';
import { planMonologue } from './monologue-plan.ts';
import type { MadeItem } from './pack-item.ts';
import { hasPack, openPackWriter, type PackWriter } from './pack-writer.ts';
import type { PrepareSpec } from './prepare-spec.ts';
import { allThroats, type Language } from './throats.ts';

export type MakePacksOptions = {
  /** Where the packs go; the simulated corpora lie in `corpora` beside them. */
  readonly folder: string;
  /** Told of each pack, and of what was left out. */
  readonly onMessage?: (message: string) => void;
};

type Pack = {
  readonly name: string;
  readonly index: number;
  readonly write: (writer: PackWriter) => Promise<void>;
};

/**
 * All packs of a specification, those that are missing: of each language one of a speaker alone and one of two, then the
 * next, so that training can begin with the first. Killed anywhere, it goes on with the pack at which it was.
 */
export async function makePacks(
  spec: PrepareSpec,
  { folder, onMessage = () => {} }: MakePacksOptions,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const reader = await createDialogueText();
  const packs = [
    ...monologuePacks(spec, reader, onMessage),
    ...dialoguePacks(spec, reader, { folder, onMessage }),
  ];
  for (const pack of packs.toSorted((a, b) => a.index - b.index)) {
    if (await hasPack(folder, pack.name)) continue;
    const writer = await openPackWriter(folder, pack.name);
    try {
      await pack.write(writer);
      await writer.finish();
    } catch (error) {
      await writer.discard();
      throw error;
    }
    onMessage(`${pack.name}: ${(writer.duration() / 60).toFixed(1)} minutes`);
  }
}

function languagesOf({ languages }: PrepareSpec): Language[] {
  return (['en', 'zh'] as const).filter((language) => languages[language] !== undefined);
}

/** Packs of that many hours, the languages in turn: `dialogue-en-00`. */
function packNames(
  spec: PrepareSpec,
  kind: 'dialogue' | 'monologue',
): { readonly name: string; readonly language: Language; readonly index: number }[] {
  const counts = languagesOf(spec).map((language) => ({
    language,
    count: Math.ceil((spec.languages[language]?.[kind] ?? 0) / spec.hoursPerPack),
  }));
  const most = Math.max(0, ...counts.map(({ count }) => count));
  return Array.from({ length: most }, (_, index) => index).flatMap((index) =>
    counts
      .filter(({ count }) => index < count)
      .map(({ language }) => ({
        name: `${kind}-${language}-${String(index).padStart(2, '0')}`,
        language,
        index,
      })),
  );
}

/** Items that one pack may have: numbers of one are never those of another. */
const mostItems = 10_000;

function monologuePacks(
  spec: PrepareSpec,
  reader: DialogueText,
  onMessage: (message: string) => void,
): Pack[] {
  const throats = allThroats();
  return packNames(spec, 'monologue').map(({ name, language, index }) => ({
    name,
    index,
    async write(writer) {
      const hours = Math.min(
        spec.hoursPerPack,
        (spec.languages[language]?.monologue ?? 0) - index * spec.hoursPerPack,
      );
      await using catalogue = await openEmbeddedVoices({ workers: 1 });
      for (let item = 0; item < mostItems && writer.duration() < hours * 3600; item++) {
        const plan = planMonologue(spec, language, { throats, index: index * mostItems + item });
        await addItem(writer, await monologueItem(plan, { catalogue, reader }), onMessage);
      }
    },
  }));
}

function dialoguePacks(
  spec: PrepareSpec,
  reader: DialogueText,
  { folder, onMessage }: Required<MakePacksOptions>,
): Pack[] {
  const throats = allThroats();
  return packNames(spec, 'dialogue').map(({ name, language, index }) => ({
    name,
    index,
    async write(writer) {
      await using corpus = await openDialogueCorpus(spec, language, {
        throats,
        folder: join(folder, 'corpora'),
      });
      for await (const dialogue of corpus.shard(index))
        await addItem(writer, dialogueItem(dialogue, { language, throats, reader }), onMessage);
    },
  }));
}

async function addItem(
  writer: PackWriter,
  item: MadeItem | string,
  onMessage: (message: string) => void,
): Promise<void> {
  if (typeof item === 'string') onMessage(`left out: ${item}`);
  else await writer.add(item);
}
