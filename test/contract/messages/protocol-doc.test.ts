import { createHmac, createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { sha256Hex } from '@loa/shared/jcs';
import { Reason } from '@loa/shared/playback';
import { topics } from '@loa/shared/topics';
import { documentTypes } from '@loa/shared/trust/envelope';
import { describe, expect, it } from 'vitest';
import { protocolSchemaFiles } from './protocol-schemas.js';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const doc = read('docs/protocol.md');

describe('docs/schemas', () => {
  it('holds exactly the JSON Schemas that the code generates (`npx vitest run test/contract/messages -u` rewrites them)', async () => {
    for (const [name, text] of protocolSchemaFiles()) {
      await expect(text).toMatchFileSnapshot(`../../../docs/schemas/${name}`);
    }
    expect(readdirSync(new URL('docs/schemas/', root)).sort()).toEqual(
      [...protocolSchemaFiles().keys()].sort(),
    );
  });
});

describe('docs/protocol.md', () => {
  it('links every schema', () => {
    for (const name of protocolSchemaFiles().keys()) expect(doc).toContain(`schemas/${name}`);
  });

  it('names every topic, document type and reason', () => {
    for (const topic of [topics.plan, topics.receipt, topics.report, topics.status]) {
      expect(doc).toContain(topic('{boxId}'));
    }
    expect(doc).toContain(topics.override('{areaId}'));
    expect(doc).toContain(topics.roster('{communeId}'));
    for (const typ of Object.values(documentTypes)) expect(doc).toContain(typ);
    for (const reason of Reason.options) expect(doc).toContain(`\`${reason}\``);
  });

  it('shows a receipt that verifies with nothing but the text and Ed25519', () => {
    const key = createPublicKey({ key: JSON.parse(block('controller-key')), format: 'jwk' });
    const input = Buffer.from(block('signing-input'), 'ascii');
    const signature = Buffer.from(block('signature'), 'base64url');
    expect(verify(null, input, key, signature)).toBe(true);
    expect(`${block('signing-input')}.${block('signature')}`).toBe(
      read('test/fixtures/messages/v1/receipt.jws'),
    );
    for (const part of block('signing-input').split('.')) {
      expect(doc).toContain(`\n${Buffer.from(part, 'base64url').toString('utf8')}\n`);
    }
  });

  it('shows enrolment proofs that come out of their messages with nothing but HMAC', () => {
    const hmac = (message: string) =>
      createHmac('sha256', '3F8Z9TWXB2CD').update(message).digest('base64url');
    expect(hmac(block('controller-proof-message'))).toBe(block('controller-proof'));
    expect(hmac(block('box-proof-message'))).toBe(block('box-proof'));
    const golden = JSON.parse(read('test/fixtures/messages/v1/enrolment.json'));
    expect(block('controller-proof')).toBe(golden.answer.proof);
    expect(block('box-proof')).toBe(golden.confirm.proof);
  });

  it('names the golden grant by the hash of its bytes', () => {
    expect(doc).toContain(sha256Hex(readFileSync(new URL('test/fixtures/messages/v1/grant.jws.json', root))));
  });
});

/** The content of the fenced block whose info string ends in `name`. */
function block(name: string): string {
  const found = new RegExp(`\`\`\`\\w+ ${name}\\n([^\`]*)\\n\`\`\``).exec(doc)?.[1];
  if (found === undefined) throw new Error(`docs/protocol.md has no block ${name}`);
  return found;
}
