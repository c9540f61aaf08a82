/**
 * The operator has set a folder for signed copies. The form names it, and does not say that copies are saved next to
 * the original.
 */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, asksFor, createdFor, opensForm } from './acts.ts';
import { aWorld, stories } from './world.ts';

stories('the folder that the operator has set for signed copies', () => {
  const world = aWorld({ withoutApp: true });
  let folder: { readonly id: string };
  beforeEach(async () => {
    if (world().app.pid !== 0) return;
    folder = world().box.addFolder(anaInBox(world()), { name: 'Signed contracts' });
    await world().restart({ env: { BOX_DESTINATION_FOLDER_ID: folder.id } });
  });

  /** Opens the form, with or without its further options, and returns its text. */
  async function formText(isUnfolded: boolean): Promise<string> {
    const { ana } = world();
    await ana.reloads();
    await opensForm(world());
    if (isUnfolded) await ana.presses('More options');
    return ana.sees(isUnfolded ? 'Request name' : 'More options', { in: 'modal' });
  }

  it('the form names the folder for signed copies as soon as its name is known', async () => {
    const { ana } = world();
    for (const isUnfolded of [false, true]) {
      const form = await formText(isUnfolded);
      expect(form).toContain('the folder your admin chose');
      expect(form).not.toContain('next to the original');
    }
    await ana.reloads();
    const file = world().newFile('Contract.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toMatchObject([{ parent_folder: { id: folder.id } }]);
    for (const isUnfolded of [false, true]) {
      const form = await formText(isUnfolded);
      expect(form).toContain('Signed contracts');
      expect(form).not.toContain('next to the original');
    }
  });

  it('the check names the folder for signed copies', async () => {
    const { ana } = world();
    await ana.reloads();
    const direct = { 'Send now, without fields': true };
    await asksFor(world(), `${world().newFile('Checked.pdf').url} dee@client.com`, direct);
    const check = await ana.sees('Check and send', { in: 'modal' });
    expect(check).toContain('File is in Contracts · Signed copy goes to Signed contracts');
  });

  it('a form that opened filled in does not say “next to the original” when unfolded', async () => {
    const { ana } = world();
    await ana.reloads();
    await opensForm(world(), `${world().newFile().url} dee@client.com`);
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect((await ana.modal())?.plain).not.toContain('next to the original');
  });
});
