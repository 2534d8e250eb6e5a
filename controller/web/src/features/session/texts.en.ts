import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'Sign in',
  login: 'User name',
  password: 'Password',
  signIn: 'Sign in',
  needLogin: 'Enter your user name.',
  needPassword: 'Enter your password.',
  code: 'Six digits, or a recovery code',
  confirmCode: 'Confirm',
  againAt: 'Try again from {{at}}.',
  passkeyNotHere:
    'This browser cannot use passkeys at this address. Open the address with https, or ask the administrator.',
  codeHelp: 'Open the authenticator app on your phone and enter its six digits, or enter a recovery code.',
  needCode: 'Enter the code.',
  showPassword: 'Show the password',
  passkey: 'Sign in with a passkey',
  or: 'or',
  otherLogin: 'Use another name',
  againTitle: 'Your session has ended',
  againText: 'Enter your password again. What you were writing on this page is still here.',
  notYou: 'Not {{name}}?',
  tagline: 'The smart loudspeakers of the commune',
  demo: 'This is a demonstration. Tap an account; its password is shown where npm start runs.',
  demoAccounts: 'Accounts of the demonstration',
} satisfies Translated<typeof vi>;
