// What was typed in a form that was closed unsent: kept for this tab and person, and there when the form is opened again.

import { state } from "./state.js";

/** `initial`: field name -> its value before anybody typed. A form without `do` is the page's own and keeps nothing. */
export function draftOf(form) {
  const initial = JSON.stringify(Object.fromEntries(form.fields.map((field) => [field.name, field.value ?? ""])));
  const key = form.do && `arena.form.${state.me}.${form.do}.${form.value ?? ""}`;
  return {
    /** The field with what was typed or chosen in it. */
    fill(field) {
      const kept = JSON.parse(sessionStorage.getItem(key));
      return { ...field, value: kept.values[field.name], options: kept.chosen?.[field.name] ?? field.options };
    },
    /** Values by field name, or null. What the record has said since is not overwritten by what was typed before. */
    read() {
      const kept = key && JSON.parse(sessionStorage.getItem(key) ?? "null");
      return kept?.initial === initial ? kept.values : null;
    },
    /** `chosen`: the options that were chosen in fields that are searched, by field name. */
    keep(values, chosen) {
      if (key) sessionStorage.setItem(key, JSON.stringify({ initial, values, chosen }));
    },
    drop() {
      if (key) sessionStorage.removeItem(key);
    },
  };
}
