import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  InfoCircleFilled,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import './note.css';

const ICONS = {
  success: CheckCircleFilled,
  info: InfoCircleFilled,
  warning: ExclamationCircleFilled,
  error: CloseCircleFilled,
} as const;

export interface NoteProps {
  type: keyof typeof ICONS;
  title: ReactNode;
  /** Below the title. */
  description?: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
  /** From edge to edge, above the page, without a sign. */
  banner?: boolean;
}

/** What somebody should know before all else. antd's alert would hold up the pages that are opened first. */
export function Note({ type, title, description, action, banner = false }: NoteProps) {
  const Icon = ICONS[type];
  return (
    <div
      className={`note note-${type}${banner ? ' note-banner' : ''}${description ? ' note-long' : ''}`}
      role="alert"
    >
      {!banner && (
        <span className="note-icon">
          <Icon aria-hidden />
        </span>
      )}
      <div className="note-words">
        <div className="note-title">{title}</div>
        {description && <div>{description}</div>}
      </div>
      {action && <div className="note-actions">{action}</div>}
    </div>
  );
}
