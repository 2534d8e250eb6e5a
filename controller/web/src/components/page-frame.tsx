import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useHelp } from './help.js';
import './page-frame.css';

export interface PageFrameProps {
  /** Also the tab's name. */
  title: string;
  /** Beside the title: at most two buttons fit a phone. */
  actions?: ReactNode;
  /** A sentence or two, shown where somebody asks for help. */
  help?: string;
  children: ReactNode;
}

/** Every page stands in one: title, what can be done here, help, content. */
export function PageFrame({ title, actions, help, children }: PageFrameProps) {
  const { t } = useTranslation();
  const { button, words } = useHelp(title, help);
  useEffect(() => {
    document.title = `${title} · ${t('name')}`;
  }, [title, t]);
  return (
    <div className="page stack">
      <div className="page-head">
        <h1>
          {title}
          {button}
        </h1>
        {actions && <div className="page-actions not-printed">{actions}</div>}
      </div>
      {words}
      {children}
    </div>
  );
}
