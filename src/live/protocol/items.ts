/** A part of the conversation, as OpenAI's Realtime protocol writes it. */
export type ConversationItem = MessageItem | FunctionCallItem | FunctionOutputItem;

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export type MessageItem = {
  readonly id: string;
  readonly object: 'realtime.item';
  readonly type: 'message';
  readonly role: 'user' | 'assistant' | 'system';
  readonly status: ItemStatus;
  readonly content: readonly ItemContent[];
};

/** Sound is never kept: `audio` stays out, a transcript is null until it is known. */
export type ItemContent =
  | { readonly type: 'input_text'; readonly text: string }
  | { readonly type: 'input_audio'; readonly transcript: string | null }
  | { readonly type: 'output_text'; readonly text: string }
  | { readonly type: 'output_audio'; readonly transcript: string };

export type FunctionCallItem = {
  readonly id: string;
  readonly object: 'realtime.item';
  readonly type: 'function_call';
  readonly status: ItemStatus;
  readonly call_id: string;
  readonly name: string;
  readonly arguments: string;
};

export type FunctionOutputItem = {
  readonly id: string;
  readonly object: 'realtime.item';
  readonly type: 'function_call_output';
  readonly status: ItemStatus;
  readonly call_id: string;
  readonly output: string;
};
