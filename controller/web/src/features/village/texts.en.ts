import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'What a village will hear',
  titleOf: 'What {{place}} will hear',
  mine: 'My village’s loudspeakers',
  help: 'What the loudspeakers here play in the next seven days, what is ready, what is missing and why.',
  helpMine:
    'How your village’s loudspeakers are and what they play in the next seven days. To silence them now, press “Stop” at the top.',
  pick: 'Village',
  pickFirst: 'Choose a village first.',
  boxes: 'Loudspeakers here',
  noBoxes: 'No loudspeaker stands here yet.',
  nothing: 'Nothing is planned here for the next seven days.',
  seeLog: 'What was played',
  cluster: 'Loudspeakers {{name}}',
  until: '{{from}}–{{to}}',
  readiness: { ready: 'Ready', partly: 'Something is missing', silent: 'Will not play' },
  onBox: 'On the loudspeaker {{ready}}/{{all}}',
  notOnBox: 'Not fetched yet',
  items: 'What this broadcast plays',
  today: 'Today, {{date}}',
  tomorrow: 'Tomorrow, {{date}}',
  weekday: {
    mon: 'Monday, {{date}}',
    tue: 'Tuesday, {{date}}',
    wed: 'Wednesday, {{date}}',
    thu: 'Thursday, {{date}}',
    fri: 'Friday, {{date}}',
    sat: 'Saturday, {{date}}',
    sun: 'Sunday, {{date}}',
  },
  role: {
    tune: 'Signature tune',
    ident: 'Station name',
    bulletin: 'Bulletin',
    newest: 'Newest of a column',
    relay: 'Relay',
    filler: 'Music',
    fallback: 'Stand-in',
  },
} satisfies Translated<typeof vi>;
