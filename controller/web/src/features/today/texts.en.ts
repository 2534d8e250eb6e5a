import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'Today',
  help: 'What plays now, what comes next, what needs somebody. The figures renew themselves.',
  now: 'Playing now',
  nothingNow: 'No loudspeaker is playing.',
  next: 'Coming next',
  nothingNext: 'Nothing more is scheduled today.',
  failed: 'Not played today',
  silent: 'Silent loudspeakers',
  waiting: 'To approve',
  waiting_one: '{{count}} bulletin waits for approval',
  waiting_other: '{{count}} bulletins wait for approval',
  places_one: '{{names}}',
  places_other: '{{count}} places: {{names}}',
  placesMore: '{{names}} and {{more}} more',
  allGood: 'All is well: all {{count}} loudspeakers are good, nothing was missed.',
  noFleet: 'There is no loudspeaker here yet.',
  summary: {
    label: 'In short',
    fleet: 'Good loudspeakers',
    played: 'Played',
    failed: 'Not played',
    left: 'Still to come today',
  },
  seeAll: 'All of them in the log',
  seeFleet: 'All loudspeakers',
  ready: 'Ready at {{ready}} of {{all}}',
} satisfies Translated<typeof vi>;
