import { splitWords } from '../../timeline/index.ts';
import { findCalls } from './aside-calls.ts';
import { mandarinAddressing, mandarinPhrases, mandarinThings } from './aside-mandarin.ts';

/**
 * Words by which somebody in the room is spoken to, not an agent: what is said to those who share a home or an office,
 * and the things around them. By what is done with them, not by sentence; weighed, since any may be said to an agent.
 */
type Sign = { readonly weight: number; readonly pattern: RegExp };

/** Where an order begins: what is told (`I forgot to bring the receipt`) is not an order. */
const order = String.raw`(?:^|[,.!?;]\s*|\b(?:please|just|no|not|yes|yeah|okay|ok|oh|hey|and|then|now|go|quick|come on|can|could|will|would|you|do not|don't|never|somebody|someone|anybody|anyone)\s+)`;
const ordering = (pattern: string, weight = 1.2): Sign => ({
  weight,
  pattern: new RegExp(`${order}(?:${pattern})`),
});
const saying = (pattern: RegExp, weight = 1.2): Sign => ({ weight, pattern });

/** Orders for a body: an agent has no hands to do it with, and nowhere to go. */
const orders: readonly Sign[] = [
  ordering(
    String.raw`come (?:in|on in|on$|on,|here|over|back|down|up|inside|outside|upstairs|downstairs|along|with|and|to)\b`,
  ),
  ordering(
    String.raw`(?:go|run|get) (?:and (?!on\b)|away|home|outside|inside|upstairs|downstairs|to (?:bed|sleep|your)|ahead without|in|out|up|down|off|over|dressed|ready|changed)\b`,
  ),
  ordering(
    String.raw`(?:sit|lie|stand|kneel|wake|hurry|shush|hush|shh+|sh|calm down|move|step|keep still|keep it down|be (?:quiet|careful|good|nice|gentle)|careful|watch (?:out|it|your)|look (?:out|what|at (?:this|that|the|you|him|her))|mind (?:the|your|out))\b`,
  ),
  ordering(
    String.raw`(?:stay|wait) (?:here|there|put|away|outside|inside|still|in the|by the|for (?:me|him|her|us|your))\b`,
  ),
  ordering(
    String.raw`(?:wash|wipe|brush|dry|clean|tidy|sweep|mop|vacuum|hoover|comb|blow|polish|iron|peel|chop|stir|feed|walk|water|eat|drink|finish|hang|pack|fold|load|empty|wear|zip|tie)\b(?= (?:it|that|this|them|up|out|your|my|the|his|her|some|more)\b)`,
  ),
  ordering(
    String.raw`(?:put|pick|throw|carry|drop|lift|pull|push|hold|shut|lay|set) (?:(?:it|that|them|those|these|this|him|her|some|your|my) ?|the )(?!through|call|alarm|timer|reminder|line|pause)\b`,
  ),
  ordering(
    String.raw`(?:take|leave|bring|pass|hand|fetch|grab|get) (?:(?:it|that|them|those|these|this|him|her|your|my|mine)(?: \w+)?|the \w+ (?:out|off|away|back|down|up|in|over|outside|inside|upstairs|downstairs|to|from|open|on|there|here)|me (?:my|the|that|those|a)\b(?! (?:list|number|price|summary|table|taxi|ticket|quote)))\b`,
  ),
  ordering(
    String.raw`give (?:(?:it|that|this|him|her|them|us|your|mummy|daddy)\b|me (?:that|it|my|a (?:hand|hug|kiss|lift|second|moment|minute)|one|two|five|ten)\b)`,
  ),
  ordering(
    String.raw`(?:let|leave|help|ask|tell|show|call|watch|follow|kiss) (?:him|her|them|your|the (?:dog|cat|kids|baby|boy|girl))\b|help your\w*`,
  ),
  ordering(
    String.raw`(?:say|wave) (?:hello|hi|goodbye|bye|thank you|thanks|sorry|good night) to\b|play (?:outside|upstairs|in|with)\b`,
  ),
  ordering(
    String.raw`(?:touch|run|jump|hit|shout|fight|cry|bite|kick|scream|slam|climb|spill|poke|tease|let the|stop (?:it|that) right now)\b`,
    0.8,
  ),
  ordering(String.raw`(?:stop|quit) (?!talking|speaking|reading|the|there|for|please)\w+ing\b`),
  ordering(
    String.raw`(?:close|open|lock|answer|get) the (?:\w+ )?(?:door|window|gate|phone|curtains?|post|mail)\b`,
    0.9,
  ),
  /** A home's machine is told so as well. */
  ordering(String.raw`(?:turn|switch|put) (?:it|that|(?:off |on |down |up )?the (?:\w+ )?\w+)\b`, 0.7),
  /\byou can (?:leave|put|use|have|take|come|go|sit|start)\b|\bgive\b.{1,20}\bback\b|\bdo not forget\b|\bdon't forget\b/,
].map((sign) => (sign instanceof RegExp ? saying(sign, 0.9) : sign));

