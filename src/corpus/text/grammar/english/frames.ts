/** What every conversation has, whatever it is about. */
export const frames = `
# conversation
filler = um | uh | um | uh | er
marker = well, | I mean, | honestly, | you know, | actually, | like, | so, | anyway, | look, | to be honest, | I guess | okay so, | the thing is, | basically, | in fact, | and yeah, | well, you know, | as I said,
asker = so, | okay, | well, | and | tell me, | now, | listen, | but | okay, and | so, um, | oh, and | alright, so
light = um, | uh, | well, | oh, | so, | okay, | yeah, | hm, | ah, | right, | mm,
polite = okay, | sure, | alright, | of course, | certainly, | gladly, | right away, | very well, | no problem, | thank you, | I see, | let me see,
tail = you know | I guess | I think | I suppose | to be fair | in a way | at least | or so | I must say | if you ask me | as far as I know | or something | basically | more or less | for now | I'd say | I mean | if I'm honest | you see | somehow
noise = the radio | the music | the television | that window
child = Toby | Lily | Max | Ella | Sam | Zoe
food = the soup | the rice | the oven | the kettle | the laundry

> open conversation
A: (hey|hi|oh hey) {you}, (how's it going|how are things|you alright|how have you been) (today|this week|these days|)?
B: (not bad|pretty good|can't complain|yeah, good|a bit tired, but good|busy, but okay), (thanks|you know|actually|really). (what about you|how about you|and you), {you}?
A: (yeah, fine|same here|all good|oh, surviving|good, good), (thanks|it's been a long {day}|mostly glad it's {day}|now that it's {day}|even if it's only {day}).

A: (there you are|good to see you|oh good, you made it), {you}. (did you get here okay|was the traffic bad|have you been waiting long)?
B: (no, it was fine|not at all|just a couple of minutes|I got in about {minutes} ago). (it's {weather} out there|it's been {weather} since {day}|I came by {street})(, though| as usual| today|).

A: {you}, (hey|hi|hello). (I was just thinking about you|I was hoping to catch you|perfect timing|I've been meaning to talk to you since {day}).
B: (oh yeah|really|uh oh|is that right)? (what's up|what's going on|what's on your mind|good things, I hope)?

> open telephone
A: hello?
B: (hi|hey|hello) {you}, (it's {me}|it's me, {me}|this is {me}). (is this a good time|are you busy|have you got a minute|can you talk|did I catch you at a bad time)?
A: (oh hi|hey|hi there) {you}. (no, go ahead|no, it's fine|sure, I've got {minutes}|yeah, I'm just (walking home|making tea|tidying up|on {street}))(, what's up|).

A: hello, {me} speaking?
B: (hey|hi) {you}, {me} here. (sorry I missed your call on {day}|I saw you called around {time}|I'm just calling back|I tried you at {time} but it was engaged).
A: (oh, no problem|no worries at all|ah, thanks for calling back|oh yes, hi). (how are you|how's everything|how have you been|how was your {day})?
B: (good|fine|not bad|alright), (thanks|yeah|you know how it is). (it's been {weather} here|it's a slow {day}|it's been one of those weeks|I've been up since {time}).

> open telephone family
A: hello?
B: (hi|hello|hey) {you}, it's me. (are you at home|can you talk|am I interrupting dinner|did you see I called at {time}|is it a bad moment)?
A: (oh hello|hi love|oh, hi), {you}. (no no, I've got time|I just got in from {street}|I was about to ring you|I only sat down {minutes} ago). (how are you|is everything okay|how was your {day})?
B: (fine, fine|all good|yeah, I'm okay|a bit tired), (it's been {weather} all week|it's just been a long {day}|nothing special|I've been busy since {day}).

> open telephone business
A: (hello, {me} speaking|good morning, this is {me}|good afternoon, {me} here)?
B: (hi|hello|good morning), {you}, it's {me}(, calling about {day}|, from the other office|, from {city}|). (do you have {minutes}|is now a good time|have you got a moment before {time})?
A: (of course|sure, go ahead|yes, I have until {time}|I'm free until {time}). (what can I do for you|what's on your mind|how can I help)?

> open business
A: (okay|right|alright), (shall we start|let's get started|let's begin), {you}? (we've got until {time}|we only have {minutes}|I have to leave at {time}|I've booked the room until {time}).
B: (sure|yes, let's|ready when you are|works for me). (I've got my notes here|I printed the agenda|I read your mail from {day}|I have {number} points on my list).

A: (morning|good morning|hi|hello), {you}. (thanks for making time|thanks for coming in|glad we could do this) (on a {day}|so quickly|before {time}|at {time}).
B: (of course|no problem|happy to|sure thing). (where do you want to start|what's first|what's on the agenda)?

> open video-call
A: (hi|hey|hello) {you}, can you (hear me|see me|hear me okay|hear and see me)?
B: (yeah, I can hear you|yes, loud and clear|I can now, yeah|perfectly). (your picture is a bit frozen|you're a little quiet|is it {weather} where you are|nice background, by the way|you moved your desk since {day}).
A: (oh, let me fix that|okay, good|one second|ha, thanks). (better|is that better|how's that|can you see me now)?
B: (yeah, much better|perfect|that's good|yep, that works), {you}.

> open podcast
A: (welcome back|hello and welcome|hi everybody, welcome back), (it's {day} again|this is episode (twenty|thirty|forty|fifty|sixty) {number}|you're listening from {city} and everywhere else). (I'm {me}, and with me is {you}|I'm {me}, and {you} is here with me|with me as always is {you}).
B: (hi everyone|hello hello|good to be here|hey, glad to be back). (I've been looking forward to this since {day}|it's {weather} outside, so let's talk|I have coffee, I'm ready).

> open interview
A: (thanks for coming in|thank you for joining us|thanks for making the time), {you}. (did you find us alright|how was your trip in from {street}|can I get you some water)?
B: (yes, no trouble at all|it was easy, thanks|very well, thank you|I'm fine, thank you), (I came by {street}|I got here about {minutes} ago|I took the {time} train).
A: (great|good|lovely). (I'd like to ask you a few things|I have about {number} questions|we have roughly {minutes}), (if that's okay|nothing too difficult|and please just talk freely).

> open argument
A: {you}, (can we talk about something|can I be honest with you|I need to say something)? (I've been thinking about it since {day}|it's been bothering me since {day}|I didn't want to bring it up on {day}).
B: (okay|sure|alright|of course), (what is it|go on|I'm listening|that sounds serious).

> open assistant
A: (hi|hello|hey there|good morning|hey), (are you there|can you help me with something|I need some help|quick question).
B: (hello|hi|hi there), (of course|sure|I'm listening|I'm here). (what can I do for you|how can I help|what do you need) (today|this {day}|right now|)?

A: (hey assistant|okay assistant|hello|assistant), (wake up|are you listening|can you hear me)?
B: (yes|yes, I'm here|I'm listening), (go ahead|what can I do for you|tell me how I can help). (it's {time}|it is {day}, {time}|today is {day}).

> close conversation
A: (anyway|okay|right), {you}, I (should get going|have to run|should let you go|need to head off). (I have to be somewhere at {time}|I've got to be on {street} by {time}|it's nearly {time}).
B: (yeah, me too|sure|of course|okay), (it was good to talk|this was nice|good to see you|let's do this again), {you}. (see you on {day2}|talk to you on {day2}|say hi to {she}|say hi to {he}).
A: (will do|see you|okay|sure|yeah), (take care|bye|see you {day2}|until {day2}|have a good one), {you}.
B: (bye|see you|take care|bye bye|yeah, you too|okay, bye|thanks), {you}(, see you at {time}|, say hello at home|, get home safe|, talk on {day2}|).

> close telephone
A: (okay|alright|anyway) {you}, (I'd better go|I should let you go|I've got to go), (I need to leave by {time}|my battery is at {percent}|somebody's at the door|dinner's at {time}).
B: (sure|okay|no problem), (thanks for calling|good talking to you|nice to hear your voice). (I'll call you on {day2}|call me on {day2}|let's talk again on {day2}).
A: (okay|yeah|great|alright), (do that|talk soon|sounds good|talk on {day2}|around {time}, then), (bye|take care|bye bye|have a good one), {you}.
B: (bye|bye bye|take care|thanks, bye|you too|okay, bye), {you}(, until {day2}|, have a nice {day3}|, and sleep well|, say hi at home|).

> close business
A: (okay|right|good), (I think that's everything|I think we've covered it all|that's all from my side). (I'll send the notes by {day2}|I'll write it up before {time}|let's meet again on {day2} at {time}).
B: (sounds good|perfect|great), (thanks, {you}|thank you|I'll have my part done by {day2}|speak on {day2}).
A: (thanks|thank you), {you}. (bye|have a good day|see you on {day2}).

> close podcast
A: (and that's all we have time for|that's it for this week|okay, we're out of time), {you}. (write to us until {day}|we're back on {day}|next time we have {he} {surname} here|next week {she} {surname} joins us).
B: (thanks for listening|thank you all|see you next time|take care, everybody).

> close interview
A: (well|okay|great), {you}, (that was my last question|that's all I wanted to ask|we're nearly at {time}). (is there anything you'd like to add|is there anything you want to ask me)?
B: (no, I think that's it|nothing I can think of|not really, no), (thank you|thanks for having me|it was a pleasure).
A: (thank you|thanks so much), {you}. (we'll be in touch by {day}|you'll hear from us before {date}).

> close assistant
A: (okay|great|perfect), (thanks, that's all|that's everything for now|thank you, that helps a lot), (I have to go at {time} anyway|I'll come back on {day}|that was quick).
B: (you're welcome|my pleasure|happy to help). (have a good {day}|enjoy your {day}|just ask if you need anything before {time}).

> think
A: (um|uh|hm|mm|er|well|oh|), (let me think|good question|let's see|let me see|hold on|give me a second|where to start).

> react plain
A: (oh|ah|hm|mm|well|huh|right|yeah|okay|), (right|okay|I see|really|got it|fair enough|makes sense|sure|interesting|is that so|good to know|that figures|is that right).

> react good
A: (oh|wow|ah|hey|well|mm|yeah|), (nice|that's great|lovely|that's awesome|good for you|cool|amazing|I love that|that's good|brilliant|fantastic|I'm glad|that's so nice).

> react bad
A: (oh|oh no|ah|hm|oh dear|mm|well|), (that's a shame|I'm sorry|that's a pity|really|I see|that's not good|that's no fun|that's hard|what a shame|sorry to hear that).

> react funny
A: (oh|wow|ha|oh man|well|hey|), (my god|no way|that's hilarious|you're kidding|stop it|I can't believe it|seriously|of course|brilliant|that's so good|no, really).

> react opinion
A: (oh|ah|hm|mm|well|huh|right|yeah|okay|), (right|okay|maybe|I see|could be|interesting|possibly|you think so|that's one view).

> react assistant
A: (okay|sure|of course|certainly|got it|alright|I see|understood|very well|right)(, one moment|, let me see|, gladly|, thank you|, no problem|).

> listen plain
A: (oh|mm|hm|ah|uh huh|yeah|), (right|okay|yeah|I see|sure|got it)(, yeah|, okay|, right|, mm|).

> listen good
A: (oh|mm|hm|ah|uh huh|yeah|), (nice|wow|cool|great|lovely|good)(, yeah|, okay|, right|, mm|).

> listen bad
A: (oh|mm|hm|ah|uh huh|yeah|), (no|dear|I see|right|really)(, yeah|, okay|, right|, mm|).

> listen funny
A: (oh|mm|hm|ah|uh huh|yeah|), (no way|my god|really|no|wow)(, yeah|, okay|, right|, mm|).

> listen opinion
A: (oh|mm|hm|ah|uh huh|yeah|), (right|yeah|okay|maybe|I see)(, yeah|, okay|, right|, mm|).

> doubt
A: (hmm, I'm not so sure|I don't know about that|I'm not convinced|I see it differently|you really think so, {you}|that's not how I see it), (to be honest|honestly|{you}|sorry)(, not after what happened on {day}|, not at {price}|, (he|she) said the opposite on {day}|).

A: (but|yeah but|okay, but) (isn't that a bit|isn't that rather) (unfair|simple|optimistic|harsh|risky|easy to say), {you}?

A: (really|do you think so|are you sure)? (I'd say it's the other way round|I've heard the opposite from {he}|{she} would tell you something else|it wasn't like that for me in {month}).

> defend
A: (I know, I know|I get that|sure, I hear you|maybe), but (I've seen it myself|I've been through it in {month}|it's happened {number} times now|even {he} agrees with me|that's just how it feels to me|you'd say the same in my place).

A: (no, honestly|no, really|I'm serious), {you}, (think about it|just try it for {span}|ask {she}|you'll see by {month}).

> concede
A: (okay, maybe you're right|yeah, fair point|alright, I'll give you that|hmm, I hadn't thought of that|true, true)(, {you}|)(, I was wrong about that in {month} too|, {she} said the same on {day}|, let's leave it there|).

> agree
A: (exactly|totally|I think so too|I'm with you there|that's so true|absolutely|you're right|hundred percent|couldn't agree more).

> check
A: (sorry, {value}|wait, {value}|did you say {value}|{value}, you said|hang on, {value})?

> confirm
A: (yeah, {value}|yes, {value}|that's right, {value}|{value}, yeah|exactly, {value}).

> put right
A: (no, {value}|no no, {value}|not quite, {value}|no, I said {value}|sorry, {value}).

> understood
A: (ah, {value}, okay|oh, {value}|right, {value}|okay, got it|{value}, right).

> cut in
A: (wait, wait|sorry, can I just say|hang on a second|no, listen|sorry, before I forget|wait, let me stop you there).

A: (wait|sorry|hang on), (are you serious|is this a joke|what|say that again)?

> go on
A: (yeah|no|well|okay|um|right), (let me finish|seriously|listen|one second|hear me out|just a second|I was saying)(, {you}|).

> drift
A: (oh|hey|ah|and|well|so|right|), (that reminds me|by the way|anyway|before I forget|speaking of which|on another note|another thing|changing the subject|what I wanted to say|while I think of it).

> recall
A: (oh|and|sorry|wait|hey|right|), (going back a bit|just to come back to that|one more thing|I forgot to say|I meant to ask|what I forgot|about before).

> aside
A: (sorry, one second|hang on a second|just a moment|sorry, hold on).
A: ({child}, (turn down {noise}|close the door|get off the sofa|stop that), (please|sweetheart|I'm on a call|thank you)|can you (check on|turn off|take care of) {food}, (please|{he}|love|{she})|I'm talking to somebody, {child}, (give me {minutes}|I'll be there at {time}|ask your (mum|dad))|no, the keys are (by the door|in the kitchen|in the car), ({he}|{she}|{child})|just leave it (there|on the table|outside|with {she}), thank you). (thanks|okay|yes|now), (I'll be right there|in {minutes}|I'll come at {time}|the blue one|not now, please).
B: (oh|yeah|sure|of course|mm|), (no worries|take your time|no problem|it's fine|all good|go ahead)(, I've got until {time}|, I'm in no hurry|, {you}|).
A: (sorry about that|okay, I'm back|sorry|right, sorry|so)(, that was {he}|, that was {she}|, {minutes} and they're bored|), (where were we|where was I|what was I saying|go on)(, {you}|).

A: (oh, wait a second|sorry, excuse me|bear with me).
A: (yes, {number} coffees please, and (the bill|some water|a muffin), for {she}|no thanks, we're (fine until {time}|still waiting for {he}|nearly done, {she})|that's {price}, right|put it over there by (the window|the stairs|{noise}), {he}, please|hi {he}, (yes, she's here|I'll call you at {time}|I'm in the middle of something)|hi {she}, (I'll be out at {time}|not now, I'm talking|can you bring me {food})).
A: (sorry|okay, sorry|right), (that was {he}|that was the door|that was {she}|they keep asking).
B: (oh|yeah|sure|ah|), (that's alright|no problem|it's okay|don't worry)(, I've got time|, {you}|, tell {he} hi|).
`;
