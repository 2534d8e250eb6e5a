import { UserOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  {
    path: '/cua-toi',
    load: () => import('./profile-page.js'),
    menu: { name: 'profile', icon: <UserOutlined aria-hidden /> },
  },
];
