import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { Button, Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { lazily } from '../../lib/lazily.js';
import { Field } from '../field.js';
import type { HoursDraft, LevelPart } from './hours-draft.js';
import { useRuleWords } from './use-rule-words.js';
import type { RulesDraft } from './use-rules-draft.js';
import './place-rules.css';

const TimeField = lazily(() => import('../time-field.js'));
/** How much quieter, dB, in steps that an ear tells apart. */
const LEVELS = [0, -3, -6, -10, -15, -20] as const;
/** Most places' second session of the day. */
const AFTERNOON = { from: '17:00', to: '19:00' };

/** When a place may sound, and how loud in which part of the day; or as above. */
export function HoursFields({ draft, above }: { draft: RulesDraft; above: RulesInForce }) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const { typed, putHours, beginHours } = draft;
  return (
    <>
      <h3>{t('hours')}</h3>
      <Checkbox
        checked={typed === null}
        onChange={({ target }) => (target.checked ? putHours(null) : beginHours())}
      >
        {t('hoursAsAbove')}
      </Checkbox>
      <p className="soft small">
        {t(above.usualHours ? 'usualAbove' : 'allowedAbove', { hours: words.windows(above.hours) })}
      </p>
      {typed !== null && (
        <>
          <Stretches typed={typed} onChange={putHours} />
          <h3>{t('levels')}</h3>
          <div className="place-rules-levels">
            {typed.parts.map((part, at) => (
              <Level
                key={part.from}
                part={part}
                until={typed.parts[at + 1]?.from ?? null}
                onChange={(maxGainDb) =>
                  putHours({
                    ...typed,
                    parts: typed.parts.map((each) => (each === part ? { ...each, maxGainDb } : each)),
                  })
                }
              />
            ))}
          </div>
          <p className="soft small">{t('levelsHint')}</p>
        </>
      )}
    </>
  );
}

interface StretchesProps {
  typed: HoursDraft;
  onChange: (next: HoursDraft) => void;
}

function Stretches({ typed, onChange }: StretchesProps) {
  const { t } = useTranslation('rules');
  const { stretches } = typed;
  const put = (at: number, part: { from?: string; to?: string }) =>
    onChange({
      ...typed,
      stretches: stretches.map((each, index) => (index === at ? { ...each, ...part } : each)),
    });
  return (
    <>
      {stretches.length === 0 && <p>{t('noHours')}</p>}
      {stretches.map(({ from, to }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rows may say the same while one is typed
        <div className="place-rules-times" key={at}>
          <TimeField label={t('from')} value={from} onChange={(next) => put(at, { from: next })} />
          <span aria-hidden>–</span>
          <TimeField
            label={t('to')}
            value={to}
            // Midnight at the end of a day, not at its beginning.
            onChange={(next) => put(at, { to: next === '00:00' ? '24:00' : next })}
          />
          <Button
            aria-label={t('dropHours', { from, to })}
            onClick={() => onChange({ ...typed, stretches: stretches.filter((_, index) => index !== at) })}
          >
            {t('drop')}
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange({ ...typed, stretches: [...stretches, AFTERNOON] })}>
          {t('addHours')}
        </Button>
      </div>
    </>
  );
}

interface LevelProps {
  part: LevelPart;
  /** Null: to the end of the day. */
  until: string | null;
  onChange: (maxGainDb: number) => void;
}

function Level({ part: { from, maxGainDb }, until, onChange }: LevelProps) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const known = LEVELS.find((level) => level === maxGainDb);
  const others = known === undefined ? [{ value: maxGainDb, label: words.level(maxGainDb) }] : [];
  const label =
    until === null
      ? t('evening', { from })
      : from === '00:00'
        ? t('early', { to: until })
        : t('daytime', { from, to: until });
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          value={maxGainDb}
          onChange={(next: number) => onChange(next)}
          options={[...others, ...LEVELS.map((value) => ({ value, label: t(`choose.${value}`) }))].sort(
            (a, b) => b.value - a.value,
          )}
        />
      )}
    </Field>
  );
}
