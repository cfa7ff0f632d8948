// What members wrote, drawn from blocks of rich text. Every word becomes a text node.

import { el, outside, words } from "./draw.js";

const LISTS = { bullet: "ul", ordered: "ol" };

/** The blocks as elements; `names` are those that stand out as mentions. */
export function rich(blocks, names = []) {
  const found = [];
  for (let at = 0; at < blocks.length; ) {
    const end = blocks.findIndex((block, n) => n > at && Boolean(block.quote) !== Boolean(blocks[at].quote));
    const part = blocks.slice(at, end < 0 ? blocks.length : end);
    at += part.length;
    const drawn = group(part, names);
    found.push(...(part[0].quote ? [el("blockquote", { class: "quoted" }, drawn)] : drawn));
  }
  return found;
}

function group(blocks, names) {
  const found = [];
  let lists = [];
  for (const block of blocks) {
    const tag = LISTS[block.kind];
    if (!tag) {
      lists = [];
      found.push(block.kind === "pre" ? el("pre", { dir: "auto" }, el("code", {}, text(block))) : el("p", { class: "text", dir: "auto" }, runs(block, names)));
      continue;
    }
    const level = block.level ?? 0;
    lists = lists.slice(0, level + 1);
    if (lists[level]?.tagName.toLowerCase() !== tag) {
      const list = el(tag, { class: "points" });
      (lists[level - 1]?.lastElementChild ?? { append: (node) => found.push(node) }).append(list);
      lists[level] = list;
    }
    lists[level].append(el("li", { dir: "auto" }, runs(block, names)));
  }
  return found;
}

const text = (block) => block.runs.map((run) => run.text).join("");

const runs = (block, names) => block.runs.map((run) => mark(run, run.link ? link(run) : run.code ? run.text : words(run.text, names)));

/** Only these addresses are followed, whatever the server sends. */
const link = (run) => (/^(https?:\/\/|mailto:|tel:)/i.test(run.link) ? outside(run.link, run.text) : run.text);

function mark(run, inner) {
  let node = inner;
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) if (run[name]) node = el(tag, {}, node);
  return node;
}
