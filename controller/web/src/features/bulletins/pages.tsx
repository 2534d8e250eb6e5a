import { FileTextOutlined, FontSizeOutlined, PlusCircleOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

const READERS: readonly Role[] = [
  ...(['admin', 'broadcaster', 'approver', 'contributor'] as const),
  ...(['supervisor', 'provinceViewer', 'villageHead'] as const),
];
const WRITERS: readonly Role[] = ['admin', 'broadcaster', 'contributor'];

export const pages: readonly Page[] = [
  {
    path: '/ban-tin',
    load: () => import('./bulletins-page.js'),
    roles: READERS,
    menu: { name: 'bulletins', icon: <FileTextOutlined aria-hidden /> },
  },
  {
    path: '/phat-moi',
    load: () => import('./new-bulletin-page.js'),
    roles: ['admin', 'broadcaster'],
    menu: { name: 'newBulletin', icon: <PlusCircleOutlined aria-hidden /> },
  },
  {
    path: '/gui-bai',
    load: () => import('./new-bulletin-page.js'),
    roles: ['contributor'],
    menu: { name: 'submitBulletin', icon: <PlusCircleOutlined aria-hidden /> },
  },
  {
    path: '/chu-viet-tat',
    load: () => import('./abbreviations-page.js'),
    roles: ['admin', 'broadcaster'],
    menu: { name: 'abbreviations', icon: <FontSizeOutlined aria-hidden /> },
  },
  { path: '/ban-tin/:bulletinId', load: () => import('./bulletin-page.js'), roles: READERS },
  { path: '/ban-tin/:bulletinId/ban-doc', load: () => import('./script-page.js'), roles: READERS },
  { path: '/ban-tin/:bulletinId/sua', load: () => import('./edit-bulletin-page.js'), roles: WRITERS },
  { path: '/ban-tin/:bulletinId/thu-tieng', load: () => import('./variant-page.js'), roles: WRITERS },
];
