export interface AreaOutlineTable {
  area_id: string;
  /** JSON Outline, simplified. */
  outline: string;
  /** How many corners it has. */
  points: number;
  at: number;
  /** Account. */
  by: string;
}

export interface OutlineTables {
  area_outline: AreaOutlineTable;
}
