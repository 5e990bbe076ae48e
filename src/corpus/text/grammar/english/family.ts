/** Talk within a family: it fits parents with children, and brothers and sisters. */
export const family = `
# a big birthday
keep = date
who = Grandma | Grandpa | Aunt {she} | Uncle {he} | cousin {she}
age = sixtieth | seventieth | seventy fifth | eightieth | ninetieth
venue = the garden | the village hall | that restaurant on {street} | the boat house | the church hall
gift = a photo album | a trip to {city} | a rocking chair | a record player | a rose tree | a weekend at the sea
> open
A: have you thought about {who}'s {age} (yet|at all|, it's in {span})?
B: (I have|yes, a bit|only a little), (I called {venue} on {day}|I talked to {she2} about it|I made a list with {number} names). (I'd like to do it in {venue}|{venue} would be nice|{he2} wants {venue}), (if it's free|as long as it isn't {weather}|on the {day2} after).

B: (so we need to talk about|I'm calling about|let's talk about) {who}'s {age}.
A: (right|oh yes|of course), when is it (exactly|again), {date}?
B: {date}, (that's a {day}|so not much time|but we'd do it on the {day2}).
> talk
A: how many people are (coming|we talking about|on the list)?
B-: {number} (families|cars full|from our side alone), (and the neighbours|and {he2} brings his band|not counting the babies). (it's getting out of hand|{venue} only holds so many|I'm a bit scared, honestly).

A: what are we giving {who}?
B!: I was thinking of {gift}, (from all of us|if everybody puts in {price}|because you know how {who} is). (it's about {cost}|{she2} can get it cheaper|I saw one in {city}).

A: who's making the cake?
B~: (not me|I said I would|{he2}, he insists). (last time it had salt in it|last time it fell off the table|last time we needed a saw|the last one is still in the freezer), (remember|and everybody ate it anyway|and nobody said a word).

B: can you (pick up|collect|bring) {who} (at {time}|around {time}|from the station at {time})?
A: (sure|I think so|at {time}, yes), (but I have to be back by {time2}|if the car is back from the garage|and what do I say if I'm asked). it's meant to be a surprise, (isn't it|right)?
B: (yes, so say nothing|just say it's lunch|tell a little lie), (say you need help choosing a lamp|say we're going for a walk).

B!: (somebody has to|one of us should) (give a speech|say a few words), (and you're good at it|and I did it last time|please don't let it be {he2}).
A: (me|oh no, not again|I was afraid of that), (alright, but only {minutes}|I need {span} to prepare|what would I even say)?
B: (tell the story with the ladder|talk about the summer in {city}|something about the early days), (that always works|everyone loves it|and keep it short).

A: (is|will) {he2} (be there|coming) (too|this time)?
B: (he said so|he booked a flight on {day3}|if he gets off work), from {city}, (with the kids|he lands at {time3}|it costs him {cost}). (it's been {number} years|{who} doesn't know|I might cry).
> end
A: (okay|alright), so I do {gift}, and you (do {venue}|call {venue}|talk to {venue}).
B: (deal|agreed|perfect), (by {day3}|before the week is over), (and we speak again on {day2}|and I'll send you the list).

B: (thank you for helping|I'm so glad you're in|I couldn't do it alone).
A: (of course|come on|you're welcome), (it's {who}, after all|we only get one {who}|you only turn that old once).
> later
A: did we say {date} for the party?
B: (yes|that's the one), {date}, and (nothing to {who}|don't let it slip|we start at {time2}).

# the leaking house
leak = the kitchen tap | the roof over the stairs | the washing machine | the boiler | the bathroom pipe | the cellar wall
worker = the plumber | the roofer | {he} from {street} | the man from the insurance
part = the seal | a pipe | the pump | three tiles | the whole thing
> open
A: how's (the house|everything at home|{leak})?
B-: (don't ask|well|not great), {leak} (is leaking again|gave up on {day}|started dripping at {time}), and (there's water everywhere|we've put out {number} buckets|the carpet is ruined).

B-: (guess what|you won't like this), {leak} (broke|went) (last night|on {day}|while we were asleep).
A: (again|oh no|seriously), (didn't {worker} fix it in {month}|I thought that was done|how bad is it)?
B: (bad enough|he did, supposedly|come and see), (we were up until {time}|{she} is still mopping|it came through the ceiling).
> talk
A: have you called {worker}?
B: (right away|of course|first thing), (he can't come before {day}|he comes on {day} at {time}|nobody picked up for {minutes}). (he thinks it's {part}|it sounds like {part}|he said to turn it all off).

A: what will it cost?
B: (he said {cost}|about {cost}|between {price} and {cost}), (plus {part}|and that's without {part}|if it's only {part}). (the insurance pays {percent}|we'll have to save for {span}|I nearly fell off my chair).

A!: you should (get a second opinion|replace it all|sell the place|do it yourselves), (it's the third time since {month}|it only gets worse|{he} did that too).
B: (with what money|I know you think so|maybe in {month}), (I love this house|it's older than all of us|I learned to walk in that kitchen).

B~: so {he} (tried to fix it with tape|said he knew what to do|watched a video for {minutes}). (now we have two leaks|the tap came off in his hand|it sprayed him from head to toe|the whole street had no water).
A: (that's so like him|and he was proud of it, I bet|of all people), (did you take a picture|I wish I'd seen it|is he alright)?
B: (I did|he's fine, just wet|he won't talk about it), (he's in the shower now, if there's water|he's blaming the tape).

A: do you want to stay at (my place|mine) (until it's done|for a few nights|from {day} on)?
B: (that's sweet|maybe|thank you), (but somebody has to be here|let's see on {day}|just for the shower). (I could come at {time}|I'd bring {number} bags|how long can you stand us).

A: did the (photos|furniture|books) get wet?
B: (only one box|not much|no, luckily), (the old letters are safe|I carried them up at {time}|{she} got them out in time). (I found your school reports|I found a picture of {he} from {city}|we should go through it all one day).
> end
A: (shall I come over|I'll come by|let me come and help), (on {day2}|at {time2}|with my tools)?
B+: (please do|that would be great|yes), (I'll make soup|bring boots|{worker} should be there too).

A: (well, keep me posted|call me when {worker} was there).
B: (I will|sure), (cross your fingers that it's only {part}|and say a prayer for the carpet|it'll be dry by {month}).
> later
A: (and|so) {leak} is (really|definitely) {part}?
B: (that's what he thinks|let's hope so|if we're lucky), (I'll know on {day2}|otherwise it's {cost}).

# school
keep = date
child + subject = Emma + maths | Noah + French | Lucas + history | Lily + physics | Oliver + spelling | Chloe + geography
event = the school play | the science fair | the class trip to {city} | sports day | the parents' evening
part = a tree | the wizard | the second shepherd | the moon | a talking bear
> open
A: how's {child} (getting on|doing at school|these days)?
B: (quite well|up and down|better than last year), (except for {subject}|only {subject} is hard|{subject} is a disaster). (there was a test on {day}|we learn {minutes} every evening|the teacher called at {time}).

A: did {child} get the (results|marks) (on {day}|yet|back)?
B+: (yes, and it went well|yes, on {day}), (better than we thought|number {number} in the class|only one mistake in {subject}). (we had ice cream|there was dancing in the kitchen|I'm so proud).
> talk
A: what is so hard about {subject}?
B-: (the teacher goes too fast|there are thirty of them|{child} gets bored after {minutes}|it's the homework, mainly). (I can't help either|I've forgotten all of it|we both cried on {day}).

A: what about (getting help|a tutor|{he}), (he's good at {subject}|that's not so expensive|just for {span})?
B: (we tried that|{he} offered, yes|maybe), it's {price} an hour, (and {child} likes it|every {day} at {time}|but {child} won't hear of it).

B~: for {event}, {child} has to (be|play) {part}, (with {number} lines|without a single line|in a costume made by me). (I've been sewing since {day}|we practise at breakfast|I know it all by heart now).
A: {part}, (how wonderful|perfect casting|I love it), when is it?
B: {date}, at {time}, (in the gym|at the school on {street}), (and I need tissues|keep it free|the whole family comes).

A!: they get (too much homework|too little sport|too many tests) (nowadays|if you ask me|at that age).
B: (that's what everybody says|it was the same with us|I don't know), ({minutes} a day is normal|{she} thinks it's fine|it depends on the teacher).

A: does {child} have (friends there|a best friend|somebody to play with)?
B+: (oh yes|lots), ({she2} from {street}|a boy called {he2}|about {number} of them). (they're always here|they eat everything we have|they built a den in the garden), (it's so nice|I like the noise|you remember how that was).

A: what does {child} want to be (now|these days)?
B~: (a vet|a train driver|an inventor of sweets|a pirate with a degree), (since {day}|it was astronaut until {month}|it changes every {span}). (I said fine|{he} said there's no money in it|we'll see).
> end
A: (tell|say to) {child} I'm (proud|keeping my fingers crossed|coming to {event}), (okay|alright)?
B: (I'll do that|tell them yourself on {day2}|that will help), (there's a drawing waiting for you|you're the favourite, you know).

A: (can I help with anything|shall I take {child} for a day|I could do {subject} on {day2}).
B+: (would you|that would be wonderful|yes please), (say {day2} at {time2}|then I can sleep|just for {minutes}).
> later
A: so {event} is (on|definitely on) {date}?
B: (yes|exactly|it is), (don't be late|bring a camera|I'll keep you a seat).

# the holiday dinner
feast = Christmas | New Year | Easter | Thanksgiving | the family reunion
dish = the goose | the potato salad | Grandma's dumplings | the fish | a vegetable lasagne | the nut roast
guest = {she}'s new boyfriend | Uncle {he} | the cousins from {city} | the neighbours | {he}'s parents
> open
A: where are we (having|doing) {feast} this year?
B: (at my place|I thought here|with us), (if that's okay|as in the old days|unless you'd rather not). (we can fit {number}|I've got the new table|{she} can bring chairs), (only the oven is small|and the kids can sleep upstairs).

B: (it's only {span} until {feast}|{feast} is coming|we need to plan {feast}), (can you believe it|already|and I have nothing).
A: (don't remind me|already|I know), (who's coming|what do you need|what are we eating)?
B: (everybody|the usual ones|{number} of us), and {guest}, (this time|apparently|I was told on {day}).
> talk
A: (what are you cooking|is it {dish} again|what's for dinner)?
B: {dish}, (of course|as always|what else), (it takes {minutes}|I start at {time}|from the butcher on {street}). (and {number} side dishes|and something without meat for {she}|and you bring dessert).

A!: (do we really need presents|can we skip presents), (we all have too much|I never know what to buy|just for the kids, maybe)?
B: (you say that every year|I like presents|the kids would cry), (let's say {price} at most|we could draw names|one for each, from a hat).

B~: (remember|do you remember) the year when (the dog ate {dish}|the tree caught fire|{he} fell asleep in the soup|nobody had bought bread)?
A: (how could I forget|oh yes|I was there), (we had pizza at {time}|we laughed for {minutes}|{she} still has the photo). (best {feast} ever|it was all your fault|I tell everybody).

B-: I'm a bit worried about {guest}, (to be honest|between us).
A: (why|because of last time|what happened)?
B: (the politics|we haven't spoken since {month}|because of that business with the car), (and I want a nice evening|somebody always shouts|you should sit next to them).
A: (I'll do it|leave it to me|put me in the middle), (I just talk about football|I nod a lot|and you owe me one).

A: when (should I|do you want me to|can I) come?
B: (at {time}|around {time}|before {time}), (to help|we eat at {time2}|so we can go for a walk). (the roads will be full|take the early train|{he} can fetch you).

A: can I (bring|make|contribute) something?
B: (the wine|a dessert|your apple pie|{number} chairs), (please|that would help|and good mood). (nothing with nuts|not more than last time|the shop on {street} has it for {price}).
> end
A: (okay|good), I'll (book the train on {day}|write it down|tell the others), (I'm looking forward to it|it'll be lovely|I'm already hungry).
B: (me too|so am I), (it's the best time of the year|we don't see enough of each other|drive carefully).

A: (let's talk again|call me) on {day}, (when you know about {guest}|with the shopping list|and don't worry so much).
B: (will do|yes|I'll try), (around {time}|I'll be up to my elbows in flour|you know me).
> later
A: (I was thinking|listen), about {guest}, (what if they sleep at mine|I could pick them up|should I call first)?
B+: (you'd do that|that would help so much|really), (it's only {number} nights|I'll pay you in dumplings).

# a visit to the doctor
body = the back | the knee | the eyes | the shoulder | the blood pressure | the stomach
doctor = Doctor {surname} | the new doctor | the specialist in {city} | the one on {street}
remedy = swimming | drops | less salt | a little operation | exercises | a new pillow
> open
A: what did the doctor say?
B: (nothing terrible|it's not so bad|well), it's (just {body}|only {body}|{body}, as I thought). {doctor} (was very nice|took {minutes}|looked at everything), and I (should try {remedy}|got {remedy}|have to come back in {span}).

A: (did you go|have you finally gone|were you) to {doctor}, (like you promised|on {day}|because of {body})?
B: (I did|yes, I went), (at {time}, and I waited {minutes}|on {day}|because you kept on at me). (it's {body}|they checked {body}|they took blood), and (now we wait|I get the results on {day2}|it was fine).
> talk
A-: does it hurt (much|a lot|at night)?
B: (only when I sit|in the morning, mostly|it comes and goes|not with the pills), (about {minutes}|then I walk around|like a needle). (getting old is no fun|I can live with it|don't worry so much).

A: what is {remedy} (supposed to do|good for|going to change)?
B: (it takes the pressure off|the muscles need it|nobody knows, it just helps), {number} times a (week|day), for {span}. ({she} did it too|I was sceptical|it costs {price} each time).

A!: you (work|sit|worry) too much, (that's what it is|I've always said so|at your age).
B: (you sound like {doctor}|look who's talking|maybe), (I only do {number} hours|somebody has to|I'll slow down in {month}).

B~: the (waiting room|nurse|receptionist) (was a story in itself|called me by the wrong name|thought I was {she}'s husband|lost my papers {number} times). (I almost got {number} injections|I answered for {minutes}|somebody else got my plaster).
A: (you can't be serious|how does that happen|and you said nothing), (typical|only you|what did you do)?
B: (I said I feel younger already|I just went along|we cleared it up at {time}).

A: are you (eating|sleeping|resting) (well|enough|properly)?
B: (yes, boss|I try|mostly), (soup on {day}, fish on {day2}|I go to bed at {time}|{she} looks after me). (no sweets, though|only one coffee|I even have a plan on the fridge).

A: do you need (a lift|somebody to drive you|company) on {day2}?
B: (that would be nice|if you have time|no, I take the bus), it's at {time2}, (and it's {miles} away|on {street}|and they don't let me drive home). (we could have lunch after|I don't like going alone|I'll pay for the coffee).
> end
A: (please take care|look after yourself|promise me you do {remedy}).
B: (I promise|I will|yes, yes), (I start on {day}|every single day|but you too).

A: (call me|let me know) when you (have the results|come home from {doctor}|know more).
B: (of course|I'll ring you at {time2}|you'll be the first), (and sleep well yourself|don't you worry).
> later
A: (and you do|you really do) {remedy} (every day|as you were told)?
B: (since {day}|nearly|I was about to start), (ask {she}|I have witnesses|it's boring, but I do).

# help with the computer
device = the tablet | the laptop | the printer | the new phone | the television box
trouble = says there is no network | wants a password | is stuck on one picture | makes a strange sound | shows everything upside down | wants an update
where = in the corner at the bottom | at the top right | under settings | behind the little wheel | on the back
> open
A: (can you help me|I need you|do you have a minute), {device} {trouble}.
B: (again|okay|of course), since when?
A: (since {day}|since {time} this morning|since {he} used it), (I did nothing|I only touched one thing|I swear it was like that).

A: {device} {trouble}, (what do I do|and I can't find out why|it's driving me mad).
B: (don't panic|okay, slowly|let me think), did you (switch it off and on|restart it|pull the plug) (once|already|for {minutes})?
A: ({number} times|yes|I don't dare), (and nothing changed|then it was worse|{she} did, on {day}).
> talk
B: (look|now look|have a look) {where}, is there a (small symbol|blue button|line of text)?
A: (I see something|wait, my glasses|there are {number} of them), (it's grey|it's blinking|it looks like a snail).
B: (good|that's it|that one), (press it for {number} seconds|click it once, only once|leave it and tell me what happens).

A: (now it says|it wants|it asks for) the (password|code|name of my first pet).
B~: (you wrote it down|it's on the paper|it's the one with the cat), (in the kitchen|in the blue book|under the phone).
A: (which blue book|I threw that away in {month}|there are {number} passwords here), (they're all crossed out|your writing is terrible|none of them has a cat).

A-: (now everything is gone|the screen is black|all the photos are gone).
B: (they're not gone|no, don't worry|that's normal), (it takes {minutes}|it's only asleep|they're saved twice). (I set that up in {month}|just wait|get a cup of tea).

A!: these things get worse (every year|with every update), (the old one was better|who thinks of this|the one from {city} worked for years).
B: (it just needs {minutes}|you said that about the telephone|I know), (it's {number} years old|I can show you again|we could get you a new one for {cost}).

B: I can (come over|look at it|take it with me) on {day}, (at {time}|after work|when I pick up the ladder).
A+: (oh, would you|that would be best|yes please), (I'll make pancakes|then we can eat together|I'd feel better).

A: (what was it|what did I do wrong|how did you know)?
B: (the cable|it was in flight mode|the sound was off|somebody had turned it upside down), (happens to everybody|it's nothing|I had that on {day}). (write it down|now you know|next time you can fix mine).
> end
A+: (it works|oh, there it is|it's back), (you're a genius|you're an angel|I don't believe it).
B: (see|there you go|good), (don't touch anything until {day2}|and no more updates|that's {price}, please).

A: (well, thank you|thanks for your patience), (I learned something|I'll bake you something|you have it from me).
B: (any time|you're welcome|you taught me to tie my shoes), (just call|that took you longer than {minutes}).
> later
A: is {device} still (alright|working) (on your side|, by the way|, do you think)?
B: (as long as nobody touches it|it should be|check {where}), (otherwise I'm there on {day2}).

# a wedding
keep = date
bride + groom = {she} + {he} | cousin {she} + {he} | {she} from the farm + her {he} | your godchild {she} + {he}
venue = a barn near {city} | the town hall | the beach | the botanical garden | a castle
outfit = a green dress | the grey suit | something from {month} | the shoes from {city} | a hat with feathers
> open
A: did you get the invitation, from {bride} and {groom}?
B+: (yes, on {day}|it came this morning|I did), (I cried a little|isn't it pretty|finally). (in {month}, in {venue}|{venue}, imagine|{date} of {month}), (after {number} years|who would have thought|and so soon).

B: {bride} and {groom} (are getting married|set a date), (have you heard|did {she2} tell you)?
A+: (no, really|finally|oh, how lovely), (when|where|since when)?
B: (in {month}|on the {date} of {month}|it was {groom}'s idea), in {venue}, (and we're all invited|with {number} bridesmaids|if it isn't {weather}).
> talk
A: what are you going to wear?
B: {outfit}, (if it still fits|what else|I think), (I tried it on {day}|it was {price} then|{she2} said no). (I need new shoes|it has to be let out|I look like a lamp in it, but I don't care).

A: what do we (give|get) them?
B: (they wish for money|{she2} has a list|they have everything), (maybe {cost} from all of us|something for the trip|I thought of {price} each). (a nice card|with a poem by you|in an envelope, so boring).

A!: (a wedding in {venue}|{number} courses|a band and a choir), (isn't that a bit much|that must cost a fortune|who pays for all that)?
B: (you only do it once|it's {cost}, I heard|{groom}'s parents), (let them|they saved for {span}|I think it's romantic).

B-: I'm (nervous about|dreading) (the speech|the dancing|meeting {he2} again), (you know why|since what happened|I've slept badly since {day}).
A: (you'll be fine|oh, come on|nobody remembers that), (just {minutes}|keep it short|we practise on {day2}).
B: (easy for you to say|will you sit near me|I've written {number} versions), (and they're all bad|and my hands shake already).

B~: at the last wedding (the cake slid off the table|{he2} caught the flowers|the rings were in the wrong car|the priest said the wrong name). (for {minutes} nobody moved|everybody pretended not to see|it's on film).
A: (I was in that film|how could I forget that|and they're still happy), (aren't they|that's what counts|I dined out on it for {span}).

A: how do we get there?
B: (by car|together, I hope|{he2} has a van), it's {miles}, (we'd leave at {time}|and there's a shuttle at {time2}|and I don't drive at night). (rooms are {price} a night|there are {number} rooms left|book before {day2}).
> end
A: I'll (book us a room|talk to {he2}|order the present) (by {day2}|today|tomorrow), (alright|okay).
B+: (perfect|wonderful|yes), (I can't wait|it'll be beautiful|I have to find my dancing shoes).

A: (I'm so happy for them|good for them|it's about time).
B: (me too|yes), (they found each other in {city}, you know|after all those years|let's hope for sun).
> later
A: (how|by the way, how) far is {venue} from the station?
B: {minutes}, (on foot|by taxi|I looked it up), (in those shoes twice that|{he2} can fetch us).

# moving out
thing = the piano | the big wardrobe | the books | the workbench | the aquarium | the freezer
flat = a two room flat | a place with a balcony | something on {street} | a ground floor flat | a house share
helper = {he} | the cousins | {she} and her van | two students
> open
A: is it true you're moving?
B: (yes|it is|looks like it), into {flat}, (in {month}|from the {date} on|near {street}). (it's smaller, but brighter|it's {cost} a month|I signed on {day}), (I still can't believe it|and it's only {minutes} from you).

A: how's the packing going?
B-: (terribly|slowly|I hate it), (I've got {number} boxes|I started at {time}|I found things from school). (what do I do with {thing}|{thing} won't fit through the door|nobody wants {thing}).
> talk
A: who's helping you (carry|move|with {thing})?
B: {helper}, (on {day}|for pizza|if they turn up), and (you, I hope|a company for {cost}|whoever I can find). (we start at {time}|it's the fourth floor|there's no lift).

A: (do you need furniture|what do you still need|have you got everything)?
B: (a table|a bed|curtains|everything, really), (nothing fancy|up to {cost}|I'm looking online). ({she} gave me {number} plates|I sit on boxes|let me know if you see something).

A!: (keep|don't throw away) {thing}, (you'll regret it|it's been in the family for ever|Grandpa built it).
B: (and where do I put it|do you want it|it's been in the cellar for {number} years), (I measured everything|it weighs as much as a horse|I'd be happy if you took it).

B~: yesterday I found (my old diary|a letter to Santa|{number} left gloves|your first tooth, I think), (behind {thing}|in a box from {city}|under the bed). (I read for {minutes}|you were so small|{she} laughed at my spelling).
A: (please burn it|what did it say|oh, show me), (I'm in it, I fear|was I nice in it)?
B: (you wanted a horse|you promised me {price}|it's a secret), (I'm keeping it|I'll read it aloud at {feast}).
feast = Christmas | Easter | your birthday

A: will you miss (the old place|the garden|this place)?
B: (very much|the light in the kitchen|a little), ({number} years is a long time|everything happened here|I said goodbye to {street} on {day}). but (it's time|I'm looking forward|I need a change), (you know|don't make me cry).

A: when do you get the keys?
B: on the {date}, at {time}, (and on the {date2} the old ones go back|so there's {span} in between|if the painter is done). (the walls are yellow now|I want to paint on {day}|the floor is new).
> end
A: (I'll be there|count on me|I'll come) on {day}, (with gloves|with my back|from {time} on), (but I don't carry {thing}|and with sandwiches).
B+: (you're the best|thank you|I knew it), (there'll be pizza|I owe you one|you get the first coffee there).

A: (then we're nearly neighbours|I'm happy for you|it'll be good).
B: (I think so too|yes), (you have to see the view|come on {day2}|dinner at {time2}, on the floor).
> later
A: (so what happens to|and) {thing}, (did you decide|now really)?
B: (I'll sleep on it|{helper} might take it|it comes along, fine), (ask me on {day2}).
`;
