/** Talk of strangers and acquaintances. `A` wants to know, `B` knows. */
export const casual = `
# a weekend away
place + sight + thing = the lake + the little harbour + a rowing boat | the coast + the old lighthouse + a pair of bikes | the mountains + the waterfall + a proper map | the old town + the castle + an audio guide | the islands + the seal beach + a tiny ferry | the national park + the canyon trail + walking poles
stay = a guesthouse | a cabin | a campsite | a friend's flat | a small hotel by the station | a rented room above a bakery
meal = grilled fish | dumplings | onion soup | a huge plate of noodles | apple cake | fresh bread and cheese
> open
A: (did you|so did you) (make it to|end up going to|go away to) {place} (last weekend|on {day}|in the end|after all)?
B+: (we did|I did), (left|set off) (around|at about) {time} and (got there|arrived) (before the crowds|just in time for lunch|a bit later than planned|in {minutes}, no traffic). it was (beautiful|so quiet|exactly what I needed|better than I expected).

A: what did you do (at the weekend|on {day}|on your days off)?
B+: (we went|I went|a few of us went) (out|down|up) to {place}, with {he} and {she}. (we'd been talking about it since {month}|it was a last minute thing|it was {she}'s idea).
> talk
A: where did you (stay|sleep|end up staying)?
B: in {stay}, about {minutes} from {sight}. (it was {price} a night|we paid {price} each|{he} found it for {price}), (which is fine|so I can't complain|and breakfast was included|with a view of the car park).

A: and what's (there to see|the best part|worth seeing)?
B!: (definitely|I'd say|for me it's) {sight}, (especially in the evening|if you get there before {time}|even when it's {weather}). (we rented {thing}|we borrowed {thing}|{she} insisted on {thing}), and that (made the whole trip|was worth every penny|was a great idea).

A: how was the weather?
B-: {weather}, (the whole first day|from {time} on|until we left, basically). (we sat inside playing cards|we were soaked after {minutes}|my shoes are still not dry|I had the wrong jacket, of course).

A: did anything go wrong?
B~: (well|oh yes), {he} (dropped the car keys in the water|locked us out of the room|took the wrong exit {number} times|forgot the tickets on the kitchen table). (we waited {minutes} for somebody to help|he said it was my fault|we laughed about it all evening|that cost us {price}).

A: how was the food?
B+: (so good|surprisingly good|the best thing about it). we had {meal} (on the first night|at {time} in the morning|by the water|two days in a row), and I (still think about it|ate {number} pieces|asked for the recipe|could have it again right now).

A: was it crowded?
B: (not really|a bit|only around {sight}), (most people leave by {time}|maybe {number} other people|you have to get up early). by {time2} we had (it all to ourselves|the whole place to ourselves|the path to ourselves).

B: the drive back (took|was) {minutes2}, (because of road works near {city}|with {he} singing the whole way|and {she} slept the whole time). (I don't mind driving, though|I was done by {time2}|I went straight to bed).
A: (I know that feeling|that's always the worst part|sounds about right|it's never fun, driving home on {day}).
> end
A: would you go (again|back there)?
B: (in a heartbeat|yes, in {month} maybe|sure, but not in {month}), (you should come|come along next time|bring your family). (I'll send you the address|I'll show you the photos on {day}|there's room for {number}).

A: I should (do something like that|go there|get out of town) (too|sometime|before {month}).
B: (you really should|do it|yes, go), (just book {stay} early|go on a {day}|it's only {price} by train).
> later
A: how far did you say {place} was?
B: (about|something like) {miles}, (it feels shorter|so not far|mostly on small roads).

# a series on television
show + what = the one about the lighthouse keeper + a mystery | the one with the two detectives + a crime story | that show about the restaurant kitchen + basically a family drama | the space station one + science fiction | the one about the village doctor + a comedy, I think | the one set in the hotel + a sort of thriller
flaw = the ending | the music | how slow it starts | the main character | the accents | all the shouting
hook = the house in the last scene | the letter nobody opened | the brother who came back | that phone call at night | the missing boat
> open
A: (have you seen|are you watching|did you ever start) {show}?
B+: (I have|yes, I'm on it now|I just finished it on {day}), all (of it|{number} episodes|{number} episodes in two nights). (it's {what}|I'd call it {what}|people say it's {what}), and I (couldn't stop|love it|was hooked after {minutes}).

A: what are you watching these days?
B: (mostly|right now it's|I started) {show}. it's {what}, (everybody at work talks about it|{she} recommended it|it came out in {month}).
> talk
A: what's it about?
B: (it's {what}|well, it's {what}), (set in {city}|and it all starts with {hook}|but not the usual kind). (you think you know who did it|nothing is what it seems|every episode is about {minutes}), and then (everything changes|it turns around completely|you see {hook} again).

A!: {he} (stopped|gave up|fell asleep) after {number} episodes, (mostly because of {flaw}|he couldn't stand {flaw}|he said {flaw} annoyed him).
B: (he should keep going|you have to give it time|that's exactly where it gets good), (the {number2} minutes after that are great|wait for {hook}|{she} said the same, and now she loves it).

B!: the only thing I don't like is {flaw}, (it's too much|it takes me out of the story|I mean, somebody should have noticed that).
A: (is it that bad|really, {flaw}|you always say that)?
B: (for me it is|a little|you'll see), (but the rest makes up for it|{she} doesn't mind it at all|maybe I'm too picky).

A: (don't tell me how it ends|no spoilers, please|please don't spoil it).
B~: (I won't|I promise|okay, okay), (but {hook}, wow|but think about {hook}|just watch {hook} closely). (that's all I'm saying|you'll call me at {time} in the night|I screamed at the screen).

A: do you watch (alone|with somebody|with the whole family)?
B: with {she}, (every {day} at {time}|usually from {time}|when the kids are in bed). (we have a rule|we made a deal), nobody (watches ahead|looks at their phone|talks before the credits).
A~: (and nobody cheats|and you keep to it|you never watched ahead)?
B: (well, once|I did, in {month}|only {minutes} of it), (she still doesn't know|she noticed right away|don't tell her).

A: where can I (see|find|watch) it?
B: (it's on the usual service|they show it on {day} at {time}|you can borrow my account), (it costs {price} a month|the first {span} are free|there are {number} episodes).
> end
A: (okay|alright), you've convinced me, I'll (start it on {day}|watch the first one tonight|give it {minutes}).
B+: (good|yes), (tell me what you think|call me when you get to {hook}|we'll talk on {day2}).

B: (there'll be|they're making) another season in {month}, (I read somewhere|{he} told me|if they get the money).
A: (then I have time to catch up|let's hope it's as good|they always say that|good, then I can start in {month2}).
> later
A: what was it called (again|once more), {show}?
B: (I can never remember the name|I'll write it down for you|the title has {number} words), (just look for {hook}|ask {she}).

# a restaurant
kind + dish = Vietnamese + the beef noodle soup | Greek + the lamb with lemon | Ethiopian + the lentils | Mexican + the fish tacos | Korean + the hot stone rice | Italian + the mushroom pasta | Lebanese + the aubergine dip
spot = on the corner of {street} | next to the old cinema | behind the station | where the bank used to be | in the basement on {street}
complaint = the chairs | the noise | the waiting | the tiny portions | the music
> open
A: (have you been to|did you try|do you know) the new {kind} place {spot}?
B+: (we went on {day}|I was there on {day}|yes, twice already), (with {she}|with people from work|for {he}'s birthday). (the food is great|I'd go back tomorrow|you have to try {dish}).

A: I'm looking for somewhere to eat on {day}, (any ideas|do you know a place|for {number} people)?
B: (try|there's|have you heard of) the {kind} place {spot}, (it's my favourite at the moment|I keep going back|it opened in {month}).
> talk
A: what should I (order|have|get) there?
B!: {dish}, (no question|without a doubt|every time). (it takes {minutes}, but it's worth it|it's enough for two|ask for it extra hot|I dream about it).

A: is it expensive?
B: (not at all|it's okay|a little bit), (about|around|roughly) {price} (a person|each|with drinks), (and at lunch it's half that|and on {day} there's a menu|which is less than the place on {street}).

B-: the (only problem|one thing I'd complain about) is {complaint}. (we waited {minutes}|I couldn't hear {she} across the table|by {time} I had a headache|{he} wouldn't stop talking about it).
A: (do they take bookings|can you book|is it better on a {day})?
B: (by phone only|you can book from {time}|yes, but not on {day}), (I'd call early|they never pick up|ask for {he}, he's nice).

A: can you eat there (without meat|if you don't eat meat|with kids)?
B: (oh yes|sure|easily), (half of the menu|at least {number} dishes|{she} never has a problem there). (they even have a list for allergies|the owner explains everything|just tell them first).

B~: (the waiter|the owner|the man at the next table) (thought we were engaged|brought us somebody else's cake|sang happy birthday to the wrong table|dropped {number} glasses at once). (nobody knew where to look|we ate it anyway|{she} couldn't stop laughing|it was {he}'s face that got me).
A: (what did you do|and what did they say|did you get a discount)?
B: (we just played along|we left a big tip|they gave us coffee for free|we stayed until {time}).

A: how do you get there?
B: it's {spot}, about {minutes} (on foot|by bus|from my place). (parking is terrible|take the bus on {street}|don't drive, trust me).
> end
A: (want to go together|shall we go|come with me), (on {day}|this {day}|say {day} at {time})?
B+: (yes, let's|I'd love to|sounds good), I'll (book a table|call them|ask {he} too) for {time}.

A: (I'll give it a try|it's on my list now|I'm hungry now).
B: (let me know how it was|say hello from me|bring cash, they don't take cards), (and don't skip {dish}|and leave room for dessert).
> later
B: about that {kind} place, (I just remembered|careful), they're closed on {day3}.
A: (oh, good to know|ah, thanks, that was close|okay, {day4} then).

# running
race = a half marathon | the city run | a ten kilometre race | the charity run | the night run | the hill race
pain = the knee | the left ankle | the back | the shins | the hip
place = along the river | around the park | on the old railway line | up to the water tower | around the lake
> open
A: (are you still running|do you still run|how's the running going)?
B: (I am|yes, kind of|on and off), {number} (kilometres|miles) (every other day|before work|on {day} and {day2}), mostly {place}. (I signed up for {race}|{she} talked me into {race}|in {month} there's {race}).

A: you look (fit|different|well), (have you been working out|what happened|what's your secret)?
B+: (thanks|oh, thank you), I (took up running|started running) in {month}. (nothing serious|just {minutes} a day|only {place}), but it (does me good|clears my head|helps me sleep).
> talk
A: (doesn't it get boring|what do you think about all that time|do you listen to something)?
B!: (no, it's the best part of the day|I listen to podcasts|nothing, that's the point), (after {minutes} my head is empty|I solve all my problems {place}|I count lamp posts).

B-: the trouble is {pain}, (it started in {month}|it comes back every {span}|it hurts when it's {weather}). (I rested for {span}|the doctor said to stop for {span}|I bought shoes for {price}), but it's (not really better|still there|only a little better).
A: (have you seen somebody about it|did you try stretching|maybe you're overdoing it)?
B: (I'm seeing a physio on {day}|{he} showed me some exercises|you sound like {she}), (it's {price} a session|{number} times a day|and I promised to be good).

A: what do you eat before (a run|you run|{race})?
B: (a banana|just coffee|toast with honey|porridge), {minutes} before, (otherwise I get a stitch|nothing more|and a big breakfast after).

A~: I tried it once and (a pensioner overtook me|I had to take the bus home|I got lost {place}|I lasted {number} minutes).
B: (that's how everybody starts|it gets easier|happened to me too), (give it {span}|go slower than you think|walk for a bit in between).

A: do you run (alone|with a group|with somebody)?
B: (with {she} on {day}|there's a group that meets at {time}|mostly alone), (about {number} people|everyone is faster than me|it's more fun that way). (you could join|the coffee after is the best part|nobody cares about speed).

A: what's your goal for {race}?
B: (just to finish|under {minutes}|not to come last), (honestly|and to enjoy it|without walking). {he} (ran it in {number} fewer minutes|says I'm mad|bet me {price} that I won't).
> end
A: (good luck with {race}|I'll come and cheer|I'll be at the finish line), (when is it exactly|what day is it)?
B: {month}, {date}, (at {time} in the morning|near {street}|it's a {day3}).

A: maybe I'll (start|try) again, (after {month}|when it's not so {weather}|with new shoes).
B+: (come with me on {day3}|do it|any time), (we'll take it easy|{minutes}, no more|I'd like the company).
> later
A: (be careful with|look after) {pain}, (please|alright|before the race).
B: (I will|yes, yes|promise), (I'm icing it tonight|{number} exercises a day|the shoes help).

# the neighbours
noise = drilling | practising the trumpet | moving furniture | playing the drums | having parties | walking in heels
who = the couple upstairs | the man next door | the students below us | the family across the hall | the new people on the second floor
thing = a parcel | a spare key | a ladder | some eggs | their cat
> open
A: (did you sleep badly|you look tired|is everything okay)?
B-: it's {who}, they (were|started) {noise} at {time} (in the night|again|on a {day}). (third time this week|since {month} it's been like that|I was awake until {time2}).

A: how's the new flat?
B: the flat is (great|lovely|fine), it's (just {who}|the neighbours|{who} that I worry about). they're {noise} (day and night|every {day}|from {time} on).
> talk
A: did you (talk to them|say something|knock on their door)?
B: (I did, on {day}|once|I left a note), (very politely|with a smile|in my pyjamas). they said (sorry|it wouldn't happen again|they hadn't noticed|everybody does it), and (for {span} it was quiet|the next night it went on|then the dog started).

A!: I'd (call the landlord|write to the landlord|get earplugs|just move), (life's too short|nobody has to put up with that|it's been {span}).
B: (I don't want trouble|I thought about it|it's not that easy), (the rent is only {cost}|I like {street}|we'll be here for {number} more months).

B+: (on the other hand|but to be fair), they (took in {thing} for me|lent me {thing}|looked after {thing}) (last week|when I was in {city}|in {month}). (they're nice people|I can't stay angry|{she} from there even baked for us).
A: (so it's complicated|that makes it harder|well, that's something).

A: can you hear everything?
B~: (everything|every word|I know their whole life). (I know who {she} is dating|I know he failed his test on {day}|I hum along by now|the other day I said bless you through the wall).

A: (my neighbours are the opposite|mine are worse|I had that in {city}).
B: (what happened|how so|oh yes)?
A-: (somebody flooded the cellar in {month}|they complained that I walk too loudly|they've been renovating for {span}|the bins have not been out for {span}). I (paid {cost} for it|wrote {number} letters|haven't slept since|gave up).

A: have you met (the others|everybody) in the house?
B: (most of them|about {number} of them|only {he} from the ground floor), (there was a barbecue on {day}|on the stairs, mainly|at the bins). {he} (knows everything about everyone|has lived here for thirty years|fixes bikes in the yard).
> end
A: (so what will you do|what now|what's the plan)?
B: I'll (ask them for coffee on {day}|wait until {month}|talk to {he} from the ground floor first), (and if that doesn't work|or else), I'll (write to the landlord|buy better earplugs|learn the drums).

A: (I hope it gets better|good luck with that|you can sleep on my sofa), (seriously|any {day}|the offer stands).
B: (thanks|that's kind|I might take you up on that), (I'll bring my pillow|see you at {time}|let's see tonight).
> later
A: (tell me if|let me know when) {who} start {noise} again.
B: (you'll hear it on the phone|you'll be the first to know|around {time}, as always).

# a dog
breed = a beagle mix | an old greyhound | a terrier | a spaniel | a sort of poodle | a collie
dog = Biscuit | Pepper | Waffles | Rocket | Mabel | Otto
bad = my good shoes | half a sofa cushion | a whole birthday cake | the remote control | {number} socks | the post
> open
A: (is it true you got a dog|did you really get a dog|I heard you have a dog now)?
B+: (yes|we do|it's true), {dog}, (from the shelter|from a farm near {city}|from {she}'s aunt). (it's {breed}|we think it's {breed}|the papers say {breed}), (about {number} months old|five years old|and very sweet).

A: how's {dog}?
B: (asleep on my feet|growing|getting big|as crazy as ever), (as always|you know how dogs are|thank you). (yesterday at {time}|on {day}|this morning) {dog} (ate|destroyed|found) {bad}.
> talk
A: (that's a lot of work|isn't it a lot of work|who walks {dog})?
B: (I go at {time}|{she} does mornings|we take turns), and {he} (goes in the evening|does {day} and {day2}|comes at noon). (it's {minutes} each time|rain or shine|even when it's {weather}), (but I like it|you meet everybody|it gets you out).

A: what does (a dog|all that) cost?
B: (food is {price} a month|more than I thought|the vet was {cost}), (and then there's insurance|and the training is {price2} an hour|not counting {bad}).

B~: the (first night|other day|first week), {dog} (barked at the mirror for {minutes}|stole {bad}|jumped into the bath with {he}|brought a shoe to the neighbours). (I couldn't even be angry|we've got a video of it|we found out {minutes2} later).
A: (have you still got the video|and what did you do|did anybody scold that dog)?
B: (I'll send it to you|nothing, I just sat there|{she} laughed for {minutes}).

A!: I'd love one, but (the flat is too small|I travel too much|I work until {time}|my landlord says no).
B: (you can borrow {dog}|think it over|it's a big step), (we're away in {month}|any {day} you like|for {span}, and you'll know).

A: does {dog} (listen|do tricks|get along with cats)?
B: (not at all|when there's cheese|sometimes), (we go to a school on {day}|the trainer is called {she}|we practise {minutes} a day). (sit works|so far it's {number} words|stay is a problem).

B-: (we had a scare in {month}|I was so worried on {day}), {dog} (ate chocolate|ran off near {street}|had to be operated on).
A: (and now|is everything okay now|what did the vet say)?
B: (all fine|better, yes|all good again after {span}), (it cost {cost}|I didn't sleep|{he} sat there all night).
> end
A: (bring {dog} along|can I come and see {dog}|I want to meet {dog}), (on {day}|this week|soon).
B+: (sure|of course|with pleasure), (come at {time}|we're in the park at {time}|wear old clothes).

A: (give {dog} a hug from me|say hello to {dog}).
B: (I will|I'll do that), (right after {minutes} of ball throwing|there's always time for that|you'll get one back on {day}).
> later
A: (what kind was {dog} again|{dog} is what, {breed})?
B: {breed}, (more or less|or so we think|with very short legs).

# a lost wallet
thing + item = my wallet + your wallet | my phone + your phone | my keys + your keys | my backpack + your backpack | my passport + your passport
place = on the bus | at the gym | in a taxi | at the supermarket | on a park bench | at the cinema
finder = a student | an old lady | the bus driver | a boy of about {number} | a nurse on her way home
> open
A: what happened (to you|on {day}), (I tried to call you at {time}|you never showed up|{she} said you were in trouble)?
B-: I lost {thing}, {place}. (I noticed {minutes} later|I only noticed at {time2}|I was already in {street}), and (my heart stopped|I felt sick|I turned the whole bag out).

B: (you won't believe my {day}|listen to this|I have to tell you something), I (left|forgot|lost) {thing} {place}.
A: (oh no, when|no, really|what, {place})?
B-: (around {time}|on {day} at {time}|in the middle of the rush), (with everything in it|right before a meeting|while talking to {he}).
> talk
A: what did you do first?
B: I (went back|ran back|called them), (of course nothing|it was {weather} too|all in {minutes}). then I (blocked my cards|called {she}|asked {number} people), and (waited|hoped|just sat down).

A: was there (a lot|anything important) in it?
B: (about {price}|{price} in cash|not much money), (but all my cards|and a photo of my mum|and a ticket for {day}). (the photo was what hurt|you can't replace that|a new one costs {price2}).

A: did you (get it back|find it|report it)?
B+: (yes|I did), (that's the amazing thing|believe it or not), {finder} (found it|picked it up|handed it in). (I got a call at {time3}|they wrote to me on {day2}|it was at the desk {span} later), (nothing was missing|every coin was there|even the chewing gum).

A: did you give (them|the finder) something?
B: I (wanted to give them {price}|offered {price}|brought cake), (but {finder} wouldn't take it|and they laughed|so we had coffee instead). (people are better than you think|we talked for {minutes}|it turned out they know {he}).

A!: (people always say nobody is honest any more|I would have given up|I never carry cash any more).
B: (me neither, now|I thought that too|maybe that's smarter), (but I've changed my mind|it was a good lesson|I keep {thing} on a string now).

A~: I once (left a birthday cake {place}|left my own shoes {place}|looked for my glasses for {minutes} with them on my nose).
B: (how do you do that|and did anyone eat it|you're not serious)?
A: (I was in love|I was {number} years younger|it was {day} morning and I'd had no coffee), (what can I say|that's my only excuse).

B: the (office for lost things|lost property office) is (on {street}|open until {time3}|a sad place), (you have no idea|full of umbrellas|they had {number} of the same). (somebody lost a set of teeth|there was a wedding dress|they write everything by hand).
A: (a museum, basically|I'd love to see that|how can you lose that).
> end
A: (well, all's well that ends well|I'm glad you got it sorted|what a story).
B: (yes|it is|me too), (next time I'll zip the bag|I sleep better now|{she} tells it at every dinner).

A: (next time call me|you should have called me), I was (at home until {time3}|just around the corner on {street}|free all {day3}).
B: (with what phone|I know|I didn't think of it), (but thank you|I will|I only know {number} numbers by heart).
> later
A: (check|feel) your pocket, have you got {item}?
B~: (ha ha, very funny|right here|yes, I check every {minutes}).

# getting to work
way = the seven twenty train | the tram | the ferry | the express bus | the old car | the motorway
cause = a signal failure | a broken door | a fallen tree | a police check | road works | a flat tyre
idea = an earlier one | the slow line | a bike | sharing a car with {he} | working from home on {day}
> open
A: how (long|far) is your way to work?
B: {minutes}, if {way} (behaves|is on time|is not full). (on {day} it was twice that|today it took {minutes2}|in {month} it's worse), (because of {cause}|{cause}, they said).

A: you're late, (is everything okay|what happened|was it the traffic)?
B-: {way}, (again|as always on a {day}|who'd have thought). (there was {cause} near {street}|they said it was {cause}|nothing moved for {minutes}), and (nobody told us anything|it was {weather} on top|I stood the whole way).
> talk
A: have you thought about {idea}?
B: (I tried that|every day|I have), (in {month}|for {span}|after {cause}). (it takes {minutes3}|it costs {price} a month|my boss wasn't happy), so (I went back|I'm still thinking|it's not so simple).

A!: they should (run more trains|make it free|build a proper bike lane|close {street} for cars), (everybody says so|other cities do it|like in {city}).
B: (who would pay for it|tell that to the mayor|they've been promising it for years), (we'd need {number} more of them|it would cost a fortune|but you're right about {street}).

A: what do you do (on the way|all that time|for {minutes3})?
B: (I read|I sleep|I learn Spanish|I look out of the window), (really|about {number} pages a day|until {street}). (it's my only quiet time|once I missed my stop|I finished {number} books since {month}).

B~: (this morning|on {day}|the other day), a man (got on with a goat|was shaving|practised a speech|cooked noodles), (in the middle of the rush|right next to me|with no shame at all). (nobody said a word|everybody filmed it|I moved {number} seats away|he offered me some).
A: (in {way}|people are strange|did he pay for two tickets)?
B: (apparently that's normal now|and at {time} in the morning|I only wish I had that confidence).

A: what does it cost you?
B: {price} a month, (it went up in {month}|which is okay|with the discount). (the car was twice that|my company pays {percent} of it|parking alone was more).

A: (what time|when) do you have to get up?
B-: (before|at) {time2}, (it's inhuman|and in winter it's dark|the coffee machine starts before me). (I set {number} alarms|{she} throws a pillow at me|I've never got used to it).
> end
A: (maybe it'll get better|it can't go on like that|hang in there), (they're fixing it by {month}|at least it's {day}|try {idea} once more).
B: (let's hope|we'll see|I believe it when I see it), (until then I bring a book|it's only {number} more years|{cause} can't happen every day).

B: I'm thinking of (moving closer|changing jobs|getting an electric bike), (seriously|since {month}|{she} is all for it).
A: (you should|sounds sensible|and then we'd be neighbours), (let's talk about that on {day}|I know a place near {street}|{he} did that and he's happy).
> later
A: (was that {cause} on {way}|so it was {cause})?
B: (that's what they said|{cause}, officially|they always blame {cause}), (ask {he}, he was there too).
`;
