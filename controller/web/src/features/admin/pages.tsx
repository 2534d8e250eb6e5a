import { TeamOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const ADMINS: readonly Role[] = ['admin'];

export const pages: readonly Page[] = [
  {
    path: '/tai-khoan',
    load: () => import('./accounts-page.js'),
    roles: ADMINS,
    menu: { name: 'accounts', icon: <TeamOutlined aria-hidden /> },
  },
  { path: '/tai-khoan/moi', load: () => import('./new-account-page.js'), roles: ADMINS },
  { path: '/tai-khoan/:accountId', load: () => import('./account-page.js'), roles: ADMINS },
];
