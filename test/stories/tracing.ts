/** Whether this machine lets a program trace another one. */
import { spawnSync } from 'node:child_process';

/** Whether `strace` is installed and may trace another process; some systems let only root do that. */
export const canTrace =
  spawnSync('sh', ['-c', 'sleep 0.5 & strace -o /dev/null -p $!'], { stdio: 'ignore' }).status === 0;
