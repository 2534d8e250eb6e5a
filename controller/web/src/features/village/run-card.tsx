import type { OutlookItem, OutlookRun } from '@loa/shared/api/answers';
import { useTranslation } from 'react-i18next';
import { PriorityTag, Tag } from '../../components/state-tag.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import type { Tone } from '../../lib/words.js';
import { boxesReady } from './outlook.js';
import './village.css';

const TONES: Readonly<Record<OutlookRun['readiness'], Tone>> = {
  ready: 'good',
  partly: 'warn',
  silent: 'bad',
};

/** One broadcast: when, what, whether it is ready; what is missing stands open, its items behind a tap. */
export function RunCard({ run }: { run: OutlookRun }) {
  const { t } = useTranslation('village');
  const { clock } = useFormat();
  const { ready, all } = boxesReady(run);
  const from = clock(run.startsAt);
  return (
    <li className="card village-run">
      <h4>
        <time dateTime={new Date(run.startsAt).toISOString()}>
          {run.items.length === 0 ? from : t('until', { from, to: clock(run.endsAt) })}
        </time>{' '}
        {run.name}
      </h4>
      <p className="row">
        <Tag tone={TONES[run.readiness]}>{t(`readiness.${run.readiness}`)}</Tag>
        {run.items.length > 0 && (
          <Tag tone={ready === all ? 'good' : 'calm'}>{t('onBox', { ready, all })}</Tag>
        )}
        <PriorityTag priority={run.priority} />
      </p>
      {run.warnings.map(({ code, slot, text }) => (
        <p key={`${code} ${slot ?? ''} ${text}`} className="village-warning">
          {text}
        </p>
      ))}
      {run.items.length > 0 && (
        <details>
          <summary>{t('items')}</summary>
          <ol className="village-items">
            {run.items.map((item) => (
              <ItemLine key={`${item.slot} ${item.language} ${item.startsAt}`} item={item} />
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

function ItemLine({ item }: { item: OutlookItem }) {
  const { t } = useTranslation('village');
  const { clock, duration } = useFormat();
  const speech = useSpeech();
  const missing = item.boxesReady === 0 && item.boxes > 0;
  return (
    <li>
      <time dateTime={new Date(item.startsAt).toISOString()}>{clock(item.startsAt)}</time>
      <span>
        {item.title}
        <small>
          {[t(`role.${item.role}`), speech(item.language), duration(item.durationMs)].join(' · ')}
          {missing && ` · ${t('notOnBox')}`}
        </small>
      </span>
    </li>
  );
}
