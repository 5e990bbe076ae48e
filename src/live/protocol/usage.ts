import { textWidth } from '../../timeline/index.ts';
import type { ConversationItem } from './items.ts';
import type { OpenResponse, ProtocolState } from './protocol-state.ts';
import type { WireUsage } from './server-events.ts';

/** OpenAI counts a token of sound for each .1 s of the user's and each .05 s of the agent's; of text, about 4 letters. */
const inputRate = 10;
const outputRate = 20;
const lettersPerToken = 4;

/** What the brain says, where it counts; else an estimate. */
export function responseUsage(state: ProtocolState, response: OpenResponse): WireUsage {
  const name = response.reply ?? response.id;
  const counted = state.counted.findLast(({ reply }) => reply === name);
  return counted === undefined
    ? estimate(state, response)
    : usage({ textIn: counted.input, audioIn: 0, textOut: counted.output, audioOut: 0 });
}

function estimate({ items, session, received, spoken }: ProtocolState, response: OpenResponse): WireUsage {
  const textIn = tokens(session.instructions) + items.reduce((sum, item) => sum + itemTokens(item), 0);
  const textOut = response.output.reduce((sum, item) => sum + itemTokens(item), 0);
  const audioIn = Math.round(received * inputRate);
  const audioOut = Math.round(
    outputRate *
      response.output.reduce((sum, { id }) => sum + (spoken.find(({ item }) => item === id)?.sent ?? 0), 0),
  );
  return usage({ textIn, audioIn, textOut, audioOut });
}

type Tokens = {
  readonly textIn: number;
  readonly audioIn: number;
  readonly textOut: number;
  readonly audioOut: number;
};

function usage({ textIn, audioIn, textOut, audioOut }: Tokens): WireUsage {
  const input = textIn + audioIn;
  const output = textOut + audioOut;
  return {
    total_tokens: input + output,
    input_tokens: input,
    output_tokens: output,
    input_token_details: { text_tokens: textIn, audio_tokens: audioIn, image_tokens: 0, cached_tokens: 0 },
    output_token_details: { text_tokens: textOut, audio_tokens: audioOut },
  };
}

function itemTokens(item: ConversationItem): number {
  if (item.type === 'function_call') return tokens(item.arguments) + tokens(item.name);
  if (item.type === 'function_call_output') return tokens(item.output);
  return item.content.reduce(
    (sum, content) => sum + tokens('text' in content ? content.text : (content.transcript ?? '')),
    0,
  );
}

function tokens(text: string): number {
  return Math.ceil(textWidth(text) / lettersPerToken);
}
