import { Receipt } from '@loa/shared/messages/receipt';
import { z } from 'zod';
import { statement } from '../../../edge-agent/src/rows.js';
import { readDocument } from '../box/read-document.js';
import { Violation } from '../violation.js';
import type { Rule, WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'no receipted report is lost';

/**
 * A receipt tells of nothing that is not committed. A card keeps every entry until a receipt covers it. When all is
 * mended, every entry that a card of today ever held stands in the controller's database, as it was written.
 */
export function noReportLost(world: World): Rule {
  const fail = (detail: string): never => {
    throw new Violation(RULE, world.timeline.now(), detail);
  };

  let restoredAt = Number.NEGATIVE_INFINITY;

  return {
    onPublished(topic, payload) {
      if (!topic.endsWith('/down/receipt')) return;
      const receipt = readDocument(payload, Receipt);
      if (!receipt) return;
      const { boxId, journalId, storedThrough } = receipt;
      // Retained receipts of before a restore are told again until the first new one.
      const stored = storedOf(world, boxId, journalId);
      if (receipt.issuedAt < world.origin + restoredAt) return;
      if (storedThrough > stored.count) {
        fail(
          `${boxId} is receipted through ${storedThrough}, but ${stored.count} entries of ${journalId} stand`,
        );
      }
    },
    onRestored() {
      restoredAt = world.timeline.now();
    },
    onCard(watched) {
      const { kept, last } = cardOf(watched);
      const owed = last - watched.receipted;
      if (kept < owed) fail(`${watched.id} keeps ${kept} entries after ${watched.receipted}, of ${owed}`);
      if (last !== (watched.entries.at(-1)?.seq ?? 0)) fail(`${watched.id} lost the end of its journal`);
    },
    onHealed() {
      for (const watched of world.witness.all()) {
        const { last } = cardOf(watched);
        const { receipted } = watched;
        if (receipted < last) fail(`${watched.id}: its outbox holds entries after ${receipted}, of ${last}`);
        const bodies = world.machine
          .database()
          .sqlite.prepare<[string, string], { seq: number; body: string }>(
            `SELECT seq, journal_entry.body FROM journal_entry JOIN journal ON journal.num = journal_entry.journal_num
             WHERE journal.box_id = ? AND journal.id = ?`,
          )
          .all(watched.id, watched.journalId);
        const stored = new Map(bodies.map(({ seq, body }) => [seq, body]));
        for (const entry of watched.entries) {
          const body = stored.get(entry.seq);
          if (body === undefined) fail(`${watched.id}: entry ${entry.seq} (${entry.kind}) is nowhere`);
          else if (kindOf(body) !== entry.kind) fail(`${watched.id}: entry ${entry.seq} became another`);
        }
      }
    },
  };
}

const Stored = z.object({ count: z.int() });
const Kind = z.object({ kind: z.string() });
const kindOf = (body: string) => Kind.parse(JSON.parse(body)).kind;

function storedOf(world: World, boxId: string, journalId: string): { count: number } {
  const sql = 'SELECT stored_through AS count FROM journal WHERE box_id = ? AND id = ?';
  const row = statement(world.machine.database().sqlite, sql).get(boxId, journalId);
  return Stored.safeParse(row).data ?? { count: 0 };
}

const Card = z.object({ kept: z.int(), last: z.int() });

/** How many entries stand after the newest receipt that the box took, and the number of the last one ever written. */
function cardOf({ box, receipted }: WatchedBox): z.infer<typeof Card> {
  const sql = `SELECT (SELECT count(*) FROM entries WHERE seq > ?) AS kept,
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'entries'), 0) AS last`;
  return Card.parse(statement(box.db(), sql).get(receipted));
}
