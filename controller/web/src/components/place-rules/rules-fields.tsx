import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { LanguagePolicy } from '@loa/shared/place-rules';
import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../field.js';
import { HoursFields } from './hours-fields.js';
import { QuietRows } from './quiet-rows.js';
import { LouderNote } from './rules-change-words.js';
import { useRuleWords } from './use-rule-words.js';
import type { RulesDraft } from './use-rules-draft.js';
import './place-rules.css';

const LIMITS = [
  { limit: 'maxSessionMinutes', name: 'session', say: 'minutes', most: 1440 },
  { limit: 'maxDayMinutes', name: 'day', say: 'minutes', most: 1440 },
  { limit: 'maxSessionsPerDay', name: 'sessions', say: 'times', most: 48 },
] as const;

/** The hours and rules of an area or a cluster, to be typed; each says what holds where nothing is said. */
export function RulesFields({ draft, above }: { draft: RulesDraft; above: RulesInForce }) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const { now, putRules, wrong } = draft;
  const { rules } = now;
  return (
    <>
      <HoursFields draft={draft} above={above} />
      <h3>{t('quiet')}</h3>
      {above.quiet.length > 0 && (
        <p className="soft small">
          {t('quietAbove')}: {words.quiet(above.quiet)}
        </p>
      )}
      <QuietRows quiet={rules.quiet} onChange={(quiet) => putRules({ quiet })} />
      <h3>{t('limits')}</h3>
      {LIMITS.map(({ limit, name, say, most }) => {
        const held = above[limit];
        const told = held === null ? t('noLimit') : words[say](held);
        const label = say === 'minutes' ? t('inMinutes', { what: t(name) }) : t(name);
        return (
          <Field key={limit} label={label} hint={t('emptyAsAbove', { above: told })}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={most}
                value={rules[limit]}
                onChange={(next) => putRules({ [limit]: next })}
              />
            )}
          </Field>
        );
      })}
      <h3>{t('customs')}</h3>
      <Customs draft={draft} above={above} />
      <LouderNote draft={draft} />
      {wrong !== null && <p role="alert">{t(`wrong.${wrong}`)}</p>}
    </>
  );
}

/** What the nearest place that says something decides, here or above. */
function Customs({ draft: { now, putRules }, above }: { draft: RulesDraft; above: RulesInForce }) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const { languagePolicy, repeatInEvening } = now.rules;
  return (
    <>
      <Field label={t('languages')}>
        {(id) => (
          <Select
            id={id}
            value={languagePolicy ?? 'above'}
            onChange={(next: LanguagePolicy | 'above') =>
              putRules({ languagePolicy: next === 'above' ? null : next })
            }
            options={[null, ...LanguagePolicy.options].map((policy) => ({
              value: policy ?? 'above',
              label: words.policy(policy, above.languagePolicy),
            }))}
          />
        )}
      </Field>
      <Field label={t('repeat')} hint={t('repeatHint')}>
        {(id) => (
          <Select
            id={id}
            value={String(repeatInEvening)}
            onChange={(next: string) =>
              putRules({ repeatInEvening: next === 'null' ? null : next === 'true' })
            }
            options={[null, true, false].map((repeats) => ({
              value: String(repeats),
              label: words.repeat(repeats, above.repeatInEvening),
            }))}
          />
        )}
      </Field>
    </>
  );
}
