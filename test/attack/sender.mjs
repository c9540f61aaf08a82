/** Sends requests one after another without end, in a thread of its own so that it does not block the test. */
import { connect } from 'node:net';
import { workerData } from 'node:worker_threads';

const { port, requests, first } = workerData;

function send(bytes) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket
      .on('data', () => socket.destroy())
      .on('error', () => undefined)
      .on('close', resolve);
  });
}

for (let turn = first; ; turn += 1) await send(requests[turn % requests.length]);
