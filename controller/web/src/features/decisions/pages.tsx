import { BranchesOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const DECIDERS: readonly Role[] = ['admin', 'broadcaster', 'approver', 'supervisor'];

export const pages: readonly Page[] = [
  {
    path: '/uu-tien',
    load: () => import('./decisions-page.js'),
    roles: DECIDERS,
    menu: { name: 'decisions', icon: <BranchesOutlined aria-hidden /> },
  },
];
