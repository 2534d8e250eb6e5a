import { SoundOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  {
    path: '/loa',
    load: () => import('./fleet-page.js'),
    menu: { name: 'fleet', icon: <SoundOutlined aria-hidden /> },
  },
  { path: '/loa/:boxId', load: () => import('./box-page.js') },
];
