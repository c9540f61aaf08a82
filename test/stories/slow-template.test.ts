/** What the form and the list of templates show stays right while Box is slow, and when it answers late. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { anaInBox, formValues, type HeldCalls, holdAtSlack, holdCalls, opensForm } from './acts.ts';
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

  const search = 'Search your templates';
  const asked = (): number =>
    world().box.traffic.filter(({ path }) => path.endsWith('/sign_templates')).length;

  /** Opens the list with a new template of this name and one more. */
  async function lists(name: string): Promise<void> {
    const { ana } = world();
    for (const each of [name, `${name} two`]) addsTemplate(each);
    await ana.types(`/sign templates ${name}`, { in: '#contracts' });
    await ana.sees(`${name} two`, { in: 'modal' });
  }

  it.each([
    ['is drawn', 'Drawn', 'go'],
    ['fails', 'Failed', { status: 500 }],
  ] as const)('the newest search stays when an earlier one %s late in Slack', async (_what, name, answer) => {
    const { ana } = world();
    await lists(name);
    const held = holdAtSlack(world(), 'views.update', answer);
    expect(await ana.submits()).toEqual({});
    await expect.poll(held.waiting).toBe(1);
    const before = asked();
    await ana.fills({ [search]: `${name} two` });
    await expect.poll(asked).toBe(before + 1);
    await quiet(world());
    held.release();
    await quiet(world());
    expect((await ana.sees(`${name} two`, { in: 'modal' })).match(/\[Use\]/g)).toHaveLength(1);
    await ana.closes();
  });

  it('Enter and Ask Box again say that Box is asked, until it is certain that no answer comes', async () => {
    const { ana, box, slack } = world();
    await lists('Asked');
    const path = /sign_templates$/;
    box.faults.next({ kind: 'status', status: 503, applied: true, path });
    const held = holdCalls(world(), path, 1);
    await ana.fills({ [search]: 'Asked two' });
    await expect.poll(held.waiting).toBe(1);
    expect(await ana.sees('Asking Box', { in: 'modal' })).not.toContain('[Use]');
    held.release();
    await ana.sees('Ask Box again', { in: 'modal' });
    const again = holdCalls(world(), path, 1);
    await ana.presses('Ask Box again');
    await ana.sees('Asking Box', { in: 'modal' });
    again.release();
    await ana.sees('Asked two', { in: 'modal' });
    const last = holdCalls(world(), path, 1);
    await ana.fills({ [search]: 'Asked' });
    await ana.sees('Asking Box', { in: 'modal' });
    slack.faults.next({ kind: 'status', status: 500, method: 'views.update' });
    last.release();
    await ana.sees('That did not work just now', { in: 'modal' });
    await ana.closes();
    await ana.sees('Ask Box again', { in: 'modal' });
  });
});
