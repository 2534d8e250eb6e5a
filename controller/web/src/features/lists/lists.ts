import { AppliedImport, type ImportKind, ImportPreview } from '@loa/shared/api/imports';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** Looks at a file; nothing is changed yet. */
export function usePreview(kind: ImportKind) {
  return useMutation({
    mutationFn(file: File) {
      const body = new FormData();
      body.set('file', file, file.name);
      return ask('POST', `/imports/${kind}`, ImportPreview, { body });
    },
  });
}

/** All good rows of what was looked at, together or none. */
export function useApply() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, kind }: ImportPreview) => ask('POST', `/imports/${kind}/${id}/apply`, AppliedImport),
    onSuccess() {
      for (const key of [KEYS.areas, KEYS.clusters, KEYS.boxes, KEYS.fleet, KEYS.today])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
