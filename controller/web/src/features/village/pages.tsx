import { SoundOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  { path: '/lang', load: () => import('./village-page.js') },
  { path: '/lang/:areaId', load: () => import('./village-page.js') },
  { path: '/lang/:areaId/dien-thoai', load: () => import('./phone-calendar-page.js') },
  {
    path: '/loa-lang-toi',
    load: () => import('./my-village-page.js'),
    roles: ['villageHead'],
    menu: { name: 'village', icon: <SoundOutlined aria-hidden /> },
  },
];
