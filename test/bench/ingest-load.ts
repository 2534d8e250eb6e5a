import { topics } from '@loa/shared/topics';
import { importSigningKey, PrivateJwk } from '@loa/shared/trust/keys';
import mqtt, { type MqttClient } from 'mqtt';
import { z } from 'zod';
import { createBoxReporter } from '../support/box-reporter.js';
import { playedEntries, samplePlaybackId } from '../support/journal-entries.js';

/** The second process of the ingest bench: boxes that sign their reports beforehand and then send as fast as they may. */

const Command = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('prepare'),
    boxes: z.array(z.object({ boxId: z.string(), key: PrivateJwk })),
    messagesPerBox: z.number(),
    entriesPerMessage: z.number(),
  }),
  z.object({ kind: z.literal('send'), port: z.number(), messagesPerBox: z.number() }),
]);

/** Unacknowledged messages of one box at a time, as an outbox would keep. */
const WINDOW = 32;
const prepared = new Map<string, Uint8Array[]>();

async function prepare(command: Extract<z.infer<typeof Command>, { kind: 'prepare' }>): Promise<void> {
  const at = Date.UTC(2026, 10, 2);
  const total = command.messagesPerBox * command.entriesPerMessage;
  for (const { boxId, key } of command.boxes) {
    const signer = await importSigningKey(key);
    const reporter = createBoxReporter({ boxId, journalId: `journal_${boxId}`, key: signer, issuedAt: at });
    const entries: unknown[] = [];
    for (let n = 0; entries.length < total; n++) {
      entries.push(...playedEntries(samplePlaybackId(n, boxId), n * 4 + 1, at + n * 60_000));
    }
    const messages: Uint8Array[] = [];
    for (let start = 0; start < total; start += command.entriesPerMessage) {
      messages.push((await reporter.report(entries.slice(start, start + command.entriesPerMessage))).bytes);
    }
    prepared.set(boxId, messages);
  }
}

async function send(port: number, messagesPerBox: number): Promise<void> {
  const clients = await Promise.all(
    [...prepared.keys()].map(async (boxId) => {
      const options = { clientId: boxId, username: boxId, password: 'bench', protocolVersion: 4 } as const;
      return [boxId, await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, options)] as const;
    }),
  );
  await Promise.all(
    clients.map(([boxId, client]) =>
      sendAll(client, boxId, (prepared.get(boxId) ?? []).slice(0, messagesPerBox)),
    ),
  );
  await Promise.all(clients.map(([, client]) => client.endAsync()));
}

async function sendAll(client: MqttClient, boxId: string, messages: readonly Uint8Array[]): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let message = messages[next++]; message; message = messages[next++]) {
      await client.publishAsync(topics.report(boxId), Buffer.from(message), { qos: 1 });
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, lane));
}

process.on('message', (raw) => {
  const command = Command.parse(raw);
  const work = command.kind === 'prepare' ? prepare(command) : send(command.port, command.messagesPerBox);
  work.then(
    () => process.send?.({ kind: 'done' }),
    (error: unknown) => process.send?.({ kind: 'failed', detail: String(error) }),
  );
});

// Whoever asked is gone.
process.on('disconnect', () => process.exit());
