import { FileExcelOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

export const pages: readonly Page[] = [
  {
    path: '/danh-sach-excel',
    load: () => import('./lists-page.js'),
    roles: ['admin', 'technician'],
    menu: { name: 'lists', icon: <FileExcelOutlined aria-hidden /> },
  },
];
