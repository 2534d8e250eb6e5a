import writeXlsxFile from 'write-excel-file/node';

type Cell = string | number | null;

/** A SIM list as a commune keeps one: a title above, a phone that lost its zero, a date as text, a box nobody knows. */
const ROWS: readonly (readonly Cell[])[] = [
  ['UBND XÃ IA PIA', null, null, null, null],
  ['DANH SÁCH SIM LOA TRUYỀN THANH', null, null, null, null],
  ['STT', 'Tên bộ thu', 'SĐT sim', 'Nhà mạng', 'Hạn sử dụng'],
  [1, 'Bộ thu Sóc Mới 1', 868100004, 'viettel', '30/06/2027'],
  [2, '  bộ thu  Kon Brung 1', '0868.100.005', 'Viettel', '31/10/2027'],
  [3, 'Bộ thu Đồng Tâm 1', '0868 100 001', 'Viettel', '31/03/2027'],
  [4, 'Bộ thu Làng Xa 9', '0868 100 009', 'Viettel', '30/06/2027'],
  [5, 'Bộ thu Nà Phiêng 1', 'hỏi anh Tư', null, null],
  [6, 'Bộ thu Ơi Briu 1', '0915 100 003', 'VinaPhone', '31/02/2027'],
];

export async function messySims(): Promise<{ mimeType: string; buffer: Buffer }> {
  const cells = ROWS.map((row) => row.map((value) => (value === null ? null : { value })));
  return {
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await writeXlsxFile(cells, { sheet: 'Trang tính1' }).toBuffer(),
  };
}
