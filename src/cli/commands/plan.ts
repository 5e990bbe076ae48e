import {
  type ConversationPlan,
  type PrepareOptions,
  planConversation,
  prepareConversation,
  type VoiceUsage,
} from '../../generate/index.ts';
import type { Timeline, Utterance } from '../../timeline/index.ts';
import type { Command } from '../command.ts';
import { createProgress } from '../progress.ts';
import { prepareOptions, readScriptArgument, scriptOptions, showProgress } from '../script-options.ts';
import { readServices, serviceOptions } from '../service-options.ts';
import { clipText, formatTable } from '../table.ts';

export const planCommand: Command = {
  name: 'plan',
  summary: 'when everything would be said, or what services would cost; writes and pays nothing',
  positionals: [{ name: 'SCRIPT' }],
  options: { ...scriptOptions, ...serviceOptions },
  examples: [
    'duologue plan talk.dialogue --register argument --seed 3',
    'duologue plan talk.dialogue --voice ann=openai/tts-1:alloy',
  ],

  async run(invocation, context) {
    const { terminal } = context;
    const script = await readScriptArgument(invocation, context);
    const quiet = invocation.flag('quiet');
    const { options: services, prices } = await readServices(invocation, context);
    const options: PrepareOptions = { ...prepareOptions(invocation, script, context), ...services };
    const cost = await planConversation({ ...options, ...(prices === undefined ? {} : { prices }) });
    if (cost.requests > 0) {
      // Nobody knows how long a service will speak before it has spoken.
      if (invocation.flag('json')) await terminal.out(`${JSON.stringify(cost, null, 2)}\n`);
      else await terminal.out(costTable(cost));
      if (!quiet) for (const warning of cost.warnings) terminal.say(`warning: ${warning}\n`);
      return;
    }
    const progress = createProgress(terminal, quiet || invocation.flag('json'));
    try {
      await using prepared = await prepareConversation({
        ...options,
        onProgress: showProgress(progress),
      });
      progress.end();
      const { timeline, warnings, metadata } = prepared;
      if (invocation.flag('json')) {
        await terminal.out(`${JSON.stringify({ timeline, voices: metadata.voices, warnings }, null, 2)}\n`);
        return;
      }
      await terminal.out(`${utteranceTable(timeline, terminal.columns)}\n${voiceTable(metadata.voices)}`);
      if (!quiet) for (const warning of warnings) terminal.say(`warning: ${warning}\n`);
    } finally {
      progress.end();
    }
  },
};

function costTable(plan: ConversationPlan): string {
  const { path, stitchReason, services, cached, price, currency = '' } = plan;
  const money = (amount: number | undefined): string =>
    amount === undefined ? '' : `${amount.toFixed(4)}${currency === '' ? '' : ` ${currency}`}`;
  const rows = services.map((use) => [
    `${use.provider}/${use.model}`,
    String(use.requests),
    String(use.characters),
    money(use.price),
  ]);
  const all = ['all', String(plan.requests), String(plan.characters), money(price)];
  const table = formatTable([['service', 'requests', 'characters', 'price'], ...rows, all], { header: true });
  const kept = cached.utterances === 0 ? '' : `${cached.utterances} utterances more are in the cache.\n`;
  return `${table}path: ${path}${stitchReason === undefined ? '' : `, because ${stitchReason}`}\n${kept}`;
}

function voiceTable(usage: readonly VoiceUsage[]): string {
  const rows = usage.map(({ speaker, voice, utterances, characters }) => [
    speaker,
    voice,
    String(utterances),
    String(characters),
  ]);
  return formatTable([['speaker', 'voice', 'utterances', 'characters'], ...rows], { header: true });
}

function utteranceTable(timeline: Timeline, columns: number): string {
  const offsets = floorOffsets(timeline);
  const rows = timeline.utterances.map((utterance, index) => [
    utterance.start.toFixed(2),
    utterance.end.toFixed(2),
    utterance.speaker,
    kindLabel(utterance),
    offsetLabel(offsets[index]),
    utterance.text,
  ]);
  const header = ['start', 'end', 'speaker', '', 'after', 'text'];
  const used = header
    .slice(0, 5)
    .map((title, column) =>
      rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), title.length),
    );
  const room = Math.max(20, columns - used.reduce((sum, width) => sum + width + 2, 0));
  const clipped = rows.map((row) => [...row.slice(0, 5), clipText(row[5] ?? '', room)]);
  return formatTable([header, ...clipped], { header: true });
}

function kindLabel({ kind, cutShort }: Utterance): string {
  const label = kind === 'turn' ? '' : kind;
  return cutShort === true ? `${label}${label === '' ? '' : ', '}cut short` : label;
}

/** Seconds since the floor was free: below zero where the utterance starts in overlap; none for backchannels. */
function floorOffsets({ utterances }: Timeline): (number | undefined)[] {
  const offsets: (number | undefined)[] = utterances.map(() => undefined);
  const turns = [...utterances.entries()]
    .filter(([, { kind }]) => kind !== 'backchannel')
    .toSorted(([, a], [, b]) => a.start - b.start);
  let free: number | undefined;
  for (const [index, { start, end }] of turns) {
    if (free !== undefined) offsets[index] = start - free;
    free = Math.max(free ?? 0, end);
  }
  return offsets;
}

function offsetLabel(offset: number | undefined): string {
  return offset === undefined ? '' : `${offset < 0 ? '−' : '+'}${Math.abs(offset).toFixed(2)}`;
}
