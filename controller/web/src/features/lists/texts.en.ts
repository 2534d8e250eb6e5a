import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'Excel lists',
  help: 'Bring in SIMs, loudspeaker groups and villages from the commune’s own Excel files. Looked at first, then applied; rows that are wrong are left out and say why.',
  kind: 'Which list',
  kinds: { sims: 'SIMs', clusters: 'Groups', areas: 'Villages' },
  about: {
    sims: 'SIM number, operator and last day of each receiver. The present list names the receivers: only fill it in.',
    clusters: 'The loudspeaker groups of each village: name, languages, position, village head and phone.',
    areas: 'Villages: name, households, population, languages, position.',
  },
  get: '1. Get a file to fill in',
  export: 'The present list',
  template: 'An empty one',
  put: '2. Choose the file',
  putText:
    'An .xlsx file. Any layout with a line of column names will do. Nothing changes until you apply it.',
  choose: 'Choose an Excel file',
  chooseAgain: 'Choose another file',
  preview: '3. Look at it',
  read_one: 'File “{{file}}”, sheet “{{sheet}}”: {{count}} row.',
  read_other: 'File “{{file}}”, sheet “{{sheet}}”: {{count}} rows.',
  columns: 'How the columns were understood',
  unused: 'not used',
  bad_one: '{{count}} row is wrong and will be left out',
  bad_other: '{{count}} rows are wrong and will be left out',
  badText: 'Mend them in Excel and choose the file again, or apply the good rows first.',
  show: 'Which rows',
  all: 'All ({{count}})',
  outcomes: {
    bad: 'Wrong ({{count}})',
    create: 'New ({{count}})',
    change: 'Changed ({{count}})',
    same: 'As before ({{count}})',
  },
  outcome: { bad: 'Wrong', create: 'New', change: 'Changed', same: 'As before' },
  row: 'Row {{row}}',
  apply_one: 'Apply {{count}} row',
  apply_other: 'Apply {{count}} rows',
  nothing: 'There is nothing to apply',
  ask: 'Apply this list?',
  askText: {
    sims: 'Write down {{create}} new SIMs, change {{change}}.',
    clusters:
      'Add {{create}} groups, change {{change}}. The village’s timetable holds for a new one once it has a receiver.',
    areas: 'Add {{create}} villages, change {{change}}.',
  },
  askLeft_one: 'Leave out {{count}} wrong row.',
  askLeft_other: 'Leave out {{count}} wrong rows.',
  silentStays: 'Empty cells of the file remove nothing.',
  done: 'Applied: {{created}} added, {{changed}} changed.',
  doneLeft_one:
    '{{count}} wrong row was left out. Mend it in Excel and bring the whole file in again: nothing is doubled.',
  doneLeft_other:
    '{{count}} wrong rows were left out. Mend them in Excel and bring the whole file in again: nothing is doubled.',
  see: { areas: 'See the villages', clusters: 'See the groups', sims: 'See the loudspeakers' },
  another: 'Another file',
} satisfies Translated<typeof vi>;