/** What somebody says of themselves to who wants something of them. */
const excuses: readonly Sign[] = [
  saying(
    /\b(?:i'm|i am)(?: just| still| only)? (?:on|in|at|off|up|down|out) (?:the phone|the line|a call|a meeting|the (?:study|kitchen|garden|bath\w*|shower|office|car|middle)|here|it|home|work|my way)\b|\bon my way\b/,
    1.5,
  ),
  saying(
    /\b(?:i'm|i am)(?: just| still| only)? (?:(?:talking|speaking|asking|listening|trying to|not at home)\b|coming(?:$|[.,!])|busy|leaving now|almost|nearly|about to)/,
  ),
  saying(
    /\b(?:i'll|i will)(?: just)? (?:be (?:right |off |home |late )?(?:there|down|up|back|with|out|over|done|finished|in|home)|call you|do it (?:later|in)|get it|come (?:down|up|over|and)|fetch|explain later)\b|\bbe (?:right (?:there|down|back|with)|with you)\b/,
  ),
  saying(
    /\b(?:(?:give me|just|another) (?:a|one|two|three|five|ten) (?:more )?(?:minutes?|secs?|seconds?|moment)|in (?:a|one|two|three|five|ten) (?:more )?(?:minutes?|secs?|seconds?|moment)|one (?:minute|sec)$|coming,)/,
    0.9,
  ),
  saying(
    /(?:^|[,.!?] *)(?:not now|later|coming)(?=$|[,.!?]| okay)|\b(?:take|answer|get) this(?: call)?\b|\bcall (?:you )?back\b/,
  ),
];

/** What is asked of those who live or work together. */
const questions: readonly Sign[] = [
  saying(
    /\b(?:can|could|would|will|did|has|is|does) (?:somebody|someone|anybody|anyone)\b(?! (?:else|from|tell|help me with))/,
  ),
  saying(
    /\b(?:did|have|has|haven't|didn't) (?:you|he|she|they|the kids) (?:already |ever |even |just )?(?:lock|feed|fed|bring|brought|see|seen|hear|sleep|slept|eat|eaten|have|had|wash|close|call|finish|remember|forget|forgot|break|broke|put|pack|lose|lost|post|brush|done|taken|turned|washed|closed|locked|finished|called)\b/,
  ),
  saying(
    /\bdid the (?:post|mail|parcel|kids|plumber|cat|dog)\b|\bhave you got a (?:moment|minute|second|sec)\b|\bhow was (?:school|work|your|the)\b/,
  ),
  saying(
    /\b(?:what do you want for|(?:do|would) (?:you|anyone|anybody) (?:want|like|need|mind|fancy)|who wants|help yourself to|do you need)\b(?=.*\b(?:dinner|lunch|breakfast|supper|tea|coffee|some|anything|bathroom|toilet|more|drink|ice|cake|lift|hand|milk|sugar|help|biscuits?|sandwich)\b)/,
    1.8,
  ),
  saying(
    /\b(?:breakfast|lunch|dinner|supper|tea|food|coffee) is (?:ready|on|getting|nearly|served)\b|\bwe(?: are|'re) (?:out of|leaving|late|going now)\b/,
  ),
  saying(
    /\b(?:where|what) (?:did|have|on earth did) (?:you|he|she|they) (?:put|leave|left|hide|go|been|done with)\b|\bwhere (?:are|is) (?:my|your|everybody|everyone|mum|dad|the (?:kids|remote|dog|cat|baby|keys))\b/,
    1.8,
  ),
  saying(
    /\bwho(?:'s| is) (?:there|at the|making|playing)\b|\bwho (?:left|took|ate|put|broke|wants|has|moved|turned|used|finished)\b|\bwhose (?:turn|is|are|shoes|bag|car)\b/,
  ),
  saying(
    /\bare you (?:coming|home|hungry|cold|done|ready|okay|awake|asleep|tired|leaving|up|looking for)\b|\bare the (?:kids|boys|girls|children|dishes)\b|\b(?:what time|when) (?:will|are|do) you (?:be|coming|home|back|get|leav)|\bwill you be (?:home|late|back)\b|\bis that (?:you|for me|your|mine)\b|\bwhat are you (?:up to|doing|looking|eating)\b/,
  ),
  saying(/(?:[, ])(?:will|would|can|could) you[?.]?$|\bplease[.!?]?$/, 0.4),
];

/** Who comes and goes, and of whom it is said. */
const company: readonly Sign[] = [
  saying(
    /\b(?:good (?:boy|girl|night|morning|evening)|sleep (?:tight|well)|sweet dreams|see you (?:later|soon|tomorrow|tonight|at|on|in|there)|drive (?:carefully|safely)|take care|have (?:a (?:seat|nice|good|great|lovely|safe)|fun)|happy birthday|well done|bless you|welcome (?:home|back|in)|nice to (?:see|meet)|long time no see|thanks for coming|bye(?: bye)?|goodbye|here you (?:are|go)|there you (?:are|go)|how are you)\b/,
  ),
  saying(
    /^(?:oh[, ]+)?(?:hello|hi|hiya|bye|morning)\b|\b(?:thanks|thank you)(?: so much| a lot| very much)?[.!]?$/,
    0.8,
  ),
  saying(
    /\b(?:he|she|they)(?:'s| is|'re| are| was)(?: not|n't)? (?:here|in|out|asleep|sleeping|tired|at|upstairs|downstairs|outside|busy|home|back|hurt|sick|crying|in the)\b|\b(?:he|she|they)(?:'ll| will) be (?:back|here|home|down|late)\b|\b(?:he|she) (?:went|left|needs|wants|knows)\b|\b(?:he|she|they) needs? you\b|\bis (?:not (?:in|here)|asleep|sleeping)\b/,
  ),
  saying(
    /\bthere(?:'s| is) (?:someone|somebody|a man|a woman|a delivery)\b|\b(?:someone|somebody) (?:is )?(?:at the door|answer|get|take|open|turn)\b/,
  ),
  saying(
    /\bis (?:yours|his|hers|boiling|burning|ringing|crying|barking|getting cold)\b|\bboiling over\b|\bthat is hot\b|\byour (?:father|mother|sister|brother|coat|shoes|homework|bag|teeth|room|dinner|plate|lunch|toys|hands|feet|face|vegetables|bed|supper|medicine)\b/,
  ),
  saying(
    /\b(?:over|up|down|in|out|from|back|right) (?:there|here)\b|^here,|\b(?:both|all|two) of you\b|\byou (?:two|guys|lot|all)\b|\bat the (?:door|moment)\b/,
    0.7,
  ),
  saying(
    /\bto (?:the|my|this) (?:computer|machine|robot|assistant|phone)\b|\bi told you\b|\byou (?:cannot|can't|may not) have\b|\bon the phone for\b/,
  ),
];

const things =
  'kettle, oven, stove, dog, cat, puppy, bin, bins, rubbish, dishes, dishwasher, laundry, kitchen, stairs, ' +
  'upstairs, downstairs, hallway, doorbell, homework, shoes, slippers, socks, coat, jacket, keys, glasses, cup, mug, ' +
  'plate, spoon, knife, scissors, sofa, couch, fridge, towel, towels, blanket, toys, sink, drawer, cupboard, umbrella, ' +
  'purse, biscuit, biscuits, pan, drive, charger, vegetables, remote, baby';
const thingWords: ReadonlySet<string> = new Set(things.split(', '));

/** What is said to an agent that is speaking, and hardly to anybody else. */
const addressing =
  /\b(?:you (?:said|mean|meant|told|just|mentioned|are|were)|i (?:asked|meant|mean|wanted|said|already)|tell me|explain|repeat|say (?:that|it)|shorter|slower|slowly|go (?:back|on)|what (?:about|if|does|do (?!you want for)|is|are (?!you (?:up|doing|looking|eating))|was|happens)|how (?:much|long|many|far|about|do|does|is)|which|why|instead|actually|question|never ?mind|next|cancel)\b/g;

/** Of a kind of signs the surest counts whole, and a second one half. */
function signsOf(signs: readonly Sign[], text: string): number {
  const [most = 0, second = 0] = signs
    .flatMap(({ weight, pattern }) => (pattern.test(text) ? [weight] : []))
    .toSorted((a, b) => b - a);
  return most + second / 2;
}

/** How surely words are for somebody else than the agent: above 0 if rather so. Each sign counts for about 1. */
export function asideSigns(text: string): number {
  const lower = text.toLowerCase().replaceAll('’', "'");
  const calls = findCalls(lower);
  const words = splitWords(lower).map((word) => word.replaceAll(/[^\p{L}']/gu, ''));
  const said = [orders, excuses, questions, company].reduce(
    (sum, signs) => sum + signsOf(signs, calls.rest),
    0.9 * Math.min(2, count(lower, mandarinPhrases)),
  );
  const named = words.filter((word) => thingWords.has(word)).length + count(lower, mandarinThings);
  const asked = count(lower, addressing) + count(lower, mandarinAddressing);
  return (
    1.6 * Math.min(2, calls.count) + Math.min(2.6, said) + 0.6 * Math.min(2, named) - 1.1 * Math.min(2, asked)
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
