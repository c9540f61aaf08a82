/** The list of a person's templates: what Box's answer shows, pages, and searches that overtake each other. */
import { describe, expect, it } from 'vitest';
import { createBoxConnections } from '../../../src/box/connections.ts';
import {
  openTemplates,
  pressTemplates,
  pressUseTemplate,
  submitTemplates,
} from '../../../src/features/templates.ts';
import type { Answer } from '../../../src/slack/payloads.ts';
import { actions, callbacks } from '../../../src/views/actions.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { type Desk, type DeskAnswer, setDesk, slackRefuses } from './desk.ts';
import { command, press, submission, view } from './payloads.ts';

const t = texts('en-GB', null);
const list = 'GET /sign_templates';
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });
const named = (...names: readonly string[]): DeskAnswer => ({
  body: { entries: names.map((name, index) => ({ id: `t-${index}`, name })), next_marker: null },
});
const shownList = (words = '', page = '1') => view(callbacks.templates, { words, page });

async function done(answer: Answer | Promise<Answer>) {
  const { ack, after } = await answer;
  await after?.();
  return ack;
}

/** The views that Slack was given, as text. */
const shown = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to.startsWith('views.') ? [body['view'] ?? ''] : []));

async function opens(answer: DeskAnswer, words = '', services: object = {}) {
  const desk = await setDesk();
  desk.answers[list] = answer;
  const thrown = await done(openTemplates({ ...desk.services, ...services }, command(desk, 'x'), words)).then(
    () => null,
    (error: unknown) => error,
  );
  return { desk, thrown, views: shown(desk) };
}

describe('/sign templates', () => {
  it('opens at once, and then lists the templates by name', async () => {
    const { desk, views } = await opens(named('Zebra', 'Apple'));
    expect(desk.callsTo('views')).toEqual(['views.open', 'views.update']);
    expect(views[0]).toContain(t.templateList.asking);
    expect(desk.calls.at(-1)?.body['view_id']).toBe('V_NEW');
    const [, last = ''] = views;
    expect(last.indexOf('Apple')).toBeGreaterThan(0);
    expect(last.indexOf('Apple')).toBeLessThan(last.indexOf('Zebra'));
  });

  it('with words lists those whose name has them', async () => {
    const { views } = await opens(named('Zebra', 'Apple'), 'zeb');
    expect(views[1]).toContain('Zebra');
    expect(views[1]).not.toContain('Apple');
  });

  it.each([
    ['there are none', named(), '', t.templateList.none],
    ['none matches', named('Apple'), 'zebra', t.templateList.noMatch('zebra')],
    ['Box refuses', refused(403), '', t.templateList.refused('sign_not_enabled')],
    ['Box does not answer', refused(503), '', t.templateList.slow],
  ])('says when %s', async (_what, answer, words, sentence) => {
    const { views, thrown } = await opens(answer, words);
    expect(thrown).toBeNull();
    expect(views[1]).toContain(JSON.stringify(sentence).slice(1, -1));
  });

  it('offers to connect only where people connect their own accounts', async () => {
    const nowhere = 'http://127.0.0.1:9/';
    const ofSomebodyElse = createBoxConnections({
      apiUrl: nowhere,
      uploadUrl: nowhere,
      access: { kind: 'trial', developerToken: 'token', developerSlackUser: 'U_BO' },
    });
    const oauth = {} as never;
    const own = { kind: 'own', oauth, publicUrl: 'https://sign.example.com', isAddressProof: true };
    const trial = await opens(named(), '', { box: ofSomebodyElse });
    expect(trial.views[1]).not.toContain(`"${actions.connect}"`);
    const connecting = await opens(named(), '', { box: ofSomebodyElse, accountMode: own });
    expect(connecting.views[1]).toContain(`"${actions.connect}"`);
    expect(connecting.desk.callsTo('GET')).toEqual([]);
  });

  it.each([
    ['people connect their own accounts', true],
    ['the account is configured', false],
  ])('after Box has ended the connection, where %s', async (_where, isOwn) => {
    const oauth = {} as never;
    const own = { kind: 'own', oauth, publicUrl: 'https://sign.example.com', isAddressProof: true };
    const { views } = await opens(refused(401), '', isOwn ? { accountMode: own } : {});
    expect((views[1] ?? '').includes(`"${actions.connect}"`)).toBe(isOwn);
    expect(views[1]).not.toContain('Box refused to list your templates');
  });

  it('that Slack fails to show says that it was slow, and the failure is reported', async () => {
    const desk = await setDesk();
    desk.answers[list] = named('Apple');
    let updates = 0;
    desk.answers['views.update'] = () => {
      updates += 1;
      return updates === 1
        ? slackRefuses('invalid_arguments')
        : { body: { ok: true, view: { id: 'V_NEW' } } };
    };
    await expect(done(openTemplates(desk.services, command(desk, 'x'), ''))).rejects.toMatchObject({
      reason: 'invalid_arguments',
    });
    expect(shown(desk).at(-1)).toContain(JSON.stringify(t.templateList.slow).slice(1, -1));
  });
});

