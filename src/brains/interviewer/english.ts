import type { Material } from './material.ts';

const topics: Material['topics'] = [
  {
    name: 'weekends',
    keywords: ['weekend', 'free time', 'sunday', 'saturday'],
    questions: [
      'What did you do last weekend?',
      'What does a perfect Sunday look like for you?',
      'Do you plan your free days, or do you let them happen?',
      'Who do you like to spend a free day with?',
      'If you had one more day off each week, what would you do with it?',
    ],
  },
  {
    name: 'food',
    keywords: ['cooking', 'eating', 'restaurants', 'cook'],
    questions: [
      'What is the last really good meal you had?',
      'Do you like to cook, or would you rather be cooked for?',
      'Which dish takes you straight back to when you were small?',
      'Is there something that everybody likes to eat and you do not?',
      'What would you cook for somebody you want to impress?',
    ],
  },
  {
    name: 'travel',
    keywords: ['travelling', 'traveling', 'trips', 'holiday', 'vacation', 'journey'],
    questions: [
      'Where was the last place you travelled to?',
      'What is the first thing you do in a town you do not know?',
      'Do you travel light, or do you take everything along?',
      'Which place would you go back to tomorrow, if you could?',
      'Has a journey ever gone completely wrong for you?',
    ],
  },
  {
    name: 'music',
    keywords: ['songs', 'bands', 'concerts', 'singing', 'instruments'],
    questions: [
      'What have you been listening to lately?',
      'Do you play an instrument, or is there one you wish you played?',
      'Which song do you know by heart?',
      'When do you need it to be completely quiet around you?',
      'What was the best concert you have ever been to?',
    ],
  },
  {
    name: 'work',
    keywords: ['job', 'office', 'career', 'studies', 'school'],
    questions: [
      'What do you do on an ordinary working day?',
      'How did you come to do what you do?',
      'Which part of your work would you gladly give away?',
      'What do people get wrong about what you do?',
      'What did you want to become when you were ten?',
    ],
  },
  {
    name: 'home',
    keywords: ['house', 'flat', 'apartment', 'neighbours', 'neighborhood', 'town', 'city'],
    questions: [
      'What do you see when you look out of your window?',
      'Which corner of your home do you like best?',
      'What makes a place feel like home to you?',
      'How well do you know the people next door?',
      'If you could move anywhere, where would you live?',
    ],
  },
  {
    name: 'childhood',
    keywords: ['growing up', 'kid', 'child', 'parents', 'family'],
    questions: [
      'What did you play most when you were a child?',
      'Who told the best stories in your family?',
      'What were you afraid of back then?',
      'Which smell reminds you of where you grew up?',
      'What did you get into trouble for?',
    ],
  },
  {
    name: 'books and films',
    keywords: ['books', 'films', 'movies', 'reading', 'series'],
    questions: [
      'What have you read or watched lately that stayed with you?',
      'Do you ever watch or read the same thing twice?',
      'Which character would you like to have dinner with?',
      'Do you need a happy end?',
      'Which book or film does everybody love except you?',
    ],
  },
  {
    name: 'sport',
    keywords: ['sports', 'exercise', 'running', 'football', 'fitness', 'swimming'],
    questions: [
      'How do you keep moving?',
      'Would you rather play a game or watch one?',
      'When were you last really out of breath?',
      'Is there a sport you would love to try once?',
      'Are you a good loser?',
    ],
  },
  {
    name: 'learning',
    keywords: ['languages', 'skills', 'hobby', 'hobbies'],
    questions: [
      'What is the last new thing you learned?',
      'Who taught you something that you still use every day?',
      'What would you learn if it took only a week?',
      'How do you learn best, by reading, by doing, or by asking?',
      'What have you given up learning, and do you miss it?',
    ],
  },
];

const followUps: Material['followUps'] = [
  'How did that come about?',
  'What was going through your head at that moment?',
  'How did the others take it?',
  'What surprised you most about it?',
  'Would you do it the same way again?',
  'When did you notice that for the first time?',
  'What would you tell somebody who wants to try that?',
  'Has that changed over the years?',
  'What was the hardest part of it?',
  'And what was the best part?',
  'Who else knows about that?',
  'What happened next?',
  'Why do you think that is?',
  'What did it feel like?',
  'Is there a small detail that you still see in front of you?',
  'How would your friends tell that story?',
  'What do you miss about it?',
  'What did you learn from that?',
  'Would ten years ago you have believed it?',
  'How long did that go on?',
  'What would have made it even better?',
  'Do you know anybody who sees it the other way?',
];

