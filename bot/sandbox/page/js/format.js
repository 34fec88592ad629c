/** Times, days and sizes as people read them. The sandbox's people all live in Sweden. */

const ZONE = "Europe/Stockholm";

const tag = (lang) => (lang === "en" ? "en-GB" : "sv-SE");

/** Slack's ts ("1712345678.000100") as a Date. */
export function dateOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

// Making a formatter is slow, and a long channel asks for thousands of times.
const formatters = new Map();

function formatter(lang, options) {
  const key = `${lang}${JSON.stringify(options)}`;
  if (!formatters.has(key))
    formatters.set(key, new Intl.DateTimeFormat(tag(lang), { timeZone: ZONE, ...options }));
  return formatters.get(key);
}

/** "2026-03-09", the day in Sweden: two messages are on the same day if these are equal. */
export function dayKey(date) {
  return formatter("sv", { year: "numeric", month: "2-digit", day: "2-digit" }).format(date);
}

export function clock(date, lang) {
  return formatter(lang, { hour: "2-digit", minute: "2-digit" }).format(date);
}

export function longDate(date, lang) {
  return formatter(lang, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date);
}

function relativeDay(date, text, now) {
  const key = dayKey(date);
  if (key === dayKey(now)) return text.today;
  if (key === dayKey(new Date(now.getTime() - 86_400_000))) return text.yesterday;
  return null;
}

/** "I dag", "I går" or "måndag 9 mars". */
export function dayName(date, lang, text, now = new Date()) {
  const relative = relativeDay(date, text, now);
  if (relative) return relative;
  const sameYear = dayKey(date).slice(0, 4) === dayKey(now).slice(0, 4);
  const name = formatter(lang, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(date);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function whenShort(date, lang, text, now = new Date()) {
  const relative = relativeDay(date, text, now);
  if (relative === text.today) return clock(date, lang);
  return relative ?? formatter(lang, { day: "numeric", month: "short" }).format(date);
}

/**
 * Slack's date tokens, as in `<!date^1392734382^{date_short} {time}|fallback>`.
 * https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
 */
export function formatDateToken(pattern, date, lang, text, now = new Date()) {
  const day = (options) => formatter(lang, options).format(date);
  const long = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  const medium = { day: "numeric", month: "long", year: "numeric" };
  const short = { day: "numeric", month: "short", year: "numeric" };
  const pretty = (options) => {
    const relative = relativeDay(date, text, now);
    return relative ? relative.toLowerCase() : day(options);
  };
  const parts = {
    date_num: () => dayKey(date),
    date_slash: () => dayKey(date).replaceAll("-", "/"),
    date: () => day(medium),
    date_short: () => day(short),
    date_long: () => day(long),
    date_pretty: () => pretty(medium),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    time: () => clock(date, lang),
    time_secs: () => day({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(date, lang, now),
  };
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, name) => (parts[name] ? parts[name]() : whole));
}

function ago(date, lang, now) {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat(tag(lang), { numeric: "auto" });
  for (const [unit, length] of [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return relative.format(seconds, "second");
}

export function fileSize(bytes, lang) {
  if (!Number.isFinite(bytes)) return "";
  const units = ["B", "kB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${new Intl.NumberFormat(tag(lang), { maximumFractionDigits: size < 10 && unit ? 1 : 0 }).format(size)} ${units[unit]}`;
}
