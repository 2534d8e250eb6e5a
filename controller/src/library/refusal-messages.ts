import type { RefusalReason } from './outcomes.js';

export interface PersonMessage {
  readonly vi: string;
  readonly en: string;
}

/** What happened to the file and what to do about it, for the person who uploaded it. */
export const REFUSAL_MESSAGES: Readonly<Record<RefusalReason, PersonMessage>> = {
  not_audio: {
    vi: 'Tệp này không phải là tệp âm thanh mà hệ thống đọc được. Hãy chọn tệp mp3, m4a, wav, ogg, flac, webm, amr hoặc 3gp.',
    en: 'This is not an audio file the system can read. Choose an mp3, m4a, wav, ogg, flac, webm, amr or 3gp file.',
  },
  empty: {
    vi: 'Tệp rỗng, không có dữ liệu. Hãy kiểm tra lại tệp gốc rồi tải lên lần nữa.',
    en: 'The file is empty. Check the original and upload it again.',
  },
  playlist: {
    vi: 'Tệp này là danh sách phát, không chứa âm thanh. Hãy tải lên chính tệp âm thanh.',
    en: 'This file is a playlist and holds no sound. Upload the audio file itself.',
  },
  truncated: {
    vi: 'Tệp bị cắt mất phần cuối, có thể do tải lên hoặc sao chép dở dang. Hãy tải lên lại từ tệp gốc.',
    en: 'The end of the file is missing, perhaps from an unfinished copy. Upload it again from the original.',
  },
  too_long: {
    vi: 'Bản thu dài quá giới hạn cho phép. Hãy cắt thành nhiều phần ngắn hơn.',
    en: 'The recording is longer than allowed. Cut it into shorter parts.',
  },
  too_short: {
    vi: 'Bản thu quá ngắn. Hãy kiểm tra lại tệp gốc.',
    en: 'The recording is too short. Check the original.',
  },
  too_large: {
    vi: 'Tệp lớn quá giới hạn cho phép. Hãy lưu lại ở dạng mp3 hoặc m4a rồi tải lên.',
    en: 'The file is larger than allowed. Save it as mp3 or m4a and upload that.',
  },
  silent: {
    vi: 'Bản thu im lặng hoặc quá nhỏ tiếng. Hãy kiểm tra micro và thu lại.',
    en: 'The recording is silent or far too quiet. Check the microphone and record again.',
  },
  no_audio_stream: {
    vi: 'Tệp này có hình nhưng không có tiếng. Hãy chọn tệp khác.',
    en: 'This file has pictures but no sound. Choose another one.',
  },
  timeout: {
    vi: 'Xử lý tệp quá lâu nên đã dừng. Hãy thử lại, hoặc lưu tệp ở dạng mp3 rồi tải lên.',
    en: 'The file took too long to process and was stopped. Try again, or save it as mp3 and upload that.',
  },
  disk_full: {
    vi: 'Máy chủ đã hết chỗ trống, tệp chưa được lưu. Hãy báo người quản trị dọn bớt dữ liệu.',
    en: 'The server has no room left and the file was not kept. Ask the administrator to free some space.',
  },
  decode_failed: {
    vi: 'Không đọc được âm thanh trong tệp, tệp có thể bị hỏng. Hãy mở thử trên máy của mình rồi tải lên lại.',
    en: 'The sound in this file cannot be read; the file may be damaged. Try to play it yourself, then upload it again.',
  },
};
