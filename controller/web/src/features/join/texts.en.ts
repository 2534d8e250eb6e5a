import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'Welcome to Loa Làng',
  resetTitle: 'A new password',
  invited: 'You are invited to Loa Làng of {{area}}.',
  reset: 'The administrator sent this link so that you can choose a new password.',
  name: 'Name',
  login: 'User name',
  role: 'Role',
  until: 'Good until',
  password: 'Choose a password',
  passwordHelp: 'At least 10 characters. A short sentence is best; not your name or birthday.',
  tooShort: 'The password needs at least 10 characters. {{missing}} more.',
  go: 'Save the password and go in',
  broken: 'This link is not whole',
  brokenText: 'Open the link as it was sent, or copy its whole line into the browser.',
  cannot: 'This link cannot be used',
  toSignIn: 'To the sign-in page',
  saved: 'The password is saved. Now sign in with it, and with your second factor if you have one.',
} satisfies Translated<typeof vi>;
