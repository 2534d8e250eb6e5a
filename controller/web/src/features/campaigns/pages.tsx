import { FlagOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const READERS: readonly Role[] = ['admin', 'broadcaster', 'approver', 'supervisor', 'provinceViewer'];
const WRITERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/dot-cao-diem',
    load: () => import('./campaigns-page.js'),
    roles: READERS,
    menu: { name: 'campaigns', icon: <FlagOutlined aria-hidden /> },
  },
  { path: '/dot-cao-diem/moi', load: () => import('./new-campaign-page.js'), roles: WRITERS },
  { path: '/dot-cao-diem/:campaignId', load: () => import('./campaign-page.js'), roles: READERS },
  { path: '/dot-cao-diem/:campaignId/sua', load: () => import('./edit-campaign-page.js'), roles: WRITERS },
];
