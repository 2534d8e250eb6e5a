import type { Contact } from '@loa/shared/api/contact';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { Loaded } from '../../components/loaded.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { phoneOf, phoneText } from '../../lib/phone.js';
import { useMay } from '../../lib/session.js';
import { contactQuery, usePutContact } from './clusters.js';

/** Whom to call about a place: the village head. */
export function ContactCard({ clusterId }: { clusterId: string }) {
  const { t } = useTranslation('fleet');
  const may = useMay();
  const contact = useQuery(contactQuery(clusterId));
  const [editing, setEditing] = useState(false);
  return (
    <section className="card stack">
      <h2>{t('contact.title')}</h2>
      <Loaded query={contact}>
        {(data) =>
          editing ? (
            <ContactForm clusterId={clusterId} contact={data} onDone={() => setEditing(false)} />
          ) : (
            <>
              <p>{data.name ?? t('contact.none')}</p>
              <div className="row">
                {data.phone !== null && (
                  <Button type="primary" href={`tel:${data.phone}`}>
                    {t('contact.call', { phone: phoneText(data.phone) })}
                  </Button>
                )}
                {may('cluster.write') && (
                  <Button onClick={() => setEditing(true)}>
                    {t(data.phone === null ? 'contact.add' : 'contact.edit')}
                  </Button>
                )}
              </div>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

interface ContactFormProps {
  clusterId: string;
  contact: Contact;
  onDone: () => void;
}

function ContactForm({ clusterId, contact, onDone }: ContactFormProps) {
  const { t } = useTranslation(['fleet', 'app']);
  const tell = useToast();
  const [name, setName] = useState(contact.name ?? '');
  const [phone, setPhone] = useState(contact.phone ?? '');
  const { mutate, isPending, error } = usePutContact(clusterId, () => {
    tell(t('saved'));
    onDone();
  });
  return (
    <form
      className="stack fleet-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ name: name.trim() === '' ? null : name.trim(), phone: phoneOf(phone) });
      }}
    >
      <Field label={t('contact.name')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <Field label={t('contact.phone')} hint={t('sim.numberHint')}>
        {(id) => (
          <Input
            id={id}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={phone}
            onChange={({ target }) => setPhone(target.value)}
          />
        )}
      </Field>
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t('app:act.save')}
        </Button>
        <Button onClick={onDone}>{t('app:act.cancel')}</Button>
      </div>
    </form>
  );
}
