import type { AppliedImport, ImportKind } from '@loa/shared/api/imports';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ChooseFile } from '../../components/choose-file.js';
import { LinkButton } from '../../components/link-button.js';
import { useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useApply, usePreview } from './lists.js';
import { PreviewView } from './preview-view.js';

/** Where what was brought in is seen. */
const SEE = { areas: '/dia-ban', clusters: '/cum-loa', sims: '/loa' } as const;

/** A file, what it would change, and only then the change. */
export function ImportSteps({ kind }: { kind: ImportKind }) {
  const address = useListAddress();
  const preview = usePreview(kind);
  const apply = useApply();
  const { t } = useTranslation('lists');
  const take = (file: File) => {
    apply.reset();
    address.set({ xem: null });
    preview.mutate(file);
  };
  const again = preview.data !== undefined;
  if (apply.data) return <Done applied={apply.data} onAgain={() => [apply.reset(), preview.reset()]} />;
  return (
    <>
      <ChooseFile
        heading
        label={t('put')}
        text={t('putText')}
        choose={t(again ? 'chooseAgain' : 'choose')}
        again={again}
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onFile={take}
      />
      <ProblemNote error={preview.error} />
      {preview.isPending && <Skeleton />}
      {preview.data && !preview.isPending && (
        <PreviewView
          preview={preview.data}
          busy={apply.isPending}
          error={apply.error}
          onApply={() => preview.data && apply.mutate(preview.data)}
        />
      )}
    </>
  );
}

function Done({ applied, onAgain }: { applied: AppliedImport; onAgain: () => void }) {
  const { t } = useTranslation('lists');
  const { created, changed, left, kind } = applied;
  return (
    <section className="stack" role="status">
      <Alert
        type={left > 0 ? 'warning' : 'success'}
        showIcon
        title={t('done', { created, changed })}
        description={left > 0 && t('doneLeft', { count: left })}
      />
      <div className="row">
        <LinkButton type="primary" to={SEE[kind]}>
          {t(`see.${kind}`)}
        </LinkButton>
        <Button onClick={onAgain}>{t('another')}</Button>
      </div>
    </section>
  );
}
