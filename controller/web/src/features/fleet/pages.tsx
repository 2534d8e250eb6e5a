import { SoundOutlined, ToolOutlined, WarningOutlined } from '@ant-design/icons';
import type { Page } from '../../lib/page.js';

const INSTALLERS = ['admin', 'technician'] as const;

export const pages: readonly Page[] = [
  {
    path: '/su-co',
    load: () => import('./incidents-page.js'),
    roles: ['admin', 'broadcaster', 'approver', 'technician', 'supervisor', 'provinceViewer'],
    menu: { name: 'incidents', icon: <WarningOutlined aria-hidden /> },
  },
  {
    path: '/loa',
    load: () => import('./fleet-page.js'),
    menu: { name: 'fleet', icon: <SoundOutlined aria-hidden /> },
  },
  { path: '/loa/ban-do', load: () => import('./map-page.js') },
  { path: '/loa/:boxId', load: () => import('./box-page.js') },
  { path: '/cum-loa', load: () => import('./clusters-page.js') },
  { path: '/cum-loa/:clusterId', load: () => import('./cluster-page.js') },
  {
    path: '/lap-moi',
    load: () => import('./install-page.js'),
    roles: INSTALLERS,
    menu: { name: 'installation', icon: <ToolOutlined aria-hidden /> },
  },
  { path: '/lap-moi/:boxId', load: () => import('./install-box-page.js'), roles: INSTALLERS },
];
