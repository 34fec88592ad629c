/** The emoji names that people and the bot use most, by Slack's short names. Others stay as written. */

const EMOJI = new Map(Object.entries({
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", white_check_mark: "✅", heavy_check_mark: "✔️",
  ballot_box_with_check: "☑️", x: "❌", negative_squared_cross_mark: "❎", warning: "⚠️", no_entry: "⛔",
  no_entry_sign: "🚫", exclamation: "❗", question: "❓", grey_question: "❔", grey_exclamation: "❕",
  information_source: "ℹ️", bulb: "💡", mag: "🔍", mag_right: "🔎", eyes: "👀", wave: "👋", tada: "🎉",
  raised_hands: "🙌", pray: "🙏", clap: "👏", ok_hand: "👌", muscle: "💪", point_right: "👉", point_left: "👈",
  point_down: "👇", point_up: "☝️", raised_hand: "✋", raising_hand: "🙋", heart: "❤️", green_heart: "💚",
  blue_heart: "💙", yellow_heart: "💛", sparkles: "✨", star: "⭐", fire: "🔥", rocket: "🚀", smile: "😄",
  smiley: "😃", grinning: "😀", blush: "😊", slightly_smiling_face: "🙂", wink: "😉", joy: "😂",
  thinking_face: "🤔", neutral_face: "😐", confused: "😕", disappointed: "😞", worried: "😟", cry: "😢",
  sob: "😭", angry: "😠", sweat_smile: "😅", hugging_face: "🤗", shrug: "🤷", facepalm: "🤦",
  robot_face: "🤖", package: "📦", truck: "🚚", articulated_lorry: "🚛", shopping_cart: "🛒",
  shopping_trolley: "🛒", receipt: "🧾", clipboard: "📋", memo: "📝", pencil: "📝", pencil2: "✏️",
  page_facing_up: "📄", page_with_curl: "📃", bookmark_tabs: "📑", file_folder: "📁", open_file_folder: "📂",
  card_index_dividers: "🗂️", paperclip: "📎", pushpin: "📌", round_pushpin: "📍", calendar: "📅", date: "📅",
  spiral_calendar_pad: "🗓️", clock1: "🕐", clock3: "🕒", clock8: "🕗", clock9: "🕘", alarm_clock: "⏰",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", bell: "🔔", no_bell: "🔕", mega: "📣",
  loudspeaker: "📢", speech_balloon: "💬", thought_balloon: "💭", telephone_receiver: "📞", phone: "☎️",
  telephone: "☎️", iphone: "📱", email: "✉️", envelope: "✉️", incoming_envelope: "📨", inbox_tray: "📥",
  outbox_tray: "📤", link: "🔗", lock: "🔒", unlock: "🔓", key: "🔑", wrench: "🔧", hammer_and_wrench: "🛠️",
  gear: "⚙️", computer: "💻", house: "🏠", house_with_garden: "🏡", office: "🏢", school: "🏫", factory: "🏭",
  moneybag: "💰", chart_with_upwards_trend: "📈", bar_chart: "📊", label: "🏷️", ticket: "🎫", seedling: "🌱",
  apple: "🍎", bread: "🍞", cheese_wedge: "🧀", milk: "🥛", glass_of_milk: "🥛", potato: "🥔", carrot: "🥕",
  tomato: "🍅", chicken: "🐔", poultry_leg: "🍗", coffee: "☕", strawberry: "🍓", broom: "🧹", soap: "🧼",
  red_circle: "🔴", large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡",
  large_orange_circle: "🟠", white_circle: "⚪", black_circle: "⚫", small_blue_diamond: "🔹",
  small_orange_diamond: "🔸", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️",
  arrows_counterclockwise: "🔄", leftwards_arrow_with_hook: "↩️", arrow_right_hook: "↪️", repeat: "🔁",
  heavy_plus_sign: "➕", heavy_minus_sign: "➖", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣",
  six: "6️⃣", seven: "7️⃣", eight: "8️⃣", nine: "9️⃣", zero: "0️⃣", "100": "💯", sos: "🆘", new: "🆕", ok: "🆗",
  soon: "🔜", top: "🔝", end: "🔚", construction: "🚧", rotating_light: "🚨", triangular_flag_on_post: "🚩",
  "flag-se": "🇸🇪", flag_se: "🇸🇪", "flag-gb": "🇬🇧", busts_in_silhouette: "👥", bust_in_silhouette: "👤",
  technologist: "🧑‍💻", cook: "🧑‍🍳", handshake: "🤝", writing_hand: "✍️", zzz: "💤", sunny: "☀️", snowflake: "❄️",
}));

/** What the reaction menu offers. */
export const QUICK_REACTIONS = ["+1", "white_check_mark", "eyes", "heart", "tada", "pray"];

/** @returns {string|null} the character of a short name (skin tone modifiers are left out) */
export function emojiFor(name) {
  return EMOJI.get(name.split("::")[0]) ?? null;
}

/** Plain text with `:names:` replaced by characters; unknown names stay as they are. */
export function replaceEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g, (whole, name) => emojiFor(name) ?? whole);
}
