/**
 * Draws what DialoSpeech does, for docs/dialospeech.md:
 * npx tsx benchmarks/dialospeech-pictures/main.ts --model FOLDER --out docs/pictures [--packs FOLDER] [--scripts N]
 * Without a model it draws the architecture alone; the timing needs the packs that the model learnt from.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawArchitecture } from './architecture-picture.ts';
import { drawModelConversation } from './conversation-picture.ts';
import { readDialogues, spokenOffsets, taughtOffsets } from './floor-offsets.ts';
import { openModel } from './open-model.ts';
import { playConversation, shortConversation } from './play-conversation.ts';
import { drawTiming } from './timing-picture.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    out: { type: 'string', default: 'docs/pictures' },
    packs: { type: 'string' },
    scripts: { type: 'string', default: '60' },
    seed: { type: 'string', default: 'picture' },
  },
});
const { model: folder, out, packs, seed } = values;
const scripts = Number(values.scripts);
if (!(Number.isInteger(scripts) && scripts > 0))
  throw new RangeError(`--scripts takes a whole number above 0, not ${values.scripts}.`);

await mkdir(out, { recursive: true });
await write('architecture', drawArchitecture());
if (folder !== undefined) {
  const model = await openModel(folder);
  const played = await playConversation(model, shortConversation, {
    speakers: ['en-female', 'en-male'],
    seed,
  });
  await write('conversation', drawModelConversation(played));
  if (packs !== undefined) {
    const items = await readDialogues(packs);
    // Of each language as many, of the part that training never sees.
    const chosen = (['en', 'zh'] as const).flatMap((language) =>
      items
        .filter((item) => item.split === 'test' && item.language === language)
        .slice(0, Math.ceil(scripts / 2)),
    );
    const made = await spokenOffsets(model, chosen, (done) => {
      if (done % 10 === 0) console.log(`${done} of ${chosen.length} scripts`);
    });
    const taught = taughtOffsets(items.filter(({ split }) => split === 'train'));
    await write('timing', drawTiming(made, taught, { scripts: chosen.length }));
  }
}

async function write(name: string, picture: string): Promise<void> {
  const path = join(out, `dialospeech-${name}.svg`);
  await writeFile(path, picture);
  console.log(`${path}: ${(picture.length / 1000).toFixed(0)} kB`);
}
