/** The same keys in another language. English also says "one" where Vietnamese has one form for all numbers. */
export type Translated<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translated<T[K]> } & {
  readonly [K in keyof T as K extends `${infer Name}_other` ? `${Name}_one` : never]: string;
};
