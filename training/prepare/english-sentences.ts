import type { Random } from 'duologue/dsp';

const words = (list: string): readonly string[] => list.trim().split(/\s+/u);

const nouns = words(`
  apple anchor animal answer apron arrow artist autumn bacon badge balcony banana bandage barrel basket battery beach bear
  bell bench berry bicycle bird biscuit blanket blossom boat bonfire book bottle boulder box branch bread breeze bridge
  bronze broom brush bubble bucket building bus butter button cabbage cabin cactus cake calendar camel camera candle canyon
  carpet castle cathedral cave ceiling cello chain chair chalk cheese cherry chimney chocolate church cinema circle clinic
  cloud clown coffee coin college comet compass concert copper corner cottage cousin cradle crane crew cricket crown cushion
  dagger dancer decision desert dinner doctor dolphin donkey door dragon drawer dream drum duck eagle earring echo editor
  egg elbow elephant engine envelope evening farmer father feather fence festival fiddle field finger fire fish flag flame
  flower flute forest fork fountain fox freezer friend frog garage garden garlic ghost giraffe glacier glass glove goat
  guitar gymnasium hammer harbour hat hedge helicopter helmet hill honey horse hospital hotel house ice idea island ivory
  jacket jar jelly jewel journal journey joy judge juice jungle kettle key king kitchen kite kitten knee knife ladder lake
  lamp lantern lawyer leaf lecture lemon letter library lighthouse lion lizard lunch machine magazine magnet map marble
  market mask meadow measure medal melon metal mirror money monkey moon morning mountain mouse mouth museum mushroom music
  nail needle nephew nest newspaper night noise notebook nurse ocean office oil onion opera orange orchard oven owl oyster
  package page painter palace paper parade park parrot path peach pencil people pepper piano picture pie pigeon pillow
  pilot pizza planet plate pleasure pocket poem poison pond potato pottery prison prize pudding puppy puzzle queen question
  rabbit radio railway rain rainbow recipe ribbon rice ring river road robin rock rocket roof room root rose sailor salad
  salt sandwich sauce scarf school scissors sea secret shadow shark sheep shelf shell ship shirt shoe shop shoulder silver
  singer sister skirt sky snake snow soap sock soldier song soup spider spoon spring square squirrel stable stadium stage
  stairs stamp star station statue stomach stone storm story stranger stream street sugar suitcase summer sun sweater table
  tailor tea teacher telescope temple tent theatre thief thing thought throat thumb thunder ticket tiger toast toe tongue
  tooth towel tower town toy tractor train treasure tree triangle trousers trumpet tunnel turkey turtle umbrella uncle
  uniform university valley van vase vegetable vehicle village violin vision voice volcano voyage waiter wall watch water
  waterfall wave weather web wedding wheat wheel whistle window wine winter wire wizard wolf wood wool word world worm yacht
  yard year yogurt zebra zipper zoo`);

const adjectives = words(`
  able absent amazing ancient angry anxious awful awkward bare basic beautiful bitter blank blue bold brave brief bright
  broad broken brown busy calm careful casual cautious cheap cheerful clean clever cloudy clumsy cold colourful common
  complete cool crazy cruel curious curly damp dangerous dark deep delicate different dirty double dry dull dusty eager early
  easy elegant empty enormous entire equal exact excellent false famous fancy fast fierce final firm flat foggy foolish
  foreign formal fragile free fresh friendly frozen full funny fuzzy gentle giant glad gloomy golden good grand grateful
  green grey guilty happy hard harsh healthy heavy helpful hidden hollow honest huge humble hungry icy ideal idle jealous
  jolly joyful junior keen kind large late lazy lonely long loose loud lovely low loyal lucky mad magic main massive
  mature mean mild modern muddy mysterious narrow nasty natural neat nervous new nice noisy normal nosy odd old orange
  ordinary pale patient perfect plain playful polite poor popular precious pretty proper proud pure purple quick quiet
  rapid rare raw ready real red regular rich ripe rotten rough round royal rude rusty sad safe salty scary separate serious
  shallow sharp shiny short shy silent silly simple single sleepy slim slow small smart smooth soft solid sour special
  square steep sticky still strange strict strong stupid sudden sunny sweet tall tasty terrible thick thin thirsty tidy tiny
  tired tough true ugly unusual upset urgent useful usual vague valuable vast violet visible vital warm weak wealthy weird
  wet white whole wide wild wise wonderful wooden worried wrong yellow young`);

const actions = words(`
  accepted admired answered arranged avoided baked balanced borrowed bought brought brushed built buried called carried
  caught changed chased checked chose cleaned climbed closed collected compared copied counted covered crossed cut decorated
  delivered designed destroyed discovered divided dragged drank drew dropped eased emptied enjoyed examined explained felt
  filled finished fixed folded followed forgot found fried gathered gave grabbed guarded guessed heard held helped hid
  hired hugged ignored imagined improved invited joined judged jumped kept kicked kissed knew lifted liked lit loaded locked
  lost loved made managed married measured melted mended met missed mixed moved named needed noticed offered opened ordered
  owned packed painted passed picked planted played poured praised prepared pressed pulled punished pushed raised reached
  read recorded refused remembered removed repaired replaced rescued returned reviewed rode rolled rubbed ruined sang saved
  saw sewed shared shook showed shut sketched smelled sold solved sorted spilled stole stopped studied swallowed swept
  taught tested thanked threw tied toasted touched traded trusted turned understood used viewed visited wanted warmed washed
  watched weighed wiped won wore wrapped wrote`);

