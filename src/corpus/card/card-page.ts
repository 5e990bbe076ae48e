import { findReference } from '../../timeline/index.ts';
import {
  drawCurves,
  drawHistogram,
  drawShares,
  escapeText,
  referenceCurve,
  sampleCurve,
} from './card-drawing.ts';
import { cardStyle } from './card-style.ts';
import { hoursText, numberText, shareText, sizeText } from './card-text.ts';
import type { CorpusCard, RegisterTiming } from './corpus-card.ts';

export type CardPageOptions = {
  /** From where the page will lie to where the corpus lies, such as `../telephone`; none: nothing can be listened to. */
  readonly corpusPath?: string;
};

/** The card as a page that needs nothing but itself, and the corpus's sounds to listen to. */
export function printCardPage(card: CorpusCard, { corpusPath }: CardPageOptions = {}): string {
  const { name, dialogues, planned, duration, bytes, words, people } = card;
  const facts: readonly (readonly [string, string])[] = [
    ['of dialogue', hoursText(duration)],
    ['dialogues', planned > dialogues ? `${dialogues} of ${planned}` : String(dialogues)],
    ['people', String(people.count)],
    ['words', numberText(words)],
    ['of sound', sizeText(bytes)],
  ];
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeText(name)}: corpus card</title><style>${cardStyle}</style></head><body><main>`,
    `<header><h1>${escapeText(name)}</h1><p class="soft">Made by ${escapeText(card.job)} of ${escapeText(card.generator)}</p></header>`,
    `<dl class="facts">${facts.map(([what, value]) => `<div><dd>${escapeText(value)}</dd><dt>${what}</dt></div>`).join('')}</dl>`,
    section('Who speaks', peoplePictures(card)),
    section('What there is', sharePictures(card)),
    ...card.timing.map((timing) => section(`Turn-taking: ${timing.register}`, timingContent(timing))),
    section('How it sounds', conditionPictures(card)),
    section('What happens besides words', eventTable(card)),
    ...(card.filters.length === 0 ? [] : [section('Filters', filterTable(card))]),
    section('Far from the rest', anomalyList(card, corpusPath)),
    '</main></body></html>\n',
  ].join('\n');
}

/** The pictures of the turn-taking alone, as one SVG that dresses itself. */
export function printCardPicture({ timing }: CorpusCard): string {
  const [across, down] = [300, 222];
  const rows = timing.map((one, row) => {
    const drawn = timingPictures(one).map(
      (picture, column) => `<g transform="translate(${column * across} ${row * down + 24})">${picture}</g>`,
    );
    return `<text class="head" x="8" y="${row * down + 18}">${escapeText(one.register)}</text>${drawn.join('')}`;
  });
  const [width, height] = [3 * across, Math.max(1, timing.length) * down + 44];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><style>${cardStyle}</style><rect class="paper" width="${width}" height="${height}"/>${rows.join('')}${legend(height)}</svg>\n`;
}

function legend(height: number): string {
  const names = [
    ['c0', 'this corpus'],
    ['c1', 'people'],
    ['c2', 'fixed gaps'],
    ['c3', 'shuffled timing'],
  ] as const;
  return names
    .map(
      ([colour, name], index) =>
        `<line class="curve ${colour}" x1="${40 + index * 150}" x2="${62 + index * 150}" y1="${height - 12}" y2="${height - 12}"/><text class="tick" x="${68 + index * 150}" y="${height - 8}">${name}</text>`,
    )
    .join('');
}

function section(title: string, content: string): string {
  return `<section><h2>${escapeText(title)}</h2>${content}</section>`;
}

function pictures(all: readonly string[]): string {
  return `<div class="pictures">${all.map((picture) => `<figure>${picture}</figure>`).join('')}</div>`;
}

function peoplePictures({ people }: CorpusCard): string {
  const named = [
    ['Gender', people.gender],
    ['Age', people.ageBand],
    ['Language', people.language],
    ['Region', people.region],
  ] as const;
  return pictures(
    named
      .filter(([, shares]) => tellsSomething(shares))
      .map(([title, shares]) => drawShares(title, shares, String)),
  );
}

function sharePictures({ shares }: CorpusCard): string {
  const titled = [
    ['Split', shares.split],
    ['Language', shares.language],
    ['Domain', shares.domain],
    ['Register', shares.register],
    ['Setting', shares.setting],
    ['Origin', shares.origin],
    ['Consent', shares.consent],
    ['Licence', shares.licence],
  ] as const;
  return pictures(
    titled
      .filter(([title, amounts]) => title === 'Licence' || title === 'Consent' || tellsSomething(amounts))
      .map(([title, amounts]) => drawShares(title, amounts, hoursText)),
  );
}

/** A bar that says that nothing is known is no picture, but of a licence or a consent. */
function tellsSomething(amounts: Readonly<Record<string, number>>): boolean {
  return Object.keys(amounts).some((name) => name !== 'unknown');
}

function timingPictures({ register, measured, shuffledSamples, fixedGapSamples }: RegisterTiming): string[] {
  const reference = findReference(register);
  return (['gap', 'overlap', 'pause'] as const).map((name) => {
    const title = { gap: 'Gaps', overlap: 'Overlaps', pause: 'Pauses' }[name];
    const controls =
      name === 'pause'
        ? []
        : ([
            { name: 'fixed gaps', colour: 'c2', at: sampleCurve(fixedGapSamples[name]) },
            { name: 'shuffled timing', colour: 'c3', at: sampleCurve(shuffledSamples[name]) },
          ] as const);
    return drawCurves(title, name === 'pause' ? 2 : 2.4, [
      ...controls,
      { name: 'people', colour: 'c1', at: referenceCurve(reference[name]) },
      { name: 'this corpus', colour: 'c0', at: sampleCurve(measured[name].samples) },
    ]);
  });
}

