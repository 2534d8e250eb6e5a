import { BankOutlined, DashboardOutlined, GlobalOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

const load = () => import('./overview-page.js');

export const pages: readonly Page[] = [
  {
    path: '/tong-quan',
    load,
    roles: ['supervisor', 'admin'],
    menu: { name: 'overview', icon: <DashboardOutlined aria-hidden /> },
  },
  {
    path: '/toan-tinh',
    load: () => import('./province-page.js'),
    roles: ['provinceViewer'],
    menu: { name: 'province', icon: <GlobalOutlined aria-hidden /> },
  },
  {
    path: '/cac-xa',
    load,
    roles: ['provinceViewer'],
    menu: { name: 'communes', icon: <BankOutlined aria-hidden /> },
  },
];
