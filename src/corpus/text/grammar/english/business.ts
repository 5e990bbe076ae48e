/** Meetings and talk of colleagues, suppliers and customers. */
export const business = `
# the budget
keep = percent
team = marketing | the service team | logistics | the design team | training | the web shop
item = travel | licences | the trade fair | temporary staff | printing | hosting
> open
A: let's (start with|look at|talk about) the budget for {team}, where do we stand?
B: (we're|at the moment we're) {percent} over (plan|budget), (mainly because of {item}|and most of it is {item}|as of {day}). (I can explain it|it sounds worse than it is|I've prepared a table), (we planned {cost} a month|in {month} it was fine|and {she} has checked the figures).

A: (have you got|do you have) the figures for {team}?
B: (yes, since {day}|here they are|I got them at {time}), we've spent {percent} more than in {month}, (mostly on {item}|and {item} is the biggest part|but revenue is up too).
> talk
A: why is {item} so high?
B: (prices went up|there was a one time bill|we had {number} extra weeks), (in {month}|of {cost}|because of {city}). (it won't happen again|it was agreed with {he}|that's {percent} of the total).

A!: (we should cut {item}|I'd freeze {item}|{item} can wait), (at least until {month}|by {percent}|for {span}).
B: (I'd be careful there|we could try|that would hurt), (the customers notice that|{team} depends on it|we'd save {cost} at most). (can we look at it in {month}|let me ask {she} first|I'd rather cut something else).

A: what does {she} say (about it|to that)?
B: (she wants a plan by {day2}|she's not happy|she agrees with us), (and {number} options|but she understands|as long as we stay under {cost}). (I meet her at {time2}|she'll call you|she signed it on {day}).

B: (there's also good news|to be fair|on the other side), {team} (brought in {number} new customers|finished {span} early|saved {percent} on paper), (in {month} alone|which nobody expected|and that isn't in the table yet).
A: (that's worth mentioning|good|I like that), (put it on the first page|can you prove it|who was behind that)?
B: ({he}, mostly|yes, I can|the whole team), (I'll add it|I have it in writing|the contract is signed).

A: what do you need from me?
B: (a decision on {item}|your signature|{minutes} with {he2}), (by {day2}|before the {date}|if possible today). (otherwise we lose {span}|the supplier is waiting|it's only {cost}).

A-: (head office|the board) wants another {percent} (less|off), (by {month}|from everybody|they told me on {day}).
B: (again|that's tough|from where), (I can offer {item}|then we can't hire|we've cut twice already). (let me do the numbers|I'd need {span}|could we talk to {he2}).
> end
A: (okay|alright), so we (keep {item} as it is|reduce {item} by {percent2}|decide on {item} on {day2}), (and look again in {month}|agreed|and {she} gets a short note).
B: (agreed|fine with me|good), I'll (send the new table|write it up|tell {team}) by {time2}.

A: (send me|let me have) the table (by {day2}|before {time2}|tonight), (with comments|in one page|and copy {he2}).
B: (of course|will do), (you'll have it at {time3}|I just have to add {item}).
> later
A: (for the minutes|just to be sure), {team} is {percent} over, (right|correct)?
B: (yes, as of {day}|{percent}, that's right), (without {item} it would be nothing).

# a late project
keep = date
project = the new website | the warehouse move | the app | the rebranding | the machine in hall two | the new phone system
cause = the supplier | testing | the holidays | a missing approval | the translation | a bug in the payment part
person = {he} | {she}
> open
A: how (are we doing|far are we) with {project}?
B-: (we're {span} behind|it's late, I'm afraid|not as far as I'd like), (because of {cause}|{cause} is the problem|it's {cause} again). (we wanted to be done by {month}|I told {person} on {day}|the team worked on {day}), (but we have a plan|it can be saved|I want to be open about it).

B: (can we talk about|I need to raise|there's an issue with) {project}.
A: (sure|of course|I was afraid of that), (what's up|is it {cause}|how bad is it)?
B: (it's {cause}|{cause}, again), (we lost {span}|{person} told me at {time}|and we found out on {day}).
> talk
A: what's the new date?
B: the {date} of {month}, (if nothing else happens|to be realistic|with a bit of luck). (earlier isn't possible|I don't want to promise more|{person} thinks it's doable).

A: would more people help?
B: (not really|a little|two testers would), (it takes {span} to train them|they'd be in the way|from {city}, maybe). (money isn't the problem|what helps is time|we need {person} full time).

A!: (we should launch with less|I'd move the date|we have to tell the customer), (today rather than tomorrow|before {day2}|they'll find out anyway).
B: (I agree in part|I'm not against it|hmm, that's risky), (we could leave out {number} features|they're patient until {month}|let me talk to {person} first).

A: who is responsible for {cause}?
B: (we all are|{person}, formally|that's not so clear), (but I don't want to blame anybody|and there was a handover in {month}|I should have seen it). (what matters is the next step|we learned something|there's a meeting at {time2}).

B~: in the test on {day}, (it ordered {number} thousand chairs|all the prices were in yen|the system greeted everybody as {he2}|the lights went off), (in the demo|in front of the customer|for {minutes}).
A: (and what did they say|I heard about that|please tell me it's fixed)?
B: (they laughed|it is, since {time}|they took a picture), (luckily|{person} saved it with a joke|we sent flowers).

A: what's the biggest risk (now|from here)?
B: (the data|{cause}|that {person} gets ill), (if that fails we lose {span2}|I have a backup plan|and we test it on {day2}). (I'd say {percent} chance|I sleep badly over it|but it's under control).

A: how is the team (doing|taking it)?
B: (tired|motivated, still|okay), (they worked until {time3}|I sent them home on {day}|pizza helps). (a thank you would be nice|{she2} is doing a great job|nobody complains, that worries me).
> end
A: (okay|right|good), we go for the {date}, (and I tell the customer|and you report every {day2}|without the {number} extras), (is that clear|agreed)?
B: (agreed|yes|clear), (I'll inform everybody|thank you for the support|I'll send a plan by {time2}).

A: (keep me posted|I want to hear it first|no surprises, please), (every {day2}|if {cause} comes up again).
B: (you will|of course|I'll call you directly), (and I'll write to {person}).
> later
A: (sorry|one more question), does {person} know about the {date}?
B: (since {day}|not yet|he was told, yes|I'll tell them at {time2}).

# hiring
role = a tester | an accountant | a sales manager | a welder | a receptionist | a data analyst | a driver
cand = {she} {surname} | {he} {surname}
strength = speaks four languages | knows our systems | asks good questions | built a team of her own before | could start at once | is very calm
> open
A: (how did the interviews go|did you find anybody|have we found {role})?
B+: (I think so|yes|maybe), {cand} (was the best|made a great impression|stood out), (out of {number}|on {day}|of all we've seen). (what I liked most|I mean, {cand} {strength}|and {strength}), (which is rare|you should meet|and the references are good).

A: we (still need|are looking for) {role}, (where are we|what's the status|any news)?
B: (we had {number} applications|the ad is out since {day}|I talked to {number} people), (two of them good|most didn't fit|{cand} is interesting). (I'd invite {cand} again|there's a second round on {day2}|at {time}).
> talk
A: what does {cand} (want|expect|ask for)?
B: {cost} a month, (plus a car|to start with|and {number} days from home), (that's {percent} over plan|which is fair|I think we can talk about it).

A: what did you ask?
B: (the usual|about failures|why leave now), (and a small task|{minutes}, no more|and what a good week looks like). (the answer was honest|I liked that|{he2} asked the hard ones).

A-: (I have a doubt|one thing bothers me), (the gap in the CV|{number} jobs in two years|no experience in our field).
B: (I asked about that|fair point|I saw that too), (it was family|there was a good reason|it's easy to learn). (give it {span}|I'm not worried|we have the trial time).
A: (okay, that makes sense|hm, alright|if you say so).

A!: (I'd rather take somebody from inside|we should hire two|let's wait for {month}), (it's cheaper|the team is at the limit|the market is better then).
B: (I thought about {he2}|we don't have {span}|that would be ideal), (but he doesn't want to|{cand} won't wait|head office says one).

B~: one candidate (brought his mother|fell asleep|thought we sell fish|answered his phone {number} times), (for {minutes}|I kid you not|and asked for {cost}).
A: (what did you do|and is he hired|you should write a book)?
B: (I offered coffee|we ended it early|she was very nice, actually), (he did send a thank you note|{she2} will never forget it).

A: when (could|can) {cand} start?
B: (on the {date} of {month}|in {span}|right away, more or less), (there's a notice period|after a holiday|if we sign by {day2}). (there's another offer|I'd hurry|IT needs {span} for the laptop).

A: who would (train|look after) the new person?
B: ({she2}|{he2}, for the first {span}|I'd do it), (she's good at that|I have a plan for every {day}|there's a desk next to mine).
> end
A: (then let's do it|okay, make an offer|I trust you), (up to {cost2}|by {day2}|I'll talk to the works council).
B+: (great|good|thank you), I'll call {cand} (at {time2}|today|tomorrow), (fingers crossed|I think we'll be happy).

A: (I'd like to meet {cand} first|let me sleep on it|send me the papers), (on {day2} at {time2}|and then decide|just {minutes}).
B: (sure|of course|I'll arrange it), (lunch, maybe|but not too long|the offer won't stay open).
> later
A: (remind me|sorry), why did you say {cand}?
B: (because {cand} {strength}|{strength}, that's why), (and the team liked it|I wouldn't look any further).

# a customer complaint
client = the hotel group | the school in {city} | the hospital | the chain from {city} | our oldest customer
fault = the wrong colour | late delivery | a broken lid | an invoice for {cost} too much | nobody answering the phone | a noise in the motor
> open
A: what's going on with {client}?
B-: they're (angry|not happy|threatening to leave), (because of {fault}|it's about {fault}|{fault}, for the second time). (they called {number} times|I had {he} on the phone at {time}|there's a letter from {day}), (and they're right|I can't even blame them|it's a mess).

B: I had {client} on the phone (on {day}|for {minutes}|at {time}).
A: (oh|uh oh|and), (what did they want|is it {fault}|good or bad)?
B: ({fault}|bad, it's {fault}), (they want {percent} off|they want to speak to you|they sent pictures).
> talk
A: how did that happen?
B: (it slipped through|the check was skipped|we changed the system in {month}), (on a {day}, of course|{he} was alone that day|nobody noticed for {span}). (it affects {number} orders|we've stopped the rest|I've looked at every step).

A: what do they want?
B: (their money back|{percent} off|a new delivery by {day2}), (and an apology|in writing|and no more excuses). (I think that's fair|{cost} would do|it's cheaper than losing them).

A!: (give them what they want|we should just pay|I'd send somebody there), (they've been with us for {number} years|today|before they talk to others).
B: (I'd start with {percent}|that sets an example|I agree), (others will ask too|{she} from legal said wait|I can drive there on {day2}).

B~: and then (our system sent them a happy customer award|they got a survey|we delivered {number} more of the same|the hold music broke), (at {time}, in the middle of it|to the boss himself|I'm not making this up).
A: (no, please|you're joking|that's not possible), (who turned that on|what did they say)?
B: (they framed it|even {he} had to laugh|it's automatic|they sent it back with a smile), (we've switched it off now|it broke the ice, in a way).

A: who's (talking|speaking) to them (now|from now on)?
B: ({she}|I am|{he}, since {day}), (every {day}|she knows them well|that calms them). (one voice is better than five|and I write everything down|they have my number).

A: how do we (make sure it doesn't happen again|prevent that)?
B: (a second check|we train {number} people|a simple list), (from {month} on|at the end of the line|it costs us {minutes} a day). ({he} suggested it|it's already running|the list hangs at the door).
> end
A: (call them|write to them) today, and say (we're sorry|we pay {percent}|I'll come on {day2}), (personally|before {time2}|and mean it).
B: (I will|right away|okay), (I'll tell you how it went|that'll help a lot|wish me luck).

A: (good work|thanks for staying calm|I'm glad you told me).
B: (thank you|sure|that's my job), (I'd rather hear it from {client} than from you|we'll be fine|I learned a lot).
> later
A: (did {client} ever thank us|was {client} always that difficult)?
B: (once, in {month}|no, never|they're nice people), (it's just {fault}|you'd be angry too).

# planning a trade fair
keep = cost
fair = the fair in {city} | the spring expo | the industry days in {city} | the energy summit
stand = a corner stand | twelve square metres | the place next to the coffee bar | a stand with two screens
gift = pens | tote bags | chocolate | a prize draw | little screwdrivers | seed bags
> open
A: (where are we with|what about|let's plan) {fair}?
B: (we've got {stand}|I booked {stand} on {day}|{stand} is confirmed), (for {cost}|which was {percent} cheaper|as last year). (the hotel is done too|{number} people are going|it starts on the {date}), (but there's a lot to do|so we have {span}|I made a list).

B: (we have to decide about|have you thought about) {fair}, (the deadline is {day}|it's in {month}|they want an answer by {time}).
A: (is it worth it|what does it cost|who goes), (honestly|last year I wasn't sure)?
B: (I'd say yes|{cost} for {stand}|it brought us {number} customers), (and everybody is there|the others go too|it's good for the name).
> talk
A: who's (going|on the stand|coming along)?
B: ({she}, {he} and me|{number} of us|sales, mainly), (two at a time|from {time} to {time2}|in shifts). (I'd like you there on {day}|{he} speaks Italian|somebody has to drive the van).

A: what do we show?
B!: (the new model|a live demo|less than last year), (people want to touch things|it worked in {city}|one thing, but well). (the screen needs {minutes} to start|and {she} explains it|I'm still waiting for the sample).

A: do we (give something away|need gifts|have {gift} again)?
B: {gift}, (I thought|they're {price} a box|if you agree), (with the logo|not plastic this time|people come back for that). (last year they were gone by {time}|we still have {number} boxes|{she} found a supplier on {street}).

B~: last time (the banner said hello in the wrong language|our stand was next to the drums|{he} talked {minutes} to a rival without knowing|somebody stole the chairs), (the whole day|and nobody noticed|on the first morning).
A: (I remember that|how did we survive|did we sell anything), (we stood there like penguins|I still have the banner).
B: ({number} orders, in spite of it|it made us famous|we did get the most visitors).

A: (what's our goal|how do we measure it|what would be a success)?
B: ({number} good contacts a day|three contracts|that {client} signs), (as we said in {month}|anything more is a bonus|and I count every evening).
client = the hotel group | the city | the big dealer from {city}

A-: I (can't come on {day2}|only have one day|have to be in {city} on {day2}), (sorry about that|it's fixed since {month}|the board meets).
B: (that's a pity|we'll manage|okay), (come on {day3} then|{he} can take your talk|the evening matters most).

A: have we booked (hotels|trains|the van)?
B: (since {day}|the hotel, yes|not yet), {price} a night, (near the hall|breakfast from {time}|{minutes} by tram). (the train leaves at {time}|you share with {he}|everything else is full).
> end
A: (good|okay|great), (you order {gift}|you call them on {day2}|you write the plan), and I (do the talk|get the money|ask {she}).
B: (perfect|that's fair|done), (next check on {day2}|I need it by the {date}|I'll send everybody the list).

A: (I'm looking forward to it|it'll be good|now I'm convinced).
B: (me too|so am I|it will), (just wear good shoes|and sleep before|{month} is closer than you think).
> later
A: how much was {stand} again?
B: {cost}, (with power|without carpet|as agreed), (internet is extra|I've got it in writing).

# switching a supplier
keep = percent | number
good = the packaging | the batteries | the coffee | the screws | the uniforms | the cloud storage
old = the people from {city} | our old supplier | {surname} and sons
new = a firm in {city} | a family business | the market leader | a cooperative
> open
A: (you wanted to talk about|what about|I read your note on) {good}.
B: (yes|right), I think we should (change|leave {old}|look at {new}), (prices rose by {percent}|they were late {number} times|the quality isn't what it was). ({new} made an offer on {day}|I've tested {new} for {span}|{she} in purchasing agrees).

B: {old} (raised the price|is late again|cancelled on {day}), for {good}.
A: (again|by how much|since when), (that's the third time|what do we do|can they do that)?
B: ({percent}, from {month} on|since {day}|it's in the contract), (and no explanation|I called at {time}|I've asked {new} for a price).
> talk
A: how much (would we save|is the difference|cheaper is it)?
B: {percent}, (about {cost} a year|with delivery|if we order {number} pallets), (and they pay the transport|after the first {span}|not counting the change).

A: can we (trust them|rely on {new}|be sure of the quality)?
B: (I visited them on {day}|I think so|we've tested {number} samples), (it was clean and quiet|two were better than ours|{he} knows them). (they also supply {client}|I'd start small|there's a guarantee for {span}).
client = the hospital | the railway | half of {city}

A!: (never change a running system|I'd keep two suppliers|let's negotiate first), (it's worked for {number} years|so nobody can blackmail us|they know us).
B: (that's true|two would be ideal|I tried), (but the risk grows|it means more paper|they offered {percent2}).

A-: what if {old} (stops delivering|gets angry|takes it to court), (in the middle of {month}|before we're ready)?
B: (we've got stock for {span}|the contract ends on the {date}|I've asked legal), (so nothing happens|it's all clean|they've been fair so far). (I'd tell {he} in person|let's do it on the phone).

B~: their sales man (brought a cake in the shape of {good}|called me by {he}'s name for {minutes}|demonstrated it until it broke|sang on the phone), (I swear|and was proud of it|in front of everybody).
A: (did it taste good|and you still want them|that's what I call effort), (I need to meet this man|that's how to sell).
B: (it was delicious|he has {number} children to feed|I couldn't say no after that).

A: how long would the change take?
B: {span}, (if we order by {day2}|with training|maybe longer), (the warehouse needs notice|we'd run both until {month}|{she} made a plan).
> end
A: (okay|alright), (let's try it|go ahead|you have my okay), with (one order|{number} pallets|a test until {month}), (and then we talk|and tell {old} yourself).
B: (good|great|I'll do that), (I'll have the contract by {day2}|we start on the {date}|I'm sure you'll be happy).

A: (get me a second offer|I want to see the contract|talk to {he} first), (then we decide on {day2}|before {time2}).
B: (sure|fair enough), (I thought you'd say that|it's on your desk|give me until {day2}).
> later
A: about {good}, (was it {percent}|how many samples did you say)?
B: ({percent} cheaper|{number} samples, {percent} cheaper), (and delivered by {day2}|I can show you one).

# a sales call
keep = price
product = a booking system | solar panels for the roof | a training course | an insurance for the fleet | cleaning robots | a new till
pain = double bookings | the power bill | staff leaving | all the small damages | the night shift | queues at noon
> open
A: (I got your leaflet|I saw your offer|a friend told me about you), it's about {product}, (can you tell me more|how does it work|is that right)?
B: (thank you for calling|of course|with pleasure), {product}, (that's our main business|since {number} years|we're from {city}). (may I ask what the problem is|is it about {pain}|what do you use now), (so that I can advise you|just briefly|if you don't mind)?
A: (mostly {pain}|it's {pain}|yes, {pain}), (it costs us {cost} a month|every {day} it's the same|since {month} it's got worse).
> talk
A: what does it cost?
B: (from {cost}|{price} a month|it depends on the size), (everything included|plus set up|for the first year). (most save {percent}|it pays for itself in {span}|and you can stop any time).

A: how long does it take to (install|learn|set up)?
B: (about {span}|{minutes}, honestly|one day), (we do it at night|you don't notice|{he} comes to you). (then there's a training on {day}|and you can call until {time}|my own mother understood it).

A!: (I've heard that before|it sounds too good|the last one promised that too), (and then nothing worked|and we paid {cost}|I'm careful now).
B: (I understand|that's fair|you're right to ask), (talk to our customers|try it for {span}|I can show you {number} examples). (nobody signs on the phone|I'd be careful too|there's one on {street}).

A: what happens when it breaks?
B: (you call us|somebody comes within {minutes}|it hardly does), (even on {day}|and it's free|there's a number on it). (it happened {number} times in {month}|{she} from service is great|you get a replacement by {time}).

A-: (my partner is against it|we had a bad {month}|I can't decide alone), (to be honest|money is tight|you know how it is).
B: (no hurry|I see|that's no problem), (shall I talk to him|we can start in {month2}|take your time). (I could come on {day2}|pay in {number} parts|the offer holds until the {date}).

A~: (my cousin bought one|the shop next door has one), and it (plays music at night|speaks only German|greets the dog).
B: (that was the old version|I know that one|that's not in the manual), (we fixed it in {month}|he's our most loyal customer|it is supposed to be friendly).

A: (do you have|is there) a (reference|contract I can read|test version)?
B: (sure|I'll mail it|naturally), (it's {number} pages|without small print|you get it at {time}), (read it in peace|call {he} {surname}, he uses it|ask me anything).
> end
A: (send me an offer|alright, let's meet|come by), (on {day2}|at {time2}|until {day2}), (then I'll decide|and bring one along|no promises).
B: (gladly|with pleasure|I will), (on {street}, is that right|I'll confirm it today|thank you for your trust).

A: (let me think about it|I'll call you back|I need to talk to {he2}), (by {day2}|after the {date}|next week).
B: (of course|take your time|no problem at all), (you have my number|may I call you on {day2}|I'll send you something to read).
> later
A: (so just to repeat|sorry), it's {price} a month?
B: ({price}, with service|that's right|for the small one, yes), (and the first {span} are free).

# a reorganised office
keep = percent
change = open desks | the four day week | moving to {city} | fixed home office days | no meetings on {day} | a quiet room
side = sales | the developers | the older colleagues | support | everybody under thirty
> open
A: what do (people|your people|they) say about {change}?
B: (mixed|it depends|better than I feared), {side} (like it|hate it|want to try it), (since the mail on {day}|and the others wait|{percent} are against it). (I had {number} talks about it|there's a list in the kitchen|{she} came to me at {time}).

A: (I'd like your opinion on|what do you think of|let's talk about) {change}.
B!: (I like the idea|I'm not sure|it could work), (if we do it step by step|but not in {month}|with some rules). ({side} will complain|it worked in {city}|we need to ask people first).
> talk
A: what are they (worried about|afraid of|missing)?
B: (the noise|the way to work|losing their desk), (some come from {miles} away|{he} has been here for {number} years|and the coffee). (I think it's really about trust|nobody asked them|they read it in the paper first).

A: what does it (cost|save) us?
B: {cost} a month, (says {she}|on paper|after {span}), (plus the furniture|that's {percent} of the rent|I'd double that). (but it's not only about money|people stay longer|we lose {number} parking spaces).

A!: (we should test it first|I'd let people choose|we just have to decide), (for {span}|otherwise it never ends|by the {date}).
B: (a test is good|I'm with you|then somebody is unhappy), (start with {side}|until {month}|and then ask again). (I'd write it down clearly|it has to be fair|let me talk to {he}).

B~: on the first day of the test, (nobody could find the boss|{he} sat in the cupboard to phone|somebody brought a hammock|there were {number} people at one desk), (for {minutes}|until {time}|it was great fun).
A: (and I wasn't there|was that you|that explains the photo), (did anybody work that day|I'd like a hammock too).
B: (more than usual|the hammock stays|we sold {number} orders), (so who knows|there's a list for it now).

A-: I heard {he2} wants to leave (because of it|over this)?
B: (I heard that too|he said so on {day}|maybe), (he's close to retirement|he drives {minutes} each way|I'd hate to lose him). (talk to him|let's offer him something|it isn't only that).
A: (I will|I'll have lunch with him on {day2}|thanks for telling me).

A: when would it start?
B: on the {date} of {month}, (if the board agrees|after the summer|with half the floor), (the painters need {span}|IT wants {span2}|the desks arrive at {time}, hopefully).
> end
A: (okay|good), then (let's test it for {span}|we ask everybody by {day2}|I decide on {day2}), (and you lead it|and I explain it myself|no later).
B: (sounds good|agreed|I'll prepare it), (I need {number} volunteers|and plants, please|first mail goes out at {time2}).

A: (thanks for being honest|this was useful|I see it clearer now).
B: (that's what I'm here for|any time|good), (talk to {side} as well|people just want to be heard).
> later
A: {side}, (you said|was it|right)?
B: (mainly {side}|{side}, yes), (but {percent} changed their mind by {time2}).
`;
