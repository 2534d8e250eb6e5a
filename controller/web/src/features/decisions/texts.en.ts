import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'Urgent schedules that meet',
  help: 'Two urgent items at the same time and place. A person says which goes first; until then it is the one that was set first.',
  empty: 'No two urgent schedules meet.',
  meet: 'They first meet at {{at}}',
  waiting: 'Waits for a person',
  meanwhile: 'Nobody said yet: “{{name}}” goes first, the other waits.',
  decided: 'Decided',
  decidedBy: '“{{name}}” goes first. {{who}} said so at {{at}}.',
  setBy: 'Set by {{who}}',
  choose: 'First: {{name}}',
  goesFirst: 'Goes first',
  ask: 'Play “{{name}}” first?',
  outcome:
    'At {{at}} in {{where}}: “{{first}}” goes first, “{{other}}” waits until it ends; where that takes too long it is left out that time.',
  reason: 'Reason',
  reasonHint: 'Stands in the log of changes.',
  yes: 'Play this first',
  no: 'Cancel',
  done: '“{{name}}” goes first.',
} satisfies Translated<typeof vi>;
