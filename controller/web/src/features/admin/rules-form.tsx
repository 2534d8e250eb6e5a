import type { Area } from '@loa/shared/api/areas';
import type { RulesInForce } from '@loa/shared/api/rules-in-force';
import { placeName } from '@loa/shared/place-name';
import { useTranslation } from 'react-i18next';
import { RulesForm } from '../../components/place-rules/rules-form.js';
import { useToast } from '../../components/toasts.js';
import { patchArea, useSettingChange } from './settings.js';

interface AreaRulesFormProps {
  area: Area;
  above: RulesInForce;
  onDone: () => void;
}

/** The rules of an area, for it and all below. */
export function AreaRulesForm({ area, above, onDone }: AreaRulesFormProps) {
  const { t } = useTranslation('admin');
  const tell = useToast();
  const save = useSettingChange(patchArea(area.id), () => {
    tell(t('people.saved'));
    onDone();
  });
  const where = t('rules.where', { place: placeName(area) });
  return (
    <div className="stack admin-form">
      <RulesForm place={area} path={`/areas/${area.id}`} {...{ above, where, save }} onCancel={onDone} />
    </div>
  );
}
