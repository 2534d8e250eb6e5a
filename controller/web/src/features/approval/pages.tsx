import { AuditOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const READERS: readonly Role[] = ['admin', 'broadcaster', 'approver', 'supervisor'];

export const pages: readonly Page[] = [
  {
    path: '/cho-duyet',
    load: () => import('./inbox-page.js'),
    roles: READERS,
    menu: { name: 'approvals', icon: <AuditOutlined aria-hidden /> },
  },
  { path: '/cho-duyet/loat', load: () => import('./set-page.js'), roles: ['approver'] },
  { path: '/cho-duyet/loat-da-duyet', load: () => import('./sets-page.js'), roles: READERS },
  { path: '/cho-duyet/:variantId', load: () => import('./approve-page.js'), roles: READERS },
];
