import type { Column } from '@loa/shared/api/columns';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaPicker } from '../../components/area-picker.js';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { changedFields } from '../../lib/changed-fields.js';
import { inOneLine } from '../../lib/in-one-line.js';
import { useMe } from '../../lib/session.js';
import { useChangeColumns } from './columns.js';

/** A new column, or one that is there; without an id it was only ever typed and is registered by saving. */
export function ColumnDialog({ column, onClose }: { column: Column | null; onClose: () => void }) {
  const { t } = useTranslation(['columns', 'app']);
  const me = useMe();
  const tell = useToast();
  const [name, setName] = useState(column?.name ?? '');
  const [description, setDescription] = useState(column?.description ?? '');
  const [areaId, setAreaId] = useState(column?.areaId ?? me.areaId);
  const save = useChangeColumns(() => {
    tell(t('saved'));
    onClose();
  });
  const id = column?.id ?? null;
  const archived = column !== null && column.archivedAt !== null;
  const about = { name: name.trim(), description: inOneLine(description) || null };
  const lacks = about.name === '';
  const onOk = () => {
    // Enter asks no button whether it is free.
    if (lacks || save.isPending) return;
    if (id === null) save.mutate({ kind: 'add', areaId, ...about });
    else save.mutate({ kind: 'change', id, ...changedFields<typeof about>(column ?? about, about) });
  };
  return (
    <Dialog
      open
      title={t(id === null ? 'add' : 'edit')}
      okText={t('app:act.save')}
      cancelText={t('app:act.cancel')}
      okButtonProps={{ disabled: lacks }}
      confirmLoading={save.isPending}
      onOk={onOk}
      onCancel={onClose}
    >
      <div className="stack">
        <Field label={t('name')} hint={id === null ? t('nameHint') : t('renameHint')}>
          {(field) => (
            <Input
              id={field}
              maxLength={120}
              value={name}
              // Registering what is in use keeps the name that bulletins bear.
              disabled={column !== null && id === null}
              onChange={({ target }) => setName(target.value)}
              onPressEnter={onOk}
            />
          )}
        </Field>
        <Field label={t('description')}>
          {(field) => (
            <Input.TextArea
              id={field}
              maxLength={300}
              value={description}
              onChange={({ target }) => setDescription(target.value)}
            />
          )}
        </Field>
        {id === null && (
          <AreaPicker
            label={t('where')}
            value={[areaId]}
            onChange={([first]) => setAreaId(first ?? me.areaId)}
          />
        )}
        {id !== null && (
          <div className="stack">
            <p className="soft">{t(archived ? 'resumeText' : 'suspendText')}</p>
            <div>
              <Button
                loading={save.isPending}
                onClick={() => save.mutate({ kind: 'archive', id, archived: !archived })}
              >
                {t(archived ? 'resume' : 'suspend')}
              </Button>
            </div>
          </div>
        )}
        <ProblemNote error={save.error} />
      </div>
    </Dialog>
  );
}
