export type Unit = 'Count' | 'Seconds';
export type Labels = Readonly<Record<string, string>>;

/** Where numbers are told. One dimension is for all, the stage (`bellhop-prod`); labels are fields beside it, which queries see: each dimension would be a metric of its own to pay for. */
export interface Numbers {
  tell(name: string, unit: Unit, value: number, labels?: Labels): void;
}
