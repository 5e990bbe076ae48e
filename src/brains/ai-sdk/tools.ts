import * as z from 'zod';
import type { ToolChoice, ToolDescription } from '../../voices/index.ts';
import type { AiSdkTool, AiSdkToolChoice } from './ai-sdk-model.ts';

const schemaSchema = z.record(z.string(), z.json());

/** Tools as the AI SDK describes them. One that cannot be described is left out with a warning, as is a second of a name. */
export function toolsFor(described: readonly ToolDescription[]): {
  readonly tools: AiSdkTool[];
  readonly warnings: readonly string[];
} {
  const tools: AiSdkTool[] = [];
  const warnings: string[] = [];
  for (const { name, description, parameters } of described) {
    const inputSchema = readSchema(parameters);
    if (tools.some((known) => known.name === name)) {
      warnings.push(`there are several tools called "${name}": the first is taken.`);
    } else if (inputSchema === undefined) {
      warnings.push(`the parameters of the tool "${name}" are no JSON: it is left out.`);
    } else {
      tools.push({
        type: 'function',
        name,
        ...(description === undefined ? {} : { description }),
        inputSchema,
      });
    }
  }
  return { tools, warnings };
}

/** Undefined where there is nothing to choose from. A tool that is not there cannot be demanded. */
export function toolChoiceFor(
  choice: ToolChoice | undefined,
  tools: readonly AiSdkTool[],
): AiSdkToolChoice | undefined {
  if (choice === undefined || tools.length === 0) return undefined;
  if (typeof choice === 'string') return { type: choice };
  return tools.some(({ name }) => name === choice.name) ? { type: 'tool', toolName: choice.name } : undefined;
}

function readSchema(parameters: unknown): AiSdkTool['inputSchema'] | undefined {
  try {
    const read = schemaSchema.safeParse(JSON.parse(JSON.stringify(parameters)));
    if (!read.success) return undefined;
    // Services refuse a schema that is not of an object.
    return { type: 'object', properties: {}, ...read.data };
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
