import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../components/note.js';
import type { Line } from '../lib/events.js';
import { useHealth } from './use-health.js';

/** A blink of the line is nothing to tell, milliseconds. */
const PATIENCE_MS = 5_000;

/** Follows live events, and says so when the line has been lost for a while. */
export function LineNotes() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const health = useHealth();
  const [line, setLine] = useState<Line>('open');
  const [lost, setLost] = useState(false);
  useEffect(() => {
    let stop: (() => void) | null = null;
    let gone = false;
    // After what the page shows first.
    const timer = setTimeout(async () => {
      const { followEvents } = await import('../lib/events.js');
      if (!gone) stop = followEvents(client, setLine);
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [client]);
  useEffect(() => {
    if (line === 'open') {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [line]);
  return (
    <div role="status">
      {lost && <Note type="warning" banner title={t('line.lost')} />}
      {health?.clock === 'wrong' && <Note type="error" banner title={t('line.clockWrong')} />}
    </div>
  );
}
