/** Written short, read long. Keys are in lower case, with their point where they are only an abbreviation with one. */
export const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'mr.': 'mister',
    mr: 'mister',
    'mrs.': 'missus',
    mrs: 'missus',
    'ms.': 'miz',
    'prof.': 'professor',
    'jr.': 'junior',
    'sr.': 'senior',
    'gen.': 'general',
    'col.': 'colonel',
    'capt.': 'captain',
    'lt.': 'lieutenant',
    'sgt.': 'sergeant',
    'rev.': 'reverend',
    'hon.': 'honorable',
    'gov.': 'governor',
    'vs.': 'versus',
    vs: 'versus',
    'etc.': 'et cetera',
    etc: 'et cetera',
    'e.g.': 'for example',
    'i.e.': 'that is',
    'approx.': 'approximately',
    'dept.': 'department',
    'inc.': 'incorporated',
    'ltd.': 'limited',
    'corp.': 'corporation',
    'ave.': 'avenue',
    'blvd.': 'boulevard',
    'rd.': 'road',
    'mt.': 'mount',
    'ft.': 'feet',
    'est.': 'established',
    'tel.': 'telephone',
    'ext.': 'extension',
    'jan.': 'january',
    'feb.': 'february',
    'apr.': 'april',
    'aug.': 'august',
    'sept.': 'september',
    'oct.': 'october',
    'nov.': 'november',
    'dec.': 'december',
    'mon.': 'monday',
    'tue.': 'tuesday',
    'wed.': 'wednesday',
    'thu.': 'thursday',
    'fri.': 'friday',
    ok: 'okay',
    'o.k.': 'okay',
    'a.m.': 'ay m',
    'p.m.': 'p m',
    hmm: 'hum',
    hm: 'hum',
    mm: 'um',
    mmm: 'um',
    mhm: 'um hum',
    'mm-hm': 'um hum',
    'mm-hmm': 'um hum',
    shh: 'shush',
    psst: 'pist',
    "'cause": 'cuz',
    "'em": 'um',
    "o'clock": "o'clock",
  }),
);

/** After a number. Plural, but for `1 km`. */
export const units: ReadonlyMap<string, string> = new Map(
  Object.entries({
    km: 'kilometers',
    m: 'meters',
    cm: 'centimeters',
    mm: 'millimeters',
    kg: 'kilograms',
    g: 'grams',
    mg: 'milligrams',
    l: 'liters',
    ml: 'milliliters',
    lb: 'pounds',
    lbs: 'pounds',
    oz: 'ounces',
    ft: 'feet',
    mi: 'miles',
    mph: 'miles per hour',
    'km/h': 'kilometers per hour',
    s: 'seconds',
    ms: 'milliseconds',
    min: 'minutes',
    h: 'hours',
    hr: 'hours',
    hrs: 'hours',
    hz: 'hertz',
    khz: 'kilohertz',
    mhz: 'megahertz',
    ghz: 'gigahertz',
    kb: 'kilobytes',
    mb: 'megabytes',
    gb: 'gigabytes',
    tb: 'terabytes',
    w: 'watts',
    kw: 'kilowatts',
    v: 'volts',
    k: 'thousand',
    bn: 'billion',
    '%': 'percent',
    '°': 'degrees',
    '°c': 'degrees celsius',
    '°f': 'degrees fahrenheit',
    am: 'ay m',
    pm: 'p m',
    x: 'times',
  }),
);

export const currencies: ReadonlyMap<
  string,
  { readonly one: string; readonly many: string; readonly part: string }
> = new Map([
  ['$', { one: 'dollar', many: 'dollars', part: 'cents' }],
  ['€', { one: 'euro', many: 'euros', part: 'cents' }],
  ['£', { one: 'pound', many: 'pounds', part: 'pence' }],
  ['¥', { one: 'yen', many: 'yen', part: 'sen' }],
  ['₹', { one: 'rupee', many: 'rupees', part: 'paise' }],
]);

/** Signs between or beside words. */
export const signs: ReadonlyMap<string, string> = new Map([
  ['&', 'and'],
  ['+', 'plus'],
  ['=', 'equals'],
  ['%', 'percent'],
  ['@', 'at'],
  ['#', 'number'],
  ['°', 'degrees'],
  ['<', 'less than'],
  ['>', 'greater than'],
  ['×', 'times'],
  ['÷', 'divided by'],
  ['$', 'dollars'],
  ['€', 'euros'],
  ['£', 'pounds'],
]);

export const months: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

export const magnitudes: ReadonlySet<string> = new Set([
  'hundred',
  'thousand',
  'million',
  'billion',
  'trillion',
]);

/** In capitals, but read as words. */
export const spokenAcronyms: ReadonlySet<string> = new Set(
  'nasa nato opec aids sars laser radar scuba pin ram rom sim gif jpeg ascii wasm yaml unicef unesco fifa uefa swat covid'.split(
    ' ',
  ),
);

/** Short words that people write in capitals to stress them. */
export const stressedWords: ReadonlySet<string> = new Set(
  `a i am an and any all are ask at bad be best big but buy by can come day did do does done dog cat else even ever
  every eat far fast find for from fun get give go god goes good got great had has hate have he hear hell help her here
  hey hi him his how if in is it its just keep know last let lets like live look lot love made make man many may me
  mean more most much must my need never new next no none nor not now of off oh old on once one only open or our out
  over own put ran read real right run said same sat saw say see she shut sit so some stay stop such sure take talk
  tell than that the them then they this time to too try two up use very wait walk want was way we well went were what
  when where who whom why will win with wow yeah yes yet you your`.split(/\s+/u),
);