function timingContent(timing: RegisterTiming): string {
  const { measured, fit, controls, dialogues, register } = timing;
  const reference = findReference(register);
  const distance = (name: 'gap' | 'overlap' | 'pause'): string[] => [
    `${name}, Wasserstein-1 to people`,
    secondsText(fit[name].wasserstein),
    secondsText(controls.fixedGap[name].wasserstein),
    secondsText(controls.shuffled[name].wasserstein),
  ];
  const rows: string[][] = [
    distance('gap'),
    distance('overlap'),
    distance('pause'),
    [
      'offsets, Jensen–Shannon divergence, bits',
      rate(fit.offsetDivergence),
      rate(controls.fixedGap.offsetDivergence),
      rate(controls.shuffled.offsetDivergence),
    ],
  ];
  const besides: string[][] = [
    [
      'transfers that start in overlap',
      shareText(measured.overlappedStarts),
      shareText(reference.overlappedStarts),
    ],
    ['backchannels a minute', rate(measured.backchannels.perMinute), rate(reference.backchannelsPerMinute)],
    [
      'interruptions a minute',
      rate(measured.interruptions.perMinute),
      rate(reference.interruptionsPerMinute),
    ],
    ['laughter a minute', rate(measured.laughter.perMinute), rate(reference.laughterPerMinute)],
    ['words a minute', measured.wordsPerMinute.toFixed(0), reference.wordsPerMinute.toFixed(0)],
    ['overlap, share of time', shareText(measured.simultaneous.share), ''],
    ['silence, share of time', shareText(measured.silence), ''],
  ];
  return [
    `<p class="key"><span class="c0">this corpus</span><span class="c1">people</span><span class="c2">fixed gaps</span><span class="c3">shuffled timing</span></p>`,
    pictures(timingPictures(timing)),
    table(['', 'this corpus', 'fixed gaps', 'shuffled timing'], rows),
    table(['', 'this corpus', `people (${register})`], besides),
    `<p class="soft">${dialogues} dialogues, measured by the times of their words: silences inside a turn from ${measured.definitions.shortestPause} s on are pauses, backchannels are no turns.</p>`,
  ].join('');
}

function conditionPictures({ conditions }: CorpusCard): string {
  const drawn = [
    ['Speech over noise', 'dB', conditions.signalToNoise],
    ['Reverberation', 's', conditions.reverberation],
    ['Bleed', 'dB', conditions.bleed],
    ['Loudness', 'LUFS', conditions.loudness],
  ] as const;
  const known = drawn.filter(([, , histogram]) => histogram.known > 0);
  if (known.length === 0) return '<p class="soft">Nothing is known of it.</p>';
  return pictures(known.map(([title, unit, histogram]) => drawHistogram(title, unit, histogram)));
}

function eventTable({ events, duration }: CorpusCard): string {
  const rows = Object.entries(events)
    .toSorted(([, a], [, b]) => b.count - a.count)
    .map(([type, { count, duration: lasting }]) => [
      type,
      numberText(count),
      ((count * 60) / Math.max(1, duration)).toFixed(2),
      `${(lasting / Math.max(1, count)).toFixed(2)} s`,
    ]);
  return rows.length === 0
    ? '<p class="soft">Nothing.</p>'
    : table(['', 'count', 'a minute', 'long, mean'], rows);
}

function filterTable({ filters }: CorpusCard): string {
  const rows = filters.map(({ name, threshold, passed, failed, mean }) => [
    name,
    threshold === null ? '' : String(threshold),
    mean === null ? '' : mean.toFixed(2),
    String(passed),
    String(failed),
  ]);
  return table(['', 'threshold', 'mean', 'passed', 'did not'], rows);
}

/** A dialogue once, however much of it is unusual, so that it is listened to once. */
function anomalyList({ anomalies }: CorpusCard, corpusPath: string | undefined): string {
  if (anomalies.length === 0) return '<p class="soft">No dialogue is.</p>';
  const items = [...new Set(anomalies.map(({ item }) => item))];
  const cards = items.map((item) => {
    const own = anomalies.filter((one) => one.item === item);
    const key = own[0]?.key ?? '';
    const sound =
      corpusPath === undefined
        ? ''
        : `<audio controls preload="none" src="${escapeText(encodeURI(`${corpusPath}/${key}`))}"></audio>`;
    const rows = own.map(({ measure, value, usual, distance }) => [
      measure,
      value.toFixed(2),
      usual.toFixed(2),
      `${distance.toFixed(0)} × usual`,
    ]);
    return `<article><h3>${escapeText(item)}</h3>${sound}${table(['', 'here', 'usually', 'distance'], rows)}</article>`;
  });
  const how =
    corpusPath === undefined
      ? '<p class="soft">To listen to one: <code>duologue corpus show CORPUS ID --play</code>.</p>'
      : '';
  return `${how}<div class="far">${cards.join('')}</div>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const titles = head
    .map((cell, index) => `<th${index > 0 ? ' class="number"' : ''}>${escapeText(cell)}</th>`)
    .join('');
  return `<div class="wide"><table><thead><tr>${titles}</tr></thead><tbody>${rows.map(tableRow).join('')}</tbody></table></div>`;
}

function tableRow(row: readonly string[]): string {
  const cells = row.map((cell, index) => `<td${index > 0 ? ' class="number"' : ''}>${escapeText(cell)}</td>`);
  return `<tr>${cells.join('')}</tr>`;
}

function rate(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '–';
}

function secondsText(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(3)} s` : '–';
}
