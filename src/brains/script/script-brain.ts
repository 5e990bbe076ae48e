import { checkScript, type Script } from '../../script/index.ts';
import { splitWords, suggest } from '../../timeline/index.ts';
import type { Brain, BrainPart, BrainRequest } from '../../voices/index.ts';
import { BrainError } from '../brain-error.ts';
import { type Passage, passagesOf, positionIn, type ScriptPosition } from './script-position.ts';

export type ScriptBrainOptions = {
  /** Who of the script it is, by id or name; the user is everybody else. Default the speaker of the first turn. */
  readonly part?: string;
  /**
   * What it does when the user says something else: `go-on` with its next line, or `prompt` them with theirs, first its
   * beginning and then all of it. Default `go-on`.
   */
  readonly offScript?: 'prompt' | 'go-on';
  /** 0 to 1: how much what was heard has to be like a line to be it. Default .5. */
  readonly likeness?: number;
};

/** Words, or characters of Chinese, of the first hint. */
const hintWords = 4;

/** Prompts after which it goes, where nobody says anything. */
const mostPrompts = 4;

/**
 * Plays somebody's part in a script. It knows where it is by what was said, or by whose turn it is where nobody listens
 * for words; what was skipped, it skips too.
 */
export function createScriptBrain(script: Script, options: ScriptBrainOptions = {}): Brain {
  const { offScript = 'go-on', likeness = 0.5 } = options;
  checkScript(script);
  const part = findPart(script, options.part);
  if (!(likeness > 0 && likeness <= 1)) throw invalid(`likeness is ${likeness}: give above 0 to 1.`);
  if (offScript !== 'go-on' && offScript !== 'prompt')
    throw invalid(`offScript is ${String(offScript)}: give go-on or prompt.`);
  const passages = passagesOf(script, part);
  if (!passages.some(({ ours }) => ours))
    throw invalid(`${part} says nothing in the script: give another part.`);

  async function* respond(
    request: BrainRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<BrainPart> {
    signal?.throwIfAborted();
    const position = positionIn(passages, request.turns, { likeness, offScript });
    for (const answer of answerAt(passages, position, request)) {
      signal?.throwIfAborted();
      yield answer;
    }
    signal?.throwIfAborted();
  }

  return { id: `script/${part}`, reads: false, respond };
}

function answerAt(
  passages: readonly Passage[],
  position: ScriptPosition,
  { occasion, context }: BrainRequest,
): BrainPart[] {
  const due = passages[position.next];
  if (due === undefined) return [{ type: 'conversation-ended' }];
  const isLast = position.next === passages.length - 1;
  if (due.ours) return [...speak(due.pieces, context.language), ...(isLast ? [ending] : [])];
  if (occasion === 'opening' || (occasion !== 'silence' && position.misses === 0)) return [];
  const { prompts } = position;
  if (occasion === 'silence' && prompts >= mostPrompts) return [ending];
  const [first = { text: due.text, language: context.language }] = due.pieces;
  return speak(
    [{ text: hint(due.text, first.language, prompts === 0), language: first.language }],
    context.language,
  );
}

const ending: BrainPart = { type: 'conversation-ended' };

function speak(pieces: Passage['pieces'], spoken: string): BrainPart[] {
  let current = mainTag(spoken);
  return pieces.flatMap(({ text, language }, index): BrainPart[] => {
    const isOther = mainTag(language) !== current;
    current = mainTag(language);
    const said: BrainPart = { type: 'text-said', text: index === 0 ? text : ` ${text}` };
    return isOther ? [{ type: 'language-chosen', language }, said] : [said];
  });
}

function mainTag(language: string): string {
  const main = language.toLowerCase().split('-')[0] ?? '';
  return main === 'cmn' ? 'zh' : main;
}

/** The beginning of the user's line, or all of it, in the language of the line. */
function hint(line: string, language: string, isFirst: boolean): string {
  const words = splitWords(line);
  const isWhole = !isFirst || words.length <= hintWords;
  if (mainTag(language) === 'zh') {
    const start = words.slice(0, hintWords).join('');
    return isWhole ? `你的台词是：${line}` : `你的台词这样开始：${start}……`;
  }
  return isWhole ? `Your line is: ${line}` : `Your line begins: ${words.slice(0, hintWords).join(' ')}…`;
}

function findPart(script: Script, wanted = script.turns[0]?.speaker ?? ''): string {
  const { speakers } = script;
  const plain = wanted.trim().toLowerCase();
  const found =
    speakers.find(({ id }) => id === wanted) ??
    speakers.find(({ id, name = '' }) => [id, name].some((each) => each.toLowerCase() === plain));
  if (found !== undefined) return found.id;
  const ids = speakers.map(({ id }) => id);
  const near = suggest(wanted, ids);
  const guess = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw invalid(`nobody in the script is called "${wanted}".${guess} There are ${ids.join(', ')}.`);
}

function invalid(what: string): BrainError {
  return new BrainError(`createScriptBrain: ${what}`, { brain: 'script', code: 'invalid-settings' });
}