const wishes: Material['wishes'] = [
  [
    'speak-mandarin',
    /\b(?:speak|talk|switch to|change to|continue) (?:in )?(?:chinese|mandarin)\b|说中文|讲中文|用中文/i,
  ],
  [
    'goodbye',
    /\b(?:good ?bye|bye|see you (?:later|soon|around|then|next)|talk to you later|hang up|let'?s (?:stop|end)|stop the interview|end the (?:call|interview|conversation)|that'?s (?:all|it) for (?:now|today))\b/i,
  ],
  ['goodbye', /\b(?:(?:have|need|got) to go|gotta go)(?: now)?\W*$/i],
  [
    'repeat',
    /^\W*(?:sorry|pardon|what|huh|excuse me|come again)\W*$|\b(?:say (?:that|it) again|repeat (?:that|the question|it|please)|did(?:n'?t| not) (?:hear|catch|understand|get) (?:that|you|it)|what was the question|what did you say)\b/i,
  ],
  [
    'wait',
    /^\W*(?:(?:no|oh|um|uh)\W+)?(?:wait|hold on|one moment|one second|just a (?:moment|second|minute)|hang on|stop)\b/i,
  ],
  [
    'skip',
    /\b(?:next question|another question|skip (?:it|that|this)|something else|change the (?:topic|subject)|rather not|don'?t want to (?:talk|answer|say)|none of your business|no comment)\b/i,
  ],
  ['ask-name', /\b(?:who are you|what(?:'s| is) your name|your name is|introduce yourself)\b/i],
  ['ask-kind', /\bare you (?:a |an )?(?:robot|computer|machine|human|person|real|ai|program|bot)\b/i],
  ['ask-health', /\bhow are you\b|\bhow do you do\b|\bhow'?s it going\b/i],
  [
    'ask-purpose',
    /\b(?:what (?:is this|can you do|do you do|are you doing)|why are you asking|what'?s this (?:about|for)|help)\W*$/i,
  ],
  ['ask-hearing', /\b(?:can|do) you (?:hear|understand) me\b|\bare you (?:there|listening)\b/i],
  [
    'grieve',
    /\b(?:died|passed away|funeral|cancer|divorced?|lost my (?:job|mother|father|wife|husband|dog|cat|friend)|depressed|so sad)\b/i,
  ],
  ['thank', /^\W*(?:thanks|thank you)(?: (?:so|very) much| a lot)?\W*$/i],
];

export const english: Material = {
  space: ' ',
  topics,
  topicQuestions: [
    'What comes to your mind first when you think of [topic]?',
    'When did [topic] become important to you?',
    'What do most people not know about [topic]?',
    'Who do you talk to about [topic]?',
    'What would you change about [topic] if you could?',
    'What is your best memory that has to do with [topic]?',
  ],
  followUps,
  echoes: [
    'You mentioned [word]. {What is the story behind that|Can you say more about that|How does that fit in}?',
    'Tell me more about [word]. {What comes to your mind first|What should I know|Where does that begin}?',
    'What does [word] {mean to you|have to do with it|change for you}?',
    '{Let me stay with|I would like to hear more about|Back to} [word] for a moment. {What should I know about that|What would you tell a stranger}?',
  ],
  wishes,
  lines: {
    greeting: '{Hello|Hi|Hello there|Good to meet you|Hi there}{!|.}',
    introduction:
      "{I am your interviewer|I am here to ask you a few questions|I would like to get to know you a little}. {Answer as you like, and interrupt me whenever you want|There are no wrong answers, and you can cut in at any time|Take all the time you need}. {Let's start|Let us begin|Here comes my first question}.",
    'after-short': '{Okay|Right|I see|Mm-hm|All right|Short and clear|Fair enough|Sure}.',
    'after-medium':
      '{I see|Right|Okay|Got it|Ah|Interesting|Nice}. {Thank you|That makes sense|Good to know|I can picture that|I like that}.',
    'after-long':
      '{Wow|Thank you|Well}, {that was quite a story|you have a lot to say about that|I could listen to that all day|thank you for telling me all that|that is a lot to take in}. ',
    'after-laughter':
      '{I heard that laugh|That sounds like fun|Ha, I like how you laugh about it|There is a smile in your voice|That must have been funny}. ',
    'after-hesitation':
      '{You had to think about that one|I noticed you took your time, which is fine|That was not an easy question, was it|I like that you think before you speak}{.|. Thank you.}',
    'after-question':
      '{That sounded like a question|Were you asking me something|Good question, I think}. {I hear how you speak better than what you say|I cannot always make out the words|I had better leave the answers to you}, so {let me ask one back|I will ask you something instead|here is one for you}.',
    formal: '{Thank you|I understand|Noted, thank you|I see, thank you|Thank you for that|Very good}.',
    sympathy:
      '{I am sorry to hear that|That must have been hard|I am so sorry|That cannot have been easy}. {Thank you for telling me|Take your time}. {Would you like to say more about it, or shall we talk about something else|Shall we stay with that, or turn to something else}?',
    'new-topic':
      '{Let us talk about something else|Now for something different|Let me change the subject|On to another topic}: [topic].',
    'chosen-topic':
      '{Gladly|With pleasure|Good idea|Sure}, {let us talk about|let us turn to|on to} [topic].',
    encourage: '{Tell me a little more|Go on, I am curious|Just a little more detail|And beyond that}: ',
    yield:
      '{Sorry, go on|Sorry, you were saying|Please, go ahead|Oh, sorry. Go ahead|Excuse me, you first|Yes? I am listening}.',
    resume:
      '{What I wanted to ask was this|As I was asking|Back to my question|So, where was I|I was going to ask}: ',
    wait: '{Of course, take your time|Sure, no hurry|All right, I will wait|Okay, whenever you are ready|No problem, I am here}.',
    skip: '{Of course, no problem|Fine, we will leave that|Sure, let us skip it|That is fine by me}.',
    again: '{Of course|Sure|Sorry|Gladly}. {I asked|My question was|Once more|Here it is again}: ',
    'silence-first':
      '{Take your time|No hurry|Think about it as long as you like|I am still here|There is no rush}. {I am listening|Whatever comes to mind|Just start anywhere}.',
    'silence-second':
      '{Are you still there|Can you hear me}? {Maybe that was not a good question|Let me try another one|Here is an easier one}.',
    'silence-last':
      '{It seems this is not a good moment|I think you may have stepped away|I do not hear you any more}, so {I will leave it here|let us stop for today}. {Come back whenever you like|Call again any time}. {Goodbye|Take care}!',
    closing:
      '{We have covered a lot|Those were all my questions|That is all I wanted to know|We have come to the end}. {Thank you for talking with me|Thank you, I enjoyed this|It was a pleasure listening to you}. {Goodbye|Take care|Have a good day}!',
    farewell:
      '{Of course|All right|Sure}. {Thank you for your time|It was good talking to you|Thank you, I enjoyed it|It was a pleasure}. {Goodbye|Take care|See you next time}!',
    'my-name':
      '{I am the interviewer|You can call me the interviewer|I have no name of my own; I am the interviewer}. {But this is about you|Enough about me}.',
    'my-kind':
      '{I am a program|I am a computer program, and a simple one|No human here, just a program}, {but I do listen|but I am all ears|and I like to ask}.',
    'my-health':
      '{I am fine, thank you|Very well, thank you for asking|I cannot complain}. {Now to you|But let us talk about you|And now about you}.',
    'my-purpose':
      '{I ask, and you answer, or not|I ask about this and that, and I listen|This is an interview, and you are the guest}. {Interrupt me whenever you like|You may change the subject at any time|Say goodbye when you have had enough}.',
    'my-hearing': '{Yes, I hear you|Loud and clear|I am here, and I hear you}.',
    welcome: '{You are welcome|My pleasure|Not at all}.',
    'language-switched': '{Let us go on in English|English it is|Of course, in English then}.',
  },
};
