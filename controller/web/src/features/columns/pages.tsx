import { ProfileOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const WRITERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/chuyen-muc',
    load: () => import('./columns-page.js'),
    roles: WRITERS,
    menu: { name: 'columns', icon: <ProfileOutlined aria-hidden /> },
  },
];
