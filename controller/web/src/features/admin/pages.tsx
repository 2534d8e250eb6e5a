import { SettingOutlined, TeamOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const ADMINS: readonly Role[] = ['admin'];
/** Whoever may stand on the list, sign it, or ask for another. */
const SIGNERS: readonly Role[] = ['admin', 'approver', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/tai-khoan',
    load: () => import('./accounts-page.js'),
    roles: ADMINS,
    menu: { name: 'accounts', icon: <TeamOutlined aria-hidden /> },
  },
  { path: '/tai-khoan/moi', load: () => import('./new-account-page.js'), roles: ADMINS },
  { path: '/tai-khoan/:accountId', load: () => import('./account-page.js'), roles: ADMINS },
  {
    path: '/cai-dat',
    load: () => import('./settings-page.js'),
    roles: ADMINS,
    menu: { name: 'settings', icon: <SettingOutlined aria-hidden /> },
  },
  { path: '/cai-dat/nguoi-duyet', load: () => import('./roster-page.js'), roles: SIGNERS },
  {
    path: '/cai-dat/nguoi-duyet/moi',
    load: () => import('./new-request-page.js'),
    roles: ['admin', 'approver'],
  },
  { path: '/cai-dat/duyet-lai', load: () => import('./reapprovals-page.js'), roles: SIGNERS },
  // A program acts in the name of whoever made its token, so this is for everybody.
  { path: '/cai-dat/ma-truy-cap', load: () => import('./tokens-page.js') },
];
