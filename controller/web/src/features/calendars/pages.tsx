import { GiftOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const PLANNERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/ngay-le',
    load: () => import('./calendars-page.js'),
    roles: PLANNERS,
    menu: { name: 'calendars', icon: <GiftOutlined aria-hidden /> },
  },
  { path: '/ngay-le/moi', load: () => import('./new-calendar-page.js'), roles: PLANNERS },
  { path: '/ngay-le/:calendarId', load: () => import('./edit-calendar-page.js'), roles: PLANNERS },
];
