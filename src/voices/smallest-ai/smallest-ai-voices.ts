import type { KnownVoice } from '../cloud/adapter.ts';

type Row = readonly [
  languages: readonly string[],
  accent: string | undefined,
  women: string,
  men: string,
  model?: string,
];

const pro = 'lightning_v3.1_pro';

// The model cards of Lightning v3.1 Pro, and of v3.1 for the last three rows. Some names are in both catalogues.
const rows: readonly Row[] = [
  [
    ['en-US', 'en'],
    'American',
    'kaitlyn savannah amelia zoe ruby leah jenna kate molly sara fiona',
    'blake austin jack leo luke owen',
  ],
  [
    ['en-GB', 'en'],
    'British',
    'sophie ellie cressida ottilie elowen seraphina',
    'sam henry benedict cormac rupert finley',
  ],
  [
    ['en-IN', 'hi'],
    'Indian',
    'rhea zariya kareena mishka inaaya saira meher aarini',
    'aviraj vyom zoravar reyansh ahan',
  ],
  [['mr'], undefined, 'mrunal manasi ketaki tejaswini', 'mandar tushar'],
  [
    ['ta'],
    undefined,
    'malar nila tamilselvi',
    'mathan dinesh prabhu ezhil kavin tamizh barath sakthi murugan',
  ],
  [['ml'], undefined, 'parvathy lakshmi', 'vishnu sreenath unni aravindan'],
  [['te'], undefined, 'sravani swathi', 'naveen charan sasank bhaskar gopal manohar'],
  [['kn'], undefined, 'spoorthi rashmi varsha sahana', 'rakshith kishore yogesh gowtham shankar basava'],
  [['pa'], undefined, 'jasleen manmeet', 'rajdeep tejinder sukhdeep amrit gagandeep'],
  [['bn'], undefined, '', 'rajib tanmoy subhro arghya indranil'],
  [['or'], undefined, 'sasmita ankita', 'subrat debasish sambit pratik rakesh smruti'],
  [['gu'], undefined, 'krupa riddhi', 'jignesh mit keval'],
  [['ar'], undefined, 'layla', 'adam'],
  [['zh'], undefined, 'hazel vivian', 'dylan silas eli'],
  [['id'], undefined, 'nora', 'bryce miles cole'],
  [['ja'], undefined, 'aria mila daisy', 'jasper'],
  [['ko'], undefined, 'june', ''],
  [['ms'], undefined, 'sasha', 'roman'],
  [['tr'], undefined, '', 'beau wes'],
  [['vi'], undefined, '', 'kai'],
  [['de'], undefined, 'hanna lea petra', 'max ben markus finn'],
  [['es'], undefined, 'martina ines paula', 'sebastian mateo gabriel'],
  [['fr'], undefined, 'manon juliette lucie elise amelie', 'louis nicolas maxime raphael'],
  [['it'], undefined, 'silvia concetta arianna', 'davide luca leonardo'],
  [['pt-BR', 'pt'], 'Brazilian', 'juliana leticia', 'gustavo thiago bruno'],
  [['pt-PT', 'pt'], 'Portuguese', 'catarina', 'francisco'],
  [['ru'], undefined, 'anastasia ekaterina olga irina', 'andrei nikolai maksim'],
  [['el'], undefined, 'katerina dimitra athina', 'dimitris vasilis'],
  [['fi'], undefined, 'aino helmi venla', 'mika timo matti'],
  [['no'], undefined, 'solveig marit', 'kristian espen'],
  [['pl'], undefined, 'ewa joanna', 'tomasz jakub'],
  [
    ['en-US', 'en'],
    'American',
    'lauren hannah vanessa brooke olivia rachel nicole elizabeth ilsa christine',
    'jordan robert johnny lucas magnus ronald blofeld zorin felix malcolm',
    'lightning_v3.1',
  ],
  [['en-CA', 'en'], 'Canadian', 'erica', 'william', 'lightning_v3.1'],
  [['en-AU', 'en'], 'Australian', 'chloe', '', 'lightning_v3.1'],
];

export const smallestAIVoices: readonly KnownVoice[] = rows.flatMap(
  ([languages, accent, women, men, model = pro]) => {
    const voice = (id: string, gender: 'female' | 'male'): KnownVoice => ({
      id,
      name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
      gender,
      languages,
      models: [model],
      ...(accent === undefined ? {} : { accent }),
    });
    return [
      ...namesIn(women).map((id) => voice(id, 'female')),
      ...namesIn(men).map((id) => voice(id, 'male')),
    ];
  },
);

function namesIn(list: string): string[] {
  return list.split(' ').filter((name) => name !== '');
}
