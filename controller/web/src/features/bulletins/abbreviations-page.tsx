import { DeleteOutlined } from '@ant-design/icons';
import type { Abbreviation } from '@loa/shared/api/speech';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { ListSearch } from '../../components/list-search.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { CutList } from '../../components/paged-list.js';
import { ProblemNote } from '../../components/problem-note.js';
import { matches } from '../../lib/search.js';
import { abbreviationsQuery, useChangeAbbreviations } from './bulletins.js';
import './bulletins.css';

/** How the machine reads what officials write short. */
export default function AbbreviationsPage() {
  const { t } = useTranslation('bulletins');
  const typed = useListAddress().get('tim') ?? '';
  const words = useQuery(abbreviationsQuery);
  return (
    <PageFrame title={t('words.title')} help={t('words.help')}>
      <Add />
      <ListSearch label={t('words.search')} />
      <Loaded query={words}>
        {({ items }) => {
          const found = items.filter(({ written, spoken }) => matches(`${written} ${spoken}`, typed));
          const own = found.filter(({ builtIn }) => !builtIn);
          return (
            <>
              <h2>{t('words.own')}</h2>
              <CutList items={own} empty={t('words.none')}>
                {(items) => <List items={items} />}
              </CutList>
              <h2>{t('words.builtIn')}</h2>
              <List items={found.filter(({ builtIn }) => builtIn)} />
            </>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}

function Add() {
  const { t } = useTranslation('bulletins');
  const [written, setWritten] = useState('');
  const [spoken, setSpoken] = useState('');
  const { mutate, isPending, error } = useChangeAbbreviations();
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        mutate(
          { kind: 'add', written, spoken },
          {
            // Quick fingers are at the next one already.
            onSuccess() {
              setWritten((typed) => (typed === written ? '' : typed));
              setSpoken((typed) => (typed === spoken ? '' : typed));
            },
          },
        );
      }}
    >
      <Field label={t('words.written')}>
        {(id) => (
          <Input id={id} maxLength={30} value={written} onChange={({ target }) => setWritten(target.value)} />
        )}
      </Field>
      <Field label={t('words.spoken')}>
        {(id) => (
          <Input id={id} maxLength={200} value={spoken} onChange={({ target }) => setSpoken(target.value)} />
        )}
      </Field>
      <ProblemNote error={error} />
      <Button
        type="primary"
        htmlType="submit"
        loading={isPending}
        disabled={written.trim() === '' || spoken.trim() === ''}
      >
        {t('words.add')}
      </Button>
    </form>
  );
}

function List({ items }: { items: readonly Abbreviation[] }) {
  const { t } = useTranslation('bulletins');
  const { mutate, error } = useChangeAbbreviations();
  return (
    <>
      <ProblemNote error={error} />
      <ul className="rows">
        {items.map(({ id, written, spoken }) => (
          <li key={written} className="card row">
            <span className="grow">
              <strong>{written}</strong> → {spoken}
            </span>
            {id !== null && (
              <Button
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t('words.remove', { word: written })}
                onClick={() => mutate({ kind: 'remove', id })}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
