/** The arguments of the operator's commands. */
import { refuse } from './refuse.ts';

/**
 * Returns what `read` makes of the command's arguments. Prints the usage and ends the process when `--help` is among
 * them, with status 0, or when `read` throws a TypeError, with status 1 and the error's message.
 */
export function readArguments<Options>(usage: string, read: () => Options): Options {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const isOfNode = 'code' in error;
    // Node adds advice about arguments that begin with a dash, which is for other programs.
    const reason = isOfNode ? error.message.split(/\. |\n/)[0] : error.message;
    return refuse(`${reason}\n\n${usage}`);
  }
}
