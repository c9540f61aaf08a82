/** All rows of the bench; each has its own file. */
import type { Row } from './row.ts';
import { boxCalls } from './rows/box-calls.ts';
import { commands } from './rows/commands.ts';
import { following } from './rows/following.ts';
import { form } from './rows/form.ts';
import { list } from './rows/list.ts';
import { processes } from './rows/processes.ts';
import { resume } from './rows/resume.ts';
import { search } from './rows/search.ts';
import { start } from './rows/start.ts';
import { webhook } from './rows/webhook.ts';

export const rows: readonly Row[] = [
  start,
  commands,
  form,
  search,
  boxCalls,
  following,
  webhook,
  list,
  processes,
  resume,
];
