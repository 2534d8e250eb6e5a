import type { Logger } from '@loa/shared/ports/logger';
import type { ErrorRequestHandler } from 'express';
import { MulterError } from 'multer';
import { z } from 'zod';
import { type ProblemAnswer, type ProblemStatus, problem } from './answer.js';
import { loggedPath } from './logged-path.js';
import { sendProblem } from './send-answer.js';

const WithStatus = z.object({ status: z.int().min(400).max(499) });
const WithCode = z.object({ code: z.string() });

/** Answers whatever was thrown: bad input by its status, a full disk as 507, our own bugs as 500 and a log line. */
export function createErrorHandler({ log }: { log: Logger }): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answer = answerTo(error);
    if (answer.status >= 500) {
      log.error({ err: error, method: request.method, path: loggedPath(request.path) }, 'A request failed.');
    }
    sendProblem(response, answer);
  };
}

export function answerTo(error: unknown): ProblemAnswer {
  if (isDiskFull(error)) {
    return problem(
      507,
      'disk_full',
      'Máy chủ đã hết chỗ trống nên chưa lưu được gì. Hãy báo người quản trị dọn bớt dữ liệu.',
    );
  }
  if (error instanceof MulterError) return answerToUpload(error);
  const code = WithCode.safeParse(error).data?.code ?? '';
  if (code.startsWith('SQLITE_BUSY')) {
    return problem(503, 'busy', 'Máy chủ đang bận. Hãy thử lại sau ít phút.');
  }
  const status = WithStatus.safeParse(error).data?.status;
  if (status !== undefined) return answerToStatus(status);
  return problem(
    500,
    'internal',
    'Máy chủ gặp lỗi, việc này chưa làm được. Hãy thử lại; nếu vẫn lỗi, báo người quản trị.',
  );
}

function answerToStatus(status: number): ProblemAnswer {
  switch (status) {
    case 413:
      return problem(413, 'too_large', 'Dữ liệu gửi lên lớn quá giới hạn. Hãy rút gọn hoặc chia nhỏ.');
    case 415:
      return problem(415, 'unsupported_type', 'Kiểu dữ liệu gửi lên không dùng được. Hãy gửi JSON mã UTF-8.');
    case 416:
      return problem(416, 'bad_range', 'Đoạn tệp được yêu cầu không có trong tệp này.');
    case 404:
      return problem(
        404,
        'not_found',
        'Không tìm thấy tệp này. Có thể đã bị dời đi; hãy báo người quản trị.',
      );
    default:
      return problem(
        clientStatus(status),
        'bad_request',
        'Máy chủ không đọc được yêu cầu này. Hãy kiểm tra rồi gửi lại.',
      );
  }
}

function clientStatus(status: number): ProblemStatus {
  return status === 401 || status === 403 || status === 409 || status === 429 ? status : 400;
}

function answerToUpload(error: MulterError): ProblemAnswer {
  if (error.code === 'LIMIT_FILE_SIZE') {
    return problem(
      413,
      'too_large',
      'Tệp lớn quá giới hạn cho phép. Hãy lưu lại ở dạng mp3 hoặc m4a rồi tải lên.',
    );
  }
  return problem(400, 'bad_upload', 'Mỗi lần chỉ tải lên một tệp âm thanh, ở mục “file”. Hãy chọn lại tệp.', {
    upload: error.code,
  });
}

/** Whether the machine has no room left, by the file system's or SQLite's word. */
export function isDiskFull(error: unknown): boolean {
  const code = WithCode.safeParse(error).data?.code;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL';
}
