/** What belongs to one register: how it begins and ends, and what only its people say. */
export const registerFrames = `
> open task
A: (okay|alright|right) {you}, (are you ready|can we start|shall we begin)? (I have the sheet here|I've never done this before|we've got {minutes}).
B: (yes|ready|sure), (I'll tell you what to do|you do it, I guide you|just follow what I say). (say so if I'm too fast|ask if anything is unclear|tell me when you're done each time).

A: {you}, (I'm ready when you are|I've cleared the table|I've got both hands free). (where do we begin|what's the first thing|do I need anything)?
B: (good|perfect|great), (we take it slowly|it should take {minutes}|{number} steps, more or less). (stop me any time|I'll wait after each step).

> open instruction
A: {you}, (have you got a moment|could you help me|can you show me something)? (you did that in {month}|I can't work it out|{she} said you know how).
B: (sure|of course|yes), (what is it|what do you need|which part)? (I've got until {time}|take your time|happy to).

A: (I'm told|{he} says|I hear) you're the one who knows, {you}. (would you explain it to me|can you walk me through it)?
B: (I'll try|gladly|well, I can try), (stop me if I'm too quick|it's easier than it looks|it took me {span} to learn).

> open narrative
A: (so|okay|come on), {you}, (tell me everything|I want the whole story|start at the beginning). (I only heard half of it from {she}|{he} said I had to ask you|I've been waiting since {day}).
B: (okay, okay|well, sit down|right, so), (it's a long one|you won't believe it|you'd better have {minutes}). (it was a {day}|it began in {month}|we were in {city} at the time).

> open collaboration
A: (okay|right|so), {you}, (let's work this out|let's think it through together|shall we make a plan). (I've got a pen|we need it by {day}|I've started a list).
B: (yes, let's|good idea|I'm in), (I wrote down {number} points|I've had a thought since {day}|what have we got so far). (you go first|let's just collect|tell me if I'm wrong).

> open video-call business
A: (hi|hello|good morning) {you}, (can you hear me|is my sound okay|can you see the slides)?
B: (yes, perfectly|loud and clear|I can, thanks), (good morning|hi everyone|hello). (are we waiting for {he}|is {she} joining|shall I record it)?
A: ({she} sends apologies|{he} joins at {time}|no, it's just us two). (let's go through the agenda|we have {number} points|I'll take the minutes), (and stop at {time}|and keep it to {minutes}|the budget comes last).
B: (fine with me|sounds good|okay), (what's the first point|I've read the paper|I have one more point for the end).

> open collaboration business
A: (right|okay), {you}, (thanks for coming|let's get started|everybody's here). ({number} points on the agenda|I've sent the agenda on {day}|we've got until {time}). (who takes the minutes|shall I write|can you keep an eye on the time)?
B: (I'll write|I can do that|let me), (go ahead|first point, please|I have the notes from {day}).

> open interview
A: (please, have a seat|come in, sit down|good to meet you), {you}. (I'm {me}, we wrote on {day}|we spoke at {time} on {day}|{he} told me a lot about you). (would you like a coffee|was the train on time|did {she} show you the way)?
B: (thank you|thanks, yes|nice to meet you, too), (I had one in {street}|it was {weather}, but quick|I've been here since {time}). (I'm a bit nervous|I've been looking forward to it since {day}|ask me anything).
A: (good|don't worry|perfect), (we talk for {minutes}|I start with something easy|it's {number} questions), (and I write a little|and you ask me last|nothing goes out before {date}).

> close task
A: (so that's it|is that all|are we done), {you}? (it took us {minutes}|I think I've got it|it looks right to me).
B: (yes|that was the last step|we're done), (well done|good work|that went fast). (the next one on {day}|you can put it away|I write down {time}).
A: (great|good|thanks), (bye|until {day}|see you then), {you}.

> close instruction
A: (okay|alright), I think I've (got it|understood), {you}. (thank you so much|I'd never have found that|I owe you one).
B: (you're welcome|no problem|any time), (call me if you get stuck|try it once more on {day}|the rest is practice).
A: (I will|I'll do that|promise), (bye|thanks again|until {day}).

> close narrative
B: (and that's it|so that was that|and that's the end of it). (now you know|I still think about it on {day}s|{she} tells it better).
A: (what a story|unbelievable|thank you for telling me), {you}. (you should write it down|I'll have to tell {he}|I could listen for hours).
B: (maybe one day|only if you pay|come back on {day}), (there's more|it's late, though|I have to go).

> close collaboration
A: (okay|right), so (that's the plan|we have it|we agree). (you do your half by {day}|I'll put it in order|we check again in {span}).
B: (agreed|perfect|yes), (I'll start on {day}|send me the list|that was quick). (see you|until {day}|thanks), {you}.

> close argument
A: (look|okay|listen), {you}, (I don't want to fight|let's leave it there|we won't solve it today). (I'll think about it until {day}|I do see your point|I still don't agree).
B: (fine|alright|yes), (me neither|let's talk on {day}|I was a bit loud). (thanks for saying it|no hard feelings|we'll find something).

> close video-call business
A: (so|okay), (let me sum up|to sum up|the actions, then), {you} (does the figures|talks to {he}|sends the draft) by {day}, and I (call {she}|book the room|update the plan).
B: (agreed|that's right|fine), (anything else|is that everything|no other points from me)?
A: (no, that's it|nothing from me), (the minutes come on {day2}|next call on {day2} at {time}|thanks for your time). (bye|have a good one|see you), {you}.
B: (bye|thanks, bye|see you on {day2}), {you}.

> acknowledge
A: (okay|right|yes|got it|mm|alright|yep|sure)(, done|, wait a second|, I see it|, I have it|, one moment|, and now|, next|).

A: (okay|so|right), (that's done|it's in|I've done that|that worked|I'm there), (what's next|and then|go on|yes|I think)?

> follow up
A: (can you say more about that|why was that|what do you mean by that|how did that feel|what happened then|was it always like that|what did you learn from it|would you do it again|when did you notice that|how did {she} take it|did {he} see it that way too|what changed in {month}|who helped you with that|was there a moment when you doubted it|how do you explain that to {he}), {you}?

A: (that's interesting|I'd like to stay with that|let me come back to that|I wondered about that). (how did it come about|what was the hardest part|where were you then|what did people say|how long did it last|what would you change today)?

> elaborate
A: (it took me {span}|I needed {span}) (to get used to it|to see that|to say it out loud), (and I'm not sure I'm there yet|and {she} was very patient|and then it was easy).

A: (if you had asked me {span} ago|back in {month}|before I met {he}), I'd have (said no|laughed|told you something else), (and I'd have been wrong|but things change|so never say never).

A: there was (a moment|a {day}|an evening) in {month} when I (nearly gave up|understood it|had to decide), (and {she} was there, luckily|in the middle of {city}|at about {time}, I remember it well).

A: (what nobody tells you|what people forget|the thing that surprised me) is (how long it takes|how much it costs you|how quickly you get used to it), (in {month} more than ever|at least where I come from|and I talk to {number} people a week about it).

A: I (talk about it with {she} a lot|learned that from {he} in {city}|still think about that on {day}s), (and we rarely agree|and it helps|because it could have gone wrong).

A: (on the one hand|of course) it's (a risk|a lot of work|not for everybody), (on the other hand|but then), (it gives you something back|I sleep better|you meet people like {he}).

A: (people often ask me that|my family says that too|I get letters about that), and (I never have a good answer|I tell them about {city}|I say, wait {span}), (honestly|that's the truth|and I mean it).

A: (the first time|once|that year) I was (so nervous|far too sure of myself|completely alone), (I forgot to eat|I called {she} at {time}|I walked {miles} through {city}).

> agenda
A: (okay|right|good|so), (next point|the next item|point {number} on the agenda|moving on|the next one is mine|let's move to the next point).

> glitch video-call
A: (sorry|wait|hang on), (you froze|you're on mute|your sound went away|I lost you for a second), {you}.
B: (oh, sorry|am I back|is it better now|ah, the button), (it's the {weather} weather|I'm in {street}, it's bad here|I said it was {day})(, can you hear me|)?
A: (yes|now I can|that's better|got you), (go on|you were saying|say that again, please).

> glitch telephone
A: (sorry|hello|wait), (you're breaking up|I can't hear you|the line is bad), {you}(, say that again|, are you in a tunnel|)?
B: (is it better now|hello, can you hear me|I'm just on {street}|I've moved to the window).
A: (yes|much better|now it's fine|okay, there you are), (go on|you were saying|what was that).
`;
