// The types of what the server takes and sends: out of its description on standard input, as
// TypeScript on standard output. It has a folder of its own, since it needs an older TypeScript.

import { text } from 'node:stream/consumers';
import openapi, { astToString } from 'openapi-typescript';

/** A title says what the name beside it says. @type {(key: string, value: unknown) => unknown} */
const untitled = (key, value) => (key === 'title' && typeof value === 'string' ? undefined : value);

const said = await text(process.stdin);
const { components } = JSON.parse(said, untitled);
// Addresses are written out where they are asked for; their types would be many times as long.
const { openapi: version, info } = JSON.parse(said);
const nodes = await openapi({ openapi: version, info, paths: {}, components }, { silent: true });
process.stdout.write(astToString(nodes));
