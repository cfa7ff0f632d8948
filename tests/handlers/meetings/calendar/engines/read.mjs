// Reads calendars as programs do, with two engines, and tells every instant they find:
// node read.mjs FOLDER_OF_MODULES < [{"ics", "from", "to", "zone", "instants"}] > [{"ical.js": [[start, end]], "node-ical": ..., "offsets": [minutes]}]
// All instants are seconds since 1970; "offsets" are what this program's own clock makes of the zone at the instants.
import {createRequire} from "node:module";

const from = createRequire(process.argv[2] + "/package.json");
const ICAL = (await import(from.resolve("ical.js"))).default;
const nodeIcal = (await import(from.resolve("node-ical"))).default;
const MOST = 1000;

function withIcalJs(ics) {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const found = [];
  const keep = (item, start, end) => {
    if (item.component.getFirstPropertyValue("status") !== "CANCELLED") found.push([start.toUnixTime(), end.toUnixTime()]);
  };
  const events = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part, {strictExceptions: true}));
  const masters = events.filter((event) => !event.isRecurrenceException());
  for (const event of events.filter((one) => one.isRecurrenceException())) {
    masters.find((master) => master.uid === event.uid).relateException(event);
  }
  for (const event of masters) {
    if (!event.isRecurring()) { keep(event, event.startDate, event.endDate); continue; }
    const dates = event.iterator();
    for (let n = 0, next = dates.next(); next && n < MOST; n++, next = dates.next()) {
      const one = event.getOccurrenceDetails(next);
      keep(one.item, one.startDate, one.endDate);
    }
  }
  return found;
}

function withNodeIcal(ics, first, last) {
  const found = [];
  const keep = (event) => {
    if (event.status !== "CANCELLED") found.push([event.start.getTime() / 1000, event.end.getTime() / 1000]);
  };
  for (const event of Object.values(nodeIcal.sync.parseICS(ics)).filter((one) => one.type === "VEVENT")) {
    if (!event.rrule) { keep(event); continue; }
    const options = {from: new Date(first * 1000), to: new Date(last * 1000), includeOverrides: true, excludeExdates: true};
    for (const one of nodeIcal.expandRecurringEvent(event, options)) keep({...one, status: (one.event ?? event).status});
  }
  return found;
}

function offsets(timeZone, instants) {
  const clock = new Intl.DateTimeFormat("en", {timeZone, timeZoneName: "longOffset"});
  return instants.map((at) => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d+):(\d+))?/.exec(clock.format(at * 1000));
    return sign ? Number(sign + 1) * (60 * hours + Number(minutes)) : 0;
  });
}

let text = "";
for await (const piece of process.stdin) text += piece;
const read = ({ics, from: first, to, zone, instants}) => ({
  "ical.js": withIcalJs(ics), "node-ical": withNodeIcal(ics, first, to), offsets: offsets(zone, instants),
});
process.stdout.write(JSON.stringify(JSON.parse(text).map(read)));
