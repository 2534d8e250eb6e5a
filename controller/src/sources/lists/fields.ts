import type { ImportKind } from '@loa/shared/api/imports';

/** What a column of a list may tell. */
export type Field =
  | ('kind' | 'name' | 'commune' | 'village' | 'cluster' | 'box')
  | ('households' | 'population' | 'languages' | 'lat' | 'lon' | 'position')
  | ('contactName' | 'phone' | 'number' | 'operator' | 'expiresOn' | 'note');

export interface FieldSpec {
  field: Field;
  /** As our own exports head it. */
  label: string;
  /** Folded, without marks; the longest that a header holds decides. */
  synonyms: readonly string[];
  required?: true;
  /** Blank below a filled cell means the same again: merged cells are read so. */
  fillDown?: true;
}

const VILLAGE: FieldSpec = {
  field: 'village',
  label: 'Thôn, làng',
  synonyms: [
    'thon lang',
    'thon',
    'lang',
    'ten thon',
    'ten lang',
    'ap',
    'ban',
    'buon',
    'khu pho',
    'to dan pho',
    'dia ban',
    'xom',
  ],
  fillDown: true,
};
const COMMUNE: FieldSpec = {
  field: 'commune',
  label: 'Xã, phường',
  synonyms: ['xa phuong', 'xa', 'phuong', 'ten xa', 'don vi', 'xa phuong dac khu'],
  fillDown: true,
};
const POSITION: readonly FieldSpec[] = [
  { field: 'lat', label: 'Vĩ độ', synonyms: ['vi do', 'lat', 'latitude'] },
  { field: 'lon', label: 'Kinh độ', synonyms: ['kinh do', 'lon', 'long', 'lng', 'longitude'] },
  { field: 'position', label: 'Tọa độ', synonyms: ['toa do', 'vi tri gps', 'gps'] },
];
const LANGUAGES: FieldSpec = {
  field: 'languages',
  label: 'Tiếng',
  synonyms: ['tieng', 'ngon ngu', 'tieng noi', 'tieng phat'],
};

/** The columns of each list, in the order in which they are exported. */
export const FIELDS: Readonly<Record<ImportKind, readonly FieldSpec[]>> = {
  areas: [
    COMMUNE,
    { field: 'kind', label: 'Loại', synonyms: ['loai', 'loai hinh', 'cap', 'loai dia ban'] },
    {
      ...{ field: 'name', label: 'Tên thôn, làng', required: true },
      synonyms: [
        'ten thon lang',
        'ten',
        'ten thon',
        'ten lang',
        'thon',
        'lang',
        'thon lang',
        'dia ban',
        'ten dia ban',
        'to dan pho',
        'ap',
        'ban',
        'buon',
      ],
    },
    { field: 'households', label: 'Số hộ', synonyms: ['so ho', 'ho', 'tong so ho', 'ho dan', 'so ho dan'] },
    {
      ...{ field: 'population', label: 'Số dân' },
      synonyms: [
        'so dan',
        'dan so',
        'so khau',
        'khau',
        'nhan khau',
        'so nhan khau',
        'tong so khau',
        'so nguoi',
      ],
    },
    LANGUAGES,
    ...POSITION,
  ],
  clusters: [
    COMMUNE,
    { ...VILLAGE, required: true },
    {
      ...{ field: 'cluster', label: 'Cụm loa', required: true },
      synonyms: [
        'cum loa',
        'ten cum loa',
        'ten cum',
        'cum',
        'loa',
        'ten loa',
        'vi tri lap dat',
        'vi tri',
        'noi lap',
        'diem loa',
      ],
    },
    LANGUAGES,
    ...POSITION,
    {
      ...{ field: 'contactName', label: 'Trưởng thôn' },
      synonyms: [
        'truong thon',
        'ho ten truong thon',
        'nguoi lien he',
        'nguoi phu trach',
        'phu trach',
        'truong lang',
        'nguoi quan ly',
        'lien he',
        'ho va ten',
      ],
    },
    {
      ...{ field: 'phone', label: 'Điện thoại' },
      synonyms: [
        'dien thoai',
        'so dien thoai',
        'sdt',
        'dt',
        'so dt',
        'dien thoai truong thon',
        'sdt truong thon',
        'phone',
      ],
    },
  ],
  sims: [
    COMMUNE,
    VILLAGE,
    {
      ...{ field: 'cluster', label: 'Cụm loa' },
      synonyms: ['cum loa', 'ten cum loa', 'ten cum', 'cum', 'vi tri', 'vi tri lap dat'],
    },
    {
      ...{ field: 'box', label: 'Bộ thu' },
      synonyms: ['bo thu', 'ten bo thu', 'thiet bi', 'ten thiet bi', 'ten loa', 'loa', 'bo'],
    },
    {
      ...{ field: 'number', label: 'Số SIM', required: true },
      synonyms: [
        'so sim',
        'sim',
        'so thue bao',
        'thue bao',
        'so dien thoai',
        'so dien thoai sim',
        'sdt',
        'sdt sim',
        'isdn',
        'so may',
      ],
    },
    { field: 'operator', label: 'Nhà mạng', synonyms: ['nha mang', 'mang', 'nha cung cap'] },
    {
      ...{ field: 'expiresOn', label: 'Ngày hết hạn' },
      synonyms: ['ngay het han', 'het han', 'han', 'han dung', 'han su dung', 'thoi han', 'ngay den han'],
    },
    { field: 'note', label: 'Ghi chú', synonyms: ['ghi chu', 'note'] },
  ],
};
