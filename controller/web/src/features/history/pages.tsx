import { AudioMutedOutlined, FileDoneOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import type { Role } from '@loa/shared/api/role';
import type { Page } from '../../lib/page.js';

/** Whoever may read who set and approved what sounded (`answer.read`). */
const ANSWERED: readonly Role[] = [
  ...(['admin', 'broadcaster', 'approver'] as const),
  ...(['technician', 'supervisor', 'provinceViewer', 'villageHead'] as const),
];

export const pages: readonly Page[] = [
  {
    path: '/nhat-ky',
    load: () => import('./history-page.js'),
    menu: { name: 'history', icon: <FileDoneOutlined aria-hidden /> },
  },
  { path: '/nhat-ky/:playbackId', load: () => import('./evidence-page.js') },
  {
    path: '/vi-sao-loa-keu',
    load: () => import('./why-sounded-page.js'),
    roles: ANSWERED,
    menu: { name: 'whySounded', icon: <QuestionCircleOutlined aria-hidden /> },
  },
  {
    path: '/vi-sao-khong-phat',
    load: () => import('./why-silent-page.js'),
    menu: { name: 'whySilent', icon: <AudioMutedOutlined aria-hidden /> },
  },
];
