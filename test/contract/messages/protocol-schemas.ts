import * as http from '@loa/shared/messages/agent-http';
import { Grant } from '@loa/shared/messages/grant';
import { OverrideDocument } from '@loa/shared/messages/override';
import { Plan } from '@loa/shared/messages/plan';
import { Receipt } from '@loa/shared/messages/receipt';
import { JournalEntry, Report } from '@loa/shared/messages/report';
import { Roster } from '@loa/shared/messages/roster';
import { Status } from '@loa/shared/messages/status';
import { z } from 'zod';

const schemas = {
  roster: Roster,
  grant: Grant,
  plan: Plan,
  override: OverrideDocument,
  receipt: Receipt,
  report: Report,
  'journal-entry': JournalEntry,
  status: Status,
  'enrol-request': http.EnrolRequest,
  'enrol-answer': http.EnrolAnswer,
  'enrol-confirm': http.EnrolConfirm,
  'enrol-done': http.EnrolDone,
  'token-challenge': http.TokenChallenge,
  'token-proof': http.TokenProof,
  'token-answer': http.TokenAnswer,
  'box-key': http.BoxKeyChange,
  'time-request': http.TimeRequest,
  'time-answer': http.TimeAnswer,
} as const;

/** File name → text of every JSON Schema (draft 2020-12) of protocol v1, for docs/schemas. */
export function protocolSchemaFiles(): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ title: name, ...z.toJSONSchema(schema, { io: 'input', reused: 'inline' }) }, null, 2)}\n`,
    ]),
  );
}
