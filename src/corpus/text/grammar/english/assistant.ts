/** Somebody and their assistant, a machine. `A` asks, `B` is the assistant. */
export const assistant = `
# an alarm
keep = time
why = the airport | a run | the dentist | an exam | work | the market
sound = birds | the radio | a piano | waves | the loud one
> open
A: (set|please set|can you set) an alarm for {time}, (tomorrow|on {day}|every {day}).
B: (done|okay|alright), your alarm is set for {time} (on {day}|tomorrow|). would you like (a different sound|{sound} as the sound|a name for it)?
A: ({sound}, please|yes, call it {why}|no, that's fine), (and make it loud|but not too loud|because I have to be up for {why}).

A: (wake me|I need to get up) at {time} on {day}, (it's for {why}|I have {why}|because of {why}).
B: (of course|sure), {time} on {day}. (you already have one at {time2}|shall I add a second one {minutes} later|that gives you {number} hours of sleep)(, shall I keep both|, is that alright|).
A: (yes, please|that's good|fine), (better safe than sorry|I'm a deep sleeper|thank you).
> talk
A: (actually|to be safe), (set another one for {time2}|add a second alarm at {time2}|one more at {time2}, please).
B: (no problem|done), there is one more at {time2}, (on {day}|with the same sound|and the first stays as it is).

A: what alarms do I have?
B: you have {number}, (the next one is at {time2}|one of them is for {why}|most are on {day}), (and one is switched off|shall I read them all|the last is at {time3}).
A: (delete the one at {time3}|keep only {why}|that's too many, turn off the rest).
B: (okay, it's gone|done), (there's nothing left after {time2}|the alarm for {why} stays).

A: how long (should I sleep|will I sleep|is that)?
B: if you (go to bed now|fall asleep by {time3}), that is about {number} hours. (most people need eight|that's a little short|you usually sleep better on {day2}).

A: and (turn off the lights|lower the heating|lock the door) at {time3}.
B: (sure|alright), (every night|only today), or (only when you're home|also on {day2})?
A: (every night|just today|only until {month}), (except on {day2}|and tell me when it's done).
B: (okay, that's set|got it), (starting on {day}|at {time3}, except on {day2}|I'll let you know).
> end
A: (and what's the weather|will I need an umbrella) when I leave?
B: (it looks {weather}|the forecast says {weather}), (around {time2}|on {day}), (so take a jacket|so leave {minutes} earlier|with a little wind from the west).

A: (that's it|good night|thanks), (see you at {time}|and please don't let me oversleep).
B: (sleep well|good night), (I'll wake you at {time} with {sound}|your day starts at {time}).
> later
A: the alarm for {why} is (on|still on), right?
B: yes, (at {time}|it is on), (with {sound}|on {day}).

# directions
place = the station | the museum | the airport | a supermarket that's open | the stadium | the nearest pharmacy
via = {street} | the ring road | the bridge | the tunnel
> open
A: (how do I get to|take me to|navigate to) {place}?
B: (the fastest way is|I suggest going) over {via}, it takes {minutes}. (traffic is light|there is some traffic near {street2}|you'd arrive at {time}), (shall I start|do you want to avoid the motorway|shall I guide you)?
A: (yes, go|start, please|yes, but avoid {via}), (I have to be there by {time2}|I'm in a hurry|no toll roads).

A: how far is it to {place}?
B: {miles}, about {minutes} (by car|at this time of day). (by train it's {minutes2}|on foot that's too far|on {day} it's usually faster).
A: (by car, then|okay, let's drive|and if I leave at {time}), (what's the best way|which road|will there be traffic)?
B: (take {via}|over {via}), (there's a lot of traffic around {time}|that should be free|it's longer but quicker).
> talk
A: (I missed the turn|I went straight on|the road is closed).
B: (no problem|that's alright|don't worry), (I've found a new way|in a few hundred metres turn right|follow {street2}), (you lose only a minute|you'll still be there at {time}|it's {minutes} from here).

A: (is there|find me) (a petrol station|a toilet|a coffee place) on the way?
B: (there are {number}|yes, one on {street2}|the next one is near {street2}), (open until {time2}|rated very well|about {minutes} from here). (shall I add it as a stop|do you want to go there)?
A: (yes|please do|no, not that one), (but only {minutes}|the next one is fine|and call {she} to say I'm late).
B: (added|okay), (your new arrival time is {time2}|calling {she} now|I told {she} you'll be there at {time2}).

A: where can I park?
B: (there's a car park on {street2}|behind {place}|the nearest is {minutes} on foot), with {number} free spaces, (it costs {price} a day|free after {time2}|it closes at {time2}).

A: (why are you taking me this way|that looks wrong|are you sure about {via}), (I always take {street2}|the sign says left|{she} knows a shorter one)?
B: there is (an accident on {street2}|a closed lane|a street party), (reported at {time}|since {minutes}|until {time2}). (this way saves {minutes2}|I can switch if you like|yours would take {minutes2} longer).
A: (okay, I trust you|no, stay on this one|fine), (but next time tell me|good to know).

A: send my arrival time to {he}.
B: (sent|done), {he} knows you'll be there (at {time}|around {time}). (he answered, see you then|shall I update him|he says he's waiting on {street2}).
> end
B: you have arrived, {place} is on your (left|right).
A: (great|perfect|finally), (remember where I parked|thanks|turn yourself off), (I'll be back at {time2}|it's level {number}|for the way home).
B: (saved|okay), (I'll remind you at {time2}|enjoy your visit|the way back takes {minutes}).

A: (what about the way back|when should I leave to be home by {time2})?
B: leave before {time3}, (after that there's traffic|it takes {minutes2} then), (I'll remind you|shall I tell you in time)?
A: (yes, do that|please), (at least {minutes} before|with a loud sound).
> later
A: (when did I park|how long have I been at {place})?
B: (since {time}|for {minutes}), (parking is paid until {time2}|you're on level {number}).

# cooking
dish = pancakes | a vegetable curry | tomato soup | risotto | banana bread | a potato gratin | fried rice
missing = butter | eggs | an oven | cream | garlic | flour
> open
A: I want to cook {dish}, (can you help|how do I do that|what do I need), for {number} people?
B: (gladly|of course|good choice). for {dish} you need about {minutes}, (it's easy|medium difficult|mostly waiting). (do you have {missing}|shall I read the ingredients|do you want the quick version)?
A: (I don't have {missing}|no {missing}, sorry|I'm out of {missing}), (what can I take instead|does it matter|is that a problem)?
B: (you can leave it out|take oil|use yoghurt|milk works too), (it tastes a bit different|nobody will notice|then reduce the heat).

A: what can I make with (rice and {number} eggs|old bread|potatoes and {missing}|what's in the fridge)?
B: (how about {dish}|you could make {dish}|I'd suggest {dish}), it takes {minutes}, (and {number} steps|{she} saved that recipe in {month}|and you've liked it before).
A: ({dish} sounds good|okay, {dish}|hm, why not), (read me the first step|let's start|what do I need first)?
> talk
A: (what's next|next step|and then)?
B: (cut the onions|heat the pan|mix it all|peel them), (for {minutes}|until golden|on medium heat), (and stir now and then|don't let it boil|cover it with a lid). (tell me when you're ready|I can set a timer|take your time).
A: (set a timer|ready|wait, slower), (for {minutes}|my hands are full|say that again, please).
B: (timer set|okay|of course), ({minutes}, starting now|it rings at {time}|medium heat, with the lid on).

A: how much (salt|water|sugar) do I (need|take)?
B: for {number} people, (a teaspoon|two cups|a pinch|half a litre), (taste it first|a little less is safer|more if it's dry).

A-: (it's burning|it tastes of nothing|it's too salty|it's stuck to the pan).
B: (don't worry|that can be saved), (take it off the heat|add a potato|add lemon|a spoon of honey helps), (wait {minutes}|and stir carefully|then try again).
A: (okay|done|hm), (that's better|I'll try|it smells alright now).

A: can I (freeze|prepare|keep) {dish}?
B: (yes, for {span}|until {day}|in the fridge, yes), (in a closed box|but without {missing}|it tastes even better then).

A: and what (do I drink with it|goes with it|could be dessert)?
B: (a light white wine|green salad|fruit|something fresh), (you have lemons|{she} likes that|it takes {minutes} more). (shall I add it to your shopping list|shall I look for a recipe)?
A: (yes, add it|no, that's enough|put it on the list), (and {missing}, please|for {day}|and remind me at {time2}).
B: (added|done), (your list has {number} things now|reminder at {time2}|{missing} is on it).
> end
A: (it's ready|done|finished), (it looks great|smells good|even {he} likes it)!
B: (well done|enjoy your meal|that sounds good), (don't forget to turn off the stove|shall I save the recipe for {day}|that took {minutes}).

A: (save that recipe|send it to {she}|remember it without {missing}).
B: (saved|sent|okay), (under {dish}|with your changes|she'll get it at {time2}).
> later
A: (is the timer for {dish} still running|how long does {dish} still need)?
B: (about {minutes}|it rings at {time2}|nearly done), (check it with a fork|I'll tell you).

# the calendar
keep = time
event = a call with {he} | lunch with {she} | the yoga class | the team meeting | a visit from {she}'s parents | football practice
who = {he} | {she} | the dentist | the boss
> open
A: what's on (my calendar|today|for {day})?
B: on {day} you have {number} things. (the first is {event} at {time}|it starts with {event} at {time}|{event} is at {time}), (then you're free until {time2}|and the last ends at {time2}|with a break at noon). (shall I go on|is there anything to change)?
A: (move {event}|go on|{event} is cancelled), (to {day2}|I can't make it|by {minutes}).
B: (okay|done), (I've moved {event} to {day2}|{event} is off your list|the next one is at {time3}).

A: (put|add) {event} into my calendar, (for {day} at {time}|{day}, {time}|on the {date}).
B: (okay|sure), {event}, {day} at {time}. (that overlaps with another meeting|you have {minutes} to get there|how long will it take)?
A: ({minutes}|move the other one|that's fine), (and invite {who}|and remind me at {time2}|at {street}).
> talk
A: when (am I free|can I meet {who}|do I have time) (this week|on {day2}|for {minutes})?
B: (on {day2} from {time2}|between {time2} and {time3}|only on {day2}), (the rest is full|or {day3} at {time3}|I'd keep an hour for lunch).
A: (take {day2}|{day3} is better|the first one), (and write to {who}|but not before {time3}|and block {minutes}).
B: (I'll do that|booked|okay), (an invitation is on its way|{who} will get a message|{day2} is blocked).

A: (did {who} answer|has {who} accepted|is there a reply from {who})?
B: (yes, at {time2}|not yet|{who} suggests {time3}), (shall I accept|shall I ask again on {day2}|the message was read).
A: (accept it|wait until {day2}|ask again, nicely), (please|and put in the address|I'm around from {time3}).

A: (read|write) (me that message|{who} a message).
B: (what should it say|of course|okay)?
A: (tell {who}|say|write), (I'll be {minutes} late|I'm looking forward to it|we need to move it to {day2}|please bring the papers).
B: (here is your message|okay), I'm writing, (I'll be {minutes} late|looking forward to it|let's move it to {day2}|please bring the papers), (shall I send it|is that right)?
A: (send it|yes|change late to delayed, then send it), (thanks|with a smile at the end|and copy {she}).

A: how (busy|full) is (next week|{month})?
B: (quite full|less than usual|there are {number} days with meetings), (most on {day3}|the {date} is free|you wanted to keep {day3} free).
A: (keep it free then|cancel the small ones|oh dear), (I need a break|no more before {time2}|from {time3} on at least).
> end
A: (anything else|did I forget something|is there a birthday)?
B: ({she}'s birthday is on the {date}|your passport runs out in {month}|the bill of {price} is due), (shall I remind you|do you want to write to her|I can put it on your list).
A: (yes, remind me on {day2}|later|order flowers, please), (up to {price}|at {time}|that's good of you).
B: (done|okay), (I'll remind you at {time}|it's on the list for {day2}).

A: (that's all for today|thanks), (you're better than my last secretary|what would I do without you).
B: (thank you|happy to help), (your next appointment is {event}|have a calm {day}).
> later
A: what time was {event}?
B: at {time}, (on {day}|it takes {minutes}|with {who}).

# music and news
artist = some slow jazz | the album from {month} | a playlist for rainy days | the classical station | the top songs from {city} | whale sounds
room = the kitchen | the bedroom | the bathroom | the whole house
team = the home team | {city} | the women's team
> open
A: play {artist}, (please|in {room}|but quietly).
B: (playing|here is|okay, now playing) {artist}, in {room}. (is the volume alright|shall I stop at {time}|it's {minutes} long)?
A: (a bit louder|a bit softer|yes, that's good), (and stop at {time2}|not in {room2}, the baby sleeps|and no ads).
room2 = the hall | the nursery | the study

A: what's (new|in the news|happening) today?
B: (here are the headlines at {time}|there are {number} main stories). {team} (won by {number2} points|lost on {day}), petrol is up by {percent}, and it will be {weather} in {city2}. (which would you like to hear|shall I go on)?
A: (the sports|the weather|the first one|no, that's enough), (and then {artist}|but short|in {minutes} I have to go).
> talk
A: (who is this|what's this song|who sings that)?
B: (this is from|it's the third song of) {artist}, (recorded in {city2}|it came out in {month}|you played it {number} times in {month}). (shall I save it|would you like more like this)?
A: (save it|more of that|no, skip it), (it reminds me of {she}|it's too sad|my mother had that record).
B: (saved|okay|skipped), (the next one is faster|it's in your favourites now|there are {number} more).

A: (turn it off|stop|pause) in {room}, (and play it in the hall|somebody's at the door|I'm on the phone).
B: (okay|done), (paused in {room}|it plays in the hall now|say go on when you're back).

A: how did {team} play?
B: {team} (won|lost|drew), ({number} to {number2}|on {day}|after {minutes} of extra time), (the goal came late|{he} scored twice|it rained the whole game). (the next game is on {day2}|they're {number} points behind).
A: (I knew it|oh no|finally), (remind me of the next one|is it on television|tickets, how much)?
B: (it's at {time2}|tickets start at {price}|I'll remind you), (on {day2}|there are some left|on channel {number}).

A: tell me (something interesting|a joke|a story), (while I cook|for the kids|I'm bored).
B~: (did you know|here's one), (an octopus has three hearts|bananas are berries|the shortest war took {number} times less than your playlist|a snail can sleep for years), (and nobody knows why|which I find comforting|some people are like that).
A: (I knew that|again|who finds these out), (tell me another|that's enough|the kids loved it).

A: (set the volume to {number}|louder|quieter), (in {room}|from {time2} on|when the news is on).
B: (volume is at {number}|okay), (in {room}|only until {time2}|tell me if it's too much).
> end
A: (turn everything off at {time2}|sleep timer, {minutes}|stop the music in {minutes}).
B: (okay|sure), (music stops at {time2}|{minutes} from now|it fades out slowly), (good night|anything else|and the lights too)?
A: (yes, the lights too|no, thanks|just {room}).

A: (thanks|perfect), (that was nice|play that again on {day2}|remember this mood).
B: (you're welcome|noted), ({artist}, on {day2}|I've saved it for {time}).
> later
A: (go back to|play again) {artist}, from (the beginning|where we stopped).
B: (playing {artist}|here it is), (in {room}|from minute {number}).

# a trip
keep = cost | time
place = Lisbon | Kyoto | Oslo | Vienna | Marrakesh | Cape Town | Quebec
wish = a direct flight | a window seat | a hotel by the water | something quiet | vegetarian meals | no early start
> open
A: (find me|I need|look for) a flight to {place}, (in {month}|around the {date}|for two).
B: (sure|okay|one moment), the cheapest is {cost}, (on {day} at {time}|with one stop in {city}|leaving at {time}). (there's one with {wish}|do you want {wish}|shall I look at other days)?
A: ({wish} would be good|what about {day2}|that's too expensive), (I can pay {cost2}|any time after {time2}|but not through {city}).
B: (on {day2} it's {cost2}|there's one at {time2}|let me see), (with {wish}|{number} seats left|and back on the {date2}). (shall I book it|do you want to hold it until {time3})?

A: I'm thinking about (a holiday in|going to) {place}, (is {month} a good time|what should I know|what does it cost)?
B: (it's a good time|{month} is {weather} there|many people like it), (a week costs about {cost}|hotels are {percent} cheaper|the flight takes {number} hours). (shall I look for {wish}|when would you like to go)?
A: (from the {date}|for {span}|{month}, then), (with {wish}|and not too expensive|{number} of us).
> talk
A: do I need a visa?
B: (with your passport, no|for {span} you don't need one|only after {number} weeks), (but it has to be valid until {month2}|check again before you go|yours is still good).

A: what can I (do|see|eat) there?
B: (the old town|the food market|the river|a small museum), (it opens at {time}|about {minutes} on foot|best on {day3}), (and in the evening there's music|{she} liked that, according to your mails|people recommend {number} hours).
A: (that sounds nice|put it on the list|what else), (and something for kids|{minutes} is fine|how much is it)?
B: (there's a zoo|it's {price}|a boat trip), (free on {day3}|I've added it|children pay half).

A: what's the (hotel|room|place) like?
B: (small and quiet|rated very well|{number} rooms), {price} a night, (with breakfast|near the station|and {wish}). (cancel any time until the {date}|guests praise the staff|some say the walls are thin).
A: (book it|hm, something else|thin walls, no), (for {number} nights|under {price2}, please|with a balcony).
B: (booked|okay, I'm looking|alright), (confirmation comes at {time3}|there's one for {price2}|it's held for {minutes}).

A: (how warm is it there|what should I pack|what's the weather like)?
B: (in {month} it's often {weather}|expect it to be {weather}), (pack a light jacket|good shoes|and something for the evening), (I can make a list|you forgot the charger last time|it's {number} degrees at night).

A: (how do I get|what's the best way) from the airport to the hotel?
B: (by train, {minutes}|a taxi is {price}|the bus leaves every {minutes}), (until {time3}|it stops on {street}|tickets on your phone). (shall I book a taxi|I can remind you when you land)?
A: (the train is fine|book it|yes, remind me), (I travel light|for {time2}|and tell {he} when we land).
> end
A: (okay, book everything|let's do it|book it), (with my card|for two|before I change my mind).
B: (booked|done|alright), {place}, (from the {date}|leaving {day2} at {time}|{cost} in total). (the papers are in your mail|have a good trip|I'll remind you {span} before).

A: (let me ask {she} first|hold it until {day3}|I'll sleep on it).
B: (of course|I'll hold it), (until {time3}|the price may change|shall I ask you again on {day3}).
> later
A: what was the flight to {place} (again|like)?
B: (it leaves at {time}|{day} at {time}|with {wish}), (it costs {cost}|you land at {time2}).

# learning with a machine
subject = Spanish words | the planets | fractions | the capitals of Africa | chemistry | English history
test = a test on {day} | an exam in {month} | a talk at {time} on {day}
> open
A: (I have to learn|can you teach me|help me with) {subject}, I have {test}.
B: (of course|good|gladly), (how much do you know|shall we start easy|how much time do you have)?
A: (almost nothing|a little|{minutes}), (I hate it|so don't be too hard|and I'm tired).
B: (then we start simple|no problem|let's do {minutes}), ({number} questions first|I ask, you answer|stop me any time).

A: (quiz me|ask me something|test me) (on|about) {subject}.
B: (okay|with pleasure|ready), ({number} questions|you have {minutes}|first an easy one). (the first is about {city}|what comes after {number2}|name {number} things you know)?
A: (hmm, give me a hint|is it {city}|{number2}, I think), (or is that wrong|wait, don't tell me|I knew that on {day2}).
B: (nearly|that's right|not quite), (try again|the answer starts with {letter}|one more chance).
letter = an A | a B | an M | an S | a T
> talk
A: I (don't understand|always forget|mix up) (that part|the last one|the rules).
B: (let me explain it differently|think of a pizza|imagine a street), (with {number} houses|cut into {number} parts|from {city} to the sea), (and each one is different|now take one away|the rest is simple). (is that clearer|do you see it now)?
A: (oh, I see|a bit|not really), (so it's like sharing|why didn't my teacher say that|once more, slowly).
B: (exactly|good|okay), (you've got it|that's the idea|here it is again, in small steps).

A: why do I need {subject} (at all|in life|, honestly)?
B~: (for {test}, at least|to impress {she}|so you can teach a machine one day), (and it trains your mind|people pay {price} for that|I use it every day).
A: (very funny|okay, fair|I have you for that), (next question|but you can't eat pizza|let's go on).

A: how many (did I get right|points do I have|are left)?
B: {number} (right|of {number2}|points), (that's better than on {day2}|{percent} more than before|a good start), (the hard ones come now|two were very close|keep going).

A-: (I give up|I can't do it|this is hopeless), (it's too much|my head hurts|{he} understands it at once).
B: (take a short break|you've done {minutes} already|that's normal), (drink some water|then we do {number} more|nobody learns it in one day). (you were right on the last ones|I believe you can do it).
A: (okay, {minutes}|thanks|fine), (but then an easy one|you're patient|let's go on).

A: can you (make me a plan|write a summary|remind me to learn)?
B: (yes|sure), (every day at {time}|{minutes} a day until {day}|one page), (with {number} words each|starting on {day2}|and a pause on {day3}). (shall I put it into the calendar|is that too much)?
A: (do it|half of that|sounds good), (but not on {day3}|and be strict|after {time2}).
B: (okay|saved), ({minutes2} a day, then|I'll be friendly but strict|the first lesson is on {day2}).
> end
A: (that's enough|I'm done for today|okay, finished), (how was I|did I do well|will I pass)?
B: (you did well|much better|I think so), ({percent} better than at the start|tomorrow we repeat {number} of them|sleep helps you remember).

A: (thank you|good teacher), (same time on {day2}|wake me at {time2}|I feel better about {day}).
B: (you're welcome|gladly|see you then), (good luck with {subject}|bring questions|rest well).
> later
A: (go back to|one more question about) {subject}, (was I right about {city}|what was the last answer)?
B: (it was {city}|yes, you were right|almost), (write it down|we'll repeat it on {day2}).

# a problem with a bill
keep = price
firm = the power company | the phone company | the gym | the bank | the streaming service | the insurance
fault = {price} too much | a fee I don't know | two payments | a contract I cancelled in {month} | the wrong name
> open
A: (hello|hi), I have a (question|problem) with my bill, there's {fault} (on it|since {month}|).
B: (I'm sorry about that|I understand|thank you for telling us), let me have a look. (may I have your customer number|what's your name and street|which month is it)?
A: (it's for {month}|it ends with {number} {number2}|I live on {street}), (I've called twice|and I want that sorted out|the letter came on {day}).
B: (thank you|I see it here|one moment), (there is {fault} indeed|it was booked on the {date}|that comes from {month}).

A: can you call {firm} (for me|and complain), (there's {fault} on my bill|they charged me {price}|I'm waiting since {time}).
B: (I can do that|of course|sure), (do you have the bill|what should I ask for|they open at {time2}).
A: (tell them|say), (I want {price} back|there's {fault}|I cancelled on the {date}), (and stay friendly|and get it in writing|it's the third time).
> talk
A: (why was it charged|where does that come from|who approved that)?
B: (it looks like an error|your contract was renewed|the system changed in {month}), (on the {date}|without a notice|for {span}). (I can correct it|you can object until {day2}|it will be {price} less).

A: when do I get (my money|the {price}|an answer)?
B: (within {span}|by {day2}|on your next bill), (to the same account|you'll get a message at {time2}|I've marked it as urgent).
A: ({span} is too long|that's okay|by {day2}, you promise), (can't it be faster|I'm counting on it|I need it for the rent).
B: (I'll see what I can do|I understand), (I've asked for {day2}|the earliest is {day3}|it normally takes {number} days).

A!: (that's not fair|I want to cancel|I've been a customer for {number} years).
B: (I understand|I'm sorry you feel that way|you have every right), (I can offer you {percent} off|you can cancel until the {date}|the first {span} would be free). (would that help|shall I note that)?
A: ({percent} is not enough|okay, I take it|no, cancel it), (from {month} on|and no more letters|I need that in writing).
B: (noted|alright|that's done), (you'll get a letter|it ends on the {date}|confirmation comes at {time2}).

A: (speak to a person|can I speak to somebody|get me a human).
B: (of course|I can connect you), the waiting time is {minutes}, (or they call you back at {time2}|there are {number} people before you|do you want to wait)?
A: (call me back|I'll wait|forget it, go on with you), (at {time2}|with better music, please|you're doing fine).
B: (thank you|okay), (I'll arrange that|you're number {number}|then let's solve it together).

A: what's my new (rate|price|contract)?
B: {price2} a month, (for {span}|from the {date}|including tax), (you can stop any time|it was {price} before|I can read you the terms).
> end
A: (okay|good), (then that's settled|thank you|I hope that's the end of it), (what was your name|do I get a number|please send me everything)?
B: (your case number ends with {number} {number2}|it's all in your mail|I've sent it at {time3}), (is there anything else|thank you for your patience|have a good day).

A: (that was easier than I thought|thanks, you were better than the hotline).
B: (thank you|I'm glad I could help), (the {price} will be there by {day2}|please keep the letter).
> later
A: (and you're sure about|remind me of) the {price}?
B: (yes, you get {price} back|it's {price}), (by {day2}|I've noted it).
`;
