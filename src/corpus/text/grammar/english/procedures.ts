/** What one tells the other to do, step by step: for tasks and instructions. */
export const procedures = `
# a soup
keep = number | minutes
vegetable = carrot | pumpkin | leek | tomato | potato | mushroom
spice = nutmeg | ginger | pepper | curry powder | thyme
> open
A: (can you talk me through|could you tell me|how do I make) (that|your) {vegetable} soup, (from the start|I've never made it|I have {minutes})?
B: (sure|of course|gladly), (it's not hard|it takes {minutes}|nothing can go wrong). (you need a big pot and {number} onions|have a knife and a big pot ready|it feeds {number} people).

A: (I've got the {vegetable} here|everything is on the table|my kitchen is ready), (what do I do first|where do I begin|what comes first)?
B: (good|great|alright), (a big pot first|wash your hands first|turn the oven off), (we need {minutes}|and find some {spice}|it's for {number} people).
> steps
B: first (chop|cut|slice) {number} onions (quite small|into rings|as fine as you can), (don't worry about the tears|about {minutes} of work|keep the skins for later).

B: (now|next|then) (melt|heat) some (butter|oil) in the pot (on a low flame|until it's hot|at number {number}), (it mustn't smoke|just enough to cover it|then the onions go in).
A: (how much|how long|how hot), (roughly|about|exactly)?
B: (two spoons|{minutes} at most|not too hot), (until they look like glass|you'll smell it|stir all the time).

B: (next|after that|then) the {vegetable}, (in pieces as big as a thumb|cut the same way|washed and peeled), (straight into the pot|on top of the onions|all of it at once).

B: (now|then) pour in (the stock|hot water|a litre of stock), (so that it's all covered|up to a finger below the edge|slowly, it splashes).
A: (is it meant to|should it) (boil|look like that|be so thin)?
B: (yes, for a moment|not yet|it thickens), (turn it down then|give it {minutes}|that's how it should be).

B: (now|so) it (cooks|simmers) for {minutes}, (with the lid on|without a lid|half covered), (stir it every now and then|taste it after that|set a timer).

B: (then|now) (season it|it needs salt) (with {spice}|and a little {spice}|and, if you like, {spice}), (just a pinch|less than you think|taste first).

B: (last|finally|at the very end) (blend it|mash it|crush it) (with the hand mixer|with a fork|until it's smooth), (off the heat|careful, it's hot|and put cream on top).
> talk
A: (what if|and if) it (burns|gets too thick|is too salty|tastes of nothing)?
B: (add water|put a potato in|more {spice}), (about a cup|it takes {minutes}|that helped me on {day}).

A: (can I|may I) (leave out the onions|use frozen {vegetable}|make it on {day})?
B: (yes|you can|better not), (it keeps for {span}|but it's not the same|{she} does that too).
> end
A: (it smells wonderful|it's done|I'm at the table), (thanks|that was easy|I did it).
B: (enjoy it|well done|you see), (send me a picture|keep some for {she}|next time without me).
> later
A: how long did the soup (have to cook|need), (again|once more)?
B: {minutes}, (with the lid on|on a low flame|not longer).

# a shelf
keep = number
wood = oak | birch | pine | white
tool = the screwdriver | the small key | the hammer | the rubber mallet
> open
A: I've (unpacked|opened) the {wood} shelf, (can you help me put it together|what do I do with all this|there are {number} bags of screws)?
B: (yes|sure|of course), (I built the same one in {month}|I've got the plan here|let's go step by step). (lay everything on the floor|count the boards first|find {tool}).

A: (you know this shelf|you've got the manual), (tell me what to do|what's the first step|where do I start)?
B: (okay|right), (sort the screws|lay out the boards|you need space), (by length|the {wood} side down|about {number} feet). (have {tool} ready|don't tighten anything yet|it takes {minutes}).
> steps
B: first (take|find) the two (long|side) boards (with the holes inside|and lay them flat|with the {number} holes), (the {wood} side goes down|the arrow shows to the left|they look alike, check twice).

B: (now|next) (push|knock) the wooden pegs into the holes, ({number} on each side|all of them|with {tool}), (gently|until they stop|they may be tight).
A: (they don't go in|one is left over|all the way), (is that right|what now|is it)?
B: (turn the board round|yes|that happens), (try the other end|use {tool}|one is a spare).

B: (then|now) (put|set) the (bottom|lowest) board between the sides, (the {wood} edge to the front|not the one with the notch|flush at the back).

B: (next|after that) the (long|thick) screws, (two on each side|from outside|{number} in all), (only half way|not too tight yet|with {tool}).

B: (now|then) (stand it up|lift it|turn it over), (slowly|with somebody's help|on its back), (hold the middle|mind the floor|it wobbles still).
A: (it leans|it wobbles|it's crooked), (to the left|a bit|is that normal)?
B: (yes|that's fine|no), (the back makes it straight|tighten the bottom ones|push it against the wall).

B: (then|now) the back (slides|goes) in (from above|behind the sides|with the smooth side in), (nail it every {number} inches|don't force it|check the corners).

B: (last|finally) (tighten everything|fix it to the wall|put the boards in), (with {tool}|at the height you want|two screws each), (then it holds|children climb on it|and you're done).
> talk
A: (I have|there's) a (screw|board|part) too (many|much|few), (is that bad|what did I do wrong|where does it go)?
B: (check the bottom|it's a spare|that's for the wall), (I had {number} left|look at step {number}|{he} had the same).

A: (does it need|do I need) (the wall screws|glue|the felt pads)?
B: (yes|not really|I'd use them), (it's safer|my floor thanks me|for {price} you get better ones).
> end
A: (it stands|done|that's the last screw), (it even looks straight|after {minutes}|only one scratch).
B: (great|well done|congratulations), (put the books at the bottom|have a drink|tighten it again in {span}).
> later
A: how many (screws|pegs) (was that|did you say), for the sides?
B: {number} (on each side|in all|, the long ones).

# the router
keep = number
light = green | white | blue | orange
room = the hall | the living room | the study | the kitchen
> open
A: (my|the) internet (is down|stopped working|is gone), (since {time}|again|the whole of {day}), (can you help me|what should I do|are you free)?
B: (yes|sure|let's see), (we'll go through it|step by step|it's often simple). (go to the router in {room}|stand in front of the router|tell me what you see).

A: I got the new router, (how do I connect it|can you tell me how to set it up|what goes where)?
B: (of course|sure), (take it out of the box|you need the two cables|it goes to {room}). (don't plug it in yet|it takes {minutes}|keep the card with the number).
> steps
B: first (look at|tell me) the lights, (is the {light} one on|which of them blink|how many are on).
A: (the {light} one|only one|{number} of them), (it blinks|it's steady|and one is red).

B: (now|okay, now) (pull|take) the power cable out, (behind the box|the thin black one|at the wall), (and count to {number}|and wait {minutes}|leave it out for now).

B: (then|next) (check|press in) the other cable, (the one to the wall|at both ends|until it clicks), (it's often loose|the {light} plug|mine slipped out on {day}).
A: (which one|the flat one|the {light} one), (at the back|to the left|there are two)?
B: (yes, that one|the one below|the wide one), (push it in|don't pull it|it should click).

B: (now|then) (plug it in again|switch it on), (and wait {minutes}|and watch the {light} light|it needs a moment), (don't press anything|it starts by itself|it blinks first).

B: (next|now) (take|open) your telephone and (look for the network|go to the settings|switch the wifi on), (the name is on the box|it ends with {number}|it's the strongest one).

B: (then|now) (type|enter) the (code|password), (it's on the bottom|with the capitals|the long one), (be careful with zero and o|there are {number} letters|no spaces).
A: (it says wrong|it doesn't take it|it's thinking), (what now|should I try again|is that normal)?
B: (once more|yes|slowly), (check the capitals|it's a one, not an l|give it {minutes}).

B: (last|finally) (open a page|try the news|look at the {light} light), (any page|on the telephone|in {room}), (does it load|is it steady|tell me).
> talk
A: (why does it|what makes it) (do that|break down), (every {day}|when it's {weather}|at {time})?
B: (too many devices|it gets hot|the line is old), (put it in {room}|I'd ask for another one|a new one costs {price}).
> end
A: (it works|it's back|I'm online), (finally|since just now|thank you).
B: (great|good|perfect), (call me if it stops|don't touch the cable|write the code down).
> later
A: how long (was I to|should I) wait (with the cable out|after switching it on)?
B: (count to {number}|{minutes}|until the light is {light}), (no longer|it's enough|then go on).

# a travel claim
keep = number | cost | city
part = receipts | hotel | taxi | meals
> open
A: (how do I|can you show me how to) (enter|claim) my trip to {city}, (I've never done it|it has to be in by {day}|it was {cost})?
B: (sure|yes|I'll guide you), (open the travel page|log in first|have the {part} ready). (it takes {minutes}|there are {number} steps|we'll do it together).

A: the form for {city} (came back|was refused), (can we do it together|what did I miss|it says {part})?
B: (let's see|of course|okay), (open it again|start at the top|it's usually the {part}), ({number} fields|they're strict|no problem).
> steps
B: first (choose|pick) the trip (on the left|from the list|by its date), (the one to {city}|not the draft|it says {month}).

B: (then|next) (enter|put in) the dates, (from {day} to {day2}|with the times|the day you left first), (the system counts the rest|half days too|in the grey field).
A: (the time I left|the whole day|which time), (home or the office|at the station|or the flight)?
B: (home|from the door|the flight), (about {time} is fine|nobody checks minutes|it gives {price} a day).

B: (now|next) the {part}, (one line for each|all of them|with the number on them), (the amount with tax|in our money|and a short reason).

B: (then|now) (take a picture|attach the files|scan the {part}), (each on its own|readable, please|with the date on it), (drag them here|press the clip|at most {number}).
A: (one is missing|it won't upload|they're too big), (what now|is that bad|can I send it later)?
B: (write a note|make it smaller|yes), ({she} accepts that|until the {date}|that happens a lot).

B: (next|after that) (check|look at) the sum, (it should say {cost}|at the bottom|twice), (if not, a line is missing|the meals come off|write it down).

B: (last|finally) press (send|submit), (not save|the blue one|and wait), (then {he} has to sign|you get a mail|it takes {span}).
> talk
A: (who|and who) (signs it|pays it|checks it), ({she}|our team|head office)?
B: ({he} does|{she}, on {day}s|two people), (within {span}|if it's under {cost}|and they do read it).
> end
A: (it's sent|done|it says received), (that was quick|thanks|finally).
B: (good|perfect|great), (you'll have it in {span}|keep the {part}|next time on your own).
> later
A: (what was|how much was) the sum (again|for {city}), (for my notes|please)?
B: {cost}, (with the {part}|before meals|as it says below).

# the charger
keep = percent | minutes | number
place = the supermarket | the motorway | the town hall | the station
light = green | blue | white | red
> open
A: I'm at {place}, (it's my first time at a charger|how does this work|can you tell me how to charge)?
B: (no problem|sure|of course), (it's easy|we'll do it together|it takes {minutes}). (park close to it|which number is it|have your card ready).

A: the charger at {place} (doesn't start|shows a {light} light|won't take my card), (what do I do|can you help|I'm at {percent})?
B: (okay|don't worry|let's try), (tell me the number on it|we start again|is there another one). (stay in the car park|it's often the card|I had that on {day}).
> steps
B: first (open|press on) the flap, (on the left at the back|with the key|it unlocks with the car), (push it once|it may stick|it's {weather}, so pull).

B: (then|next) (take|choose) the cable, (the thick one|from your boot|the one with {number} pins), (all the way in|until it clicks|the car first).
A: (which end|it's heavy|it doesn't click), (first|is that right|is it broken)?
B: (the car|push harder|turn it a bit), (then the post|it should lock|mine does that too).

B: (now|then) (hold|put) the card (on the {light} field|below the screen|to the reader), (wait for the beep|keep it there|until the light changes).

B: (next|now) (choose|press) the plug number, (it's {number}|on the screen|the right one), (then start|and yes|confirm it twice).
A: it (blinks|is {light}|says please wait), (is it charging|how long|is that good)?
B: (give it a moment|yes|not yet), (it talks to the car|it should be {light}|then you hear a click).

B: (then|now) (look|check) in the car, (it says {percent}|how many minutes|the {light} light), (you may lock it|go and have a coffee|leave at eighty).

B: (last|finally) (stop it|end it) (with the same card|in the app|on the screen), (then pull the cable|hang it back|or you pay for standing there), (about {price}|after {minutes}|not before the click).
> talk
A: (what does it|how much will that) cost, (for {percent}|at {place}|with this card)?
B: (about {price}|less than petrol|more than at home), (it depends on the card|the app shows it|in {month} it went up).

A: (should I|do I have to) charge (to the top|every day|when it's {weather})?
B: (no|better not|up to you), (eighty is best|I do it on {day}s|at {percent} I start looking).
> end
A: (it's running|it charges|done), (thank you|that was easy|I see {percent} already).
B: (great|perfect|there you go), (mind the time|call if it stops|drive safely).
> later
A: how long (was it|did you say), to (eighty|the top|get home)?
B: {minutes}, (roughly|if nobody else charges|with that plug).
`;
