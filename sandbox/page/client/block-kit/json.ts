/**
 * Readers for the JSON of blocks, whose shape is not checked here. Each returns an empty value for what is absent or of
 * another type, and none throws.
 */
import type { Json } from './surface.ts';

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textAt(object: Json | null | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === 'string' ? value : '';
}

export function numberAt(object: Json, key: string): number | undefined {
  const value = object[key];
  return typeof value === 'number' ? value : undefined;
}

export function isOn(object: Json | null | undefined, key: string): boolean {
  return object?.[key] === true;
}

export function objectAt(object: Json | null | undefined, key: string): Json | null {
  const value = object?.[key];
  return isObject(value) ? value : null;
}

export function objectsAt(object: Json | null | undefined, key: string): readonly Json[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function stringsAt(object: Json | null | undefined, key: string): readonly string[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The text of the text object under this key, with its markup unchanged. */
export function plainTextAt(object: Json | null | undefined, key: string): string {
  return textAt(objectAt(object, key), 'text');
}
