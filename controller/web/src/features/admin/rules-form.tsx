import type { Area } from '@loa/shared/api/areas';
import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { placeName } from '@loa/shared/place-name';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { AskedEditPreview } from '../../components/edit-preview.js';
import { rulesChange } from '../../components/place-rules/rules-change.js';
import { RulesChangeNotes, useSilenceWords } from '../../components/place-rules/rules-change-words.js';
import { RulesFields } from '../../components/place-rules/rules-fields.js';
import { useRulesDraft } from '../../components/place-rules/use-rules-draft.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { patchArea, useSettingChange } from './settings.js';

interface RulesFormProps {
  area: Area;
  above: RulesInForce;
  onDone: () => void;
}

/** Hours, quiet times, limits and customs of one area. Says before saving what will be heard, where and from when. */
export function RulesForm({ area, above, onDone }: RulesFormProps) {
  const { t } = useTranslation(['admin', 'rules', 'app']);
  const tell = useToast();
  const silence = useSilenceWords();
  const draft = useRulesDraft(area, above);
  const { opened, now } = draft;
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = useSettingChange(patchArea(area.id), () => {
    tell(t('people.saved'));
    onDone();
  });
  return (
    <Suspense fallback={<Skeleton />}>
      <div className="stack admin-form">
        <RulesFields draft={draft} above={above} />
        <div className="row">
          <Button type="primary" disabled={draft.wrong !== null} onClick={() => setAsking(true)}>
            {t('app:act.save')}
          </Button>
          <Button onClick={onDone}>{t('app:act.cancel')}</Button>
        </div>
        <ConfirmSound
          open={asking}
          title={t('rules:ask')}
          kind="silence"
          what={silence(draft, above)}
          where={t('rules.where', { place: placeName(area) })}
          when={t('rules:when')}
          yes={t('app:act.save')}
          busy={isPending}
          error={error}
          onYes={() => mutate(rulesChange(opened, now))}
          onNo={() => setAsking(false)}
        >
          <RulesChangeNotes draft={draft} above={above} />
          {asking && <AskedEditPreview path={`/areas/${area.id}`} change={rulesChange(opened, now)} />}
        </ConfirmSound>
      </div>
    </Suspense>
  );
}
