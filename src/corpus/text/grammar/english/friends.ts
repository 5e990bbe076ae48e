/** Talk of friends, who know each other well. */
export const friends = `
# a first date
spot = that wine bar on {street} | the ice rink | the botanical garden | a pottery class | the night market | a tiny ramen place
job = a nurse | a carpenter | a piano teacher | a beekeeper | a pilot | a vet
app = an app | a friend of {he} | the climbing gym | the dog park | choir
> open
A: (okay, tell me everything|so, how was it|come on, how was the date)?
B+: (it was nice|really nice, actually|better than I thought), (we went to {spot}|we met at {spot}|{spot}, it was my idea). (we talked for {minutes}|until they closed at {time}|I forgot to check my phone), (that says something|and it felt like nothing).

B: (guess who had a date on {day}|so I met somebody|I have to tell you something), (through {app}|we met through {app}|thanks to {app}).
A: (no|what|finally), (who is it|tell me everything|and you tell me only now)?
B: (somebody from {city}|{job}, can you imagine|very tall, very funny), (we went to {spot}|on {day} at {spot}|just {minutes} at {spot}).
> talk
A: what does (your date|this person|the mystery person) do?
B: {job}, (in {city}|for {number} years now|with crazy hours), (I asked about {number} questions|so interesting|I had no idea what that means). (starts at {time} every day|loves it|and reads more than I do).

B~: the worst part was (when I spilled the wine|my stomach rumbling|when {he} walked in|that I said you too to the waiter), (right in the middle of it|after {minutes}|in front of everybody). (I wanted to disappear|I went completely red|we both laughed, luckily).
A: (only you|classic|oh, I felt that), (and what happened then|did it break the ice|you're a legend)?
B: (after that it was easy|I got a napkin and a smile|it's a running joke now).

A: who paid?
B: (we split it|I did, {price}|we fought over it), (and I get the next one|so there has to be a second one|for {spot} that's fair).

A!: don't (text|call|write) before {day}, (it looks desperate|play it cool|that's the rule).
B: (nobody does that any more|too late|why should I wait), (I wrote at {time} already|I like to be honest|and got an answer in {minutes}).

B-: there's (one thing|a small problem|a catch), (moving to {city} in {month}|allergic to cats|doesn't like music|still friends with the ex).
A: (hm|oh|ouch), (is that a problem|how serious is that|did you talk about it)?
B: (for {minutes}|I don't know yet|not on the first date), (let's see|it's only been {number} days|I'm trying not to think ahead).

A: are you seeing each other again?
B+: (yes|on {day2}|I hope so), (at {time2}|we're cooking|for a walk by the river), (and I'm nervous already|I need you to help me choose a shirt|keep your fingers crossed).
> end
A: (I'm happy for you|it sounds good|you deserve it), (honestly|you're glowing|I can hear you smile).
B: (thanks|stop it|is it that obvious), (I'll tell you on {day3}|you'll meet soon, maybe|let's not jinx it).

A: (call me after|I want a full report|tell me right after the next one), (even at {time3}|I'll be up|no details left out).
B: (you'll get {number} messages|always|I will), (and if it goes wrong, bring ice cream).
> later
A: (and|wait), (was that {job}|you said {job})?
B: (yes, {job}|that's right), (I know|isn't that great|I had to look it up).

# a new job
role = a project manager | a teacher at the college | a cook | a software developer | an editor | a designer
firm = a start up on {street} | the city library | a museum in {city} | a small studio | the hospital | a bicycle company
boss = {she} | {he}
> open
A: how's the new job?
B+: (so far so good|I like it|much better), (I'm {role} now|it's at {firm}|{firm}, you know). (I started on {day}|it's been {span}|I'm still learning everyone's name), (but they're nice|and I can sleep again|I even get lunch).

B: I (quit|handed in my notice|resigned) on {day}.
A: (you what|finally|no way), (just like that|and now|did you tell {he})?
B: (I'm going to be {role}|there's something at {firm}|I start in {month}), (I've had it for {span}|after that week I was done|and it feels amazing).
> talk
A: what do you do all day?
B: (mostly I answer questions|meetings from {time} to {time2}|a bit of everything), (and {number} calls a day|and I write a lot|with {boss} looking over my shoulder). (but I learn something|it never gets dull|I'm a bit lost, to be honest).

A: is the money (better|okay|good)?
B: {percent} more, (before tax|which is nice|finally), (and I'm home by {time}|but the flat eats it|and they pay my train). (it's not about the money|I'd have done it for less, don't tell them).

B-: (I miss the old people|I miss {she}, though|my first week was rough), (I eat alone on {day}|I cried in the toilet on {day}|everything takes me twice as long).
A: (give it {span}|that's normal|oh, I know that), (you were like that last time|everybody feels like that|it took me until {month}).

A: what's {boss} like?
B: (quiet|very direct|funny, actually|strict, but fair), (never there before {time}|eats lunch at {time2}, always soup|says good job and means it). ({number} years in the business|nothing like my old boss|I'm a little bit afraid, still).

B~: on my first day, (I called {boss} mum|I locked myself in the archive|I sent a mail to the whole company|I sat in the wrong office), (for {minutes}|until {time}|and nobody told me). (there were {number} replies|they made me a cake about it|they found me by the noise).
A: (that's a good start|never change|you made an impression), (at least they know your name now|they won't forget you).

A!: (you should have asked for more|never take the first offer|you work too much), (with your experience|everybody does|trust me).
B: (maybe|I was just happy|I know), (next year|I'll ask in {month}|they said after {span} we talk again).
> end
A+: (I'm proud of you|we have to celebrate|drinks on {day3}), (seriously|you did it|it's on me).
B: (thank you|yes|you're sweet), (at {time3}|let me get through {day3} first|bring {he}).

A: (do they need anyone else|are they hiring|put in a word for me).
B: (they might|as a matter of fact, yes|I'll ask {boss}), (send me your papers by {day3}|there's a place from {month}|you'd love it there).
> later
A: is {firm} (far|far from you|easy to get to)?
B: {minutes}, (by bike|with one change|if I leave before {time}), (past {street}|it's on the way to yours).

# a concert
band = a brass band from {city} | the old punk band | a jazz trio | a string quartet playing pop | an accordion orchestra | some folk singer
hall = the old factory | the stadium | the church on {street} | the boat | the park
song = the slow one | the one about the train | the song from school | the last one | the cover
> open
A: how was the concert?
B+: (so loud|incredible|just what I needed), in {hall}, (with maybe two hundred people|packed|right at the front). {band}, (I'd never heard of them|{she} dragged me there|you'd have loved it), (they played until {time}|for {minutes}|{number} encores).

A: (I've got|there are) tickets for {day}, {band}, in {hall}, (do you want to come|are you in)?
B: (maybe|how much|sounds fun), (what do they play|I've never heard of them|aren't they a hundred years old)?
A: (it's {price}|{price} each|free with my card), (you'll know {song}|just come|it starts at {time}).
> talk
A: did they play {song}?
B: (as the last one|twice|of course), (everybody sang|{he} cried|the whole place jumped), (I still hear it|my voice is gone|I had it in my head until {day2}).

B~: the singer (forgot the words|fell off the stage|brought a parrot|stopped to call her mum), (in the middle of {song}|after {minutes}|and I'm not joking). (the crowd helped|somebody held the microphone|it was the best bit).
A: (I'd have paid extra for that|is everything okay|that's rock and roll), (you always see the good ones|I never get that at home).

B-: (the bar was {price} a drink|the queue for coats took {minutes}|somebody stood on my foot|there was this tall man in front of me), (the whole night|no exaggeration|and {she} was furious).
A: (that's concerts|I'm too old for that|every time), (get there at {time2}|bring a box to stand on|I only go if I can sit).

A!: (music was better in the old days|nobody listens to whole albums any more|small halls are just better).
B: (you sound like my dad|I don't think so|for some bands, yes), (there's so much good stuff|listen to {band}|{song} is from last year).

A: how did you get home?
B: (on foot|night bus|{he} drove), {minutes2}, (in {weather} weather|with a kebab|singing the whole way). (I was in bed at {time3}|work was hard on {day2}|and it was worth it).

A: do you still play (yourself|the guitar|in a band)?
B: (on {day2} with {he}|not since {month}|a little), (we're {number} now|in a garage on {street}|for the neighbours, mainly). (we need a drummer|we know three songs|come and listen).
> end
A: (next time take me|I'm coming next time|let's go to one together), (alright|promise).
B: (deal|okay), (they're back in {month}|there's one on {day3}|tickets go at {time2}, be quick).

A: (send me|play me) {song}, (will you|when you find it).
B: (I'll do it tonight|I made a list of {number}|I have a terrible video), (mostly you hear me).
> later
A: what was the name of {band}?
B: (something with a river|I've got the ticket somewhere|ask {she}), (I'll send it on {day3}).

# a running argument
item = the rent | the dishes | the heating | the shelf in the fridge | the noise | the bathroom
mate = {he} | {she}
> open
A: how's living with {mate}?
B-: (don't get me started|well|it's fine, except for {item}), (we talk about {item} every {day}|we haven't spoken since {day}|there are notes on the fridge now). (I found {number} of them|the last one was in capitals|I wrote one back).

B: I (had another fight|argued again|fell out) with {mate}, (about {item}|{item}, of course|on {day}).
A: (again|oh no|what now), I thought (you'd sorted that out in {month}|that was over|you'd made a plan).
B: (we had|so did I|for {span}, yes), (then came {day}|then {number} friends stayed over|and then the bill came).
> talk
A: what exactly (happened|did you say|was it about)?
B: (I only asked|I said, very calmly|it started with a cup), (whose turn it was|why it was {cost}|if we could talk about {item}). (and then it all came up|for {minutes} we shouted|the neighbours knocked).

A!: I think you should (move out|just talk about it|ignore it|write it all down), (life's too short|before it gets worse|I lived with {mate2}, believe me).
B: (I can't afford it|you're right, I guess|that's what {mate2} says), (it's {cost} a month now|I've looked on {street}|we signed until {month}).
mate2 = Robin | Alex | Chris | Jamie

A: (have you apologised|who said sorry first|did you make up)?
B: (not me|almost|I made pancakes), (at {time} there was a knock|I got a flower|we looked at each other and laughed). (so for now it's peace|until {day2}, I guess|we shook hands on {item}).

B~: (yesterday|on {day2}) I found {mate} (asleep in the bath|labelling the eggs|vacuuming at {time}|talking to my plant). (I took a picture|I just closed the door|and said nothing), (we can't go on like this|it made up for a lot|I'll miss that one day).
A: (you two should be on television|that's love|why are you two like that).

A: how do you (split|share|divide) {item}?
B: (half and half|by week|badly), (I do {day}, {mate} does {day2}|we have a table|it was {price} each). (in theory|since {month}|it works for {span}, then it stops).

A: (is it really about {item}|are you sure that's all|maybe something else is wrong).
B: (good question|maybe not|you think so), (work is hard for {mate}|there was bad news in {month}|I should ask).
A: (just have a coffee together|ask nicely|I'd start there), (without talking about {item}|on {day3}, maybe).
> end
A: (it'll be alright|you've been friends for so long|tell me how it goes).
B: (yes|I think so too|thanks for listening), (I'll try on {day3}|{number} years, you know|I'll bring cake).

A: (my sofa is free|you can stay with me|I've got a room), (until {day3}|for {span}|if it gets bad).
B+: (you're a good friend|I'll remember that|thank you), (and no notes on the fridge|I do the dishes, promise).
> later
A: (just promise me|please), no more notes about {item}.
B~: (I've got {number} left|not even small ones|alright), (I'll draw pictures instead).

# learning something new
skill + teacher = pottery + {she} | the cello + a man called {he} | Japanese + an app with an owl | salsa + {she} from the corner shop | juggling + videos, mostly | baking bread + my aunt
result = a crooked cup | half a song | a whole sentence | a bruise | something like a brick
> open
A: what's new (with you|in your life), (anything exciting|still bored|it's been {span})?
B+: I'm learning {skill}, (since {month}|every {day}|can you imagine), with {teacher}. (I'm terrible|it's so much fun|I love it), (but after {number} lessons there's {result}|so far I've got {result}|look, {result}).

A: (what do you do|are you free) on {day}?
B: (I've got {skill}|no, that's {skill}|{skill}, from {time}), with {teacher}. (don't laugh|it's serious|I've paid until {month}).
> talk
A: why {skill}, (of all things|if I may ask|and not tennis)?
B: (I always wanted to|because of {he2}|I saw it in {city}), (and at our age you stop learning|and I needed something for {day}|it was a present). (my phone stays in the bag for {minutes}|it's good for the brain|my hands need work).

A: is it (hard|difficult|expensive)?
B: (the first {span} are hell|harder than it looks|not for kids of {number}), (it's {price} a lesson|my fingers hurt|you need patience). (and you know me|{teacher} never gives up|I practise {minutes} a day).

B~: last week (I hit the teacher by accident|I said something very rude without knowing|it exploded|my neighbour sent the police). (there was a silence|{she2} is still laughing|for {minutes} nobody spoke), (I brought chocolates next time|I've got a certificate now|I want it on my grave).
A: (I need to see that|please film it|why am I not surprised), (can people watch|you could sell tickets).

A!: I'd never (have the patience|dare|find the time) for that, (with my job|honestly|I gave up the piano at {number}).
B: (that's what I said|it's only {minutes}|you watch more television than that), (try one lesson|the first one is free|anybody can learn {skill}).

A: what's the (next step|goal|plan)?
B: (there's a show in {month}|a test on the {date}|to do it without {result}), (and I'm scared|{number} of us|in front of real people). (you have to come|nobody else may know|I'd like to be good by {month2}).

B-: (I nearly stopped in {month}|some days I hate it|there was a week when nothing worked), (I just wasn't getting better|a child of {number} was faster|and {teacher} was ill).
A: (but you kept going|what changed|and what made you go back)?
B: ({she2} said one nice word|I woke up and could do it|the money was gone anyway), (so I went on|and now it's easier).
> end
A: (show me|teach me|I want to see it) (sometime|on {day2}|when we meet).
B+: (you'll get a lesson|with pleasure|bring old clothes), (for {price}, friends' price|at {time2}|and then we have cake).

A: (I'm impressed|good on you|respect), (really|I should do something too|it suits you).
B: (thank you|you should|join me), (on {day2} there's a taster|there are {number} places left|{teacher} would love you).
> later
A: (did you practise {skill} today|have you done your {minutes} today)?
B: (not yet|shh|of course), (don't tell {teacher}|I'm doing it in my head|at {time2}, before the news).

# a camping trip
place = the river | the dunes | a field near {city} | the forest | the top of the hill | the island
gear = the tent | the gas stove | the big torch | the air mattress | the folding chairs | the coffee pot
animal = a fox | a goose | a very confident squirrel | a cow | two hedgehogs
> open
A: are we still going (camping|to {place}) in {month}?
B: (of course|if you are|I hope so), (I've asked {he} and {she}|I've got {gear} already|I looked at the map on {day}). (I was thinking of the {date}|four days, maybe|leave on {day} at {time}), (what do you think|does that work).

A: how was camping?
B~: (wet|an adventure|you should have been there), at {place}. (on the first night {animal} got into the bags|we forgot {gear}|it was {weather} from {time} on), and (we ate cold beans|nobody slept|{he} wanted to go home after {minutes}).
> talk
A: who's bringing {gear}?
B: ({he}, I think|I can|that was {she}'s job), (it's in the cellar|I have to borrow it|a new one is {price}). (last time we forgot it|{number} people and no {gear}|I'll write a list).

A!: can't we just (rent a cabin|sleep in a hotel|go for the day), (my back would thank you|for {price} more|I like walls)?
B: (where's the fun in that|no|that's not camping), (you sleep like a stone out there|the stars are free|{she} would kill us).

A: what about (food|cooking|breakfast)?
B: ({he} makes his stew|porridge and coffee|we grill), (he does it every time|on an open fire|I'm not eating beans again). (I shop on {day}|about {price} each|{number} meals, I counted).

B: (there's a spot|I know a place) {minutes} from the car, (right by the water|out of the wind|nobody goes there). (you can swim|in the morning there's mist|we saw {animal} there), (it's magic|I've been going there for years).
A: (and toilets|is there a shower|is it legal)?
B~: (define toilet|the lake is the shower|nobody has ever asked).

B-: (the forecast is bad|they say it'll be {weather}|it might be {weather} until {day2}).
A: (it's always wrong|shall we wait|oh no, again), (let's decide on {day2}|a bit of rain never hurt|I'll pack {number} jackets).

A~: do you remember {animal}?
B: (how could I forget|at {time} in the morning|I still have the scar), (it looked me in the eyes|it took the whole bread|{she} gave it a name). (I've never run so fast|we hid in the car for {minutes}|it won, fair and square).
> end
A: (okay, I'm in|fine, you win|count me in), (but I bring my own pillow|if it's not below zero|and I sit in the front).
B+: (yes|great|I knew it), (I'll write to everyone|we leave at {time2}|you won't regret it).

A: (I'll buy|let me get) {gear}, (then at least one thing is certain|by {day2}|I saw it for {price}).
B: (perfect|thanks), (and matches|check it before|don't forget it at home, please).
> later
A: what time did we say (for {place}|on the {date})?
B: {time2}, (at my place|sharp|with the car packed), (so you come at {time}, knowing you).

# a marathon of games
game = the one with the trains | the pirate game | charades | the card game from {city} | the farming game | that quiz
snack = popcorn | cheese toast | those spicy nuts | dumplings | far too many crisps
> open
A: (is game night still on|are we playing on {day}|what about game night)?
B: (yes|it is), (at mine|at {he}'s place|from {time}), (we're {number}|{she} brings {snack}|with {game}). (come hungry|don't be late|you owe us a rematch).

A: who won on {day}?
B~: (don't ask|guess|I'm not talking about it), {she}, (again|with {number} points more|at {game}, of course). (I was ahead for {minutes}|{he} cheated|I need new friends), (I want a rematch|the rules changed in the middle|we played until {time}).
> talk
A: how does {game} work (again|exactly)?
B: (you collect things|everybody gets {number} cards|it's simple), (and then you swap|and on your turn you lie|the others try to stop you). (it takes {minutes} to explain|you learn it while playing|{she} makes up half of it).
A: (so it's about luck|and how do you win|I've lost already)?
B: (mostly nerve|first to {number2} points|whoever shouts loudest).

A!: {game} is (unfair|too long|pure luck), (I've always said so|after {minutes} I can't think any more|whoever starts wins).
B: (says the one who never wins|you just need a plan|not if you know the rules), (I've won {number} times|{he} has a system|read the instructions).

B~: {he} (threw the board out of the window|fell off the chair laughing|claimed he'd never seen the card|went home in his socks), (at {time}|over {number} points|because of {snack} on the cards). (we're adults|we have it on video|he apologised on {day}).
A: (that man|why do we still invite him|I love that), (no more {game} for him|what's the score now|I missed everything).

A: what should I bring?
B: ({snack}|drinks|a chair), (last time we ran out at {time}|for {number}|and your good luck). (nothing expensive|around {price}|{she} doesn't eat nuts).

B-: (I might be late|I have to leave early|I can't next week), (I work until {time2}|we've got visitors from {city}|I promised {she}).
A: (oh no|that's a pity|then who's my partner), (we can start with something short|we'll move it to {day2}|I'll play for you).

A: how did we even (start this|get into this)?
B: (that winter in {city}|it was {weather} and we had no money|{he} got {game} for his birthday), (it must be {number} years|I remember it well|nobody wanted to go home). (best decision ever|we've never missed a {day}|and you lost then, too).
> end
A: (alright, {time2}|okay, see you there|I'll be there), (prepare to lose|I've been practising|and I bring {snack}).
B: (we'll see|big words|bring tissues), (I've got a plan|last one there deals|{she} is already laughing).

A: (next time we play my game|let's try something new), (something short|the one I got for {price}|in teams).
B: (fine|we vote on it|if you explain it), (but only once|on {day2}|after {game}).
> later
A: (one question about {game}|about {game}), do you count (the last round|the red ones) twice?
B: (no|only on {day2}s, apparently|ask {she}), (that's how she wins).

# getting in shape of mind
habit = no phone after {time} | a walk every morning | cold showers | a diary | ten minutes of breathing | going to bed at {time}
cause = work | the news | the move | {he} | that exam in {month}
> open
A: (how are you really|you sound tired|are you alright), (you've been quiet since {day}|I was a bit worried|tell me)?
B-: (I'm a bit tired|it's been a lot|so so), (with {cause} and everything|mostly {cause}|I haven't slept well since {month}). (I wake up at {time}|my head won't stop|it's nothing dramatic), (I just need a break).

A: you seem (more relaxed|happier|calmer), what (did you change|happened)?
B+: {habit}, (believe it or not|that's all|since {month}), (for {span} now|it was {she}'s idea|I read it somewhere). (it really helps|I feel different|I laugh about {cause} now).
> talk
A: (is it because of {cause}|is {cause} still that bad)?
B: (partly|it's getting better|that too), (I say yes too often|I work until {time2}|I took {number} days off). (and then I feel guilty|my boss was fine about it|I should have done it in {month}).

A!: you need (a holiday|more sleep|to say no more often), (seriously|everybody can see it|you can't go on like that).
B: (I know|you're one to talk|when), (it's {number} more weeks|after {month} it's better|I've asked for {span} off).

A: have you talked to (somebody|anybody|a professional)?
B: (to you|yes, since {month}|I'm thinking about it), (every {day}|it's {price} an hour, but good|she's called {she2}, she's great). (it feels strange at first|it helps to say it aloud|I'm not ashamed of it).

B~: I tried {habit}, (and fell asleep|for {minutes}|with {he}), (on the floor|and the dog joined in|and {she} thought I'd died). (that's also relaxing|I call it success|we laughed for {minutes}).
A: (that counts|you're doing it right|I'd pay to see it), (maybe you needed it|I do that in meetings).

A: what do you do when you can't sleep?
B: (I count backwards from a hundred|I read about gardens|I get up and make tea|I listen to rain), (until {time}|it takes {minutes}|{she} showed me). (the phone stays in the kitchen|sometimes it works|then the birds start).

A: (do you want to|shall we) (go for a walk|get out of town|cook something) (on {day}|together|, no talking about {cause})?
B+: (I'd like that|yes|that's a good idea), (just {minutes}|{day} at {time2}|by the water). (you always know|no phones|then I have something to look forward to).
> end
A: (call me|write to me) (any time|when it gets too much|even at {time}), (I mean it|okay|you're not alone).
B: (thank you|I know|that means a lot), (you too|I feel better already|let's do {day2}).

A: (one day at a time|small steps|be nice to yourself).
B: (that's what {she2} says|I'm learning|I'm trying), ({habit}, and soup|tomorrow is {day3}, after all).
> later
A: did you (do|keep up) {habit}?
B: (nearly every day|I missed {day3}|yes), (and I slept {number} hours|ask me tomorrow|it counts if you think about it, right).
`;
