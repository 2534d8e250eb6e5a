import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  stop: 'Stop',
  title: 'Stop the loudspeakers?',
  yes: 'Stop them now',
  no: 'Do not stop',
  what: 'Everything, emergency messages too. Loudspeakers without a line fall silent when it is back.',
  now: 'Right now, {{until}}',
  untilSession: 'until this session ends ({{at}})',
  untilNext: 'until the coming session ends ({{at}})',
  untilHour: 'for one hour (until {{at}})',
  untilLifted: 'until somebody lets them sound again',
  untilQuestion: 'Silent until when?',
  optionSession: 'The end of this session, {{at}}',
  optionNext: 'The end of the coming session, {{at}}',
  optionHour: 'One hour, until {{at}}',
  optionLifted: 'Until it is lifted (7 days at most)',
  elsewhere: 'Where to stop (tap to change)',
  done: 'The loudspeakers of {{place}} are stopped.',
  inForce: 'The loudspeakers of {{place}} are stopped from {{from}} to {{until}}.',
  still:
    'The loudspeakers of {{place}} are still stopped, today is day {{day}} (since {{from}}). They sound again by themselves {{until}}.',
  more: 'Loudspeakers are stopped elsewhere, too.',
  showMore: 'Show more',
  keep: 'Keep them stopped',
  keepTitle: 'Keep the loudspeakers stopped?',
  keepYes: 'Keep them stopped',
  keepWhen: 'From now until it is lifted, 7 days more at most',
  above: 'a place above',
  some_one: '{{count}} receiver in {{place}}',
  some_other: '{{count}} receivers in {{place}}',
  lift: 'Let them sound again',
  liftTitle: 'Let the loudspeakers sound again?',
  liftNo: 'Not yet',
  liftWhat: 'What is scheduled. What was missed meanwhile is not made up for.',
  liftNow: 'From now on',
  lifted: 'The loudspeakers of {{place}} sound again as scheduled.',
  liftedSilent:
    'This stop is lifted, but the loudspeakers of {{place}} stay silent: another stop ({{others}}) holds until {{until}}.',
  liftedPart:
    'The loudspeakers of {{place}} sound again as scheduled, except where another stop ({{others}}) holds until {{until}}.',
} satisfies Translated<typeof vi>;
