import { AppliedOutlines, OutlinePreview } from '@loa/shared/api/outlines';
import { useMutation } from '@tanstack/react-query';
import { ask, Nothing } from '../../lib/api.js';
import { usePlaceChange } from './places.js';

/** Looks at a file for an area and what lies in it; nothing is changed yet. */
export const useOutlinePreview = (areaId: string) =>
  useMutation({
    mutationFn(file: File) {
      const body = new FormData();
      body.set('file', file, file.name);
      return ask('POST', '/imports/outlines', OutlinePreview, { body, query: { area: areaId } });
    },
  });

/** All good outlines of what was looked at, together or none. */
export const useApplyOutlines = (onDone: (applied: AppliedOutlines) => void) =>
  usePlaceChange((id: string) => ask('POST', `/imports/outlines/${id}/apply`, AppliedOutlines), onDone);

export const useRemoveOutline = (areaId: string, onDone: () => void) =>
  usePlaceChange(() => ask('DELETE', `/areas/${areaId}/outline`, Nothing), onDone);
