import { z } from 'zod';
import { Line } from './text.js';

/** A phone number in Việt Nam: digits, with or without +84. */
export const Phone = Line(20).regex(/^(\+84|0)\d{8,10}$/);

/** Whom to call about a cluster: the village head. */
export const Contact = z
  .object({ name: Line(120).nullable(), phone: Phone.nullable() })
  .meta({ id: 'Contact' });
export type Contact = z.infer<typeof Contact>;
export const PutContact = z
  .strictObject({ name: Contact.shape.name.default(null), phone: Contact.shape.phone.default(null) })
  .meta({ id: 'PutContact' });