describe('in the list', () => {
  const many = named(
    ...Array.from({ length: 45 }, (_, index) => `Template ${String(index).padStart(2, '0')}`),
  );
  const presses = async (actionId: string, value: string | null, shownPage = '2', words = '') => {
    const desk = await setDesk();
    desk.answers[list] = many;
    const where = { isInHome: false, view: shownList(words, shownPage) };
    await done(pressTemplates(desk.services, press(actionId, value, where)));
    return shown(desk);
  };

  it.each([
    ['Earlier', actions.templatesEarlier, 'Template 00', 'Template 20'],
    ['Later', actions.templatesLater, 'Template 40', 'Template 20'],
    ['Ask Box again', actions.templatesAgain, 'Template 20', 'Template 00'],
  ])('%s shows that page, after saying that Box is asked', async (_label, actionId, has, hasNot) => {
    const [first = '', last = '', ...more] = await presses(actionId, null);
    expect(first).toContain(t.templateList.asking);
    expect(last).toContain(has);
    expect(last).not.toContain(hasNot);
    expect(more).toEqual([]);
  });

  it('Enter in the search shows the first page of what matches', async () => {
    const [, last = ''] = await presses(actions.templateSearch, 'template', '2');
    expect(last).toContain('Template 00');
    const [, one = ''] = await presses(actions.templateSearch, 'template 44', '1');
    expect(one).toContain('Template 44');
    expect(one).not.toContain('Template 00');
  });

  it('Search answers that Box is asked, and then shows what matches', async () => {
    const desk = await setDesk();
    desk.answers[list] = many;
    const state = { template_search: { [actions.templateSearch]: { value: '44' } } };
    const ack = await done(
      submitTemplates(desk.services, submission(view(callbacks.templates, { words: '', page: '2' }, state))),
    );
    expect(ack).toMatchObject({ response_action: 'update' });
    expect(JSON.stringify(ack)).toContain(t.templateList.asking);
    expect(shown(desk)).toEqual([expect.stringContaining('Template 44')]);
    expect(shown(desk)[0]).not.toContain('Template 00');
  });

  it('Search that Slack fails to show leaves the list to the sentence about the failure', async () => {
    const desk = await setDesk();
    desk.answers[list] = many;
    desk.answers['views.update'] = slackRefuses('invalid_arguments');
    const { after } = await submitTemplates(desk.services, submission(shownList()));
    await expect(after?.()).rejects.toMatchObject({ reason: 'invalid_arguments' });
    expect(desk.callsTo('views')).toEqual(['views.update']);
  });

  it('an earlier search that Box answers later draws nothing', async () => {
    const desk = await setDesk();
    let answerFirst = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answerFirst = resolve;
    });
    let asked = 0;
    desk.answers[list] = async () => {
      asked += 1;
      if (asked > 1) return named('Second');
      await held;
      return named('First');
    };
    const again = () => done(pressTemplates(desk.services, press(actions.templatesAgain, null, where)));
    const where = { isInHome: false, view: shownList() };
    const first = again();
    await expect.poll(() => asked).toBe(1);
    await again();
    answerFirst();
    await first;
    expect(shown(desk).at(-1)).toContain('Second');
    expect(shown(desk).join()).not.toContain('First');
  });

  it('Use opens the form with the template', async () => {
    const desk = await setDesk();
    desk.answers['GET /sign_templates/t-1'] = refused(404);
    const where = { isInHome: false, view: shownList() };
    await done(pressUseTemplate(desk.services, press(actions.useTemplate, 't-1 NDA', where)));
    expect(desk.callsTo('views')[0]).toBe('views.push');
    expect(shown(desk)[0]).toContain('NDA');
    expect(desk.callsTo('GET')).toEqual(['GET /sign_templates/t-1']);
  });

  it.each([
    ['in another modal', { isInHome: false, view: view('other', {}) }, 't-1 NDA'],
    ['without a template', { isInHome: false, view: shownList() }, ''],
  ])('Use %s is out of date', async (_where, where, value) => {
    const desk = await setDesk();
    await done(pressUseTemplate(desk.services, press(actions.useTemplate, value, where)));
    expect(shown(desk)).toEqual([expect.stringContaining(t.notNow)]);
  });
});
