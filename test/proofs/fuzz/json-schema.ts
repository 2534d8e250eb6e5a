import fc from 'fast-check';
import { z } from 'zod';
import type { Pick } from './pick.js';

/** What we use of JSON Schema 2020-12 in OpenAPI 3.1. */
export interface Schema {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | Schema | undefined;
  items?: Schema | undefined;
  prefixItems?: Schema[] | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  allOf?: Schema[] | undefined;
  pattern?: string | undefined;
  format?: string | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
}

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    items: Schema.optional(),
    prefixItems: z.array(Schema).optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
  }),
);

export interface Generator {
  /** A value that the schema describes; `name` is the field or parameter that it is for. */
  value(schema: Schema, name?: string): unknown;
}

/** Values of JSON schemas. `known` lends what is really there, so that requests come further than "not found". */
export function createGenerator(ports: {
  components: Readonly<Record<string, Schema>>;
  pick: Pick;
  known(name: string, schema: Schema): unknown;
  now(): number;
}): Generator {
  const { components, pick, known, now } = ports;
  const samples = new Map<string, readonly string[]>();

  function matching(pattern: string): string {
    const kept = samples.get(pattern) ?? sample(pattern);
    samples.set(pattern, kept);
    return pick.one(kept);
  }

  function sample(pattern: string): readonly string[] {
    return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 24, seed: 1 });
  }

  function value(schema: Schema, name = '', depth = 0): unknown {
    const lent = pick.chance(0.8) ? known(name, schema) : undefined;
    if (lent !== undefined) return lent;
    if (schema.$ref !== undefined) {
      const target = components[schema.$ref.split('/').at(-1) ?? ''];
      return target === undefined || depth > 12 ? null : value(target, name, depth + 1);
    }
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pick.one(schema.enum);
    const branch = schema.oneOf ?? schema.anyOf;
    if (branch) return value(pick.one(branch), name, depth + 1);
    if (schema.allOf) {
      return Object.assign(
        {},
        ...schema.allOf.map((each) => value(each, name, depth + 1)),
        object(schema, depth),
      );
    }
    const type = Array.isArray(schema.type) ? pick.one(schema.type) : schema.type;
    switch (type) {
      case 'object':
        return object(schema, depth);
      case 'array':
        return list(schema, name, depth);
      case 'string':
        return text(schema);
      case 'integer':
        return Math.round(number(schema));
      case 'number':
        return number(schema);
      case 'boolean':
        return pick.chance(0.5);
      case 'null':
        return null;
      default:
        return schema.properties ? object(schema, depth) : pick.one([null, 1, 'x', {}]);
    }
  }

  function object({ properties = {}, required = [], additionalProperties: more }: Schema, depth: number) {
    const made: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(properties)) {
      if (required.includes(key) || pick.chance(depth > 6 ? 0.1 : 0.5))
        made[key] = value(each, key, depth + 1);
    }
    if (typeof more === 'object' && pick.chance(0.7))
      made[matching('^[a-z]{3,8}$')] = value(more, '', depth + 1);
    return made;
  }

  function list({ items, prefixItems, minItems = 0, maxItems = 4 }: Schema, name: string, depth: number) {
    if (prefixItems) return prefixItems.map((each) => value(each, '', depth + 1));
    const length = Math.max(minItems, pick.below(Math.min(maxItems, 4) + 1));
    // `areaIds` holds what `areaId` names.
    const one = name.replace(/s$/, '');
    return Array.from({ length }, () => value(items ?? {}, one, depth + 1));
  }

  function text({ pattern, format, minLength = 0, maxLength = 60 }: Schema): string {
    if (pattern !== undefined) return matching(pattern);
    if (format === 'date') return new Date(now() + pick.below(40) * 86_400_000).toISOString().slice(0, 10);
    if (format === 'date-time') return new Date(now()).toISOString();
    if (format === 'uri') return 'http://127.0.0.1:9/stream';
    const words = 'Bà con chú ý phòng chống lừa đảo trực tuyến 2026 ';
    const length = minLength + pick.below(Math.min(maxLength - minLength, 60) + 1);
    return words.repeat(2).slice(0, Math.max(length, minLength)).padEnd(minLength, 'x');
  }

  function number({ minimum, maximum }: Schema): number {
    // An instant has no bounds of its own: most are near the present.
    if (maximum === undefined || maximum > 1e12) return now() + pick.below(60) * 3_600_000 - 36_000_000;
    const low = minimum ?? -10;
    return pick.chance(0.2)
      ? pick.one([low, maximum])
      : low + pick.below(Math.max(1, Math.min(maximum - low + 1, 1e6)));
  }

  return { value: (schema, name) => value(schema, name) };
}
