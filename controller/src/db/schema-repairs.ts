export interface BoxRepairTable {
  box_id: string;
  /** As staff know the person: an electrician often has no account. */
  assignee: string;
  note: string | null;
  at: number;
  /** Account. */
  by: string;
}

export interface RepairTables {
  box_repair: BoxRepairTable;
}
