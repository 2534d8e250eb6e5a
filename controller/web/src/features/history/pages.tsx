import { FileDoneOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  {
    path: '/nhat-ky',
    load: () => import('./history-page.js'),
    menu: { name: 'history', icon: <FileDoneOutlined aria-hidden /> },
  },
  { path: '/nhat-ky/:playbackId', load: () => import('./evidence-page.js') },
];
