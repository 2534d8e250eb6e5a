import { CalendarOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const WRITERS: readonly Role[] = ['admin', 'broadcaster'];

export const pages: readonly Page[] = [
  {
    path: '/lich-phat',
    load: () => import('./schedule-page.js'),
    plain: true,
    ahead: async (at) => (await import('./looked-week.js')).readAhead(at),
    menu: { name: 'schedule', icon: <CalendarOutlined aria-hidden /> },
  },
  { path: '/lich-phat/moi', load: () => import('./new-schedule-page.js'), roles: WRITERS },
  { path: '/lich-phat/chep', load: () => import('./copy-week-page.js'), roles: WRITERS },
  { path: '/lich-phat/:scheduleId', load: () => import('./one-schedule-page.js') },
  { path: '/lich-phat/:scheduleId/sua', load: () => import('./edit-schedule-page.js'), roles: WRITERS },
];
