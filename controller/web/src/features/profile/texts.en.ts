import type { Translated } from '../../lib/translated.js';
import type vi from './texts.vi.js';

export default {
  title: 'My profile',
  name: 'Name',
  login: 'User name',
  role: 'Role',
  area: 'Place',
  language: 'Language of the pages',
  expires: 'This session ends at',
  install: 'Put it on the home screen',
  installHelp: 'Open the browser’s menu and choose “Add to home screen”: then it opens like an app.',
  security: 'For a new password or a second factor ask the administrator.',
} satisfies Translated<typeof vi>;
