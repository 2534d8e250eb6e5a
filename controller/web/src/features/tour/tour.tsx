import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { TourName, TourPlace } from './tour-steps.js';
import './tour.css';

export interface TourProps {
  steps: readonly { name: TourName; path: string }[];
  /** Of the step that is shown. */
  at: number;
  onGo: (place: TourPlace) => void;
}

/**
 * A first look: a card below the page that says what the page is for and leads to the next. It covers nothing that sounds or
 * stops, asks nothing, and can be left at any step.
 */
export default function Tour({ steps, at, onGo }: TourProps) {
  const { t } = useTranslation(['tour', 'app']);
  const navigate = useNavigate();
  const card = useRef<HTMLElement>(null);
  const step = steps[at];
  const path = step?.path;
  const shown = useRef(at);
  useEffect(() => {
    // Not at the first one: whoever has just come is where they wanted to be, and reads the page first.
    if (path === undefined || shown.current === at) return;
    shown.current = at;
    void navigate(path);
    card.current?.focus();
  }, [at, path, navigate]);
  if (!step) return null;
  const last = at === steps.length - 1;
  return (
    <section
      ref={card}
      className="tour not-printed"
      tabIndex={-1}
      aria-label={t('label')}
      onKeyDown={({ key }) => key === 'Escape' && onGo('closed')}
    >
      <div className="tour-head">
        <strong>{t('step', { at: at + 1, all: steps.length, name: t(`app:menu.${step.name}`) })}</strong>
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('close')}
          onClick={() => onGo('closed')}
        />
      </div>
      <p aria-live="polite">{t(`say.${step.name}`)}</p>
      <div className="row">
        {at > 0 && <Button onClick={() => onGo(at - 1)}>{t('before')}</Button>}
        <Button type="primary" onClick={() => onGo(last ? 'closed' : at + 1)}>
          {t(last ? 'done' : 'next')}
        </Button>
      </div>
    </section>
  );
}
