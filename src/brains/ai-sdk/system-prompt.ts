import type { BrainContext } from '../../voices/index.ts';

const spokenRules = [
  'Everything you write is spoken aloud, as you write it, and the user answers by voice.',
  'Talk as in a conversation: short sentences, one thought at a time, at most one question, usually one to three sentences.',
  'No markdown, no lists, no headings, no tables, no code, no emoji, no stage directions. Write out numbers, units and symbols as they are said.',
  'You may be interrupted at any time; then go on from what was heard, and do not repeat all of it.',
];

const notesRule =
  'Square brackets in the user’s messages are notes on what was heard beside the words, such as [laughs], [pauses for 2.1 s] or [cuts you short after “…”]; some of what was heard may be misheard. Never write such notes yourself.';

/** The instructions, then what holds for this conversation. It changes only when the context does, so that a service can keep it. */
export function systemPrompt(
  instructions: string | undefined,
  context: BrainContext,
  { spoken }: { readonly spoken: boolean },
): string {
  const given = [instructions, context.instructions].map((text) => text?.trim() ?? '');
  const rules = [...(spoken ? spokenRules : []), notesRule, languageRule(context.language)];
  const sections = [...given, rules.map((rule) => `- ${rule}`).join('\n'), factLines(context.facts)];
  return sections.filter((section) => section !== '').join('\n\n');
}

function languageRule(language: string): string {
  const name = languageName(language);
  return `The user speaks ${name === language ? language : `${name} (${language})`}. Answer in the language the user speaks.`;
}

function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(language) ?? language;
  } catch (error) {
    if (error instanceof RangeError) return language;
    throw error;
  }
}

/** A line for each, so that no fact can pose as another part of the prompt. */
function factLines(facts: BrainContext['facts']): string {
  const lines = Object.entries(facts ?? {}).flatMap(([name, value]) => {
    const text = jsonOf(value);
    return text === undefined ? [] : [`- ${name.replaceAll(/\s+/gu, ' ')}: ${text}`];
  });
  return lines.length === 0 ? '' : ['Facts known to the application:', ...lines].join('\n');
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
  } catch (error) {
    // It goes round in circles.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
