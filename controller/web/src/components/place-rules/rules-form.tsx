import type { AreaPatch } from '@loa/shared/api/areas';
import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { Button } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../confirm-sound.js';
import { AskedEditPreview } from '../edit-preview.js';
import { Skeleton } from '../skeleton.js';
import { rulesChange, type Said } from './rules-change.js';
import { RulesChangeNotes, useSilenceWords } from './rules-change-words.js';
import { RulesFields } from './rules-fields.js';
import { useRulesDraft } from './use-rules-draft.js';

interface RulesFormProps {
  place: Said;
  /** What would hold without the place's own words. */
  above: RulesInForce;
  /** `/areas/area_a` or `/clusters/cluster_a`. */
  path: string;
  /** Who will hear it, for people. */
  where: string;
  save: { mutate: (change: AreaPatch) => void; isPending: boolean; error: unknown };
  onCancel: () => void;
}

/** Hours, quiet times, limits and customs of one place. Says before saving what will be heard, where and from when. */
export function RulesForm({ place, above, path, where, save, onCancel }: RulesFormProps) {
  const { t } = useTranslation(['rules', 'app']);
  const silence = useSilenceWords();
  const draft = useRulesDraft(place, above);
  const change = rulesChange(draft.opened, draft.now);
  const [asking, setAsking] = useState(false);
  return (
    <Suspense fallback={<Skeleton />}>
      <RulesFields draft={draft} above={above} />
      <div className="row">
        <Button type="primary" disabled={draft.wrong !== null} onClick={() => setAsking(true)}>
          {t('app:act.save')}
        </Button>
        <Button onClick={onCancel}>{t('app:act.cancel')}</Button>
      </div>
      <ConfirmSound
        open={asking}
        title={t('ask')}
        kind="silence"
        what={silence(draft, above)}
        where={where}
        when={t('when')}
        yes={t('app:act.save')}
        busy={save.isPending}
        error={save.error}
        onYes={() => save.mutate(change)}
        onNo={() => setAsking(false)}
      >
        <RulesChangeNotes draft={draft} above={above} />
        {asking && <AskedEditPreview path={path} change={change} />}
      </ConfirmSound>
    </Suspense>
  );
}
