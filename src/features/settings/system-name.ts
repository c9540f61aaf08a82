/** The name of this workspace in Box's signing log, as the system that confirmed who opened a signing page. */
import { options } from '../../signing/options.ts';
import { clean } from '../../views/clean.ts';
import type { Services } from '../services.ts';

/** The value of Box's field `external_system_name`. */
export function systemNameOf({ identity }: Pick<Services, 'identity'>): string {
  return clean(`Slack ${identity.name}`, options.systemName.most);
}
