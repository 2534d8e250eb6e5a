import type { AppliedImport, ImportKind } from '@loa/shared/api/imports';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
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
  const take = (file: File | undefined) => {
    if (!file) return;
    apply.reset();
    address.set({ xem: null });
    preview.mutate(file);
  };
  if (apply.data) return <Done applied={apply.data} onAgain={() => [apply.reset(), preview.reset()]} />;
  return (
    <>
      <ChooseFile onFile={take} again={preview.data !== undefined} />
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

function ChooseFile({ onFile, again }: { onFile: (file: File | undefined) => void; again: boolean }) {
  const { t } = useTranslation('lists');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <section
      className="lists-drop card stack"
      aria-label={t('put')}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <h2>{t('put')}</h2>
      <p className="soft">{t('putText')}</p>
      <Button type={again ? 'default' : 'primary'} size="large" onClick={() => input.current?.click()}>
        {t(again ? 'chooseAgain' : 'choose')}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label={t('choose')}
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={({ target }) => {
          onFile(target.files?.[0]);
          // The same file, mended, may be chosen again.
          target.value = '';
        }}
      />
    </section>
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
