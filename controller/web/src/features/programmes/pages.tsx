import { OrderedListOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const WRITERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/chuong-trinh',
    load: () => import('./programmes-page.js'),
    roles: [...WRITERS, 'approver', 'supervisor'],
    menu: { name: 'programmes', icon: <OrderedListOutlined aria-hidden /> },
  },
  { path: '/chuong-trinh/moi', load: () => import('./new-programme-page.js'), roles: WRITERS },
  { path: '/chuong-trinh/:programmeId', load: () => import('./edit-programme-page.js'), roles: WRITERS },
];
