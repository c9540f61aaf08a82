/**
 * The app that ours is compared with: Bolt as in its guide, with the Box SDK loaded. It verifies and acknowledges each
 * command, and opens a constant view.
 */
import { App } from '@slack/bolt';
import { BoxClient, BoxDeveloperTokenAuth } from 'box-typescript-sdk-gen';

const { SLACK_BOT_TOKEN: token = '', SLACK_SIGNING_SECRET: signingSecret = '', SLACK_API_URL } = process.env;
const app = new App({ token, signingSecret, clientOptions: { slackApiUrl: SLACK_API_URL ?? '' } });
const box = new BoxClient({ auth: new BoxDeveloperTokenAuth({ token: 'none' }) });

app.command('/sign', async ({ ack, client, payload }) => {
  await ack();
  await client.views.open({
    trigger_id: payload.trigger_id,
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'Sign' },
      blocks: [{ type: 'section', text: { type: 'plain_text', text: box.users ? 'Hello' : '' } }],
    },
  });
});

const server = await app.start({ port: 0, host: '127.0.0.1' });
const address = 'address' in server ? server.address() : null;
const port = address !== null && typeof address === 'object' ? address.port : 0;
process.stdout.write(`${JSON.stringify({ port, msg: 'ready' })}\n`);
process.once('SIGTERM', () => void app.stop());
