/** Renders the sandbox's page in the browser. */
import { render } from 'preact';
import { App } from './app.tsx';

const place = document.getElementById('page');
if (place === null) throw new Error('the page has no place to draw in');
render(<App />, place);
