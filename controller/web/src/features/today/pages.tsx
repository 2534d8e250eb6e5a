import { HomeOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  {
    path: '/hom-nay',
    load: () => import('./today-page.js'),
    plain: true,
    ahead: async ({ client }) => client.prefetchQuery((await import('./today.js')).todayQuery),
    menu: { name: 'today', icon: <HomeOutlined aria-hidden /> },
  },
];
