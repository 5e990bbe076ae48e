import {
  corpusChecksums,
  describeCorpus,
  openCorpus,
  openStore,
  printDatasetCard,
} from '../../../corpus/index.ts';
import type { Command } from '../../command.ts';
import { InputError } from '../../errors.ts';
import { writeText } from '../../files.ts';

export const corpusCardCommand: Command = {
  name: 'corpus card',
  summary: "a corpus's README in the form of a data set's card: what it is, how it was made, its licences",
  positionals: [{ name: 'CORPUS' }],
  options: {
    out: { description: 'the file (default: print it)', value: 'README.md' },
    title: { description: "what people call it (default: its folder's name)", value: 'TITLE' },
  },
  examples: [
    'duologue corpus card out/telephone --out out/telephone/README.md',
    "duologue corpus card out/telephone --title 'Telephone talk'",
  ],

  async run(invocation, context) {
    const [place = ''] = invocation.positionals;
    const { terminal, signal } = context;
    await using store = await openStore(place);
    const corpus = await openCorpus(store, { signal });
    const card = await describeCorpus(corpus, { signal });
    if (card.dialogues === 0)
      throw new InputError(`${place} has no dialogue yet: there is nothing to say of it.`);
    const title = invocation.text('title');
    const readme = printDatasetCard(card, {
      run: corpus.run,
      checksums: await corpusChecksums(corpus, { signal }),
      ...(title === undefined ? {} : { title }),
    });
    const out = invocation.text('out');
    const json = invocation.flag('json');
    if (out !== undefined) await writeText(readme, out, context);
    if (json)
      await terminal.out(
        `${JSON.stringify({ dialogues: card.dialogues, readme, out: out ?? null }, null, 2)}\n`,
      );
    else if (out === undefined && !invocation.flag('quiet')) await terminal.out(readme);
  },
};
