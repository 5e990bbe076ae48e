import type * as z from 'zod';
import type { ToolChoice, ToolDescription } from '../../voices/index.ts';
import type { toolSchema } from './session-update.ts';
import type { WireTool, WireToolChoice } from './wire-session.ts';

/** As they are shown: with parameters, and without what was null. */
export function wireTools(tools: readonly z.infer<typeof toolSchema>[]): WireTool[] {
  return tools.map(({ type, name, description, parameters }) => ({
    type,
    name,
    ...(typeof description === 'string' ? { description } : {}),
    parameters: parameters ?? { type: 'object', properties: {} },
  }));
}

/** As the brain reads it. */
export function toolDescription({ name, description, parameters }: WireTool): ToolDescription {
  return { name, ...(description === undefined ? {} : { description }), parameters };
}

export function toolChoiceOf(choice: WireToolChoice): ToolChoice {
  return typeof choice === 'object' ? { name: choice.name } : choice;
}
