import { PauseCircleOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const WRITERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/tam-dung',
    load: () => import('./suspensions-page.js'),
    roles: [...WRITERS, 'approver', 'supervisor'],
    menu: { name: 'suspensions', icon: <PauseCircleOutlined aria-hidden /> },
  },
  { path: '/tam-dung/moi', load: () => import('./new-suspension-page.js'), roles: WRITERS },
];
