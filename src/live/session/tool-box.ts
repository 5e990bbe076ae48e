import type { ToolDescription } from '../../voices/index.ts';
import type { LiveTool } from '../session-options.ts';

/** The tools of a session: those it runs itself and those that the application does. */
export interface ToolBox {
  readonly descriptions: readonly ToolDescription[];
  /** The session runs every one of them, so it goes on by itself. */
  readonly answersAll: boolean;
  replace(tools: readonly LiveTool[]): void;
  /** Names of tools of one reply, until there are others: the application answers them. */
  lend(names: readonly string[]): void;
  /** What came of it, for the brain to read, errors too; nothing where the application answers. */
  run(name: string, json: string, signal: AbortSignal): Promise<string | undefined>;
}

export function createToolBox(tools: readonly LiveTool[]): ToolBox {
  let current = tools;
  let lent: readonly string[] = [];
  return {
    get descriptions() {
      return current.map(({ name, description, parameters }) => ({
        name,
        ...(description === undefined ? {} : { description }),
        parameters,
      }));
    },
    get answersAll() {
      return lent.length === 0 && current.every(({ run }) => run !== undefined);
    },
    replace(next) {
      current = next;
    },
    lend(names) {
      lent = names;
    },
    async run(name, json, signal) {
      if (lent.includes(name)) return undefined;
      const tool = current.find((known) => known.name === name);
      if (tool === undefined) return `There is no tool called ${name}.`;
      if (tool.run === undefined) return undefined;
      try {
        return await tool.run(json.trim() === '' ? {} : JSON.parse(json), { signal });
      } catch (error) {
        return `The tool ${name} failed: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}
