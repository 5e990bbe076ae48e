import type { TextClues } from './text-clues.ts';

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** What nobody ends with: it belongs to what follows. */
const leaning = list(
  'the a an this these those my your his her its our their some any every each no another both either neither such ' +
    'of in on at by for with from into onto about over under between through during without within behind beside ' +
    'near since until till against among across along past per towards upon via than as like off ' +
    'and or but nor so because if when while although though unless whether where whenever before after ' +
    'to i we he she they who whose which that what how why is are was were am be been being has have had do does did ' +
    "will would can could shall should may might must cannot let's i'm i'd i'll i've we're we'd we'll we've you're " +
    "you'd you'll you've he's she's it's that's there's they're they'd they'll they've who's what's " +
    'very too quite rather really more most less much many few several little other same own only just even also ' +
    'gonna wanna gotta mr mrs ms dr',
);
/** Which can be the last word of a question all the same: `who are you going with`. */
const strandable = list('to for with about from in on of at by like off over through past near');
/** Between these and a noun. */
const determining =
  /^(?:a|an|the|this|that|these|those|my|your|his|her|its|our|their|some|any|every|no|one|two|first)$/;
const describing = list(
  'large small big little new old young good better best bad worse worst long short high low early late second third ' +
    'next last whole main own other same different red green blue black white yellow grey used local public private ' +
    'common important possible special free full empty open cold hot warm quick slow easy hard nice great real real ' +
    'single double right left upper lower foreign national final former late left main major many minor modern ' +
    'most normal old only own personal poor recent serious similar simple strong various wide wooden wrong',
);
const closing = list(
  'please thanks now then too either though anyway already again yet today tomorrow yesterday tonight soon ' +
    'later yes no yeah okay ok right sure me it him them us one here there bye goodbye maybe exactly absolutely',
);
const fillers = list('um uh er erm uhm hm hmm mm eh well like basically');
const taking = list(
  'want wants wanted need needs needed take takes bring brings brought send sends buy buys bought get gets got make ' +
    'makes made put puts give gives gave tell tells told say says said think thinks find finds use uses ask asks ' +
    'asked show shows showed keep keeps let lets set sets mean means wonder wondering looking sounds seems feels ' +
    'hear heard see saw told called meet visit move join sign fill choose prefer order ordered planning trying going thank',
);
const asking = list('what when where who whom whose which why how');
const helping = list(
  'is are was were am do does did can could will would shall should may might must have has had ' +
    "isn't aren't wasn't don't doesn't didn't can't couldn't won't wouldn't shouldn't haven't hasn't",
);
const subordinate = list(
  'if when because although though while since before after unless until whenever once as',
);
const subjects = list('i we you he she it they there this that who everybody somebody nobody');
const numbers = list(
  'zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple',
);
const verbs = list(
  'go goes went gone come comes came know knows knew see saw seen get gets got take took make made want wants need ' +
    'like likes love think thinks thought say says said tell told give gave find found feel felt leave left put mean ' +
    'keep kept let begin began seem help show heard play run move live believe bring happen write sit stand lose pay ' +
    'meet include continue set learn change lead understand watch follow stop create speak read spend grow open walk ' +
    'win teach offer remember consider buy wait serve die send build stay fall cut reach kill remain turn start call ' +
    'try ask use work set turn wonder hope guess agree prefer thank cancel book pick bought sent lost broke forgot',
);

/** What the words of a turn in English say about its end. Recognisers write no marks, so none are looked for. */
export function englishClues(text: string): TextClues {
  const words = text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{N}']+/gu);
  if (words === null) return noClues;
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  const question = isQuestion(words);
  const stranded =
    strandable.has(last) &&
    question &&
    words.length > 3 &&
    words.slice(0, 3).some((word) => asking.has(word));
  // `Do you know where the station is`.
  const embedded = /^(?:is|are|was|were)$/.test(last) && words.slice(0, -2).some((word) => asking.has(word));
  // `It does not work any more`.
  const more = last === 'more' && /^(?:any|once|no)$/.test(before);
  const leans =
    (leaning.has(last) && !stranded && !embedded && !more) ||
    (describing.has(last) && determining.test(before));
  const number = isNumber(last);
  const opens = opensOnly(words);
  return {
    leans: leans && !closing.has(last) && words.length > 1 ? 1 : 0,
    fills: fillers.has(last) ? 1 : 0,
    wantsObject: taking.has(last) && words.length > 1 && !(question && words.length > 3) ? 1 : 0,
    closes: (more || (closing.has(last) && !leaning.has(before))) && !opens ? 1 : 0,
    // The longer a question, the likelier that it has another part.
    asks: question && words.length > 2 ? Math.min(1, 8 / words.length) : 0,
    opensOnly: opens ? 1 : 0,
    verbless: words.length > 1 && !words.some(isVerb) ? 1 : 0,
    dictates:
      (number && isNumber(before)) || (last.length === 1 && before.length === 1 && last !== 'i') ? 1 : 0,
    bare: words.length === 1 ? 1 : 0,
    length: Math.log2(words.length),
  };
}

export const noClues: TextClues = {
  leans: 0,
  fills: 0,
  wantsObject: 0,
  closes: 0,
  asks: 0,
  opensOnly: 0,
  verbless: 0,
  dictates: 0,
  bare: 0,
  length: 0,
};

function isNumber(word: string): boolean {
  return numbers.has(word) || /^\d+$/.test(word);
}

function isVerb(word: string): boolean {
  return (
    verbs.has(word) ||
    helping.has(word) ||
    taking.has(word) ||
    /(?:'s|'re|'m|'ll|'d|'ve)$/.test(word) ||
    /.{3}(?:ed|ing)$/.test(word)
  );
}

/** `What is …`, `can you …`: in the last clause that begins so. `What I need …` is none. */
function isQuestion(words: readonly string[]): boolean {
  const start = words.findIndex(
    (word) => !fillers.has(word) && word !== 'and' && word !== 'so' && word !== 'but',
  );
  const [first = '', second = '', third = ''] = words.slice(Math.max(0, start));
  if (helping.has(first))
    return subjects.has(second) || !leaning.has(second) || /^(?:the|my|your|our|his|her|their)$/.test(second);
  if (!asking.has(first)) return false;
  return helping.has(second) || helping.has(third) || (first === 'who' && isVerb(second));
}

/** A clause that hangs on another that has not come: `if you turn left`. */
function opensOnly(words: readonly string[]): boolean {
  const start = words.findIndex(
    (word) => !fillers.has(word) && word !== 'and' && word !== 'so' && word !== 'but',
  );
  const [first = '', second = ''] = words.slice(Math.max(0, start));
  const hangs = subordinate.has(first) || (asking.has(first) && !helping.has(second) && !isVerb(second));
  if (!hangs || isQuestion(words)) return false;
  // The second clause begins with a subject of its own.
  const later = words.slice(start + 4);
  return !later.some((word, index) => subjects.has(word) && index < later.length - 1) || words.length < 7;
}
