// Draws Block Kit as HTML: a list of {blocks, users} on standard input, a list of HTML on standard output.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");

const asked = JSON.parse(readFileSync(0, "utf8"));
const look = { withoutWrapper: true, theme: "light", logo: "none", name: "Arena", time: new Date(0) };
process.stdout.write(
  JSON.stringify(asked.map(({ blocks, users }) => renderToStaticMarkup(createElement(Message, { ...look, blocks, data: { users } }))))
);
