import { eventTypes, suggest } from '../timeline/index.ts';
import { fastestSpeed, genders, slowestSpeed } from './front-matter.ts';
import { longestDuration } from './inline.ts';
import { parseLanguage, suggestLanguage } from './language.ts';
import { createProblemList, type ProblemList, quote } from './script-error.ts';
import { speakerIdPattern } from './speaker-id.ts';
import type { Script, ScriptSpeaker, ScriptTurn, TurnPart } from './types.ts';

/**
 * Throws a `ScriptError` when a script that a program built breaks a rule which the text format keeps by
 * itself: unknown speakers, durations that are no durations, turns without anything in them.
 */
export function checkScript(script: Script): void {
  const problems = createProblemList();
  const report: Reporter = (line, message, found, suggestion) => {
    problems.add({
      message,
      line,
      column: 1,
      found,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  };
  checkTag(script.language, 'language', 1, report);
  const ids = new Set<string>();
  for (const speaker of script.speakers) {
    if (ids.has(speaker.id)) report(1, `There are two speakers ${quote(speaker.id)}.`, speaker.id);
    ids.add(speaker.id);
    checkSpeaker(speaker, report);
  }
  if (script.turns.length === 0) report(1, 'The script has no turns.', '');
  checkTurns(script.turns, ids, problems, report);
  problems.check();
}

type Reporter = (line: number, message: string, found: string, suggestion?: string) => void;

function checkSpeaker(speaker: ScriptSpeaker, report: Reporter): void {
  const { id, language, voices, gender, speed } = speaker;
  if (!speakerIdPattern.test(id)) {
    report(1, `${quote(id)} cannot be a speaker's id: up to 64 letters, digits, "_" and "-".`, id);
  }
  if (language !== undefined) checkTag(language, `language of ${id}`, 1, report);
  for (const tag of Object.keys(voices ?? {})) checkTag(tag, `voices of ${id}`, 1, report);
  if (gender !== undefined && !genders.includes(gender)) {
    report(1, `The gender of ${id} is one of ${genders.join(', ')}.`, gender);
  }
  if (speed !== undefined) checkSpeed(speed, `speed of ${id}`, 1, report);
}

function checkTurns(
  turns: readonly ScriptTurn[],
  ids: ReadonlySet<string>,
  problems: ProblemList,
  report: Reporter,
): void {
  for (const [index, turn] of turns.entries()) {
    if (problems.full) return;
    const line = turn.line ?? index + 1;
    const where = `turns[${index}]`;
    checkMember(turn.speaker, where, ids, line, report);
    if (turn.onset.type === 'gap' || turn.onset.type === 'overlap') {
      checkDuration(turn.onset.duration, `onset of ${where}`, line, report);
    }
    const before = turns[index - 1];
    const cuts = turn.onset.type === 'overlap' || turn.onset.type === 'interrupt';
    if (cuts && (before === undefined || before.speaker === turn.speaker)) {
      report(line, `There is nobody before ${where} whom it could ${turn.onset.type}.`, turn.onset.type);
    }
    if (turn.speed !== undefined) checkSpeed(turn.speed, `speed of ${where}`, line, report);
    checkParts(turn, where, ids, line, report);
  }
}

function checkParts(
  turn: ScriptTurn,
  where: string,
  ids: ReadonlySet<string>,
  line: number,
  report: Reporter,
): void {
  let started = false;
  let sounds = false;
  for (const [index, part] of turn.parts.entries()) {
    const place = `${where}.parts[${index}]`;
    const listener = listenerOf(part, turn);
    const blank = 'text' in part && part.text.trim() === '';
    if (listener !== undefined) {
      checkMember(listener, place, ids, line, report);
      if (listener === turn.speaker) report(line, `${place}: a listener is somebody else.`, listener);
      if (!started && !blank) report(line, `${place}: a listener answers what stands before.`, listener);
    }
    if (!blank) started = true;
    sounds ||= part.type === 'event' || (part.type === 'speech' && !blank);
    if (part.type === 'pause') checkDuration(part.duration, place, line, report);
    if (part.type === 'event' && !eventTypes.includes(part.event)) {
      const suggestion = suggest(part.event, eventTypes);
      report(line, `${place}: there is no event ${quote(part.event)}.`, part.event, suggestion);
    }
    if ('language' in part && part.language !== undefined) checkTag(part.language, place, line, report);
  }
  if (!sounds) report(line, `${where} has neither words nor an event.`, '');
}

/** Who does a part, when it is not the speaker of the turn. */
function listenerOf(part: TurnPart, turn: ScriptTurn): string | undefined {
  if (part.type === 'backchannel') return part.speaker;
  return part.type === 'event' && part.speaker !== turn.speaker ? part.speaker : undefined;
}

function checkMember(
  id: string,
  where: string,
  ids: ReadonlySet<string>,
  line: number,
  report: Reporter,
): void {
  if (!ids.has(id)) report(line, `${where}: there is no speaker ${quote(id)}.`, id, suggest(id, ids));
}

function checkTag(tag: string, where: string, line: number, report: Reporter): void {
  if (parseLanguage(tag) !== undefined) return;
  report(
    line,
    `${where}: ${quote(tag)} is not a language tag such as en or zh-CN.`,
    tag,
    suggestLanguage(tag),
  );
}

function checkDuration(duration: number, where: string, line: number, report: Reporter): void {
  if (duration >= 0 && duration <= longestDuration) return;
  const message = `${where}: ${duration} is not a number of seconds from 0 to ${longestDuration}.`;
  report(line, message, String(duration));
}

function checkSpeed(speed: number, where: string, line: number, report: Reporter): void {
  if (speed >= slowestSpeed && speed <= fastestSpeed) return;
  report(line, `${where}: ${speed} is not from ${slowestSpeed} to ${fastestSpeed}.`, String(speed));
}
