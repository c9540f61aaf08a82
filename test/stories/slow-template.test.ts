/** What the form and the list of templates show stays right while Box is slow, and when it answers late. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, formValues, type HeldCalls, holdCalls, opensForm } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const signers = [{ label: 'Contractor' }];
const contractor = 'Contractor: or by email';
const unread = 'Box has not told us what this template asks for';

stories('templates while Box is slow', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().box.faults.clear();
    await world().ana.reloads();
  });

  const addsTemplate = (name: string): void => {
    world().box.addTemplate(anaInBox(world()), [world().newFile()], { signers, name });
  };

  /** Opens the form with what is typed after the command, and chooses a template, which Box is slow to describe. */
  async function choosesWhileHeld(name: string, typed = ''): Promise<HeldCalls> {
    const { ana } = world();
    await opensForm(world(), typed);
    await ana.fills({ Document: 'Template' });
    await expect.poll(async () => Object.keys(await formValues(world()))).toContain('Template');
    const held = holdCalls(world(), /sign_templates\/./, 1);
    await ana.fills({ Template: name });
    await ana.sees('Ask again', { in: 'modal' });
    await expect.poll(held.waiting).toBe(1);
    return held;
  }

  it('a late failure does not replace the fields of a template that Box has described meanwhile', async () => {
    const { ana } = world();
    addsTemplate('Late failure');
    world().box.faults.next({ kind: 'status', status: 503, applied: true, path: /sign_templates\/./ });
    const held = await choosesWhileHeld('Late failure');
    await ana.presses('Ask again');
    await ana.sees(contractor, { in: 'modal' });
    await ana.fills({ [contractor]: 'dee@client.com' });
    held.release();
    await quiet(world());
    expect((await ana.modal())?.plain).not.toContain(unread);
    expect(await formValues(world())).toMatchObject({ [contractor]: 'dee@client.com' });
    // Drawn again, the form does not mention the failure either.
    await ana.presses('More options');
    await ana.sees('Email subject', { in: 'modal' });
    expect((await ana.modal())?.plain).not.toContain(unread);
  });

  it('what was opened and moved in the form while Box was slow stays so once Box answers', async () => {
    const { ana } = world();
    addsTemplate('Kept open');
    const held = await choosesWhileHeld('Kept open', `${world().newFile().url} for the new office`);
    await ana.presses('Use as message');
    await expect.poll(async () => (await formValues(world()))['Message']).toBe('for the new office');
    await ana.presses('More options');
    await ana.sees('Email subject', { in: 'modal' });
    await ana.fills({ 'Expires after (days)': '9' });
    held.release();
    await ana.sees(contractor, { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      Message: 'for the new office',
      'Expires after (days)': '9',
    });
    expect((await ana.modal())?.plain).not.toContain('Use as message');
  });
});
