import { assignPhones, pause } from './align-phones.ts';
import { splitClauses } from './clauses.ts';
import { createFliteProgram } from './flite-program.ts';
import { clauseText, createLexicon } from './speak-clause.ts';
import { type SpokenBreak, type SpokenWord, spokenForm } from './spoken-form.ts';
import type { FliteModule } from './wasm-program.ts';

/** How flite says a word where it stands. */
export type PronouncedWord = {
  /** Its sounds, by flite's names; none of what cannot be said in English. */
  readonly phones: readonly string[];
  /** What comes after it: nothing, a rest, or the end of a sentence. */
  readonly break: SpokenBreak;
};

/** The fastest that tells the vowels of `cut` and `cot` apart. */
const voice = 'kal16';

/** Words as `splitWords` gives them, to their sounds. */
export type Pronouncer = (words: readonly string[]) => PronouncedWord[];

/**
 * Flite's front end without its voices: numbers and abbreviations are said as it says them, and little words as it
 * weakens them in their sentence. It runs in the thread that asks, some 10 ms for a sentence.
 */
export function pronounceWith(module: FliteModule): Pronouncer {
  const flite = createFliteProgram(module);
  const lexicon = createLexicon(flite);
  return (words) =>
    splitRuns(spokenForm(words)).flatMap((run): PronouncedWord[] => {
      const alone = lexicon.lookUp(run.flatMap(({ spoken }) => spoken));
      const { printed } = flite.run(['-voice', voice, '-ps', '-t', clauseText(run)], false);
      const phones = printed.trim().split(/\s+/u);
      const owners = assignPhones(phones, alone);
      let first = 0;
      return run.map(({ spoken, break: after }) => {
        const stop = first + spoken.length;
        const own = phones.filter((name, index) => {
          const owner = owners[index] ?? -1;
          return name !== pause && owner >= first && owner < stop;
        });
        const named = own.length > 0 ? own : alone.slice(first, stop).flat();
        first = stop;
        return { phones: named, break: after };
      });
    });
}

/** Spoken words that flite is asked in one go: that costs more than the words do. */
const longestRun = 60;

/** Whole clauses, together as many words as may be; every run has something to say. */
function splitRuns(words: readonly SpokenWord[]): SpokenWord[][] {
  const runs: SpokenWord[][] = [];
  let said = longestRun;
  for (const clause of splitClauses(words)) {
    const count = clause.words.reduce((sum, { spoken }) => sum + spoken.length, 0);
    if (said + count > longestRun) {
      runs.push([]);
      said = 0;
    }
    runs.at(-1)?.push(...clause.words);
    said += count;
  }
  return runs;
}
