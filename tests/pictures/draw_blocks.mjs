// Draws Block Kit as HTML: a list of {blocks, users} on standard input, a list of HTML on standard output.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(`${process.argv[2]}/`);
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");

const asked = JSON.parse(await text(process.stdin));
const look = { withoutWrapper: true, theme: process.argv[3] || "light", logo: "none", name: "Arena", time: new Date(0) };
process.stdout.write(
  JSON.stringify(asked.map(({ blocks, users }) => renderToStaticMarkup(createElement(Message, { ...look, blocks, data: { users } }))))
);
