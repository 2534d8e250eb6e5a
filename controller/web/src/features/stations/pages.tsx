import { CustomerServiceOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const READERS: readonly Role[] = ['admin', 'broadcaster', 'approver', 'supervisor'];
const WRITERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/tiep-am',
    load: () => import('./stations-page.js'),
    roles: READERS,
    menu: { name: 'relay', icon: <CustomerServiceOutlined aria-hidden /> },
  },
  { path: '/tiep-am/moi', load: () => import('./new-station-page.js'), roles: WRITERS },
  { path: '/tiep-am/:stationId', load: () => import('./station-page.js'), roles: READERS },
  { path: '/tiep-am/:stationId/sua', load: () => import('./edit-station-page.js'), roles: WRITERS },
];
