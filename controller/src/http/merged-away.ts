import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { type ProblemAnswer, problem } from './answer.js';

/** Nothing new is put into an area that is part of another now. */
export function mergedAway({ kind, name }: Area): ProblemAnswer {
  return problem(
    409,
    'merged',
    `${placeName({ kind, name })} đã sáp nhập vào nơi khác. Hãy chọn địa bàn đang dùng.`,
  );
}
