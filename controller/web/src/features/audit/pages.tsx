import { FileSearchOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  {
    path: '/nhat-ky-thao-tac',
    load: () => import('./audit-page.js'),
    roles: ['admin', 'supervisor'],
    menu: { name: 'audit', icon: <FileSearchOutlined aria-hidden /> },
  },
];
