import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { RuleDays } from './days-field.js';
import { emptyDays, RULE_KINDS, type RuleForm } from './rule-form.js';

/** As many as a timetable may have. */
const MOST_RULES = 16;

interface RulesFieldProps {
  value: readonly RuleForm[];
  onChange: (rules: RuleForm[]) => void;
}

/** Any rules, one or several: a day counts when any of them names it. */
export function RulesField({ value, onChange }: RulesFieldProps) {
  const { t } = useTranslation('schedule');
  const put = (at: number, part: Partial<RuleForm>) =>
    onChange(value.map((rule, n) => (n === at ? { ...rule, ...part } : rule)));
  return (
    <>
      {value.map((rule, at) => (
        // Rules have no other name than their place in the list.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is what is typed, in its order
        <fieldset key={at} className="schedule-field schedule-rule">
          {value.length > 1 && <legend>{t('form.rule', { n: at + 1 })}</legend>}
          <Select
            aria-label={t('form.ruleKind', { n: at + 1 })}
            listHeight={RULE_KINDS.length * 48}
            value={rule.kind}
            onChange={(kind) => put(at, { kind })}
            options={RULE_KINDS.map((kind) => ({ value: kind, label: t(`form.ruleKinds.${kind}`) }))}
          />
          <RuleDays kind={rule.kind} value={rule} onChange={(part) => put(at, part)} />
          {value.length > 1 && (
            <div>
              <Button onClick={() => onChange(value.filter((_, n) => n !== at))}>
                {t('form.ruleRemove', { n: at + 1 })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {value.length < MOST_RULES && (
        <div>
          <Button onClick={() => onChange([...value, { ...emptyDays, kind: 'monthly' }])}>
            {t('form.ruleAdd')}
          </Button>
        </div>
      )}
    </>
  );
}
