/** Electric cars, electric bikes, and all that charges. */
export const newEnergy = `
# buying an electric car
car = a small hatchback | a used estate | the compact one | a seven seater | the Korean one | a little city car
colour = white | dark green | that strange orange | grey | blue
worry = the range | the battery | the price | charging | the winter
> open
A: (did you really buy|is it true that you bought|so you finally bought) an electric car?
B+: (we did|yes, on {day}|it's standing outside), {car}, in {colour}. (it does about {range} on one charge|they say {range}|{range}, if you're careful), and (I don't want to go back|it's so quiet|{she} hardly lets me drive).
range = two hundred miles | two hundred and forty miles | a hundred and eighty miles | three hundred miles

A: I'm thinking about an electric car, (what do you think|you have one|can I ask you something)?
B: (sure, ask me|go ahead|good idea), we've had ours for {span}, {car}. (I love it|it's mostly good|there are {number} things I'd tell you), (but everybody asks about {worry}|and {worry} was my problem too|and {worry} is no problem).
> talk
A: what about {worry}?
B!: (it's not as bad as people say|you get used to it|that's a real point), (I drive {miles} a day|I plan a bit more|in {month} it's worse|the newer ones are better). (I've never been stuck|once it got close, near {city}|I checked everything first).

A: what did it cost?
B: (less than you think|too much|with the bonus it was okay), (we pay {cost} a month|and the old one brought {cost}|{percent} less than the list). (the insurance is cheaper|no oil, no filters|I save {price} a week on petrol).

A: where do you charge?
B: (at home|at work, mostly|at the supermarket), (overnight|from {time} on|while I shop), (it takes {number} hours|for about {price}|and it's full in the morning). (we had a box put in for {cost}|the landlord said yes in {month}|there are {number} on {street}).

B~: the first time at a charger, I (stood on the wrong side|couldn't open the flap|called the hotline for a coffee|unplugged somebody else), (for {minutes}|in {weather} weather|and {he} filmed it).
A: (I'd do exactly that|was it embarrassing|that's why I'm scared), (did somebody help you|and now you're the expert).
B: (an old lady showed me|now I do it with my eyes closed|I read the manual that night).

A: how does it drive?
B+: (like a lift|smooth|so fast), (the first time I laughed out loud|you press and it goes|you hardly use the brake), (even up {street}|with {number} people in it|{he} felt sick). (you can try it|the kids sleep at once|I enjoy traffic lights now).

A!: but (the batteries are bad for the planet|you burn coal for the power|in ten years it's scrap|what if everybody does that), (I read that on {day}|at least {he} says so|honestly).
B: (I've read a lot about that|partly, yes|it depends), (after {miles3} it's cleaner|the power comes from our roof|they get recycled now|over its life it's {percent} better). (nobody says it's perfect|the train is still best|a small one is better than a big one).
miles3 = twenty thousand miles | a year or two | thirty thousand miles

A: and (on long trips|for holidays|with luggage)?
B: we went to {city}, (it took {minutes} more|with {number} stops|in {month}), (I had coffee, the car had power|the children could run around|you drive more relaxed). (the app plans it|only one charger was broken|I'd do it again).
> end
A: can I (drive it|try it|have a go) (sometime|on {day2}|at the weekend)?
B+: (of course|any time|sure), (come at {time}|but not in sport mode|just don't scratch it), (we can go up to {street}|then you'll want one|bring {she} along).

A: (I think I'll wait|you've convinced me|I need to do the sums), (until {month}|a used one, maybe|I'll talk to {she} first).
B: (don't wait too long|good|that's sensible), (there's a bonus until {month}|ask me any time|I'll send you the figures).
> later
A: what did you say it does, {range}?
B: {range}, (in summer|on paper|with the heating off), (minus {percent} when it's cold).

# an electric bike
keep = cost
kind = a cargo bike | a folding one | a trekking bike | a used one | one with a basket | a step through
use = to work | with the kids | for the shopping | up to the allotment | to the station
> open
A: (is that new|since when have you got that), an electric bike?
B+: (yes|since {month}|brand new), {kind}, (for {cost}|from the shop on {street}|through my company). I (take it {use}|use it {use}) every day, (even when it's {weather}|it's {minutes} instead of {minutes2}|and I arrive without sweating).

A: I (need|want|am looking for) an electric bike, (what should I get|any advice|you know about that)?
B: (what do you need it for|how far do you ride|depends)?
A: ({use}, mostly|about {miles}|I'd go {use}), (and there's a hill|I can pay {cost}|and I have to carry it {number} steps).
B: (then take {kind}|I'd look at {kind}|hm, {kind}), (they're at {cost}|with a good lock|try it before you buy).
> talk
A: how far does it go?
B: {miles}, (on the middle setting|if it's flat|with full help a bit less), (I charge it every {day2}|in the cold it drops by {percent}|it has {number} bars). (the battery comes off|I charge it in the kitchen|{number} hours and it's full).

A-: (mine was stolen|they stole mine) in {month}, (in front of the house|from the cellar|on {street}).
B: (oh no|that's terrible|no way), (was it locked|did the insurance pay|did you report it)?
A: (two locks|they paid {percent}|yes, at {time}), (they came with tools|{he} even saw them|it was gone in {minutes}).

A!: (isn't that cheating|that's not real sport|I'd rather pedal myself).
B: (everybody says that|try it|not at all), (I ride {number} times more|my heart rate says otherwise|my knees like it). (with wind in my face I thank it|I used to drive, remember|the hill on {street} is still a hill).

B~: on the first day, I (rode into a hedge|lost {number} eggs|overtook a police car|couldn't stop it and waved at {he}), (because it pulls so hard|at {time}, in my suit|with everybody watching).
A: (are you okay|I'd like to have seen that|you and machines), (was the hedge okay|and who cleaned that up).
B: (nothing hurt but my pride|{she} picked leaves off me|now I start on eco).

A: (what about the rules|do you need a helmet|are you allowed on the path)?
B: (up to fifteen miles an hour it counts as a bike|I always wear one|not on the one by the river), (the fast ones need a plate|since {month}|they check on {day2}). (I had to pay {price} once|nobody knows the rules|there's a leaflet).

A: and (service|repairs|the battery), what does that cost?
B: {price} a year, (brakes, mostly|and a new chain every {span}|if you clean it), (a new battery is {cost2}|it lasts {number} years|they do it while you wait). (there's a good man on {street}|I learned to do it myself).

A: do you still (use|need) the car?
B: (hardly|only on {day2}|we sold it), (in {month}|I save {price2} a month|the kids prefer the bike). (for big things we borrow {he}'s|I miss the radio|it's {percent} of what we drove).
> end
A: (let me try it|can I try it)?
B+: (here you go|sure|sit down), (start on eco|mind the hedge|just to {street} and back), (you'll grin|everybody comes back smiling).

A: (I'll go to the shop|maybe I'll rent one first|I'll ask my company), (on {day2}|for {span}|it's {price} a day).
B: (do that|good idea|ask for {he}), (he's honest|and try the hill|we could ride together then).
> later
A: and the bike, {kind}, (was it|it was) {cost}?
B: (yes, with the lock|{cost}, yes|more or less), (my company pays {percent}).

# a charger that fails
site = at the motorway | behind the supermarket | at the town hall | in the hotel garage | on {street}
error = the card isn't read | the screen is black | it stops after a minute | the cable won't come out | a petrol car is parked there
> open
A: (hello, I'm standing|hi, I'm calling from|I'm) at your charger {site}, and {error}.
B: (sorry to hear that|I see|oh, I'm sorry), (which number is on it|what does the light show|how long have you been there)?
A: (number {number}|red, I think|{minutes}), (I've got {percent} left|it's {weather} here|and I have to be in {city} by {time}).
B: (let me look|one moment|okay), (I see it in the system|it's been like that since {time2}|I'll restart it from here).

A: (you look annoyed|what's wrong|why so late)?
B-: the charger {site}, {error}, (again|the second time this week|for {minutes}). (I called the hotline|I drove to the next one|I had {percent} left), and (they hung up|it was taken|I nearly cried).
> talk
A: (and now|what did you try|what should be done then)?
B: (unplug it and wait {number} seconds|hold the card flat|use the app), (then try again|that works {number} out of ten times|the button is under the display). (if not, there's one {minutes} away|the other side sometimes works).
A: (okay|I see|hm), (that's good to know|I'd have given up|it shouldn't be so hard).

A: what does it (cost|charge) there?
B: (about {price} for a full one|too much|it depends on the card), (at home it's half|after {time} it's cheaper|and {price2} if you block it). (nobody understands the prices|I have {number} cards|{he} has a list).

A!: (they should all take normal cards|there are too few of them|the state should run them).
B: (I agree|it's getting better|that won't help), (since {month} new ones have to|{number} were built near {city}|they'd break all the same). (I'd be happy with a roof|a toilet would be nice, too).

B~: next to me, (a man tried to fill in petrol|somebody was cooking soup from his car|a couple got engaged|a child plugged in a toy car), (for {minutes}|quite seriously|while I waited).
A: (you meet people there|I want a car like that|what did you do|no, really).
B: (I got a bowl|we talked until {percent2}|it was nicer than the motorway café).
percent2 = eighty percent | ninety percent | the battery was full

A-: what if you (run out|get stranded|don't find one)?
B: (a truck comes|you slow down|I keep {percent} as a reserve), (it costs {cost}|turn off the heating|it happened to {she} in {month}). (they bring a battery now|you feel like a fool|I check the app before).

A: how long does it take, a full charge?
B: (at the fast ones {minutes}|overnight at home|from {percent} up, {minutes}), (the last bit is slow|so I stop earlier|depends on the cold).
> end
A: (it works now|okay, it's charging|there, it's green), (thank you|that was quick|I'm so relieved).
B+: (great|good|I'm glad), (have a safe trip to {city}|the first {minutes} are on us|call any time).

A: (let's hope they fix it|write to them|I'd complain).
B: (I did, on {day}|I will), (they answered in {span}|I got {price} back|with a photo).
> later
A: that charger {site}, is it (working|fixed) (by now|again)?
B: (since {day2}|not yet|half of it), (use the left one|the one on {street} is better).

# panels on the roof
size = ten panels | sixteen panels | twenty two panels | a small set for the balcony
firm = a firm from {city} | two brothers from {street} | the city works | {he}'s cousin
> open
A: are those (solar panels|panels) on your roof?
B+: (yes|since {month}|finally), {size}, from {firm}. (it's running since {day}|the sun pays our bill|I look at the app every {minutes}), (today we made enough for {number} washes|yesterday it was a record|even when it's {weather}).

A: how's it going with the (solar|roof)?
B: (slowly|great|it's a story), (we ordered {size} in {month}|{firm} came on {day}|the papers took {span}). (now we wait for the meter|it's up, but not on|we're nearly there).
> talk
A: is it worth it?
B!: (in the long run|I think so|if you have a car to charge), (it was {cost} in total|we save {price} a month|in {number} years it's paid). (and it's a good feeling|power won't get cheaper|{she} did the sums).

A: what happens at night?
B: (we've got a battery|we buy it|it lasts until {time}), (in the cellar|from the grid|about {percent} comes from outside). (it's as big as a fridge|next year, maybe|it was {cost2} more).

A-: (our roof faces north|I rent|my neighbour's tree is in the way|they don't allow it on {street}).
B: (there's a way|have you asked|that's a pity), (on the balcony it works too|it needs no permission now|talk to {he}), (for {cost}|you just plug it in|he does it himself).

B~: when they came, (one of them was afraid of heights|the dog stole a cable|they started on the wrong house|it started to hail), (so it took {minutes} longer|and we drank {number} pots of coffee|at {time} sharp).
A: (oh no, and then|that happens to you every time|poor people), (was it finished that day|who had to climb).
B: (I held the ladder|they were done at {time2}|the neighbours were delighted, in the end).

A: does it charge the car (as well|too)?
B: (when the sun shines|yes, at noon|that's the idea), (I'm home on {day2}|it takes {number} hours|{miles} a day for nothing). (I feel rich|you start to watch the clouds|the car follows the sun).

A: what about (cleaning|snow|storms)?
B: (the rain does it|it slides off|they're screwed down), ({number} years guarantee|{firm} checks it in {month}|once a year I look). (nothing broke so far|insurance is {price}|a ball hit it once).
> end
A: (give me the number of|who was it|I'll call) {firm}.
B: (gladly|sure), (say it's from me|ask for {he2}|they're booked until {month}), (get {number} offers|and check your roof first).

A: (we need more of that|good for you|I'm a bit jealous).
B: (come on {day2}, I'll show you|start small|you could do it too), (just for {minutes}|the app is addictive).
> later
A: {size}, (right|you said), (for the roof|on your roof)?
B: (yes|{size}, that's it), (and room for {number} more|next year I'd take a battery).

# a long drive
keep = number
goal = {city} | the coast | the mountains | the festival
car = the electric one | a rental, electric | {she}'s new car
> open
A: you went to {goal} with {car}, (how was it|did it work|honestly)?
B: (better than I feared|an adventure|quite relaxed), {miles2}, (with {number} stops|in {weather} weather|{number} people and a dog). (we left at {time}|the first stop was after {minutes2}|I planned it on {day}), and (only one charger was full|we lost {minutes}|it was fun).
miles2 = four hundred miles | three hundred miles | two hundred and sixty miles

B: on {day} we're driving to {goal}, with {car}.
A: (all the way|is that possible|brave), (how often do you have to charge|have you planned it|what if it's {weather})?
B: ({number} times, the app says|twice|I have a plan), (each time {minutes}|near {city2} first|with a coffee each time).
city2 = Milton | Ashford | Springfield | Newport
> talk
A: how did you (plan|know where to stop)?
B: (the car does it|with an app|{she} did it), (it knows the hills|it shows if it's free|and it was right within {percent}). (once it sent us to a farm|I'd trust it again|we checked it twice).

A: what did the (kids|others|dog) say?
B: (they liked the breaks|are we there yet|{he} was nervous), (every {minutes}|until {city2}|at {percent} he went pale). (we played cards|they slept|ice cream helps).

B-: the heating (costs range|takes {percent}), (so we wore hats|it's the only bad thing|below zero you notice it).
A: (really, hats|I'd hate that|how cold was it), (isn't there a better way|the seat is enough for me|I freeze at once).
B: (warm it up while it charges|the heat pump helps|the seats are heated), (then it's fine|I learned that too late|newer ones are better).

A: what did you pay for (power|charging)?
B: {price}, (there and back|in total|one way), (petrol would be {price2}|the fast ones are dear|half was free at the hotel).

B~: at the last stop, (the car sang|we locked the key inside|the cable was too short|{he} charged the wrong car), (for {minutes}|with {percent} left|and it was the middle of the night).
A: (that's not in the brochure|of course|and you stayed calm), (how did you get out of that|what a story).
B: (with a nail and patience|the owner was very nice|we slept until {time2} there).

A!: I'd take the train (for that|to {goal}), (no charging|you can read|it's {price}).
B: (with {number} suitcases|I thought about it|if it came on time), (and the last {miles} on foot|next time, maybe|the bikes don't fit).
> end
A: would you do it again?
B+: (yes|tomorrow|in summer), (but leave at {time2}|with fewer bags|and with a longer cable), (I've got used to the breaks|you arrive rested).

A: (have a good trip|drive safely|call me when you're there), (and send {percent} pictures|and say hi at {goal}).
B: (thanks|we will), (it should be {time3}|I'll call from the first stop).
percent = a few | lots of | {number}
> later
A: (how many stops to {goal}|was it {number} stops to {goal})?
B: ({number}|{number}, with lunch), (one was only for the toilet|the app said less).

# sharing scooters
thing = the scooter | the shared car | the rental bike | the moped
place = the bridge | the park | the station | the hospital | {street}
> open
A: do you use those (shared scooters|shared cars|rental bikes)?
B: (sometimes|all the time|never again), (from {place}|for the last mile|when it's late). (it's {price} a month|{minutes} a day are free|you need the app), (but on {day} there was none|and mine stopped at {place}|and I like the wind).

A: what happened to your (arm|hand|knee)?
B-: {thing}, at {place}, (on {day}|at {time}|in the rain). (a hole in the road|a dog ran out|the brake was loose), (nothing broken|{span} in plaster|{number} stitches).
> talk
A!: they (lie around everywhere|should be banned|are dangerous), (I fell over one on {street}|my mother can't get past|near {place} it's bad).
B: (they need places to park|people do that, not the scooters|a little), (in {city} it works|there's a fine now, {price}|if I'm honest).

A: how does it work?
B: (you scan it|with the phone|it's simple), (and it beeps|{price} to start|off you go), (and then pay by the minute|you end it in the app|take a picture at the end). (read the rules|not on the pavement|it takes {minutes} the first time).
A: (and if it's empty|what if my phone dies|do I need a licence)?
B: (then you push|it rolls out at {percent}|not for the small ones), (happened to me at {place}|they fetch it at night|I'd check before).

B~: (once|on {day2}) I forgot to end the ride, (until {time2}|for {minutes2}|the whole night), and (it cost {price}|somebody took it to {city}|it stood in my living room).
A: (no, you didn't|that's an expensive ride|oh my), (did they give it back|I'd have cried|and you noticed when).
B: (I called them|they let me off|half of it back), (because I was so polite|only this one time|it's a good story, at least).

A: is it cheaper than a (car|taxi|bus ticket)?
B: (than a taxi, yes|for me it is|not really), (I did the sums in {month}|{price2} a month, all in|we sold our car for {cost}). (no parking, no repairs|it's the freedom|when it rains I take the bus).

A: do you wear a helmet?
B: (since {month}, yes|I should|always), (it folds|it's at home, of course|{she} insists). (it's only {price2}|looks silly, saves teeth|after that day at {place}).

A: what about (winter|snow|ice)?
B: (no way|carefully|they take them in), (from {month} on|I slid once|the tram is fine). (it's {minutes} on foot|a good coat helps).
> end
A: (maybe I'll try it|show me how it works|give me your code), (on {day2}|just to {place}|once can't hurt).
B+: (you get {minutes} free|sure, it's easy|yes), (but slowly|I'll ride behind you|with a helmet).

A: (be careful|get well soon|please watch out), (next time|on {street}|with that arm).
B: (I will|thanks), (I walk now|until {month} no scooters|I got a bell).
> later
A: (so that was at|was it at) {place}?
B: (yes, at {place}|right at the corner), (they've fixed the hole since|at {time}).

# the company fleet
fleet = the vans | the delivery bikes | the taxis | the buses | the service cars
count = twelve | twenty | thirty five | eight
> open
A: we're thinking of (switching|changing) {fleet} to electric, (you've done that|what's your experience|can I ask you)?
B: (sure|gladly|good timing), we have {count} now, (since {month}|in {city}|half are charged on our roof). (the drivers were against it|it took {span}|I can show you the figures), (now they won't go back|but it runs|{percent} cheaper).

A: how are {fleet} doing?
B: (fine|better than planned|up and down), {count} of them, (every day {miles}|in all weather|in two shifts). (one was in the workshop on {day}|no breakdown since {month}|charging is the bottleneck).
> talk
A: what about the drivers?
B: (they were sceptical|two said no|{he} complained for {span}), (then they tried it|and then came summer|until the first day without noise). (now there's a list for them|they compete for range|less back pain, they say).

A: how do you charge (all of them|{count} at once)?
B: (at night|in turns|with a clever box), (from {time} to {time2}|so the power peak stays low|that was {cost} for each). (otherwise the lights go out|it knows who starts first|and on {day2} from the sun).

A: what's the saving?
B: {percent}, (with everything|on fuel alone|in the first year), (service is much less|brakes last for ever|but the tyres wear faster). (after {span2} we knew|I've got a table|it depends on the price of power).
span2 = six months | a year | the first winter

A-: (our yard is too small|we drive too far|our grid is too weak|my boss wants hydrogen).
B: (that was our problem too|I see|start small), (with {number}|only the short routes|ask the city works). (there's money from the state|it took them {span}|{she} can advise you).

B~: on the first day, {he} (couldn't find the engine|drove off with the cable|thought it was off and got out|scared a cyclist because it's so quiet), (in front of the press|at {time}|with the mayor in it).
A: (no, really|that must have been a picture|oh dear), (was it expensive|did they print it|I hope nobody was hurt).
B: (only the cable, {cost}|page one on {day2}|he got a cake shaped like a plug).

A!: (I'd lease them|I'd wait {number} years|used ones would do), (the technology changes|prices fall|then the risk is not ours).
B: (we lease half|I thought so too|could be), (but every month costs you|the bonus ends in {month}|at {cost} a month each).
> end
A: (can we visit you|could I send {she}|may I see it), (on {day2}|at {time2}|with {number} people)?
B+: (of course|with pleasure|sure), (ride along with {he}|I'll show you the box|the coffee is good).

A: (thank you|that helped), (I'll suggest {number} to start with|I'll calculate it|we decide in {month}).
B: (good plan|call me|do that), (talk to the drivers first|that's the main thing|don't forget the tyres).
> later
A: (how many were that|you said), {count}?
B: {count}, (from {month2} on there are more|and {number} ordered), (and one of them is for parts).

# the old car
car = the diesel | the old estate | the red one | the van | a convertible from the nineties
wish = electric | a hybrid | just a bike | nothing at all
> open
A: (are you keeping|do you still have|what are you doing with) {car}?
B: (I don't know|good question|for now), (it needs {cost} of repairs|the test is in {month}|it has {number} problems). (I'd like {wish}|{she} wants {wish}|the next one is {wish}, I think), (but I'm attached to it|it's been everywhere with us|my heart says no).

A: have you seen the (petrol price|price at the pump) today?
B-: (I have|don't remind me|at {time} I filled up), {price}, for {car}, (and it isn't even full|that's {percent} more than in {month}|for one week). (it makes me want {wish}|I drive slower now|I walked on {day}).
> talk
A: what's wrong with it?
B: (the clutch|rust|a noise when it's {weather}), ({he} at the garage shook his head|since {month}|it's getting louder). (he said {cost}|one more winter, maybe|it starts at the third try).

A: what would you get for it?
B: (not much|{cost}, with luck|a dealer said {cost}), (they don't want them any more|online a bit more|and a handshake). (there's a bonus if you scrap it|{he} would take it for parts|I'd rather give it away).

A!: I'd (drive it to the end|sell it now|never buy a new car again), (making a new one costs energy too|before it's worth nothing|we've got the tram).
B: (that's a point|hm, maybe|easy for you), (I live {miles} outside|it's what {she} says, too|then I need {wish}).

B~: do you remember, (we drove to {city} in it|the door came off|it broke down at the wedding|{he} learned to drive in it), (with {number} people in the back|at {time} in the morning|and it was {weather})?
A: (of course|I was pushing|how old were we), (I still have the scar|and nobody had a phone|we had to sing to stay awake).
B: (that's why I can't sell it|best trip ever|it smells of that still).

A: have you tried {wish}?
B: (for {span}|I borrowed one on {day2}|not really), (from {he}|a rental, for {price}|it was fine). (I missed the noise|I got used to it after {minutes}|my back was happy).

A: what does your (wife|husband|family) (think|say)?
B: (sell it|the kids love it|nobody wants to say it), (every time it smokes|they gave it a name|{she} has a brochure on the table). (we vote on {day2}|I'm alone with it|it's them or the car).
> end
A: (so what will it be|make a decision|what do you do now)?
B: ({wish}, I think|I wait until {month}|I'll try {wish} first), (with a tear in my eye|the garage gets one last chance|by the {date} I have to know).

A: (if you sell it, tell me|give it a good home|take a picture before), (I know somebody|{he} collects them).
B+: (really|oh, that would be nice|good), (then it stays in the family|for {cost} it's his|he can hear it on {day3}).
> later
A: (and) after {car}, (would you really take|you'd take) {wish}?
B: (I think so|ask me in {month}|if it's up to {she}, yes), (I'd miss {car}, though).
`;
