/** Makes a database refuse one kind of write, as on a full disk, by a trigger on either engine. */

export type Engine = 'sqlite' | 'postgres';

/** SQL statements that make every update of this column fail or, with `value`, every update to that value. */
export function refuseUpdates(
  engine: Engine,
  table: string,
  column: string,
  value?: string,
): readonly string[] {
  const name = nameOf(table, column);
  const trigger = `create trigger ${name} before update of ${column} on ${table}`;
  const when = value === undefined ? '' : `when (new.${column} = '${value}')`;
  if (engine === 'sqlite') return [`${trigger} ${when} begin select raise(abort, 'refused by a test'); end`];
  const body = "begin raise exception 'refused by a test'; end";
  return [
    `create function ${name}() returns trigger language plpgsql as $$ ${body} $$`,
    `${trigger} for each row ${when} execute function ${name}()`,
  ];
}

/** SQL statements that undo those of `refuseUpdates`. */
export function allowUpdates(engine: Engine, table: string, column: string): readonly string[] {
  const name = nameOf(table, column);
  return engine === 'sqlite' ? [`drop trigger ${name}`] : [`drop function ${name} cascade`];
}

function nameOf(table: string, column: string): string {
  return `no_${table}_${column}`;
}
