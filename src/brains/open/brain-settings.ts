import * as z from 'zod';
import { nearestNames } from '../../timeline/index.ts';
import { BrainError } from '../brain-error.ts';

const modelFields = {
  /** As the vendor calls it. */
  model: z.string().trim().min(1),
  instructions: z.string().exactOptional(),
  spoken: z.boolean().exactOptional(),
  maxTokens: z.int().positive().exactOptional(),
  temperature: z.number().min(0).max(2).exactOptional(),
  seed: z.int().exactOptional(),
  providerOptions: z.record(z.string(), z.record(z.string(), z.json())).exactOptional(),
  timeout: z.number().positive().max(3600).exactOptional(),
  maxRetries: z.int().min(0).max(10).exactOptional(),
};

const topicSchema = z.union([
  z.string().trim().min(1),
  z.strictObject({
    name: z.string().trim().min(1),
    keywords: z.array(z.string()).exactOptional(),
    questions: z.array(z.string().trim().min(1)).min(1),
  }),
]);

const interviewerSchema = z.strictObject({
  interviewer: z.strictObject({
    topics: z.array(topicSchema).min(1).exactOptional(),
    language: z.enum(['en', 'zh']).exactOptional(),
    style: z.enum(['friendly', 'formal']).exactOptional(),
    seed: z.union([z.string(), z.number()]).exactOptional(),
    mostQuestions: z.int().positive().exactOptional(),
  }),
});

const scriptSchema = z.strictObject({
  /** A file, from the folder of the settings. */
  script: z.string().trim().min(1),
  part: z.string().trim().min(1).exactOptional(),
  offScript: z.enum(['prompt', 'go-on']).exactOptional(),
  likeness: z.number().positive().max(1).exactOptional(),
});

const packageSchema = z.strictObject({
  /** Of the AI SDK, such as `@ai-sdk/openai`. */
  package: z
    .string()
    .regex(
      /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/,
      'give the name of an npm package, such as @ai-sdk/openai',
    ),
  /** For its factory: `apiKey`, `baseURL`, `headers`, … */
  options: z.record(z.string(), z.unknown()).exactOptional(),
  /** Which of the provider's methods makes the model, such as `chat`; default the provider itself. */
  method: z
    .string()
    .regex(/^[a-zA-Z]\w*$/)
    .exactOptional(),
  ...modelFields,
});

const serverSchema = z.strictObject({
  /** Of a server that speaks OpenAI's chat protocol, such as `http://127.0.0.1:11434/v1`. */
  baseURL: z.url({ protocol: /^https?$/, error: 'give an address that begins with http:// or https://' }),
  apiKey: z.string().min(1).exactOptional(),
  /** Where in the environment the key is, in place of `apiKey`. Without either, the word `none` is sent. */
  apiKeyVariable: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'give the name of an environment variable')
    .exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  ...modelFields,
});

export type InterviewerSettings = z.infer<typeof interviewerSchema>;
export type ScriptSettings = z.infer<typeof scriptSchema>;
export type PackageSettings = z.infer<typeof packageSchema>;
export type ServerSettings = z.infer<typeof serverSchema>;

/** Each is known by a field that no other has. */
export type NamedSettings =
  | { readonly kind: 'interviewer'; readonly settings: InterviewerSettings }
  | { readonly kind: 'script'; readonly settings: ScriptSettings }
  | { readonly kind: 'package'; readonly settings: PackageSettings }
  | { readonly kind: 'server'; readonly settings: ServerSettings };

const remedy =
  'give interviewer, script:FILE, a model such as openai/gpt-5-mini, or fields with one of interviewer, script, package, baseURL.';

/** Settings as somebody wrote them: a short text, or fields. */
export function readBrainSettings(settings: unknown): NamedSettings {
  if (typeof settings === 'string') return readText(settings.trim());
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw invalidSettings(
      `a brain cannot be made of ${JSON.stringify(settings) ?? String(settings)}: ${remedy}`,
    );
  if ('interviewer' in settings) return { kind: 'interviewer', settings: parse(interviewerSchema, settings) };
  if ('script' in settings) return { kind: 'script', settings: parse(scriptSchema, settings) };
  if ('package' in settings) return { kind: 'package', settings: parse(packageSchema, settings) };
  if ('baseURL' in settings) return { kind: 'server', settings: parse(serverSchema, settings) };
  throw invalidSettings(
    `the fields ${Object.keys(settings).join(', ') || '(none)'} name no brain: ${remedy}`,
  );
}

function readText(text: string): NamedSettings {
  if (text === 'interviewer') return { kind: 'interviewer', settings: { interviewer: {} } };
  const script = /^script:([^#]+)(?:#(.+))?$/s.exec(text);
  if (script !== null) {
    const [, file = '', part] = script;
    return { kind: 'script', settings: { script: file, ...(part === undefined ? {} : { part }) } };
  }
  const model = /^([a-z][a-z0-9-]*)\/(\S+)$/.exec(text);
  if (model !== null) {
    const [, vendor = '', name = ''] = model;
    return { kind: 'package', settings: { package: `@ai-sdk/${vendor}`, model: name } };
  }
  const [near = ''] = nearestNames(text, ['interviewer', 'script:FILE']);
  throw invalidSettings(`there is no brain "${text}". Did you mean "${near}"? Otherwise ${remedy}`);
}

function parse<Output>(schema: z.ZodType<Output>, settings: unknown): Output {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw invalidSettings(`the brain’s settings are wrong:\n${z.prettifyError(parsed.error)}`, parsed.error);
}

export function invalidSettings(what: string, cause?: unknown): BrainError {
  return new BrainError(`openBrain: ${what}`, { brain: 'settings', code: 'invalid-settings', cause });
}
