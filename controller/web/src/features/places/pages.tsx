import { ApartmentOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

const ADMIN = ['admin'] as const;

export const pages: readonly Page[] = [
  {
    path: '/dia-ban',
    load: () => import('./places-page.js'),
    roles: ADMIN,
    menu: { name: 'places', icon: <ApartmentOutlined aria-hidden /> },
  },
  { path: '/dia-ban/moi', load: () => import('./new-place-page.js'), roles: ADMIN },
  { path: '/dia-ban/:areaId', load: () => import('./place-page.js'), roles: ADMIN },
  { path: '/dia-ban/:areaId/ranh-gioi', load: () => import('./outline-page.js'), roles: ADMIN },
  { path: '/dia-ban/:areaId/sap-nhap', load: () => import('./merge-page.js'), roles: ADMIN },
];