const verbs = words(`
  ask bake believe borrow break bring build buy call carry catch change choose clean climb close count cover cut deliver
  describe draw drink drive eat enjoy explain feed fetch fill find finish fix fold follow forget give guess hear help hide
  hold imagine invite judge keep kick know leave lend lift light like lose love make measure meet mend miss move need notice
  offer open order paint pass pay pick plan play polish pour praise push read reach remember repair rescue return ride save
  see sell send share shut sing sketch smell solve spell stop study take taste teach tell thank throw tie touch trust try
  turn understand use visit wash watch wear weigh win wipe wrap write`);

const adverbs = words(`
  again almost already always angrily away badly barely beautifully bravely briefly calmly carefully cheerfully clearly
  closely eagerly early easily exactly finally firmly gently gladly happily hardly honestly hopefully immediately kindly
  later lazily loudly luckily maybe mostly nearly neatly never nicely now obviously often once outside patiently perfectly
  politely probably properly proudly quickly quietly rarely really rudely sadly safely secretly seldom seriously sharply
  silently slowly smoothly softly sometimes soon strangely suddenly surely together tomorrow tonight truly twice usually
  warmly wisely yesterday`);

const names = words(`
  Adam Alice Andrew Anna Arthur Barbara Bella Ben Bill Bob Brian Carl Carol Charlotte Chloe Chris Claire Daisy Daniel David
  Diana Edward Ella Emily Emma Eric Ethan Eva Felix Fiona Frank Fred Gavin George Grace Greg Hannah Harry Heather Helen
  Henry Hugh Ian Irene Isaac Ivy Jack James Jane Jason Jean Jeff Jenny Jessica Joan Joe John Joyce Judy Julia Justin Karen
  Kate Keith Kevin Laura Leo Lily Linda Louis Lucy Luke Mark Martha Martin Mary Matthew Max Megan Mia Michael Molly Monica
  Nancy Nathan Neil Nick Nina Noah Nora Olive Oliver Oscar Owen Pamela Patrick Paul Peter Phil Philip Polly Rachel Ralph
  Rebecca Richard Robert Robin Roger Rose Roy Ruby Russell Ruth Ryan Sally Sam Sarah Scott Shaun Simon Sophie Stella Steve
  Susan Teresa Thelma Theo Thomas Tim Tina Tom Tony Victor Violet Walter Wendy William Yvonne Zach Zoe`);

const numbers =
  words(`two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety`);
const prepositions = words(
  'under above behind beside near inside against beyond across around below past through with from',
);
const days = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');

const lists = { nouns, adjectives, actions, verbs, adverbs, names, numbers, prepositions, days } as const;

/** `{n}` and its like are words of a list; what is the same letter twice is two words. */
const slots = {
  n: 'nouns',
  j: 'adjectives',
  a: 'actions',
  v: 'verbs',
  d: 'adverbs',
  m: 'names',
  c: 'numbers',
  p: 'prepositions',
  t: 'days',
} as const;

const templates: readonly string[] = [
  'The {j} {n} {a} the {n} {p} the {n}.',
  '{m} {a} the {j} {n}, and {m} {a} the {n}.',
  '{d}, the {n} {a} a {j} {n}.',
  'Did {m} {v} the {n}, or was it the {j} {n}?',
  'What a {j}, {j} {n}!',
  'Could you {v} my {n} {p} the {n}?',
  'We {a} a {n}, a {n}, a {n} and a {j} {n}.',
  '{m} {d} {a} my {j} {n} on {t}.',
  'Where did you {v} that {j} {n}?',
  'If you {v} the {n}, the {n} may {v} you.',
  'Nobody {a} the {n} that {m} {a} {p} the {j} {n}.',
  'Please {v} the {n}, {v} the {n}, and {v} the {j} {n}.',
  'Why is this {n} so {j} and that {n} so {j}?',
  'My {n} is {j}, but your {n} is {j}.',
  'I would {d} {v} {c} {j} things.',
  'Never {v} a {j} {n} {p} a {n}!',
  'Her {j} {n} {d} {a} him.',
  'On {t}, {m} and {m} {a} {c} hundred and {c} things.',
  'Will {m} {v} the {n} on {t}?',
  'It was {j}, {j}, and {d} {j}.',
  'They say that the {n} of the {n} is {j}.',
  'Who {a} the {n}?',
  '{m}, {v} it {d}!',
  'A {n} {p} a {n} is worth {c} {j} ones.',
  'Of all things, why would {m} {v} a {j} {n}?',
  'The {n} was {j} when the {n} {a} us.',
];

/** A sentence of words that have nothing to do with each other, in the manner of sentences. */
export function englishSentence(random: Random): string {
  const template = templates[random.integer(templates.length)] ?? '';
  const filled = template.replaceAll(/\{([a-z])\}/gu, (_, slot: string) => {
    const name = Object.entries(slots).find(([key]) => key === slot)?.[1] ?? 'nouns';
    const list = lists[name];
    return list[random.integer(list.length)] ?? '';
  });
  const spoken = filled.replaceAll(/\b([Aa]) (?=[aeiou])/gu, '$1n ');
  return spoken.charAt(0).toUpperCase() + spoken.slice(1);
}
