import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  label: 'A first look at Loa Làng',
  step: '{{at}}/{{all}} · {{name}}',
  next: 'Next',
  before: 'Back',
  done: 'Done',
  close: 'Close the guide',
  say: {
    today:
      'What plays now and next, what was missed, which loudspeakers are silent. The red button at the top stops the sound, on every page.',
    newBulletin:
      'Type a text to be read aloud, record your voice, or choose a file. Listen, go on, send it for approval. Nothing sounds before somebody approves it.',
    approvals:
      'What waits for you, the most urgent first. Hear it all, then approve it with your fingerprint, or return it with a reason.',
    schedule:
      'What plays when and where. While you plan, the page says which times clash, which are not allowed and which are free.',
    history: 'What truly sounded, what was missed and why. Tap a line for its evidence, to be printed.',
    bulletins:
      'Every item of the commune: drafts, waiting, approved. Add Jrai or Bahnar to an item without touching the Vietnamese one.',
    submitBulletin:
      'Write or record your item and send it. The broadcaster plans it, an approver hears it first.',
    incidents: 'Which loudspeakers are in trouble, why, and what to do first.',
    fleet:
      'Each loudspeaker: is it connected, does it sound, when does its SIM end. Tap one to test it or change its volume.',
    installation: 'Install a receiver: choose the village, take the code, wait until it appears, test it.',
    overview: 'The whole place on one page: how much was heard, and where it was not.',
    province: 'The whole province on one page: how much was heard, which communes need a look.',
    communes: 'Each commune: good loudspeakers, silent ones, what was played.',
    village: 'What your village hears today, and whether it is silent. Stop the sound when you must.',
    whySounded:
      'People ask why it sounded? Choose the place and time: who planned it, who approved it, on one page to print.',
    audit: 'Who changed what and when. Each line follows from the one before.',
    profile: 'Your fingerprint key, your password, where you are signed in. This guide stays under More.',
    settings: 'Hours, approvers, columns, holidays. This guide stays under More.',
  },
} satisfies Translated<typeof vi>;
