/** What fills slots that a topic does not fill itself. */
export const pools = `
# pools
day = Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday
month = January | February | March | April | May | June | July | August | September | October | November | December
time = half past seven | eight o'clock | quarter past eight | half past eight | nine o'clock | half past nine | ten o'clock | quarter to eleven | eleven thirty | noon | half past twelve | one o'clock | quarter past two | half past two | three o'clock | quarter to four | four thirty | five o'clock | half past five | quarter past six | half past six | seven o'clock
date = the second | the third | the fifth | the seventh | the eighth | the tenth | the eleventh | the thirteenth | the fourteenth | the sixteenth | the eighteenth | the nineteenth | the twenty first | the twenty third | the twenty fifth | the twenty seventh | the thirtieth
price = twelve dollars | eighteen dollars | twenty five dollars | thirty dollars | forty dollars | forty five dollars | sixty dollars | seventy five dollars | eighty dollars | ninety dollars | a hundred and ten dollars | a hundred and thirty dollars | two hundred dollars
cost = three hundred dollars | four hundred and fifty dollars | six hundred dollars | eight hundred dollars | nine hundred and fifty dollars | twelve hundred dollars | fifteen hundred dollars | two thousand dollars
number = three | four | five | six | seven | eight | nine | ten | eleven | twelve | fourteen | fifteen
percent = five percent | eight percent | ten percent | twelve percent | fifteen percent | eighteen percent | twenty percent | a quarter | thirty percent | a third
minutes = ten minutes | a quarter of an hour | twenty minutes | half an hour | forty minutes | three quarters of an hour | an hour | an hour and a half | two hours
span = three days | a week | ten days | two weeks | three weeks | a month | six weeks | two months
miles = eight miles | twelve miles | fifteen miles | twenty miles | thirty miles | forty miles | fifty five miles | eighty miles | a hundred miles
city = Boston | Denver | Chicago | Portland | Austin | Seattle | Atlanta | Toronto | Dublin | Bristol | Leeds | Glasgow | Phoenix | Memphis | Cleveland | Montreal
street = Maple Street | Station Road | Church Lane | Second Avenue | Park Street | Hill Road | Bridge Street | Mill Lane | Garden Street | Market Street | Ocean Avenue | Forest Drive
weather = rainy | freezing | really hot | windy | foggy | lovely and sunny | grey and drizzly | muggy
he = Daniel | Marcus | Peter | Tom | Andrew | Kevin | Ryan | Steve | Oscar | Leo | Martin | Simon | Victor | Greg | Paul | Brian | Adam | Luke | Henry | Frank | Carl | Eric | Owen | Ben | Nathan | Joel | Patrick | Walter | Dennis | Hugo
she = Anna | Rachel | Laura | Megan | Emily | Julia | Karen | Nina | Sophie | Claire | Helen | Diane | Molly | Grace | Alice | Ruth | Wendy | Sarah | Maria | Paula | Tina | Joan | Carol | Heather | Amy | Linda | Kate | Fiona | Rosa | Erin
parent-he = Dad
parent-she = Mum | Mom
surname = Morgan | Keller | Foster | Walsh | Bennett | Hughes | Parker | Lawson | Hayes | Fisher | Palmer | Wagner | Dawson | Carter
`;
