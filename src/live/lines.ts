/** What the agent says without its brain, by language. */
type Lines = {
  readonly thinking: readonly string[];
  readonly stillThere: readonly string[];
  readonly goodbye: string;
  readonly brainFailed: string;
  readonly hearingFailed: string;
  readonly notUnderstood: string;
  readonly backchannels: readonly string[];
};

/** Those of which there are several. */
export type LineName = 'thinking' | 'stillThere' | 'backchannels';

const english: Lines = {
  thinking: ['Let me think.', 'One moment.', 'Hm, let me see.'],
  stillThere: ['Are you still there?', 'Take your time. I am still here.', 'Hello?'],
  goodbye: 'I will leave it here, then. Goodbye.',
  brainFailed: 'Sorry, I cannot think of an answer just now. Something is not working on my side.',
  hearingFailed: 'Sorry, I cannot make out words just now. Something is not working on my side.',
  notUnderstood: 'Sorry, I did not catch that.',
  backchannels: ['Mm-hm.', 'Yeah.', 'Right.', 'Uh-huh.', 'I see.'],
};

const mandarin: Lines = {
  thinking: ['让我想想。', '稍等。', '嗯，我看看。'],
  stillThere: ['你还在吗？', '不着急，我在听。', '喂？'],
  goodbye: '那先聊到这里，再见。',
  brainFailed: '抱歉，我现在想不出答案，我这边出了点问题。',
  hearingFailed: '抱歉，我现在听不清你说的话，我这边出了点问题。',
  notUnderstood: '抱歉，我没听清。',
  backchannels: ['嗯。', '对。', '哦。', '是。'],
};

export function linesIn(language: string): Lines {
  return /^(?:zh|cmn|yue)\b/i.test(language) ? mandarin : english;
}

/** One after the other, so that the same is not heard twice running. */
export function lineIn(language: string, name: LineName, turn: number): string {
  const lines = linesIn(language)[name];
  return lines[turn % lines.length] ?? '';
}
