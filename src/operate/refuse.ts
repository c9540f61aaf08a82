/** Prints this text and ends the process with status 1. */
export function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
