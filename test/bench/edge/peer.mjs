// The least that a box could be: Node with an MQTT connection over TLS and a database open, and nothing else.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import mqtt from 'mqtt';

const require = createRequire(import.meta.url);
const Database = require(
  Number(process.versions.node.split('.')[0]) >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3',
);
const [url, ca, database] = process.argv.slice(2);
const db = new Database(database);
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS t (a INTEGER)');
const client = mqtt.connect(url, {
  ca: readFileSync(ca, 'utf8'),
  checkServerIdentity: () => undefined,
  clientId: 'peer',
  username: 'peer',
  password: 'peer',
  keepalive: 60,
});
client.once('connect', () => process.stdout.write('up\n'));
