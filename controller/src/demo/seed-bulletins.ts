import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Bulletin, Variant } from '@loa/shared/api/bulletins';
import { ImportedRecording } from '@loa/shared/api/recordings';
import type { ApiClient } from '../client/api-client.js';
import type { SampleBulletin, SampleRecording } from './samples.js';

/** Uploads a sample in all its languages and hands it in for approval, as a member of staff would. */
export async function seedBulletin(
  api: ApiClient,
  sample: SampleBulletin,
  areaId: string,
): Promise<{ bulletinId: string; variantIds: string[] }> {
  const bulletin = await api.post(
    '/bulletins',
    {
      areaId,
      title: sample.title,
      kind: sample.kind,
      columnName: sample.column,
      topics: sample.topics,
      audiences: sample.audiences,
      sourceUnit: 'Đài truyền thanh xã Ia Pia (DEMO)',
    },
    Bulletin,
  );
  const variantIds: string[] = [];
  for (const recording of sample.recordings) {
    variantIds.push(await seedVariant(api, bulletin.id, recording));
  }
  return { bulletinId: bulletin.id, variantIds };
}

async function seedVariant(api: ApiClient, bulletinId: string, recording: SampleRecording): Promise<string> {
  const file = { name: basename(recording.file), bytes: await readFile(recording.file) };
  const { sha256 } = await api.upload('/recordings', file, ImportedRecording);
  const text = recording.textFile === null ? null : (await readFile(recording.textFile, 'utf8')).trim();
  const variant = await api.put(
    `/bulletins/${bulletinId}/variants/${recording.language}`,
    { recordingSha256: sha256, text },
    Variant,
  );
  await api.post(`/variants/${variant.id}/submit`, {}, Variant);
  return variant.id;
}
