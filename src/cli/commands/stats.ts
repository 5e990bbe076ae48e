import {
  compareToReference,
  findReference,
  registerNames,
  statistics,
  type Timeline,
} from '../../timeline/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { isAudioPath, readTimeline } from '../files.ts';
import { readSoundTimeline, type SoundMeasures } from '../sound-timeline.ts';
import { statisticsRows } from '../statistics-rows.ts';
import { formatTable } from '../table.ts';

const defaultRegister = 'conversation';

export const statsCommand: Command = {
  name: 'stats',
  summary: 'how a conversation took turns, beside how people do',
  positionals: [{ name: 'TIMELINE|AUDIO' }],
  options: {
    register: {
      description: `whom to compare with (default: the timeline's own, else ${defaultRegister})`,
      value: 'REGISTER',
      choices: registerNames,
    },
    threshold: {
      description: 'of audio: dB below its loud speech at which speech begins (default -30)',
      value: 'DB',
    },
    'allow-truncated': { description: 'of audio that is cut short, measure what is there' },
  },
  examples: ['duologue stats timeline.json', 'duologue stats call.wav --register telephone'],

  async run(invocation, context) {
    const [path = ''] = invocation.positionals;
    const threshold = invocation.number('threshold', { from: -80, to: -5 }) ?? -30;
    if (!isAudioPath(path)) {
      const timeline = await readTimeline(path, context.signal);
      await printStatistics(
        timeline,
        registerOf(invocation.text('register'), timeline),
        invocation.flag('json'),
        context,
      );
      return;
    }
    const { timeline, sound } = await readSoundTimeline(path, {
      threshold,
      allowTruncated: invocation.flag('allow-truncated'),
      signal: context.signal,
    });
    const register = registerOf(invocation.text('register'), timeline);
    await printStatistics(timeline, register, invocation.flag('json'), context, sound);
  },
};

function registerOf(asked: string | undefined, timeline: Timeline): string {
  const own = timeline.scenario?.register;
  return asked ?? (own !== undefined && registerNames.some((name) => name === own) ? own : defaultRegister);
}

async function printStatistics(
  timeline: Timeline,
  register: string,
  json: boolean,
  { terminal }: CommandContext,
  sound?: SoundMeasures,
): Promise<void> {
  const taken = timeline.speakers.length > 1 && sound?.mixed !== true;
  if (!taken && sound === undefined)
    throw new UsageError('One speaker alone takes no turns: there is nothing to compare.', 'stats');
  const reference = findReference(register);
  const measured = statistics(timeline, sound === undefined ? {} : { units: 'ipus' });
  if (json) {
    const comparison = compareToReference(measured, reference);
    const result = taken ? { statistics: measured, comparison, sound } : { sound };
    await terminal.out(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  if (sound !== undefined) await terminal.out(`${soundTable(sound)}\n`);
  if (taken) await terminal.out(formatTable(statisticsRows(measured, reference, timeline), { header: true }));
}

function soundTable({
  channels,
  sampleRate,
  duration,
  integrated,
  range,
  truePeak,
  threshold,
  speech,
  mixed,
}: SoundMeasures): string {
  return formatTable([
    [
      'duration',
      `${duration.toFixed(2)} s, ${channels} ${channels === 1 ? 'channel' : 'channels'} at ${sampleRate} Hz`,
    ],
    ['loudness', `${decibelText(integrated)} LUFS, range ${range.toFixed(1)} LU`],
    ['true peak', `${decibelText(truePeak)} dBTP`],
    [
      'speech',
      `${speech.map((share) => `${(100 * share).toFixed(0)} %`).join(', ')} of the time, by energy ${threshold} dB`,
    ],
    ...(mixed
      ? [['a mix', 'its channels hold the same speech: turn-taking needs a track for each speaker']]
      : []),
  ]);
}

/** Silence has no level. */
function decibelText(level: number): string {
  return Number.isFinite(level) ? level.toFixed(1) : '−∞';
}
