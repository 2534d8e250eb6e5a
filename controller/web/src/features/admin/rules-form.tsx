import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import type { QuietTime } from '@loa/shared/place-rules';
import { Button, Checkbox, Input, InputNumber } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { Field } from '../../components/field.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { lazily } from '../../lib/lazily.js';
import { useRuleWords } from './rules-card.js';
import { rulesChange } from './rules-change.js';
import { patchArea, useSettingChange } from './settings.js';

const TimeField = lazily(() => import('../../components/time-field.js'));

type Hours = NonNullable<Area['hours']>;
const CAPS = ['maxSessionMinutes', 'maxDayMinutes', 'maxSessionsPerDay'] as const;
const CAP_WORDS = {
  maxSessionMinutes: 'session',
  maxDayMinutes: 'day',
  maxSessionsPerDay: 'sessions',
} as const;
/** What most communes begin with; the signed limits hold whatever is written here. */
const FIRST_HOURS: Hours = [{ from: '05:30', to: '21:00', maxGainDb: 0 }];

/** Hours, quiet times and caps of one place. Says before saving what will be heard, where and from when. */
export function RulesForm({ area, onDone }: { area: Area; onDone: () => void }) {
  const { t } = useTranslation(['admin', 'app']);
  const tell = useToast();
  const words = useRuleWords();
  // First values only: what is read later must not change what is typed.
  const [opened] = useState({ hours: area.hours, rules: area.rules });
  const [hours, setHours] = useState(opened.hours);
  const [rules, setRules] = useState(opened.rules);
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = useSettingChange(patchArea(area.id), () => {
    tell(t('people.saved'));
    onDone();
  });
  const wrong =
    (hours ?? []).some(({ from, to }) => from >= to) || rules.quiet.some(({ why }) => why.trim() === '');
  return (
    <Suspense fallback={<Skeleton />}>
      <div className="stack admin-form">
        <Checkbox
          checked={hours === null}
          onChange={({ target }) => setHours(target.checked ? null : FIRST_HOURS)}
        >
          {t('rules.hoursAsAbove')}
        </Checkbox>
        {hours !== null && <HoursRows hours={hours} onChange={setHours} />}
        <h3>{t('rules.quiet')}</h3>
        <QuietRows quiet={rules.quiet} onChange={(quiet) => setRules({ ...rules, quiet })} />
        {CAPS.map((cap) => (
          <Field key={cap} label={t(`rules.${CAP_WORDS[cap]}`)} hint={t('rules.emptyAsAbove')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={cap === 'maxSessionsPerDay' ? 48 : 1440}
                value={rules[cap]}
                onChange={(next) => setRules({ ...rules, [cap]: next })}
              />
            )}
          </Field>
        ))}
        {wrong && <p role="alert">{t('rules.wrong')}</p>}
        <div className="row">
          <Button type="primary" disabled={wrong} onClick={() => setAsking(true)}>
            {t('app:act.save')}
          </Button>
          <Button onClick={onDone}>{t('app:act.cancel')}</Button>
        </div>
        <ConfirmSound
          open={asking}
          title={t('rules.ask')}
          kind="silence"
          what={t('rules.silent', {
            before: words.hours(area.hours),
            after: words.hours(hours),
            quiet: words.quiet(rules),
          })}
          where={t('rules.where', { place: placeName(area) })}
          when={t('rules.when')}
          yes={t('app:act.save')}
          busy={isPending}
          error={error}
          onYes={() => mutate(rulesChange(opened, { hours, rules }))}
          onNo={() => setAsking(false)}
        />
      </div>
    </Suspense>
  );
}

function HoursRows({ hours, onChange }: { hours: Hours; onChange: (next: Hours) => void }) {
  const { t } = useTranslation('admin');
  const put = (at: number, part: Partial<Hours[number]>) =>
    onChange(hours.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <>
      {hours.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rows may say the same while one is typed
        <div className="admin-times" key={at}>
          <TimeField label={t('rules.from')} value={each.from} onChange={(from) => put(at, { from })} />
          <span>–</span>
          <TimeField label={t('rules.to')} value={each.to} onChange={(to) => put(at, { to })} />
          <Button onClick={() => onChange(hours.filter((_, index) => index !== at))}>
            {t('rules.drop')}
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange([...hours, { from: '17:00', to: '19:00', maxGainDb: 0 }])}>
          {t('rules.addHours')}
        </Button>
      </div>
    </>
  );
}

function QuietRows({ quiet, onChange }: { quiet: QuietTime[]; onChange: (next: QuietTime[]) => void }) {
  const { t } = useTranslation('admin');
  const put = (at: number, part: Partial<QuietTime>) =>
    onChange(quiet.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <>
      {quiet.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rows may say the same while one is typed
        <div className="admin-times" key={at}>
          <TimeField label={t('rules.from')} value={each.from} onChange={(from) => put(at, { from })} />
          <span>–</span>
          <TimeField label={t('rules.to')} value={each.to} onChange={(to) => put(at, { to })} />
          <Input
            className="admin-filter"
            aria-label={t('rules.why')}
            placeholder={t('rules.why')}
            maxLength={120}
            value={each.why}
            onChange={({ target }) => put(at, { why: target.value })}
          />
          <Button onClick={() => onChange(quiet.filter((_, index) => index !== at))}>
            {t('rules.drop')}
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange([...quiet, { from: '11:30', to: '13:30', why: t('rules.noon') }])}>
          {t('rules.addQuiet')}
        </Button>
      </div>
    </>
  );
}
