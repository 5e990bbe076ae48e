import { openTalkPage } from './page/talk-page.ts';
// oxlint-disable-next-line import/default -- Vite builds the file and puts its address here
import worklet from './sound/duplex-worklet.ts?worker&url';

openTalkPage(worklet, document.baseURI);
